"""Which day gets which dish? Chosen counts are seated on days by exchanging places, then the plan is improved in place.

Numbers of steps, never a clock, end the search; the only chance in it comes from a generator with the problem's seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nutriplan.planner.board import Board
from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Ints
from nutriplan.planner.scope import Bucket

EPSILON = 1e-9  # gains smaller than this are rounding
SWEEPS = 30  # exchanging places came to rest after 3 to 8 sweeps

Step = Callable[[float], None]  # told the share of the search that is done


def seat_counts(board: Board, chosen: Sequence[tuple[Bucket, list[int]]], random: np.random.Generator) -> None:
    """Put the portions of merged buckets on their places, in a random order."""
    content = board.content.copy()
    for bucket, portions in chosen:
        left = list(portions)
        own = [
            number for number, spot in enumerate(board.spots) if spot.day in bucket.days and spot.slot in bucket.slots
        ]
        for number in own:
            if board.spots[number].locked:
                left.remove(int(board.content[number]))
        for is_main in (True, False):
            free = [n for n in own if board.spots[n].is_main == is_main and not board.spots[n].locked]
            dishes = [p for p in left if bool(board.scope.layout.main[p]) == is_main]
            seats = random.permutation(len(free))[: len(dishes)]
            for seat, portion in zip(seats, dishes, strict=False):
                content[free[seat]] = portion
    board.load(content)


def settle(board: Board, random: np.random.Generator) -> None:
    """Exchange places while that lowers the value: the counts of the plan stay as they are."""
    mates = {number: _mates(board, number) for number in board.open.tolist()}
    for _ in range(SWEEPS):
        moved = False
        for number in random.permutation(board.open).tolist():
            others = mates[number]
            if len(others):
                gains = board.swaps(number, others)
                best = int(np.argmin(gains))
                if gains[best] < -EPSILON:
                    board.swap(number, int(others[best]))
                    moved = True
        if not moved:
            return


def anneal(board: Board, random: np.random.Generator, steps: int, heat: float, step: Step | None = None) -> float:
    """Give single places another dish, at first also a slightly worse one; keeps the best plan seen, returns its value.

    heat: a worsening by this much is at first taken once in e (2.7) times; it cools to a hundredth.
    """
    if not len(board.open):
        return board.value()
    value = board.value()
    best, record = value, board.content.copy()
    order = random.choice(board.open, size=steps)
    for count, number in enumerate(order.tolist()):
        warmth = heat * 0.01 ** (count / steps)
        value += _redraw(board, number, random, warmth)
        if value < best - EPSILON:
            best, record = value, board.content.copy()
        if step is not None and count % 100 == 0:
            step(count / steps)
    board.load(record)
    return board.value()


def descend(board: Board, random: np.random.Generator) -> None:
    """Exchange places and give single places a better dish until neither lowers the value."""
    for _ in range(SWEEPS):
        settle(board, random)
        gain = sum(_redraw(board, number, random, 0.0) for number in random.permutation(board.open).tolist())
        if gain > -EPSILON:
            return


def _redraw(board: Board, number: int, random: np.random.Generator, warmth: float) -> float:
    """Choose the dish of one place anew; returns the change of the value."""
    spot = board.spots[number]
    candidates = board.candidates(spot)
    old = board.clear(number)
    values = board.options(number)
    before = float(values[np.flatnonzero(candidates == old)[0]])
    drawn = values - warmth * random.gumbel(size=len(values)) if warmth > 0 else values
    choice = int(np.argmin(drawn))
    if warmth <= 0 and values[choice] > before - EPSILON:
        board.put(number, old)
        return 0.0
    board.put(number, int(candidates[choice]))
    return float(values[choice]) - before


def _mates(board: Board, number: int) -> Ints:
    spot = board.spots[number]
    return np.array(
        [
            other
            for other in board.open.tolist()
            if other != number
            and board.spots[other].group == spot.group
            and board.spots[other].is_main == spot.is_main
            and board.spots[other].day // WEEK == spot.day // WEEK
        ],
        dtype=np.int64,
    )
