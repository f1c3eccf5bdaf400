"""What is stored about food? One module a subject; everything is importable from here."""

from foods.models.dish import Declared, Dish, DishSlot, Ingredient, Step
from foods.models.food import Alias, Correction, Food, FoodTag, NutrientAmount, Origin, Portion, TagState
from foods.models.purchase import Pack, Purchase
from foods.models.source import DataVersion, FoodGroup, GroupCeiling, Source

__all__ = [
    "Alias",
    "Correction",
    "DataVersion",
    "Declared",
    "Dish",
    "DishSlot",
    "Food",
    "FoodGroup",
    "FoodTag",
    "GroupCeiling",
    "Ingredient",
    "NutrientAmount",
    "Origin",
    "Pack",
    "Portion",
    "Purchase",
    "Source",
    "Step",
    "TagState",
]
