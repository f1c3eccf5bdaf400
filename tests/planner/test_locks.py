"""What is kept of a plan stays, however much it is; what cannot stay is refused, and the rule it breaks is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from nutriplan.domain.errors import InputFaults
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Lock, Over, Problem, Solution, Status
from nutriplan.planner.solve import solve
from tests.planner.instances import week
from tests.planner.small import BOTH, main, problem


@cache
def planned() -> tuple[Problem, Solution]:
    asked = week(dishes=60, hard=True, gap=0.3)
    return asked, solve(asked)


def spread(count: int) -> tuple[Cell, ...]:
    """So many dishes of the plan, from all its days and meals."""
    cells = planned()[1].cells
    return cells[:: len(cells) // count][:count] if count else ()


@pytest.mark.parametrize("count", [0, 3, 7, 14])
def test_kept_dishes_stay_and_every_hard_limit_holds(count: int) -> None:
    asked, _ = planned()
    kept = spread(count)
    locks = tuple(Lock(cell.day, cell.slot, cell.offer, cell.halves) for cell in kept)
    again = replace(asked, locks=locks, seed=asked.seed + 1)
    solution = solve(again)
    assert solution.status is Status.SOLVED
    assert len(kept) == count
    assert set(kept) <= set(solution.cells)
    assert evaluate(again, solution.cells).violations == ()
    assert solution.bound <= solution.objective


def test_the_check_of_a_plan_sees_a_lost_lock() -> None:
    asked, solution = planned()
    dinner = next(cell for cell in solution.cells if cell.slot == "dinner")
    other = next(offer.key for offer in asked.offers if offer.key != dinner.offer and "dinner" in offer.slots)
    locked = replace(asked, locks=(Lock(dinner.day, "dinner", other, 2),))
    assert any(line.startswith(f"lock: {other}") for line in evaluate(locked, solution.cells).violations)


SALTY = problem(
    [main("ham"), main("stew")],
    {"salt": (5.0, 1.0)},
    [Limit("salt of the day", "salt", Over.DAY, upper=4.0, hard=True)],
    days=2,
    slots=BOTH,
)


def test_a_lock_above_a_cap_is_refused_with_the_cap() -> None:
    solution = solve(replace(SALTY, locks=(Lock(0, "lunch", "ham", 2),)))
    assert (solution.status, solution.cells) == (Status.INFEASIBLE, ())
    assert "salt of the day" in solution.conflict


@pytest.mark.parametrize(
    ("locks", "why"),
    [
        ((Lock(0, "lunch", "soup", 2),), "names a dish, meal, day or portion that is not there"),
        ((Lock(2, "lunch", "stew", 2),), "names a dish, meal, day or portion that is not there"),
        ((Lock(0, "lunch", "stew", 2), Lock(0, "dinner", "stew", 2)), "kept twice on day 1"),
        ((Lock(0, "lunch", "stew", 2), Lock(0, "lunch", "ham", 2)), "Two main dishes are kept for lunch on day 1"),
    ],
)
def test_locks_that_contradict_themselves_are_refused_in_words(locks: tuple[Lock, ...], why: str) -> None:
    with pytest.raises(InputFaults, match=why):
        solve(replace(SALTY, locks=locks))
