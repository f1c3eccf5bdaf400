"""What goes into the basket? The shopping list by aisle, in words for a shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nutriplan.web.presenters.words import grams, people


@dataclass(frozen=True, slots=True)
class Item:
    """key: what a tick is remembered under on this device."""

    key: str
    name: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class Aisle:
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class List:
    people: str
    aisles: tuple[Aisle, ...]
    staples: tuple[Item, ...]
    count: int


def shopping(found: Mapping[str, Any] | None) -> List | None:
    """Aisles in the order a shop is walked; what most kitchens hold stands apart."""
    if not found:
        return None
    aisles = []
    staples: list[Item] = []
    for aisle in found["aisles"]:
        items = tuple(_item(line) for line in aisle["lines"] if not line["staple"])
        staples += [_item(line) for line in aisle["lines"] if line["staple"]]
        if items:
            aisles.append(Aisle(aisle["aisle"], items))
    count = sum(len(aisle.items) for aisle in aisles)
    return List(people(found["household"]), tuple(aisles), tuple(staples), count)


def _packs(count: int, pack: str) -> str:
    """("1 kg bag", 1) -> "1 kg bag"; ("1 banana", 3) -> "3 × banana"; ("1 kg bag", 2) -> "2 × 1 kg bag"."""
    if count == 1:
        return pack
    one = re.fullmatch(r"1 (?!(?:kg|g|l|ml)\b)(.+)", pack)
    return f"{count} × {one[1] if one else pack}"


def _item(line: Mapping[str, Any]) -> Item:
    needed = grams(line["bought_g"])
    packs = " + ".join(_packs(pack["count"], pack["pack"]) for pack in line["packs"])
    return Item(
        key=f"{line['ndb_no']}-{line['name']}",
        name=line["name"],
        amount=f"{packs} (you need {needed})" if packs else needed,
        note=line["note"] or "",
    )
