from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from nutriplan.web.views.answers import PLAN
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.visitor import axe_faults, go_on, open_all_folds, overflows, plan, tell_about

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_healthy_man_gets_his_week_and_his_list(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/", viewport=viewport)
    tell_about(page)
    plan(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your week from")
    assert page.locator(".day").count() == 7
    expect(page.locator("#bar-magnesium_mg")).to_contain_text("of your aim")
    expect(page.get_by_role("heading", name="Shopping list for 1 person")).to_be_visible()
    assert page.locator("[data-tick]").count() > 10
    assert not overflows(page)
    assert axe_faults(page) == []


def test_a_dish_opens_to_its_ingredients_and_steps(open_plan: OpenPage) -> None:
    page = open_plan()
    dish = page.locator(".dish").first
    dish.locator("summary").click()
    expect(dish.get_by_text("On the plate")).to_be_visible()
    expect(dish.locator(".steps li").first).to_be_visible()


def test_planning_says_that_it_is_at_work(open_page: OpenPage) -> None:
    page = open_page("/")
    tell_about(page)
    go_on(page)
    page.locator("form.questions").evaluate("form => form.addEventListener('submit', sent => sent.preventDefault())")
    page.get_by_label("None of these fits me").check()
    page.get_by_role("button", name="Plan my days").click()
    expect(page.get_by_role("status")).to_contain_text("Planning your days")
    expect(page.get_by_role("button", name="Plan my days")).to_have_attribute("aria-disabled", "true")
    assert page.get_by_role("progressbar", name="Planning").is_visible()


@pytest.mark.requirement("C1", "C2")
def test_kidneys_and_a_blood_pressure_tablet_bring_a_potassium_caution_and_no_aim(open_page: OpenPage) -> None:
    page = open_page("/", color_scheme="dark")
    tell_about(page, age="55", height="175", weight="80")
    page.get_by_label("Medicine", exact=True).first.fill("lisinopril 10 mg")
    page.get_by_label("Taken at").first.fill("08:00")
    page.get_by_text("Kidneys", exact=True).click()
    page.get_by_label(re.compile("stage 3b")).check()
    plan(page, days="1")
    cautions = page.get_by_role("region", name="Cautions for you")
    expect(cautions.get_by_text(re.compile("potassium")).first).to_be_visible()
    bar = page.locator("#bar-potassium_mg")
    expect(bar).to_contain_text("Your clinician sets this")
    expect(bar).not_to_contain_text("Aim ")
    open_all_folds(page)
    assert axe_faults(page) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_plan_is_accessible_with_every_fold_open(open_plan: OpenPage, look: Any) -> None:
    page = open_plan(color_scheme=look)
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)


@pytest.mark.requirement("R9")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_day_by_the_clock_can_be_seen_and_read(
    open_page: OpenPage, live_server: Any, made_plan: Any, viewport: dict[str, int]
) -> None:
    apart = {
        "time": "04:00", "until": "11:00", "kind": "keep_apart", "what": "levothyroxine",
        "from_what": ["calcium tablets"], "clashes_with": [{"time": "08:00", "what": "calcium supplement"}],
    }  # fmt: skip
    dose = {"time": "07:00", "kind": "dose", "what": "levothyroxine"}
    document = {**made_plan["document"], "timeline": [apart, dose, *made_plan["document"]["timeline"]]}
    session = SessionStore()
    session[PLAN] = {**made_plan, "document": document}
    session.create()
    cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
    page = open_page("/plan/", cookies=[cookie], viewport=viewport)
    page.get_by_role("link", name="By the clock").click()
    expect(page.get_by_role("img", name="Medicines: 07:00 levothyroxine")).to_be_visible()
    expect(page.get_by_text("Ask your pharmacist which one to move.").first).to_be_visible()
    assert axe_faults(page) == []
    assert not overflows(page)


def test_a_danger_sign_comes_before_any_plan(open_page: OpenPage) -> None:
    page = open_page("/")
    tell_about(page)
    go_on(page, days="1")
    assert page.get_by_role("group", name=re.compile("now, or in the last days")).get_by_role("checkbox").count() == 10
    assert axe_faults(page) == []
    assert not overflows(page)
    page.get_by_label(re.compile("passing out")).check()
    page.get_by_role("button", name="Plan my days").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("talk to a clinician first")
    expect(page.get_by_role("region", name="Who should see you")).to_contain_text("emergency number")
    assert page.locator(".day").count() == 0
    assert axe_faults(page) == []
    page.get_by_label(re.compile("A clinician has seen me")).check()
    page.get_by_role("button", name="Plan my days now").click()
    expect(page.get_by_role("region", name="Seen by a clinician")).to_contain_text("passing out")
    assert page.locator(".day").count() == 1
    assert axe_faults(page) == []


@pytest.mark.requirement("I12")
def test_in_pregnancy_its_own_signs_are_asked_first(open_page: OpenPage) -> None:
    page = open_page("/")
    tell_about(page, sex="Female", age="30")
    page.get_by_label("Pregnant", exact=True).check()
    go_on(page)
    first = page.get_by_role("group", name=re.compile("now, or in the last days")).get_by_role("checkbox").first
    expect(first).to_have_value("RF02")


def test_a_mistake_is_found_beside_its_box_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page("/")
    tell_about(page, height="1780")
    page.get_by_label("Medicine", exact=True).first.fill("warfarin")
    go_on(page, days="40")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost")
    assert axe_faults(page) == []
    page.get_by_role("link", name=re.compile("Height must be from 40 to 250")).click()
    expect(page.get_by_label("Height, cm")).to_be_focused()
    expect(page.get_by_label("Height, cm")).to_have_value("1780")
    expect(page.get_by_label("Medicine", exact=True).first).to_have_value("warfarin")


def test_an_error_link_opens_the_fold_that_hides_its_box(open_page: OpenPage) -> None:
    page = open_page("/")
    tell_about(page)
    page.get_by_text("I take vitamins or minerals").click()
    page.get_by_label("Supplement", exact=True).first.select_option("magnesium_mg")
    go_on(page)
    page.get_by_role("link", name=re.compile("amount each time")).click()
    expect(page.get_by_label("Amount each time").first).to_be_focused()


def test_weeks_of_pregnancy_are_asked_only_where_they_apply(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.get_by_label("Week of pregnancy")).to_be_hidden()
    page.get_by_label("Pregnant", exact=True).check()
    expect(page.get_by_label("Week of pregnancy")).to_be_visible()


def test_ticks_stay_until_the_answers_are_erased(open_plan: OpenPage) -> None:
    page = open_plan()
    page.locator("[data-tick]").first.check()
    page.reload()
    expect(page.locator("[data-tick]").first).to_be_checked()
    page.get_by_role("button", name=re.compile("Erase my answers")).click()
    expect(page.get_by_label("Age", exact=True)).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_everything_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    tell_about(page)
    plan(page)
    expect(page.get_by_role("heading", name="Your meals")).to_be_visible()
    page.locator(".dish summary").first.click()
    expect(page.get_by_text("On the plate").first).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/evidence/"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_still_pages_are_accessible(open_page: OpenPage, address: str, look: Any) -> None:
    page = open_page(address, color_scheme=look)
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)


def test_the_keyboard_reaches_the_content_at_once(open_page: OpenPage) -> None:
    page = open_page("/evidence/", viewport=DESKTOP)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
