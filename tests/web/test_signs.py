from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client

from nutriplan.people import selectors
from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import services
from nutriplan.web import vocabulary
from nutriplan.web.signs_form import SignsForm
from nutriplan.web.views.answers import PLAN
from tests.web.cast import FAINTED, KIDNEY, MAN_45, Answers, answered, with_danger_sign

pytestmark = pytest.mark.django_db

FLAGS = selectors.caution_book().red_flags
PREGNANT: Answers = {**MAN_45, "sex": "female", "age_years": "30", "life_stage": "pregnant", "days": "1"}


def asked(client: Client, answers: Answers) -> list[str]:
    """The signs asked first, after these answers."""
    assert client.post("/", answers)["Location"] == "/signs/"
    return [key for key, _ in client.get("/signs/").context["form"].fields["red_flags"].choices]


def form_of(**said: str | list[str]) -> SignsForm:
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return SignsForm([FLAGS["RF01"], FLAGS["RF07"]], data)


@pytest.mark.requirement("I12")
def test_everybody_is_asked_at_most_ten_that_fit_them_before_a_plan(client: Client) -> None:
    assert asked(client, PREGNANT)[:2] == ["RF02", "RF03"]
    assert asked(client, KIDNEY)[0] == "RF23"
    assert len(asked(client, MAN_45)) == 10
    assert PLAN not in client.session


@pytest.mark.requirement("I12")
def test_every_sign_can_be_ticked_asked_first_or_not(client: Client) -> None:
    client.post("/", MAN_45)
    fields = client.get("/signs/").context["form"].fields
    offered = [key for name in ("red_flags", "further_flags") for key, _ in fields[name].choices]
    assert sorted(offered) == sorted(FLAGS) == sorted(key for key, _ in vocabulary.danger_signs())


@pytest.mark.requirement("I12")
def test_unanswered_danger_signs_are_not_a_no(client: Client) -> None:
    client.post("/", MAN_45)
    page = client.post("/signs/", {})
    assert "Please tick what fits you" in page.content.decode()
    assert PLAN not in client.session


def test_a_sign_and_none_of_these_contradict_each_other() -> None:
    assert not form_of(red_flags="RF01", no_flags="on").is_valid()
    assert not form_of(further_flags="RF41", no_flags="on").is_valid()


def test_signs_of_both_lists_count() -> None:
    form = form_of(red_flags="RF07", further_flags=["RF41"])
    assert form.is_valid()
    assert form.signs() == ["RF07", "RF41"]


def test_without_answers_nobody_is_asked(client: Client) -> None:
    assert client.get("/signs/")["Location"] == "/"
    assert client.post("/signs/seen/", {"seen": "on"})["Location"] == "/"


@pytest.mark.requirement("R9")
def test_what_a_clinician_has_looked_at_no_longer_stops_the_plan_and_is_still_said(client: Client) -> None:
    page = answered(client, {**with_danger_sign(MAN_45), "days": "1"}).content.decode()
    assert "Has a clinician looked at this already?" in page
    assert "Your meals" not in page
    page = client.post("/signs/seen/", {"seen": "on"}, follow=True).content.decode()
    assert page.index("Seen by a clinician") < page.index("Your meals")
    assert FLAGS["RF01"].sign in page
    assert "call the emergency number" in page


@pytest.mark.requirement("R9")
def test_nothing_is_planned_before_the_box_is_ticked(client: Client) -> None:
    answered(client, FAINTED)
    assert client.post("/signs/seen/", {})["Location"] == "/plan/"
    assert client.session[PLAN]["document"]["state"] == "referred"


@pytest.mark.requirement("R9")
@pytest.mark.usefixtures("unsolved")
def test_an_urgent_caution_is_acknowledged_like_a_sign_and_holds_all_the_same(client: Client) -> None:
    found = answered(client, {**KIDNEY, "lab_flags": ["potassium_high"]})
    assert "Please talk to a clinician first" in found.content.decode()
    before = client.session[PLAN]["document"]
    client.post("/signs/seen/", {"seen": "on"})
    after = client.session[PLAN]["document"]
    assert (after["state"], after["cautions"], after["targets"]) == ("ready", before["cautions"], before["targets"])


@pytest.mark.requirement("R9")
@pytest.mark.usefixtures("unsolved")
def test_the_next_plan_asks_again(client: Client) -> None:
    answered(client, {**FAINTED, "days": "1"})
    client.post("/signs/seen/", {"seen": "on"})
    assert client.session[PLAN]["document"]["state"] == "ready"
    answered(client, {**FAINTED, "days": "1"})
    assert client.session[PLAN]["document"]["state"] == "referred"


def test_a_child_too_young_for_plans_has_nothing_to_acknowledge(client: Client) -> None:
    page = answered(client, {**MAN_45, "age_years": "3"}).content.decode()
    assert "looked at this already" not in page
    assert client.post("/signs/seen/", {"seen": "on"})["Location"] == "/plan/"


def test_other_answers_drop_the_plan_of_the_old_ones(client: Client) -> None:
    answered(client, FAINTED)
    client.post("/", MAN_45)
    assert client.get("/plan/")["Location"] == "/"


def test_too_many_plans_wait_here_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    answered(client, FAINTED)
    response = client.post("/signs/seen/", {"seen": "on"})
    assert response.status_code == 429
    assert "Please wait" in response.content.decode()


def test_a_fault_of_ours_shows_nothing_of_what_was_ticked(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: object) -> None:
        raise RuntimeError("fainted")

    client = Client(raise_request_exception=False)
    client.post("/", MAN_45)
    monkeypatch.setattr(services, "make_plan", broken)
    response = client.post("/signs/", {"red_flags": ["RF01"]})
    assert response.status_code == 500
    assert "fainted" not in response.content.decode()


def test_no_script_or_style_is_inline(client: Client) -> None:
    client.post("/", MAN_45)
    page = client.get("/signs/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
