"""Which kinds of food does a plan count beside nutrients, and how much of each is in a portion?

A wish ("more of this") counts what certainly is of the kind. Where nobody knows, a maximum counts it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nutriplan.domain.composition import Composition
from nutriplan.domain.person import SlotName

Portion = tuple[Composition, float]
Portions = Iterable[Portion]

#: What no plan chooses for anybody (P8, P12): liver and fish liver oil hold so much retinol that one helping is above
#: the upper level, and alcohol is never planned. Only what certainly is one: this is no caution for a person.
NEVER_CHOSEN = frozenset({"liver", "fish_liver_oil", "alcohol"})

#: One serving of dried fruit, the most of a day (P13).
DRIED_FRUIT_G_PER_DAY = 40.0

#: Groups of the food table that are grain. A grain that is not surely whole counts as not whole.
GRAIN_GROUPS = frozenset({"Cereal Grains and Pasta", "Breakfast Cereals", "Baked Products"})
_PROCESSED_MEAT_GROUP = "Sausages and Luncheon Meats"
_FRUIT_GROUP = "Fruits and Fruit Juices"
#: Whole words of the names of fruit that is eaten dried; what was stewed from it is named so and is not.
_DRIED = re.compile(r"\b(?:dried|raisins?|prunes?|dates?|sultanas?|currants, zante)\b", re.IGNORECASE)
_NOT_DRIED = re.compile(r"\b(?:stewed|juice|rehydrated|undried)\b|not dried", re.IGNORECASE)
#: Foods whose sugar is added or set free: sweets, syrups and honey, sweetened drinks and juice.
_FREE_SUGAR_TAGS = frozenset({"high_added_sugar", "sugary_drink", "honey"})
_SALTED = frozenset({"salt_added", "high_sodium"})
_SALTED_AT_NIGHT = frozenset({"fish", "crustacean", "mollusc", "vegetable"})


def never_chosen(food: Composition) -> frozenset[str]:
    """Why the planner never chooses this food for anyone; empty where it may."""
    return food.tags & NEVER_CHOSEN


def is_salted_for_bedtime(food: Composition, slot: SlotName) -> bool:
    """Salted fish or pickles as the last thing of the day (P15)."""
    if slot is not SlotName.EVENING_SNACK:
        return False
    return bool(food.tags & _SALTED and food.tags & _SALTED_AT_NIGHT)


def carrying_g(portions: Portions, *tags: str) -> float:
    """Grams of foods that certainly carry one of the tags."""
    return sum(grams for food, grams in portions if not food.tags.isdisjoint(tags))


def is_dried_fruit(food: Composition) -> bool:
    """By its group and the whole words of its name."""
    return food.group == _FRUIT_GROUP and bool(_DRIED.search(food.name)) and not _NOT_DRIED.search(food.name)


def dried_fruit_g(portions: Portions) -> float:
    return sum(grams for food, grams in portions if is_dried_fruit(food))


def processed_meat_g(portions: Portions) -> float:
    return sum(
        grams
        for food, grams in portions
        if food.group == _PROCESSED_MEAT_GROUP or food.tags & {"deli_meat", "cured_fermented_meat"}
    )


def whole_grain_kcal(portions: Portions) -> float:
    """Grain is counted by its energy: servings of bread, flour and cooked rice differ in weight, but not in energy."""
    return _energy_kcal((food, grams) for food, grams in portions if "whole_grain" in food.tags)


def other_grain_kcal(portions: Portions) -> float:
    return _energy_kcal(
        (food, grams) for food, grams in portions if food.group in GRAIN_GROUPS and "whole_grain" not in food.tags
    )


def _energy_kcal(portions: Portions) -> float:
    return sum(food.amounts.get("energy_kcal", 0.0) * grams / 100 for food, grams in portions)


def free_sugars_g(portions: Portions) -> float:
    """All the sugar of foods whose sugar is added or set free, and of those of which nobody knows: an upper estimate.

    A food table counts sugar as a whole. Where not even that is known, what is usual in the food's group counts; a food
    without that adds nothing, and `free_sugars_unknown_g` says how much of it there is.
    """
    return sum(
        food.amounts.get("sugars_g", food.ceilings.get("sugars_g", 0.0)) * grams / 100
        for food, grams in portions
        if _may_add_sugar(food)
    )


def free_sugars_unknown_g(portions: Portions) -> float:
    """Grams of foods that may bring free sugar in an amount nobody can even estimate."""
    return sum(
        grams
        for food, grams in portions
        if _may_add_sugar(food) and "sugars_g" not in food.amounts and "sugars_g" not in food.ceilings
    )


def _may_add_sugar(food: Composition) -> bool:
    return any(food.may_carry(tag) for tag in _FREE_SUGAR_TAGS)


def soya_protein_g(portions: Portions) -> float:
    """Protein from soya foods: it makes a glass of soya drink, tofu and soya sauce comparable. An unknown amount takes
    the usual of its group; without that it is infinite."""
    return sum(
        food.amounts.get("protein_g", food.ceilings.get("protein_g", float("inf"))) * grams / 100
        for food, grams in portions
        if "soy" in food.tags and grams > 0
    )


def vitamin_d_without_fat_g(portions: Portions) -> float:
    """Fat of a dish less what a vitamin D food in it asks for (P6): below 0 something with fat should stand by."""
    portions = list(portions)
    fat = sum(food.amounts.get("fat_g", 0.0) * grams / 100 for food, grams in portions)
    vitamin_d = sum(food.amounts.get("vitamin_d_ug", 0.0) * grams / 100 for food, grams in portions)
    return fat - FAT_WITH_VITAMIN_D_G if vitamin_d >= VITAMIN_D_FOOD_UG else fat


#: A dish is a vitamin D food from a tenth of the US Daily Value of 20 µg (21 CFR 101.9: "good source"), and wants so
#: much fat beside it (a design value).
VITAMIN_D_FOOD_UG = 2.0
FAT_WITH_VITAMIN_D_G = 10.0
