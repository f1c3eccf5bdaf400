"""How is a dish made, how long does it keep, and what may stand in for an ingredient? The closed words of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

#: The longest that any dish is said to keep in the fridge, in days after the day it was cooked.
LONGEST_KEPT_DAYS = 14


class Scaling(StrEnum):
    """How a recipe grows and shrinks.

    linear: any amount. pieces: whole servings only (a fillet, an omelette). batch: the whole recipe is cooked, and the
    rest is eaten within the days it keeps.
    """

    LINEAR = "linear"
    PIECES = "pieces"
    BATCH = "batch"


class Season(StrEnum):
    """When the produce of a dish is in season, in the northern hemisphere."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Cuisine(StrEnum):
    """Whose kitchen a dish comes from. any: everybody's (an apple, a glass of milk)."""

    AFRICAN = "african"
    BRITISH = "british"
    EAST_ASIAN = "east asian"
    EASTERN_EUROPEAN = "eastern european"
    LATIN_AMERICAN = "latin american"
    MEDITERRANEAN = "mediterranean"
    MIDDLE_EASTERN = "middle eastern"
    NORTH_AMERICAN = "north american"
    NORTHERN_EUROPEAN = "northern european"
    SOUTH_ASIAN = "south asian"
    ANY = "any"


def season_of(day: date) -> Season:
    """The meteorological season of a day, in the northern hemisphere."""
    return (Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN)[day.month % 12 // 3]


#: What a kitchen must have for a dish beyond a knife, a board and a bowl. None of them: nothing is needed.
EQUIPMENT: tuple[str, ...] = (
    "baking tin",
    "blender",
    "grill",
    "kettle",
    "microwave",
    "oven",
    "pan",
    "pot",
    "pressure cooker",
    "steamer",
    "toaster",
    "wok",
)


class SwapFor(StrEnum):
    """For whom another food stands in for an ingredient."""

    DAIRY_FREE = "dairy-free"
    GLUTEN_FREE = "gluten-free"
    NUT_FREE = "nut-free"
    EGG_FREE = "egg-free"
    SOY_FREE = "soy-free"
    FISH_FREE = "fish-free"
    VEGAN = "vegan"
    LOWER_SODIUM = "lower-sodium"
    LOWER_POTASSIUM = "lower-potassium"


#: What the food that stands in may neither carry nor possibly carry.
FREE_OF: Mapping[SwapFor, frozenset[str]] = MappingProxyType(
    {
        SwapFor.DAIRY_FREE: frozenset({"dairy"}),
        SwapFor.GLUTEN_FREE: frozenset({"gluten", "wheat"}),
        SwapFor.NUT_FREE: frozenset({"tree_nut", "peanut"}),
        SwapFor.EGG_FREE: frozenset({"egg"}),
        SwapFor.SOY_FREE: frozenset({"soy"}),
        SwapFor.FISH_FREE: frozenset({"fish", "crustacean", "mollusc"}),
        SwapFor.VEGAN: frozenset({"animal"}),
    }
)
#: Of which mineral a serving with the stand-in must bring less.
LESS_OF: Mapping[SwapFor, str] = MappingProxyType(
    {SwapFor.LOWER_SODIUM: "sodium_mg", SwapFor.LOWER_POTASSIUM: "potassium_mg"}
)
