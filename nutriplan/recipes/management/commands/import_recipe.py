"""`manage.py import_recipe PATH`: what a saved recipe page or a list of ingredients means here, line by line."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from foods.ingredient_foods import names_of
from nutriplan.domain.errors import InputFaults
from nutriplan.recipes import services
from nutriplan.recipes.models import Line, Recipe

UNREADABLE, OPEN = 2, 3
WIDTH = 110


class Command(BaseCommand):
    help = (
        "Read a recipe from a saved page (HTML), its JSON-LD or a plain list, and show the food and the weight of "
        "every line. Nothing is fetched, and nothing is kept unless --owner names an account. Exit codes: 0 every line "
        "is clear, 2 no recipe can be read (every fault is named), 3 some lines have to be decided by a person."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a saved page or a text file")
        parser.add_argument("--name", default="", help="what to call the dish (default: what the page calls it)")
        parser.add_argument("--owner", default="", help="keep it for this account")

    def handle(self, *_args: object, **options: Any) -> None:
        text = _text_of(options["path"])
        try:
            recipe, lines = _read(text, options["name"], options["owner"])
        except InputFaults as wrong:
            told = "\n".join(f"  {fault}" for fault in wrong.faults)
            raise CommandError(f"No recipe can be read here:\n{told}", returncode=UNREADABLE) from wrong
        _show(Console(file=cast(IO[str], self.stdout), width=WIDTH, highlight=False), recipe, lines)
        count = sum(line.is_open for line in lines)
        if count:
            raise CommandError(f"{count} of {len(lines)} lines have to be decided by a person.", returncode=OPEN)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > services.MOST_BYTES:
            raise CommandError(
                f"{path} is larger than {services.MOST_BYTES // 1024 // 1024} MiB", returncode=UNREADABLE
            )
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as wrong:
        raise CommandError(f"{path} cannot be read: {wrong.strerror}", returncode=UNREADABLE) from wrong


def _read(text: str, name: str, owner: str) -> tuple[Recipe, Sequence[Line]]:
    if not owner:
        return services.read_recipe(text=text, name=name)
    account = get_user_model().objects.filter(username=owner).first()
    if account is None:
        raise CommandError(f"there is no account {owner!r}", returncode=UNREADABLE)
    recipe = services.import_recipe(text=text, name=name, owner=account, now=timezone.now())
    return recipe, list(recipe.lines.order_by("position"))


def _show(console: Console, recipe: Recipe, lines: Sequence[Line]) -> None:
    console.print(recipe.name, style="bold", markup=False)
    serves = f"serves {recipe.servings}" if recipe.servings else "serves: not said"
    console.print(" · ".join(part for part in (serves, recipe.author, recipe.source_url) if part), markup=False)
    names = names_of([food_id for line in lines for food_id in (line.food_id, *line.suggested[:3]) if food_id])
    table = Table(box=None, pad_edge=False)
    for title in ("line", "food", "grams", "how sure, or what is asked"):
        table.add_column(title, overflow="fold", justify="right" if title == "grams" else "left")
    for line in lines:
        table.add_row(*_cells(line, names))
    console.print(table)


def _cells(line: Line, names: Any) -> tuple[str, str, str, str]:
    grams = "?" if line.grams is None else f"{line.grams:.4g}"
    if line.food_id:
        told = line.how if line.grams is None else f"{line.state}; {line.how}"
        return _plain(line.text), _plain(names.get(line.food_id, "")), grams, _plain(told)
    near = "; ".join(names[food_id] for food_id in line.suggested[:3] if food_id in names)
    return _plain(line.text), "?", grams, _plain(f"{line.why}{f'. Near: {near}' if near else ''}")


def _plain(text: str) -> str:
    """Square brackets are no marks of ours in what others wrote."""
    return text.replace("[", "\\[")
