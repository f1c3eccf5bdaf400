"""What was done to the amounts, portions and tags of a food, by whom, when and why? Newest first."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foods.admin.base import shown
from foods.models import FoodTag, NutrientAmount, Portion, TagState
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS

_MOST = 200
_DONE = {"+": "entered", "~": "changed", "-": "taken away"}


@dataclass(frozen=True, slots=True)
class Entry:
    """nutrient, amount: what can be put back by the form of the value; empty where it is no nutrient."""

    at: datetime.datetime
    who: str
    what: str
    done: str
    value: str
    why: str
    nutrient: str = ""
    amount: float | None = None


def values_history(food_id: int) -> list[Entry]:
    """3 queries."""
    entries = [*_amounts(food_id), *_portions(food_id), *_tags(food_id)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _rows(model: Any, food_id: int) -> Any:
    return model.history.filter(food_id=food_id).select_related("history_user").order_by("-history_date")[:_MOST]


def _told(row: Any) -> dict[str, Any]:
    why, who = row.history_change_reason or "", str(row.history_user or "")
    return {"at": row.history_date, "who": who, "done": _DONE[row.history_type], "why": why}


def _amounts(food_id: int) -> Iterator[Entry]:
    for row in _rows(NutrientAmount, food_id):
        amount = None if row.history_type == "-" else row.amount
        if row.nutrient in NUTRIENTS:
            value = f"{shown(row.nutrient, amount)} ({row.get_origin_display()})"
            label = NUTRIENTS[row.nutrient].label
            yield Entry(what=label, value=value, nutrient=row.nutrient, amount=amount, **_told(row))


def _portions(food_id: int) -> Iterator[Entry]:
    for row in _rows(Portion, food_id):
        yield Entry(what="portion", value=f"{row.amount:g} {row.unit} = {row.grams:g} g", **_told(row))


def _tags(food_id: int) -> Iterator[Entry]:
    for row in _rows(FoodTag, food_id):
        said = TagState(row.state).label if row.history_type != "-" else "undecided"
        yield Entry(what=tag_labels().get(row.tag, row.tag), value=str(said), **_told(row))
