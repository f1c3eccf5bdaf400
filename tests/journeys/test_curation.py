"""An editor and a reviewer at their work on a tablet: import, a wrong value, override, put back, merge, take apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from foods import roles, services
from foods.models import Food, NutrientAmount, Swap
from tests.foods.admin.test_exchange import FAULTS, as_csv, rows_of
from tests.foods.factories import dish_of, food_with
from tests.journeys.conftest import PATIENCE_MS, OpenPage
from tests.journeys.visitor import axe_faults, open_all_folds, overflows

pytestmark = pytest.mark.django_db(transaction=True)
TABLET, UPRIGHT = {"width": 1024, "height": 768}, {"width": 768, "height": 1024}
SignIn = Callable[..., Page]
#: A page of a hundred rows takes longer than five seconds on a busy machine.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def sign_in(open_page: OpenPage) -> SignIn:
    roles.create_roles()

    def as_role(role: str, **context: object) -> Page:
        user = User.objects.create_user(role, password="a long secret of the tests", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        page = open_page("/admin/", **{"viewport": TABLET, **context})
        page.get_by_label("Username").fill(role)
        page.get_by_label("Password").fill("a long secret of the tests")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("navigation", name="Curation")).to_be_visible()
        return page

    return as_role


def go(page: Page, path: str) -> None:
    page.goto(f"{re.match(r'https?://[^/]+', page.url).group()}{path}")  # type: ignore[union-attr]


def give_file(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Foods", exact=True).first.click()
    page.get_by_role("link", name="Import").click()
    page.get_by_label("File to import").set_input_files(path)
    page.get_by_label("Why").fill("the spring delivery")
    page.get_by_role("button", name="Try the file").click()


def test_an_editor_mends_seven_rows_of_an_import_and_a_wrong_magnesium(sign_in: SignIn, tmp_path: Path) -> None:
    food = Food.objects.get(ndb_no="11457")
    NutrientAmount.objects.filter(food=food, nutrient="magnesium_mg").update(amount=79_000)
    services.mark_edited(foods=[food.pk])
    page = sign_in("editor")
    _imports_a_hundred(page, tmp_path / "foods.csv")
    _overrides_and_puts_back(page, food)


def _imports_a_hundred(page: Page, file: Path) -> None:
    rows = rows_of(100)
    for line, column, typed, _said in FAULTS:
        rows[line - 1][column] = typed
    file.write_bytes(as_csv(rows))
    give_file(page, file)
    expect(page.get_by_role("heading", name="7 rows cannot be taken")).to_be_visible()
    table = page.locator(".import-report")
    for line, column, _typed, _said in FAULTS:
        row = table.get_by_role("row").filter(has_text=re.compile(rf"^\s*{line + 1}\s")).filter(has_text=column)
        expect(row.first).to_be_visible()
    assert not overflows(page)
    assert Food.objects.filter(ndb_no__startswith="Z0").count() == 0

    file.write_bytes(as_csv(rows_of(100)))
    give_file(page, file)
    expect(page.get_by_text("100 new", exact=True)).to_be_visible()
    page.get_by_role("button", name="Confirm import").click()
    expect(page.get_by_text("Import finished")).to_be_visible()
    assert Food.objects.filter(ndb_no__startswith="Z0", state="draft").count() == 100


def _overrides_and_puts_back(page: Page, food: Food) -> None:
    page.get_by_role("link", name="Quality").click()
    page.locator("[href='?check=mineral_unit']").click()
    expect(page.get_by_role("link", name="11457").first).to_be_visible()
    go(page, f"/admin/foods/food/{food.pk}/nutrient/magnesium_mg/")
    expect(page.get_by_text("A check asks:").first).to_be_visible()
    page.get_by_label("Amount in 100 g").fill("79")
    page.get_by_label("Why").first.fill("µg were taken for mg")
    page.get_by_role("button", name="Override the source").click()
    expect(page.get_by_text("Magnesium was changed.")).to_be_visible()
    assert NutrientAmount.objects.get(food=food, nutrient="magnesium_mg").amount == 79

    page.get_by_role("link", name="History").click()
    row = page.get_by_role("row").filter(has_text="Magnesium").filter(has_text="µg were taken for mg")
    expect(row.first).to_contain_text("editor")
    go(page, f"/admin/foods/food/{food.pk}/nutrient/magnesium_mg/")
    expect(page.get_by_text("79,000 mg").first).to_be_visible()
    page.locator("[name=back-reason]").fill("the source was right")
    page.get_by_role("button", name="Revert").click()
    expect(page.get_by_text("Magnesium was changed.")).to_be_visible()
    assert NutrientAmount.objects.get(food=food, nutrient="magnesium_mg").amount == 79_000


def test_a_reviewer_merges_duplicates_with_the_impact_shown_and_takes_them_apart(sign_in: SignIn) -> None:
    keep, away = food_with({"magnesium_mg": 40}, name="Zqkasha, dry"), food_with({}, name="Zqkasha dry")
    dish_of((away, 100.0), name="Zqporridge")
    page = sign_in("reviewer")
    go(page, f"/admin/foods/food/merge/?keep={keep.ndb_no}&away={away.ndb_no}")
    expect(page.get_by_text("Zqporridge")).to_be_visible()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    page.get_by_label("Why").fill("the same groats")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("was merged into this food")).to_be_visible()
    assert Food.objects.get(pk=away.pk).merged_into == keep

    go(page, f"/admin/foods/food/{away.pk}/change/")
    page.get_by_role("link", name="Undo merge").click()
    expect(page.get_by_text("Zqporridge")).to_be_visible()
    page.get_by_label("Why").fill("one is roasted")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("The merge was undone.")).to_be_visible()
    assert Food.objects.get(pk=away.pk).merged_into is None


@pytest.mark.parametrize("viewport", [UPRIGHT, TABLET], ids=["upright", "across"])
def test_a_reviewer_reads_every_page_on_a_tablet(sign_in: SignIn, viewport: dict[str, int]) -> None:
    page = sign_in("reviewer", viewport=viewport)
    food = Food.objects.get(ndb_no="11457")
    dish = Swap.objects.values_list("ingredient__dish", flat=True)[0]
    wrong = []
    for path in (
        "foods/food/",
        f"foods/food/{food.pk}/change/",
        f"foods/food/{food.pk}/history/",
        "foods/food/quality/",
        "foods/food/duplicates/",
        f"foods/dish/{dish}/change/",
        f"foods/dish/{dish}/history/",
        "knowledge/",
        "knowledge/rules/",
        "knowledge/rules/fact/CND-CKD-K/",
        "knowledge/tablets/",
        "knowledge/due/",
        "knowledge/changes/",
    ):
        go(page, f"/admin/{path}")
        wrong += [f"{path} scrolls sideways"] * overflows(page)
        wrong += [f"{path}: {text} is too low for a finger" for text in small_targets(page)]
        if path.startswith("knowledge/"):
            open_all_folds(page)
            wrong += [f"{path}: {fault}" for fault in axe_faults(page, preload=False)]
    assert not wrong, "\n".join(wrong)


def small_targets(page: Page) -> list[str]:
    """Buttons, and ways of the header, lower than 36 pixels."""
    found = page.locator(".curation-nav a, .submit-row input, .object-tools a, main .button")
    boxes = [(one.inner_text() or one.get_attribute("value") or "", one.bounding_box()) for one in found.all()]
    return [text for text, box in boxes if box and 0 < box["height"] < 36]
