from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.plans import services
from nutriplan.web.forms import AS_WRITTEN, PlanForm
from tests.web.cast import KIDNEY, MAN_45, Answers


def form_of(answers: Answers) -> PlanForm:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return PlanForm(data)


def test_answers_make_the_profile_of_the_contract() -> None:
    form = form_of(KIDNEY)
    assert form.is_valid(), form.errors
    profile = form.profile()
    assert profile["age_years"] == 55.0
    assert profile["conditions"] == ["ckd_g3b", "hypertension"]
    assert profile["medications"] == [{"name": "lisinopril 10 mg", "times": ["08:00"]}]
    assert profile["buys_fortified"] is True


def test_an_empty_box_is_left_out_so_that_the_plan_says_it_was_assumed() -> None:
    form = form_of({**MAN_45, "height_cm": ""})
    assert form.is_valid()
    assert "height_cm" not in form.profile()


def test_a_decimal_comma_is_understood() -> None:
    form = form_of({**MAN_45, "weight_kg": "78,5"})
    assert form.is_valid()
    assert form.profile()["weight_kg"] == 78.5


def test_a_fault_lands_on_the_row_it_came_from_though_rows_before_it_are_empty() -> None:
    form = form_of({**MAN_45, "medicine-2-name": "warfarin", "medicine-2-time_1": "25:00"})
    assert form.is_valid()
    form.add_faults([Fault("/medications/0/times/0", "not_a_time", 'must be a time of day as "HH:MM"')])
    assert "time_1" in form.medicines[2].errors


def test_a_fault_without_a_box_is_still_said() -> None:
    form = form_of(MAN_45)
    assert form.is_valid()
    form.add_faults([Fault("/elsewhere", "odd", "is odd")])
    assert form.summary() == [("", "Is odd.")]


def test_the_summary_jumps_to_the_box() -> None:
    form = form_of(MAN_45)
    assert form.is_valid()
    form.add_faults([Fault("/height_cm", "out_of_range", "must be from 40 to 250, not 500")])
    assert form.summary() == [("id_height_cm", "Height must be from 40 to 250, not 500.")]


def test_days_must_be_whole() -> None:
    assert "days" in form_of({**MAN_45, "days": "lots"}).errors


def test_a_number_from_the_clinic_needs_its_nutrient() -> None:
    assert not form_of({**MAN_45, "limit-1-max": "2000"}).is_valid()


def test_two_numbers_for_one_nutrient_are_refused_instead_of_losing_one() -> None:
    row = {"nutrient": "potassium_mg", "max": "2000"}
    twice = {f"limit-{place}-{name}": value for place in (0, 3) for name, value in row.items()}
    form = form_of({**MAN_45, **twice})
    assert not form.is_valid()
    assert "nutrient" in form.limits[3].errors


def test_a_number_from_the_clinic_stands_in_the_profile() -> None:
    form = form_of({**MAN_45, "limit-1-nutrient": "potassium_mg", "limit-1-max": "2000"})
    assert form.is_valid()
    assert form.profile()["clinician_targets"] == {"potassium_mg": {"max": 2000.0}}


def test_a_fault_of_a_clinic_number_lands_on_its_row() -> None:
    form = form_of({**MAN_45, "limit-1-nutrient": "potassium_mg", "limit-1-max": "lots"})
    assert form.is_valid()
    form.add_faults([Fault("/clinician_targets/potassium_mg/max", "not_a_number", "must be a number")])
    assert form.limits[1].errors["max"] == ["At most must be a number."]


def asked_back(answers: Answers) -> PlanForm:
    form = form_of(answers)
    assert form.is_valid()
    form.add_faults([Fault("/medications/0/name", "did_you_mean", "did you mean Lasix?", ("Lasix",))])
    return form


def test_a_slip_is_asked_back_beside_its_row_with_what_to_choose_from() -> None:
    row = asked_back({**MAN_45, "medicine-2-name": "Lasixx"}).medicines[2]
    assert row.errors["name"] == ["We do not know this medicine as it is written. Do you mean Lasix? Please choose."]
    assert [value for value, _, _ in row.choices()] == ["Lasix", "as-written"]


