"""How is one block of seven days planned, after what already stands? Chosen, dealt out, polished, improved by pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.assign import polish, trade
from nutriplan.planner.board import STIFF, Board
from nutriplan.planner.build import told_apart
from nutriplan.planner.deal import Deal, best_deal
from nutriplan.planner.exact import improve, repair
from nutriplan.planner.mix import Mix, Prices
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.relaxed import Relaxed
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Watch

STARTS = 12  # random deals of the chosen meals; the best is polished
#: What fits seven days together seldom fits each of them where a cap binds. So if a choice cannot be dealt out, meals
#: are chosen for days a tenth narrower.
MARGINS = (0.0, 0.1)
PAIRS, IDLE = 12, 6  # pairs of days that are solved exactly, and how many in vain before giving up
NEAR = 0.002  # an answer for two days may miss the best by so much of the plan's value


@dataclass(frozen=True, slots=True)
class Planned:
    """The places of a block; bound: no plan of the block costs less."""

    places: tuple[Place, ...]
    bound: float


def fine_of(relaxed: Relaxed) -> float:
    """What a broken hard rule costs while plans are compared."""
    return STIFF * (1 + relaxed.bound)


@dataclass(frozen=True, slots=True)
class Outlook:
    """bound: no plan of the days costs less. tolls: what one place of each offer takes from the other weeks, where it
    may not stand as often as all of them want it; in the objective of an average day."""

    bound: float
    tolls: Floats


def outlook(scope: Scope, relaxed: Relaxed) -> Outlook:
    """The better one of two bounds of the same days, of single dishes and of whole meals, and the prices behind it."""
    prices = Mix(scope, fine_of(relaxed), relaxed.merit).relax()
    if prices is None:
        return Outlook(relaxed.bound, np.zeros(len(scope.layout.problem.offers)))
    return Outlook(max(relaxed.bound, prices.bound), prices.extra[-1])


def plan_block(
    layout: Layout, block: tuple[int, ...], standing: tuple[Place, ...], relaxed: Relaxed, watch: Watch
) -> Planned:
    """The days of one block. Raises Unplannable, Undecided or Stopped."""
    random = np.random.default_rng((layout.problem.seed, block[0]))
    watch.report(0.0, "choosing meals")
    scope = told_apart(layout, block, standing)
    mix = Mix(scope, fine_of(relaxed), relaxed.merit)
    prices = mix.relax()
    board = Board(scope, fine_of(relaxed), relaxed.merit)
    bound = relaxed.bound
    if prices is not None:
        bound = max(bound, prices.bound)
        _seat(board, mix, prices, random, watch.part(0.2, 0.4))
    if not board.is_sound():
        repair(board, standing, random, watch.part(0.4, 0.5))
    _polish(board, random)
    _improve(board, standing, relaxed, bound, random, watch.part(0.5, 1.0))
    return Planned(board.places(), bound)


def _seat(board: Board, mix: Mix, prices: Prices, random: np.random.Generator, watch: Watch) -> None:
    """The best deal of chosen meals; chosen again for narrower days where it breaks a hard limit."""
    best: tuple[bool, float, Ints] | None = None
    for number, margin in enumerate(MARGINS):
        watch.report(number / len(MARGINS), "choosing meals")
        chosen = mix.choose(prices, board.scope.layout.problem.gap, margin, watch.cancelled)
        if chosen is None:
            continue
        board.seat(best_deal(Deal(board.scope, mix.edges, chosen, board.fine), random, STARTS))
        tried = not board.is_sound(), board.value(), board.content.copy()
        if best is None or tried[:2] < best[:2]:
            best = tried
        if board.is_sound():
            break
    if best is not None:
        board.load(best[2])


def finish(layout: Layout, found: tuple[Place, ...], relaxed: Relaxed) -> tuple[Place, ...]:
    """The blocks looked at together: dishes change weeks, and better ones come to one and two places at a time."""
    board = Board(told_apart(layout, range(layout.problem.days)), fine_of(relaxed), relaxed.merit)
    board.seat(found)
    random = np.random.default_rng(layout.problem.seed)
    if board.is_sound():
        _polish(board, random)
        if trade(board, random):
            _polish(board, random)
    return board.places()


def _improve(
    board: Board, standing: tuple[Place, ...], relaxed: Relaxed, bound: float, random: np.random.Generator, watch: Watch
) -> None:
    """Solve two days at a time exactly, until the gap is small enough or the pairs are used up."""
    enough = bound / (1 - board.scope.layout.problem.gap)
    pairs = day_pairs(random.permutation(board.scope.free_days).tolist())[:PAIRS]
    idle = 0
    for count, days in enumerate(pairs):
        watch.report(count / len(pairs), "improving days")
        if board.value() <= enough or idle > IDLE:
            return
        better = improve(board, standing, relaxed.merit, days, NEAR * board.value(), watch)
        idle = 0 if better else idle + 1
    _polish(board, random)


def _polish(board: Board, random: np.random.Generator) -> None:
    """Better dishes on one and two places at a time; never at the price of a hard limit."""
    was_sound, record = board.is_sound(), board.content.copy()
    polish(board, random)
    if was_sound and not board.is_sound():  # a plan dearer than a fine, made cheaper by breaking a rule
        board.load(record)


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
