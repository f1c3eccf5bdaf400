"""What is bought for a food, and in which aisle does it stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from django.db.models import QuerySet

from foods.as_bought import bought_without, label_note
from foods.models import Purchase
from nutriplan.domain.composition import Composition
from nutriplan.domain.servings import Pack
from nutriplan.domain.servings import Purchase as ToBuy

OTHER = "Other"
#: Where shops keep what belongs to a group of SR28; a group that they spread over many aisles is not named.
AISLE_OF_GROUP: Mapping[str, str] = MappingProxyType(
    {
        "Baked Products": "Bakery",
        "Beef Products": "Meat",
        "Beverages": "Drinks",
        "Breakfast Cereals": "Breakfast cereals",
        "Cereal Grains and Pasta": "Grains, pasta and pulses",
        "Dairy and Egg Products": "Dairy and eggs",
        "Fats and Oils": "Oils, herbs and spices",
        "Finfish and Shellfish Products": "Fish",
        "Fruits and Fruit Juices": "Fruit and vegetables",
        "Lamb, Veal, and Game Products": "Meat",
        "Legumes and Legume Products": "Grains, pasta and pulses",
        "Nut and Seed Products": "Nuts and seeds",
        "Pork Products": "Meat",
        "Poultry Products": "Meat",
        "Sausages and Luncheon Meats": "Meat",
        "Soups, Sauces, and Gravies": "Tins and jars",
        "Spices and Herbs": "Oils, herbs and spices",
        "Vegetables and Vegetable Products": "Fruit and vegetables",
    }
)


def purchases() -> QuerySet[Purchase]:
    """With what is read of them fetched along (2 queries)."""
    return Purchase.objects.select_related("bought_as").prefetch_related("packs")


def to_buy(row: Purchase, food: Composition) -> ToBuy:
    """food: what is eaten of it, whose open allergens are looked for on the label."""
    return ToBuy(
        name=row.name,
        ndb_no=row.bought_as.ndb_no,
        eaten_per_bought=row.eaten_per_bought,
        aisle=row.aisle,
        staple=row.is_staple,
        packs=tuple(Pack(pack.label, pack.grams) for pack in row.packs.all()),
        note=label_note(bought_without(food, row.without), row.note),
        keeps_days=row.keeps_days,
        opened_days=row.opened_days,
        price_tier=row.price_tier,
    )


def goods(foods: Mapping[int, Composition]) -> dict[int, ToBuy]:
    """Food id -> what to buy for a recipe that names any food, in 4 queries: what our dishes buy for it, or for which
    they buy it (dry lentils), or else the food itself from the aisle of its group."""
    own = {row.food_id: row for row in purchases().filter(food__in=foods)}
    raw = {row.bought_as_id: row for row in purchases().filter(bought_as__in=set(foods) - set(own)).order_by("-name")}
    return {food_id: _good(food, own.get(food_id), raw.get(food_id)) for food_id, food in foods.items()}


def _good(food: Composition, own: Purchase | None, raw: Purchase | None) -> ToBuy:
    if own is not None:
        return to_buy(own, food)
    if raw is not None:
        return replace(to_buy(raw, food), eaten_per_bought=1.0)
    return ToBuy(food.shown_name, food.ndb_no, 1.0, AISLE_OF_GROUP.get(food.group, OTHER))
