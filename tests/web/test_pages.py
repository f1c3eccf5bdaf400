from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import services
from nutriplan.proposal import PlanUnsafe
from tests.web.cast import FAINTED, KIDNEY, MAN_45, answered, planned, with_danger_sign

pytestmark = pytest.mark.django_db


def test_the_day_by_the_clock_is_drawn_and_told_where_something_is_taken(kidney_page: str) -> None:
    clock = kidney_page[kidney_page.index('id="clock-title"') :]
    assert "<title>Medicines: 08:00 lisinopril 10 mg</title>" in clock
    assert '<span class="meal-time">08:00</span>' in clock


def test_the_page_plans_a_week_and_lists_what_to_buy(client: Client) -> None:
    response = answered(client, MAN_45)
    assert response.redirect_chain == [("/plan/", 302)]
    page = response.content.decode()
    assert "Your week from Monday 2 March" in page
    for part in ("Your meals", "Shopping list for 1 person", "Magnesium", "How sure is this?", "Breakfast"):
        assert part in page


@pytest.mark.requirement("R9")
def test_a_danger_sign_stands_alone_and_there_is_no_plan(client: Client) -> None:
    page = planned(client, FAINTED)
    assert "Please talk to a clinician first" in page
    assert "emergency" in page
    for part in ("Your meals", "Shopping list", "average day"):
        assert part not in page


@pytest.mark.requirement("C1", "C2")
def test_a_kidney_profile_sees_potassium_named_and_no_aim_for_it(kidney_page: str) -> None:
    assert kidney_page.index("Cautions for you") < kidney_page.index("Your meals")
    bar = kidney_page[kidney_page.index('id="bar-potassium_mg"') :]
    assert "Your clinician sets this" in bar[: bar.index("</article>")]
    assert "of your aim" not in bar[: bar.index("</article>")]


@pytest.mark.requirement("I4")
def test_an_unknown_medicine_is_shown_as_not_checked(unknown_medicine_page: str) -> None:
    assert "not checked. Ask a pharmacist" in unknown_medicine_page
    assert unknown_medicine_page.index("Zzyzxol") < unknown_medicine_page.index("Your meals")


def test_a_wrong_answer_loses_nothing_and_names_the_limit(client: Client) -> None:
    wrong = {**KIDNEY, "height_cm": "1780", "days": "30", "start": "1926-03-02", "medicine-0-time_0": "late"}
    page = client.post("/", wrong).content.decode()
    assert "Please check your answers" in page
    assert 'href="#id_height_cm"' in page
    assert "must be from 40 to 250, not 1780" in page
    assert "must be from 1 to 28, not 30" in page
    assert 'href="#id_start"' in page
    assert "Taken at: please give a time of day" in page
    for value in ('value="1780"', 'value="lisinopril 10 mg"', 'value="late"', 'value="30"'):
        assert value in page
    assert re.search(r'value="ckd_g3b"[^>]*checked', page)


def test_every_error_has_its_sentence_beside_the_box(client: Client) -> None:
    page = client.post("/", {}).content.decode()
    summary = re.findall(r'<a href="#(id_[^"]+)">', page)
    assert {"id_age_years", "id_sex"} <= set(summary)
    assert all(f'id="{anchor}"' in page for anchor in summary)


def test_what_a_visitor_types_is_escaped(unknown_medicine_page: str) -> None:
    assert "<script>alert" not in unknown_medicine_page
    assert "&lt;script&gt;alert(1)" in unknown_medicine_page


def test_nothing_about_health_is_in_an_address(client: Client, kidney_page: str) -> None:
    response = answered(client, with_danger_sign(KIDNEY))
    assert response.redirect_chain == [("/plan/", 302)]
    addresses = re.findall(r'(?:href|action|src)="(/[^"]*|\?[^"]*)"', kidney_page)
    assert addresses
    assert not [one for one in addresses if "?" in one or "ckd" in one or "lisinopril" in one]


