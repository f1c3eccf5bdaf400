from dataclasses import replace

import numpy as np

from nutriplan.planner.build import merged, told_apart
from nutriplan.planner.model import Model
from nutriplan.planner.problem import Cell, Limit, Lock, Over, Problem, Slot
from nutriplan.planner.scope import Bucket, Scope, add_buckets
from nutriplan.planner.variables import Layout, lay_out
from tests.planner.small import BOTH, main, problem, side

OFFERS = [main("stew", halves=(1, 3)), main("soup"), side("bread", halves=(2, 4))]
KCAL = {"kcal": (600.0, 400.0, 100.0), "salt": (3.0, 1.0, 0.5)}


def portions(layout: Layout) -> list[tuple[str, int]]:
    offers = layout.problem.offers
    return [(offers[i].key, halves) for i, halves in zip(layout.offer.tolist(), layout.halves.tolist(), strict=True)]


def allowed(asked: Problem, slot: int = 0) -> set[tuple[str, int]]:
    layout = lay_out(asked)
    return {pair for pair, may in zip(portions(layout), layout.may[slot].tolist(), strict=True) if may}


def test_a_portion_is_a_dish_in_a_number_of_halves() -> None:
    layout = lay_out(problem(OFFERS, KCAL))
    assert portions(layout) == [("stew", 1), ("stew", 3), ("soup", 2), ("bread", 2), ("bread", 4)]
    assert layout.amounts[:, layout.measure["kcal"]].tolist() == [300.0, 900.0, 400.0, 100.0, 200.0]
    assert layout.amounts[:, layout.measure["salt"]].tolist() == [1.5, 4.5, 1.0, 0.5, 1.0]
    assert layout.main.tolist() == [True, True, True, False, False]


def test_a_dish_may_stand_only_where_it_is_offered() -> None:
    lunch_only = replace(OFFERS[0], slots=frozenset({"lunch"}))
    asked = problem([lunch_only, *OFFERS[1:]], KCAL, slots=(Slot("lunch", 0), Slot("dinner", 1)))
    assert allowed(asked, 0) == {("stew", 1), ("stew", 3), ("soup", 2)}
    assert allowed(asked, 1) == {("soup", 2), ("bread", 2), ("bread", 4)}


def test_a_dish_without_uses_may_stand_nowhere() -> None:
    assert ("soup", 2) not in allowed(problem([OFFERS[0], replace(OFFERS[1], max_uses=0), OFFERS[2]], KCAL))


def test_what_breaks_a_hard_limit_wherever_it_stands_is_left_out() -> None:
    cap = Limit("salt", "salt", Over.MEAL, upper=2.0, hard=True)
    assert allowed(problem(OFFERS, KCAL, [cap])) == {("stew", 1), ("soup", 2), ("bread", 2), ("bread", 4)}
    day = Limit("salt", "salt", Over.DAY, upper=2.0, hard=True)
    # Two soups reach it: no bread beside them, and no stew.
    assert allowed(problem(OFFERS, KCAL, [day], slots=BOTH)) == {("soup", 2)}


def test_what_cannot_reach_a_hard_lower_end_is_left_out() -> None:
    floor = Limit("energy", "kcal", Over.MEAL, lower=550.0, hard=True)
    assert ("stew", 1) not in allowed(problem(OFFERS, KCAL, [floor]))
    assert ("soup", 2) in allowed(problem(OFFERS, KCAL, [replace(floor, lower=600.0)]))  # with two slices of bread


def test_a_soft_limit_leaves_nothing_out() -> None:
    cap = Limit("salt", "salt", Over.MEAL, upper=0.1)
    assert len(allowed(problem(OFFERS, KCAL, [cap]))) == 5


def test_the_whole_layout_keeps_what_is_impossible_to_explain_it() -> None:
    cap = Limit("salt", "salt", Over.MEAL, upper=0.1, hard=True)
    assert not lay_out(problem(OFFERS, KCAL, [cap])).may.any()
    assert lay_out(problem(OFFERS, KCAL, [cap]), whole=True).may.all()


def test_a_kept_portion_that_is_not_offered_is_known_but_not_free() -> None:
    asked = problem(OFFERS, KCAL, locks=(Lock(0, "lunch", "soup", 5),))
    layout = lay_out(asked)
    assert portions(layout)[-1] == ("soup", 5)
    assert layout.locks == ((0, 0, 5),)
    assert ("soup", 5) not in allowed(asked)


def test_meals_are_alike_when_they_offer_the_same_and_count_in_the_same_limits() -> None:
    assert lay_out(problem(OFFERS, KCAL, slots=BOTH)).alike == ((0, 1),)
    lunch = Limit("salt", "salt", Over.DAY, upper=9.0, slots=frozenset({"lunch"}))
    assert lay_out(problem(OFFERS, KCAL, [lunch], slots=BOTH)).alike == ((0,), (1,))
    rooms = (Slot("lunch", 1), Slot("dinner", 2))
    assert lay_out(problem(OFFERS, KCAL, slots=rooms)).alike == ((0,), (1,))


