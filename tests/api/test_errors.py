import logging
from http import HTTPStatus
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.test import RequestFactory
from rest_framework.exceptions import ValidationError
from rest_framework.test import APIClient

from nutriplan.api import errors
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import services
from nutriplan.proposal import PlanUnsafe
from tests.api.cast import ADA
from tests.api.contract import Contract


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/food/", "/api/v2/foods/", "/api/v1/foods/abc/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_is_a_404_in_json(guest: APIClient, contract: Contract, path: str, method: str) -> None:
    response = getattr(guest, method)(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    contract.validate({"$ref": "#/components/schemas/Problem"}, response.json())


@pytest.mark.django_db
def test_a_missing_last_slash_is_added_for_who_reads(guest: APIClient) -> None:
    response = guest.get("/api/v1/nutrients?page_size=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/nutrients/?page_size=1")


@pytest.mark.django_db
def test_a_missing_last_slash_is_a_404_for_who_writes(guest: APIClient) -> None:
    response = guest.post("/api/v1/plans", {}, format="json")
    assert response.status_code == 404
    assert "slash" in response.json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"), [("post", "/api/v1/foods/"), ("get", "/api/v1/targets/"), ("put", "/api/v1/plans/")]
)
def test_another_method_is_a_405_that_names_the_right_ones(guest: APIClient, method: str, path: str) -> None:
    response = getattr(guest, method)(path)
    assert response.status_code == 405
    assert response.headers["Allow"]
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_whatever_is_accepted_the_answer_is_json(guest: APIClient) -> None:
    response = guest.get("/api/v1/nutrients/", headers={"accept": "text/html"})
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_too_many_plans_are_a_429_that_says_how_long_to_wait(
    guest: APIClient, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    guest.post("/api/v1/plans/", {}, format="json")
    response = guest.post("/api/v1/plans/", {}, format="json")
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    contract.check(response)


@pytest.mark.django_db
def test_a_forged_forwarding_header_does_not_make_another_visitor(
    guest: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    statuses = [
        guest.post("/api/v1/plans/", {}, format="json", headers={"x-forwarded-for": host}).status_code
        for host in ("192.0.2.1", "192.0.2.2")
    ]
    assert statuses == [400, 429]


@pytest.mark.django_db
def test_an_unsafe_plan_is_a_500_that_shows_and_logs_nothing_of_the_person(
    guest: APIClient, contract: Contract, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unsafe(**_given: Any) -> None:
        raise PlanUnsafe("2026-01-05: Zqdish may carry peanut (allergy:peanut)")

    monkeypatch.setattr(services, "make_plan", unsafe)
    with caplog.at_level(logging.DEBUG):
        response = guest.post("/api/v1/plans/", {"profile": {**ADA, "allergies": ["peanut"]}}, format="json")
    assert response.status_code == 500
    assert "nothing was shown" in contract.check(response)["detail"]
    assert "peanut" not in response.content.decode() + caplog.text
    assert "safety check" in caplog.text


@pytest.mark.django_db
def test_a_refused_profile_leaves_nothing_in_the_log(guest: APIClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        guest.post("/api/v1/targets/", {**ADA, "conditions": ["zqcondition"]}, format="json")
    assert "zqcondition" not in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RequestDataTooBig(), 413),
        (SuspiciousOperation(), 400),
        (UnreadablePostError(), 400),
        (Http404(), 404),
        (PermissionDenied(), 403),
        (ValidationError({"days": ["no"]}), 400),
    ],
)
def test_errors_of_the_framework_become_problems(error: Exception, status: int) -> None:
    response = errors.handle(error, {})
    assert response is not None
    assert response.status_code == status
    assert response.data["title"] == HTTPStatus(status).phrase


def test_what_nobody_foresaw_is_left_to_the_server() -> None:
    assert errors.handle(KeyError("x"), {}) is None


def test_every_fault_is_listed() -> None:
    response = errors.handle(InputFaults([Fault("/a", "x", "is odd"), Fault("/b", "y", "is even")]), {})
    assert response is not None
    assert [one["pointer"] for one in response.data["errors"]] == ["/a", "/b"]
    assert response.data["detail"].startswith("/a: is odd. And 1 more")


def test_a_flood_of_faults_is_cut_and_counted() -> None:
    response = errors.handle(InputFaults([Fault(f"/{n}", "x", "is odd") for n in range(5000)]), {})
    assert response is not None
    assert len(response.data["errors"]) == errors.MOST_LISTED
    assert "And 4999 more" in response.data["detail"]


def test_the_last_resort_is_json_under_api_and_a_page_elsewhere() -> None:
    assert errors.server_error(RequestFactory().get("/api/v1/foods/"))["Content-Type"] == "application/problem+json"
    assert errors.server_error(RequestFactory().get("/plan/"))["Content-Type"].startswith("text/html")
