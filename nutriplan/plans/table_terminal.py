"""How does a plan for several people read in a terminal? Each person's own week, and then one table and one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from nutriplan.plans.terminal import WIDTH, footer, heading, plan_of_one, shopping_parts
from nutriplan.plans.wording import halves

Document = Mapping[str, Any]


def show_table(console: Console, document: Document) -> None:
    """Print what everybody eats together, each person's cautions and week, and the shopping list."""
    parts: list[RenderableType] = [*_shared(document)]
    for one in document["people"]:
        parts += [heading(f"━━ {one['name']} ━━"), *plan_of_one(one["plan"])]
    if document["shopping_list"]:
        parts += shopping_parts(document["shopping_list"])
        parts.append(footer(document["people"][0]["plan"]))
    console.print(Group(*parts), soft_wrap=False)


def _shared(document: Document) -> Iterator[RenderableType]:
    if not document["shared"]:
        return
    yield heading("Together at the table")
    table = Table(box=None, width=WIDTH, padding=(0, 1), show_header=False)
    table.add_column(width=26, no_wrap=True)
    table.add_column(ratio=1)
    for one in document["shared"]:
        when = f"{date.fromisoformat(one['date']):%a %-d %b}, {one['slot'].replace('_', ' ')}"
        who = ", ".join(f"{portion['name']} ×{halves(portion['servings'])}" for portion in one["portions"])
        table.add_row(when, Text(f"{one['dish']['name']}\n  {who}"))
    yield table
    for one in document["apart"]:
        slots = " and ".join(slot.replace("_", " ") for slot in one["slots"])
        yield Text(f"{one['name']} eats something else at {slots}: their own limits ask for it.", style="yellow")
