from typing import Any

import pytest
from rest_framework.test import APIClient

from nutriplan.people import selectors
from tests.api.cast import ADA, ON_WARFARIN, UNKNOWN_PILL, WITH_LASIX, with_danger_sign
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db


def checked(client: APIClient, contract: Contract, profile: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = contract.check(client.post("/api/v1/cautions/check/", profile, format="json"))
    return found


def test_a_brand_name_meets_the_rules_of_its_class(guest: APIClient, contract: Contract) -> None:
    answer = checked(guest, contract, WITH_LASIX)
    assert answer["state"] == "ready"
    assert any("med:loop_diuretic" in caution["because"] for caution in answer["cautions"])
    assert {"time": "08:00", "kind": "dose", "what": "Lasix 40 mg"} in answer["timeline"]


def test_warfarin_keeps_vitamin_k_steady(guest: APIClient, contract: Contract) -> None:
    steady = checked(guest, contract, ON_WARFARIN)["constraints"]["steady"]
    assert "vitamin_k_ug" in {one["nutrient"] for one in steady}


def test_an_allergy_excludes_its_tags(guest: APIClient, contract: Contract) -> None:
    answer = checked(guest, contract, {**ADA, "allergies": ["milk"]})
    assert "allergy:milk" in answer["constraints"]["excluded_tags"]["dairy"]


@pytest.mark.requirement("I4")
def test_a_medicine_nobody_knows_is_not_checked_and_never_safe(guest: APIClient, contract: Contract) -> None:
    answer = checked(guest, contract, UNKNOWN_PILL)
    assert any("Zyxwv" in line and "not checked" in line for line in answer["not_checked"])


@pytest.mark.requirement("R1", "R9")
@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_a_danger_sign_sends_to_a_clinician(guest: APIClient, contract: Contract, urgency: str) -> None:
    flag = next(flag for flag in selectors.caution_book().red_flags.values() if flag.urgency == urgency)
    answer = checked(guest, contract, with_danger_sign(flag.id))
    assert (answer["state"], answer["triage"]["level"]) == ("referred", urgency)
    assert answer["triage"]["reasons"][0]["because"] == flag.id
    assert answer["reason"]


def test_cautions_come_gravest_first(guest: APIClient, contract: Contract) -> None:
    order = ["contraindicated", "major", "moderate", "minor", "info"]
    found = checked(guest, contract, {**WITH_LASIX, "conditions": ["ckd_g4"]})["cautions"]
    ranks = [order.index(caution["severity"]) for caution in found]
    assert ranks == sorted(ranks)
    assert len(ranks) > 1


@pytest.mark.requirement("I3")
def test_a_slip_in_a_medicine_is_asked_back_with_suggestions(guest: APIClient, contract: Contract) -> None:
    """I3: the same question as on the page, with the names to choose from."""
    profile = {**ADA, "medications": [{"name": "furosemid"}]}
    refused = guest.post("/api/v1/cautions/check/", profile, format="json")
    assert refused.status_code == 400
    (error,) = contract.check(refused)["errors"]
    assert (error["pointer"], error["suggestions"]) == ("/medications/0/name", ["furosemide"])
    kept = {**ADA, "medications": [{"name": "furosemid", "as_written": True}]}
    assert any("furosemid" in line for line in checked(guest, contract, kept)["not_checked"])
