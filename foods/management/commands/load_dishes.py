"""Load dishes, purchases and food tags; the same files change nothing."""

from __future__ import annotations

from foods.management.loading import LoadCommand


class Command(LoadCommand):
    help = "Load dishes, purchases and food tags; the same files change nothing."
    parts = ("dishes",)
