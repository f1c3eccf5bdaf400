"""How is untrusted JSON read without trusting it? Field by field, each fault kept with its pointer and its limit."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from nutriplan.domain.errors import Fault, InputFaults

Choice = TypeVar("Choice", bound=StrEnum)

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Reader:
    """One JSON object under a pointer. A reading verb answers None and notes a fault when the value will not do; it
    answers None without a fault when the field is absent and not required. null counts as absent."""

    def __init__(self, data: Mapping[str, object], base: str = "", faults: list[Fault] | None = None) -> None:
        self._data = data
        self._base = base
        self._asked: set[str] = set()
        self.faults: list[Fault] = [] if faults is None else faults

    def fault(self, name: str, code: str, detail: str, suggestions: tuple[str, ...] = ()) -> None:
        self.faults.append(Fault(f"{self._base}/{name}", code, detail, suggestions))

    def has(self, name: str) -> bool:
        self._asked.add(name)
        return self._data.get(name) is not None

    def assumed(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if self._data.get(name) is None)

    def refuse_unknown(self) -> None:
        """Every field that no verb asked for is a fault; the nearest known name is offered."""
        for name in self._data:
            if name in self._asked:
                continue
            near = difflib.get_close_matches(str(name), self._asked, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.fault(str(name)[:60], "unknown_field", f"is not a field here{hint}")

    def close(self) -> None:
        """Nothing more is read: raise InputFaults for all that is wrong, fields that nobody asked for included."""
        self.refuse_unknown()
        if self.faults:
            raise InputFaults(self.faults)

    # Single values ---------------------------------------------------------------------------------------------------

    def number(self, name: str, least: float, most: float, *, required: bool = False) -> float | None:
        value = self._take(name, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            self.fault(name, "not_a_number", f"must be a number from {least:g} to {most:g}")
        elif not least <= value <= most:
            self.fault(name, "out_of_range", f"must be from {least:g} to {most:g}, not {value:g}")
        else:
            return float(value)
        return None

    def whole(self, name: str, least: int, most: int) -> int | None:
        value = self.number(name, least, most)
        if value is None:
            return None
        if not value.is_integer():
            self.fault(name, "not_whole", f"must be a whole number from {least} to {most}, not {value:g}")
            return None
        return int(value)

    def flag(self, name: str) -> bool | None:
        value = self._take(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(name, "not_a_boolean", "must be true or false")
        return None

    def text(self, name: str, most: int, *, required: bool = True) -> str | None:
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            self.fault(name, "not_a_text", f"must be a text of 1 to {most} characters")
            return None
        return value.strip()

    def name_or_id(self, name: str) -> str | int | None:
        """A required food: its name, or its id."""
        value = self._take(name, required=True)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if isinstance(value, str) and value.strip() and len(value) <= 120:
            return value.strip()
        self.fault(name, "not_a_food", "must be the name of a food, up to 120 characters, or its id")
        return None

    def word(self, name: str, known: Collection[str], *, required: bool = False) -> str | None:
        value = self._take(name, required=required)
        return None if value is None else self._known(name, value, known)

    def choice(self, name: str, kind: type[Choice], *, required: bool = True) -> Choice | None:
        value = self.word(name, [member.value for member in kind], required=required)
        return None if value is None else kind(value)

    def clock(self, name: str, *, required: bool = False) -> time | None:
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not _CLOCK.fullmatch(value):
            self.fault(name, "not_a_time", 'must be a time of day as "HH:MM", from "00:00" to "23:59"')
            return None
        return time.fromisoformat(value)

    def day(self, name: str) -> date | None:
        value = self._take(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # the shape is right and the day does not exist (2026-02-30): the same fault as any other
        self.fault(name, "not_a_date", 'must be a date as "YYYY-MM-DD"')
        return None

    # Many values -----------------------------------------------------------------------------------------------------

    def keys(self, name: str, known: Collection[str]) -> frozenset[str]:
        found = set()
        for place, value in enumerate(self._list(name, 100)):
            word = self._known(f"{name}/{place}", value, known)
            if word is not None:
                found.add(word)
        return frozenset(found)

    def ids(self, name: str) -> frozenset[int]:
        found = set()
        for place, value in enumerate(self._list(name, 10_000)):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                self.fault(f"{name}/{place}", "not_an_id", "must be the id of a food, a whole number from 1")
            else:
                found.add(value)
        return frozenset(found)

    def clocks(self, name: str, most: int) -> tuple[time, ...]:
        found = []
        for place, value in enumerate(self._list(name, most)):
            if isinstance(value, str) and _CLOCK.fullmatch(value):
                found.append(time.fromisoformat(value))
            else:
                self.fault(f"{name}/{place}", "not_a_time", 'must be a time of day as "HH:MM"')
        return tuple(sorted(set(found)))

    def objects(self, name: str, least: int, most: int) -> list[Reader] | None:
        if not self.has(name):
            return None
        values = self._list(name, most)
        if len(values) < least:
            self.fault(name, "too_few", f"must have from {least} to {most} entries, not {len(values)}")
        return [found for place, value in enumerate(values) if (found := self._object(f"{name}/{place}", value))]

    def child(self, name: str) -> Reader | None:
        value = self._take(name)
        return None if value is None else self._object(name, value)

    def mapping(self, name: str) -> dict[str, Reader]:
        """An object of objects under free keys."""
        value = self._take(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(name, "not_an_object", "must be a JSON object")
            return {}
        found = {str(key): self._object(f"{name}/{key}", entry) for key, entry in value.items()}
        return {key: reader for key, reader in found.items() if reader}

    # Behind the verbs ------------------------------------------------------------------------------------------------

    def _take(self, name: str, *, required: bool = False) -> object | None:
        self._asked.add(name)
        value = self._data.get(name)
        if value is None and required:
            self.fault(name, "required", "is required")
        return value

    def _known(self, name: str, value: object, known: Collection[str]) -> str | None:
        if isinstance(value, str) and value in known:
            return value
        near = difflib.get_close_matches(value, known, n=1) if isinstance(value, str) else []
        if near:
            hint = f"did you mean {near[0]}?"
        elif len(known) <= 20:
            hint = f"must be one of: {', '.join(known)}"
        else:
            hint = f"there are {len(known)} known keys, such as {', '.join(sorted(known)[:3])}"
        self.fault(name, "unknown_key", f"{_short(value)} is not known; {hint}")
        return None

    def _list(self, name: str, most: int) -> list[object]:
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, "not_a_list", "must be a list")
            return []
        if len(value) > most:
            self.fault(name, "too_many", f"may have at most {most} entries, not {len(value)}")
            return []
        return value

    def _object(self, pointer: str, value: object) -> Reader | None:
        if isinstance(value, Mapping):
            return Reader(value, f"{self._base}/{pointer}", self.faults)
        self.fault(pointer, "not_an_object", "must be a JSON object")
        return None


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer of hundreds of digits
        return False


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:37] + "..."
