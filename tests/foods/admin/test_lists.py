import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import selectors
from foods.admin.dish import _told
from foods.food_lists import FoodFilters
from foods.models import Dish, Food, FoodTag, NutrientAmount, Purchase
from nutriplan.domain.composition import Sum
from tests.foods.admin.browser_forms import FOODS, change_url, form_of, page
from tests.foods.factories import PurchaseFactory, dish_of, food_with

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_four_nutrients(admin_client: Client) -> None:
    text = page(admin_client, FOODS, q="12061")
    assert all(amount in text for amount in ("270 mg", "269 mg", "733 mg", "0.0 µg"))


def test_an_absent_value_says_not_measured_and_never_zero(admin_client: Client) -> None:
    row = re.search(r"15209</a>.*?</tr>", page(admin_client, FOODS, q="15209"), re.DOTALL)
    assert row is not None
    cell = re.search(r'class="field-vitamin_d">([^<]*)<', row.group())
    assert cell is not None
    assert cell.group(1) == "not measured"


def test_a_list_of_50_takes_a_fixed_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(admin_client, FOODS)  # content types are asked for once a process
    with django_assert_num_queries(6):
        text = page(admin_client, FOODS)
    assert text.count("field-ndb_no") == 50


def test_the_list_is_searched_as_everywhere(admin_client: Client) -> None:
    text = page(admin_client, FOODS, q="cooked lentils")
    assert "Lentils, mature seeds, cooked, boiled, without salt" in text


@pytest.mark.requirement("M2")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"not_measured": "magnesium_mg"}, 739),
        ({"not_measured": "calcium_mg"}, 348),
        ({"portion": "none"}, 301),
        ({"group__id__exact": "1"}, None),
        ({"not_measured": "nonsense"}, 8789),
        ({"state__exact": "published"}, 8789),
        ({"check": "mineral_unit"}, 12),
        ({"check": "any"}, None),
        ({"check": "nonsense"}, 8789),
        ({"flag": "crustacean"}, None),
        ({"review": "due"}, 0),
        ({"review": "never"}, 8789),
        ({"override": "yes"}, 0),
    ],
)
def test_filters_find_what_needs_a_curator(admin_client: Client, query: dict[str, str], count: int | None) -> None:
    response = admin_client.get(FOODS, query)
    found = response.context["cl"].result_count
    assert found == count if count is not None else 0 < found < 8789


def test_assumed_zeros_are_found(admin_client: Client) -> None:
    found = admin_client.get(FOODS, {"assumed_zero": "vitamin_d_ug"}).context["cl"].result_count
    assert found == NutrientAmount.objects.filter(nutrient="vitamin_d_ug", origin="7").count() > 0


def test_the_list_is_sorted_by_a_nutrient(admin_client: Client) -> None:
    rows = list(admin_client.get(FOODS, {"q": "spinach", "o": "-4"}).context["cl"].result_list)
    amounts = [row.magnesium_mg for row in rows if row.magnesium_mg is not None]
    assert amounts == sorted(amounts, reverse=True)


