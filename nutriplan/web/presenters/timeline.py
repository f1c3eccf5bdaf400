"""What happens when on a day? Meals, doses and the hours to keep free: a strip for each, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.web.presenters.words import SLOTS, Document, joined, label

#: A strip is a day wide, a unit a minute; the page stretches it.
DAY = 24 * 60
#: A moment is drawn as wide as this, so that it can be seen on a phone.
MOMENT = 14
#: Hours that are marked below the strips.
HOURS = (0, 6, 12, 18, 24)

_TABLETS = " tablets"

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """From x, so wide, in minutes of the day."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """kind: "meal", "dose", "supplement" or "keep_apart"; clash: something is taken in hours that should be free."""

    kind: str
    name: str
    marks: tuple[Mark, ...]
    spoken: str
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the list. clash: what goes wrong there, and whom to ask."""

    when: str
    text: str
    kind: str
    clash: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    lines: tuple[Line, ...]
    moments: tuple[Moment, ...]
    hours: tuple[tuple[int, str], ...]


def timeline(document: Document) -> Timeline | None:
    """None where nothing is taken at a time: then the meals stand with their times already."""
    entries: Sequence[Entry] = document.get("timeline", ())
    if all(entry["kind"] == "meal" for entry in entries):
        return None
    moments = [_moment(entry) for entry in entries]
    return Timeline(
        lines=tuple(_lines(entries)),
        moments=tuple(dict.fromkeys(moments)),
        hours=tuple((hour * 60, f"{hour:02d}:00") for hour in HOURS),
    )


def _lines(entries: Sequence[Entry]) -> Iterable[Line]:
    for kind, name in (("meal", "Meals"), ("dose", "Medicines"), ("supplement", "Supplements")):
        taken = [entry for entry in entries if entry["kind"] == kind]
        if taken:
            said = ", ".join(f"{entry['time']} {_what(entry)}" for entry in taken)
            yield Line(kind, name, tuple(_at(entry["time"]) for entry in taken), f"{name}: {said}")
    windows = sorted((entry for entry in entries if entry["kind"] == "keep_apart"), key=_keeps_apart)
    for name, group in groupby(windows, key=_keeps_apart):
        yield _window(name, list(group))


def _window(name: str, entries: Sequence[Entry]) -> Line:
    spans = list(dict.fromkeys((entry["time"], entry["until"]) for entry in entries))
    said = joined([f"{opens} to {closes}" for opens, closes in spans])
    marks = tuple(mark for opens, closes in spans for mark in _span(opens, closes))
    return Line("keep_apart", name, marks, f"{name}: {said}", any(entry.get("clashes_with") for entry in entries))


def _keeps_apart(entry: Entry) -> str:
    return f"No {_away(entry['from_what']).removeprefix('any ')} ({entry['what']})"


def _away(from_what: Sequence[str]) -> str:
    """Foods, or "tablets with calcium and iron"."""
    tablets = [what.removesuffix(_TABLETS) for what in from_what if what.endswith(_TABLETS)]
    foods = [what for what in from_what if not what.endswith(_TABLETS)]
    return joined([*foods, *([f"tablets with {joined(tablets)}"] if tablets else [])])


def _what(entry: Entry) -> str:
    what = str(entry["what"])
    return label(what) if what in NUTRIENTS else SLOTS.get(what, what)


def _moment(entry: Entry) -> Moment:
    if entry["kind"] != "keep_apart":
        return Moment(entry["time"], _what(entry), entry["kind"])
    when = f"{entry['time']} to {entry['until']}"
    text = f"Keep {_away(entry['from_what'])} away from {entry['what']}."
    met = [f"{other['what']} at {other['time']}" for other in entry.get("clashes_with", ())]
    clash = f"You take {joined(met)}: too close. Ask your pharmacist which one to move." if met else ""
    return Moment(when, text, "keep_apart", clash)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _at(clock: str) -> Mark:
    return Mark(min(_minute(clock), DAY - MOMENT), MOMENT)


def _span(opens: str, closes: str) -> tuple[Mark, ...]:
    """In two pieces where it runs across midnight."""
    first, last = _minute(opens), _minute(closes)
    if first < last:
        return (Mark(first, last - first),)
    return tuple(mark for mark in (Mark(0, last), Mark(first, DAY - first)) if mark.width)
