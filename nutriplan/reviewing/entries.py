"""What does a reviewer see of one fact, which facts are asked for, and which are due for another look?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from nutriplan.domain.rules import VERIFICATION_SAYS, Severity, Source

#: A fact that was last compared with its source longer ago than this is due, whatever date was set for it.
MOST_MONTHS = 24
_GRAVE: Mapping[str, int] = {severity.value: severity.rank for severity in Severity}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it, a line each."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. facets: the filter -> the values under which it is found. also: words that it is found by as well.
    reviewed, due None: kept of no single fact of its kind. approved_by: the health professional; empty: nobody yet."""

    key: str
    title: str
    facets: Mapping[str, frozenset[str]]
    parts: tuple[Part, ...]
    sources: tuple[Source, ...] = ()
    verification: str = ""
    reviewed: date | None = None
    due: date | None = None
    approved_by: str = ""
    also: tuple[str, ...] = field(default=())

    @property
    def verification_says(self) -> str:
        return VERIFICATION_SAYS.get(self.verification, "")

    def due_on(self) -> date | None:
        """The day on which it has to be looked at again: the date that was set, or 24 months after the last look."""
        oldest = later(self.reviewed, MOST_MONTHS) if self.reviewed else None
        return min((day for day in (self.due, oldest) if day is not None), default=None)

    def is_due(self, today: date) -> bool:
        day = self.due_on()
        return day is not None and day <= today


def later(day: date, months: int) -> date:
    """The same day so many months later; the first of the next month where that one is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return later(day.replace(day=1), months + 1)


def searched(entries: Iterable[Entry], text: str) -> list[Entry]:
    """Entries in which every word that was typed begins a word."""
    typed = _words(text).split()
    return [entry for entry in entries if all(f" {word}" in _text(entry) for word in typed)]


def _text(entry: Entry) -> str:
    lines = (line for part in entry.parts for line in part.lines)
    return f" {_words(' '.join((entry.key, entry.title, *entry.also, *lines, *(one.title for one in entry.sources))))}"


def _words(text: str) -> str:
    """Letters and digits alone: "CND-CKD-K (warfarin)" is searched as "cnd ckd k warfarin"."""
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold())


def chosen(entries: Iterable[Entry], asked: Mapping[str, str]) -> list[Entry]:
    """Entries that carry the value asked for in every filter that was used."""
    used = {name: value for name, value in asked.items() if value}
    return [
        entry for entry in entries if all(value in entry.facets.get(name, frozenset()) for name, value in used.items())
    ]


def choices(entries: Iterable[Entry], name: str) -> list[tuple[str, int]]:
    """The values of a filter, what is graver first, each with how many entries carry it."""
    counts = Counter(value for entry in entries for value in entry.facets.get(name, ()))
    return sorted(counts.items(), key=lambda one: (_GRAVE.get(one[0], 0), one[0]))
