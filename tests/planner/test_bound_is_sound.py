"""Does the bound hold for plans that nobody chose? And what do more dishes and tighter limits do to the best plan?"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort, Outcome
from nutriplan.planner.build import build, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Offer, Problem
from nutriplan.planner.relaxed import relax
from nutriplan.planner.variables import Layout, lay_out
from nutriplan.planner.week import outlook
from tests.planner.small import EVERYWHERE, keeping_plans, random_problem
from tests.planner.test_bound import merged_value, random_plan, sided

STEPS = 4  # places that change from one plan to the next
SEEDS = range(40)


@cache
def asked(days: int) -> tuple[Problem, Layout]:
    problem = replace(sided(), days=days)
    return problem, lay_out(problem)


def random_plans(days: int, seed: int, count: int) -> list[tuple[Cell, ...]]:
    """Plans on a random walk: one place at a time gets another dish or portion, if all hard limits stay kept."""
    problem, layout = asked(days)
    draw = np.random.default_rng(seed)
    cells = list(layout.cells(random_plan(layout, seed)))
    found: list[tuple[Cell, ...]] = []
    steps = 0
    while len(found) < count:
        tried = _with_one_other(problem, cells, draw)
        if tried != cells and not evaluate(problem, tried).violations:
            cells, steps = tried, steps + 1
            if steps % STEPS == 0:
                found.append(tuple(cells))
    return found


def _with_one_other(problem: Problem, cells: list[Cell], draw: np.random.Generator) -> list[Cell]:
    at = int(draw.integers(len(cells)))
    old = cells[at]
    kinds = {offer.key: offer.is_main for offer in problem.offers}
    suited = [offer for offer in problem.offers if offer.is_main == kinds[old.offer] and old.slot in offer.slots]
    new = suited[int(draw.integers(len(suited)))]
    halves = new.halves[int(draw.integers(len(new.halves)))]
    return [*cells[:at], Cell(old.day, old.slot, new.key, halves), *cells[at + 1 :]]


@pytest.mark.parametrize(("days", "seed", "count"), [(3, 0, 60), (3, 1, 60), (3, 2, 60), (8, 3, 20)])
def test_no_random_plan_lies_outside_the_merged_model_or_is_cheaper_than_a_bound(
    days: int, seed: int, count: int
) -> None:
    """200 plans, 20 of them reach into a second week."""
    problem, layout = asked(days)
    plans = random_plans(days, seed, count)
    assert len(set(plans)) > 0.9 * count
    relaxed = relax(layout)
    bound = outlook(told_apart(layout, range(days)), relaxed).bound
    for cells in plans:
        objective = evaluate(problem, cells).objective
        inside = merged_value(layout, layout.places(cells))
        assert inside is not None
        assert relaxed.bound <= inside + 1e-7
        assert inside <= objective + 1e-7
        assert bound <= objective + 1e-7


# More dishes, tighter limits ------------------------------------------------------------------------------------------


def optimum(problem: Problem) -> float | None:
    """The best there is, by the exact model; None where no plan keeps the hard limits."""
    layout = lay_out(problem)
    built = build(told_apart(layout, range(problem.days)))
    answer = backend.minimise(built.model, Effort(nodes=100_000, gap=0.0))
    if answer.outcome is Outcome.INFEASIBLE:
        return None
    assert answer.outcome is Outcome.OPTIMAL
    judged = evaluate(problem, layout.cells(places(built, answer.values)))
    assert judged.violations == ()
    return judged.objective


def bounds(problem: Problem) -> tuple[float, ...]:
    layout = lay_out(problem)
    relaxed = relax(layout)
    return relaxed.bound, outlook(told_apart(layout, range(problem.days)), relaxed).bound


def with_one_more(problem: Problem, seed: int) -> Problem:
    """Another main dish with random amounts."""
    draw = np.random.default_rng(seed)
    slots = EVERYWHERE & {slot.key for slot in problem.slots}
    more = Offer("another", True, slots, (2, 3), 3, float(draw.integers(0, 9)) / 10)
    amounts = {name: (*own, float(draw.integers(5, 40)) / 10) for name, own in problem.measures.items()}
    return replace(problem, offers=(*problem.offers, more), measures=amounts)


def tightened(problem: Problem, number: int) -> Problem:
    """One limit held a quarter nearer to its middle, or to nothing where it has one end; or made hard."""
    limit = problem.limits[number % len(problem.limits)]
    if number % 2:
        held = replace(limit, hard=True)
    elif limit.lower is None or limit.upper is None:
        lower, upper = limit.lower, limit.upper
        held = replace(limit, lower=lower and lower + abs(lower) / 4, upper=upper and upper - abs(upper) / 4)
    else:
        inward = (limit.upper - limit.lower) / 4
        held = replace(limit, lower=limit.lower + inward, upper=limit.upper - inward)
    return replace(problem, limits=tuple(held if one is limit else one for one in problem.limits))


@cache
def solved(seed: int) -> float | None:
    return optimum(random_problem(seed))


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_the_exact_model_finds_the_best_of_all_plans(seed: int) -> None:
    best = min((objective for _, objective in keeping_plans(random_problem(seed))), default=None)
    assert solved(seed) == (None if best is None else pytest.approx(best, abs=1e-7))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_dish_never_makes_the_best_plan_dearer(seed: int) -> None:
    before, more = solved(seed), with_one_more(random_problem(seed), seed)
    after = optimum(more)
    if before is not None:
        assert after is not None
        assert after <= before + 1e-7
        assert max(bounds(more)) <= before + 1e-7


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tighter_limit_never_makes_the_best_plan_cheaper(seed: int) -> None:
    before, tight = solved(seed), tightened(random_problem(seed), seed)
    after = optimum(tight)
    if before is None:
        assert after is None
    elif after is not None:
        assert after >= before - 1e-7
        assert max(bounds(random_problem(seed))) <= after + 1e-7


def test_the_random_problems_change_with_dishes_and_limits() -> None:
    """Or the two tests before would prove nothing."""
    possible = [seed for seed in SEEDS if solved(seed) is not None]
    cheaper = [seed for seed in possible if (optimum(with_one_more(random_problem(seed), seed)) or 0) < solved(seed)]  # type: ignore[operator]
    dearer = [seed for seed in possible if optimum(tightened(random_problem(seed), seed)) != solved(seed)]
    assert len(possible) >= 12
    assert len(cheaper) >= 6
    assert len(dearer) >= 6
