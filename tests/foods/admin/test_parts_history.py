"""Names of a food, ingredients and stand-ins of a dish: who changed them and why, and each put back as it was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foods import curation, selectors
from foods.food_lists import FoodFilters
from foods.models import Alias, Food, Ingredient, Swap
from nutriplan.domain.errors import InputFaults
from tests.foods.admin.browser_forms import change_url, form_of, page
from tests.foods.factories import dish_of, food_with

pytestmark = pytest.mark.django_db


def history_url(row: Any) -> str:
    return reverse(f"admin:foods_{row._meta.model_name}_history", args=[row.pk])


def put_back_pages(client: Client, row: Any) -> list[str]:
    """Newest first."""
    return re.findall(r'href="([^"]+/put-back/[^"]+)"', page(client, history_url(row)))


@pytest.mark.requirement("M1")
def test_an_ingredient_that_was_changed_is_put_back_as_it_was_loaded(admin_client: Client) -> None:
    oats, rye = food_with({}, name="Zqoats"), food_with({}, name="Zqrye")
    dish = dish_of((oats, 100.0), by_hand=False)
    sent = {**form_of(admin_client, change_url(dish)), "ingredients-0-grams": "250", "change_reason": "a bigger pot"}
    sent["ingredients-0-food"] = str(rye.pk)
    assert admin_client.post(change_url(dish), sent).status_code == 302
    text = page(admin_client, history_url(dish))
    assert re.search(r"Zqrye.*?changed.*?250 g.*?a bigger pot", text, re.DOTALL)
    assert re.search(r"Zqoats.*?100 g.*?as it was loaded", text, re.DOTALL)
    oldest = put_back_pages(admin_client, dish)[-1]
    assert "Now it is:" in page(admin_client, oldest)
    assert admin_client.post(oldest, {"reason": ""}).status_code == 200
    assert admin_client.post(oldest, {"reason": "the old pot is back"}).status_code == 302
    item = Ingredient.objects.get(dish=dish)
    assert (item.food, item.grams) == (oats, 100.0)
    assert item.history.first().history_change_reason == "the old pot is back"
    assert dish.history.first().history_change_reason == "the old pot is back"


@pytest.mark.requirement("M1")
def test_a_name_that_was_taken_away_is_put_back_and_found(admin_client: Client) -> None:
    food = food_with({})
    alias = curation.add_alias(food=food, name="Zqtvorog", reason="what people say")
    sent = {**form_of(admin_client, change_url(food)), "aliases-0-DELETE": "on", "change_reason": "nobody says so"}
    assert admin_client.post(change_url(food), sent).status_code == 302
    assert not Alias.objects.filter(pk=alias.pk).exists()
    newest = put_back_pages(admin_client, food)[0]
    assert "Now it is taken away." in page(admin_client, newest)
    admin_client.post(newest, {"reason": "some do"})
    assert [one.food for one in selectors.listed(FoodFilters(text="zqtvorog"))] == [food]


def test_a_stand_in_is_written_changed_and_put_back_on_the_page_of_its_dish(admin_client: Client) -> None:
    oats, rice = food_with({}, name="Zqoats"), food_with({}, name="Zqrice")
    dish = dish_of((oats, 100.0))
    other = dish_of((rice, 50.0))
    sent = form_of(admin_client, change_url(dish))
    new = {
        "swaps-TOTAL_FORMS": "1",
        "swaps-0-ingredient": str(dish.ingredients.get().pk),
        "swaps-0-for_whom": "gluten-free",
        "swaps-0-food": str(rice.pk),
        "swaps-0-position": "1",
        "swaps-0-grams": "90",
        "swaps-0-measure": "1 cup",
    }
    foreign = {**sent, **new, "swaps-0-ingredient": str(other.ingredients.get().pk)}
    assert admin_client.post(change_url(dish), foreign).status_code == 200
    assert admin_client.post(change_url(dish), {**sent, **new}).status_code == 302
    swap = Swap.objects.get(ingredient__dish=dish)
    assert (swap.food, swap.grams) == (rice, 90)
    text = page(admin_client, change_url(dish))
    assert "1. Zqoats" in text
    gone = {**form_of(admin_client, change_url(dish)), "swaps-0-DELETE": "on"}
    assert admin_client.post(change_url(dish), gone).status_code == 302
    assert not Swap.objects.filter(ingredient__dish=dish).exists()
    admin_client.post(put_back_pages(admin_client, dish)[0], {"reason": "it was right"})
    assert Swap.objects.get(ingredient__dish=dish).grams == 90


def test_what_stands_in_the_place_by_now_is_not_pushed_away(admin_client: Client) -> None:
    food = food_with({})
    alias = curation.add_alias(food=food, name="Zqname", reason="x")
    alias.delete()
    record = Alias.history.filter(food_id=food.pk).first()
    Alias.objects.create(food=food, name="Zqname")
    with pytest.raises(InputFaults, match="already exists"):
        curation.put_back(record=record, reason="x")
    answer = admin_client.post(
        reverse("admin:foods_food_put_back", args=[food.pk, "alias", record.pk]), {"reason": "x"}, follow=True
    )
    assert "already exists" in answer.content.decode()


def test_a_part_of_another_food_is_not_found(admin_client: Client) -> None:
    curation.add_alias(food=food_with({}), name="Zqname", reason="x")
    record = Alias.history.first()
    other = Food.objects.get(ndb_no="01001")
    for kind in ("alias", "ingredient", "food"):
        url = reverse("admin:foods_food_put_back", args=[other.pk, kind, record.pk])
        assert admin_client.get(url).status_code == 404
