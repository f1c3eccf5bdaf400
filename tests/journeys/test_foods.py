from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from nutriplan.web.views.answers import ANSWERS
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.visitor import axe_faults, open_all_folds, overflows
from tests.web.cast import MAN_45

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_foods_are_found_while_typing_read_and_compared(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/foods/", viewport=viewport)
    page.get_by_label("Search", exact=True).press_sequentially("spinach raw")
    first = page.locator(".food-row").first
    expect(first).to_contain_text("Spinach")
    expect(page).to_have_url(re.compile("q=spinach"))
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)
    page.get_by_role("checkbox", name=re.compile("Compare")).nth(0).check()
    page.get_by_role("checkbox", name=re.compile("Compare")).nth(1).check()
    page.get_by_role("button", name="Compare what is ticked").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foods side by side")
    assert page.locator("svg.bar").count() >= 8
    assert axe_faults(page) == []
    assert not overflows(page)
    page.get_by_role("link", name=re.compile("Spinach")).first.click()
    page.get_by_role("link", name="More Calcium").click()
    open_all_folds(page)
    expect(page.get_by_text("Foods of the same group")).to_be_visible()
    assert axe_faults(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_dish_is_found_and_read(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/dishes/", viewport=viewport)
    page.get_by_label("Search", exact=True).press_sequentially("lentil soup")
    expect(page).to_have_url(re.compile("q=lentil"))
    open_all_folds(page)
    page.get_by_label("Diet").select_option("vegan")
    expect(page).to_have_url(re.compile("diet=vegan"))
    assert axe_faults(page) == []
    assert not overflows(page)
    page.locator(".food-row a").first.click()
    expect(page.get_by_role("heading", name="What a serving brings")).to_be_visible()
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_whether_i_can_eat_it_is_answered_while_typing(
    open_page: OpenPage, live_server: Any, viewport: dict[str, int]
) -> None:
    session = SessionStore()
    session[ANSWERS] = urlencode({**MAN_45, "allergies": ["milk"]}, doseq=True)
    session.create()
    cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
    page = open_page("/can-i-eat/", cookies=[cookie], viewport=viewport)
    page.get_by_label("What do you want to eat?").press_sequentially("goat cheese")
    expect(page.get_by_role("status")).to_contain_text("Do not eat")
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)
    page.get_by_label("What do you want to eat?").fill("zqxyzzy")
    expect(page.get_by_role("status")).to_contain_text("Not known")
    assert axe_faults(page) == []


def test_foods_are_found_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/foods/", java_script_enabled=False)
    page.get_by_label("Search", exact=True).fill("kale raw")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".food-row").first).to_contain_text("Kale")
