"""What do the curation templates need beside plain values? A value by its key, and numbers that point to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value at the key; nothing where there is none."""
    return values.get(key, "")


#: Below this a number of people is told as "1 to 4": who knows them could tell who is meant.
_FEW = 5


@register.filter
def few(count: int) -> str:
    """A number of plans, each of which is somebody's."""
    return _("1 to %(most)d") % {"most": _FEW - 1} if 0 < count < _FEW else f"{count:,}"
