"""How much could any plan bring, what stands in the way of more, and what would one change bring?

All of it comes from the relaxed merged model, asked again and again from where it last stood. What it says no plan can
pass, no plan passes; that a plan gets there is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.backend import Answer, Outcome, Relaxation
from nutriplan.planner.build import Built, build, merged
from nutriplan.planner.check import check
from nutriplan.planner.explain import hard_only
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.problem import Problem
from nutriplan.planner.variables import Layout, lay_out

REPEATS = "repeats: "  # begins the name of what holds back how often a dish may come
TRACE = 1e-6  # of the whole: less is the rounding of the solver


@dataclass(frozen=True, slots=True)
class Hold:
    """A limit or rule in the way. weight: by how many per cent the most would grow were the limit one per cent wider,
    as far as that goes."""

    owner: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reach:
    """most: no plan under all hard limits brings more to its average day; NaN when the hard limits leave no plan.
    holds: what keeps it from more, the heaviest first."""

    most: float
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """The cheapest relaxed plan. cost: its objective. amounts: measure -> what its average day brings."""

    cost: float
    amounts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Changes:
    """before: as things are. without: soft limit -> were it not wished for. opened: what is opened -> were its offers
    to be had. pushed: soft limit -> were it kept. What leaves no plan, or changes nothing, is left out."""

    before: Level
    without: Mapping[str, Level]
    opened: Mapping[str, Level]
    pushed: Mapping[str, Level]


def reaches(problem: Problem, measures: Sequence[str]) -> dict[str, Reach]:
    """The most of each measure under all hard limits, wishes left aside, and what holds it back."""
    check(problem)
    asked = _Asked(hard_only(problem))
    return {measure: asked.most(measure) for measure in measures}


def changes(
    problem: Problem,
    watched: Sequence[str],
    *,
    closed: Mapping[str, Sequence[str]],
    tried: Sequence[Sequence[str]] = (),
    most_tried: int = 6,
    push: Sequence[str] = (),
) -> Changes:
    """The relaxed plan with one thing changed at a time.

    watched: the measures to tell. closed: name -> offers of the problem that are not to be had, opened together under
    that name; of each group in `tried` the `most_tried` most promising are opened by themselves as well.
    push: names of soft limits to be kept. Every soft limit that costs something is left out once.
    """
    check(problem)
    asked = _Asked(problem)
    shut = {key for keys in (*closed.values(), *tried) for key in keys}
    asked.close(shut)
    answer = asked.answer()
    if not answer.found:
        nothing = Level(float("nan"), {})
        return Changes(nothing, {}, {}, {})
    asked.stay()
    before = asked.level(answer, watched)
    promising = [key for keys in tried for key in asked.promising(answer, keys)[:most_tried]]
    paid = asked.paid(answer)
    groups = {**closed, **{key: (key,) for key in promising}}
    return Changes(
        before,
        _found((name, asked.without(name, watched)) for name in paid),
        _found((name, asked.opened(keys, watched)) for name, keys in groups.items()),
        _found((name, asked.pushed(name, watched)) for name in push),
    )


def _found(levels: Iterator[tuple[str, Level | None]]) -> dict[str, Level]:
    return {name: level for name, level in levels if level is not None}


class _Asked:
    """The relaxed merged model of a problem, and which of its columns and rows mean what."""

    def __init__(self, problem: Problem) -> None:
        self._layout: Layout = lay_out(problem)
        self._built: Built = build(merged(self._layout))
        self._model = self._built.model
        empty = np.zeros(0, dtype=np.int64)
        self._columns: Ints = np.concatenate([empty, *(bucket.columns for bucket in self._built.buckets)])
        self._portions: Ints = np.concatenate([empty, *(bucket.portions for bucket in self._built.buckets)])
        self._offer: Ints = self._layout.offer[self._portions]
        self._costs, self._upper = np.array(self._model.cost), np.array(self._model.upper)
        self._lower = np.array(self._model.lower)
        self._slacks = self._slacks_by_owner()
        self._index = {offer.key: number for number, offer in enumerate(problem.offers)}
        self._relaxation = Relaxation(self._model)

    def answer(self) -> Answer:
        return self._relaxation.answer()

    def stay(self) -> None:
        self._relaxation.stay()

    # The most of a measure -------------------------------------------------------------------------------------------

    def most(self, measure: str) -> Reach:
        per_day = self._per_day((measure,))[:, 0]
        size = float(np.abs(per_day).max(initial=0.0)) or 1.0
        self._relaxation.price(self._columns, -per_day / size)
        answer = self.answer()
        if answer.outcome is Outcome.INFEASIBLE or not answer.found:
            return Reach(float("nan"))
        return Reach(-answer.objective * size, tuple(self._holds(answer)))

    def _holds(self, answer: Answer) -> Iterator[Hold]:
        """What the most is made of: the price of every row times its end, and of every dish that comes as often as it
        may."""
        whole = abs(answer.objective)
        if whole <= 0:
            return
        low, high = np.array(self._model.row_lower), np.array(self._model.row_upper)
        ends = np.where(answer.duals > 0, low, high)
        priced = np.where(np.abs(answer.duals) > 0, answer.duals * np.where(np.isfinite(ends), ends, 0.0), 0.0)
        weights: dict[str, float] = {}
        for row in np.flatnonzero(np.abs(priced) > TRACE * whole).tolist():
            owner = self._model.owners[row]
            weights[owner] = weights.get(owner, 0.0) + abs(float(priced[row])) / whole
        often = np.maximum(-answer.reduced[self._columns] * self._upper[self._columns] / whole, 0.0)
        by_offer = np.bincount(self._offer, often)
        for number in np.flatnonzero(by_offer > TRACE).tolist():
            owner = REPEATS + self._layout.problem.offers[number].key
            weights[owner] = weights.get(owner, 0.0) + float(by_offer[number])
        yield from (Hold(owner, weights[owner]) for owner in sorted(weights, key=lambda name: (-weights[name], name)))

    # One thing changed -----------------------------------------------------------------------------------------------

    def level(self, answer: Answer, watched: Sequence[str]) -> Level:
        amounts = answer.values[self._columns] @ self._per_day(watched)
        return Level(answer.objective, dict(zip(watched, amounts.tolist(), strict=True)))

    def close(self, keys: set[str]) -> None:
        """None of these offers is to be had."""
        columns = self._columns_of(keys)
        self._relaxation.bound(columns, self._lower[columns], np.zeros(len(columns)))

    def promising(self, answer: Answer, keys: Sequence[str]) -> list[str]:
        """Those closed offers that would make the plan cheaper, the most by the look of it first."""
        worth: dict[str, float] = {}
        wanted = set(keys)
        for column, number in zip(self._columns.tolist(), self._offer.tolist(), strict=True):
            key = self._layout.problem.offers[number].key
            if key in wanted and answer.reduced[column] < 0:
                worth[key] = min(worth.get(key, 0.0), float(answer.reduced[column]) * self._upper[column])
        return sorted(worth, key=lambda key: (worth[key], key))

    def paid(self, answer: Answer) -> list[str]:
        """The soft limits of which a row has a price: leaving out another changes nothing."""
        rows = np.flatnonzero(np.abs(answer.duals) > 0).tolist()
        return [owner for owner in dict.fromkeys(self._model.owners[row] for row in rows) if owner in self._slacks]

    def opened(self, keys: Sequence[str], watched: Sequence[str]) -> Level | None:
        columns = self._columns_of(set(keys))
        self._relaxation.bound(columns, self._lower[columns], self._upper[columns])
        answer = self.answer()
        self._relaxation.bound(columns, self._lower[columns], np.zeros(len(columns)))
        return self.level(answer, watched) if answer.found else None

    def without(self, owner: str, watched: Sequence[str]) -> Level | None:
        columns = self._slacks[owner]
        self._relaxation.price(columns, np.zeros(len(columns)))
        answer = self.answer()
        self._relaxation.price(columns, self._costs[columns])
        return self.level(answer, watched) if answer.found else None

    def pushed(self, owner: str, watched: Sequence[str]) -> Level | None:
        columns = self._slacks.get(owner)
        if columns is None:
            return None
        nothing = np.zeros(len(columns))
        self._relaxation.bound(columns, nothing, nothing)
        answer = self.answer()
        self._relaxation.bound(columns, nothing, self._upper[columns])
        return self.level(answer, watched) if answer.found else None

    # Which is which --------------------------------------------------------------------------------------------------

    def _per_day(self, measures: Sequence[str]) -> Floats:
        """Columns x measures: what one more of a column brings to the average day."""
        at = np.array([self._layout.measure[measure] for measure in measures], dtype=np.int64)
        amounts: Floats = self._layout.amounts[np.ix_(self._portions, at)] / self._layout.problem.days
        return amounts

    def _columns_of(self, keys: set[str]) -> Ints:
        numbers = [self._index[key] for key in sorted(keys)]
        columns: Ints = self._columns[np.isin(self._offer, numbers)]
        return columns

    def _slacks_by_owner(self) -> dict[str, Ints]:
        matrix = self._model.matrix()
        found: dict[str, list[int]] = {}
        for column, whole in enumerate(self._model.integer):
            if not whole:
                owner = self._model.owners[int(matrix.row[matrix.start[column]])]
                found.setdefault(owner, []).append(column)
        return {owner: np.array(columns, dtype=np.int64) for owner, columns in found.items()}
