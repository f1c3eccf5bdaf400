from datetime import time

import pytest

from nutriplan.domain.findings import DoseWindow
from nutriplan.domain.meal_gaps import SUGAR_LOWERING, close_gaps, why_no_long_gap
from nutriplan.domain.mealtimes import NoRoomForMeals
from nutriplan.domain.person import LifeStage, MealTime, Medication, Sex, SlotName
from nutriplan.knowledge import loader
from tests.domain.cast import person

WHY = "in pregnancy"


def at(slot: SlotName, clock: str) -> MealTime:
    return MealTime(slot, time.fromisoformat(clock))


def day(breakfast: str, lunch: str, dinner: str) -> tuple[MealTime, ...]:
    return (at(SlotName.BREAKFAST, breakfast), at(SlotName.LUNCH, lunch), at(SlotName.DINNER, dinner))


@pytest.mark.requirement("P3")
def test_a_snack_closes_a_gap_of_more_than_five_hours_and_is_said() -> None:
    meals, (added,) = close_gaps(day("07:30", "13:00", "18:00"), (), WHY)
    assert [meal.slot.value for meal in meals] == ["breakfast", "morning_snack", "lunch", "dinner"]
    assert added.meal == at(SlotName.MORNING_SNACK, "10:15")
    assert "morning snack at 10:15" in added.sentence


@pytest.mark.requirement("P3")
def test_five_hours_are_not_too_long() -> None:
    meals = day("08:00", "13:00", "18:00")
    assert close_gaps(meals, (), WHY) == (meals, ())


def test_a_snack_is_not_put_into_hours_without_food() -> None:
    window = DoseWindow("RX-X", "alendronate", time(10), 9 * 60, 11 * 60, None, frozenset())
    _, (added,) = close_gaps(day("07:30", "13:00", "18:00"), (window,), WHY)
    assert added.meal.at == time(11)


def test_a_gap_of_eleven_hours_takes_two_snacks_in_their_order() -> None:
    meals = (at(SlotName.BREAKFAST, "06:00"), at(SlotName.DINNER, "17:00"), at(SlotName.EVENING_SNACK, "21:00"))
    closed, added = close_gaps(meals, (), WHY)
    assert [one.meal.slot for one in added] == [SlotName.MORNING_SNACK, SlotName.AFTERNOON_SNACK]
    assert list(closed) == sorted(closed, key=lambda meal: meal.at)


@pytest.mark.requirement("P3")
def test_a_gap_that_no_snack_can_close_is_said_and_not_planned() -> None:
    meals = (at(SlotName.MORNING_SNACK, "06:00"), at(SlotName.LUNCH, "12:00"), at(SlotName.DINNER, "17:00"))
    with pytest.raises(NoRoomForMeals, match="between your morning snack and your lunch"):
        close_gaps(meals, (), WHY)


@pytest.mark.requirement("P3")
def test_pregnancy_and_medicines_that_lower_sugar_ask_for_it() -> None:
    book = loader.load().cautions
    assert why_no_long_gap(person(sex=Sex.FEMALE, life_stage=LifeStage.PREGNANT), book) == WHY
    for medicine in ("gliclazide", "Lantus", "metformin"):
        assert why_no_long_gap(person(medications=(Medication(medicine),)), book)
    assert why_no_long_gap(person(medications=(Medication("ramipril"),)), book) == ""


def test_the_classes_are_those_of_the_list_of_medicines() -> None:
    assert loader.load().cautions.medicines.classes >= SUGAR_LOWERING
