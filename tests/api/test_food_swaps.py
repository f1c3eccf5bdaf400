from typing import Any

import pytest
from django.contrib.sessions.models import Session
from rest_framework.test import APIClient

from foods.models import Food
from nutriplan.domain.nutrients import KEYS
from tests.api.cast import ADA, ON_WARFARIN, UNKNOWN_PILL, with_danger_sign
from tests.api.contract import Contract
from tests.foods.factories import PortionFactory, food_with

pytestmark = pytest.mark.django_db
FOODS = "/api/v1/foods"
COMPARE = f"{FOODS}/compare/"


def number(ndb_no: str) -> int:
    return Food.objects.get(ndb_no=ndb_no).pk


# Something else to eat ------------------------------------------------------------------------------------------------


@pytest.fixture
def lettuce() -> Food:
    known = {"energy_kcal": 20.0, "potassium_mg": 100.0, "vitamin_k_ug": 10.0, "sodium_mg": 5.0}
    racc: dict[str, Any] = {"racc_g": 100.0, "racc_source": "a test"}
    food_with({**known, "magnesium_mg": 80.0}, name="Zqspinach, raw", tags=["vegetable"], **racc)
    food_with({**known, "magnesium_mg": 60.0}, name="Zqcream, raw", tags=["dairy", "animal"], **racc)
    food_with({**known, "magnesium_mg": 50.0}, name="Zqopen, raw", **racc)
    food_with({**known, "magnesium_mg": 5.0}, name="Zqwater, raw", tags=[], **racc)
    food_with({**known, "magnesium_mg": 70.0}, name="Zqhidden, raw", tags=[], state="draft", **racc)
    return food_with({**known, "magnesium_mg": 10.0}, name="Zqlettuce, raw", tags=["vegetable"], **racc)


def offered(answer: dict[str, Any]) -> list[str]:
    return [one["food"]["name"] for one in answer["results"]]


def for_profile(
    client: APIClient, contract: Contract, food: Food, profile: object, nutrient: str = "magnesium_mg"
) -> dict[str, Any]:
    body = {"nutrient": nutrient, "profile": profile}
    found: dict[str, Any] = contract.check(client.post(f"{FOODS}/{food.pk}/alternatives/", body, format="json"))
    return found


def test_foods_of_the_group_with_more_of_it(guest: APIClient, contract: Contract, lettuce: Food) -> None:
    answer = contract.check(guest.get(f"{FOODS}/{lettuce.pk}/alternatives/?nutrient=magnesium_mg"))
    assert offered(answer) == ["Zqspinach, raw", "Zqcream, raw", "Zqopen, raw"]
    assert (answer["checked"], answer["why_none"]) == (False, None)
    changes = answer["results"][0]["changes"]
    assert changes["magnesium_mg"] == {"before": 10, "after": 80, "difference": 70}
    assert changes["calcium_mg"] == {"before": None, "after": None, "difference": None}
    assert answer["instead_of"]["grams"] == 100