def test_meals_with_the_same_limits_of_their_own_are_alike() -> None:
    own = [Limit(key, "kcal", Over.MEAL, 100.0, 900.0, frozenset({key})) for key in ("lunch", "dinner")]
    assert lay_out(problem(OFFERS, KCAL, own, slots=BOTH)).alike == ((0, 1),)
    other = [own[0], replace(own[1], upper=800.0)]
    assert lay_out(problem(OFFERS, KCAL, other, slots=BOTH)).alike == ((0,), (1,))


def test_days_fall_into_blocks_of_seven() -> None:
    assert lay_out(problem(OFFERS, KCAL, days=9)).blocks() == [tuple(range(7)), (7, 8)]


def test_cells_come_in_the_order_of_the_days_with_the_main_dish_first() -> None:
    layout = lay_out(problem(OFFERS, KCAL, days=2, slots=BOTH))
    cells = layout.cells([(1, 0, 2), (0, 1, 3), (0, 1, 1), (0, 0, 0)])
    assert cells == (
        Cell(0, "lunch", "stew", 1), Cell(0, "dinner", "stew", 3), Cell(0, "dinner", "bread", 2),
        Cell(1, "lunch", "soup", 2),
    )  # fmt: skip


class TestScope:
    asked = problem([main("stew", uses=2), main("soup"), side("bread")], days=9, slots=BOTH, no_repeat_days=3)

    def exact(self, *days: int, fixed: tuple[tuple[int, int, int], ...] = (), **more: object) -> Scope:
        return told_apart(lay_out(replace(self.asked, **more)), days, fixed)  # type: ignore[arg-type]

    def test_a_dish_is_away_around_where_it_stands(self) -> None:
        scope = self.exact(0, 1, 2, 4, 5, 6, fixed=((3, 0, 0),))
        days = np.array(scope.free_days)
        assert days[scope.available(scope.free_days)[0]].tolist() == [0, 6]
        assert days[scope.available(scope.free_days)[2]].tolist() == [0, 1, 2, 4, 5, 6]

    def test_uses_left_are_those_of_the_block(self) -> None:
        scope = self.exact(1, 8, fixed=((0, 0, 0), (4, 0, 0), (7, 1, 0)))
        assert (scope.uses_left(0)[0], scope.uses_left(1)[0]) == (0, 1)
        assert not scope.open_on(1)[0]

    def test_uses_left_in_all_keep_room_for_what_is_kept_later(self) -> None:
        offers = (replace(self.asked.offers[0], max_in_all=2), *self.asked.offers[1:])
        scope = self.exact(2, 3, fixed=((0, 0, 0),), offers=offers, locks=(Lock(8, "lunch", "stew", 2),))
        assert scope.left_in_all[0] == scope.uses_left(0)[0] == 0
        assert scope.left_in_all[1] > 9

    def test_kept_dishes_may_exceed_their_uses(self) -> None:
        locks = tuple(Lock(day, "lunch", "stew", 2) for day in (0, 2, 4))
        assert self.exact(*range(7), locks=locks).most_of_all(range(7))[0] == 3

    def test_the_days_without_repeat_bound_the_uses(self) -> None:
        assert self.exact(*range(7)).most_of_all(range(7))[1] == 3

    def test_a_merged_bucket_holds_all_meals_that_are_alike(self) -> None:
        buckets = self.buckets(merged(lay_out(self.asked)))
        assert [(b.days, b.slots, b.meals) for b in buckets] == [(tuple(range(7)), (0, 1), 14), ((7, 8), (0, 1), 4)]

    def test_told_apart_every_meal_is_its_own_bucket(self) -> None:
        assert [(b.days, b.slots) for b in self.buckets(self.exact(2, 3))] == [
            ((2,), (0,)), ((2,), (1,)), ((3,), (0,)), ((3,), (1,)),
        ]  # fmt: skip

    def test_a_lock_is_a_least_count(self) -> None:
        layout = lay_out(replace(self.asked, locks=(Lock(1, "dinner", "soup", 2),)))
        model = Model()
        (bucket, *_) = add_buckets(model, told_apart(layout, (0, 1)))[3:]
        assert (bucket.days, bucket.slots) == ((1,), (1,))
        least = np.array(model.lower)[bucket.columns]
        assert dict(zip(bucket.portions.tolist(), least.tolist(), strict=True)) == {0: 0.0, 1: 1.0, 2: 0.0}

    def test_what_stands_on_other_days_counts(self) -> None:
        limit = Limit("kcal", "kcal", Over.WEEK, upper=1.0, slots=frozenset({"lunch"}))
        asked = replace(self.asked, measures={"kcal": (600.0, 400.0, 100.0)}, limits=(limit,))
        scope = told_apart(lay_out(asked), (0,), ((1, 0, 0), (1, 1, 1), (2, 0, 1)))
        assert scope.fixed_amount(0, range(7)) == 1000.0
        assert scope.days == (0, 1, 2)

    def buckets(self, scope: Scope) -> tuple[Bucket, ...]:
        return add_buckets(Model(), scope)
