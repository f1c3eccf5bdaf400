import json
import math
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from nutriplan.domain.errors import InputFaults
from nutriplan.domain.frequency import how_often
from nutriplan.domain.person import LifeStage, Sex, SlotName, Stock
from nutriplan.knowledge import loader
from nutriplan.people.profile import ReadProfile, read_profile

TODAY = date(2026, 1, 5)
LEAST: dict[str, Any] = {"age_years": 45, "sex": "male", "life_stage": "none"}
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "fixtures/profiles").glob("*.json"))


def read(**fields: Any) -> ReadProfile:
    return read_profile({**LEAST, **fields}, loader.load(), today=TODAY)


def faults(**fields: Any) -> dict[str, str]:
    with pytest.raises(InputFaults) as refused:
        read(**fields)
    return {fault.pointer: fault.code for fault in refused.value.faults}


def test_the_least_profile_is_read_and_its_defaults_are_named() -> None:
    person = read().person
    assert (person.age_years, person.sex, person.height_cm) == (45, Sex.MALE, 177)
    assert {"height_cm", "weight_kg", "diet", "meals"} <= set(person.assumed)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_read_without_a_warning(path: Path) -> None:
    profile = read_profile(json.loads(path.read_text(encoding="utf-8")), loader.load(), today=TODAY)
    assert profile.warnings == ()
    assert all(medicine.classes for medicine in profile.person.medications)


def test_there_are_ten_examples() -> None:
    assert len(EXAMPLES) == 10


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("age_years", 900, "out_of_range"),
        ("age_years", None, "required"),
        ("age_years", True, "not_a_number"),
        ("age_years", "45", "not_a_number"),
        ("weight_kg", math.nan, "not_a_number"),
        ("weight_kg", math.inf, "not_a_number"),
        ("weight_kg", 10**400, "not_a_number"),
        ("height_cm", 17, "out_of_range"),
        ("sex", "other", "unknown_key"),
        ("life_stage", "pregnant", "conflict"),
        ("pregnancy_week", 20, "conflict"),
        ("activity", "sporty", "unknown_key"),
        ("diet", ["vegan"], "unknown_key"),
        ("household", 2.5, "not_whole"),
        ("household", 0, "out_of_range"),
        ("buys_fortified", "yes", "not_a_boolean"),
        ("birth_date", "2026-02-30", "not_a_date"),
        ("allergies", "milk", "not_a_list"),
        ("meals", [], "too_few"),
        ("medications", {}, "not_a_list"),
        ("clinician_targets", [], "not_an_object"),
        ("hight_cm", 170, "unknown_field"),
        ("avoid_foods", [-1], None),
    ],
)
def test_a_wrong_value_is_named_with_its_field(field: str, value: object, code: str | None) -> None:
    found = faults(**{field: value})
    if code is None:
        assert f"/{field}/0" in found
    else:
        assert found[f"/{field}"] == code


def test_every_fault_is_named_at_once() -> None:
    assert set(faults(age_years=900, weight_kg=math.nan, hight=1)) == {"/age_years", "/weight_kg", "/hight"}


def test_a_misspelt_field_gets_a_suggestion() -> None:
    with pytest.raises(InputFaults, match="did you mean weight_kg"):
        read(wieght_kg=70)


def test_pointers_reach_into_lists() -> None:
    assert "/meals/1/time" in faults(
        meals=[
            {"slot": "breakfast", "time": "07:00"},
            {"slot": "lunch", "time": "25:00"},
            {"slot": "dinner", "time": "19:00"},
        ]
    )


@pytest.mark.parametrize("profile", [[], "x", 3, None])
def test_a_profile_is_an_object(profile: object) -> None:
    with pytest.raises(InputFaults):
        read_profile(profile, loader.load(), today=TODAY)


def test_an_unknown_medicine_is_kept_and_has_no_class() -> None:
    (medicine,) = read(medications=[{"name": "Blorbazine", "times": ["08:00"]}]).person.medications
    assert (medicine.name, medicine.classes, medicine.times) == ("Blorbazine", frozenset(), (time(8),))


def test_a_brand_with_its_strength_is_known() -> None:
    (medicine,) = read(medications=[{"name": "Lasix 40 mg"}]).person.medications
    assert medicine.classes == {"loop_diuretic"}


def test_the_due_date_gives_the_week() -> None:
    profile = read(age_years=29, sex="female", life_stage="pregnant", due_date="2026-04-27")
    assert (profile.person.life_stage, profile.person.pregnancy_week) == (LifeStage.PREGNANT, 24)


def test_the_birth_date_gives_the_age() -> None:
    profile = read_profile(
        {"birth_date": "2016-01-05", "sex": "male", "life_stage": "none"}, loader.load(), today=TODAY
    )
    assert profile.person.age_years == pytest.approx(10, abs=0.01)


