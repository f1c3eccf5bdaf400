"""What do the three load commands share? Progress for whoever watches, all faults at once for whoever mends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foods import services
from foods.importers.table import TableFaults
from foods.services import Loaded

_LOADERS: dict[str, Callable[..., Loaded]] = {"foods": services.load_foods, "dishes": services.load_dishes}


class LoadCommand(BaseCommand):
    parts: tuple[str, ...] = ()
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="load even when the files have not changed")

    def handle(self, *_args: Any, **options: Any) -> None:
        for part in self.parts:
            try:
                loaded = _LOADERS[part](progress=self._progress, again=options["again"])
            except TableFaults as faults:
                listed = "\n".join(f"  {fault}" for fault in faults.faults)
                raise CommandError(f"{len(faults.faults)} faults, nothing was written:\n{listed}") from faults
            except FileNotFoundError as missing:
                raise CommandError(f"{missing.filename} is missing. Run: make fixtures") from missing
            said = "loaded" if loaded.changed else "up to date"
            self.stdout.write(f"{loaded.count} {part} {said}")

    def _progress(self, stage: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"  {stage} ...")
            self.stdout.flush()
