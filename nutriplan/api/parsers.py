"""Is this body JSON that can be trusted? Strictly read: no NaN, no name twice, not deep, not large, no broken text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from nutriplan.api.errors import TooLarge
from nutriplan.domain.errors import Fault, InputFaults

MOST_BYTES = 1024 * 1024
#: A profile in a plan is four deep. Deeper bodies only exist to exhaust a reader.
MOST_DEEP = 20
#: A profile has some forty fields. Thousands of unknown ones would each be compared with all the known ones.
MOST_NAMES = 200
#: No id and no amount needs more; the database holds no larger whole number.
_MOST_WHOLE = 2**63


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Raises TooLarge, ParseError for what is not JSON, and InputFaults that name where a value cannot be used."""
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TooLarge
        try:
            value = json.loads(raw.decode("utf-8"), object_pairs_hook=_object)
        except RecursionError:
            raise InputFaults([_too_deep("")]) from None
        except ValueError:  # bad JSON, bad UTF-8, a number of thousands of digits
            raise ParseError("The body is not JSON in UTF-8. Please check commas, quotes and numbers.") from None
        for pointer, depth, node in _walk(value):
            fault = _fault_of(pointer, depth, node)
            if fault:
                raise InputFaults([fault])
        return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            # Two readers could take two different ones; with an age or a dose that is not a small thing.
            raise ParseError(f"The body names {_printable(name)} twice in one place.")
        found[name] = value
    return found


def _walk(value: Any) -> Iterator[tuple[str, int, Any]]:
    """Every value and every name, with its JSON pointer and depth; without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 1, value)]
    while waiting:
        pointer, depth, node = waiting.pop()
        yield pointer, depth, node
        if isinstance(node, dict):
            for name, part in node.items():
                below = f"{pointer}/{_escaped(name)}"
                waiting += ((below, depth + 1, part), (below, depth + 1, name))
        elif isinstance(node, list):
            waiting += ((f"{pointer}/{place}", depth + 1, part) for place, part in enumerate(node))


def _fault_of(pointer: str, depth: int, node: Any) -> Fault | None:
    if depth > MOST_DEEP:
        return _too_deep(pointer)
    if isinstance(node, str) and ("\0" in node or any("\ud800" <= letter <= "\udfff" for letter in node)):
        return Fault(pointer, "not_a_text", "holds a character that may not stand in a text")
    if isinstance(node, float) and math.isnan(node):
        return Fault(pointer, "not_a_number", "is NaN; leave the field out when it is unknown")
    if isinstance(node, int | float) and not -_MOST_WHOLE < node < _MOST_WHOLE:
        return Fault(pointer, "out_of_range", "is too large a number")
    if isinstance(node, dict) and len(node) > MOST_NAMES:
        return Fault(pointer, "too_many", f"may have at most {MOST_NAMES} fields, not {len(node)}")
    return None


def _too_deep(pointer: str) -> Fault:
    return Fault(pointer, "too_deep", f"is nested too deeply; at most {MOST_DEEP} levels are read")


def _escaped(name: str) -> str:
    return _printable(name).replace("~", "~0").replace("/", "~1")


def _printable(name: str) -> str:
    """The start of a name, without what may not stand in an answer."""
    return name[:60].encode("utf-8", "replace").decode()
