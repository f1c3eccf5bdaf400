"""Do sums over ingredients agree with what is published of dishes that everybody knows?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foods.compositions import compositions
from foods.importers.dish_files import SOURCES
from foods.models import Food
from nutriplan.domain.composition import Composition, Sum, sum_of
from nutriplan.domain.nutrients import NUTRIENTS, display

DISHES: Path = SOURCES / "published_dishes.toml"
COMPARED: tuple[str, ...] = (
    "energy_kcal",
    "protein_g",
    "fat_g",
    "carbohydrate_g",
    "magnesium_mg",
    "calcium_mg",
    "potassium_mg",
    "sodium_mg",
)
WITHIN = 0.15  # of the published value
_WATER = "water_g"


@dataclass(frozen=True, slots=True)
class Published:
    """A dish of ingredients and the food it was published as. parts: NDB number, name and grams before cooking.
    differs: nutrient key -> why it does not agree."""

    name: str
    ndb_no: str
    food: str
    parts: tuple[tuple[str, str, float], ...]
    differs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A dish held against what is published. amounts: nutrient key -> (ours, published), per 100 g of the dish."""

    dish: Published
    amounts: Mapping[str, tuple[float, float]]

    def off(self, key: str) -> float:
        """-0.1: a tenth less than published."""
        ours, published = self.amounts[key]
        return ours / published - 1

    @property
    def outside(self) -> tuple[str, ...]:
        return tuple(key for key in self.amounts if abs(self.off(key)) > WITHIN)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is off without a reason, and every reason for what is not off."""
        labels = {key: NUTRIENTS[key].label for key in COMPARED}
        unsaid = (
            f"{labels[key]} is off by {self.off(key):+.0%}" for key in self.outside if key not in self.dish.differs
        )
        idle = (f"{labels[key]} agrees after all" for key in self.dish.differs if key not in self.outside)
        return tuple(f"{self.dish.name}: {fault}" for fault in (*unsaid, *idle))


def read(path: Path = DISHES) -> tuple[Published, ...]:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Published(
            name=entry["name"],
            ndb_no=entry["ndb"],
            food=entry["food"],
            parts=tuple((part["ndb"], part["food"], float(part["grams"])) for part in entry["parts"]),
            differs=entry.get("differs", {}),
        )
        for entry in document["dish"]
    )


def held(dishes: Sequence[Published]) -> tuple[Held, ...]:
    """Every dish against its food. Raises LookupError for a number that is not that of the food named."""
    named = {dish.ndb_no: dish.food for dish in dishes}
    named |= {ndb_no: food for dish in dishes for ndb_no, food, _ in dish.parts}
    rows = Food.objects.filter(ndb_no__in=named).values_list("pk", "ndb_no", "name")
    ids = {ndb_no: pk for pk, ndb_no, name in rows if named[ndb_no] == name}
    if wrong := sorted(set(named) - set(ids)):
        raise LookupError(f"these are not the foods named: {', '.join(wrong)}")
    found = compositions(ids.values())
    foods = {ndb_no: found[pk] for ndb_no, pk in ids.items()}
    return tuple(_held(dish, foods) for dish in dishes)


def _held(dish: Published, foods: Mapping[str, Composition]) -> Held:
    """Per 100 g of the dish as it is eaten, which weighs so much that its water is the published one."""
    published = foods[dish.ndb_no].amounts
    raw_g = sum(grams for *_, grams in dish.parts)
    sums: Mapping[str, Sum] = sum_of(((foods[ndb_no], grams) for ndb_no, _, grams in dish.parts), (_WATER, *COMPARED))
    cooked_g = (raw_g - sums[_WATER].known) / (1 - published[_WATER] / 100)
    return Held(dish, {key: (sums[key].known / cooked_g * 100, published[key]) for key in COMPARED})


def written(found: Sequence[Held]) -> Iterator[str]:
    """As Markdown: a row a dish, and the reasons below."""
    yield "| dish | published as | " + " | ".join(NUTRIENTS[key].label.lower() for key in COMPARED) + " |"
    yield "|---|---|" + "---|" * len(COMPARED)
    for one in found:
        cells = (f"{_told(one, key)}{' *' if key in one.outside else ''}" for key in COMPARED)
        yield f"| {one.dish.name} | {one.dish.ndb_no} {one.dish.food} | {' | '.join(cells)} |"
    yield ""
    for one in found:
        for key, why in one.dish.differs.items():
            yield f"- {one.dish.name}, {NUTRIENTS[key].label.lower()}: {why}"


def _told(one: Held, key: str) -> str:
    ours, published = one.amounts[key]
    return f"{display(key, ours)} / {display(key, published)} ({round(100 * one.off(key)):+d} %)"
