"""What do the curation templates look up? A value by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value at the key; nothing where there is none."""
    return values.get(key, "")
