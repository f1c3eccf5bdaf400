from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
INTAKES = "/api/v1/reference-intakes/"


def row(client: APIClient, nutrient: str, **query: Any) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        one for one in client.get(INTAKES, query).json()["results"] if one["nutrient"] == nutrient
    ]
    assert len(found) == 1
    return found[0]


# NASEM: RDA, EAR, UL (of supplements only, for magnesium) as printed in the tables of the reports.
@pytest.mark.parametrize(
    ("nutrient", "sex", "age", "rda", "ear", "ul", "scope"),
    [
        ("magnesium_mg", "female", 35, 320, 265, 350, "supplements_only"),
        ("magnesium_mg", "male", 25, 400, 330, 350, "supplements_only"),
        ("calcium_mg", "female", 60, 1200, 1000, 2000, "total"),
        ("vitamin_d_ug", "male", 75, 20, 10, 100, "total"),
    ],
)
def test_the_published_values_of_the_four(
    guest: APIClient, nutrient: str, sex: str, age: int, rda: float, ear: float, ul: float, scope: str
) -> None:
    found = row(guest, nutrient, sex=sex, age=age)
    assert (found["rda"], found["ear"], found["ul"], found["scope"]) == (rda, ear, ul, scope)
    assert found["source"]["title"]


def test_potassium_has_an_ai_and_no_ul(guest: APIClient) -> None:
    found = row(guest, "potassium_mg", sex="female", age=35)
    assert (found["ai"], found["rda"], found["ul"]) == (2600, None, None)


@pytest.mark.parametrize("stage", ["none", "pregnant", "lactating", "trying_to_conceive"])
@pytest.mark.parametrize("reference_set", ["us", "eu"])
def test_it_keeps_the_contract(guest: APIClient, contract: Contract, stage: str, reference_set: str) -> None:
    query: dict[str, Any] = {"sex": "female", "age": 29, "life_stage": stage, "set": reference_set}
    answer = contract.check(guest.get(INTAKES, query))
    assert answer["set"] == reference_set
    assert answer["count"] == len(answer["results"]) > 10


@pytest.mark.parametrize("age", ["0", "0.5", "3", "120"])
def test_every_age_is_answered(guest: APIClient, contract: Contract, age: str) -> None:
    contract.check(guest.get(INTAKES, {"sex": "male", "age": age}))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("age=30", "sex"),
        ("sex=male", "age"),
        ("sex=male&age=900", "age"),
        ("sex=male&age=nan", "age"),
        ("sex=male&age=30&life_stage=pregnant", "life_stage"),
        ("sex=female&age=3&life_stage=pregnant", "life_stage"),
        ("sex=male&age=30&set=uk", "set"),
        ("sex=x&age=30", "sex"),
    ],
)
def test_what_cannot_be_is_a_400_that_names_it(guest: APIClient, contract: Contract, query: str, named: str) -> None:
    response = guest.get(f"{INTAKES}?{query}")
    assert response.status_code == 400
    assert [one["pointer"] for one in contract.check(response)["errors"]] == [f"/query/{named}"]
