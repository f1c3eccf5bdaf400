"""What do the files that people edit say? Dishes (TOML), purchases and food tags (CSV) as rows, or all the faults."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from foods import as_bought
from foods.importers import dish_toml
from foods.importers.dish_toml import DishRow
from foods.importers.entries import explained, filled, positive, text, whole
from foods.importers.table import TableFaults
from nutriplan.domain.servings import Pack

SOURCES: Path = settings.BASE_DIR / "fixtures" / "sources"
PURCHASES, TAGS, TAGS_REVIEWED = "purchases.csv", "food_tags.csv", "tags_reviewed.txt"
#: Five years: salt and sugar keep for ever, and nobody stores them longer.
LONGEST_DAYS = 1825
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """keeps_days, opened_days, price_tier: as in domain/servings.py. without: tags of allergens that it must be bought
    without; its name says so."""

    ndb_no: str
    bought_as: str
    name: str
    eaten_per_bought: float
    aisle: str
    is_staple: bool
    packs: tuple[Pack, ...]
    note: str
    unfortified: str
    keeps_days: int
    opened_days: int
    price_tier: int
    without: tuple[str, ...] = ()


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
        dishes=tuple(dish_toml.read(folder / "dishes", faults)),
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


def _lines(path: Path, parse: Callable[[Mapping[str, str]], Row], faults: list[str]) -> Iterator[Row]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for number, line in enumerate(csv.DictReader(stream), start=2):
            try:
                yield parse({key: (value or "").strip() for key, value in line.items() if key})
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{path.name}, line {number}: {explained(error)}")


def _purchase(line: Mapping[str, str]) -> PurchaseRow:
    without = tuple(line.get("without", "").split())
    said = "; ".join(as_bought.faults(name=line["buy_name"], note=line["note"], without=without))
    if said:
        raise ValueError(f"{line['ndb_no']}: {said}")
    return PurchaseRow(
        ndb_no=text(line, "ndb_no"),
        bought_as=line["buy_ndb_no"] or line["ndb_no"],
        name=text(line, "buy_name"),
        eaten_per_bought=positive(line["eaten_per_bought"], "eaten_per_bought"),
        aisle=text(line, "aisle"),
        is_staple=_yes(line["staple"]),
        packs=tuple(_pack(pack) for pack in line["packs"].split(";") if pack.strip()),
        note=line["note"],
        unfortified=line.get("unfortified_ndb_no", ""),
        keeps_days=_number(line, "keeps_days", most=LONGEST_DAYS),
        opened_days=_number(line, "opened_days", most=_number(line, "keeps_days", most=LONGEST_DAYS)),
        price_tier=_number(line, "price_tier", most=3),
        without=without,
    )


def _number(line: Mapping[str, str], key: str, *, most: int) -> int:
    said = line[key]
    return whole(int(said) if said.isdecimal() else said, key, most=most)


def _yes(said: str) -> bool:
    known = {"": False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True}
    if said.casefold() not in known:
        raise ValueError(f"staple must be yes or no, not {said!r}")
    return known[said.casefold()]


def _pack(written: str) -> Pack:
    label, separator, grams = written.rpartition("=")
    if not separator:
        raise ValueError(f'packs are written "500 g bag=500;1 kg bag=1000", not {written!r}')
    return Pack(filled(label, "the label of a pack"), positive(grams, "grams of a pack"))


def _tags(line: Mapping[str, str]) -> TagRow:
    words = line["tags"].split()
    present = frozenset(word for word in words if not word.startswith("?"))
    undecided = frozenset(word[1:] for word in words if word.startswith("?"))
    return TagRow(text(line, "ndb_no"), text(line, "name"), present, undecided)
