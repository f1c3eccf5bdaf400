"""How are the questions laid out? Which folds stand open, which boxes are ticked, and where the errors are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from nutriplan.people import selectors
from nutriplan.people.profile import MOST_DRINKS
from nutriplan.web.forms import OPEN_ROWS, LimitRow, PantryRow, PlanForm, Row


@dataclass(frozen=True, slots=True)
class Tick:
    """One box of many."""

    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A fold of boxes. open: something in it is ticked, so it must not hide. count: how many, in words."""

    title: str
    ticks: tuple[Tick, ...]
    open: bool
    count: str


@dataclass(frozen=True, slots=True)
class Rows:
    """shown: rows on the page. folded: rows behind "more"; folded_open: one of them is filled in or at fault."""

    shown: tuple[Row, ...]
    folded: tuple[Row, ...]
    folded_open: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Problem:
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    problems: tuple[Problem, ...]
    conditions: tuple[Group, ...]
    labs: Group
    flags: Group
    medicines: Rows
    supplements: Rows
    limits: tuple[LimitRow, ...]
    limits_open: bool
    pantry: tuple[PantryRow, ...]
    pantry_open: bool
    soya_open: bool
    vitamin_k_open: bool
    cramps_open: bool
    habits_open: bool
    dislikes_open: bool
    medicine_names: tuple[str, ...]
    kept: bool


def page(form: PlanForm, *, kept: bool) -> Page:
    """kept: the session holds answers that can be erased."""
    problems = tuple(Problem(anchor, text) for anchor, text in form.summary()) if form.is_bound else ()
    return Page(
        title="Please check your answers – NutriPlan" if problems else "NutriPlan",
        problems=problems,
        conditions=_groups(form["conditions"]),
        labs=group(form["lab_flags"], "Blood test results outside the normal range"),
        flags=group(form["flags"], "Signs and habits that our checks look at"),
        medicines=_rows(form.medicines),
        supplements=_rows(form.supplements),
        limits=tuple(form.limits),
        limits_open=any(_in_use(row) for row in form.limits),
        pantry=tuple(form.pantry),
        pantry_open=any(_in_use(row) for row in form.pantry),
        soya_open=_told(form.more["usual_soya_portions"]),
        vitamin_k_open=_told(form.more["usual_vitamin_k_ug"]),
        cramps_open=any(_told(box) for box in form.more if box.name.startswith("cramps_")),
        habits_open=any(_told(form.more[name]) for name in (*MOST_DRINKS, "heat_or_sport_hours", "smoker")),
        dislikes_open=_told(form.more["dislikes"]),
        medicine_names=selectors.medicine_names(),
        kept=kept,
    )


def _chosen(box: forms.BoundField) -> frozenset[str]:
    value = box.value()
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()


def _groups(box: forms.BoundField) -> tuple[Group, ...]:
    """Choices that come in groups, as folds."""
    return tuple(
        _fold(box, str(title), list(choices), f"{place}_") for place, (title, choices) in enumerate(_choices(box))
    )


def group(box: forms.BoundField, title: str) -> Group:
    return _fold(box, title, _choices(box), "")


def _choices(box: forms.BoundField) -> list[tuple[Any, Any]]:
    field = box.field
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return list(choices)


def _fold(box: forms.BoundField, title: str, choices: list[tuple[Any, Any]], prefix: str) -> Group:
    chosen = _chosen(box)
    ticks = tuple(
        Tick(f"{box.auto_id}_{prefix}{place}", str(value), str(text), str(value) in chosen)
        for place, (value, text) in enumerate(choices)
    )
    count = sum(tick.checked for tick in ticks)
    return Group(title, ticks, bool(count), f"{count} ticked" if count else "")


def _rows(rows: Sequence[Row]) -> Rows:
    return Rows(
        shown=tuple(rows[:OPEN_ROWS]),
        folded=tuple(rows[OPEN_ROWS:]),
        folded_open=any(_in_use(row) for row in rows[OPEN_ROWS:]),
        open=any(_in_use(row) for row in rows),
    )


def _in_use(row: forms.Form) -> bool:
    return any(_told(box) for box in row)


def _told(box: forms.BoundField) -> bool:
    return bool(box.value() or box.errors)
