from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from foods.models import (
    Alias,
    Correction,
    DishSlot,
    Food,
    FoodTag,
    GroupCeiling,
    Ingredient,
    NutrientAmount,
    Pack,
    Portion,
    Purchase,
    Step,
)
from tests.foods.factories import DishFactory, FoodFactory, FoodGroupFactory, PurchaseFactory, food_with

pytestmark = pytest.mark.django_db


def amount(value: float, origin: str = "1", nutrient: str = "magnesium_mg") -> NutrientAmount:
    return NutrientAmount.objects.create(food=FoodFactory.create(), nutrient=nutrient, amount=value, origin=origin)


def twice_an_amount() -> None:
    food = food_with({"magnesium_mg": 1})
    NutrientAmount.objects.create(food=food, nutrient="magnesium_mg", amount=2)


def portion(amount: float = 1, grams: float = 10, unit: str = "cup") -> Portion:
    return Portion.objects.create(food=FoodFactory.create(), position=1, amount=amount, grams=grams, unit=unit)


def ingredient(grams: float) -> Ingredient:
    dish, food = DishFactory.create(), FoodFactory.create()
    return Ingredient.objects.create(dish=dish, food=food, position=1, grams=grams, measure="1 cup")


BROKEN: dict[str, Callable[[], object]] = {
    "amount_finite_not_negative (negative)": lambda: amount(-0.1),
    "amount_finite_not_negative (infinite)": lambda: amount(float("inf")),
    "amount_assumed_zero_is_zero": lambda: amount(1, origin="7"),
    "amount_once_per_food": twice_an_amount,
    "portion_amount_positive": lambda: portion(amount=0),
    "portion_grams_positive": lambda: portion(grams=0),
    "portion_has_unit": lambda: portion(unit=""),
    "food_refuse_below_100_pct": lambda: FoodFactory.create(refuse_pct=100),
    "food_has_number": lambda: FoodFactory.create(ndb_no=""),
    "food_has_name": lambda: FoodFactory.create(name=""),
    "food number unique": lambda: FoodFactory.create(ndb_no="01001"),
    "tag_state_known": lambda: FoodTag.objects.create(
        food=FoodFactory.create(), tag="dairy", state="perhaps", reason="a test"
    ),
    "alias_has_name": lambda: Alias.objects.create(food=FoodFactory.create(), name=""),
    "ceiling_not_negative": lambda: GroupCeiling.objects.create(
        group=FoodGroupFactory.create(), nutrient="iron_mg", amount=-1, food_count=1
    ),
    "correction_has_reason": lambda: Correction.objects.create(
        food=FoodFactory.create(), what="iron_mg", action="remove", was="1", why="", dated="2026-01-01"
    ),
    "purchase_yield_plausible": lambda: PurchaseFactory.create(eaten_per_bought=0),
    "purchase_has_name": lambda: PurchaseFactory.create(name=""),
    "purchase_opened_keeps_no_longer": lambda: PurchaseFactory.create(keeps_days=3, opened_days=4),
    "purchase_price_tier_1_to_3": lambda: PurchaseFactory.create(price_tier=4),
    "pack_grams_positive": lambda: Pack.objects.create(purchase=PurchaseFactory.create(), label="bag", grams=0),
    "dish_has_name": lambda: DishFactory.create(name=""),
    "dish_role_known": lambda: DishFactory.create(role="starter"),
    "dish_serves_1_to_24": lambda: DishFactory.create(servings=0),
    "dish_cost_tier_1_to_3": lambda: DishFactory.create(cost_tier=4),
    "dish_made_within_a_day": lambda: DishFactory.create(minutes=1441),
    "dish_declared_known": lambda: DishFactory.create(declared="fruitarian"),
    "slot_known": lambda: DishSlot.objects.create(dish=DishFactory.create(), slot="supper"),
    "ingredient_grams_positive": lambda: ingredient(0),
    "step_has_text": lambda: Step.objects.create(dish=DishFactory.create(), position=1, text=""),
}


def test_what_is_right_is_stored() -> None:
    assert amount(0, origin="7").is_assumed
    assert portion(amount=2, grams=50).grams_each == 25
    assert ingredient(1).grams == 1
    assert Purchase.objects.get(pk=PurchaseFactory.create().pk).eaten_per_bought == 1


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_the_database_itself_refuses(broken: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()


def test_the_edible_share_of_a_food_without_refuse_is_unknown() -> None:
    assert FoodFactory.create(refuse_pct=None).edible_share is None
    assert FoodFactory.create(refuse_pct=25).edible_share == 0.75


def test_numbers_are_text_with_their_zeros() -> None:
    assert Food.objects.get(ndb_no="01001").ndb_no == "01001"
