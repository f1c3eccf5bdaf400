"""Import foods of one's own from a spreadsheet; a row with a fault is refused, the others are taken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from foods import imports
from foods.imports import Imported
from foods.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import foods from a spreadsheet (.csv, .xlsx) with the columns name, group, nutrients per 100 g, portions."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would change")
        parser.add_argument("--publish", action="store_true", help="offer the new foods at once, not as drafts")

    def run(self, options: dict[str, Any]) -> Imported:
        return imports.import_house(
            path=options["path"],
            progress=self.progress,
            dry_run=options["dry_run"],
            publish=options["publish"],
            again=options["again"],
        )
