"""Can the week be eaten with less thrown away? A plan changed a little, so that one pack is used up before another.

Whole packs in the objective of the planner leave gaps that nothing closes. So they come after it: the plan may become
worse by a stated share of its objective, never more, and within that the grams left over in packs are made as few as
exchanging single dishes and portions can make them. Every hard limit is counted anew. No clock, no chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nutriplan.planner.board import STIFF, Board
from nutriplan.planner.build import told_apart
from nutriplan.planner.evaluate import WEEK, evaluate
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.problem import Problem, Solution, Status, proven
from nutriplan.planner.variables import lay_out

GIVE = 0.02  # share of the objective that a plan may lose to waste less
SHORT = 0.02  # a pack that misses the need by this share is enough: nobody opens another for a spoonful
OPENED_G = 5.0  # one more kind of fresh food in the basket is as bad as so many grams left over
TRACE_G = 1e-6  # less is the rounding of sums
PATIENCE = 8  # how often the price of a gram is doubled; the budget was spent after four to six
SWEEPS = 12  # of all places at one price; they came to rest after two to five


@dataclass(frozen=True, slots=True)
class Good:
    """A food that spoils. per_serving: grams as bought for one whole serving of each offer, for all who eat. packs:
    grams in each kind of pack; none: nothing is left of what is bought. in_hand: grams that need not be bought;
    spoiling: those of them that are wasted unless the plan eats them."""

    name: str
    per_serving: tuple[float, ...]
    packs: tuple[float, ...]
    in_hand: float = 0.0
    spoiling: float = 0.0


def spare(grams: float, packs: Sequence[float]) -> float:
    """Grams left over when packs are bought for so many grams, with as little left as they allow."""
    if grams <= 0:
        return 0.0
    sums = _sums(packs, grams)
    return max(0.0, float(sums[np.searchsorted(sums, grams * (1 - SHORT))]) - grams)


def thrifty(problem: Problem, solution: Solution, goods: Sequence[Good], give: float = GIVE) -> Solution:
    """The solution, or one that leaves less over and whose objective is at most (1 + give) times as high."""
    if solution.status is not Status.SOLVED or not goods:
        return solution
    layout = lay_out(problem)
    board = Board(told_apart(layout, range(problem.days)), STIFF * (1 + solution.objective))
    board.seat(layout.places(solution.cells))
    _use_up(board, _Basket(board, goods), solution.objective * (1 + give))
    cells = layout.cells(board.places())
    judged = evaluate(problem, cells)
    if judged.violations or judged.objective > solution.objective * (1 + give) * (1 + 1e-9):
        return solution
    bound, gap = proven(judged.objective, solution.bound)
    return replace(solution, cells=cells, objective=judged.objective, bound=bound, gap=gap)


def _use_up(board: Board, basket: _Basket, ceiling: float) -> None:
    """Lower the waste at a rising price of a gram: what costs the plan least is done first."""
    room = ceiling - board.value()
    if room <= 0 or basket.waste() <= 0:
        return
    price = room / basket.waste() / 4
    for _ in range(PATIENCE):
        for _ in range(SWEEPS):
            if not sum(_redraw(board, basket, number, price, ceiling) for number in board.open.tolist()):
                break
        price *= 2


def _redraw(board: Board, basket: _Basket, number: int, price: float, ceiling: float) -> bool:
    """Give one place the dish that is best at this price of a gram; whether it changed."""
    value = board.value()
    candidates = board.candidates(number)
    old = board.clear(number)
    own = int(np.flatnonzero(candidates == old)[0])
    worth = board.options(number)
    worth -= worth[own]
    gain = worth + price * basket.change(number, old)
    choice = int(np.argmin(np.where(value + worth <= ceiling, gain, np.inf)))
    better = bool(gain[choice] < -1e-9)
    new = int(candidates[choice]) if better else old
    board.put(number, new)
    basket.exchange(number, old, new)
    return better


class _Basket:
    """What the plan on a board needs of every good, week by week, and what its packs would leave over."""

    def __init__(self, board: Board, goods: Sequence[Good]) -> None:
        layout = board.scope.layout
        per_serving = np.array([good.per_serving for good in goods]).T
        portions = per_serving[layout.offer] * layout.halves[:, None] / 2
        self._portions: Floats = np.vstack([portions, np.zeros(len(goods))])
        self._block = [spot.day // WEEK for spot in board.spots]
        self._candidates = {number: board.candidates(number) for number in board.open.tolist()}
        self._uses = {key: np.nonzero(self._portions[own]) for key, own in self._kinds().items()}
        self._need = np.zeros((1 + max(self._block), len(goods)))
        for number, portion in enumerate(board.content.tolist()):
            self._need[self._block[number]] += self._portions[portion]
        self._in_hand = _shared_out(np.array([good.in_hand for good in goods]), self._need)
        spoiling = np.array([good.spoiling for good in goods])
        self._spoiling = np.minimum(self._in_hand, _shared_out(spoiling, self._need))
        self._sold = np.array([bool(good.packs) for good in goods])
        self._bases, self._steps = self._ladder(goods)

    def _kinds(self) -> dict[bytes, Ints]:
        return {own.tobytes(): own for own in self._candidates.values()}

    def _ladder(self, goods: Sequence[Good]) -> tuple[Floats, Floats]:
        """All totals that packs can make, one good after the other, each shifted by its base."""
        most = self._need.max(axis=0) + 4 * self._portions.max(axis=0)
        totals = [
            _sums(good.packs or (float(grams) + 1,), float(grams)) for good, grams in zip(goods, most, strict=True)
        ]
        width = 2 * max(float(own[-1]) for own in totals) + 1
        bases: Floats = width * np.arange(len(goods), dtype=np.float64)
        return bases, np.concatenate([base + own for base, own in zip(bases, totals, strict=True)])

    def waste(self) -> float:
        """Grams left over, and the fine for every good that has to be bought."""
        goods = np.arange(len(self._bases))
        return float(sum(self._left(block, need, goods).sum() for block, need in enumerate(self._need)))

    def change(self, number: int, old: int) -> Floats:
        """What each candidate of a place would add to the waste, in place of what stands there."""
        block, candidates = self._block[number], self._candidates[number]
        without = self._need[block] - self._portions[old]
        every = np.arange(len(self._bases))
        before = self._left(block, without, every)
        standing = float((self._left(block, without + self._portions[old], every) - before).sum())
        rows, goods = self._uses[candidates.tobytes()]
        needed = without[goods] + self._portions[candidates[rows], goods]
        added = self._left(block, needed, goods) - before[goods]
        change = np.bincount(rows, added, minlength=len(candidates)) - standing
        return np.asarray(change, dtype=np.float64)

    def exchange(self, number: int, old: int, new: int) -> None:
        """One portion goes and another comes."""
        self._need[self._block[number]] += self._portions[new] - self._portions[old]

    def _left(self, block: int, need: Floats, goods: Ints) -> Floats:
        """What is left of the packs and of the kitchen when so much of each good is needed in a week."""
        to_buy = need - self._in_hand[block][goods]
        bought = (to_buy > TRACE_G) & self._sold[goods]
        steps = np.searchsorted(self._steps, self._bases[goods] + np.maximum(to_buy, 0) * (1 - SHORT))
        held = self._steps[np.minimum(steps, len(self._steps) - 1)] - self._bases[goods]
        left: Floats = np.where(bought, np.maximum(held - to_buy, 0.0) + OPENED_G, 0.0)
        left += np.maximum(self._spoiling[block][goods] - need, 0.0)
        return left


def _shared_out(in_hand: Floats, need: Floats) -> Floats:
    """What is in hand, given to the weeks in their order; what none needs stays in the last."""
    shares, left = np.zeros_like(need), in_hand.astype(float)
    for week in range(len(need)):
        shares[week] = np.minimum(left, need[week])
        left = left - shares[week]
    shares[-1] += left
    return shares


def _sums(packs: Sequence[float], most: float) -> Floats:
    """Every total that packs can make, ascending, up to the first from which `most` is covered with room to spare."""
    end = most + max(packs)
    sums: Floats = np.zeros(1)
    for pack in packs:
        times = pack * np.arange(math.ceil(end / pack) + 1, dtype=np.float64)
        sums = np.unique(np.add.outer(sums, times).ravel())
        sums = sums[sums <= end + max(packs)]
    return sums
