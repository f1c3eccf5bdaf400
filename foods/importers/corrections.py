"""Which errors of the source do we put right, and why? A dated file beside the source, which itself is never edited."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from foods.importers.table import AmountRow, CorrectionRow, FoodRow, FoodTable, TableFaults
from foods.models.food import Origin
from nutriplan.domain.nutrients import KEYS

#: remove: the value becomes unknown. set: it becomes `becomes`. doubt: a household measure is kept but not relied on.
ACTIONS = frozenset({"remove", "set", "doubt"})
PORTION = "portion:"


def read(path: Path) -> tuple[CorrectionRow, ...]:
    """Corrections in the order of the file: ndb_no,name,what,action,was,becomes,why,dated."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [dict(row) for row in csv.DictReader(stream)]
    return tuple(CorrectionRow(**{key: value for key, value in row.items() if key != "name"}) for row in rows)


def apply(table: FoodTable, corrections: Sequence[CorrectionRow]) -> FoodTable:
    """The table put right. Raises TableFaults when a correction does not meet the value it was written for."""
    foods = {food.ndb_no: food for food in table.foods}
    faults: list[str] = []
    for correction in corrections:
        fault = _fault(correction, foods)
        if fault:
            faults.append(f"correction {correction.ndb_no} {correction.what}: {fault}")
        else:
            foods[correction.ndb_no] = _corrected(foods[correction.ndb_no], correction)
    if faults:
        raise TableFaults(faults)
    ordered = tuple(sorted(corrections, key=lambda row: (row.ndb_no, row.what)))
    return replace(table, foods=tuple(foods.values()), corrections=ordered)


def _fault(correction: CorrectionRow, foods: Mapping[str, FoodRow]) -> str:
    food = foods.get(correction.ndb_no)
    if food is None:
        return "there is no such food"
    if not _is_date(correction.dated) or not correction.why:
        return "needs a date (YYYY-MM-DD) and a reason"
    if correction.action not in ACTIONS or (correction.action == "set") != bool(correction.becomes):
        return "action is remove, set or doubt; only set has a new value"
    if correction.what.startswith(PORTION):
        found = [p.grams for p in food.portions if f"{PORTION}{p.position}" == correction.what]
    else:
        found = [row.printed for key, row in food.amounts.items() if key == correction.what]
    return "" if found == [correction.was] else f"the source says {found}, not {correction.was!r}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _corrected(food: FoodRow, correction: CorrectionRow) -> FoodRow:
    if correction.what.startswith(PORTION):
        return food.with_portions(
            tuple(
                replace(p, doubt=correction.why) if f"{PORTION}{p.position}" == correction.what else p
                for p in food.portions
            )
        )
    amounts = dict(food.amounts)
    del amounts[correction.what]
    if correction.action == "set":
        amounts[correction.what] = AmountRow(correction.becomes, Origin.CORRECTED.value, "")
    return food.with_amounts({key: amounts[key] for key in KEYS if key in amounts})
