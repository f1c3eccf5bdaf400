import json
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.cast import ADA, TODDLER
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
TARGETS = "/api/v1/targets/"
PROFILES = sorted((Path(__file__).resolve().parents[2] / "fixtures" / "profiles").glob("*.json"))


def test_a_woman_of_34_is_given_her_targets(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.post(TARGETS, ADA, format="json"))
    assert answer["state"] == "ready"
    magnesium = answer["targets"]["magnesium_mg"]
    assert (magnesium["aim"], magnesium["min"], magnesium["max"], magnesium["scope"]) == (
        320,
        265,
        350,
        "supplements_only",
    )
    assert "activity" in answer["assumed"]
    assert "height_cm" not in answer["assumed"]


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_example_profile_keeps_the_contract(guest: APIClient, contract: Contract, path: Path) -> None:
    profile = json.loads(path.read_text(encoding="utf-8"))
    contract.validate({"$ref": "#/components/schemas/ProfileRequest"}, profile)
    for address in (TARGETS, "/api/v1/cautions/check/"):
        contract.check(guest.post(address, profile, format="json"))


def test_the_profile_may_stand_in_a_field_as_it_does_for_a_plan(guest: APIClient) -> None:
    bare = guest.post(TARGETS, ADA, format="json").json()
    assert guest.post(TARGETS, {"profile": ADA}, format="json").json() == bare


def test_under_four_a_clinician_comes_first(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.post(TARGETS, TODDLER, format="json"))
    assert (answer["state"], answer["targets"]) == ("referred", {})
    assert "paediatrician" in answer["reason"]


def test_an_unlikely_value_is_used_and_warned_of(guest: APIClient) -> None:
    answer = guest.post(TARGETS, {**ADA, "height_cm": 120}, format="json").json()
    assert any("120 cm" in warning for warning in answer["warnings"])


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"age_years": 900}, "/age_years"),
    ({"age_years": "thirty"}, "/age_years"),
    ({"age_years": True}, "/age_years"),
    ({"age_years": None}, "/age_years"),
    ({"age_years": -1}, "/age_years"),
    ({"height_cm": 17}, "/height_cm"),
    ({"weight_kg": [62]}, "/weight_kg"),
    ({"life_stage": "pregnant", "pregnancy_week": 60}, "/pregnancy_week"),
    ({"sex": "male", "life_stage": "pregnant"}, "/life_stage"),
    ({"sex": [[[["x"]]]]}, "/sex"),
    ({"birth_date": "2026-02-30", "age_years": None}, "/birth_date"),
    ({"conditions": ["gout", "moon"]}, "/conditions/1"),
    ({"conditions": "gout"}, "/conditions"),
    ({"allergies": [{}]}, "/allergies/0"),
    ({"red_flags": ["none_such"]}, "/red_flags/0"),
    ({"medications": [{"name": ""}]}, "/medications/0/name"),
    ({"medications": [{"name": "Lasix", "times": ["25:00"]}]}, "/medications/0/times/0"),
    ({"medications": ["Lasix"]}, "/medications/0"),
    ({"supplements": [{"nutrient": "gold_mg", "amount": 1}]}, "/supplements/0/nutrient"),
    ({"meals": [{"slot": "lunch", "time": "13:00"}]}, "/meals"),
    ({"avoid_foods": [999_999_999]}, "/avoid_foods"),
    ({"clinician_targets": {"potassium_mg": {"min": 3, "max": 2}}}, "/clinician_targets/potassium_mg"),
    ({"favourite_colour": "red"}, "/favourite_colour"),
    ({"habits": {"smoker": "yes"}}, "/habits/smoker"),
]


@pytest.mark.parametrize(("wrong", "pointer"), IMPOSSIBLE, ids=[pointer for _, pointer in IMPOSSIBLE])
@pytest.mark.parametrize("address", [TARGETS, "/api/v1/cautions/check/"])
def test_what_cannot_be_is_a_400_that_names_the_field(
    guest: APIClient, contract: Contract, wrong: dict[str, Any], pointer: str, address: str
) -> None:
    response = guest.post(address, {**ADA, **wrong}, format="json")
    assert response.status_code == 400
    assert pointer in [one["pointer"] for one in contract.check(response)["errors"]]


def test_every_fault_is_named_at_once_and_under_profile_where_that_was_sent(guest: APIClient) -> None:
    wrong = {**ADA, "age_years": 900, "height_cm": 17}
    bare = guest.post(TARGETS, wrong, format="json").json()["errors"]
    wrapped = guest.post(TARGETS, {"profile": wrong}, format="json").json()["errors"]
    assert {one["pointer"] for one in bare} == {"/age_years", "/height_cm"}
    assert {one["pointer"] for one in wrapped} == {"/profile/age_years", "/profile/height_cm"}


def test_nobody_stores_the_answer(guest: APIClient) -> None:
    assert guest.post(TARGETS, ADA, format="json").headers["Cache-Control"] == "no-store"
