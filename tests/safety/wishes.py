"""What could each of the random people wish for? Days, what is in the kitchen, less waste, and meals that must stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Lock, Problem, Status
from nutriplan.planner.solve import solve
from nutriplan.proposal import Wishes
from tests.questions import asked_for
from tests.safety.profiles import Profile

START = date(2026, 1, 5)
DAYS = (1, 2, 2, 3, 3, 4, 5, 7, 7, 8, 10, 14)
KITCHEN = (
    "spinach", "milk", "eggs", "chicken breast", "lentils", "yogurt", "salmon", "potatoes", "tofu", "carrots",
    "cheddar cheese", "apples", "brown rice", "bananas", "tomatoes", "broccoli",
)  # fmt: skip
KEPT = (0, 3, 7, 14)


def wishes(number: int) -> Wishes:
    """What the person of this number asks of a plan."""
    draw = Random(f"wishes {number}")
    return Wishes(draw.choice(DAYS), START, draw.randint(0, 9), draw.choice((0.0, 0.02, 0.05, 0.1)))


def with_kitchen(profile: Profile, number: int) -> Profile:
    """The same profile with what lies in the kitchen, some of it to be eaten soon and some of it too late for that."""
    draw = Random(f"kitchen {number}")
    pantry: list[dict[str, Any]] = [
        {"food": food, "grams": draw.choice((50, 200, 500, 1500))} for food in draw.sample(KITCHEN, draw.randint(0, 4))
    ]
    for stock in pantry:
        if draw.random() < 0.6:
            stock["use_by"] = (START + timedelta(days=draw.randint(-1, 9))).isoformat()
    return {**profile, "pantry": pantry}


def kept(number: int) -> int:
    """How many dishes of a first plan must stay in the second."""
    return Random(f"locks {number}").choice(KEPT)


def lock_faults(profile: Profile, wished: Wishes, count: int) -> list[str]:
    """What is wrong when so many dishes of a plan must stay and the rest is planned anew with another seed."""
    asked = asked_for(profile, wished)
    if asked is None:
        return []
    problem = asked[2].problem
    first = solve(problem)
    if first.status is not Status.SOLVED:
        return []
    chosen = Random(wished.seed).sample(first.cells, min(count, len(first.cells)))
    locked = keeping(problem, chosen, seed=problem.seed + 1)
    again = solve(locked)
    if again.status is not Status.SOLVED:
        return [f"with {count} dishes of a plan kept, no plan is found: {', '.join(again.conflict)}"]
    lost = [f"{cell.offer} was to stay on day {cell.day + 1} and did not" for cell in {*chosen} - {*again.cells}]
    return [*lost, *evaluate(locked, again.cells).violations]


def keeping(problem: Problem, cells: Sequence[Cell], seed: int) -> Problem:
    """The same question with these dishes kept on their places."""
    locks = tuple(Lock(cell.day, cell.slot, cell.offer, cell.halves) for cell in cells)
    return replace(problem, locks=locks, seed=seed)
