from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from nutriplan.people.limits import SolveThrottle
from nutriplan.plans.effects import Effect, NutrientEffect
from nutriplan.plans.models import Plan
from nutriplan.web.presenters import kept
from nutriplan.web.presenters.changing import in_words
from nutriplan.web.views.answers import PLAN
from tests.plans.changing import ADA, START, keep, made, meals

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("changing")]


@pytest.fixture
def plan(client: Client) -> Plan:
    """Of a member who is signed in."""
    owner = User.objects.create_user("ada")
    client.force_login(owner)
    return keep(owner)


@pytest.fixture
def guest() -> Client:
    """With a plan in the session."""
    client, session = Client(), SessionStore()
    session[PLAN] = kept.keep(made("ADA", 3), profile=ADA)
    session.create()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def change(client: Client, address: str, do: str, **more: Any) -> Any:
    return client.post(f"{address}change/", {"version": "1", "do": do, **more})


def first(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["days"][1]["meals"][0]
    return found


def test_a_member_opens_their_plan_and_keeps_a_dish(client: Client, plan: Plan) -> None:
    address = f"/plans/{plan.pk}/"
    page = client.get(address).content.decode()
    for part in ("Keep this", "Something else", "Not again", "Less cooking", "kept in your account", "How to make it"):
        assert part in page
    day = plan.document["days"][1]["date"]
    response = change(client, address, "lock", meal=first(plan.document)["id"], day=day)
    assert (response.status_code, response["Location"]) == (302, f"{address}#day-{day}")
    assert "Let it go" in client.get(address).content.decode()


def test_something_else_is_listed_in_words_and_taken(client: Client, plan: Plan) -> None:
    address, meal = f"/plans/{plan.pk}/", first(plan.document)
    page = client.get(f"{address}meals/{meal['id']}/").content.decode()
    assert f"Instead of {meal['dish']['name'].split(',')[0]}" in page
    (dish, *_) = re.findall(r'name="dish" value="(-?\d+)"', page)
    change(client, address, "swap", meal=meal["id"], dish=dish)
    plan.refresh_from_db()
    assert first(plan.document)["dish"]["id"] == int(dish)
    assert "Undo the last change" in client.get(address).content.decode()


def test_a_guest_changes_the_plan_of_the_session(guest: Client) -> None:
    meal = first(guest.session[PLAN]["document"])
    assert change(guest, "/plan/", "ban", meal=meal["id"]).status_code == 302
    found = guest.session[PLAN]
    assert meal["dish"]["id"] not in [one["dish"]["id"] for day in found["document"]["days"] for one in day["meals"]]
    assert (found["version"], found["wanted"]["banned_dishes"][0]["id"]) == (2, meal["dish"]["id"])
    page = guest.get("/plan/").content.decode()
    assert "May come again" in page
    assert "session only" in page
    guest.post("/plan/change/", {"version": "2", "do": "undo"})
    assert first(guest.session[PLAN]["document"])["dish"] == meal["dish"]
    assert not Plan.objects.exists()


def test_less_cooking_is_said_and_refused_in_words(client: Client, plan: Plan) -> None:
    address, day = f"/plans/{plan.pk}/", START + timedelta(days=1)
    refused = change(client, address, "lighten", day=day.isoformat(), minutes="0")
    assert refused.status_code == 409
    assert "so little work" in refused.content.decode()
    most = plan.document["days"][1]["hands_on_minutes"] - 5
    assert change(client, address, "lighten", day=day.isoformat(), minutes=str(most)).status_code == 302
    plan.refresh_from_db()
    assert plan.document["days"][1]["hands_on_minutes"] <= most


def test_a_page_from_before_a_change_does_nothing(client: Client, guest: Client, plan: Plan) -> None:
    for visitor, address in ((client, f"/plans/{plan.pk}/"), (guest, "/plan/")):
        change(visitor, address, "lock", meal="1")
        late = change(visitor, address, "unlock", meal="1")
        assert late.status_code == 412
        assert "has changed since" in late.content.decode()


@pytest.mark.requirement("Q5")
def test_the_plan_of_another_is_not_there(client: Client, plan: Plan) -> None:
    theirs = keep(User.objects.create_user("eve"))
    for visitor in (client, Client()):
        for path in ("", "meals/1/"):
            assert visitor.get(f"/plans/{theirs.pk}/{path}").status_code == 404
        assert change(visitor, f"/plans/{theirs.pk}/", "lock", meal="1").status_code == 404
    assert client.get(f"/plans/{plan.pk}/").status_code == 200


@pytest.mark.parametrize("posted", [{"do": "dance"}, {"do": "lighten", "day": "soon"}, {"do": "lock", "meal": "x"}])
def test_what_no_button_sends_is_not_there(client: Client, plan: Plan, posted: dict[str, str]) -> None:
    assert client.post(f"/plans/{plan.pk}/change/", {"version": "1", **posted}).status_code == 404


@pytest.mark.requirement("R9")
def test_who_must_see_somebody_first_has_no_buttons(client: Client) -> None:
    owner = User.objects.create_user("ada")
    client.force_login(owner)
    referred = keep(owner, "FAINTED", 1)
    page = client.get(f"/plans/{referred.pk}/").content.decode()
    assert "Please talk to a clinician first" in page
    assert "Something else" not in page
    assert change(client, f"/plans/{referred.pk}/", "anew").status_code == 409
    assert client.get(f"/plans/{referred.pk}/meals/1/").status_code == 302


def test_many_dear_changes_wait(client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    change(client, f"/plans/{plan.pk}/", "mend")
    assert client.post(f"/plans/{plan.pk}/change/", {"version": "2", "do": "mend"}).status_code == 429


def test_pages_of_a_kept_plan_are_not_stored_and_cost_few_queries(
    client: Client, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/plans/{plan.pk}/"
    assert "no-store" in client.get(address)["Cache-Control"]
    for path in ("", f"meals/{meals(plan)[0]['id']}/"):
        with django_assert_num_queries(4):
            client.get(f"{address}{path}")


def effect(magnesium: float | None, minutes: int, tiers: tuple[int, int], waste: float = 0.0) -> Effect:
    return Effect({"magnesium_mg": NutrientEffect(magnesium, None)}, minutes, tiers, waste)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (effect(12.0, 5, (2, 2)), "12 mg more magnesium, 5 minutes longer to make, same price."),
        (
            effect(-30.4, -1, (2, 1), -80),
            "30 mg less magnesium, 1 minute quicker to make, cheaper, 80 g less thrown away.",
        ),
        (effect(None, 0, (1, 3)), "Not known for magnesium, dearer."),
        (effect(0.2, 0, (1, 1), 4), "Same price."),
    ],
)
def test_an_effect_in_words(found: Effect, words: str) -> None:
    assert in_words(found) == words
