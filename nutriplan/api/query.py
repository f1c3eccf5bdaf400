"""What is asked for in the address? Each parameter declared once: read and checked here, published in the schema."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from nutriplan.domain.errors import Fault, InputFaults

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_LONGEST = 200


class Kind(Enum):
    TEXT = OpenApiTypes.STR
    WHOLE = OpenApiTypes.INT
    NUMBER = OpenApiTypes.NUMBER


@dataclass(frozen=True, slots=True)
class Param:
    """One query parameter. least, most: limits of a number. choices: the only words allowed. many: may be repeated."""

    name: str
    says: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 1_000_000_000
    many: bool = False
    required: bool = False


class Asked:
    """The parameters as given, checked; every verb answers for an absent one with its default."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._values.get(name, ()))

    def text(self, name: str, default: str = "") -> str:
        return next(iter(self._values.get(name, ())), default)

    def number(self, name: str) -> float | None:
        return float(self.text(name)) if name in self else None

    def whole(self, name: str, default: int) -> int:
        return int(self.text(name)) if name in self else default


def fault(name: str, code: str, detail: str) -> Fault:
    """A fault of a query parameter; the detail names it, because a pointer into a query is nobody's standard."""
    return Fault(f"/query/{name}", code, f"{name} {detail}")


def read(params: Iterable[Param], given: QueryDict) -> Asked:
    """Check what was given against what is known. Raises InputFaults with every fault."""
    known = {param.name: param for param in params}
    faults = [_unknown(name, known) for name in given if name not in known]
    values: dict[str, list[str]] = {}
    for param in known.values():
        texts = given.getlist(param.name)
        if texts:
            values[param.name] = texts
            faults += _faults_of(param, texts)
        elif param.required:
            faults.append(fault(param.name, "required", "is required"))
    if faults:
        raise InputFaults(faults)
    return Asked(values)


def _unknown(name: str, known: Mapping[str, Param]) -> Fault:
    shown = name[:60]
    near = difflib.get_close_matches(shown, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return fault(shown, "unknown_parameter", f"is not a parameter here{hint}")


def _faults_of(param: Param, texts: Sequence[str]) -> list[Fault]:
    if len(texts) > 1 and not param.many:
        return [fault(param.name, "repeated", "may be given only once")]
    if len(texts) > 20:
        return [fault(param.name, "too_many", "may be given at most 20 times")]
    return [found for text in texts if (found := _fault_of(param, text))]


def _fault_of(param: Param, text: str) -> Fault | None:
    if len(text) > _LONGEST:
        return fault(param.name, "too_long", f"may have at most {_LONGEST} characters")
    if param.choices and text not in param.choices:
        return _not_a_choice(param, text)
    if param.kind is Kind.TEXT:
        return None
    if not _NUMBER.fullmatch(text) or (param.kind is Kind.WHOLE and not re.fullmatch(r"-?[0-9]+", text)):
        kind = "whole number" if param.kind is Kind.WHOLE else "number"
        return fault(param.name, "not_a_number", f"must be a {kind} {_range(param)}")
    if not (math.isfinite(float(text)) and param.least <= float(text) <= param.most):
        return fault(param.name, "out_of_range", f"must be {_range(param)}")
    return None


def _range(param: Param) -> str:
    return f"from {param.least:,.0f} to {param.most:,.0f}"


def _not_a_choice(param: Param, text: str) -> Fault:
    near = difflib.get_close_matches(text, param.choices, n=1)
    if near:
        hint = f"did you mean {near[0]}?"
    elif len(param.choices) <= 20:
        hint = f"must be one of: {', '.join(param.choices)}"
    else:
        hint = f"there are {len(param.choices)} known words, such as {', '.join(param.choices[:3])}"
    return fault(param.name, "unknown_key", f"{text[:60]!r} is not known; {hint}")


def published(params: Iterable[Param]) -> list[OpenApiParameter]:
    """The parameters as the schema shows them."""
    return [
        OpenApiParameter(
            name=param.name,
            type=_type(param),
            required=param.required,
            description=param.says,
            enum=param.choices if 0 < len(param.choices) <= 20 else None,
            many=param.many,
            explode=True if param.many else None,
        )
        for param in params
    ]


def _type(param: Param) -> OpenApiTypes | dict[str, object]:
    if param.kind is Kind.TEXT or param.many:
        return param.kind.value
    name = "integer" if param.kind is Kind.WHOLE else "number"
    return {"type": name, "minimum": param.least, "maximum": param.most}
