from collections.abc import Mapping
from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Lock, Over, Problem
from tests.planner.small import BOTH, main, problem, side

STEW, SOUP, BREAD = main("stew", cost=0.4, halves=(1, 2, 3)), main("soup", cost=0.2), side("bread", cost=0.1)
KCAL = {"kcal": (600.0, 400.0, 100.0)}


def eats(day: int, slot: str, offer: str, halves: int = 2) -> Cell:
    return Cell(day, slot, offer, halves)


TWO_DAYS = (
    eats(0, "lunch", "stew"), eats(0, "dinner", "soup"), eats(0, "dinner", "bread"),
    eats(1, "lunch", "stew", 1), eats(1, "dinner", "soup"),
)  # fmt: skip
# Lunches 600 and 300, dinners 500 and 400; days 1100 and 700.


def ask(*limits: Limit, days: int = 2, **more: object) -> Problem:
    return problem([STEW, SOUP, BREAD], KCAL, limits, days, BOTH, **more)


def test_costs_are_those_of_an_average_day() -> None:
    judged = evaluate(ask(), TWO_DAYS)
    assert judged.objective == pytest.approx((0.4 + 0.2 + 0.1 + 0.4 + 0.2) / 2)
    assert (judged.penalties, judged.violations) == ({}, ())


@pytest.mark.parametrize(
    ("limit", "penalty"),
    [
        # Each meal by itself: 600 and 300 miss 350 to 550 by 50 and 50, 500 and 400 do not.
        (Limit("x", "kcal", Over.MEAL, 350.0, 550.0, weight=2.0, scale=100.0), 2.0 * (0.5 + 0.5) / 2),
        (Limit("x", "kcal", Over.MEAL, 450.0, slots=frozenset({"dinner"}), scale=100.0), 0.5 / 2),
        # 1100 misses 1000 by 100, 700 misses 800 by 100.
        (Limit("x", "kcal", Over.DAY, 800.0, 1000.0, weight=3.0, scale=200.0), 3.0 * (0.5 + 0.5) / 2),
        (Limit("x", "kcal", Over.DAY, upper=500.0, slots=frozenset({"lunch"}), scale=100.0), 1.0 / 2),
        # One block of two days counts for two days: 1800 misses 2000 by 200.
        (Limit("x", "kcal", Over.WEEK, 2000.0, scale=100.0), 2 * 2.0 / 2),
        (Limit("x", "kcal", Over.MEAN, 1000.0, weight=4.0, scale=400.0), 4.0 * 0.25),
        (Limit("x", "kcal", Over.MEAN, upper=800.0, scale=100.0), 1.0),
    ],
)
def test_a_miss_is_paid_by_weight_and_scale(limit: Limit, penalty: float) -> None:
    judged = evaluate(ask(limit), TWO_DAYS)
    assert judged.penalties == {"x": pytest.approx(penalty)}
    assert judged.objective == pytest.approx(0.65 + penalty)


def test_blocks_of_seven_days_are_held_one_by_one_and_the_last_may_be_short() -> None:
    cells = [eats(day, "lunch", "soup") for day in range(9)]

    def penalties(limit: Limit) -> Mapping[str, float]:
        return evaluate(problem([STEW, SOUP, BREAD], KCAL, [limit], days=9), cells).penalties

    # Seven days bring 2800, two days 800.
    assert penalties(Limit("x", "kcal", Over.WEEK, upper=2800.0, scale=100.0)) == {}
    upper = penalties(Limit("x", "kcal", Over.WEEK, upper=600.0, scale=100.0))
    assert upper["x"] == pytest.approx((7 * 22.0 + 2 * 2.0) / 9)
    lower = penalties(Limit("x", "kcal", Over.WEEK, lower=1000.0, scale=100.0))
    assert lower["x"] == pytest.approx(2 * 2.0 / 9)


@pytest.mark.parametrize("over", [Over.MEAL, Over.DAY, Over.WEEK, Over.MEAN])
def test_a_hard_limit_is_a_violation_and_costs_nothing(over: Over) -> None:
    reached = {Over.MEAL: 600.0, Over.DAY: 1100.0, Over.WEEK: 1800.0, Over.MEAN: 900.0}[over]
    kept = ask(Limit("cap", "kcal", over, upper=reached, hard=True))
    broken = ask(Limit("cap", "kcal", over, upper=reached - 0.001, hard=True))
    assert evaluate(kept, TWO_DAYS).violations == ()
    judged = evaluate(broken, TWO_DAYS)
    assert [words.split(":")[0] for words in judged.violations] == ["cap"]
    assert judged.objective == pytest.approx(0.65)


