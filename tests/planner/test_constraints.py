"""One family of rows at a time: which rows stand in a model, on what, and between which ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.build import Built, build, counts, merged, places, start_from, told_apart
from nutriplan.planner.model import INFINITY
from nutriplan.planner.problem import Limit, Lock, Over, Problem, Slot
from nutriplan.planner.variables import Place, lay_out
from tests.planner.small import BOTH, main, problem, side

OFFERS = [main("stew", uses=2), main("soup", uses=7), side("bread", uses=3)]
KCAL = {"kcal": (600.0, 400.0, 100.0)}
LUNCH = frozenset({"lunch"})


@dataclass(frozen=True)
class Row:
    """values: offer key, or "miss", to what it counts, of the first bucket of a merged model."""

    values: dict[str, float]
    low: float
    high: float


def ask(*limits: Limit, days: int = 3, **more: object) -> Problem:
    return problem(OFFERS, KCAL, limits, days, BOTH, **more)


def merged_rows(asked: Problem) -> dict[str, Row]:
    return rows(build(merged(lay_out(asked))))


def exact_rows(asked: Problem, days: Sequence[int], fixed: tuple[Place, ...] = ()) -> dict[str, Row]:
    return rows(build(told_apart(lay_out(asked), days, fixed)))


def rows(built: Built) -> dict[str, Row]:
    model, matrix = built.model, built.model.matrix()
    layout_keys = {}
    for bucket in built.buckets:
        for portion, column in zip(bucket.portions.tolist(), bucket.columns.tolist(), strict=True):
            layout_keys[column] = (OFFERS[portion].key, bucket.days, bucket.slots)
    found: dict[str, Row] = {}
    columns = np.repeat(np.arange(model.width), np.diff(matrix.start)).tolist()
    for number, name in enumerate(model.names):
        own: dict[str, float] = {}
        for column, row, value in zip(columns, matrix.row.tolist(), matrix.value.tolist(), strict=True):
            if row == number:
                key = layout_keys[column][0] if column in layout_keys else "miss"
                own[key] = own.get(key, 0.0) + round(value, 9)
        found[name] = Row(own, round(model.row_lower[number], 9), round(model.row_upper[number], 9))
    return found


def test_every_meal_has_its_main_dish() -> None:
    assert merged_rows(ask())["main dish: lunch, dinner days 1-3"] == Row({"stew": 1, "soup": 1}, 6, 6)
    assert exact_rows(ask(), [1])["main dish: dinner day 2"] == Row({"stew": 1, "soup": 1}, 1, 1)


def test_sides_fill_no_more_than_their_room() -> None:
    assert merged_rows(ask())["side dishes: lunch, dinner days 1-3"] == Row({"bread": 1}, -INFINITY, 6)
    roomy = problem(OFFERS, KCAL, days=1, slots=(Slot("lunch", 2),))
    assert exact_rows(roomy, [0])["side dishes: lunch day 1"].high == 2


def test_a_dish_is_used_as_often_as_it_may_in_seven_days() -> None:
    apart = problem(OFFERS, KCAL, [Limit("x", "kcal", Over.DAY, upper=1.0, slots=LUNCH)], 7, BOTH)
    found = merged_rows(apart)
    assert found["repeats: stew week 1"] == Row({"stew": 2}, -INFINITY, 2)  # one column for lunches, one for dinners
    assert found["repeats: bread week 1"].high == 3


def test_repeats_are_held_only_where_days_are_told_apart() -> None:
    asked = ask(no_repeat_days=2)
    found = exact_rows(asked, [0, 1, 2])
    assert found["repeats: soup from day 1"] == Row({"soup": 4}, -INFINITY, 1)
    assert found["repeats: soup from day 2"] == Row({"soup": 4}, -INFINITY, 1)
    assert found["repeats: bread from day 3"] == Row({"bread": 2}, -INFINITY, 1)  # a side: once a day
    assert not any("from day" in name for name in merged_rows(asked))


def test_two_locks_of_a_dish_on_close_days_do_not_contradict_the_model() -> None:
    locks = (Lock(0, "lunch", "soup", 2), Lock(1, "lunch", "soup", 2))
    built = build(told_apart(lay_out(problem(OFFERS, KCAL, days=3, locks=locks, no_repeat_days=2)), [0, 1, 2]))
    found = places(built, backend.minimise(built.model).values)
    assert [OFFERS[portion].key for _, _, portion in found if OFFERS[portion].is_main] == ["soup", "soup", "stew"]


def test_a_meal_limit_is_divided_by_its_end_and_may_be_missed_for_a_price() -> None:
    asked = ask(Limit("size", "kcal", Over.MEAL, 500.0, 800.0, LUNCH, weight=2.0, scale=100.0), days=1)
    found = exact_rows(asked, [0])
    assert found["size lunch day 1 >="] == Row({"stew": 1.0, "soup": 0.8, "bread": 0.2, "miss": 1.0}, 1, INFINITY)
    assert found["size lunch day 1 <="] == Row({"stew": 0.75, "soup": 0.5, "bread": 0.125, "miss": -1.0}, -INFINITY, 1)
    assert not any("dinner" in name for name in found if name.startswith("size"))


def test_what_a_meal_has_beyond_the_lower_end_helps_no_other_meal() -> None:
    found = merged_rows(ask(Limit("size", "kcal", Over.MEAL, lower=500.0, hard=True)))
    assert found["size lunch, dinner days 1-3 >="] == Row({"stew": 1.0, "soup": 0.8, "bread": 0.2}, 6, INFINITY)


def test_light_mains_need_sides() -> None:
    found = merged_rows(ask(Limit("size", "kcal", Over.MEAL, lower=450.0, hard=True)))
    name = next(name for name in found if "light mains" in name)
    # A soup lacks 50 of 450; at most 50 of a bread fills that.
    assert found[name] == Row({"soup": round(-50 / 450, 9), "bread": round(50 / 450, 9)}, 0, INFINITY)


def test_rich_mains_leave_no_room_for_sides() -> None:
    found = merged_rows(ask(Limit("size", "kcal", Over.MEAL, upper=650.0, hard=True)))
    assert found["size lunch, dinner days 1-3 rich mains"] == Row({"soup": -1.0, "bread": 1.0}, -INFINITY, 0)


def test_a_day_holds_only_so_many_large_portions() -> None:
    found = merged_rows(ask(Limit("day", "kcal", Over.DAY, upper=1100.0, hard=True)))
    # More than half of 1100: at most one stew a day, three on three days.
    assert found["day days 1-3 packing 1"] == Row({"stew": 1.0}, -INFINITY, 3)


def test_negative_amounts_are_never_clipped_and_make_no_cuts() -> None:
    balance = {"kcal": (600.0, -50.0, 100.0)}
    limits = [Limit("size", "kcal", Over.MEAL, 450.0, 700.0), Limit("day", "kcal", Over.DAY, 500.0, 1250.0, hard=True)]
    found = merged_rows(problem(OFFERS, balance, limits, 3, BOTH))
    assert found["size lunch, dinner days 1-3 >="].values["stew"] == round(600 / 450, 9)
    assert not any(word in name for name in found for word in ("light", "rich", "packing", "alone"))


def test_a_single_portion_beyond_the_upper_end_is_an_excess_by_itself() -> None:
    found = merged_rows(ask(Limit("size", "kcal", Over.MEAL, upper=500.0)))
    assert found["size lunch, dinner days 1-3 alone <="] == Row({"stew": 0.2, "miss": -1.0}, -INFINITY, 0)


def test_a_week_is_held_with_what_stands_in_it_already() -> None:
    asked = ask(Limit("week", "kcal", Over.WEEK, 2000.0, 4000.0), days=9)
    found = exact_rows(asked, [0], fixed=((1, 0, 0), (2, 1, 1), (8, 0, 0)))
    assert found["week week 1 >="].low == 0.5  # 1000 of 2000 stand on days 2 and 3; day 9 is of another week
    assert found["week week 1 <="].high == 0.75
    assert "week week 2 >=" not in found


def test_each_block_of_seven_days_has_its_own_row() -> None:
    asked = ask(Limit("week", "kcal", Over.WEEK, upper=4000.0), days=9)
    assert {"week week 1 <=", "week week 2 <="} <= merged_rows(asked).keys()


def test_the_mean_is_held_as_a_sum_over_all_days() -> None:
    asked = ask(Limit("mean", "kcal", Over.MEAN, lower=1000.0), days=3)
    assert merged_rows(asked)["mean mean >="].low == 3
    assert exact_rows(asked, [0], fixed=((1, 0, 0), (2, 0, 1)))["mean mean >="].low == 2


@pytest.mark.parametrize("hard", [True, False])
def test_a_limit_of_nothing_at_all_can_be_asked(hard: bool) -> None:
    asked = ask(Limit("none", "kcal", Over.DAY, upper=0.0, hard=hard, slots=LUNCH))
    answer = backend.minimise(build(told_apart(lay_out(asked, whole=True), [0])).model)
    assert answer.found is not hard


def test_an_answer_is_read_as_places_and_written_as_a_start() -> None:
    built = build(told_apart(lay_out(ask(no_repeat_days=0)), [0, 1]))
    answer = backend.minimise(built.model)
    found = places(built, answer.values)
    assert {(day, slot) for day, slot, portion in found if OFFERS[portion].is_main} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    columns, values = start_from(built, found)
    assert values.tolist() == pytest.approx(answer.values[columns].tolist())
    assert sum(len(portions) for _, portions in counts(built, answer.values)) == len(found)
