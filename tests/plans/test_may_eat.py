from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foods import selectors
from foods.models import Food
from nutriplan.domain.may_eat import Answer
from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.offering import offer
from nutriplan.plans import may_eat, services
from nutriplan.plans.may_eat import Answered, Judged
from nutriplan.plans.refusals import refusals
from nutriplan.plans.verdicts import judged_document
from nutriplan.proposal import Proposal
from tests.foods.factories import dish_of, food_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
ADA = {"age_years": 34, "sex": "female", "life_stage": "none", "height_cm": 168, "weight_kg": 62}
PREGNANT = {**ADA, "life_stage": "pregnant", "pregnancy_week": 20}
KIDNEY = {**ADA, "age_years": 60, "conditions": ["ckd_g4"]}
ON_WARFARIN = {**ADA, "age_years": 60, "medications": [{"name": "warfarin", "times": ["18:00"]}]}
ON_THYROXINE = {**ADA, "medications": [{"name": "levothyroxine", "times": ["07:00"]}]}
COELIAC_VEGAN = {**ADA, "conditions": ["coeliac"], "diet": "vegan", "allergies": ["tree_nut"], "max_minutes": 10}


def checked(profile: dict[str, Any]) -> Proposal:
    return services.check_person(profile=profile, today=TODAY)[1]


def asked(profile: dict[str, Any], text: str) -> Answered:
    return may_eat.about_text(text, checked(profile))


def answers(found: Answered) -> dict[str, Answer]:
    return {one.serving.name: one.verdict.answer for one in found.judged}


# The same judgement as the plan ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [PREGNANT, KIDNEY, ON_WARFARIN, ON_THYROXINE, COELIAC_VEGAN])
def test_no_dish_that_a_plan_refuses_is_allowed(profile: dict[str, Any]) -> None:
    found = checked(profile)
    dishes = selectors.servings()
    refused = {one.serving.key for one in refusals(dishes, found) if one.kind.value not in ("wish", "no meal")}
    verdicts = dict(zip([dish.key for dish in dishes], may_eat.verdicts(dishes, found), strict=True))
    assert refused or profile in (KIDNEY, ON_THYROXINE)
    assert {verdicts[key].answer for key in refused} <= {Answer.AVOID, Answer.NOT_KNOWN}


def test_a_long_recipe_may_be_eaten_by_who_has_no_time_to_cook() -> None:
    dish = dish_of((food_with({"energy_kcal": 100.0}, tags=[]), 100.0), minutes=90, slots=("dinner",))
    found = may_eat.about_dish(dish.pk, checked({**ADA, "max_minutes": 10}))
    assert found is not None
    assert found.verdict.answer is not Answer.AVOID


def test_a_food_somebody_does_not_want_is_left_out() -> None:
    kale = Food.objects.get(ndb_no="11233")
    found = may_eat.about_food(kale.pk, checked({**ADA, "avoid_foods": [kale.pk]}))
    assert found is not None
    assert found.verdict.answer is Answer.AVOID


def test_an_undecided_allergen_is_not_known() -> None:
    food = food_with({}, name="Zqsauce")
    found = may_eat.about_food(food.pk, checked({**ADA, "allergies": ["milk"]}))
    assert found is not None
    assert found.verdict.answer is Answer.NOT_KNOWN


def test_a_child_too_young_for_plans_is_told_nothing_is_safe() -> None:
    found = asked({"age_years": 3, "sex": "male", "life_stage": "none"}, "carrots raw")
    assert found.judged
    assert set(answers(found).values()) == {Answer.NOT_KNOWN}
    assert found.answer is Answer.NOT_KNOWN


def test_a_danger_sign_does_not_lift_a_caution() -> None:
    found = asked({**ADA, "allergies": ["milk"], "red_flags": ["RF01"]}, "milk whole")
    assert found.answer is Answer.AVOID


def test_no_food_or_dish_is_none() -> None:
    assert may_eat.ask(profile=ADA, today=TODAY, food_id=0) is None
    assert may_eat.ask(profile=ADA, today=TODAY, dish_id=0) is None


# With stand-ins -------------------------------------------------------------------------------------------------------

ALLERGIC = {**ADA, "allergies": ["milk"]}
MILK_PORRIDGE = "milk-porridge-blueberries"


def porridge(**more: Any) -> tuple[Judged, Proposal]:
    found = checked({**ALLERGIC, **more})
    dish = next(one for one in selectors.servings() if one.key == MILK_PORRIDGE)
    return may_eat.about_serving(dish, found), found


def said(judged: Judged, found: Proposal) -> str | None:
    changed = judged_document(judged, found)["with_stand_ins"]
    return changed and str(changed["says"])


