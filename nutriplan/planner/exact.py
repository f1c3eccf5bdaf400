"""What is the best for a few days, the others left as they are? The exact model of those days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort, Outcome
from nutriplan.planner.board import Board
from nutriplan.planner.build import build, places, start_from, told_apart
from nutriplan.planner.model import Floats
from nutriplan.planner.relaxed import best_of
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Stopped, Watch

IMPROVE = Effort(nodes=10, gap=1e-4)
REPAIR = Effort(nodes=500, gap=0.05, answers=1)
WHOLE = Effort(nodes=5000, gap=0.05, answers=1)
#: Main dishes and sides of a slot when two days are improved, or one; a repair uses all. A day alone has all aims of
#: the plan to meet, for which the likeliest dishes of a week are too few.
COLUMNS = {1: (25, 12), 2: (12, 6)}


class Unplannable(Exception):
    """Proven: no plan keeps the hard limits."""


class Undecided(Exception):
    """The work limit ended before a plan or a proof was found."""


def improve(
    board: Board, standing: tuple[Place, ...], merit: Floats, days: Sequence[int], near: float, watch: Watch
) -> bool:
    """Solve these days exactly among the likeliest dishes, from what stands; whether that lowered the value.

    near: an answer this close to the best one will do. The board must be sound.
    """
    layout = board.scope.layout
    current = board.places()
    choice = best_of(layout, merit, *COLUMNS[len(days)])
    for day, slot, portion in current:
        choice[slot, portion] |= day in days
    kept = tuple(place for place in current if place[0] not in days)
    built = build(told_apart(layout, days, standing + kept, choice))
    effort = replace(IMPROVE, near=near, seed=layout.problem.seed)
    answer = backend.minimise(built.model, effort, start=start_from(built, current), cancelled=watch.cancelled)
    if answer.outcome is Outcome.CANCELLED:
        raise Stopped
    return answer.found and _adopt(board, (*kept, *places(built, answer.values)))


def _adopt(board: Board, found: Sequence[Place]) -> bool:
    """Keep a plan that is sound and cheaper."""
    before, record = board.value(), board.content.copy()
    board.seat(found)
    if board.is_sound() and board.value() < before - 1e-9:
        return True
    board.load(record)
    return False


def repair(board: Board, standing: tuple[Place, ...], random: np.random.Generator, watch: Watch) -> None:
    """Solve the violating days exactly, then with more and more of the others, at last the whole block.

    Raises Unplannable when the block is the whole plan and proven to have none, else Undecided.
    """
    layout = board.scope.layout
    current, block = board.places(), board.scope.free_days
    bad = list(board.bad_days()) or random.permutation(block).tolist()[:1]
    others = [day for day in random.permutation(block).tolist() if day not in bad]
    outcome = Outcome.UNDECIDED
    for count in range(len(others) + 1):
        watch.report(count / (len(others) + 1), "repairing days")
        days = tuple(sorted(bad + others[:count]))
        kept = tuple(place for place in current if place[0] not in days)
        outcome = _solve_days(board, layout, days, standing, kept, WHOLE if len(days) == len(block) else REPAIR, watch)
        if outcome in {Outcome.OPTIMAL, Outcome.FEASIBLE} and board.is_sound():
            return
    if outcome is Outcome.INFEASIBLE and len(block) == layout.problem.days:
        raise Unplannable
    raise Undecided


def _solve_days(
    board: Board,
    layout: Layout,
    days: Sequence[int],
    standing: tuple[Place, ...],
    kept: tuple[Place, ...],
    effort: Effort,
    watch: Watch,
) -> Outcome:
    built = build(told_apart(layout, days, standing + kept))
    answer = backend.minimise(built.model, replace(effort, seed=layout.problem.seed), cancelled=watch.cancelled)
    if answer.outcome is Outcome.CANCELLED:
        raise Stopped
    if answer.found:
        board.seat((*kept, *places(built, answer.values)))
    return answer.outcome


def plan_whole(layout: Layout, watch: Watch) -> tuple[Place, ...]:
    """Any plan of all days at once: the last resort when planning block by block led to no plan.

    Raises Unplannable when there is none, Undecided when the work limit ends the search.
    """
    watch.report(0.0, "planning all days at once")
    built = build(told_apart(layout, range(layout.problem.days)))
    answer = backend.minimise(built.model, replace(WHOLE, seed=layout.problem.seed), cancelled=watch.cancelled)
    if answer.outcome is Outcome.CANCELLED:
        raise Stopped
    if answer.outcome is Outcome.INFEASIBLE:
        raise Unplannable
    if not answer.found:
        raise Undecided
    return places(built, answer.values)
