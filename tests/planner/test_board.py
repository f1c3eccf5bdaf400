from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.assign import polish
from nutriplan.planner.board import Board
from nutriplan.planner.build import build, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Limit, Lock, Over, Problem
from nutriplan.planner.variables import lay_out
from nutriplan.planner.week import day_pairs
from tests.planner.instances import week
from tests.planner.small import main, problem


def filled(problem: Problem) -> Board:
    layout = lay_out(problem)
    scope = told_apart(layout, range(problem.days))
    built = build(scope)
    board = Board(scope, 100.0)
    board.seat(places(built, backend.minimise(built.model, backend.Effort(answers=1)).values))
    return board


@pytest.fixture(scope="module")
def board() -> Board:
    return filled(week(dishes=40, days=3, hard=True))


def test_value_of_a_sound_board_is_the_evaluators(board: Board) -> None:
    layout = board.scope.layout
    assert board.is_sound()
    assert board.value() == pytest.approx(evaluate(layout.problem, layout.cells(board.places())).objective, abs=1e-9)


def test_options_are_differences_of_the_value(board: Board) -> None:
    number = int(board.open[4])
    old = board.clear(number)
    options, chosen = board.options(number), board.candidates(number)
    values = []
    for portion in chosen[:6].tolist():
        board.put(number, portion)
        values.append(board.value())
        board.clear(number)
    board.put(number, old)
    assert np.diff(options[:6]) == pytest.approx(np.diff(values), abs=1e-7)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 3), (0, 9)])
def test_pairs_are_differences_of_the_value(board: Board, first: int, second: int) -> None:
    ones, twos = board.promising(first, 3), board.promising(second, 3)
    kept = board.clear(first), board.clear(second)
    options = board.pairs(first, second, ones, twos)
    values = np.zeros(options.shape)
    for i, one in enumerate(ones.tolist()):
        for j, two in enumerate(twos.tolist()):
            board.put(first, one)
            board.put(second, two)
            values[i, j] = board.value()
            board.clear(first)
            board.clear(second)
    board.put(first, kept[0])
    board.put(second, kept[1])
    assert options - options[0, 0] == pytest.approx(values - values[0, 0], abs=1e-7)


def test_swaps_are_differences_of_the_value(board: Board) -> None:
    first = next(n for n in board.open.tolist() if board.spots[n].slot == 2 and board.spots[n].is_main)
    same = [
        n
        for n in board.open.tolist()
        if n != first and board.spots[n].group == board.spots[first].group and board.spots[n].is_main
    ]
    gains, before = board.swaps(first, np.array(same)), board.value()
    for gain, other in zip(gains, same, strict=True):
        board.swap(first, other)
        assert board.value() - before == pytest.approx(gain, abs=1e-7)
        board.swap(first, other)


def test_polish_never_makes_a_plan_worse() -> None:
    board = filled(week(dishes=40, days=3, hard=True))
    before = board.value()
    polish(board, np.random.default_rng(1))
    assert board.value() <= before
    assert board.is_sound()


def test_locked_places_do_not_move() -> None:
    plain = week(dishes=40, days=2)
    dinner = next(offer.key for offer in plain.offers if offer.is_main and "dinner" in offer.slots)
    board = filled(replace(plain, locks=(Lock(1, "dinner", dinner, 2),)))
    polish(board, np.random.default_rng(1))
    cells = board.scope.layout.cells(board.places())
    assert (1, "dinner", dinner, 2) in {(cell.day, cell.slot, cell.offer, cell.halves) for cell in cells}


@pytest.mark.parametrize("count", [2, 3, 6, 7])
def test_every_two_days_come_once(count: int) -> None:
    pairs = day_pairs(list(range(count)))
    assert sorted(pairs) == [(i, j) for i in range(count) for j in range(i + 1, count)]


def test_a_single_day_is_its_own_pair() -> None:
    assert day_pairs([3]) == [(3,)]


def test_a_hard_limit_missed_by_a_hair_pays_for_no_dish() -> None:
    offers = [main("rich"), main("plain", cost=0.9)]
    cap = Limit("salt", "salt", Over.DAY, upper=1.0, hard=True)
    board = Board(told_apart(lay_out(problem(offers, {"salt": (1.000001, 0.5)}, [cap]), whole=True), (0,)), 1.0)
    assert int(board.candidates(0)[np.argmin(board.options(0))]) == 1
    board.put(0, 0)
    assert board.value() > 1.0
