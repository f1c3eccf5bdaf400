import pytest
from rest_framework.test import APIClient

from nutriplan.people import selectors
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
CLAIMS = "/api/v1/claims/"


@pytest.mark.requirement("Q3", "Q4", "H1")
def test_every_claim_keeps_the_contract_and_has_a_source(guest: APIClient, contract: Contract) -> None:
    first = contract.check(guest.get(CLAIMS, {"page_size": "200"}))
    rest = contract.check(guest.get(first["next"]))
    claims = [*first["results"], *rest["results"]]
    assert {one["id"] for one in claims} == set(selectors.ledger().claims)
    assert all(one["sources"] and one["status"] for one in claims)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "unsafe", "search": "tansy"}, ["CL227"]),
        ({"topic": "timing", "status": "contradicted"}, ["CL071"]),
        ({"nutrient": "vitamin_k_ug", "topic": "medicines"}, ["CL263"]),
        ({"search": "stuffy bedroom"}, ["CL099"]),
        ({"search": "zebra"}, []),
    ],
)
def test_claims_are_found(guest: APIClient, asked: dict[str, str], found: list[str]) -> None:
    assert [one["id"] for one in guest.get(CLAIMS, asked).json()["results"]] == found


def test_one_claim_is_the_claim_of_the_list(guest: APIClient, contract: Contract) -> None:
    one = contract.check(guest.get(f"{CLAIMS}CL031/"))
    assert guest.get(CLAIMS, {"search": "apples", "status": "contradicted"}).json()["results"] == [one]
    assert "Apples" in {food["name"] for food in one["foods"]}
    assert guest.get(f"{CLAIMS}none/").status_code == 404


def test_an_unknown_status_is_refused(guest: APIClient, contract: Contract) -> None:
    assert contract.check(guest.get(CLAIMS, {"status": "true"}))["errors"]


@pytest.mark.requirement("D7")
def test_foods_are_judged_by_what_was_measured(guest: APIClient, contract: Contract) -> None:
    page = contract.check(guest.get("/api/v1/food-claims/", {"nutrient": "magnesium_mg", "page_size": "200"}))
    verdicts = {one["name"]: one["verdict"] for one in page["results"]}
    assert (verdicts["Wheat bran"], verdicts["Apples"], verdicts["Carrots"]) == ("holds", "fails", "fails")
    failed = guest.get("/api/v1/food-claims/", {"verdict": "fails"}).json()
    assert {one["verdict"] for one in failed["results"]} == {"fails"}
