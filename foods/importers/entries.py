"""How is one value of a file that people edit read? What it must be is said in the fault."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

Entry = Mapping[str, Any]


def explained(error: Exception) -> str:
    return f"lacks {error.args[0]}" if isinstance(error, KeyError) else str(error)


def only(entry: Entry, known: Iterable[str], what: str) -> None:
    """A key nobody reads is a slip of the pen, and what it says would be lost."""
    strange = sorted(set(entry) - set(known))
    if strange:
        raise ValueError(f"{what} has no key {', '.join(strange)}")


def text(entry: Entry, key: str) -> str:
    return filled(entry[key], key)


def filled(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be a text that is not empty, not {value!r}")
    return value.strip()


def whole(value: object, key: str, *, most: int, least: int = 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{key} must be a whole number from {least} to {most}, not {value!r}")
    return value


def positive(value: object, what: str) -> float:
    number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    if not 0 < number < math.inf:
        raise ValueError(f"{what} must be a number above 0, not {value!r}")
    return number


def yes(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{key} must be true or false, not {value!r}")
    return value


def words(value: object, key: str, known: Iterable[str]) -> tuple[str, ...]:
    """A list of words of a closed vocabulary, each once, in the order of the vocabulary."""
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        raise ValueError(f"{key} must be a list in which every word stands once, not {value!r}")
    known = tuple(known)
    for word in value:
        if word not in known:
            raise ValueError(f"{key} has no {word!r}; known: {', '.join(known)}")
    return tuple(word for word in known if word in value)
