"""What does the library of dishes hold, and what does it still lack? Writes docs/dishes.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foods import dish_report


class Command(BaseCommand):
    help = "Count the dishes of every kind, write docs/dishes.md, and name what the library still lacks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if something is stale or lacking")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = dish_report.report()
        text = dish_report.written(found)
        if not options["check"]:
            dish_report.DOCUMENT.write_text(text, encoding="utf-8")
        for line in found.shortfalls():
            self.stdout.write(line)
        if options["check"] and dish_report.DOCUMENT.read_text(encoding="utf-8") != text:
            raise CommandError("docs/dishes.md is not what the dishes say. Run: manage.py dishes_report")
        if options["check"] and found.shortfalls():
            raise CommandError(f"{len(found.shortfalls())} numbers are not met")
        self.stdout.write(f"{len(found.counts)} kinds counted")
