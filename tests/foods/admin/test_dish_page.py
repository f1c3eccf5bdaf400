"""A dish written by hand: what contradicts itself is said on saving and on its page, before anybody eats it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from foods import dish_servings
from foods.models import Dish
from tests.foods.admin.browser_forms import change_url, form_of, page
from tests.foods.factories import dish_of, food_with

pytestmark = pytest.mark.django_db
OATS = {"energy_kcal": 380, "protein_g": 13, "fat_g": 7, "carbohydrate_g": 68, "sodium_mg": 5, "water_g": 8}


def test_a_dish_that_carries_what_it_says_it_does_not_says_so_when_saved(admin_client: Client) -> None:
    dish = dish_of((food_with(OATS, tags=["dairy"], name="Zqoats"), 200.0), slots=["breakfast"])
    sent = {**form_of(admin_client, change_url(dish)), "declared": "vegan"}
    saved = admin_client.post(change_url(dish), sent, follow=True).content.decode()
    assert "Declared vegan, but Zqoats carries dairy" in saved
    assert "declared vegan, but Zqoats carries dairy" in page(admin_client, change_url(dish))


def test_a_dish_of_a_food_that_is_not_published_is_offered_to_nobody_and_says_so() -> None:
    dish = dish_of((food_with(OATS, state="draft"), 200.0))
    assert dish_servings.faults_of(dish) == [
        "it is offered to nobody: it has no ingredient, or one that is not published"
    ]


def test_the_dishes_of_the_library_do_not_contradict_themselves(admin_client: Client) -> None:
    for dish in Dish.objects.filter(by_hand=False, is_published=True).order_by("key")[:3]:
        assert dish_servings.faults_of(dish) == []
        assert "curation-warn" not in page(admin_client, change_url(dish))


def test_a_new_dish_asks_for_stand_ins_when_its_ingredients_are_saved(admin_client: Client) -> None:
    text = page(admin_client, reverse("admin:foods_dish_add"))
    assert "ingredients-TOTAL_FORMS" in text
    assert "swaps-TOTAL_FORMS" not in text
