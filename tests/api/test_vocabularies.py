import pytest
from rest_framework.test import APIClient

from nutriplan.domain.diet import DIET_RULES, DIETS
from nutriplan.domain.nutrients import KEYS, PRIORITY_KEYS
from nutriplan.people import selectors
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "name"),
    [("conditions", "conditions"), ("lab-flags", "lab_flags"), ("allergens", "allergens"), ("red-flags", "red_flags")],
)
def test_every_word_a_profile_may_use_is_listed(guest: APIClient, contract: Contract, path: str, name: str) -> None:
    answer = contract.check(guest.get(f"/api/v1/{path}/"))
    assert {one["key"] for one in answer["results"]} == set(getattr(selectors.caution_book(), name))


def test_diets_and_rules_say_what_they_leave_out(guest: APIClient, contract: Contract) -> None:
    diets = {one["key"]: one for one in contract.check(guest.get("/api/v1/diets/"))["results"]}
    assert set(diets) == {*DIETS, *DIET_RULES}
    assert "dairy" in diets["vegan"]["excludes"]
    assert diets["halal"]["kind"] == "rule"


def test_nutrients_carry_the_numbers_of_other_tables(guest: APIClient, contract: Contract) -> None:
    nutrients = {one["key"]: one for one in contract.check(guest.get("/api/v1/nutrients/"))["results"]}
    assert tuple(nutrients) == KEYS
    assert nutrients["magnesium_mg"] == {
        "key": "magnesium_mg",
        "label": "Magnesium",
        "unit": "mg",
        "group": "mineral",
        "decimals": 0,
        "fdc_id": 1090,
        "sr_number": "304",
        "infoods": "MG",
        "priority": True,
    }
    assert {key for key, one in nutrients.items() if one["priority"]} == set(PRIORITY_KEYS)


@pytest.mark.parametrize("text", ["lasix", "Lasix 40 mg", "furosem", "FUROSEMIDE"])
def test_a_medicine_is_found_by_brand_and_generic_name(guest: APIClient, contract: Contract, text: str) -> None:
    answer = contract.check(guest.get("/api/v1/medications/", {"search": text}))
    assert [one["name"] for one in answer["results"]] == ["furosemide"]
    assert answer["results"][0]["classes"] == ["loop_diuretic"]


@pytest.mark.parametrize("text", ["asix", "zqmab", "not lasix", "-"])
def test_a_near_miss_is_not_a_medicine(guest: APIClient, text: str) -> None:
    assert guest.get("/api/v1/medications/", {"search": text}).json()["count"] == 0


def test_without_a_name_every_medicine_is_listed(guest: APIClient) -> None:
    assert guest.get("/api/v1/medications/").json()["count"] == len(selectors.caution_book().medicines)
