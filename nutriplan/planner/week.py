"""How is one block of seven days planned, after what already stands? Chosen, seated, improved, and repaired exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.assign import anneal, descend, seat_counts, settle
from nutriplan.planner.backend import Answer, Effort, Outcome
from nutriplan.planner.board import Board
from nutriplan.planner.build import Built, build, counts, merged, places, told_apart
from nutriplan.planner.explain import conflict_of
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Stopped, Watch

CHOOSE_NODES = 300
REPAIR_NODES = 500
EXACT_NODES = 5000
STARTS = 12
STEPS = 4000


class Unplannable(Exception):
    """Proven: no plan keeps the hard limits. names: a conflict, when one was found on the way."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self.names = names
        super().__init__(", ".join(names))


class Undecided(Exception):
    """The work limit ended before a plan or a proof was found."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The places of a block, and a bound on the plan when the block is all of it."""

    places: tuple[Place, ...]
    bound: float


def plan_block(
    layout: Layout, block: tuple[int, ...], standing: tuple[Place, ...], bound: float, watch: Watch
) -> Planned:
    """The days of one block. Raises Unplannable, Undecided or Stopped."""
    random = np.random.default_rng((layout.problem.seed, block[0]))
    watch.report(0.0, "choosing dishes")
    built, answer = _choose(layout, standing, bound, watch)
    watch.report(0.5, "seating dishes on days")
    board = Board(told_apart(layout, block, standing), 10 * (1 + answer.objective))
    board.lock()
    if answer.found:
        _seat(board, built, answer, random, answer.objective)
    found = board.places()
    if is_sound(layout, standing, found, board):
        return Planned(found, bound)
    watch.report(0.8, "repairing days")
    return Planned(repair(layout, block, standing, board, watch), bound)


def _choose(layout: Layout, standing: tuple[Place, ...], bound: float, watch: Watch) -> tuple[Built, Answer]:
    for pairing in (True, False):
        built = build(merged(layout, standing, blocks=1), pairing=pairing)
        effort = Effort(CHOOSE_NODES, 0.005, seed=layout.problem.seed)
        answer = backend.minimise(built.model, effort, cancelled=watch.cancelled)
        if answer.outcome is Outcome.CANCELLED:
            raise Stopped
        if answer.found:
            return built, answer
    if answer.outcome is Outcome.INFEASIBLE and not standing:
        raise Unplannable(conflict_of(built.model))
    return built, answer


def _seat(board: Board, built: Built, answer: Answer, random: np.random.Generator, objective: float) -> None:
    best, record = np.inf, board.content.copy()
    chosen = counts(built, answer.values)
    for _ in range(STARTS):
        seat_counts(board, chosen, random)
        settle(board, random)
        descend(board, random)
        value = board.value()
        if value < best:
            best, record = value, board.content.copy()
    board.load(record)
    anneal(board, random, STEPS, 0.02 * objective)
    descend(board, random)


def is_sound(layout: Layout, standing: tuple[Place, ...], found: tuple[Place, ...], board: Board) -> bool:
    return not board.clashes() and not board.broken()


def repair(
    layout: Layout, block: tuple[int, ...], standing: tuple[Place, ...], board: Board, watch: Watch
) -> tuple[Place, ...]:
    """Solve the violating days exactly, then with more and more of the others, at last the whole block."""
    random = np.random.default_rng((layout.problem.seed, block[0], 1))
    current = board.places()
    bad = list(board.bad_days()) or [block[0]]
    others = [day for day in random.permutation(block).tolist() if day not in bad]
    for count in range(len(others) + 1):
        days = tuple(sorted(bad + others[:count]))
        fixed = standing + tuple(place for place in current if place[0] not in days)
        built = build(told_apart(layout, days, fixed))
        whole = len(days) == len(block)
        effort = Effort(EXACT_NODES if whole else REPAIR_NODES, 0.02, answers=1, seed=layout.problem.seed)
        answer = backend.minimise(built.model, effort, cancelled=watch.cancelled)
        if answer.outcome is Outcome.CANCELLED:
            raise Stopped
        if answer.found:
            board.seat((*(place for place in current if place[0] not in days), *places(built, answer.values)))
            descend(board, random)
            return board.places()
        watch.report(0.8 + 0.2 * count / (len(others) + 1), "repairing days")
    if answer.outcome is Outcome.INFEASIBLE and not standing:
        raise Unplannable
    raise Undecided


def improve_all(layout: Layout, found: tuple[Place, ...], bound: float, watch: Watch) -> tuple[Place, ...]:
    """The whole plan on one board, improved in place."""
    random = np.random.default_rng((layout.problem.seed, 99))
    board = Board(told_apart(layout, tuple(range(layout.problem.days))), 10 * (1 + bound))
    board.lock()
    board.seat(found)
    descend(board, random)
    return board.places()
