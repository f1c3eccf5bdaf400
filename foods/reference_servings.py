"""How much of a food is customarily eaten at one time? The reference amounts of 21 CFR 101.12(b), by group and name."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from foods.importers.table import PortionRow, TableFaults
from foods.tag_rules import Words, words_of

SERVINGS: Path = settings.BASE_DIR / "fixtures" / "sources" / "reference_servings.csv"
REGULATION = "21 CFR 101.12(b)"
#: Ready-to-eat cereals are served by how heavy a cup of them is: grams of a cup below which so many grams are one.
_CEREAL_STEPS = ((20.0, 15.0), (43.0, 40.0))
_HEAVY_CEREAL_G = 60.0
_BY_CUP = frozenset({"cup", "cereal"})
_LONGEST_PHRASE = 7


@dataclass(frozen=True, slots=True)
class ReferenceServing:
    """grams: None where the regulation gives none for the food, or where it needs a weight nobody knows."""

    grams: float | None
    source: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """The first rule that fits counts. any_words: none means every food of the groups."""

    key: str
    groups: frozenset[str]
    any_words: frozenset[Words]
    not_words: frozenset[Words]
    grams: str
    category: str


UNKNOWN = ReferenceServing(None, "")


def reference_serving(name: str, *, group: str, cup_g: float | None) -> ReferenceServing:
    """The reference serving of a food. group: its code. cup_g: the weight of one cup of it, where that is known."""
    words = words_of(name)
    runs = {
        words[start : start + size] for size in range(1, _LONGEST_PHRASE + 1) for start in range(len(words) - size + 1)
    }
    for rule in _rules().get(group, ()):
        if (not rule.any_words or not runs.isdisjoint(rule.any_words)) and runs.isdisjoint(rule.not_words):
            grams = _grams(rule.grams, cup_g)
            return ReferenceServing(grams, f"{REGULATION}: {rule.category}"[:160]) if grams else UNKNOWN
    return UNKNOWN


def cup_of(portions: Iterable[PortionRow]) -> float | None:
    """The weight of one cup, from household measures that are not in doubt."""
    for row in portions:
        if row.unit.split(",")[0].split("(")[0].strip() == "cup" and not row.doubt:
            return float(row.grams) / float(row.amount)
    return None


def _grams(written: str, cup_g: float | None) -> float | None:
    if written == "cup":
        return cup_g
    if written != "cereal":
        return float(written) if written else None
    if cup_g is None:
        return None
    return next((grams for below, grams in _CEREAL_STEPS if cup_g < below), _HEAVY_CEREAL_G)


@cache
def _rules() -> Mapping[str, tuple[_Rule, ...]]:
    return read(SERVINGS)


def read(path: Path) -> Mapping[str, tuple[_Rule, ...]]:
    """Group code -> its rules in the order of the file. Raises TableFaults with every faulty line."""
    found: dict[str, list[_Rule]] = {}
    faults: list[str] = []
    for number, line in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), start=2):
        fault = _fault(line)
        if fault:
            faults.append(f"{path.name}, line {number}: {fault}")
            continue
        rule = _Rule(
            key=line["key"],
            groups=frozenset(line["groups"].split(",")),
            any_words=_phrases(line["any_words"]),
            not_words=_phrases(line["not_words"]),
            grams=line["grams"],
            category=line["category"],
        )
        for group in rule.groups:
            found.setdefault(group, []).append(rule)
    if faults:
        raise TableFaults(faults)
    return {group: tuple(rules) for group, rules in found.items()}


def _fault(line: Mapping[str, str]) -> str:
    written = line["grams"]
    if written and not line["category"]:
        return "an amount needs the category of the regulation"
    if written in _BY_CUP or not written:
        return ""
    try:
        return "" if float(written) > 0 else "grams must be above 0"
    except ValueError:
        return f'grams must be a number, "cup", "cereal" or empty, not {written!r}'


def _phrases(text: str) -> frozenset[Words]:
    return frozenset(words_of(phrase) for phrase in text.split("|") if phrase)
