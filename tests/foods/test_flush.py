"""Foods and dishes outlive the flush that ends every test on a committed database."""

import pytest
from django.contrib.auth import get_user_model

from foods import services
from foods.models import Dish, Food, NutrientAmount
from tests.foods.factories import dish_of, food_with


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_foods_are_there_and_what_a_test_left_is_gone(turn: int) -> None:
    assert Food.objects.count() == 8789
    assert NutrientAmount.objects.count() == 355_657
    assert not Dish.objects.filter(name="Left behind").exists()
    assert not get_user_model().objects.exists()
    get_user_model().objects.create_user(f"someone-{turn}")
    if turn == 1:
        dish_of((food_with({"iron_mg": 1}), 100), name="Left behind")
        services.set_amount(food=Food.objects.get(ndb_no="01001"), nutrient="iron_mg", amount=None, reason="a test")
