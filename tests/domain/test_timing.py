from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutriplan.domain.cautions import evaluate
from nutriplan.domain.findings import DoseWindow
from nutriplan.domain.mealtimes import NoRoomForMeals, arrange_meals
from nutriplan.domain.person import MealTime, Medication, Person, SlotName, Supplement
from nutriplan.domain.rules import LimitFood, LimitNutrient, Period, Rule, Scope, SeparateFromNutrient
from nutriplan.domain.timing import clashes, doses_of
from tests.domain.cast import BREAKFAST, DINNER, LUNCH, MEALS, person
from tests.domain.rulebook import book, rule

SEVEN = time(7, 0)


def on_tablets(at: time = SEVEN, name: str = "Euthyrox", **changes: object) -> Person:
    return person(medications=(Medication(name, (at,)),), **changes)


def thyroid(scope: str, before: float, after: float, *more: object, tags: frozenset[str] = frozenset()) -> Rule:
    apart = SeparateFromNutrient(frozenset({"calcium_mg"}), scope, before, after, tags)
    return rule("R-1", apart, *more, any_of=("med:thyroid_hormone",))  # type: ignore[arg-type]


def windows(said: Rule, eater: Person) -> tuple[DoseWindow, ...]:
    return evaluate(eater, book(said)).windows


def no_food(opens: int, closes: int) -> DoseWindow:
    return DoseWindow("R-1", "Euthyrox", SEVEN, opens, closes, None, frozenset())


def test_breakfast_half_an_hour_after_the_thyroid_tablet_stays() -> None:
    (window,) = windows(thyroid("any_food", 0.5, 3), on_tablets())
    assert (window.opens, window.closes, window.tags) == (4 * 60, 7 * 60 + 30, None)
    assert not window.contains(time(7, 30))
    assert arrange_meals(MEALS, [window]).moves == ()


def test_hours_after_stand_before_the_dose() -> None:
    (window,) = windows(thyroid("supplement", 2, 6), on_tablets(time(12, 0)))
    assert (window.opens, window.closes) == (6 * 60, 14 * 60)


def test_a_window_for_tablets_binds_no_meal() -> None:
    (window,) = windows(thyroid("supplement", 2, 6), on_tablets())
    assert window.tags == frozenset()
    assert window.nutrients == {"calcium_mg"}


def test_a_window_for_some_foods_names_their_tags() -> None:
    (window,) = windows(thyroid("food_and_supplement", 2, 2, tags=frozenset({"dairy"})), on_tablets())
    assert window.tags == frozenset({"dairy"})


def test_a_food_left_out_around_a_dose_is_a_window_and_not_an_exclusion() -> None:
    coffee = LimitFood("coffee_tea", 0, "cup", Period.DOSE_WINDOW, window_hours=1)
    findings = evaluate(on_tablets(), book(rule("R-1", coffee, any_of=("med:thyroid_hormone",))))
    assert (findings.windows[0].opens, findings.windows[0].closes) == (6 * 60, 8 * 60)
    assert findings.windows[0].tags == frozenset({"coffee_tea"})
    assert dict(findings.excluded) == {}


def test_a_limit_near_the_dose_caps_the_meals_inside() -> None:
    limit = LimitNutrient("calcium_mg", 50, "mg", Period.DOSE_WINDOW, Scope.TOTAL, "")
    said = thyroid("food_and_supplement", 2, 4, limit, tags=frozenset({"dairy"}))
    findings = evaluate(on_tablets(), book(said))
    assert findings.windows[0].key_limits == {"calcium_mg": 50}
    assert findings.caps == ()


def test_each_dose_has_its_window_and_other_medicines_have_none() -> None:
    eater = person(medications=(Medication("Euthyrox", (SEVEN, time(19, 0))), Medication("Lipitor", (time(9, 0),))))
    assert [window.dose_at for window in windows(thyroid("any_food", 0.5, 3), eater)] == [SEVEN, time(19, 0)]


def test_a_window_across_midnight_reaches_the_evening_before() -> None:
    (window,) = windows(thyroid("any_food", 0.5, 6), on_tablets(time(5, 0)))
    assert window.contains(time(23, 30))
    assert not window.contains(time(22, 59))


def test_a_calcium_tablet_in_the_hours_of_another_medicine_is_shown() -> None:
    eater = on_tablets(supplements=(Supplement("calcium_mg", 500, (time(8, 0), time(12, 0))),))
    rules = book(thyroid("supplement", 4, 4))
    (clash,) = clashes(doses_of(eater, rules), evaluate(eater, rules).windows)
    assert (clash.medicine, clash.other, clash.other_at) == ("Euthyrox", "calcium supplement", time(8, 0))


# Meals ---------------------------------------------------------------------------------------------------------------


def test_meals_move_out_of_the_hours_without_food_by_the_least_shift() -> None:
    arranged = arrange_meals(MEALS, [no_food(3 * 60, 8 * 60)])
    assert [meal.at for meal in arranged.meals] == [time(8, 0), LUNCH.at, DINNER.at]
    (move,) = arranged.moves
    assert (move.slot, move.was, move.now) == (SlotName.BREAKFAST, BREAKFAST.at, time(8, 0))
    assert move.sentence == "We moved your breakfast from 07:30 to 08:00 to keep food away from Euthyrox."


def test_a_meal_that_moves_keeps_its_distance_to_the_next() -> None:
    snack = MealTime(SlotName.MORNING_SNACK, time(9, 30))
    arranged = arrange_meals((BREAKFAST, snack, LUNCH, DINNER), [no_food(3 * 60, 9 * 60)])
    assert [meal.at for meal in arranged.meals[:2]] == [time(9, 0), time(10, 30)]
    assert len(arranged.moves) == 2


def test_windows_for_some_foods_do_not_move_a_meal() -> None:
    dairy = DoseWindow("R-1", "Cipro", SEVEN, 300, 600, frozenset({"dairy"}), frozenset())
    assert arrange_meals(MEALS, [dairy]).meals == MEALS


def test_meals_the_person_has_close_together_stay_so_when_nothing_moves_them() -> None:
    close = (BREAKFAST, MealTime(SlotName.MORNING_SNACK, time(8, 0)), DINNER)
    assert arrange_meals(close, [no_food(1, 2)]).meals == close


def test_no_room_for_meals_is_said_plainly() -> None:
    with pytest.raises(NoRoomForMeals, match="3 meals around Euthyrox"):
        arrange_meals(MEALS, [no_food(0, 1440)])


@settings(deadline=None)  # the machine may be busy; nothing here is about speed
@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4))
def test_arranged_meals_keep_order_distance_and_the_hours_without_food(doses: list[tuple[int, int, int]]) -> None:
    closed = [no_food(at - 30 * before, at + 30 * after) for at, before, after in doses]
    try:
        arranged = arrange_meals(MEALS, closed).meals
    except NoRoomForMeals:
        return
    minutes = [meal.at.hour * 60 + meal.at.minute for meal in arranged]
    assert [meal.slot for meal in arranged] == [meal.slot for meal in MEALS]
    assert all(later - earlier >= 90 for earlier, later in pairwise(minutes))
    assert not any(window.contains(meal.at) for window in closed for meal in arranged)
