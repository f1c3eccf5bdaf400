"""What does a [[dish]] of a TOML file say? Its row, or what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from foods.importers.entries import Entry, explained, filled, only, positive, text, whole, words, yes
from foods.models.dish import Declared
from nutriplan.domain.kitchen import EQUIPMENT, LONGEST_KEPT_DAYS, Cuisine, Scaling, Season, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role

_AMOUNT = ("ndb", "food", "grams", "measure")


@dataclass(frozen=True, slots=True)
class SwapRow:
    """What may stand in for an ingredient, in its own grams for the whole recipe. for_whom: "dairy-free"."""

    for_whom: str
    ndb_no: str
    food: str
    grams: float
    measure: str


@dataclass(frozen=True, slots=True)
class IngredientRow:
    """grams: as eaten, for the whole recipe. food: the name of the food as the table spells it, checked against it."""

    ndb_no: str
    food: str
    grams: float
    measure: str
    optional: bool = False
    swaps: tuple[SwapRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DishRow:
    file: str
    key: str
    name: str
    role: str
    slots: tuple[str, ...]
    servings: int
    minutes: int
    active_minutes: int
    keeps_days: int
    freezes: bool
    equipment: tuple[str, ...]
    seasons: tuple[str, ...]
    scaling: str
    cuisine: str
    cost_tier: int
    declared: str
    steps: tuple[str, ...]
    ingredients: tuple[IngredientRow, ...]


_KEYS = frozenset({field.name for field in fields(DishRow)} - {"file", "ingredients"} | {"ingredient"})


def read(folder: Path, faults: list[str]) -> Iterator[DishRow]:
    """Every dish of every file; what is wrong is added to the faults."""
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path.name}: {error}")
            continue
        for number, entry in enumerate(document.get("dish", []), start=1):
            where = f"{path.name}: {entry.get('key', f'dish {number}')}"
            try:
                yield _dish(path.name, entry)
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{where}: {explained(error)}")


def _dish(file: str, entry: Entry) -> DishRow:
    only(entry, _KEYS, "a dish")
    minutes = whole(entry["minutes"], "minutes", most=1440)
    row = DishRow(
        file=file,
        key=text(entry, "key"),
        name=text(entry, "name"),
        role=Role(entry["role"]).value,
        slots=tuple(SlotName(slot).value for slot in entry["slots"]),
        servings=whole(entry["servings"], "servings", most=24),
        minutes=minutes,
        active_minutes=whole(entry["active_minutes"], "active_minutes", least=0, most=minutes),
        keeps_days=whole(entry["keeps_days"], "keeps_days", least=0, most=LONGEST_KEPT_DAYS),
        freezes=yes(entry["freezes"], "freezes"),
        equipment=words(entry["equipment"], "equipment", EQUIPMENT),
        seasons=words(entry["seasons"], "seasons", [season.value for season in Season]),
        scaling=Scaling(entry["scaling"]).value,
        cuisine=words([entry["cuisine"]], "cuisine", [cuisine.value for cuisine in Cuisine])[0],
        cost_tier=whole(entry["cost_tier"], "cost_tier", most=3),
        declared=_strictest(entry["declared"]),
        steps=tuple(filled(step, "step") for step in entry["steps"]),
        ingredients=tuple(_ingredient(item) for item in entry["ingredient"]),
    )
    if not (row.slots and row.steps and row.ingredients):
        raise ValueError("needs at least one slot, one step and one ingredient")
    return row


def _strictest(declared: list[str]) -> str:
    named = {Declared(word) for word in declared}
    return next((word.value for word in Declared if word in named), Declared.OMNIVORE.value)


def _ingredient(item: Entry) -> IngredientRow:
    only(item, (*_AMOUNT, "optional", "swap"), "an ingredient")
    return IngredientRow(
        *_amount(item), yes(item.get("optional", False), "optional"), tuple(_swap(one) for one in item.get("swap", []))
    )


def _swap(item: Entry) -> SwapRow:
    only(item, (*_AMOUNT, "for"), "a swap")
    return SwapRow(SwapFor(item["for"]).value, *_amount(item))


def _amount(item: Entry) -> tuple[str, str, float, str]:
    grams = positive(item["grams"], f"grams of {item.get('ndb')}")
    return text(item, "ndb"), text(item, "food"), grams, text(item, "measure")
