"""How far is every end of every limit missed? All ends in one vector, so that a change of dish is one addition.

An edge is one end of one limit on one stretch (a meal, a day, a block of seven days, all days). Its level is
rate * (lower - sum) or rate * (sum - upper): what is above 0 is paid. A hard edge is paid with a heavy fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.evaluate import TOLERANCE, WEEK
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.objective import rate
from nutriplan.planner.problem import Limit, Over
from nutriplan.planner.scope import Scope

HARD = 10.0  # missing a hard limit by all of it costs so many fines

Key = tuple[int, int]  # day or block, slot; -1 where it does not matter


@dataclass(frozen=True, slots=True)
class End:
    """One end of a limit. sign: -1 for a lower end, 1 for an upper one."""

    number: int
    limit: Limit
    sign: int
    value: float


@dataclass(frozen=True, slots=True)
class View:
    """The edges a slot sees in a block, in the order meal, day, week, mean; beyond the meal all slots see the same.

    at: edges of each day. amounts: portions (the last row: nothing) x edges, as levels. meal, day, week: so many edges
    come first.
    """

    at: dict[int, Ints]
    amounts: Floats
    meal: int
    day: int
    week: int


class Edges:
    """The edges of the free days of a scope. level: where they stand before anything is put on the free days. allowed:
    how far above 0 is rounding; infinite where a limit is not hard. inner: what a hard limit of a day would have to
    move inwards to be narrower by its whole width."""

    def __init__(self, scope: Scope, fine: float) -> None:
        self._scope, self._fine = scope, fine
        self._ends = list(_ends(scope))
        self._index: dict[tuple[End, Key], int] = {}
        level: list[float] = []
        allowed: list[float] = []
        inner: list[float] = []
        self.day_of: list[int] = []
        for end in self._ends:
            times = len(scope.days) if end.limit.over is Over.MEAN else 1
            for key, days in self._stretches(end):
                self._index[end, key] = len(level)
                pay = self._rate(end, days)
                level.append(end.sign * pay * (scope.fixed_amount(end.number, days) - end.value * times))
                slack = pay * TOLERANCE * max(1.0, abs(end.value)) * times
                allowed.append(slack if end.limit.hard else np.inf)
                inner.append(pay * _width(end) if end.limit.hard and end.limit.over is Over.DAY else 0.0)
                self.day_of.append(key[0] if end.limit.over in {Over.MEAL, Over.DAY} else -1)
        self.level: Floats = np.array(level)
        self.allowed: Floats = np.array(allowed)
        self.inner: Floats = np.array(inner)

    def broken(self, level: Floats) -> list[int]:
        """The hard edges that are missed."""
        return np.flatnonzero(level > self.allowed).tolist()

    def paid(self, level: Floats, at: Ints) -> Floats:
        """What these edges pay, summed over the last axis. A hard one that is missed pays a whole fine on top, however
        little it is missed by: no hair pays for a better dish."""
        paid: Floats = np.maximum(level, 0.0).sum(axis=-1) + self._fine * (level > self.allowed[at]).sum(axis=-1)
        return paid

    def view(self, slot: int, block: int) -> View:
        """What putting a portion into this slot on a day of this block does."""
        scope = self._scope
        kinds = [[end for end in self._ends if end.limit.over is over] for over in (Over.DAY, Over.WEEK, Over.MEAN)]
        meal = [end for number in scope.layout.meal_limits(slot) for end in self._ends if end.number == number]
        seen = [*meal, *kinds[0], *kinds[1], *kinds[2]]
        amounts = np.zeros((len(scope.layout.offer) + 1, len(seen)))
        for column, end in enumerate(seen):
            if scope.layout.members[end.number][slot]:
                pay = self._rate(end, scope.layout.blocks()[block])
                amounts[:-1, column] = end.sign * pay * scope.layout.amounts_of(end.limit)
        days = [day for day in scope.free_days if day // WEEK == block]
        at = {day: np.array([self._index[end, _key(end, day, slot)] for end in seen], dtype=np.int64) for day in days}
        ends = np.cumsum([len(meal), len(kinds[0]), len(kinds[1])]).tolist()
        return View(at, amounts, *ends)

    def _rate(self, end: End, days: Sequence[int]) -> float:
        if end.limit.hard:
            largest = float(np.abs(self._scope.layout.amounts_of(end.limit)).max(initial=0.0))
            return HARD * self._fine / (abs(end.value) or largest or 1.0)
        return rate(end.limit, self._scope, len(days))

    def _stretches(self, end: End) -> Iterator[tuple[Key, Sequence[int]]]:
        """Every stretch of the end that holds free days, with the days whose standing dishes count in it."""
        scope = self._scope
        blocks = scope.layout.blocks()
        if end.limit.over is Over.MEAN:
            yield (-1, -1), scope.days
        elif end.limit.over is Over.WEEK:
            for block in sorted({day // WEEK for day in scope.free_days}):
                yield (block, -1), blocks[block]
        else:
            slots = np.flatnonzero(scope.layout.members[end.number]).tolist() if end.limit.over is Over.MEAL else [-1]
            for day in scope.free_days:
                yield from (((day, slot), (day,)) for slot in slots)


def _ends(scope: Scope) -> Iterator[End]:
    for number, limit in enumerate(scope.layout.problem.limits):
        if limit.lower is not None:
            yield End(number, limit, -1, limit.lower)
        if limit.upper is not None:
            yield End(number, limit, 1, limit.upper)


def _width(end: End) -> float:
    """From end to end; the end itself where it is the only one."""
    low, high = end.limit.lower, end.limit.upper
    return high - low if low is not None and high is not None else abs(end.value)


def _key(end: End, day: int, slot: int) -> Key:
    keys = {Over.MEAL: (day, slot), Over.DAY: (day, -1), Over.WEEK: (day // WEEK, -1), Over.MEAN: (-1, -1)}
    return keys[end.limit.over]
