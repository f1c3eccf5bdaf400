"""What is the planner asked? A frozen problem of plain numbers; it knows neither Django nor medicine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Over(StrEnum):
    """The stretch a limit is summed over.

    MEAL: each slot of each day. DAY: each day. WEEK: each block of seven days counted from the first (the last block
    may be shorter and is held to the same limit). MEAN: the mean day of the whole plan.
    """

    MEAL = "meal"
    DAY = "day"
    WEEK = "week"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Slot:
    """An eating occasion: exactly one main, at most max_sides different sides."""

    key: str
    max_sides: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A dish that may be served. halves: the allowed portions in half-servings (2 is one serving), ascending.
    max_uses: on at most this many places per seven days. cost: what one place of it costs the objective, >= 0.
    max_in_all: on at most this many places of the whole plan; None: as many as its weeks allow."""

    key: str
    is_main: bool
    slots: frozenset[str]
    halves: tuple[int, ...]
    max_uses: int = 2
    cost: float = 0.0
    max_in_all: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """lower <= sum of the measure over the stretch <= upper.

    measure: a key of Problem.measures. slots: only what stands in these slots counts (None: all); with Over.MEAL the
    limit binds each of these slots on its own. hard: no slack at all. weight: what missing by 100 % of `scale` costs a
    soft limit on an average day (a WEEK or MEAN limit counts once per day of its stretch). scale: > 0.
    """

    name: str
    measure: str
    over: Over
    lower: float | None = None
    upper: float | None = None
    slots: frozenset[str] | None = None
    hard: bool = False
    weight: float = 1.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Lock:
    """A place that is already taken: this offer, in this portion, on this day and slot."""

    day: int
    slot: str
    offer: str
    halves: int


@dataclass(frozen=True, slots=True)
class Problem:
    """days >= 1. measures: name -> amount in one whole serving, one number an offer, aligned with `offers`.

    no_repeat_days: an offer that is a main stands at most once in any stretch of this many days (2: not on consecutive
    days). seed and node limits decide the answer, never the clock: same problem, same plan.
    """

    days: int
    slots: tuple[Slot, ...]
    offers: tuple[Offer, ...]
    measures: Mapping[str, tuple[float, ...]]
    limits: tuple[Limit, ...]
    locks: tuple[Lock, ...] = ()
    no_repeat_days: int = 2
    gap: float = 0.02
    seed: int = 1


class Status(StrEnum):
    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Cell:
    """One dish on one place."""

    day: int
    slot: str
    offer: str
    halves: int


@dataclass(frozen=True, slots=True)
class Solution:
    """cells: the plan, empty unless solved. objective and bound are of the same problem; gap = (objective - bound) /
    objective, proven. conflict: names of the limits that together leave no plan, empty unless infeasible. eased: so
    often were dishes allowed twice as often in all, as there was no plan otherwise; `eased` makes that problem."""

    status: Status
    cells: tuple[Cell, ...] = ()
    objective: float = 0.0
    bound: float = 0.0
    gap: float = 0.0
    seconds: float = 0.0
    seed: int = 1
    engine: str = ""
    conflict: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    eased: int = 0


def proven(objective: float, bound: float) -> tuple[float, float]:
    """The bound of a plan with this objective, from 0 to it, and the gap between them as a share of the objective."""
    bound = max(0.0, min(bound, objective))
    return bound, (objective - bound) / objective if objective > 0 else 0.0


def eased(problem: Problem, times: int) -> Problem:
    """The same problem with every `max_in_all` doubled so many times."""
    offers = (
        offer if offer.max_in_all is None else replace(offer, max_in_all=offer.max_in_all * 2**times)
        for offer in problem.offers
    )
    return replace(problem, offers=tuple(offers)) if times else problem
