"""As an editor would: find a wrong value by a check, override it, see why, put it back; look at the history."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import services
from foods.admin.charts import daily_value_bars
from foods.models import AmountOverride, Food, NutrientAmount, Origin, Purchase
from tests.foods.admin.browser_forms import FOODS, change_url, form_of, page
from tests.foods.factories import PurchaseFactory, dish_of, food_with

pytestmark = pytest.mark.django_db
QUALITY = reverse("admin:foods_food_quality")


def value_url(food: Food, nutrient: str = "magnesium_mg") -> str:
    return reverse("admin:foods_food_nutrient", args=[food.pk, nutrient])


@pytest.fixture
def spinach() -> Food:
    """The source says 79 mg; somebody brought 79 000."""
    food = Food.objects.get(ndb_no="11457")
    NutrientAmount.objects.filter(food=food, nutrient="magnesium_mg").update(amount=79_000)
    services.mark_edited()
    return food


@pytest.mark.requirement("M1")
def test_a_wrong_magnesium_is_found_overridden_and_reverted(admin_client: Client, spinach: Food) -> None:
    report = page(admin_client, QUALITY, check="mineral_unit")
    assert re.search(r"11457</a>.*?Magnesium 79,000 mg", report, re.DOTALL)
    assert "11457" in page(admin_client, FOODS, check="mineral_unit", q="spinach")
    assert "A check asks" in page(admin_client, value_url(spinach))

    assert admin_client.post(value_url(spinach), {"amount": "79", "confidence": "high"}).status_code == 200
    given = {"amount": "79", "confidence": "high", "reason": "µg were taken for mg"}
    assert admin_client.post(value_url(spinach), given).status_code == 302
    override = AmountOverride.objects.get(food=spinach)
    assert (override.amount, override.original_amount, override.original_origin) == (79, 79_000, Origin.ANALYSED)
    text = page(admin_client, value_url(spinach))
    assert all(
        said in text for said in ("79 mg", "79,000 mg", "µg were taken for mg", "A check asks") if "check" not in said
    )
    assert "A check asks" not in text
    text = page(admin_client, change_url(spinach))
    assert "<del>79,000 mg</del>" in text
    assert "11457" not in page(admin_client, QUALITY, check="mineral_unit")

    history = page(admin_client, reverse("admin:foods_food_history", args=[spinach.pk]))
    assert re.search(r"admin.*?Magnesium.*?changed.*?79 mg.*?µg were taken for mg", history, re.DOTALL)

    assert admin_client.post(value_url(spinach), {"revert": "1"}).status_code == 200
    assert admin_client.post(value_url(spinach), {"revert": "1", "back-reason": "the label is new"}).status_code == 302
    row = NutrientAmount.objects.get(food=spinach, nutrient="magnesium_mg")
    assert (row.amount, row.origin) == (79_000, Origin.ANALYSED)
    assert not AmountOverride.objects.filter(food=spinach).exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Enter an amount"),
        ({"amount": "5", "unknown": "on"}, "Either an amount or not known"),
        ({"amount": "200000"}, "is more than 100 g can hold"),
        ({"amount": "-1"}, "greater than or equal to 0"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(admin_client: Client, given: dict[str, str], told: str) -> None:
    food = food_with({"magnesium_mg": 5})
    answer = admin_client.post(value_url(food), {"confidence": "low", "reason": "because", **given})
    assert told in answer.content.decode()
    assert NutrientAmount.objects.get(food=food).amount == 5


def test_a_value_that_nobody_knows_is_taken_away_and_never_shown_as_zero(admin_client: Client) -> None:
    food = food_with({"magnesium_mg": 5})
    admin_client.post(value_url(food), {"unknown": "on", "confidence": "low", "reason": "the source is wrong"})
    assert not food.amounts.exists()
    for url in (value_url(food), change_url(food)):
        text = page(admin_client, url)
        assert "not measured" in text
        assert not re.search(r"\b0(\.0)? mg", text)


def test_whoever_only_looks_cannot_write_a_value(client: Client) -> None:
    from foods import roles

    food = food_with({"magnesium_mg": 5})
    roles.create_roles()
    looker = User.objects.create_user("looker", is_staff=True)
    from django.contrib.auth.models import Permission

    looker.user_permissions.add(Permission.objects.get(codename="view_food"))
    client.force_login(looker)
    assert "Override the source" not in page(client, value_url(food))
    assert client.post(value_url(food), {"amount": "6", "confidence": "low", "reason": "x"}).status_code == 403
    assert client.get(value_url(food, "nonsense")).status_code == 404


@pytest.mark.requirement("M2")
def test_every_check_stands_in_the_report_with_its_count(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text = page(admin_client, QUALITY)
    assert re.search(r"No household measure with a weight.*?>297<", text, re.DOTALL)
    with django_assert_num_queries(4):
        page(admin_client, QUALITY)


def test_two_versions_are_compared_and_the_older_is_put_back(admin_client: Client) -> None:
    food = food_with({}, name="Zqold")
    first = food.history.first()
    sent = {**form_of(admin_client, change_url(food)), "name": "Zqnew", "change_reason": "a better name"}
    admin_client.post(change_url(food), sent)
    second = food.history.first()
    assert (second.history_change_reason, second.history_user.username) == ("a better name", "admin")
    url = reverse("admin:foods_food_history", args=[food.pk])
    text = page(admin_client, url, old=str(first.pk), new=str(second.pk))
    assert re.search(r"<del>Zqold</del>.*?<ins>Zqnew</ins>", text, re.DOTALL)
    assert " style=" not in text
    back = reverse("admin:foods_food_simple_history", args=[food.pk, first.pk])
    assert admin_client.post(back, {**sent, "name": "Zqold"}).status_code == 302
    food.refresh_from_db()
    assert food.name == "Zqold"


def test_a_loaded_food_can_be_put_back_as_it_was_loaded(admin_client: Client) -> None:
    food = Food.objects.get(ndb_no="12061")
    was, sent = food.display_name, form_of(admin_client, change_url(food))
    for name in ("Zqalmond", "Zqalmonds"):
        assert admin_client.post(change_url(food), {**sent, "display_name": name}).status_code == 302
    loaded = food.history.last()
    assert food.history.count() == 3
    assert (loaded.history_change_reason, loaded.history_user, loaded.display_name) == ("as it was loaded", None, was)
    back = reverse("admin:foods_food_simple_history", args=[food.pk, loaded.pk])
    assert admin_client.post(back, {**sent, "display_name": was}).status_code == 302
    food.refresh_from_db()
    assert food.display_name == was


def test_a_purchase_and_a_dish_have_a_history_too(admin_client: Client) -> None:
    purchase, dish = PurchaseFactory.create(), dish_of((food_with({}), 10.0))
    for row in (purchase, dish):
        sent = {**form_of(admin_client, change_url(row)), "name": "Zqother"}
        assert admin_client.post(change_url(row), sent).status_code == 302
        kind = row._meta.model_name
        assert "Zqother" in page(admin_client, reverse(f"admin:foods_{kind}_history", args=[row.pk]))
    assert Purchase.objects.get(pk=purchase.pk).name == "Zqother"


def test_bars_say_what_is_unknown_and_what_is_at_least() -> None:
    svg = daily_value_bars({"magnesium_mg": 210.0, "calcium_mg": None}, at_least=frozenset({"magnesium_mg"}))
    assert "≥ 210 mg · 50% DV" in svg
    assert svg.count('class="dv-none"') == 3
    assert "Calcium: not measured" in svg
    assert "style" not in svg


@pytest.mark.parametrize("path", ["review", "quality", "duplicates", "merge", "import", "export"])
def test_a_page_of_the_curation_opens_without_inline_style_or_script(admin_client: Client, path: str) -> None:
    text = page(admin_client, f"{FOODS}{path}/")
    assert not re.search(r"\s(style|on\w+)=\"", text)