def test_a_food_shows_what_is_known_and_what_is_not(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    food = Food.objects.get(ndb_no="15209")
    page(admin_client, change_url(food))
    with django_assert_num_queries(15):
        text = page(admin_client, change_url(food))
    assert re.search(r"Not measured.*?Vitamin D", text, re.DOTALL)
    assert "analysed or derived from analysis" in text
    assert "Undecided, treated as carried" in text


@pytest.mark.requirement("M1")
def test_an_amount_typed_in_with_a_reason_stands_beside_the_original(admin_client: Client) -> None:
    food = food_with({"iron_mg": 1})
    NutrientAmount.objects.filter(food=food).update(origin="1", derivation="A")
    before = selectors.data_version()
    sent = {**form_of(admin_client, change_url(food)), "amounts-0-amount": "2.5", "amounts-0-reason": "label of 2026"}
    assert admin_client.post(change_url(food), sent).status_code == 302
    row = NutrientAmount.objects.get(food=food)
    override = food.overrides.get()
    assert (row.amount, row.origin, row.derivation) == (2.5, "curated", "")
    assert (override.original_amount, override.original_origin) == (1, "1")
    assert (override.reason, override.by) == ("label of 2026", User.objects.get(username="admin"))
    assert selectors.data_version() != before
    assert re.search(r"<del>1.0 mg</del>", page(admin_client, change_url(food)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amounts-0-amount": "2"}, "Say why this is changed."),
        (
            {"amounts-0-amount": "-2", "amounts-0-reason": "x"},
            "negative|greater than or equal|finite|out of range|0 or",
        ),
        ({"amounts-0-amount": "200000", "amounts-0-reason": "x"}, "is more than 100 g can hold"),
        ({"amounts-0-DELETE": "on"}, "Say why the amount of Iron goes."),
    ],
)
def test_an_amount_without_reason_or_sense_is_refused(admin_client: Client, typed: dict[str, str], told: str) -> None:
    food = food_with({"iron_mg": 1})
    response = admin_client.post(change_url(food), {**form_of(admin_client, change_url(food)), **typed})
    assert response.status_code == 200
    assert re.search(told, response.content.decode())
    assert NutrientAmount.objects.get(food=food).amount == 1


def test_an_amount_taken_away_with_a_reason_is_unknown_not_zero(admin_client: Client) -> None:
    food = food_with({"magnesium_mg": 45_000})
    sent = form_of(admin_client, change_url(food))
    sent |= {"amounts-0-DELETE": "on", "amounts-0-reason": "nobody can have measured that"}
    assert admin_client.post(change_url(food), sent).status_code == 302
    assert not food.amounts.exists()
    assert selectors.composition(food).amounts == {}
    text = page(admin_client, change_url(food))
    assert "Magnesium: not measured" in text
    assert '<rect x="92" y="4" width="240.0" height="14" rx="3" class="dv-none"/>' in text


def test_a_new_amount_and_a_new_tag_are_written_by_the_services(admin_client: Client) -> None:
    food = food_with({})
    sent = form_of(admin_client, change_url(food))
    sent |= {"amounts-TOTAL_FORMS": "1", "amounts-0-nutrient": "zinc_mg", "amounts-0-amount": "3"}
    sent |= {"amounts-0-reason": "label", "tags-TOTAL_FORMS": str(int(sent["tags-TOTAL_FORMS"]) + 1)}
    new = f"tags-{sent['tags-INITIAL_FORMS']}"
    sent |= {f"{new}-tag": "sesame", f"{new}-state": "present", f"{new}-reason": "tahini in the recipe"}
    assert admin_client.post(change_url(food), sent).status_code == 302
    assert NutrientAmount.objects.get(food=food).amount == 3
    tag = FoodTag.objects.get(food=food, tag="sesame")
    assert (tag.state, tag.by_hand, tag.reason) == ("present", True, "tahini in the recipe")


def test_a_renamed_food_is_found_by_its_new_name(admin_client: Client) -> None:
    food = food_with({}, name="Zqold")
    admin_client.post(change_url(food), {**form_of(admin_client, change_url(food)), "name": "Zqnew"})
    assert [one.food for one in selectors.listed(FoodFilters(text="zqnew"))] == [food]


def test_a_dish_shows_live_nutrients_per_serving(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dish = Dish.objects.filter(servings=4).order_by("key").first()
    assert dish is not None
    page(admin_client, change_url(dish))
    with django_assert_num_queries(28):
        text = page(admin_client, change_url(dish))
    assert re.search(r"<th>Magnesium</th><td>\d+ mg</td>", text)


def test_a_dish_with_more_ingredients_takes_no_more_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dish = dish_of(*((food_with({}), 10.0) for _ in range(12)))
    page(admin_client, change_url(dish))
    with django_assert_num_queries(27):
        page(admin_client, change_url(dish))


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (Sum(120.4, 1.0, 120.4), "120 mg"),
        (Sum(120.4, 0.9, 200.0), "at least 120 mg (measured in 90% of the weight)"),
        (Sum(0.0, 0.0, 50.0), "not measured"),
    ],
)
def test_a_partly_known_sum_says_at_least(total: Sum, told: str) -> None:
    assert _told("magnesium_mg", total) == told


def test_a_changed_dish_is_the_curators_and_is_served_at_once(admin_client: Client) -> None:
    dish = dish_of((food_with({}), 100), by_hand=False)
    Dish.objects.filter(pk=dish.pk).update(by_hand=False)
    sent = {**form_of(admin_client, change_url(dish)), "minutes": "33", "ingredients-0-grams": "250"}
    assert admin_client.post(change_url(dish), sent).status_code == 302
    dish.refresh_from_db()
    assert (dish.by_hand, dish.minutes) == (True, 33)
    served = next(s for s in selectors.servings() if s.dish_id == dish.pk)
    assert served.parts[0].grams == 125


@pytest.mark.parametrize("name", ["dish", "purchase", "foodtag", "source", "foodgroup"])
def test_every_list_opens(admin_client: Client, name: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        page(admin_client, reverse(f"admin:foods_{name}_changelist"))


def test_a_tag_and_a_purchase_decided_here_outlive_the_files(admin_client: Client) -> None:
    tag = FoodTag.objects.filter(by_hand=False).first()
    purchase = PurchaseFactory.create(by_hand=False)
    assert tag is not None
    for row in (tag, purchase):
        given = {**form_of(admin_client, change_url(row)), "reason": "read on the label"}
        assert admin_client.post(change_url(row), given).status_code == 302
    assert FoodTag.objects.get(pk=tag.pk).by_hand
    assert Purchase.objects.get(pk=purchase.pk).by_hand


def test_deleting_gives_the_data_a_new_version(admin_client: Client) -> None:
    dish = dish_of((food_with({}), 100))
    before = selectors.data_version()
    admin_client.post(reverse("admin:foods_dish_delete", args=[dish.pk]), {"post": "yes"})
    assert not Dish.objects.filter(pk=dish.pk).exists()
    assert selectors.data_version() != before


def test_the_admin_is_closed_to_visitors(client: Client) -> None:
    assert client.get(FOODS).status_code == 302
