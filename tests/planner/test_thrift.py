from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Lock, Problem, Solution, Status
from nutriplan.planner.solve import solve
from nutriplan.planner.thrift import Good, spare, thrifty
from tests.planner.small import main, problem

SALADS = [
    main("spinach pie", cost=1.0, uses=2),
    main("spinach soup", cost=1.01, uses=2),
    main("kale", cost=1.0, uses=1),
]
#: A bag of spinach is a pie and a soup; kale comes in a bag for four.
SPINACH = Good("spinach", (100.0, 100.0, 0.0), (200.0,))
KALE = Good("kale", (0.0, 0.0, 100.0), (400.0,))


def two_days() -> Problem:
    return problem(SALADS, days=2)


def solved(problem: Problem, *keys: str) -> Solution:
    cells = tuple(Cell(day, "lunch", key, 2) for day, key in enumerate(keys))
    return Solution(Status.SOLVED, cells, evaluate(problem, cells).objective)


def keys(solution: Solution) -> set[str]:
    return {cell.offer for cell in solution.cells}


def test_one_pack_is_used_up_before_another_is_opened() -> None:
    found = thrifty(two_days(), solved(two_days(), "spinach pie", "kale"), [SPINACH, KALE], give=0.02)
    assert keys(found) <= {"spinach pie", "spinach soup"}


def test_never_for_more_than_what_may_be_given() -> None:
    asked = problem([SALADS[0], replace(SALADS[1], cost=1.5), SALADS[2]], days=2, no_repeat_days=2)
    before = solved(asked, "spinach pie", "kale")
    assert keys(thrifty(asked, before, [SPINACH, KALE], give=0.02)) == {"spinach pie", "kale"}
    assert keys(thrifty(asked, before, [SPINACH, KALE], give=0.30)) == {"spinach pie", "spinach soup"}


def test_what_is_locked_stays() -> None:
    kept = replace(two_days(), locks=(Lock(1, "lunch", "kale", 2),))
    found = thrifty(kept, solved(kept, "spinach pie", "kale"), [SPINACH, KALE])
    assert Cell(1, "lunch", "kale", 2) in found.cells
    assert not evaluate(kept, found.cells).violations


def test_what_is_in_the_kitchen_and_spoils_is_eaten() -> None:
    have = replace(SPINACH, packs=(), in_hand=200.0, spoiling=200.0)
    found = thrifty(two_days(), solved(two_days(), "spinach pie", "kale"), [have])
    assert keys(found) <= {"spinach pie", "spinach soup"}


def test_objective_and_gap_are_those_of_the_new_plan() -> None:
    asked = two_days()
    found = thrifty(asked, solve(asked), [SPINACH, KALE])
    assert found.objective == pytest.approx(evaluate(asked, found.cells).objective)
    assert found.gap == pytest.approx((found.objective - found.bound) / found.objective)


def test_no_plan_stays_no_plan() -> None:
    assert thrifty(two_days(), Solution(Status.INFEASIBLE), [SPINACH]) == Solution(Status.INFEASIBLE)


@pytest.mark.parametrize(
    ("grams", "left"), [(0, 0), (200, 0), (203, 0), (210, 90), (250, 50), (300, 0), (515, 85), (590, 10)]
)
def test_packs_leave_as_little_as_they_can(grams: float, left: float) -> None:
    assert spare(grams, (200.0, 300.0)) == pytest.approx(left)
