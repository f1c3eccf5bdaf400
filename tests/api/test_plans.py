from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from nutriplan.people import selectors as people
from nutriplan.plans.models import Plan
from tests.api.cast import ADA, TODDLER, WITH_LASIX, with_danger_sign
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
PLANS = "/api/v1/plans/"


def post(client: APIClient, **body: Any) -> Any:
    return client.post(PLANS, body, format="json")


def emergency() -> dict[str, Any]:
    flags = people.caution_book().red_flags.values()
    return with_danger_sign(next(flag.id for flag in flags if flag.urgency == "emergency"))


def kept(owner: User, document: dict[str, Any] | None = None) -> Plan:
    return Plan.objects.create(
        owner=owner,
        state="ready",
        start_date=date(2026, 1, 5),
        day_count=1,
        profile=ADA,
        document={"id": 1} if document is None else document,
        foods_version="f",
        rules_version="r",
    )


# Made -----------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C16", "Q2", "Q3", "L4")
def test_a_member_keeps_the_plan_with_its_cautions_and_list(member: APIClient, contract: Contract) -> None:
    response = post(member, days=1, start_date="2026-03-02", seed=7, profile=WITH_LASIX)
    made = contract.check(response)
    address = response.headers["Location"]
    assert (response.status_code, made["state"], address) == (201, "ready", f"{PLANS}{made['id']}/")
    assert ([day["date"] for day in made["days"]], made["solver"]["seed"]) == (["2026-03-02"], 7)
    assert contract.check(member.get(address)) == made
    assert made["shopping_list"]["aisles"]
    assert contract.check(member.get(f"{address}shopping-list/")) == made["shopping_list"]
    assert contract.check(member.post(f"{address}shopping-list/")) == made["shopping_list"]
    check = member.post("/api/v1/cautions/check/", WITH_LASIX, format="json").json()
    for name in ("cautions", "not_checked", "referrals"):
        assert made[name] == check[name], "a plan says what the check says"


def test_what_a_guest_gets_is_not_kept(guest: APIClient, contract: Contract) -> None:
    response = post(guest, profile=emergency())
    assert (response.status_code, contract.check(response)["id"]) == (200, None)
    assert "Location" not in response.headers
    assert not Plan.objects.exists()


@pytest.mark.requirement("I13", "Q2", "R9")
@pytest.mark.parametrize("state", ["emergency", "toddler"])
def test_who_is_referred_gets_a_reason_and_no_part_of_a_plan(guest: APIClient, contract: Contract, state: str) -> None:
    answer = contract.check(post(guest, profile=emergency() if state == "emergency" else TODDLER))
    assert (answer["state"], answer["days"], answer["shopping_list"]) == ("referred", [], None)
    assert answer["reason"]


@pytest.mark.requirement("Q2")
def test_what_cannot_be_planned_says_why(guest: APIClient, contract: Contract) -> None:
    nothing_to_eat = {**ADA, "avoid_tags": list(people.caution_book().food_tags)}
    answer = contract.check(post(guest, days=1, profile=nothing_to_eat))
    assert (answer["state"], answer["days"]) == ("infeasible", [])
    assert answer["reason"]


def test_a_referral_is_kept_for_a_member_too(member: APIClient, contract: Contract) -> None:
    response = post(member, profile=emergency())
    made = contract.check(response)
    assert (response.status_code, made["state"]) == (201, "referred")
    response = member.get(f"{PLANS}{made['id']}/shopping-list/")
    assert response.status_code == 409
    contract.check(response)


@pytest.mark.requirement("R9")
@pytest.mark.usefixtures("unsolved")
def test_a_danger_sign_stops_the_plan_until_it_is_acknowledged(guest: APIClient, contract: Contract) -> None:
    stopped = contract.check(post(guest, profile=emergency()))
    (reason,) = [one for one in stopped["triage"]["reasons"] if one["stops_planning"]]
    seen = {**emergency(), "acknowledged": [reason["because"]]}
    answer = contract.check(post(guest, profile=seen))
    assert (answer["state"], answer["triage"]["stops_planning"]) == ("ready", False)
    assert answer["cautions"] == stopped["cautions"]
    assert [one["because"] for one in answer["triage"]["reasons"] if one["acknowledged"]] == [reason["because"]]


