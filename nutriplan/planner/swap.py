"""What if one meal were another, and what has to give way? One change of a plan, as little else changed as it takes.

alternatives   every dish for one place at once, on the board; the best of them, each counted anew
reportion      the dishes stay where they are, their portions on some days are chosen anew, exactly
mend           a plan that breaks a rule or lacks a dish, with the fewest dishes changed that make it whole

`evaluate` judges every answer: what breaks a hard rule is never returned. Work is limited by nodes, never by a clock.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort
from nutriplan.planner.board import Board
from nutriplan.planner.build import Built, build, places, told_apart
from nutriplan.planner.check import check
from nutriplan.planner.evaluate import WEEK, evaluate
from nutriplan.planner.exact import COLUMNS
from nutriplan.planner.problem import Cell, Problem
from nutriplan.planner.relaxed import Relaxed, best_of, relax
from nutriplan.planner.scope import Bucket
from nutriplan.planner.variables import Layout, Place, lay_out
from nutriplan.planner.week import fine_of

#: What another dish on a place costs while days are mended, in objectives of an average day: as much as 1.7 % of a
#: day's magnesium. For less than that nobody wants to cook something else than they thought.
ANOTHER_DISH = 1.0
#: Where better dishes are wanted for a purpose (a food to be used up): dear enough that no dish changes for a trifle.
ANOTHER_DISH_WANTED = 0.02
#: Another portion of the same dish.
ANOTHER_PORTION = 0.002
#: So many of the next best dishes are looked at when some are found to break a rule.
IN_VAIN = 12
PORTIONS = Effort(nodes=50, gap=1e-4)
DAYS = Effort(nodes=30, gap=0.01)
SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Option:
    """Another dish for a place. change: of the objective; below 0 it is the better plan. measures: what it adds to the
    day, by measure."""

    cell: Cell
    change: float
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DayCap:
    """At most so much on one day, of something that each place of a dish brings whatever its portion (minutes of work).
    amounts: by offer; an offer that is not named brings nothing."""

    day: int
    amounts: Mapping[str, float]
    most: float

    def holds(self, cells: Sequence[Cell]) -> bool:
        """Whether a plan keeps it."""
        return self.used(cells) <= self.most + SLACK

    def used(self, cells: Sequence[Cell]) -> float:
        """What the plan has of it on the day."""
        return sum(self.amounts.get(cell.offer, 0.0) for cell in cells if cell.day == self.day)


class Table:
    """A problem laid out once, on which changes of plans are tried one after the other. Many threads may share it."""

    def __init__(self, problem: Problem) -> None:
        check(problem)
        self.problem = problem
        self.layout: Layout = lay_out(problem)
        self._turn = threading.Lock()

    @cached_property
    def relaxed(self) -> Relaxed:
        """The bound, and how likely each dish is on each place."""
        return relax(self.layout)

    @cached_property
    def _board(self) -> Board:
        return Board(told_apart(self.layout, range(self.problem.days)), fine_of(self.relaxed))

    def may_stand(self, cell: Cell) -> bool:
        """Whether the problem lets this dish stand there, in this portion."""
        slot, portion = self._slots.get(cell.slot), self._portions.get((cell.offer, cell.halves))
        is_there = slot is not None and portion is not None and 0 <= cell.day < self.problem.days
        return is_there and bool(self.layout.may[slot, portion])

    def portions(self, cell: Cell) -> list[Cell]:
        """The dish of a cell on its place in every portion in which it may stand there."""
        offer = self.problem.offers[self._numbers[cell.offer]]
        return [one for halves in offer.halves if self.may_stand(one := replace(cell, halves=halves))]

    def ranked(self, cells: Sequence[Cell], place: Cell) -> list[Cell]:
        """Every other dish for a place, each in its best portion, the best first; rules are not looked at yet."""
        layout = self.layout
        with self._turn:
            board = self._board
            board.seat(layout.places(cells))
            number = self._number(board, place)
            candidates = board.candidates(number)
            old = board.clear(number)
            values = board.options(number)
            board.put(number, old)
        order = [int(candidates[at]) for at in np.argsort(values, kind="stable")]
        best: dict[int, int] = {}
        for portion in order:
            if portion != board.empty:
                best.setdefault(int(layout.offer[portion]), portion)
        keys = [offer.key for offer in self.problem.offers]
        return [
            replace(place, offer=keys[offer], halves=int(layout.halves[portion]))
            for offer, portion in best.items()
            if keys[offer] != place.offer
        ]

    def bad_days(self, cells: Sequence[Cell]) -> set[int]:
        """Days that lack a main dish, or on which a limit of a meal or day is broken or a dish stands too often."""
        with self._turn:
            board = self._board
            board.seat(self.layout.places(cells))
            bad = set(board.bad_days())
        full = {(cell.day, cell.slot) for cell in cells if self.problem.offers[self._numbers[cell.offer]].is_main}
        meals = ((day, slot.key) for day in range(self.problem.days) for slot in self.problem.slots)
        return bad | {day for day, slot in meals if (day, slot) not in full}

    def amounts(self, cell: Cell) -> Mapping[str, float]:
        """What a dish brings to its place, by measure."""
        at = self._numbers[cell.offer]
        return {name: column[at] * cell.halves / 2 for name, column in self.problem.measures.items()}

    def _number(self, board: Board, place: Cell) -> int:
        (wanted,) = self.layout.places([place])
        return next(
            number
            for number, spot in enumerate(board.spots)
            if (spot.day, spot.slot, int(board.content[number])) == wanted
        )

    @cached_property
    def _slots(self) -> Mapping[str, int]:
        return {slot.key: at for at, slot in enumerate(self.problem.slots)}

    @cached_property
    def _portions(self) -> Mapping[tuple[str, int], int]:
        keys = [self.problem.offers[at].key for at in self.layout.offer.tolist()]
        return {pair: at for at, pair in enumerate(zip(keys, self.layout.halves.tolist(), strict=True))}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {offer.key: at for at, offer in enumerate(self.problem.offers)}


def exchanged(cells: Sequence[Cell], old: Cell, new: Cell) -> tuple[Cell, ...]:
    """The plan with one cell in place of another."""
    return tuple(new if cell == old else cell for cell in cells)


def judge(table: Table, cells: Sequence[Cell], caps: Sequence[DayCap] = ()) -> float | None:
    """The objective, counted anew; None where a hard rule or a cap of a day is broken."""
    judged = evaluate(table.problem, cells)
    sound = not judged.violations and all(cap.holds(cells) for cap in caps)
    return judged.objective if sound else None


def alternatives(
    table: Table, cells: Sequence[Cell], place: Cell, *, most: int = 5, caps: Sequence[DayCap] = ()
) -> tuple[Option, ...]:
    """The best other dishes for a place of a plan, nothing else changed, the best first. The plan must be sound."""
    now, before = evaluate(table.problem, cells).objective, table.amounts(place)
    found: list[Option] = []
    for cell in table.ranked(cells, place)[: most + IN_VAIN]:
        objective = judge(table, exchanged(cells, place, cell), caps)
        if objective is not None:
            added = {name: amount - before[name] for name, amount in table.amounts(cell).items()}
            found.append(Option(cell, objective - now, added))
        if len(found) == most:
            break
    return tuple(sorted(found, key=lambda option: option.change))


def reportion(
    table: Table,
    cells: Sequence[Cell],
    days: Collection[int],
    *,
    kept: Sequence[Cell] = (),
    caps: Sequence[DayCap] = (),
) -> tuple[Cell, ...] | None:
    """The same dishes on the same places, their portions on these days chosen anew, other portions only where that
    pays. kept: cells that stay as they are. None: no portions keep every hard rule."""
    return _sound(table, _solved(_Rework(table, cells, tuple(sorted(days)), kept, caps, price=None)), caps)


def mend(
    table: Table,
    cells: Sequence[Cell],
    *,
    kept: Sequence[Cell] = (),
    caps: Sequence[DayCap] = (),
    days: Collection[int] = (),
    price: float = ANOTHER_DISH,
) -> tuple[Cell, ...] | None:
    """A plan with the fewest dishes changed, so that every hard rule and cap is kept; the plan itself where it does.

    cells may break rules and lack dishes, each must be one that may stand on its place. kept: cells that stay. days:
    changed in any case, if that pays at this price of another dish. None: nothing was found within the work limit.
    """
    bad = {*days, *table.bad_days(cells), *(cap.day for cap in caps if not cap.holds(cells))}
    if not bad and judge(table, cells, caps) is not None:
        return tuple(cells)
    for free, wider in _widening(table.problem.days, bad):
        found = _sound(table, _solved(_Rework(table, cells, free, kept, caps, price, wider)), caps)
        if found is not None:
            return found
    return None


def _widening(days: int, bad: Collection[int]) -> Iterator[tuple[tuple[int, ...], int]]:
    """The days to plan anew, and how many times more dishes to choose from: few of both first."""
    blocks = {day // WEEK for day in bad}
    around = tuple(day for day in range(days) if day // WEEK in blocks)
    everything = tuple(range(days))
    tried = [(tuple(sorted(bad)), 1), (tuple(sorted(bad)), 4), (around, 1), (everything, 1), (everything, 4)]
    return (one for one in dict.fromkeys(tried) if one[0])


def _sound(table: Table, cells: tuple[Cell, ...] | None, caps: Sequence[DayCap]) -> tuple[Cell, ...] | None:
    return None if cells is None or judge(table, cells, caps) is None else cells


# The exact model of some days ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rework:
    """Days that are chosen anew. price: of another dish on a place; None: only portions change."""

    table: Table
    cells: Sequence[Cell]
    days: tuple[int, ...]
    kept: Sequence[Cell]
    caps: Sequence[DayCap]
    price: float | None
    wider: int = 1


def _solved(work: _Rework) -> tuple[Cell, ...] | None:
    layout = lay_out(_narrow(work.table.problem, _choice(work)))
    standing = layout.places(work.cells)
    fixed = tuple(place for place in standing if place[0] not in work.days)
    built = build(told_apart(layout, work.days, fixed))
    must = set(layout.places(work.kept))
    for bucket in built.buckets:
        here = {portion for day, slot, portion in standing if (day, slot) == (bucket.days[0], bucket.slots[0])}
        _price(built, layout, bucket, here, must, work.price)
        _keep_sides(built, layout, bucket, here, work.price)
    _hold_caps(built, layout, work.caps)
    effort = replace(PORTIONS if work.price is None else DAYS, seed=layout.problem.seed)
    answer = backend.minimise(built.model, effort)
    return layout.cells((*fixed, *places(built, answer.values))) if answer.found else None


def _choice(work: _Rework) -> set[str]:
    """The dishes that stand in the plan, and where dishes may change the likeliest of each slot."""
    keys = {cell.offer for cell in work.cells}
    if work.price is None:
        return keys
    layout = work.table.layout
    likely = best_of(layout, work.table.relaxed.merit, *(most * work.wider for most in COLUMNS[2]))
    return keys | {layout.problem.offers[at].key for at in layout.offer[likely.any(axis=0)].tolist()}


def _narrow(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem with these dishes alone: its model is built many times quicker."""
    at = [number for number, offer in enumerate(problem.offers) if offer.key in keys]
    wanted = {limit.measure for limit in problem.limits}
    measures = {name: tuple(problem.measures[name][number] for number in at) for name in wanted}
    return replace(problem, offers=tuple(problem.offers[number] for number in at), measures=measures)


