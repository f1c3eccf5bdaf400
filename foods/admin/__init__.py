"""Door 3: where curators look after foods and dishes. Every save goes through foods.services."""

from django.contrib import admin

from foods.admin.dish import DishAdmin
from foods.admin.food import FoodAdmin, FoodGroupAdmin, SourceAdmin
from foods.admin.purchase import FoodTagAdmin, PurchaseAdmin

__all__ = ["DishAdmin", "FoodAdmin", "FoodGroupAdmin", "FoodTagAdmin", "PurchaseAdmin", "SourceAdmin"]

# The header has the ways that are walked daily; a side bar would take a third of a tablet.
admin.site.enable_nav_sidebar = False
admin.site.index_title = "Curation"
