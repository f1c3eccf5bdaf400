"""Door 3: where curators look after foods and dishes. Every save goes through foods.services."""

from foods.admin.dish import DishAdmin
from foods.admin.food import FoodAdmin, FoodGroupAdmin, SourceAdmin
from foods.admin.purchase import FoodTagAdmin, PurchaseAdmin

__all__ = ["DishAdmin", "FoodAdmin", "FoodGroupAdmin", "FoodTagAdmin", "PurchaseAdmin", "SourceAdmin"]