def test_it_takes_twelve_queries(guest: APIClient, lettuce: Food, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(12):  # the food, its composition and measures; the foods, and theirs
        guest.get(f"{FOODS}/{lettuce.pk}/alternatives/?nutrient=magnesium_mg")


def test_real_foods_have_alternatives_of_another_kind(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.get(f"{FOODS}/{number('11252')}/alternatives/?nutrient=magnesium_mg"))
    names = offered(answer)
    assert 3 <= len(names) <= 10
    assert not any(name.startswith("Lettuce, iceberg") for name in names)


def test_under_a_profile_nothing_excluded_or_undecided(guest: APIClient, contract: Contract, lettuce: Food) -> None:
    answer = for_profile(guest, contract, lettuce, {**ADA, "allergies": ["milk"]})
    assert offered(answer) == ["Zqspinach, raw"]
    assert answer["checked"] is True


@pytest.mark.parametrize(
    ("profile", "nutrient"),
    [
        ({**ADA, "conditions": ["ckd_g4"]}, "potassium_mg"),
        ({**ADA, "conditions": ["ckd_g4"]}, "magnesium_mg"),
        (ON_WARFARIN, "vitamin_k_ug"),
        ({**ADA, "clinician_targets": {"potassium_mg": {"max": 2500}}}, "potassium_mg"),
    ],
)
def test_nobody_is_told_to_eat_more_of_what_is_held(
    guest: APIClient, contract: Contract, lettuce: Food, profile: object, nutrient: str
) -> None:
    answer = for_profile(guest, contract, lettuce, profile, nutrient)
    assert offered(answer) == []
    assert answer["why_none"]


def test_with_a_danger_sign_nothing_is_offered(guest: APIClient, contract: Contract, lettuce: Food) -> None:
    answer = for_profile(guest, contract, lettuce, with_danger_sign("RF01"))
    assert (offered(answer), bool(answer["why_none"])) == ([], True)


def test_what_could_not_be_looked_at_is_said(guest: APIClient, contract: Contract, lettuce: Food) -> None:
    answer = for_profile(guest, contract, lettuce, UNKNOWN_PILL)
    assert any("Zyxwv" in one for one in answer["not_checked"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/nutrient"),
        ({"nutrient": "gold_mg", "profile": ADA}, "/nutrient"),
        ({"nutrient": ["magnesium_mg"], "profile": ADA}, "/nutrient"),
        ({"nutrient": "magnesium_mg"}, "/profile"),
        ({"nutrient": "magnesium_mg", "profile": {**ADA, "age_years": 900}}, "/profile/age_years"),
        ({"nutrient": "magnesium_mg", "profile": None}, "/profile"),
        ({"nutrient": "magnesium_mg", "profile": ADA, "days": 2}, "/days"),
    ],
)
def test_a_wrong_body_is_a_400_that_names_it(
    guest: APIClient, contract: Contract, lettuce: Food, body: object, pointer: str
) -> None:
    response = guest.post(f"{FOODS}/{lettuce.pk}/alternatives/", body, format="json")
    assert response.status_code == 400
    assert pointer in {one["pointer"] for one in contract.check(response)["errors"]}


def test_no_such_food_or_nutrient(guest: APIClient, lettuce: Food) -> None:
    assert guest.get(f"{FOODS}/0/alternatives/?nutrient=magnesium_mg").status_code == 404
    assert guest.get(f"{FOODS}/{lettuce.pk}/alternatives/?nutrient=gold_mg").status_code == 400
    assert guest.get(f"{FOODS}/{lettuce.pk}/alternatives/").status_code == 400


def test_asking_leaves_nothing_behind(guest: APIClient, contract: Contract, lettuce: Food) -> None:
    for_profile(guest, contract, lettuce, ADA)
    assert not Session.objects.exists()


# Side by side ---------------------------------------------------------------------------------------------------------


def test_foods_stand_in_the_order_asked_for(guest: APIClient, contract: Contract) -> None:
    spinach, butter = number("11457"), number("01001")
    answer = contract.check(guest.get(f"{COMPARE}?id={spinach}&id={butter}&id={spinach}"))
    assert [one["ndb_no"] for one in answer["foods"]] == ["11457", "01001"]
    assert answer["foods"][0]["nutrients"]["magnesium_mg"] == 79
    assert tuple(answer["foods"][0]["nutrients"]) == KEYS


def test_on_any_basis_with_the_unknown_as_null(guest: APIClient, contract: Contract) -> None:
    cup = food_with({"magnesium_mg": 10.0, "energy_kcal": 50.0}, name="Zqcup")
    PortionFactory.create(food=cup, grams=200)
    bare = food_with({"magnesium_mg": 10.0}, name="Zqbare")
    for basis, expected in (("100g", [10, 10]), ("portion", [20, None]), ("100kcal", [20, None])):
        answer = contract.check(guest.get(f"{COMPARE}?id={cup.pk}&id={bare.pk}&basis={basis}"))
        assert [one["nutrients"]["magnesium_mg"] for one in answer["foods"]] == expected
        assert answer["foods"][0]["nutrients"]["calcium_mg"] is None


@pytest.mark.parametrize(
    "query", ["", "id=0", "id=spinach", "id=-1", "&".join(f"id={n}" for n in range(1, 8)), "id=1&basis=bucket"]
)
def test_what_cannot_be_compared_is_a_400(guest: APIClient, contract: Contract, query: str) -> None:
    response = guest.get(f"{COMPARE}?{query}")
    assert response.status_code == 400
    contract.check(response)


def test_six_foods_take_five_queries(guest: APIClient, django_assert_num_queries: Any) -> None:
    ids = "&".join(f"id={pk}" for pk in Food.objects.order_by("pk").values_list("pk", flat=True)[:6])
    with django_assert_num_queries(5):  # which are published, foods, amounts, tags and levels, portions
        assert guest.get(f"{COMPARE}?{ids}").status_code == 200
