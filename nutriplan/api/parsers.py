"""Is this body JSON that can be trusted? Strictly read: no NaN, no name twice, not deep, not large, no broken text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from nutriplan.api.errors import TooLarge

MOST_BYTES = 1024 * 1024
#: A profile in a plan is four deep. Deeper bodies only exist to exhaust a reader.
MOST_DEEP = 20
#: JSON promises 53 bits; an id or amount beyond 64 is nobody's.
_MOST_WHOLE = 2**63


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TooLarge
        try:
            value = json.loads(raw.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_object)
        except RecursionError:
            raise ParseError(_too_deep()) from None
        except ValueError:  # bad JSON, bad UTF-8, a number of thousands of digits
            raise ParseError("The body is not JSON in UTF-8. Please check commas, quotes and numbers.") from None
        for depth, node in _walk(value):
            _check(depth, node)
        return value


def _refuse(constant: str) -> float:
    raise ParseError(f"{constant} is not JSON; leave the field out when a value is unknown.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # Two readers could take two different ones; with an age or a dose that is not a small thing.
        raise ParseError("The body names a field twice.")
    return found


def _walk(value: Any) -> Iterator[tuple[int, Any]]:
    """Every value and name, with its depth; without recursion."""
    waiting: list[tuple[int, Any]] = [(1, value)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        if depth > MOST_DEEP:
            continue
        if isinstance(node, dict):
            waiting += [(depth + 1, part) for pair in node.items() for part in pair]
        elif isinstance(node, list):
            waiting += [(depth + 1, part) for part in node]


def _check(depth: int, node: Any) -> None:
    if depth > MOST_DEEP:
        raise ParseError(_too_deep())
    if isinstance(node, str):
        if "\0" in node or any("\ud800" <= letter <= "\udfff" for letter in node):
            raise ParseError("The body holds a text with a character that is not valid in Unicode text.")
    elif (isinstance(node, int) and abs(node) >= _MOST_WHOLE) or (
        isinstance(node, float) and abs(node) == float("inf")
    ):
        raise ParseError("The body holds a number that is too large.")


def _too_deep() -> str:
    return f"The body is nested too deeply; at most {MOST_DEEP} levels are read."
