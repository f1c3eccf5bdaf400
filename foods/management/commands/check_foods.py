"""Say what looks wrong in the stored foods, check by check."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foods import quality


class Command(BaseCommand):
    help = "Run the data-quality checks over the stored foods."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", help="list the findings of this check only")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = quality.findings()
        for check, count in sorted(Counter(finding.check for finding in found).items()):
            self.stdout.write(f"{check}: {count}")
        for finding in found:
            if finding.check == options["check"]:
                self.stdout.write(f"  {finding.ndb_no} {finding.name}: {finding.detail}")