@pytest.mark.requirement("R9")
@pytest.mark.parametrize("path", [PLANS, "/api/v1/cautions/check/"])
def test_nothing_is_acknowledged_in_advance(guest: APIClient, contract: Contract, path: str) -> None:
    response = guest.post(path, {"profile": {**ADA, "acknowledged": ["RF01"]}}, format="json")
    assert response.status_code == 400
    (fault,) = contract.check(response)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/profile/acknowledged", "nothing_to_acknowledge")


# Refused --------------------------------------------------------------------------------------------------------------

IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"days": 0}, "/days"),
    ({"days": 29}, "/days"),
    ({"days": 1.5}, "/days"),
    ({"days": "7"}, "/days"),
    ({"days": True}, "/days"),
    ({"seed": -1}, "/seed"),
    ({"seed": 2**40}, "/seed"),
    ({"start_date": "tomorrow"}, "/start_date"),
    ({"start_date": "9999-12-31"}, "/start_date"),
    ({"start_date": 20260105}, "/start_date"),
    ({"profile": None}, "/profile"),
    ({"profile": []}, "/profile"),
    ({"profile": {**ADA, "age_years": 900}}, "/profile/age_years"),
    ({"profile": {**ADA, "avoid_foods": [999_999_999]}}, "/profile/avoid_foods"),
    ({"people": 2}, "/people"),
]


@pytest.mark.parametrize(("wrong", "pointer"), IMPOSSIBLE, ids=[str(wrong)[:40] for wrong, _ in IMPOSSIBLE])
def test_what_cannot_be_is_a_400_that_names_the_field(
    guest: APIClient, contract: Contract, wrong: dict[str, Any], pointer: str
) -> None:
    response = post(guest, **{"profile": ADA, **wrong})
    assert response.status_code == 400
    assert [one["pointer"] for one in contract.check(response)["errors"]] == [pointer]


def test_faults_of_the_wishes_and_of_the_profile_come_together(guest: APIClient) -> None:
    response = post(guest, days=99, seed=-1, profile={**ADA, "age_years": 900})
    assert {one["pointer"] for one in response.json()["errors"]} == {"/days", "/seed", "/profile/age_years"}


# Whose ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("eve", password="another long secret")


@pytest.mark.requirement("Q5")
def test_a_member_sees_their_own_plans_only(member: APIClient, owner: User, stranger: User, contract: Contract) -> None:
    older, newer = kept(owner), kept(owner)
    kept(stranger)
    answer = contract.check(member.get(PLANS))
    assert [one["id"] for one in answer["results"]] == [newer.pk, older.pk]


@pytest.mark.requirement("Q5")
@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("delete", ""), ("get", "shopping-list/"), ("post", "shopping-list/")]
)
def test_somebody_elses_plan_is_a_404(
    member: APIClient, stranger: User, contract: Contract, method: str, path: str
) -> None:
    theirs = kept(stranger)
    response = getattr(member, method)(f"{PLANS}{theirs.pk}/{path}")
    assert response.status_code == 404
    contract.check(response)
    assert Plan.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("get", "1/"), ("delete", "1/"), ("get", "1/shopping-list/"), ("post", "1/shopping-list/")],
)
def test_without_an_account_it_is_a_401(guest: APIClient, contract: Contract, method: str, path: str) -> None:
    response = getattr(guest, method)(f"{PLANS}{path}")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Session")
    contract.check(response)


def test_a_plan_is_deleted_with_its_profile(member: APIClient, owner: User, contract: Contract) -> None:
    plan = kept(owner)
    response = member.delete(f"{PLANS}{plan.pk}/")
    assert (response.status_code, contract.check(response)) == (204, None)
    assert not Plan.objects.exists()
    assert member.get(f"{PLANS}{plan.pk}/").status_code == 404


@pytest.mark.parametrize("path", [PLANS, "/api/v1/targets/", "/api/v1/cautions/check/"])
def test_a_session_without_its_csrf_token_is_a_403(owner: User, contract: Contract, path: str) -> None:
    browser = APIClient(enforce_csrf_checks=True)
    browser.login(username="ada", password="a long enough secret")
    response = browser.post(path, {"profile": ADA}, format="json")
    assert response.status_code == 403
    assert "CSRF" in contract.check(response)["detail"]


def test_nobody_stores_a_plan(member: APIClient, owner: User) -> None:
    assert member.get(f"{PLANS}{kept(owner).pk}/").headers["Cache-Control"] == "no-store"
