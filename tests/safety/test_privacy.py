"""What somebody tells us stays theirs: it is in no log, on no error page, in nobody else's answer."""

from __future__ import annotations

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from nutriplan.plans import services
from tests.web.cast import MAN_45, Answers, answered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unsolved")]

#: Words that could only come from the person.
SECRETS = ("lisinopril", "Zyxwvol", "ckd_g3b", "hypertension", "potassium_high", "RF01", "98765")
PROFILE: dict[str, Any] = {
    "age_years": 55, "sex": "male", "life_stage": "none", "conditions": ["ckd_g3b", "hypertension"],
    "medications": [{"name": "lisinopril 10 mg"}, {"name": "Zyxwvol", "as_written": True}],
    "lab_flags": ["potassium_high"], "red_flags": ["RF01"],
    "supplements": [{"nutrient": "magnesium_mg", "amount": 98765}],
}  # fmt: skip
ANSWERS: Answers = {
    **MAN_45, "conditions": ["ckd_g3b", "hypertension"], "lab_flags": ["potassium_high"], "red_flags": ["RF01"],
    "medicine-0-name": "lisinopril 10 mg", "medicine-1-name": "Zyxwvol",
}  # fmt: skip
PLANS = "/api/v1/plans/"


@pytest.fixture(autouse=True)
def _nobody_waits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything a server would write, set up as in production and down to the last detail."""
    written = io.StringIO()
    own: dict[str, Any] = settings.LOGGING
    config = {
        **own,
        "handlers": {"stderr": {**own["handlers"]["stderr"], "stream": written}},
        "root": {**own["root"], "level": "DEBUG"},
        "loggers": {name: {**logger, "level": "DEBUG"} for name, logger in own["loggers"].items()},
    }
    before = logging.root.handlers[:], logging.root.level
    logging.config.dictConfig(config)
    yield written
    logging.config.dictConfig(settings.LOGGING)
    logging.root.handlers[:], logging.root.level = before[0], before[1]


def fail_with_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*, profile: object, **_given: object) -> None:
        raise RuntimeError(f"cannot plan {profile}")

    monkeypatch.setattr(services, "make_plan", broken)


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_log_of_a_failing_request_over_the_api_holds_nothing_of_the_profile(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with_what_was_told(monkeypatch)
    client = APIClient(raise_request_exception=False)
    response = client.post(PLANS, {"profile": PROFILE}, format="json")
    assert response.status_code == 500
    assert "RuntimeError" in log.getvalue()
    assert told(log.getvalue()) == []
    assert told(response.content.decode()) == []
    assert mail.outbox == []


def test_the_log_and_the_page_of_a_failing_form_hold_nothing_of_the_answers(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ADMINS = [("Ada", "ada@example.org")]
    fail_with_what_was_told(monkeypatch)
    response = answered(Client(raise_request_exception=False), ANSWERS)
    assert response.status_code == 500
    assert "RuntimeError" in log.getvalue()
    assert told(log.getvalue()) == []
    assert told(response.content.decode()) == []
    assert mail.outbox == []


@pytest.mark.parametrize(
    "wrong", [{"age_years": 900}, {"conditions": ["lisinopril"]}, {"lisinopril": 1}, {"medications": "lisinopril"}]
)
def test_a_refused_profile_leaves_nothing_in_the_log(log: io.StringIO, wrong: dict[str, Any]) -> None:
    assert APIClient().post(PLANS, {"profile": {**PROFILE, **wrong}}, format="json").status_code == 400
    assert told(log.getvalue()) == []


def test_a_plan_that_is_made_leaves_nothing_in_the_log(log: io.StringIO) -> None:
    assert APIClient().post(PLANS, {"profile": PROFILE}, format="json").status_code == 200
    answered(Client(), ANSWERS)
    assert told(log.getvalue()) == []


@pytest.mark.requirement("Q5")
def test_another_session_sees_nothing_of_it() -> None:
    mine, other = Client(), Client()
    answered(mine, ANSWERS)
    assert told(mine.get("/plan/").content.decode())
    for address in ("/", "/plan/", "/signs/", "/foods/", "/recipes/"):
        page = other.get(address, follow=True).content.decode()
        assert not {"lisinopril 10 mg", "Zyxwvol"} & set(told(page)), address
        assert 'value="ckd_g3b" checked' not in " ".join(page.split())


@pytest.mark.requirement("Q5")
def test_nobody_elses_plan_is_listed_read_or_deleted() -> None:
    clients = []
    for name in ("ann", "ben"):
        client = APIClient()
        client.force_login(User.objects.create_user(name))
        clients.append(client)
    ann, ben = clients
    made = ann.post(PLANS, {"profile": PROFILE}, format="json").json()
    assert told(str(made))
    assert ben.get(PLANS).json()["results"] == []
    assert told(ben.get(f"{PLANS}{made['id']}/").content.decode()) == []
    assert ben.delete(f"{PLANS}{made['id']}/").status_code == 404


@pytest.mark.parametrize("path", [PLANS, "/api/v1/cautions/check/", "/api/v1/targets/"])
def test_no_cache_keeps_an_answer_about_a_person(path: str) -> None:
    assert APIClient().post(path, {"profile": PROFILE}, format="json")["Cache-Control"] == "no-store"
