"""How often is it taken, and how many at once? Read from what a person typed; what stays unclear is said.

Where the words allow two readings the larger one counts: too little against an upper limit could do harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class HowOften:
    """at_once: how many are taken together. a_day: how often a day, None where no word says it (1/7: once a week).
    unclear: something was said of it that could not be read, or that contradicts itself."""

    at_once: float = 1.0
    a_day: float | None = None
    unclear: bool = False

    def per_day(self, clock_times: int) -> float:
        """How many are taken in a day. clock_times: the times of the day that were given beside the words."""
        told = max(1, clock_times)
        if self.a_day is None:
            return self.at_once * told
        return self.at_once * (self.a_day * told if self.a_day < 1 else max(self.a_day, clock_times))


_VALUES: Mapping[str, float] = MappingProxyType(
    {
        "half": 0.5, "1/2": 0.5, "once": 1, "one": 1, "single": 1, "twice": 2, "two": 2, "double": 2, "other": 2,
        "second": 2, "alternate": 2, "thrice": 3, "three": 3, "third": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    }
)  # fmt: skip
_NUMBER = (
    r"(?:1/2|\d{1,2}(?:[.,]\d)?(?!\d|[.,/]\d)"
    r"|(?:half|once|one|single|twice|two|double|thrice|three|four|five|six|seven|eight|nine|ten|twelve)\b)"
)
#: "1-2", "one or two": the second is counted.
_COUNT = rf"(?<![\w/.,-])(?:{_NUMBER}\s*(?:-|to|or)\s*)?({_NUMBER})"
_PIECE = (
    r"(?:tablets?|tabs?|tbl|capsules?|caps?|pills?|sachets?|drops?|sprays?|scoops?|spoons?|spoonfuls?|teaspoons?"
    r"|tablespoons?|gummy|gummies|lozenges?|ampoules?|pieces?|doses?)"
)
_TIMES = rf"(?:times?|x|×|{_PIECE})"
_PER = r"(?:a|an|per|each|every|in a|/)"
_DAYS_IN: Mapping[str, float] = MappingProxyType({"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0})
_STRETCH = r"(h|hrs?|hours?|days?|d|weeks?|wks?|months?)"
#: What is taken in the evening and at supper alike is taken twice: rather too much is counted.
_PART = (
    r"(?:morning|noon|midday|lunchtime|afternoon|evening|night|nightly|bedtime|breakfast|lunch|dinner|supper"
    r"|mane|nocte)s?"
)

_STRENGTH = re.compile(r"\d+(?:[.,]\d+)*\s*(?:mg|mcg|ug|g|iu|ie|i\.u\.|units?|ml|mmol|%)(?![^\W_])")
_MULTIPLIED = re.compile(r"(?<![\w.,])(\d{1,2})\s*[x×]\s*(?=\d)")
_NOT_SAID = re.compile(
    r"\b(?:as (?:needed|required|directed|necessary|i need)|(?:when|if) (?:needed|required|necessary|i need)|prn|sos"
    r"|several|few|some|sometimes|occasionally|now and then|often|times?|hourly|every|per|each|alternate)\b"
)
_LEFT_OVER = re.compile(rf"{_COUNT}(?!\w)")


@dataclass(slots=True)
class _Reading:
    """Where the walk over the patterns stands. counted: how often a day, by words that count. plain: by words that only
    say "daily". parts: mornings, evenings. with_meals: three at most, and only where nothing else was said."""

    text: str
    counted: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)
    with_meals: bool = False
    at_once: float = 1.0

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What the pattern finds; it is then out of the text, so that no word counts twice."""
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(" ; ", self.text)
        return found


@cache
def how_often(typed: str) -> HowOften:
    """What the words say: "200 mg twice a day", "2 tabs bd", "every 8 hours", "1-0-1", "morning and evening"."""
    text = unicodedata.normalize("NFKC", typed.casefold()).replace("\u2044", "/")
    reading = _Reading(re.sub(r"[‐-―−]", "-", re.sub(r"\b([a-z])\.([a-z])\.(?:([a-z])\.)?", r"\1\2\3", text)))
    for multiplied in reading.take(_MULTIPLIED):
        reading.at_once *= _value(multiplied[1])
    reading.text = _STRENGTH.sub(" ; ", reading.text)
    for pattern, read in _READERS:
        for match in reading.take(pattern):
            read(reading, match)
    unclear = bool(_NOT_SAID.search(reading.text) or _LEFT_OVER.search(reading.text))
    return _summed_up(reading, unclear)


def _summed_up(reading: _Reading, unclear: bool) -> HowOften:
    said = [*reading.counted, *reading.plain]
    parts = sum(reading.parts)
    if not said and not parts:
        return HowOften(reading.at_once, 3.0 if reading.with_meals else None, unclear)
    seldom = [each for each in said if each < 1]
    if seldom and len(seldom) == len(said):
        return HowOften(reading.at_once, max(seldom) * max(parts, 1.0), unclear or len(set(seldom)) > 1)
    return HowOften(reading.at_once, max([*said, parts]), unclear or bool(seldom))


