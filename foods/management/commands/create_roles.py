"""Make the groups editor, reviewer and admin with what each may do; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from foods import roles


class Command(BaseCommand):
    help = "Make the groups editor, reviewer and admin with what each may do; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for role in roles.create_roles():
            self.stdout.write(f"{role}: {roles.SAYS[role]}")
