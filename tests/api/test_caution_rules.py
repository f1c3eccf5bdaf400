import pytest
from rest_framework.test import APIClient

from nutriplan.people import selectors
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
RULES = "/api/v1/caution-rules/"


def test_every_rule_keeps_the_contract(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.get(f"{RULES}?page_size=200"))
    assert {one["id"] for one in answer["results"]} == {rule.id for rule in selectors.caution_book().rules}


def test_every_rule_has_a_source_a_review_date_and_an_effect(guest: APIClient) -> None:
    for rule in guest.get(f"{RULES}?page_size=200").json()["results"]:
        assert rule["sources"]
        assert rule["review_date"] < rule["next_review"]
        assert rule["effects"], rule["id"]


def test_one_rule_is_the_rule_of_the_list(guest: APIClient, contract: Contract) -> None:
    listed = guest.get(f"{RULES}?page_size=1").json()["results"][0]
    assert contract.check(guest.get(f"{RULES}{listed['id']}/")) == listed


def test_rules_are_found_by_what_they_look_at(guest: APIClient) -> None:
    found = guest.get(RULES, {"token": "med:loop_diuretic"}).json()["results"]
    assert found
    assert all("med:loop_diuretic" in str(rule["when"]) for rule in found)


def test_rules_are_found_by_severity(guest: APIClient) -> None:
    found = guest.get(RULES, {"severity": "contraindicated"}).json()["results"]
    assert {rule["severity"] for rule in found} == {"contraindicated"}


def test_no_such_rule_is_a_404(guest: APIClient) -> None:
    assert guest.get(f"{RULES}none-such/").status_code == 404
