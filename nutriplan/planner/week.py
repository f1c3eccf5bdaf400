"""How is one block of seven days planned, after what already stands? Chosen, seated, polished, improved day by day."""

from __future__ import annotations

import numpy as np

from nutriplan.planner.assign import polish, seat_counts, settle
from nutriplan.planner.backend import Answer
from nutriplan.planner.board import Board
from nutriplan.planner.build import Built, counts, told_apart
from nutriplan.planner.choose import Relaxed, choose
from nutriplan.planner.exact import improve, repair
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Watch

STARTS = 24  # random seatings, each settled; only the best few are polished
POLISHED = 4
ROUNDS = 2  # of improving every day exactly
STIFF = 10.0  # a fine, in objectives: dearer than anything a plan could save by breaking a rule


def plan_block(
    layout: Layout, block: tuple[int, ...], standing: tuple[Place, ...], relaxed: Relaxed, watch: Watch
) -> tuple[Place, ...]:
    """The days of one block. Raises Unplannable, Undecided or Stopped."""
    random = np.random.default_rng((layout.problem.seed, block[0]))
    watch.report(0.0, "choosing dishes")
    built, answer = choose(layout, standing, relaxed, watch.cancelled)
    watch.report(0.4, "seating dishes on days")
    fine = STIFF * (1 + (answer.objective if answer.found else relaxed.bound))
    board = Board(told_apart(layout, block, standing), fine, relaxed.merit)
    if answer.found:
        _seat(board, built, answer, random)
    if not board.is_sound():
        repair(board, standing, random, watch.part(0.5, 0.7))
        polish(board, random)
    _improve(board, standing, relaxed, random, watch.part(0.7, 1.0))
    return board.places()


def _seat(board: Board, built: Built, answer: Answer, random: np.random.Generator) -> None:
    chosen = counts(built, answer.values)
    seatings = []
    for number in range(STARTS):
        seat_counts(board, chosen, random)
        settle(board, random)
        seatings.append((board.value(), number, board.content.copy()))
    polished = []
    for _, number, content in sorted(seatings, key=lambda seating: seating[:2])[:POLISHED]:
        board.load(content)
        polish(board, random)
        polished.append((not board.is_sound(), board.value(), number, board.content.copy()))
    board.load(min(polished, key=lambda seating: seating[:3])[3])


def _improve(
    board: Board, standing: tuple[Place, ...], relaxed: Relaxed, random: np.random.Generator, watch: Watch
) -> None:
    enough = relaxed.bound / (1 - board.scope.layout.problem.gap)
    days = board.scope.free_days
    for number in range(ROUNDS):
        moved = False
        for count, day in enumerate(random.permutation(days).tolist()):
            watch.report((number + count / len(days)) / ROUNDS, "improving days")
            if board.value() <= enough:
                return
            moved |= improve(board, standing, relaxed.merit, (day,), 0.002 * board.value(), watch)
        if not moved:
            return
        polish(board, random)
