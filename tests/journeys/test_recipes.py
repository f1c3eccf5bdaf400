from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.visitor import axe_faults, open_all_folds, overflows

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = Path(__file__).resolve().parents[1] / "recipes" / "pages"
RECIPE = """2 tbsp butter or margarine
1 can chickpeas, drained and rinsed
a handful of spinach"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_recipe_is_pasted_decided_line_by_line_and_ready(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page("/", viewport=viewport)
    page.get_by_role("link", name="My recipes").click()
    assert axe_faults(page) == []
    assert not overflows(page)
    page.get_by_label("The recipe", exact=True).fill(RECIPE)
    page.get_by_label("What you call it").fill("Chickpeas with spinach")
    page.get_by_role("button", name="Read the recipe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chickpeas with spinach")
    expect(page.get_by_text("2 of 3 lines need you.")).to_be_visible()
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)
    butter = page.locator("#line-1")
    butter.get_by_label("Which food").select_option(label="Butter, salted")
    page.locator("#line-3").get_by_label("Grams").fill("30")
    page.get_by_label("Serves").fill("2")
    page.get_by_label("Minutes to make").fill("20")
    page.get_by_label("Lunch").check()
    page.get_by_label("Dinner").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ready.")).to_be_visible()
    expect(butter).to_contain_text("You decided")
    open_all_folds(page)
    assert axe_faults(page) == []
    page.get_by_role("link", name="My recipes").first.click()
    expect(page.get_by_text("ready for your plans")).to_be_visible()
    page.get_by_role("link", name="Chickpeas with spinach").click()
    page.get_by_role("button", name="Delete this recipe").click()
    expect(page.get_by_text("Those you brought")).to_have_count(0)


def test_a_saved_page_is_uploaded_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/recipes/", java_script_enabled=False)
    page.get_by_label("Or a file").set_input_files(PAGES / "json_ld_graph.html")
    page.get_by_role("button", name="Read the recipe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pancakes")
    expect(page.get_by_role("link", name=re.compile("kitchen.example"))).to_have_attribute(
        "rel", "noopener noreferrer nofollow"
    )
    expect(page.get_by_text("Every line is clear.")).to_be_visible()
