"""Which day gets which dish? Chosen counts are seated on days by exchanging places, then the plan is improved in place.

Numbers of steps, never a clock, end the search; the only chance in it comes from a generator with the problem's seed.
"""

from __future__ import annotations

import numpy as np

from nutriplan.planner.board import Board
from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Ints

EPSILON = 1e-9  # gains smaller than this are rounding
SWEEPS = 30  # exchanging places came to rest after 3 to 8 sweeps

Random = np.random.Generator


def settle(board: Board, random: Random) -> None:
    """Exchange places while that lowers the value: the counts of the plan stay as they are."""
    mates = {number: _mates(board, number) for number in board.open.tolist()}
    for _ in range(SWEEPS):
        if not sum(_exchange(board, number, mates[number]) for number in random.permutation(board.open).tolist()):
            return


def descend(board: Board, random: Random) -> None:
    """Exchange places and give single places a better dish until neither lowers the value."""
    for _ in range(SWEEPS):
        settle(board, random)
        if not sum(redraw(board, number) < 0 for number in random.permutation(board.open).tolist()):
            return


def redraw(board: Board, number: int) -> float:
    """Give one place the best dish for it; returns the change of the value."""
    candidates = board.candidates(number)
    old = board.clear(number)
    values = board.options(number)
    before = float(values[np.flatnonzero(candidates == old)[0]])
    choice = int(np.argmin(values))
    if values[choice] > before - EPSILON:
        board.put(number, old)
        return 0.0
    board.put(number, int(candidates[choice]))
    return float(values[choice]) - before


def redraw_pair(board: Board, first: int, second: int, most: int) -> float:
    """Choose the dishes of two places anew together, the best two of the most promising; returns the change."""
    ones, twos = board.promising(first, most), board.promising(second, most)
    one, two = board.clear(first), board.clear(second)
    values = board.pairs(first, second, ones, twos)
    before = float(values[np.flatnonzero(ones == one)[0], np.flatnonzero(twos == two)[0]])
    choice = np.unravel_index(int(np.argmin(values)), values.shape)
    gain = float(values[choice]) - before
    if gain > -EPSILON:
        board.put(first, one)
        board.put(second, two)
        return 0.0
    board.put(first, int(ones[choice[0]]))
    board.put(second, int(twos[choice[1]]))
    return gain


def trade(board: Board, random: Random) -> bool:
    """Exchange dishes of different weeks while that lowers the value; whether any were."""
    others = {number: _mates(board, number, same_week=False).tolist() for number in board.open.tolist()}
    traded = False
    for _ in range(SWEEPS):
        order = random.permutation(board.open).tolist()
        if not sum(_trade_one(board, number, other) for number in order for other in others[number] if number < other):
            return traded
        traded = True
    return traded


def _trade_one(board: Board, first: int, second: int) -> bool:
    one, two = board.clear(first), board.clear(second)
    both = np.array([one, two])
    values = board.pairs(first, second, both, both)
    is_better = bool(one != two and values[1, 0] < values[0, 1] - EPSILON)
    board.put(first, two if is_better else one)
    board.put(second, one if is_better else two)
    return is_better


def polish(board: Board, random: Random, sweeps: int = 4, most: int = 20) -> None:
    """Descend, and choose two places of one day anew together, until neither lowers the value."""
    open_places = board.open.tolist()
    days = {number: board.spots[number].day for number in open_places}
    pairs = [(one, two) for one in open_places for two in open_places if one < two and days[one] == days[two]]
    descend(board, random)
    for _ in range(sweeps):
        order = random.permutation(len(pairs)).tolist()
        gain = sum(redraw_pair(board, pairs[number][0], pairs[number][1], most) for number in order)
        if gain > -EPSILON:
            return
        descend(board, random)


def _exchange(board: Board, number: int, others: Ints) -> bool:
    if not len(others):
        return False
    gains = board.swaps(number, others)
    best = int(np.argmin(gains))
    if gains[best] > -EPSILON:
        return False
    board.swap(number, int(others[best]))
    return True


def _mates(board: Board, number: int, *, same_week: bool = True) -> Ints:
    own = board.spots[number]
    return np.array(
        [
            other
            for other in board.open.tolist()
            if other != number
            and (board.spots[other].group, board.spots[other].is_main) == (own.group, own.is_main)
            and (board.spots[other].day // WEEK == own.day // WEEK) == same_week
        ],
        dtype=np.int64,
    )