def _value(number: str) -> float:
    """Nought is read as one: rather too much than nothing."""
    return _VALUES.get(number) or float(number.replace(",", ".")) or 1.0


# What each pattern says --------------------------------------------------------------------------------------------


def _every(reading: _Reading, match: re.Match[str]) -> None:
    """ "every 8 hours", "2 every other day", "once every week"; of "every 4 to 6 hours" the shorter one."""
    count, apart, stretch = match.groups()
    days = _DAYS_IN[stretch[0]] * (_value(apart) if apart else 1.0)
    (reading.counted if count or apart or days != 1 else reading.plain).append((_value(count) if count else 1) / days)


def _hours_apart(reading: _Reading, match: re.Match[str]) -> None:
    reading.counted.append(24 / _value(match[1] or match[2]))


def _a_stretch(reading: _Reading, match: re.Match[str]) -> None:
    """ "twice a day", "3x/week", "2 tablets daily" """
    reading.counted.append(_value(match[1] or match[2]) / _DAYS_IN[(match[3] or match[4])[0]])


def _each_time(reading: _Reading, match: re.Match[str]) -> None:
    """ "1-0-1": morning, noon, evening, night"""
    reading.counted.append(sum(float(digit) for digit in match.groups(default="0")))


_SHORTHAND: Mapping[str, float] = MappingProxyType(
    {
        "od": 1, "qd": 1, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4, "qod": 0.5, "eod": 0.5,
        "fortnightly": 1 / 14, "weekly": 1 / 7, "monthly": 1 / 30,
    }
)  # fmt: skip


def _shorthand(reading: _Reading, match: re.Match[str]) -> None:
    reading.counted.append(_SHORTHAND[match[1]])


def _meals(reading: _Reading, _match: re.Match[str]) -> None:
    reading.with_meals = True


def _part_of_day(reading: _Reading, match: re.Match[str]) -> None:
    """ "2 in the morning and 1 at night"; one without a number has that of the one before ("2 morning and night")."""
    before = reading.parts[-1] if reading.parts else 1.0
    reading.parts.append(_value(match[1]) if match[1] else before)


def _daily(reading: _Reading, _match: re.Match[str]) -> None:
    reading.plain.append(1.0)


def _so_often(reading: _Reading, match: re.Match[str]) -> None:
    """ "x2", "2x", "three times", "twice": of a day where no other stretch is named"""
    reading.counted.append(_value(next(group for group in match.groups() if group)))


def _pieces(reading: _Reading, match: re.Match[str]) -> None:
    reading.at_once *= _value(match[1])


_READERS: tuple[tuple[re.Pattern[str], Callable[[_Reading, re.Match[str]], None]], ...] = (
    (re.compile(r"(?<![\d-])(\d)\s*-\s*(\d)\s*-\s*(\d)(?:\s*-\s*(\d))?(?![\d-])"), _each_time),
    (
        re.compile(
            rf"(?:{_COUNT}\s*{_TIMES}?\s*)?\b(?:every|each)\s*"
            rf"(?:({_NUMBER}|other|second|third|alternate)(?:\s*(?:-|to|or)\s*{_NUMBER})?\s*)?{_STRETCH}\b"
        ),
        _every,
    ),
    (re.compile(r"\bq\s*(\d{1,2})\s*h(?:rs?|ours?|ourly)?\b|(?<!\w)(\d{1,2})\s*-?\s*hourly\b"), _hours_apart),
    (re.compile(r"()\b(alternate) (d)ays?\b"), _every),
    (
        re.compile(
            rf"(?:{_COUNT}\s*{_TIMES}?|(?<!\w)[x×]\s*(\d{{1,2}}))\s*(?:{_PER}\s*{_STRETCH}|(daily|weekly|monthly))\b"
        ),
        _a_stretch,
    ),
    (re.compile(rf"\b({'|'.join(_SHORTHAND)})\b"), _shorthand),
    (re.compile(r"\b(?:with|at|after|before|during)\s+(?:each |every |the |my |all )*(?:meals?|eating)\b"), _meals),
    (
        re.compile(
            rf"(?:{_COUNT}\s*{_PIECE}?\s*)?(?:\b(?:in the|at|every|each|before|after|with|on|for|the)\s+)*\b{_PART}\b"
        ),
        _part_of_day,
    ),
    (re.compile(r"\bdaily\b|(?:\b(?:a|per|each|every)\s+|/\s*)day\b"), _daily),
    (re.compile(rf"(?<!\w)[x×]\s*(\d{{1,2}})\b|{_COUNT}\s*(?:times?|x|×)(?!\w)|\b(once|twice|thrice)\b"), _so_often),
    (re.compile(rf"{_COUNT}\s*(?:a\s+|an\s+|of\s+a\s+)?{_PIECE}\b"), _pieces),
)
