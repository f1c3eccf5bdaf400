"""Somebody likes most of a plan: keeps a dish, takes another, wants one never again and less cooking, and undoes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from nutriplan.web.presenters import kept
from nutriplan.web.views.answers import PLAN
from tests.journeys.conftest import DESKTOP, PATIENCE_MS, PHONE, OpenPage
from tests.journeys.visitor import axe_faults, overflows
from tests.plans.changing import ADA, keep, made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("changing")]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def open_three_days(open_page: OpenPage, live_server: Any) -> OpenPage:
    """The page of a guest's plan of three days."""

    def open_it(**context: Any) -> Page:
        session = SessionStore()
        session[PLAN] = kept.keep(made("ADA", 3), profile=ADA)
        session.create()
        cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
        return open_page("/plan/", cookies=[cookie], **context)

    return open_it


@pytest.mark.requirement("P18")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_guest_changes_the_plan_and_takes_it_back(open_three_days: OpenPage, viewport: dict[str, int]) -> None:
    page = open_three_days(viewport=viewport)
    day = page.locator(".day").nth(1)
    day.get_by_role("button", name=re.compile("^Keep ")).first.click()
    expect(day.get_by_text("Stays", exact=True)).to_be_visible()
    assert axe_faults(page) == []
    assert not overflows(page)

    old = day.locator(".dish-name").nth(1).inner_text()
    day.get_by_role("link", name=re.compile("^Something else")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Instead of {old}")
    assert axe_faults(page) == []
    assert not overflows(page)
    new = page.locator(".other h2").first.inner_text()
    page.get_by_role("button", name="Eat").first.click()
    expect(day.locator(".dish-name").nth(1)).to_have_text(new)
    expect(day.get_by_text("Stays", exact=True)).to_be_visible()

    page.get_by_role("button", name="Undo the last change").click()
    expect(day.locator(".dish-name").nth(1)).to_have_text(old)


def test_without_javascript_a_dish_is_left_out_and_a_day_made_lighter(open_three_days: OpenPage) -> None:
    page = open_three_days(java_script_enabled=False)
    day = page.locator(".day").nth(2)
    gone = day.locator(".dish-name").last.inner_text()
    day.get_by_role("button", name=re.compile("^Not .* again$")).last.click()
    expect(page.get_by_role("heading", name="Not again in this plan")).to_be_visible()
    assert gone not in page.locator(".days").inner_text()
    day.get_by_label("Less cooking").select_option("60")
    day.get_by_role("button", name="Set the work").click()
    expect(page.locator(".day").nth(2).get_by_label("Less cooking")).to_have_value("60")


@pytest.mark.requirement("P18", "Q5")
def test_a_member_opens_a_kept_plan_at_its_address(open_page: OpenPage, live_server: Any) -> None:
    owner = User.objects.create_user("ada", password="a long secret of the tests", is_staff=True)
    plan = keep(owner)
    page = open_page("/admin/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long secret of the tests")
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{live_server.url}/plans/{plan.pk}/")
    expect(page.get_by_text("This plan is kept in your account.")).to_be_visible()
    page.get_by_role("button", name="Plan all that I do not keep anew").click()
    expect(page.get_by_role("button", name="Undo the last change")).to_be_visible()
    plan.refresh_from_db()
    assert plan.version == 2
