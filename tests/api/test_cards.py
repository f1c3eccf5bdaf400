from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutriplan.people import selectors
from tests.api.cast import ADA, UNKNOWN_PILL, with_danger_sign
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
CARDS = "/api/v1/cards/"


def for_me(client: APIClient, contract: Contract, profile: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = contract.check(client.post(f"{CARDS}for-me/", profile, format="json"))
    return {one["id"]: one for one in answer["results"]}


@pytest.mark.requirement("Q3", "H1", "A3")
def test_every_card_keeps_the_contract_and_has_its_evidence(guest: APIClient, contract: Contract) -> None:
    page = contract.check(guest.get(CARDS, {"page_size": "200"}))
    assert {one["id"] for one in page["results"]} == set(selectors.advice_book().cards)
    assert all(one["evidence"] and one["sources"] and one["next_review"] for one in page["results"])


@pytest.mark.requirement("C15")
def test_a_search_for_something_unsafe_finds_its_warning_first(guest: APIClient) -> None:
    first = guest.get(CARDS, {"search": "quinine"}).json()["results"][0]
    assert (first["id"], first["kind"], first["evidence"]) == ("AD13", "safety", "unsafe")


def test_cards_are_found_by_kind_audience_and_evidence(guest: APIClient) -> None:
    found = guest.get(CARDS, {"kind": "doctor"}).json()["results"]
    assert {one["kind"] for one in found} == {"doctor"}
    found = guest.get(CARDS, {"audience": "pregnant", "evidence": "mixed"}).json()["results"]
    assert "AD48" in {one["id"] for one in found}


def test_one_card_is_the_card_of_the_list(guest: APIClient, contract: Contract) -> None:
    one = contract.check(guest.get(f"{CARDS}AD01/"))
    assert one in guest.get(CARDS, {"kind": "first_aid"}).json()["results"]
    assert guest.get(f"{CARDS}AD00/").status_code == 404


@pytest.mark.requirement("A4", "C1", "C2")
@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": ["ckd_g3a"]},
        {"conditions": ["dialysis"]},
        {"medications": [{"name": "lisinopril"}]},
        {"medications": [{"name": "spironolactone"}]},
        {"lab_flags": ["potassium_high"]},
        {"medications": [{"name": "Zyxwv 5 mg"}]},
        {"red_flags": ["RF01"]},
    ],
)
def test_nobody_who_must_limit_potassium_is_told_to_eat_more(
    guest: APIClient, contract: Contract, changes: dict[str, Any]
) -> None:
    shown = for_me(guest, contract, {**ADA, **changes})
    assert not [one for one in shown.values() if "potassium_mg" in one["encourages"]]
    assert "AD54" in shown


@pytest.mark.requirement("A4")
def test_what_was_not_told_comes_as_a_limit(guest: APIClient, contract: Contract) -> None:
    told: dict[str, Any] = {"conditions": [], "allergies": [], "medications": []}
    silent, whole = for_me(guest, contract, ADA), for_me(guest, contract, {**ADA, **told})
    assert "kidney_disease" in {group["key"] for group in silent["AD20"]["not_if"]}
    assert whole["AD20"]["not_if"] == []


@pytest.mark.requirement("A4", "C11", "C12")
def test_heat_and_raised_legs_are_kept_from_whom_they_harm(guest: APIClient, contract: Contract) -> None:
    diabetic = for_me(guest, contract, {**ADA, "conditions": ["diabetes"]})
    assert not {"AD10", "AD40", "AD42"} & set(diabetic)
    weak_heart = for_me(guest, contract, {**ADA, "conditions": ["heart_failure"]})
    assert not {"AD05", "AD27", "AD28"} & set(weak_heart)


@pytest.mark.requirement("G3", "G7")
def test_children_and_pregnant_women_get_no_heat_no_tiptoe_and_no_herbs(guest: APIClient, contract: Contract) -> None:
    child = for_me(guest, contract, {**ADA, "age_years": 10})
    assert not {"AD10", "AD19", "AD40"} & set(child)
    pregnant = for_me(guest, contract, {**ADA, "life_stage": "pregnant", "pregnancy_week": 30})
    assert {"AD48", "AD49", "AD09"} <= set(pregnant)
    assert "AD19" not in pregnant


def test_the_danger_signs_come_first(guest: APIClient, contract: Contract) -> None:
    kinds = [one["kind"] for one in for_me(guest, contract, ADA).values()]
    assert kinds[0] == "danger_sign"


def test_a_clinician_first_and_what_was_not_checked_are_said(guest: APIClient) -> None:
    answer = guest.post(f"{CARDS}for-me/", with_danger_sign("RF01"), format="json").json()
    assert "emergency" in answer["reason"]
    answer = guest.post(f"{CARDS}for-me/", {"profile": UNKNOWN_PILL}, format="json").json()
    assert any("Zyxwv" in line for line in answer["not_checked"])


def test_a_fault_of_the_profile_points_to_it(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.post(f"{CARDS}for-me/", {"profile": {**ADA, "sex": "x"}}, format="json"))
    assert answer["errors"][0]["pointer"] == "/profile/sex"
