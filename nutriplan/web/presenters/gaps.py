"""Why can this plan not be better? What it misses, what is in the way, and what one change would bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from nutriplan.plans.wording import at_most_per_cent
from nutriplan.web.presenters.bars import WIDTH
from nutriplan.web.presenters.words import Document, label, per_cent

#: A drawing ends at this share of the aim; what lies beyond is said in words.
_END = 2.0


@dataclass(frozen=True, slots=True)
class Help:
    """what: one change. brings: about so much of the aim."""

    what: str
    brings: str


@dataclass(frozen=True, slots=True)
class Gap:
    """holds: what is in the way, the heaviest first. ask: what to do where no change would help."""

    label: str
    share: str
    because: str
    holds: tuple[str, ...]
    helps: tuple[Help, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Attainable:
    """Of one nutrient. width, best, aim: x positions in units of the drawing."""

    name: str
    text: str
    spoken: str
    width: int
    best: int
    aim: int
    missed: bool


@dataclass(frozen=True, slots=True)
class Why:
    """gaps: what is missed. chart: reached, attainable and aim of every nutrient that a plan may push up, what is
    missed first. habits: advice for everybody that, left aside, would bring something of what is missed."""

    gaps: tuple[Gap, ...]
    chart: tuple[Attainable, ...]
    habits: tuple[str, ...]


def why(document: Document) -> Why:
    return Why(
        tuple(_gap(found) for found in document["shortfalls"]),
        tuple(_chart(document)),
        tuple(one["what"] for one in document.get("changes", ()) if one["kind"] == "habit"),
    )


def _gap(found: Mapping[str, Any]) -> Gap:
    key = found["nutrient"]
    helps = tuple(Help(one["what"], f"{one['gains'][key] * 100:.0f} %") for one in found.get("changes", ()))
    return Gap(
        label=label(key),
        share=per_cent(found["share_of_aim"]),
        because=found["because"],
        holds=tuple(found.get("holds", ())),
        helps=helps,
        ask="" if helps else found["would_help"],
    )


def _chart(document: Document) -> Iterator[Attainable]:
    missed = {found["nutrient"]: found["share_of_aim"] for found in document["shortfalls"]}
    order = dict.fromkeys((*missed, *PRIORITY_KEYS, *NUTRIENTS))
    for key in (key for key in order if key in document["attainment"]):
        found = document["attainment"][key]
        best, share = found.get("best_possible"), missed.get(key, found["share_of_aim"])
        if best is not None and share is not None:
            text = f"{per_cent(share)} reached, at most {at_most_per_cent(best)} attainable"
            spoken = f"{label(key)}: {text}; the aim is 100 %"
            yield Attainable(label(key), text, spoken, _at(share), _at(best), _at(1.0), key in missed)


def _at(share: float) -> int:
    return min(WIDTH, round(share / _END * WIDTH))
