"""How close does an average day come? A bar per nutrient, with the same in words and as a table row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutriplan.domain.intake import ENOUGH
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from nutriplan.web.presenters.words import KNOWN, Document, amount, label, per_cent

#: The drawing is this wide; the page stretches it.
WIDTH = 1000
#: The bar ends at this share of the aim, unless the plan or a limit lies beyond.
_BAR_END = 1.5
#: A limit further away than this share of the aim is said in words only: the bar would be too short to read.
_LIMIT_SHOWN = 2.5
#: Only these count what food brings; a limit on supplements says nothing about a plan of food.
_FOOD_SCOPES = ("total", "preformed")


@dataclass(frozen=True, slots=True)
class Drawing:
    """x positions in units of the drawing; None is not drawn. status: the class that colours the fill."""

    fill: int
    min_at: int | None
    aim_at: int | None
    max_at: int | None
    over: int
    status: str


@dataclass(frozen=True, slots=True)
class Bar:
    """status: "reached", "short", "low", "over", "unknown", "clinician" or "plain"; verdict says the same in words."""

    key: str
    label: str
    amount: str
    share: str
    status: str
    verdict: str
    marks: tuple[tuple[str, str], ...]
    minimum: str
    aim: str
    maximum: str
    spoken: str
    why: str
    source: str
    worst_day: str
    brought_by: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Bars:
    """main: the four nutrients the plans are about. others: the rest, in the order of the vocabulary."""

    main: tuple[Bar, ...]
    others: tuple[Bar, ...]
    any_partly: bool


def bars(document: Document) -> Bars:
    found, targets = document["attainment"], document["targets"]
    keys = [key for key in NUTRIENTS if key in found and _says_something(targets[key])]
    main = [_bar(key, found[key], targets[key]) for key in PRIORITY_KEYS if key in keys]
    others = [_bar(key, found[key], targets[key]) for key in keys if key not in PRIORITY_KEYS]
    partly = any(0 < one["known_share"] < KNOWN for one in found.values())
    return Bars(tuple(main), tuple(others), partly)


def _says_something(target: Mapping[str, Any]) -> bool:
    """Whether food is held against anything here; a limit on tablets alone makes no bar."""
    held = (target["min"], target["aim"], _food_limit(target))
    return bool(target["clinician_sets"]) or any(value is not None for value in held)


def _bar(key: str, found: Mapping[str, Any], target: Mapping[str, Any]) -> Bar:
    mean, share, maximum = found["mean"], found["share_of_aim"], _food_limit(target)
    status, verdict = _verdict(mean, share, target, maximum)
    shown = "not known" if mean is None else amount(key, mean, found["known_share"])
    marks = _marks(key, target, maximum)
    said = ", ".join(f"{name.lower()} {value}" for name, value in marks)
    return Bar(
        key=key,
        label=label(key),
        amount=shown,
        share="" if share is None or status == "clinician" else per_cent(share),
        status=status,
        verdict=verdict,
        marks=marks,
        minimum=_or_none(key, target["min"]),
        aim="set by your clinician" if target["clinician_sets"] else _or_none(key, target["aim"]),
        maximum=_or_none(key, maximum),
        spoken=f"{label(key)}: {shown} on an average day. {verdict}.{f' {said}.' if said else ''}",
        why=target["why"] or "",
        source=target["source"],
        worst_day="" if found["worst_day"] is None else amount(key, found["worst_day"], found["known_share"]),
        brought_by=_brought_by(found.get("brought_by", ())),
        drawing=_drawing(mean, target, maximum, status),
    )


def _brought_by(foods: Sequence[Mapping[str, Any]]) -> str:
    """The foods behind most of it. A plan that was kept before foods were told says nothing."""
    return ", ".join(f"{one['food']['display_name']} {per_cent(one['share'])}" for one in foods)


def _food_limit(target: Mapping[str, Any]) -> float | None:
    limit: float | None = target["max"] if target["scope"] in _FOOD_SCOPES else None
    return limit


def _or_none(key: str, value: float | None) -> str:
    return "–" if value is None else amount(key, value)


def _marks(key: str, target: Mapping[str, Any], maximum: float | None) -> tuple[tuple[str, str], ...]:
    """What the bar is held against. Where a clinician sets the value, neither minimum nor aim is shown as a goal."""
    sets = target["clinician_sets"]
    named = (
        ("Minimum", None if sets else target["min"]),
        ("Aim", None if sets else target["aim"]),
        ("At most", maximum),
    )
    return tuple((name, amount(key, value)) for name, value in named if value is not None)


def _verdict(
    mean: float | None, share: float | None, target: Mapping[str, Any], maximum: float | None
) -> tuple[str, str]:
    """What limits or stops comes first: what is above a limit is never called reached."""
    if mean is None:
        return "unknown", "Not known"
    if maximum is not None and mean > maximum * (1 + 1e-6):
        return "over", "Above the limit"
    if target["clinician_sets"]:
        return "clinician", "Your clinician sets this; no aim is planned"
    return _against_aim(mean, share, target["min"])


def _against_aim(mean: float, share: float | None, least: float | None) -> tuple[str, str]:
    if share is not None and share >= ENOUGH:
        return "reached", "Aim reached"
    if least is not None and mean < least:
        return "low", "Below the minimum"
    return ("plain", "Within the limits") if share is None else ("short", "Below the aim")


def _drawing(
    mean: float | None, target: Mapping[str, Any], maximum: float | None, status: str
) -> Drawing | None:  # fmt: skip
    aim = None if target["clinician_sets"] else target["aim"]
    least = None if target["clinician_sets"] else target["min"]
    anchor = aim or maximum
    if mean is None or not anchor:
        return None
    shown_max = maximum if maximum is not None and maximum <= anchor * _LIMIT_SHOWN else None
    end = max(anchor * (_BAR_END if aim else 1.15), mean * 1.05, (shown_max or 0) * 1.05)

    def at(value: float | None) -> int | None:
        return None if value is None else round(value / end * WIDTH)

    max_at = at(shown_max)
    return Drawing(
        fill=at(mean) or 0,
        min_at=at(least),
        aim_at=at(aim),
        max_at=max_at,
        over=WIDTH - max_at if max_at is not None else 0,
        status=status,
    )
