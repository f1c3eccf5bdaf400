"""Look at all stored foods, say what looks wrong, check by check, and keep it for the pages of the curators."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foods import quality_reports


class Command(BaseCommand):
    help = "Run the data-quality checks over all stored foods; what they find is kept for the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", help="list the findings of this check only")

    def handle(self, *_args: Any, **options: Any) -> None:
        counts = quality_reports.check_all(self._progress).counts
        for check, count in sorted(counts.items()):
            if count.findings:
                self.stdout.write(f"{check}: {count.findings}")
        if options["check"]:
            for finding in quality_reports.of_check(options["check"], most=sys.maxsize):
                self.stdout.write(f"  {finding.ndb_no} {finding.name}: {finding.detail}")

    def _progress(self, stage: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"  {stage:<40}", ending="\r")
            self.stdout.flush()