def test_a_height_and_weight_that_do_not_fit_are_asked_about() -> None:
    assert "body mass index" in read(height_cm=200, weight_kg=40).warnings[0]


def test_meals_are_put_in_the_order_of_the_day() -> None:
    meals = [
        {"slot": "dinner", "time": "19:00"},
        {"slot": "breakfast", "time": "07:00"},
        {"slot": "lunch", "time": "12:30"},
    ]
    assert [meal.slot for meal in read(meals=meals).person.meals] == [
        SlotName.BREAKFAST,
        SlotName.LUNCH,
        SlotName.DINNER,
    ]


def test_two_meals_in_one_slot_are_refused() -> None:
    meals = [{"slot": "lunch", "time": f"1{hour}:00"} for hour in range(3)]
    assert faults(meals=meals)["/meals"] in {"duplicate", "order"}


@pytest.mark.requirement("I3")
def test_a_slip_in_a_medicine_is_asked_back_with_what_may_be_meant() -> None:
    """I3: the fault names the field and what to choose from."""
    with pytest.raises(InputFaults) as refused:
        read(medications=[{"name": "Lasix"}, {"name": "furosemid 40 mg"}])
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code, fault.suggestions) == (
        "/medications/1/name",
        "did_you_mean",
        ("furosemide 40 mg",),
    )


@pytest.mark.requirement("I3")
def test_the_answer_to_a_slip_keeps_the_strength_and_how_often_that_were_typed() -> None:
    """I3: what the tablets bring counts as if the name had been typed without the slip."""
    with pytest.raises(InputFaults) as refused:
        read(medications=[{"name": "magnesum 250 mg twice a day"}])
    (fault,) = refused.value.faults
    assert fault.suggestions == ("magnesium 250 mg twice a day",)
    (medicine,) = read(medications=[{"name": fault.suggestions[0]}]).person.medications
    assert medicine.contents == {"magnesium_mg": 250.0}
    assert how_often(medicine.name).per_day(0) == 2


def test_what_can_be_several_medicines_is_asked_back() -> None:
    assert faults(medications=[{"name": "water tablet"}]) == {"/medications/0/name": "which_one"}


@pytest.mark.requirement("I4")
@pytest.mark.parametrize("name", ["furosemid", "water tablet", "Blorbazine"])
def test_a_name_that_stands_as_written_is_never_taken_for_another(name: str) -> None:
    """I4: it does not block, and is not checked."""
    (medicine,) = read(medications=[{"name": name, "as_written": True}]).person.medications
    assert (medicine.name, medicine.classes) == (name, frozenset())


@pytest.mark.requirement("I4")
def test_a_name_like_no_other_does_not_block() -> None:
    assert read(medications=[{"name": "Blorbazine"}]).person.medications[0].classes == frozenset()


@pytest.mark.requirement("C6")
def test_what_a_tablet_brings_is_read_with_it() -> None:
    (medicine,) = read(medications=[{"name": "Magne-B6", "times": ["08:00", "20:00"]}]).person.medications
    assert medicine.contents["magnesium_mg"] == 48


def test_what_is_in_the_kitchen_is_read() -> None:
    kitchen = [{"food": "spinach", "grams": 400, "use_by": "2026-03-28"}, {"food": 7, "grams": 5}]
    assert read(pantry=kitchen).person.pantry == (Stock("spinach", 400, date(2026, 3, 28)), Stock(7, 5))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"food": "", "grams": 5}, "food"),
        ({"grams": 5}, "food"),
        ({"food": True, "grams": 5}, "food"),
        ({"food": "eggs"}, "grams"),
        ({"food": "eggs", "grams": 0}, "grams"),
        ({"food": "eggs", "grams": 5, "use_by": "soon"}, "use_by"),
        ({"food": "eggs", "grams": 5, "unit": "g"}, "unit"),
    ],
)
def test_a_wrong_kitchen_is_named_with_its_field(entry: dict[str, object], field: str) -> None:
    assert list(faults(pantry=[entry])) == [f"/pantry/0/{field}"]


@pytest.mark.requirement("I6", "I11")
def test_habits_and_cramps_are_read() -> None:
    drinks = {"coffee_cups": 3, "tea_cups": 1, "cola_cans": 2, "energy_drink_cans": 1, "sweet_drink_glasses": 4}
    habits = {**drinks, "alcohol_units": 2, "smoker": True}
    cramps = {"per_week": 2, "when": "at night", "where": "left calf", "minutes": 3, "pain": 6}
    person = read(habits=habits, cramps=cramps).person
    assert {name: getattr(person, name) for name in habits} == habits
    assert person.cramps_per_week == 2
