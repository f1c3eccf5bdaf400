from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from rest_framework.test import APIClient

from foods import selectors
from foods.models import Food
from tests.api.cast import ADA, ON_WARFARIN, TODDLER, UNKNOWN_PILL, with_danger_sign
from tests.api.contract import Contract
from tests.foods.factories import food_with

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/cautions/may-eat/"
PREGNANT = {**ADA, "life_stage": "pregnant", "pregnancy_week": 20}
ALLERGIC = {**ADA, "allergies": ["milk"]}


def asked(client: APIClient, contract: Contract, profile: object, **question: Any) -> dict[str, Any]:
    found: dict[str, Any] = contract.check(client.post(ADDRESS, {"profile": profile, **question}, format="json"))
    return found


def number(ndb_no: str) -> int:
    return Food.objects.get(ndb_no=ndb_no).pk


def test_milk_with_an_allergy_is_to_be_avoided_and_says_why(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, ALLERGIC, food_id=number("01077"))
    assert (answer["answer"], answer["says"]) == ("avoid", "Do not eat this; a plan for you leaves it out too.")
    (milk,) = answer["results"]
    assert milk["food"]["ndb_no"] == "01077"
    reason = next(one for one in milk["reasons"] if one["because"])
    assert (reason["why"], reason["tag"], reason["because"]) == ("holds", "dairy", "your allergy (milk)")


def test_a_rule_brings_its_message_and_its_source(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, PREGNANT, text="swordfish")
    reason = next(one for one in answer["results"][0]["reasons"] if one["rule"] == "PRG-FISH-AVOID")
    assert "swordfish" in reason["message"]
    assert reason["sources"]


def test_a_limited_food_says_how_much(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, PREGNANT, food_id=number("14209"))
    reason = next(one for one in answer["results"][0]["reasons"] if one["nutrient"] == "caffeine_mg")
    assert answer["answer"] == "limit"
    assert (reason["most"]["per"], reason["most"]["nutrient_limit"]) == ("day", 200)
    assert "limit is 200 mg a day" in reason["says"]


def test_greens_with_warfarin_stay_steady(guest: APIClient, contract: Contract) -> None:
    (kale,) = asked(guest, contract, ON_WARFARIN, food_id=number("11233"))["results"]
    assert kale["answer"] == "limit"
    assert "steady" in {reason["why"] for reason in kale["reasons"]}


def test_hours_around_a_dose_are_told(guest: APIClient, contract: Contract) -> None:
    profile = {**ADA, "medications": [{"name": "levothyroxine", "times": ["07:00"]}]}
    (milk,) = asked(guest, contract, profile, food_id=number("01077"))["results"]
    windows = [reason["not_between"] for reason in milk["reasons"] if reason["not_between"]]
    assert {window["dose_at"] for window in windows} == {"07:00"}


def test_what_was_not_checked_makes_nothing_allowed(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, UNKNOWN_PILL, food_id=number("11124"))
    assert answer["answer"] == "partly_checked"
    assert "Zyxwv" in answer["says"]
    assert "Zyxwv" in answer["not_checked"][0]


def test_a_dish_names_the_ingredient(guest: APIClient, contract: Contract) -> None:
    dish = next(one for one in selectors.servings() if "dairy" in one.tags)
    (found,) = asked(guest, contract, ALLERGIC, dish_id=dish.dish_id)["results"]
    assert (found["kind"], found["id"], found["answer"]) == ("dish", dish.dish_id, "avoid")
    assert found["reasons"][0]["food"]


def test_a_dish_that_only_an_ingredient_keeps_out_says_what_stands_in(guest: APIClient, contract: Contract) -> None:
    dish = next(one for one in selectors.servings() if one.key == "milk-porridge-blueberries")
    (found,) = asked(guest, contract, ALLERGIC, dish_id=dish.dish_id)["results"]
    changed = found["with_stand_ins"]
    assert (found["answer"], changed["answer"]) == ("avoid", "allowed")
    assert changed["name"] == f"{found['name']}, with soya drink instead of milk"
    (food,) = asked(guest, contract, ALLERGIC, food_id=number("01077"))["results"]
    assert food["with_stand_ins"] is None


def test_an_unknown_food_is_not_known(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, ADA, text="spinnach")
    assert (answer["answer"], answer["results"]) == ("not_known", [])
    assert any("Spinach" in one["name"] for one in answer["nearest"])


def test_an_undecided_food_is_to_be_left_until_its_label_is_read(guest: APIClient, contract: Contract) -> None:
    answer = asked(guest, contract, ALLERGIC, food_id=food_with({}, name="Zqsauce").pk)
    assert answer["says"] == "Not known: do not eat it until the label is checked."


@pytest.mark.parametrize("profile", [TODDLER, with_danger_sign("RF01")])
def test_with_a_clinician_first_the_reason_comes_along(
    guest: APIClient, contract: Contract, profile: dict[str, Any]
) -> None:
    answer = asked(guest, contract, profile, text="carrots raw")
    assert (answer["state"], bool(answer["reason"])) == ("referred", True)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "milk"}, "/profile"),
        ({"profile": ADA}, ""),
        ({"profile": ADA, "text": "milk", "food_id": 1}, ""),
        ({"profile": ADA, "text": " "}, "/text"),
        ({"profile": ADA, "text": "x" * 201}, "/text"),
        ({"profile": ADA, "text": 5}, "/text"),
        ({"profile": ADA, "food_id": "1"}, "/food_id"),
        ({"profile": ADA, "food_id": True}, "/food_id"),
        ({"profile": ADA, "dish_id": 10**30}, "/dish_id"),
        ({"profile": {**ADA, "age_years": -1}, "text": "milk"}, "/profile/age_years"),
        ({"profile": ADA, "text": "milk", "colour": "red"}, "/colour"),
    ],
)
def test_what_cannot_be_answered_is_a_400(
    guest: APIClient, contract: Contract, body: dict[str, Any], pointer: str
) -> None:
    response = guest.post(ADDRESS, body, format="json")
    assert response.status_code == 400
    assert pointer in [error["pointer"] for error in contract.check(response)["errors"]]


@pytest.mark.parametrize("question", [{"food_id": 2**62}, {"dish_id": 2**62}])
def test_no_such_food_or_dish_is_a_404(guest: APIClient, question: dict[str, int]) -> None:
    assert guest.post(ADDRESS, {"profile": ADA, **question}, format="json").status_code == 404


def test_nothing_is_kept(guest: APIClient) -> None:
    response = guest.post(ADDRESS, {"profile": ALLERGIC, "text": "milk"}, format="json")
    assert "no-store" in response["Cache-Control"]
    assert not Session.objects.exists()


def test_it_takes_the_same_queries_for_one_food_and_for_twenty(
    guest: APIClient, django_assert_max_num_queries: Any
) -> None:
    guest.post(ADDRESS, {"profile": ADA, "text": "milk"}, format="json")
    for text in ("cheese", "kale raw"):
        with django_assert_max_num_queries(11):
            guest.post(ADDRESS, {"profile": ADA, "text": text}, format="json")