def test_pages_with_answers_are_never_cached(client: Client) -> None:
    answered(client, FAINTED)
    for address in ("/", "/signs/", "/plan/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_coming_back_finds_the_answers_filled_in(client: Client) -> None:
    answered(client, with_danger_sign(KIDNEY))
    page = client.get("/").content.decode()
    assert 'value="lisinopril 10 mg"' in page
    assert "Please check your answers" not in page


def test_a_guest_leaves_nothing_but_a_session_that_runs_out(client: Client) -> None:
    answered(client, FAINTED)
    session = Session.objects.get()
    assert session.expire_date < timezone.now() + timedelta(hours=12, minutes=1)


def test_erasing_drops_the_answers_and_the_plan(client: Client) -> None:
    answered(client, FAINTED)
    client.post("/forget/")
    assert not Session.objects.exists()
    assert client.get("/plan/")["Location"] == "/"


def test_sessions_that_ran_out_are_deleted_when_the_next_plan_is_made(client: Client) -> None:
    Session.objects.create(session_key="old", session_data="x", expire_date=timezone.now() - timedelta(days=1))
    answered(client, FAINTED)
    assert not Session.objects.filter(session_key="old").exists()


def test_reading_the_pages_writes_nothing(client: Client) -> None:
    for address in ("/", "/evidence/", "/signs/", "/plan/"):
        client.get(address)
    assert not Session.objects.exists()


def test_the_pages_cost_few_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        client.get("/")
        client.get("/evidence/")
    answered(client, FAINTED)
    with django_assert_num_queries(1):
        client.get("/plan/")


def test_the_admin_is_offered_to_staff_only(client: Client) -> None:
    assert 'href="/admin/"' not in client.get("/").content.decode()
    client.force_login(User.objects.create_user("ada", is_staff=True))
    assert 'href="/admin/"' in client.get("/").content.decode()


def test_too_many_plans_wait_and_keep_the_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    answered(client, FAINTED)
    response = answered(client, with_danger_sign(KIDNEY))
    assert response.status_code == 429
    assert "Please wait" in response.content.decode()
    assert re.search(r'value="RF01"[^>]*checked', response.content.decode())
    assert 'value="lisinopril 10 mg"' in client.get("/").content.decode()


def test_a_plan_that_fails_its_own_check_is_not_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsafe(**_given: object) -> None:
        raise PlanUnsafe("potassium above its limit")

    monkeypatch.setattr(services, "make_plan", unsafe)
    response = answered(client, MAN_45)
    assert response.status_code == 500
    assert "We do not show this plan" in response.content.decode()
    assert "potassium above" not in response.content.decode()


@pytest.mark.requirement("I13")
def test_a_child_under_four_is_sent_to_a_paediatrician(client: Client) -> None:
    page = planned(client, {**MAN_45, "age_years": "3"})
    assert "paediatrician" in page
    assert "Your meals" not in page


@pytest.mark.parametrize("address", ["/", "/evidence/"])
def test_no_script_or_style_is_inline(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_the_plan_has_no_inline_script_or_style(kidney_page: str) -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", kidney_page)


def test_an_unknown_address_gets_a_plain_page(client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_a_body_that_is_too_large_is_refused_as_such(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = Client(raise_request_exception=False).post("/", {**MAN_45, "medicine-0-name": "x" * 500})
    assert response.status_code == 413


def test_an_expired_form_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/", MAN_45)
    assert response.status_code == 403
    assert "expired" in response.content.decode()


def test_a_fault_of_ours_shows_nothing_of_what_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: object) -> None:
        raise RuntimeError("lisinopril")

    monkeypatch.setattr(services, "make_plan", broken)
    response = answered(Client(raise_request_exception=False), KIDNEY)
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "lisinopril" not in response.content.decode()


@pytest.mark.requirement("I3")
def test_a_slip_in_a_medicine_is_asked_back_and_planned_once_answered(client: Client) -> None:
    """I3: nothing typed is lost, and nothing is guessed."""
    typed = {**MAN_45, "days": "1", "medicine-0-name": "furosemid", "medicine-0-time_0": "08:00"}
    page = client.post("/", typed).content.decode()
    for part in ('value="furosemid"', 'value="08:00"', "Which one do you mean?", "furosemide", "Keep what I wrote"):
        assert part in page
    answered = {**typed, "medicine-0-asked_about": "furosemid", "medicine-0-meant": "furosemide"}
    assert "water tablet" in planned(client, answered)


@pytest.mark.requirement("I3")
def test_a_chosen_medicine_keeps_the_strength_and_how_often_that_were_typed(client: Client) -> None:
    """I3: what was typed around the name still counts."""
    typed = {**MAN_45, "days": "1", "medicine-0-name": "furosemid 40 mg twice a day"}
    chosen = re.findall(r'name="medicine-0-meant"\s+value="([^"]+)"', client.post("/", typed).content.decode())
    assert chosen == ["furosemide 40 mg twice a day", "as-written"]
    answered = {**typed, "medicine-0-asked_about": typed["medicine-0-name"], "medicine-0-meant": chosen[0]}
    assert "furosemide 40 mg twice a day" in planned(client, answered)
