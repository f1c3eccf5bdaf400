"""What is stored about food? One module a subject; everything is importable from here."""

from foods.models.dish import Declared, Dish, DishSlot, Ingredient, Step, Swap
from foods.models.food import (
    Alias,
    AmountOverride,
    Confidence,
    Correction,
    Food,
    FoodState,
    FoodTag,
    Level,
    NutrientAmount,
    NutrientLevel,
    Origin,
    Portion,
    TagState,
)
from foods.models.found import SearchChange, SearchState
from foods.models.imports import ImportBatch, ImportedFood, ImportRejection
from foods.models.purchase import Pack, Purchase
from foods.models.quality import FoodFinding, GroupSpread, QualityCheck
from foods.models.source import DataVersion, FoodGroup, GroupCeiling, Source

__all__ = [
    "Alias",
    "AmountOverride",
    "Confidence",
    "Correction",
    "DataVersion",
    "Declared",
    "Dish",
    "DishSlot",
    "Food",
    "FoodFinding",
    "FoodGroup",
    "FoodState",
    "FoodTag",
    "GroupCeiling",
    "GroupSpread",
    "ImportBatch",
    "ImportRejection",
    "ImportedFood",
    "Ingredient",
    "Level",
    "NutrientAmount",
    "NutrientLevel",
    "Origin",
    "Pack",
    "Portion",
    "Purchase",
    "QualityCheck",
    "SearchChange",
    "SearchState",
    "Source",
    "Step",
    "Swap",
    "TagState",
]
