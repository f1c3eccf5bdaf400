from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from foods import selectors as foods
from nutriplan.domain.errors import InputFaults
from nutriplan.plans import selectors, services
from nutriplan.plans.document import cautions_document, timeline_document
from nutriplan.plans.models import Plan

pytestmark = pytest.mark.django_db

START = date(2026, 1, 5)
LEAST: dict[str, Any] = {"age_years": 45, "sex": "male", "life_stage": "none"}


def made(**fields: Any) -> services.Made:
    wishes = services.wishes_for(days=1, start=START, seed=1)
    return services.make_plan(profile={**LEAST, **fields}, wishes=wishes, today=START)


def test_making_a_plan_keeps_nothing() -> None:
    assert made().document["id"] is None
    assert not Plan.objects.exists()


def test_a_kept_plan_carries_its_id_and_versions_and_is_its_owners_alone() -> None:
    ann, ben = (User.objects.create_user(name) for name in ("ann", "ben"))
    plan = services.keep_plan(owner=ann, profile=LEAST, made=made())
    kept = selectors.plans_of(ann).get()
    assert (kept.document["id"], kept.foods_version, kept.state) == (
        plan.pk,
        plan.document["data"]["foods_version"],
        "ready",
    )
    assert not selectors.plans_of(ben).exists()


def test_a_plan_goes_with_its_owner() -> None:
    ann = User.objects.create_user("ann")
    services.keep_plan(owner=ann, profile=LEAST, made=made())
    ann.delete()
    assert not Plan.objects.exists()


def test_a_food_to_avoid_must_exist() -> None:
    with pytest.raises(InputFaults, match="there is no food"):
        made(avoid_foods=[987_654_321])


def test_what_is_in_the_kitchen_is_eaten_first_and_not_bought() -> None:
    pantry = [
        {"food": "potatoes", "grams": 1000},
        {"food": "carrots", "grams": 500},
        {"food": "tofu", "grams": 300, "use_by": START.isoformat()},
    ]
    shopping = made(pantry=pantry).document["shopping_list"]
    found = [(one["food"]["name"], one["grams"], one["use_by"]) for one in shopping["pantry"]]
    assert found == [("Potatoes", 1000, None), ("Carrots", 500, None), ("Tofu", 300, "2026-01-05")]
    lines = {line["name"]: line for aisle in shopping["aisles"] for line in aisle["lines"]}
    used = [one for one in shopping["pantry"] if one["used_g"]]
    assert used
    assert all(lines[one["food"]["name"]]["in_hand_g"] >= one["used_g"] - 0.1 for one in used)


def test_every_food_of_the_kitchen_that_is_not_known_is_named() -> None:
    with pytest.raises(InputFaults) as refused:
        made(
            pantry=[{"food": "dragon scales", "grams": 1}, {"food": "eggs", "grams": 5}, {"food": 99999999, "grams": 1}]
        )
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/pantry/0/food", "unknown_food"),
        ("/pantry/2/food", "unknown_food"),
    ]
    assert "dragon scales" in str(refused.value)


@pytest.mark.parametrize("pct", [-1, 10.5])
def test_thrift_may_cost_a_plan_ten_per_cent_at_most(pct: float) -> None:
    with pytest.raises(InputFaults, match="waste_within_pct"):
        services.wishes_for(days=1, start=START, seed=1, waste_within_pct=pct)


@pytest.mark.requirement("I5", "T3")
def test_declared_supplements_are_held_against_the_upper_level() -> None:
    taken = made(supplements=[{"nutrient": "vitamin_d_ug", "amount": 150, "times": ["08:00"]}])
    assert "RX-D-DUP" in {caution["rule"] for caution in taken.document["cautions"]}


@pytest.mark.requirement("C14")
def test_no_document_names_a_dose_to_take() -> None:
    document = made(conditions=["osteoporosis"], age_years=72, sex="female").document
    said = " ".join(caution["message"] + caution["action"] for caution in document["cautions"])
    assert "take 1000" not in said.lower()


@pytest.mark.parametrize(("days", "seed"), [(0, 1), (29, 1), (7, -1)])
def test_a_wish_outside_its_limits_is_refused(days: int, seed: int) -> None:
    with pytest.raises(InputFaults):
        services.wishes_for(days=days, start=START, seed=seed)


def test_checking_a_person_plans_nothing() -> None:
    read, found = services.check_person(profile={**LEAST, "allergies": ["milk"]}, today=START)
    assert read.person.allergies == {"milk"}
    assert found.menu is None
    assert "dairy" in found.findings.excluded


def test_meals_move_out_of_a_window_in_the_timeline_too() -> None:
    early = [
        {"slot": "breakfast", "time": "07:05"},
        {"slot": "lunch", "time": "13:00"},
        {"slot": "dinner", "time": "19:00"},
    ]
    taken = [{"name": "levothyroxine", "times": ["07:00"]}]
    _, found = services.check_person(profile={**LEAST, "meals": early, "medications": taken}, today=START)
    meals = [entry for entry in timeline_document(found) if entry["kind"] == "meal"]
    assert meals[0]["time"] == "07:30"
    assert any("We moved your breakfast" in note for note in cautions_document(found)["notes"])


def test_a_tablet_too_close_to_a_dose_stands_in_the_timeline() -> None:
    thyroid = [{"name": "levothyroxine", "times": ["07:00"]}]
    calcium = [{"nutrient": "calcium_mg", "amount": 500, "times": ["08:00"]}]
    _, found = services.check_person(profile={**LEAST, "medications": thyroid, "supplements": calcium}, today=START)
    met = [other for entry in timeline_document(found) for other in entry.get("clashes_with", ())]
    assert {"time": "08:00", "what": "calcium supplement"} in met
    assert any("too close to levothyroxine" in note for note in cautions_document(found)["notes"])


@pytest.mark.requirement("R1")
def test_an_emergency_names_the_number_to_call_and_no_specialist() -> None:
    _, found = services.check_person(profile={**LEAST, "red_flags": ["RF01"]}, today=START)
    assert "emergency number" in found.reason
    assert "See:" not in found.reason


def test_what_an_allergy_keeps_out_is_never_held_up_as_what_would_help() -> None:
    disliked = [part.food.food_id for dish in foods.servings() for part in dish.parts if "fish" in part.food.tags]
    document = made(allergies=["egg", "milk", "soy"], avoid_foods=sorted(set(disliked)), diet="vegan").document
    for shortfall in document["shortfalls"]:
        assert "giving up" not in shortfall["would_help"]
