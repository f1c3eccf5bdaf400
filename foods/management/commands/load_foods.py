"""Load the table of foods into the database; the same files change nothing."""

from __future__ import annotations

from foods.management.loading import LoadCommand


class Command(LoadCommand):
    help = "Load the table of foods into the database; the same files change nothing."
    parts = ("foods",)
