"""What do the import commands share? The report: what was taken, what was refused and why, as text or as a CSV file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foods import imports
from foods.importers.table import TableFaults
from foods.importers.undo import CannotUndo
from foods.imports import Imported
from foods.models import ImportBatch, ImportRejection

Refusal = tuple[str, int, str, str, str]
#: More are in the report; a screen holds no more.
SHOWN = 20


class ImportCommand(BaseCommand):
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?")
        parser.add_argument("--again", action="store_true", help="compare again what was imported already")
        parser.add_argument("--report", type=Path, help="write every refused row with its reason to this CSV file")
        parser.add_argument("--rollback", type=int, metavar="BATCH", help="take this import back")

    def run(self, options: dict[str, Any]) -> Imported:
        """Import the file named by the options."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rollback"]:
            self._roll_back(options["rollback"])
        elif options["path"] is None:
            raise CommandError("Which file? Or say --rollback BATCH.")
        else:
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            done = self.run(options)
        except TableFaults as faults:
            raise CommandError("\n".join(faults.faults)) from faults
        self._say(done)
        for file, row, record, reason, _ in islice(_refusals(done), SHOWN):
            self.stdout.write(f"  refused: {file}, row {row}{f', {record}' if record else ''}: {reason}")
        if done.rejections > SHOWN and not options["report"]:
            self.stdout.write(f"  ... and {done.rejections - SHOWN} more: say --report FILE.csv, or look in the admin")
        if options["report"]:
            _write_report(options["report"], _refusals(done))

    def _say(self, done: Imported) -> None:
        for note in (*done.notes, *done.would):
            self.stdout.write(f"  {note}")
        if done.run is None and not done.read:
            self.stdout.write("up to date")
            return
        head = "dry run, nothing written" if done.run is None else f"import {done.run}"
        resumed = " (went on where it had stopped)" if done.resumed else ""
        self.stdout.write(
            f"{head}{resumed}: {done.read} foods read, {done.created} new, {done.updated} changed, "
            f"{done.unchanged} unchanged, {done.rejections} rows refused"
        )

    def _roll_back(self, run: int) -> None:
        try:
            undone = imports.roll_back(run=run)
        except ImportBatch.DoesNotExist as missing:
            raise CommandError(f"there is no import {run}") from missing
        except CannotUndo as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"import {run} rolled back: {undone.deleted} foods deleted, {undone.restored} as before, "
            f"{undone.retired} in use and therefore only retired"
        )

    def progress(self, stage: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"  {stage:<70}", ending="\r")
            self.stdout.flush()


def _refusals(done: Imported) -> Iterable[Refusal]:
    if done.run is None:
        return [(row.file, row.line, row.record, row.reason, json.dumps(dict(row.content))) for row in done.refused]
    columns = ("file", "row", "record", "reason", "content")
    rows = ImportRejection.objects.filter(batch_id=done.run).order_by("pk").values_list(*columns)
    return ((*row[:4], json.dumps(row[4])) for row in rows.iterator(chunk_size=2_000))


def _write_report(path: Path, refused: Iterable[Refusal]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("file", "row", "record", "reason", "content"))
        lines.writerows(refused)