def test_an_empty_place_counts_as_nothing_and_breaks_a_hard_lower_end() -> None:
    floor = ask(Limit("floor", "kcal", Over.MEAL, lower=100.0, hard=True))
    assert "floor: 0 in dinner of day 2" in evaluate(floor, TWO_DAYS[:4]).violations


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (TWO_DAYS[1:], "place: lunch of day 1 has 0 main dishes"),
        ((*TWO_DAYS, eats(1, "dinner", "stew")), "place: dinner of day 2 has 2 main dishes"),
        ((*TWO_DAYS, eats(2, "dinner", "soup")), "place: day 3 has no dinner"),
        ((*TWO_DAYS, eats(1, "tea", "bread")), "place: day 2 has no tea"),
        ((*TWO_DAYS[:4], eats(1, "dinner", "soup", 4)), "offer: soup x 4 halves is not offered for dinner"),
    ],
)
def test_places_and_portions_are_checked(cells: tuple[Cell, ...], words: str) -> None:
    assert words in evaluate(ask(), cells).violations


def test_a_dish_on_a_meal_it_is_not_offered_for_is_a_violation() -> None:
    asked = problem([replace(SOUP, slots=frozenset({"dinner"}))], {"kcal": (1.0,)})
    assert evaluate(asked, [eats(0, "lunch", "soup")]).violations == (
        "offer: soup x 2 halves is not offered for lunch",
    )


def test_a_meal_has_no_more_sides_than_it_may() -> None:
    asked = problem([SOUP, BREAD, side("salad")], slots=BOTH)
    cells = [eats(0, "lunch", "soup"), eats(0, "lunch", "bread"), eats(0, "lunch", "salad")]
    assert "place: lunch of day 1 has 2 side dishes" in evaluate(asked, cells).violations


def test_the_same_side_twice_on_a_day_is_a_violation() -> None:
    cells = (*TWO_DAYS, eats(0, "lunch", "bread"))
    assert evaluate(ask(), cells).violations == ("repeat: bread stands twice within 1 days from day 1",)


def test_mains_do_not_come_back_within_the_days_without_repeat() -> None:
    judged = evaluate(ask(no_repeat_days=2), TWO_DAYS)
    assert judged.violations == (
        "repeat: stew stands twice within 2 days from day 1",
        "repeat: soup stands twice within 2 days from day 1",
    )


def test_uses_are_counted_by_block_of_seven_days() -> None:
    asked = problem([main("soup", uses=5), main("stew", uses=6)], days=9)
    cells = [eats(day, "lunch", "soup" if day < 6 else "stew") for day in range(9)]
    assert evaluate(asked, cells).violations == ("uses: soup stands 6 times in week 1",)


def test_uses_are_counted_over_the_whole_plan_too() -> None:
    asked = problem([main("soup", in_all=2), main("stew")], days=9)
    cells = [eats(day, "lunch", "soup" if day in {0, 4, 8} else "stew") for day in range(9)]
    assert evaluate(asked, cells).violations == ("uses: soup stands 3 times in the plan",)
    kept = tuple(Lock(day, "lunch", "soup", 2) for day in (0, 4, 8))
    assert evaluate(replace(asked, locks=kept), cells).violations == ()


class TestLocks:
    kept = (Lock(0, "lunch", "stew", 5), Lock(1, "lunch", "stew", 2))
    cells = (eats(0, "lunch", "stew", 5), eats(1, "lunch", "stew"), eats(2, "lunch", "soup"))

    def ask(self, *locks: Lock, uses: int = 2, reach: int = 2) -> Problem:
        return problem([main("stew", uses=uses), SOUP], days=3, locks=locks, no_repeat_days=reach)

    def test_a_lock_that_is_not_kept_is_a_violation(self) -> None:
        judged = evaluate(self.ask(Lock(2, "lunch", "stew", 2)), self.cells[2:])
        assert "lock: stew is not kept for lunch of day 3" in judged.violations

    def test_the_portion_of_a_lock_counts_too(self) -> None:
        cells = (replace(self.cells[0], halves=2), *self.cells[1:])
        assert "lock: stew is not kept for lunch of day 1" in evaluate(self.ask(*self.kept), cells).violations

    def test_what_locks_repeat_by_themselves_is_the_eaters_wish(self) -> None:
        assert evaluate(self.ask(*self.kept, uses=1), self.cells).violations == ()

    def test_what_is_added_to_them_is_not(self) -> None:
        judged = evaluate(self.ask(self.kept[0], uses=1), self.cells)
        assert {words.split(":")[0] for words in judged.violations} == {"uses", "repeat"}
