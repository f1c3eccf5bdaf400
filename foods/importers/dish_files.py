"""What do the files that people edit say? Dishes (TOML), purchases and food tags (CSV) as rows, or all the faults."""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from foods.importers.table import TableFaults
from foods.models.dish import Declared
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Pack, Role

SOURCES: Path = settings.BASE_DIR / "fixtures" / "sources"
PURCHASES, TAGS, TAGS_REVIEWED = "purchases.csv", "food_tags.csv", "tags_reviewed.txt"
_STRICTNESS = (Declared.VEGAN, Declared.VEGETARIAN, Declared.PESCATARIAN, Declared.OMNIVORE)
Json = Mapping[str, Any]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class IngredientRow:
    """grams: as eaten, for the whole recipe. food: the name of the food as the table spells it, checked against it."""

    ndb_no: str
    food: str
    grams: float
    measure: str


@dataclass(frozen=True, slots=True)
class DishRow:
    file: str
    key: str
    name: str
    role: str
    slots: tuple[str, ...]
    servings: int
    minutes: int
    cuisine: str
    cost_tier: int
    declared: str
    steps: tuple[str, ...]
    ingredients: tuple[IngredientRow, ...]


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    ndb_no: str
    bought_as: str
    name: str
    eaten_per_bought: float
    aisle: str
    is_staple: bool
    packs: tuple[Pack, ...]
    note: str
    unfortified: str


@dataclass(frozen=True, slots=True)
class TagRow:
    """A food all of whose tags were reviewed: absent are those neither `present` nor left `undecided` ("?soy")."""

    ndb_no: str
    name: str
    present: frozenset[str]
    undecided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seeds:
    """reviewed: the tags the reviewers had before them; a newer tag stays undecided for every food."""

    dishes: tuple[DishRow, ...]
    purchases: tuple[PurchaseRow, ...]
    tags: tuple[TagRow, ...]
    reviewed: frozenset[str]


def paths(folder: Path) -> list[Path]:
    """Every file that is read, those that are there."""
    tables = [folder / name for name in (PURCHASES, TAGS, TAGS_REVIEWED)]
    return sorted((folder / "dishes").glob("*.toml")) + [path for path in tables if path.exists()]


def read(folder: Path) -> Seeds:
    """Everything in the folder. Raises TableFaults with every fault that the files show by themselves."""
    faults: list[str] = []
    seeds = Seeds(
        dishes=tuple(_dishes(folder / "dishes", faults)),
        purchases=tuple(_lines(folder / PURCHASES, _purchase, faults)),
        tags=tuple(_lines(folder / TAGS, _tags, faults)),
        reviewed=_reviewed(folder / TAGS_REVIEWED),
    )
    if faults:
        raise TableFaults(faults)
    return seeds


def _reviewed(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _dishes(folder: Path, faults: list[str]) -> Iterator[DishRow]:
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
                faults.append(f"{where}: {_explain(error)}")


def _explain(error: Exception) -> str:
    return f"lacks {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _dish(file: str, entry: Json) -> DishRow:
    row = DishRow(
        file=file,
        key=_text(entry, "key"),
        name=_text(entry, "name"),
        role=Role(entry["role"]).value,
        slots=tuple(SlotName(slot).value for slot in entry["slots"]),
        servings=_whole(entry, "servings", most=24),
        minutes=_whole(entry, "minutes", most=1440),
        cuisine=str(entry.get("cuisine", "")),
        cost_tier=_whole(entry, "cost_tier", most=3),
        declared=_strictest(entry["declared"]),
        steps=tuple(_filled(step, "step") for step in entry["steps"]),
        ingredients=tuple(_ingredient(item) for item in entry["ingredient"]),
    )
    if not (row.slots and row.steps and row.ingredients):
        raise ValueError("needs at least one slot, one step and one ingredient")
    return row


def _strictest(declared: list[str]) -> str:
    named = {Declared(word) for word in declared}
    return next((word.value for word in _STRICTNESS if word in named), Declared.OMNIVORE.value)


def _ingredient(item: Json) -> IngredientRow:
    grams = _positive(item["grams"], f"grams of {item.get('ndb')}")
    return IngredientRow(_text(item, "ndb"), _text(item, "food"), grams, _text(item, "measure"))


def _text(entry: Json, key: str) -> str:
    return _filled(entry[key], key)


def _filled(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be a text that is not empty, not {value!r}")
    return value.strip()


def _whole(entry: Json, key: str, *, most: int) -> int:
    value = entry[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"{key} must be a whole number from 1 to {most}, not {value!r}")
    return value


def _positive(value: object, what: str) -> float:
    number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    if not 0 < number < math.inf:
        raise ValueError(f"{what} must be a number above 0, not {value!r}")
    return number


def _lines(path: Path, parse: Callable[[Mapping[str, str]], Row], faults: list[str]) -> Iterator[Row]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for number, line in enumerate(csv.DictReader(stream), start=2):
            try:
                yield parse({key: (value or "").strip() for key, value in line.items() if key})
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{path.name}, line {number}: {_explain(error)}")


def _purchase(line: Mapping[str, str]) -> PurchaseRow:
    return PurchaseRow(
        ndb_no=_text(line, "ndb_no"),
        bought_as=line["buy_ndb_no"] or line["ndb_no"],
        name=_text(line, "buy_name"),
        eaten_per_bought=_positive(line["eaten_per_bought"], "eaten_per_bought"),
        aisle=_text(line, "aisle"),
        is_staple=_yes(line["staple"]),
        packs=tuple(_pack(pack) for pack in line["packs"].split(";") if pack.strip()),
        note=line["note"],
        unfortified=line.get("unfortified_ndb_no", ""),
    )


def _yes(text: str) -> bool:
    known = {"": False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True}
    if text.casefold() not in known:
        raise ValueError(f"staple must be yes or no, not {text!r}")
    return known[text.casefold()]


def _pack(text: str) -> Pack:
    label, separator, grams = text.rpartition("=")
    if not separator:
        raise ValueError(f'packs are written "500 g bag=500;1 kg bag=1000", not {text!r}')
    return Pack(_filled(label, "the label of a pack"), _positive(grams, "grams of a pack"))


def _tags(line: Mapping[str, str]) -> TagRow:
    words = line["tags"].split()
    present = frozenset(word for word in words if not word.startswith("?"))
    undecided = frozenset(word[1:] for word in words if word.startswith("?"))
    return TagRow(_text(line, "ndb_no"), _text(line, "name"), present, undecided)
