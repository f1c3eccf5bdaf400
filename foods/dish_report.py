"""What does the library of dishes hold, against what it must hold? The document of it, written from the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from foods import published, selectors
from foods.importers.dish_files import SOURCES
from nutriplan.domain import library
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.servings import Serving

NAMED_FOODS: Path = SOURCES / "named_foods.csv"
DOCUMENT: Path = settings.BASE_DIR / "docs" / "dishes.md"
_HEAD = """# The library of dishes

Written by `manage.py dishes_report`; never edited by hand. Everything is derived from the ingredients: a dish that may
hold milk does not count as one without, maximums take an upper estimate of what nobody measured, minimums count only
what is known. A dish may belong to many kinds.
"""
_KNOWN = """## Dishes that everybody knows, against what is published of them

USDA SR28 holds some dishes as foods of their own, without their recipes. Put together from ingredients of the same
table in usual amounts (`fixtures/sources/published_dishes.toml` says how they were chosen), they should come out alike.
Ours / published, in 100 g; * more than 15 % off, with the reason below. Ours weighs so much when it is ready that its
water is the published one."""


@dataclass(frozen=True, slots=True)
class NamedFood:
    """A food that advice names as a source. numbers: the NDB numbers under which it may be cooked with. holds: nutrient
    keys of which a customary serving brings a tenth of the Daily Value. left_out: why no dish is made with it."""

    name: str
    numbers: frozenset[str]
    holds: frozenset[str]
    left_out: str


@dataclass(frozen=True, slots=True)
class Report:
    """used: named food -> keys of the dishes that use it. known: dishes that everybody knows, against what was
    published of them."""

    counts: tuple[library.Count, ...]
    used: Mapping[str, tuple[str, ...]]
    named: tuple[NamedFood, ...]
    known: tuple[published.Held, ...]

    def shortfalls(self) -> tuple[str, ...]:
        """Everything the library lacks, in words."""
        kinds = [
            f"{one.kind.name}: {len(one.dishes)} of {one.kind.least}, {one.short_by} to go"
            for one in self.counts
            if one.short_by
        ]
        unused = [f"no dish uses {food.name}" for food in self.named if not self.used[food.name] and not food.left_out]
        return (*kinds, *unused, *(fault for one in self.known for fault in one.faults))


def report() -> Report:
    """The library as it is stored now."""
    servings = selectors.servings()
    named = tuple(named_foods())
    used = {food.name: _users(food, servings) for food in named}
    return Report(library.count(servings), used, named, published.held(published.read()))


def named_foods(path: Path = NAMED_FOODS) -> Iterator[NamedFood]:
    """The named foods, each with all of its numbers."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for name in dict.fromkeys(row["name"] for row in rows):
        own = [row for row in rows if row["name"] == name]
        holds = frozenset(key for row in own for key in row["holds"].split())
        yield NamedFood(name, frozenset(row["ndb_no"] for row in own), holds, own[0]["left_out"])


def _users(food: NamedFood, servings: Sequence[Serving]) -> tuple[str, ...]:
    return tuple(one.key for one in servings if any(part.food.ndb_no in food.numbers for part in one.parts))


def written(found: Report) -> str:
    """The report as Markdown."""
    lines = [_HEAD, "## How many of what", "", "| kind | dishes | must be | |", "|---|--:|--:|---|"]
    lines += [_row(one) for one in found.counts]
    lines += ["", "## Foods that advice names and that hold what it says", ""]
    lines += ["| food | source of | dishes |", "|---|---|--:|"]
    lines += [f"| {food.name} | {_labels(food)} | {_use(food, found)} |" for food in found.named]
    lines += ["", _KNOWN, "", *published.written(found.known)]
    return "\n".join(lines) + "\n"


def _row(one: library.Count) -> str:
    missing = f"{one.short_by} to go" if one.short_by else ""
    return f"| {one.kind.name} | {len(one.dishes)} | {one.kind.least} | {missing} |"


def _labels(food: NamedFood) -> str:
    return ", ".join(NUTRIENTS[key].label.lower() for key in NUTRIENTS if key in food.holds)


def _use(food: NamedFood, found: Report) -> str:
    return f"none: {food.left_out}" if food.left_out else str(len(found.used[food.name]))
