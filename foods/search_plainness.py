"""How far is a food from the plain thing people mean by its name?"""

from __future__ import annotations

import re

from foods.search_words import normalise

#: How far from plain a group is: baby food, fast food, restaurant and native foods, mixed meals, snacks, cold cuts.
_GROUP_DISTANCE = {"0300": 40, "2100": 30, "3600": 30, "3500": 60, "2200": 15, "2500": 10, "0700": 5}
#: Words that say a food is a special form of itself.
_SPECIAL = frozenset(
    {
        "babyfood",
        "canned",
        "commodity",
        "concentrate",
        "condensed",
        "dehydrated",
        "diet",
        "dried",
        "dry",
        "fast",
        "fat",
        "flavored",
        "formulated",
        "freeze",
        "frozen",
        "glutinous",
        "human",
        "imitation",
        "industrial",
        "industrially",
        "light",
        "low",
        "lowfat",
        "mix",
        "nonfat",
        "pickled",
        "powder",
        "powdered",
        "reduced",
        "restaurant",
        "substitute",
        "sweetened",
        "unprepared",
    }
)
#: Words that say it is in the form people mean.
_PLAIN = frozenset(["raw", "whole", "fresh", "cooked", "boiled", "fluid", "brewed", "plain", "regular"])
_TRADE_NAME = re.compile(r"\b[A-Z][A-Z'&-]{3,}\b")


def plainness(name: str, *, group: str, in_survey: bool, manufacturer: str) -> int:
    """How far a food is from the plain thing people mean by its first word; smaller is plainer."""
    words = normalise(name).split()
    distance = 3 * name.count(",") + len(words)
    distance += _GROUP_DISTANCE.get(group, 0)
    distance += 4 * len(_SPECIAL.intersection(words)) - 4 * len(_PLAIN.intersection(words))
    distance += 25 if manufacturer or _TRADE_NAME.search(name) else 0
    return distance - (15 if in_survey else 0)
