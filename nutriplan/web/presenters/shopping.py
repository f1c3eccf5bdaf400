"""What goes into the basket? The shopping list by aisle, in words for a shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nutriplan.plans.wording import bought_how, is_bought
from nutriplan.web.presenters.words import grams, people, per_cent


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
    pantry: tuple[tuple[str, str], ...]
    waste: str


def shopping(found: Mapping[str, Any] | None) -> List | None:
    """Aisles in the order a shop is walked; what most kitchens hold stands apart."""
    if not found:
        return None
    aisles = []
    staples: list[Item] = []
    for aisle in found["aisles"]:
        lines = [line for line in aisle["lines"] if is_bought(line)]
        items = tuple(_item(line) for line in lines if not line["staple"])
        staples += [_item(line) for line in lines if line["staple"]]
        if items:
            aisles.append(Aisle(aisle["aisle"], items))
    count = sum(len(aisle.items) for aisle in aisles)
    pantry = tuple(_used(used) for used in found["pantry"])
    return List(people(found["household"]), tuple(aisles), tuple(staples), count, pantry, _waste(found["waste"]))


def _used(used: Mapping[str, Any]) -> tuple[str, str]:
    """A food of the kitchen, and what becomes of it."""
    days = ", ".join(f"{date.fromisoformat(day):%a} {date.fromisoformat(day).day}" for day in used["days"])
    by = (
        f" by {date.fromisoformat(used['use_by']).day} {date.fromisoformat(used['use_by']):%b}"
        if used["use_by"]
        else ""
    )
    if not days:
        return used["food"]["name"], f"not in this plan{f'; use it{by}' if by else ''}"
    return used["food"]["name"], f"{grams(used['used_g'])} of {grams(used['grams'])} eaten: {days}"


def _waste(waste: Mapping[str, Any]) -> str:
    """What the packs of fresh food leave over, and what is cooked for nobody."""
    if not waste["left_g"] and not waste["uneaten_g"]:
        return "Nothing fresh is left over."
    share = per_cent(waste["share"])
    if waste["uneaten_g"]:
        left, cooked = grams(waste["left_g"]), grams(waste["uneaten_g"])
        return f"{left} of fresh food stays in its packs and {cooked} is cooked and not eaten: {share} in all."
    return f"{grams(waste['left_g'])} of fresh food stays in its packs: {share} of what you buy fresh."


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
        note=bought_how(line),
    )
