"""Which recipes may this person see? Those of their account, or those of which they hold the key, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch, QuerySet

from nutriplan.recipes.models import Line, Recipe

_LONGEST_KEY = 43


def recipes_of(owner: AbstractBaseUser) -> QuerySet[Recipe]:
    """The recipes of an account with their lines, the newest first (2 queries)."""
    return _with_lines().filter(owner_id=owner.pk)


def recipes_with(keys: Iterable[str], *, now: datetime) -> QuerySet[Recipe]:
    """The recipes of guests that the keys open and that have not run out. A key opens no recipe of an account."""
    wanted = [key for key in keys if 0 < len(key) <= _LONGEST_KEY]
    return _with_lines().filter(owner__isnull=True, expires_at__gt=now, key__in=wanted)


def _with_lines() -> QuerySet[Recipe]:
    return Recipe.objects.prefetch_related(Prefetch("lines", Line.objects.order_by("position")))