def _price(built: Built, layout: Layout, bucket: Bucket, here: set[int], must: set[Place], price: float | None) -> None:
    """What stands costs nothing more; what is kept has no choice."""
    model = built.model
    own = {int(layout.offer[portion]) for portion in here}
    for column, portion in zip(bucket.columns.tolist(), bucket.portions.tolist(), strict=True):
        if (bucket.days[0], bucket.slots[0], portion) in must:
            model.lower[column] = model.upper[column] = 1.0
        elif portion in here:
            continue
        elif int(layout.offer[portion]) in own:
            model.cost[column] += ANOTHER_PORTION
        elif price is None:
            model.upper[column] = 0.0
        else:
            model.cost[column] += price


def _keep_sides(built: Built, layout: Layout, bucket: Bucket, here: set[int], price: float | None) -> None:
    """sum over portions of a standing side >= 1; where dishes may change, that one is left out costs as much"""
    offers = layout.offer[bucket.portions]
    for portion in sorted(here):
        columns = bucket.columns[offers == layout.offer[portion]]
        if not layout.main[portion] and len(columns):
            slack = None if price is None else built.model.add_slack(price)
            built.model.add_row("kept side", "", columns, np.ones(len(columns)), at_least=1.0, slack=slack)


def _hold_caps(built: Built, layout: Layout, caps: Sequence[DayCap]) -> None:
    """sum over a day's places of what their dishes bring <= the cap of the day"""
    for cap in caps:
        per_offer = np.array([cap.amounts.get(offer.key, 0.0) for offer in layout.problem.offers])
        own = [bucket for bucket in built.buckets if bucket.days[0] == cap.day]
        if own:
            columns = np.concatenate([bucket.columns for bucket in own])
            values = per_offer[layout.offer[np.concatenate([bucket.portions for bucket in own])]]
            built.model.add_row("cap of a day", f"day {cap.day + 1}", columns, values, at_most=cap.most + SLACK)