@pytest.mark.parametrize("profile", [ALLERGIC, PREGNANT, COELIAC_VEGAN, {**KIDNEY, "allergies": ["milk", "egg"]}])
def test_a_dish_that_a_plan_changes_says_how_and_stays_what_it_is(profile: dict[str, Any]) -> None:
    found = checked(profile)
    dishes = selectors.servings(fortified=found.person.buys_fortified)
    offered = offer(dishes, person=found.person, findings=found.findings, meals=found.meals, with_stand_ins=True)
    changed = {one.dish_id: one for one, _ in offered.servings if one.changes}
    asked_of = [one for one in dishes if one.dish_id in changed][:12]
    assert asked_of or profile is PREGNANT
    for dish in asked_of:
        judged = may_eat.about_serving(dish, found)
        assert judged.verdict.answer in (Answer.AVOID, Answer.NOT_KNOWN)
        assert [judged.verdict] == may_eat.verdicts([dish], found)
        if judged.changed:
            assert judged.changed.serving == changed[dish.dish_id]
            assert not any(part.may_carry_any(found.findings.excluded) for part in judged.changed.serving.parts)
            assert judged.changed.verdict.answer not in (Answer.AVOID, Answer.NOT_KNOWN)


def test_what_stands_in_is_named_beside_the_answer() -> None:
    judged, found = porridge()
    document = judged_document(judged, found)
    assert (document["answer"], document["says"]) == ("avoid", "Do not eat this; a plan for you leaves it out too.")
    told = (
        "Not as it is written. With soya drink instead of milk nothing speaks against it, and a plan may serve it so."
    )
    assert said(judged, found) == told


def test_where_something_is_not_checked_no_stand_in_makes_it_harmless() -> None:
    judged, found = porridge(medications=[{"name": "Zyxwv"}])
    assert judged.changed is not None
    assert judged.changed.verdict.answer is Answer.PARTLY_CHECKED
    says = said(judged, found) or ""
    assert "nothing we check speaks against it, but not everything was checked: " in says
    assert "Zyxwv" in says
    assert "a plan may serve it" not in says


def test_a_limit_of_the_changed_dish_is_told_with_its_reasons() -> None:
    judged, found = porridge(medications=[{"name": "warfarin", "times": ["18:00"]}], allergies=["milk"])
    assert judged.changed is not None
    document = judged_document(judged, found)["with_stand_ins"]
    assert document["answer"] == "limit"
    assert document["reasons"]
    assert "within limits" in document["says"]


@pytest.mark.parametrize(
    "more",
    [
        {"allergies": []},
        {"allergies": ["milk", "soy", "gluten"]},
        {"red_flags": ["RF01"]},
        {"max_minutes": 5},
        {"age_years": 3},
    ],
)
def test_no_stand_in_is_named_where_no_plan_would_serve_it_so(more: dict[str, Any]) -> None:
    judged, found = porridge(**more)
    assert (judged.changed, said(judged, found)) == (None, None)


# Words ----------------------------------------------------------------------------------------------------------------


def test_raw_milk_is_not_answered_for_by_other_milk() -> None:
    for text in ("unpasteurised milk", "unpasteurized milk", "raw milk"):
        found = asked(PREGNANT, text)
        assert found.answer is Answer.AVOID, text
        assert Answer.ALLOWED not in answers(found).values()
    assert asked(PREGNANT, "pasteurised milk").answer is not Answer.AVOID


@pytest.mark.parametrize("text", ["sushi", "smoked salmon", "brie", "salami", "liver pate", "runny egg", "swordfish"])
def test_what_pregnant_women_must_not_eat(text: str) -> None:
    assert asked(PREGNANT, text).answer in (Answer.AVOID, Answer.NOT_KNOWN)


@pytest.mark.parametrize("text", ["", "   ", "zqxyzzy", "zq", "...", "the"])
def test_what_nobody_knows_is_not_known(text: str) -> None:
    found = asked(ADA, text)
    assert (found.answer, found.judged) == (Answer.NOT_KNOWN, ())


def test_several_foods_each_have_their_answer() -> None:
    food_with(dict.fromkeys(KEYS, 0.0), name="Zqdrink plain", tags=[])
    food_with({}, name="Zqdrink rich", tags=["dairy", "animal"])
    found = asked({**ADA, "allergies": ["milk"]}, "zqdrink")
    assert found.answer is None
    assert answers(found) == {"Zqdrink plain": Answer.ALLOWED, "Zqdrink rich": Answer.AVOID}


def test_a_dish_is_found_by_its_name() -> None:
    dish_of((food_with({"energy_kcal": 1.0}, tags=["dairy", "animal"]), 100.0), name="Zqstew of the house")
    found = asked({**ADA, "allergies": ["milk"]}, "zqstew")
    assert (found.answer, answers(found)) == (Answer.AVOID, {"Zqstew of the house": Answer.AVOID})


def test_words_forbid_what_no_food_of_the_table_is() -> None:
    found = asked({**ADA, "allergies": ["peanut"]}, "zqxyzzy with peanut butter")
    assert found.answer is Answer.AVOID
    assert found.words is not None


def test_words_that_may_hold_it_are_a_question_where_no_food_is_found() -> None:
    found = asked({**ADA, "allergies": ["milk"]}, "zqxyzzy pancakes")
    assert found.answer is Answer.NOT_KNOWN
    assert found.words is not None


def test_a_food_known_not_to_hold_what_the_words_speak_of_is_another_food() -> None:
    found = asked({**ADA, "allergies": ["milk"]}, "milk")
    held = [one.serving.parts[0].food for one in found.judged if one.kind is may_eat.Kind.FOOD]
    assert held
    assert all(food.may_carry("dairy") for food in held)