def test_the_answer_to_what_was_asked_back_takes_the_place_of_the_slip() -> None:
    said = {"medicine-0-name": "Lasixx", "medicine-0-asked_about": "Lasixx", "medicine-0-meant": "Lasix"}
    form = form_of({**MAN_45, **said})
    assert form.is_valid()
    assert form.profile()["medications"] == [{"name": "Lasix", "times": []}]


def test_none_of_these_keeps_what_was_written() -> None:
    said = {"medicine-0-name": "Lasixx", "medicine-0-asked_about": "Lasixx", "medicine-0-meant": "as-written"}
    form = form_of({**MAN_45, **said})
    assert form.is_valid()
    assert form.profile()["medications"] == [{"name": "Lasixx", "times": [], "as_written": True}]


def test_an_answer_about_another_name_counts_for_nothing() -> None:
    said = {"medicine-0-name": "warfarin", "medicine-0-asked_about": "Lasixx", "medicine-0-meant": "Lasix"}
    form = form_of({**MAN_45, **said})
    assert form.is_valid()
    assert form.profile()["medications"] == [{"name": "warfarin", "times": []}]


def test_food_to_use_up_is_part_of_the_profile() -> None:
    form = form_of({**MAN_45, "pantry-1-food": "spinach", "pantry-1-grams": "400", "pantry-1-use_by": "2026-03-28"})
    assert form.is_valid()
    assert form.profile()["pantry"] == [{"food": "spinach", "grams": 400.0, "use_by": "2026-03-28"}]


def test_a_food_that_is_not_known_is_named_beside_its_box() -> None:
    form = form_of({**MAN_45, "pantry-2-food": "dragon scales", "pantry-2-grams": "4"})
    assert form.is_valid()
    form.add_faults([Fault("/pantry/0/food", "unknown_food", "“dragon scales” is not a food we know")])
    assert form.pantry[2].errors["food"] == ["Food “dragon scales” is not a food we know."]


def test_two_rows_at_fault_are_both_asked_back() -> None:
    form = form_of({**MAN_45, "medicine-0-name": "furosemid", "medicine-1-name": "water tablet"})
    assert form.is_valid()
    form.add_faults(
        Fault(f"/medications/{place}/name", code, "which?", ("furosemide",))
        for place, code in enumerate(("did_you_mean", "which_one"))
    )
    assert [bool(row.errors) for row in form.medicines[:3]] == [True, True, False]
    assert all(row.choices() for row in form.medicines[:2])


def read_back(answers: Answers) -> PlanForm:
    """The form after the reader looked at its profile, as the page shows it."""
    form = form_of(answers)
    assert form.is_valid()
    try:
        services.read_person(profile=form.profile(), today=date(2026, 11, 25))
    except InputFaults as wrong:
        form.add_faults(wrong.faults)
    return form


@pytest.mark.requirement("I3")
def test_who_keeps_a_second_slip_keeps_the_answer_to_the_first() -> None:
    typed = {**MAN_45, "medicine-0-name": "furosemid and ramipri"}
    first = read_back(typed).medicines[0].choices()[0][0]
    assert first == "furosemide and ramipri"
    chosen = {"medicine-0-asked_about": typed["medicine-0-name"], "medicine-0-meant": first}
    row = read_back({**typed, **chosen}).medicines[0]
    assert row["name"].value() == first
    assert [value for value, _, _ in row.choices()] == ["furosemide and ramipril", AS_WRITTEN]
    kept = {"medicine-0-name": first, "medicine-0-asked_about": first, "medicine-0-meant": AS_WRITTEN}
    form = form_of({**MAN_45, **kept})
    assert form.is_valid()
    (medicine,) = services.read_person(profile=form.profile(), today=date(2026, 11, 25)).person.medications
    assert (medicine.name, "loop_diuretic" in medicine.classes) == (first, True)
