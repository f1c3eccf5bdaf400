"""Which foods are one food twice? Those with the same words in their name or the same bar code; a curator decides."""

from __future__ import annotations

import re
from collections import defaultdict

from foods.models import Food, FoodState
from foods.search import normalise

#: After these the order of words is the meaning.
_ORDERED = frozenset({"with", "without", "no", "not", "or"})
_RINSED = re.compile(r"\b(usda commodity|includes foods for usda s food distribution program)\b")


#: What is rinsed out of a name word by word before names are compared closely.
_RINSED_WORDS = frozenset(["usda", "commodity", "includes", "foods", "for", "s", "food", "distribution", "program"])


def duplicates(*, most: int | None = None) -> tuple[int, list[list[Food]]]:
    """How many groups of foods in use carry the same words in their name or the same bar code, and the first of them.

    Two queries. A group is a question to a curator. Foods with different makers or names in other words are not
    compared. Only names that share all their words are compared closely, so that 400,000 foods take seconds.
    """
    rows = Food.objects.exclude(state=FoodState.RETIRED).order_by("ndb_no")
    near: dict[tuple[object, ...], list[tuple[int, str, str]]] = defaultdict(list)
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, name, maker, gtin in rows.values_list("pk", "name", "manufacturer", "gtin").iterator(chunk_size=5000):
        near[normalise(maker), frozenset(normalise(name).split()) - _RINSED_WORDS].append((pk, name, maker))
        if gtin:
            by_key["gtin", gtin.lstrip("0")].append(pk)
    for alike in near.values():
        for pk, name, maker in alike if len(alike) > 1 else ():
            by_key["name", *_words(name), normalise(maker)].append(pk)
    groups = list(dict.fromkeys(tuple(sorted(keys)) for keys in by_key.values() if len(keys) > 1))
    shown = groups[:most]
    foods = Food.objects.select_related("group", "source").in_bulk([pk for group in shown for pk in group])
    return len(groups), [sorted((foods[pk] for pk in group), key=lambda food: food.ndb_no) for group in shown]


def _words(name: str) -> list[str]:
    """The name whatever the order of its parts and of their words; "with salt, without nuts" stays what it says."""
    parts = (_RINSED.sub("", normalise(part)).split() for part in name.split(","))
    said = (part if _ORDERED.intersection(part) else sorted(part) for part in parts if part)
    return sorted(" ".join(part) for part in said)
