"""What was done to the parts of a food or a dish, by whom, when and why, and what can be put back? Newest first."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foods.admin.base import shown
from foods.models import Alias, Dish, Food, FoodTag, Ingredient, NutrientAmount, Portion, Swap, TagState
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS

_MOST = 200
_DONE = {"+": "entered", "~": "changed", "-": "taken away"}


@dataclass(frozen=True, slots=True)
class Entry:
    """put_back: the page on which it can be put back as it was from then on; empty where it cannot."""

    at: datetime.datetime
    who: str
    what: str
    done: str
    value: str
    why: str
    put_back: str = ""


def of_food(food_id: int) -> list[Entry]:
    """4 queries."""
    entries = [*_amounts(food_id), *_portions(food_id), *_tags(food_id), *_names(food_id)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def of_dish(dish_id: int) -> list[Entry]:
    """5 queries."""
    records = list(_rows(Ingredient, dish_id=dish_id))
    of_whom = {record.id: record.food_id for record in reversed(records)}
    of_whom |= dict(Ingredient.objects.filter(dish=dish_id).values_list("pk", "food_id"))
    swaps = list(_rows(Swap, ingredient_id__in=of_whom))
    named = Food.objects.in_bulk({*of_whom.values(), *(record.food_id for record in (*records, *swaps))})
    entries = [
        Entry(
            what=f"{record.position}. {named[record.food_id]}",
            value=_amount(record),
            put_back=_page("dish", dish_id, "ingredient", record),
            **_told(record),
        )
        for record in records
    ]
    entries += [
        Entry(
            what=f"{record.for_whom}: {named[record.food_id]} for {named[of_whom[record.ingredient_id]]}",
            value=_amount(record),
            put_back=_page("dish", dish_id, "swap", record),
            **_told(record),
        )
        for record in swaps
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def record_of(kind: str, owner: Food | Dish, history_id: int) -> Any:
    """The record of a part of this food or dish; None where it is no part of it."""
    if isinstance(owner, Food):
        return Alias.history.filter(food_id=owner.pk, history_id=history_id).first() if kind == "alias" else None
    if kind == "ingredient":
        return Ingredient.history.filter(dish_id=owner.pk, history_id=history_id).first()
    if kind != "swap":
        return None
    record = Swap.history.filter(history_id=history_id).first()
    now = Ingredient.objects.filter(dish=owner.pk).values_list("pk", flat=True)
    once = Ingredient.history.filter(dish_id=owner.pk).values_list("id", flat=True)
    return record if record is not None and record.ingredient_id in {*now, *once} else None


def _page(model: str, owner_id: int, kind: str, record: Any) -> str:
    return reverse(f"admin:foods_{model}_put_back", args=[owner_id, kind, record.history_id])


def _rows(model: Any, **which: Any) -> Any:
    return model.history.filter(**which).select_related("history_user").order_by("-history_date", "-history_id")[:_MOST]


def _told(row: Any) -> dict[str, Any]:
    why, who = row.history_change_reason or "", str(row.history_user or "")
    return {"at": row.history_date, "who": who, "done": _DONE[row.history_type], "why": why}


def _amount(record: Any) -> str:
    return f"{record.measure} ({record.grams:g} g)"


def _amounts(food_id: int) -> Iterator[Entry]:
    for row in _rows(NutrientAmount, food_id=food_id):
        amount = None if row.history_type == "-" else row.amount
        if row.nutrient in NUTRIENTS:
            value = f"{shown(row.nutrient, amount)} ({row.get_origin_display()})"
            page = reverse("admin:foods_food_nutrient", args=[food_id, row.nutrient])
            filled = (
                "" if amount is None else f"?{urlencode({'amount': f'{amount:g}', 'reason': _('Put back as it was')})}"
            )
            yield Entry(what=NUTRIENTS[row.nutrient].label, value=value, put_back=f"{page}{filled}", **_told(row))


def _portions(food_id: int) -> Iterator[Entry]:
    for row in _rows(Portion, food_id=food_id):
        yield Entry(what="portion", value=f"{row.amount:g} {row.unit} = {row.grams:g} g", **_told(row))


def _tags(food_id: int) -> Iterator[Entry]:
    for row in _rows(FoodTag, food_id=food_id):
        said = TagState(row.state).label if row.history_type != "-" else "undecided"
        yield Entry(what=tag_labels().get(row.tag, row.tag), value=str(said), **_told(row))


def _names(food_id: int) -> Iterator[Entry]:
    for row in _rows(Alias, food_id=food_id):
        yield Entry(what="name", value=row.name, put_back=_page("food", food_id, "alias", row), **_told(row))
