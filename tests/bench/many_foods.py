"""How does a database with 400,000 foods come about? By rule from the 8,789 real ones, the same every time.

python -m tests.bench.many_foods [FOODS]

Into the database of DATABASE_URL, which holds the loaded foods already. Each made food is a real one under a made-up
brand, with a word of packaging, its group and five of its values; so words are as frequent as in the real table, and
brands add 4,000 words that no real food has. Nothing is random.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import product

import django

from foods.importers import bulk

FOODS = 400_000
_BEGINS = (
    "bel",
    "cor",
    "dun",
    "fal",
    "gar",
    "hol",
    "kes",
    "lum",
    "mar",
    "nor",
    "pel",
    "ros",
    "sal",
    "tor",
    "vel",
    "wes",
)
_MIDDLES = ("a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "il", "ol", "um", "is", "os")
_ENDS = (
    "field",
    "brook",
    "ton",
    "dale",
    "wick",
    "more",
    "well",
    "stead",
    "ford",
    "mont",
    "co",
    "via",
    "ria",
    "na",
    "zo",
    "x",
)
_PACKS = (
    "family size",
    "value pack",
    "organic",
    "no salt added",
    "original",
    "classic",
    "lightly sweetened",
    "club pack",
)
_KEYS = ("energy_kcal", "magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug")


def brands() -> list[str]:
    return [f"{begin}{middle}{end}" for begin, middle, end in product(_BEGINS, _MIDDLES, _ENDS)]


def make(foods: int = FOODS) -> int:
    """Fill up to so many foods; gives how many were made."""
    from django.db import transaction

    from foods import search_journal
    from foods.models import Food, NutrientAmount

    fields = ("pk", "name", "group_id", "source_id", "search_text", "plainness")
    real = list(Food.objects.exclude(ndb_no__startswith="G").order_by("ndb_no").values_list(*fields))
    missing = max(0, foods - Food.objects.count())
    first = Food.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    amounts: dict[int, list[tuple[str, float]]] = {}
    for pk, key, amount in NutrientAmount.objects.filter(nutrient__in=_KEYS).values_list(
        "food_id", "nutrient", "amount"
    ):
        amounts.setdefault(pk, []).append((key, amount))
    columns = ("id", *_CELLS)
    with transaction.atomic():
        bulk.insert(Food, columns, _foods(real, first, missing))
        bulk.insert(
            NutrientAmount,
            ("food", "nutrient", "amount", "origin", "derivation"),
            (
                (first + at, key, amount, "8", "LCCS")
                for at in range(missing)
                for key, amount in amounts.get(real[at % len(real)][0], ())
            ),
        )
        search_journal.note(None)
    bulk.refresh_statistics()
    return missing


_CELLS = (
    "ndb_no",
    "gtin",
    "name",
    "display_name",
    "group",
    "source",
    "scientific_name",
    "common_name",
    "manufacturer",
    "in_survey",
    "refuse_description",
    "racc_source",
    "state",
    "by_hand",
    "search_text",
    "plainness",
)


def _foods(real: list[tuple[int, str, int, int, str, int]], first: int, count: int) -> Iterator[tuple[bulk.Cell, ...]]:
    names = brands()
    for at in range(count):
        _pk, name, group, source, text, plain = real[at % len(real)]
        brand, pack = names[(at * 7 + at // len(real)) % len(names)], _PACKS[(at // len(real)) % len(_PACKS)]
        made = f"{brand.upper()}, {name}, {pack}"[:300]
        found_by = f" {brand}{text.rstrip()} {pack} "[:600]
        gtin = f"{at:014d}"
        yield (
            first + at, f"G{at:07d}", gtin, made, "", group, source, "", "", f"{brand} foods", False, "", "",
            "published", False, found_by, plain + 30,
        )  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    made = make(int(sys.argv[1]) if len(sys.argv) > 1 else FOODS)
    sys.stdout.write(f"{made} foods made\n")
