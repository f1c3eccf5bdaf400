"""Does the library of dishes hold enough of every kind? The kinds, how many of each it must hold, and which dishes are.

Everything is derived from the ingredients: what a dish may carry it is not free of, a maximum takes the upper estimate
of what nobody measured, a minimum counts only what is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from nutriplan.domain.diet import DIETS
from nutriplan.domain.kitchen import FREE_OF, Cuisine, Season, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role, Serving

#: Cuisines of which the library holds only a taste.
_TASTES = frozenset({Cuisine.AFRICAN, Cuisine.NORTHERN_EUROPEAN, Cuisine.ANY})
_SOUP = re.compile(r"\b(soup|broth|borscht|chowder|minestrone|shchi|rassolnik|harira|congee)\b", re.IGNORECASE)
_SNACKS = frozenset({SlotName.MORNING_SNACK, SlotName.AFTERNOON_SNACK, SlotName.EVENING_SNACK})
_MEALS = frozenset({SlotName.LUNCH, SlotName.DINNER})
#: At most so many mg a serving. 140 mg of sodium is "low" on US labels (21 CFR 101.61); 300 mg of potassium is a
#: setting of this product.
LOW_POTASSIUM_MG, LOW_SODIUM_MG = 300.0, 140.0
#: A fifth of the US Daily Value (21 CFR 101.9): 420 mg of magnesium. Vitamin D: a fifth of the RDA of 15 µg.
MUCH_MAGNESIUM_MG, MUCH_VITAMIN_D_UG = 84.0, 3.0
#: A drink is mostly water and low in sugar: at most 5 g in 100 g, which the UK taxes a drink from.
WATER_SHARE, SUGAR_SHARE = 0.85, 0.05

Belongs = Callable[[Serving], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dish, and how many of it the library must hold at least."""

    name: str
    least: int
    holds: Belongs


@dataclass(frozen=True, slots=True)
class Count:
    """dishes: the keys of those that belong to the kind."""

    kind: Kind
    dishes: tuple[str, ...]

    @property
    def short_by(self) -> int:
        return max(0, self.kind.least - len(self.dishes))


def count(servings: Sequence[Serving]) -> tuple[Count, ...]:
    """Every kind with the dishes that belong to it."""
    return tuple(Count(kind, tuple(one.key for one in servings if kind.holds(one))) for kind in KINDS)


def free_of(serving: Serving, tags: Collection[str]) -> bool:
    """Whether nothing in it carries one of the tags or may carry it."""
    return not any(part.may_carry_any(tags) for part in serving.parts)


def _carries(serving: Serving, *tags: str) -> bool:
    return not serving.tags.isdisjoint(tags)


def _is_main_for(*slots: SlotName) -> Belongs:
    return lambda serving: serving.role is Role.MAIN and not serving.slots.isdisjoint(slots)


def _at_most(serving: Serving, key: str, amount: float) -> bool:
    return serving.sums((key,))[key].upper <= amount


def _at_least(serving: Serving, key: str, amount: float) -> bool:
    return serving.sums((key,))[key].known >= amount


def _is_drink(serving: Serving) -> bool:
    return (
        serving.key.startswith("drink-")
        and _at_least(serving, "water_g", WATER_SHARE * serving.grams)
        and _at_most(serving, "sugars_g", SUGAR_SHARE * serving.grams)
    )


def _is_side(serving: Serving) -> bool:
    return serving.role is Role.SIDE and not serving.key.startswith("drink-")


def _is_vegan(serving: Serving) -> bool:
    return free_of(serving, DIETS["vegan"])


def _is_vegetarian_only(serving: Serving) -> bool:
    return free_of(serving, DIETS["vegetarian"]) and not _is_vegan(serving)


def _in_season(season: Season) -> Kind:
    return Kind(f"season: {season.value}", 5, lambda serving: season in serving.seasons)


def _of_tier(tier: int) -> Kind:
    return Kind(f"cost tier {tier}", 5, lambda serving: serving.cost_tier == tier)


def _of_cuisine(cuisine: Cuisine) -> Kind:
    least = 1 if cuisine in _TASTES else 8
    return Kind(f"cuisine: {cuisine.value}", least, lambda serving: serving.cuisine is cuisine)


KINDS: tuple[Kind, ...] = (
    Kind("all dishes", 240, lambda _serving: True),
    Kind("breakfasts", 45, _is_main_for(SlotName.BREAKFAST)),
    Kind("lunches and dinners", 120, _is_main_for(*_MEALS)),
    Kind("snacks", 45, _is_main_for(*_SNACKS)),
    Kind("sides", 20, _is_side),
    Kind("soups", 12, lambda serving: _SOUP.search(serving.name) is not None),
    Kind("drinks, rich in water and low in sugar", 8, _is_drink),
    Kind("vegan", 90, _is_vegan),
    Kind("vegetarian, not vegan", 60, _is_vegetarian_only),
    Kind("fish", 35, lambda serving: _carries(serving, "fish")),
    Kind("oily fish", 10, lambda serving: _carries(serving, "oily_fish")),
    Kind("lean fish", 10, lambda serving: _carries(serving, "fish") and not _carries(serving, "oily_fish")),
    Kind("fish low in mercury", 30, lambda serving: _carries(serving, "best_choice_fish")),
    Kind("poultry or meat", 30, lambda serving: _carries(serving, "meat")),
    Kind("without gluten", 60, lambda serving: free_of(serving, FREE_OF[SwapFor.GLUTEN_FREE])),
    Kind("without milk", 60, lambda serving: free_of(serving, FREE_OF[SwapFor.DAIRY_FREE])),
    Kind(
        f"low in potassium (at most {LOW_POTASSIUM_MG:g} mg)",
        30,
        lambda serving: _at_most(serving, "potassium_mg", LOW_POTASSIUM_MG),
    ),
    Kind(
        f"low in sodium (at most {LOW_SODIUM_MG:g} mg)",
        30,
        lambda serving: _at_most(serving, "sodium_mg", LOW_SODIUM_MG),
    ),
    Kind(
        f"rich in vitamin D (at least {MUCH_VITAMIN_D_UG:g} µg)",
        25,
        lambda serving: _at_least(serving, "vitamin_d_ug", MUCH_VITAMIN_D_UG),
    ),
    Kind(
        f"much magnesium (at least {MUCH_MAGNESIUM_MG:g} mg)",
        60,
        lambda serving: _at_least(serving, "magnesium_mg", MUCH_MAGNESIUM_MG),
    ),
    Kind("within 15 minutes", 60, lambda serving: serving.minutes <= 15),
    Kind("keep two days or more", 40, lambda serving: serving.keeps_days >= 2),
    *(_in_season(season) for season in Season),
    *(_of_tier(tier) for tier in (1, 2, 3)),
    *(_of_cuisine(cuisine) for cuisine in Cuisine),
)
