"""How is one block of seven days planned, after what already stands? Chosen, seated, polished, improved day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nutriplan.planner.assign import polish, seat_counts, settle
from nutriplan.planner.board import STIFF, Board
from nutriplan.planner.build import Chosen, counts, told_apart
from nutriplan.planner.choose import Relaxed, better_bound, choose
from nutriplan.planner.exact import improve, repair
from nutriplan.planner.model import Ints
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Watch

STARTS = 24  # random seatings, each settled; only the best few are polished
POLISHED = 4
PAIRS, IDLE = 12, 6  # pairs of days that are solved exactly, and how many in vain before giving up
NEAR = 0.002  # an answer for two days may miss the best by so much of the plan's value


@dataclass(frozen=True, slots=True)
class Planned:
    """The places of a block; bound: of the relaxed model, or a better one found on the way."""

    places: tuple[Place, ...]
    bound: float


def plan_block(
    layout: Layout, block: tuple[int, ...], standing: tuple[Place, ...], relaxed: Relaxed, watch: Watch
) -> Planned:
    """The days of one block. Raises Unplannable, Undecided or Stopped."""
    random = np.random.default_rng((layout.problem.seed, block[0]))
    watch.report(0.0, "choosing dishes")
    built, answer = choose(layout, standing, relaxed, watch.cancelled)
    fine = STIFF * (1 + (answer.objective if answer.found else relaxed.bound))
    board = Board(told_apart(layout, block, standing), fine, relaxed.merit)
    if answer.found:
        _seat(board, counts(built, answer.values), random, watch.part(0.2, 0.4))
    if not board.is_sound():
        repair(board, standing, random, watch.part(0.4, 0.5))
        polish(board, random)
    _improve(board, standing, relaxed, random, watch.part(0.5, 0.9))
    if len(block) == layout.problem.days and board.value() > _enough(board, relaxed):
        watch.report(0.9, "proving the bound")
        relaxed = replace(relaxed, bound=better_bound(layout, relaxed, board.value(), watch.cancelled))
    return Planned(board.places(), relaxed.bound)


def _seat(board: Board, chosen: Chosen, random: np.random.Generator, watch: Watch) -> None:
    """The best of some random seatings, after exchanging places and trying other dishes."""
    seatings = []
    for number in range(STARTS):
        watch.report(number / STARTS / 2, "seating dishes on days")
        seat_counts(board, chosen, random)
        settle(board, random)
        seatings.append((board.value(), number, board.content.copy()))
    polished: list[tuple[bool, float, int, Ints]] = []
    for _, number, content in sorted(seatings, key=lambda seating: seating[:2])[:POLISHED]:
        watch.report(0.5 + len(polished) / POLISHED / 2, "seating dishes on days")
        board.load(content)
        polish(board, random)
        polished.append((not board.is_sound(), board.value(), number, board.content.copy()))
    board.load(min(polished, key=lambda seating: seating[:3])[3])


def _enough(board: Board, relaxed: Relaxed) -> float:
    """A value this low is proven to lie within the gap."""
    return relaxed.bound / (1 - board.scope.layout.problem.gap)


def _improve(
    board: Board, standing: tuple[Place, ...], relaxed: Relaxed, random: np.random.Generator, watch: Watch
) -> None:
    """Solve two days at a time exactly, until the gap is small enough or the pairs are used up."""
    pairs = day_pairs(random.permutation(board.scope.free_days).tolist())[:PAIRS]
    idle = 0
    for count, days in enumerate(pairs):
        watch.report(count / len(pairs), "improving days")
        if board.value() <= _enough(board, relaxed) or idle > IDLE:
            return
        better = improve(board, standing, relaxed.merit, days, NEAR * board.value(), watch)
        idle = 0 if better else idle + 1
    polish(board, random)


def day_pairs(days: Sequence[int]) -> list[tuple[int, ...]]:
    """Every two of the days, in rounds in which each day comes once; one day by itself where there is no other."""
    if len(days) == 1:
        return [(days[0],)]
    seats: list[int | None] = [*days, *([None] if len(days) % 2 else [])]
    pairs = []
    for _ in range(len(seats) - 1):
        half = len(seats) // 2
        rounds = zip(seats[:half], reversed(seats[half:]), strict=True)
        pairs += [tuple(sorted(day for day in pair if day is not None)) for pair in rounds if None not in pair]
        seats = [seats[0], seats[-1], *seats[1:-1]]
    return pairs
