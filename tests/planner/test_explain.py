from __future__ import annotations

import math
from dataclasses import replace

import pytest

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.explain import attainable, conflict
from nutriplan.planner.problem import Cell, Limit, Lock, Over, Problem
from nutriplan.planner.solve import solve
from tests.planner.instances import every_plan, tiny, week


def iron_of(problem: Problem, cells: tuple[Cell, ...]) -> float:
    index = {offer.key: i for i, offer in enumerate(problem.offers)}
    return math.fsum(problem.measures["iron"][index[cell.offer]] * cell.halves / 2 for cell in cells) / problem.days


@pytest.mark.parametrize("seed", range(4))
def test_attainable_is_never_below_what_a_plan_brings(seed: int) -> None:
    problem = tiny(seed, days=1, hard=True)
    sound = [iron_of(problem, cells) for cells in every_plan(problem) if not evaluate(problem, cells).violations]
    assert attainable(problem, "iron") >= max(sound) - 1e-6
    assert attainable(problem, "iron", least=True) <= min(sound) + 1e-6


def test_attainable_of_one_day_is_exact() -> None:
    problem = replace(tiny(3, days=1), limits=())
    best = max(iron_of(problem, cells) for cells in every_plan(problem) if not evaluate(problem, cells).violations)
    assert attainable(problem, "iron") == pytest.approx(best)


def test_attainable_speaks_of_other_stretches() -> None:
    problem = replace(tiny(), limits=())
    day = attainable(problem, "iron")
    assert attainable(problem, "iron", Over.DAY) == pytest.approx(day)
    assert attainable(problem, "iron", Over.WEEK) == pytest.approx(2 * day)
    assert attainable(problem, "iron", Over.MEAL) == pytest.approx(day / 2)


def test_attainable_counts_hard_limits_and_no_wishes() -> None:
    problem = week(dishes=40)
    free = attainable(problem, "vitamin_d")
    cap = Limit("vitamin D cap", "vitamin_d", Over.DAY, upper=3.0, hard=True)
    wish = replace(cap, name="vitamin D wish", hard=False)
    assert attainable(replace(problem, limits=(*problem.limits, wish)), "vitamin_d") == pytest.approx(free, rel=0.01)
    assert attainable(replace(problem, limits=(*problem.limits, cap)), "vitamin_d") <= 3.0 + 1e-6


def test_attainable_without_any_plan_is_not_a_number() -> None:
    problem = tiny()
    none = Limit("no energy", "energy", Over.DAY, upper=100.0, hard=True)
    assert math.isnan(attainable(replace(problem, limits=(*problem.limits, none)), "iron"))


def test_a_plan_brings_no_more_than_attainable() -> None:
    problem = replace(week(dishes=48, gap=0.2))
    solution = solve(problem)
    index = {offer.key: i for i, offer in enumerate(problem.offers)}
    for measure in ("vitamin_d", "calcium"):
        amounts = problem.measures[measure]
        mean = sum(amounts[index[cell.offer]] * cell.halves / 2 for cell in solution.cells) / problem.days
        assert mean <= attainable(problem, measure) + 1e-6


def test_conflict_names_the_limits_that_collide_and_no_other() -> None:
    problem = tiny()
    low = Limit("iron low", "iron", Over.DAY, upper=6.0, hard=True)
    high = Limit("iron high", "iron", Over.MEAN, lower=7.0, hard=True)
    bystander = Limit("energy wide", "energy", Over.DAY, upper=9000.0, hard=True)
    assert set(conflict(replace(problem, limits=(low, high, bystander)))) == {"iron low", "iron high"}


def test_no_conflict_where_a_plan_exists() -> None:
    assert conflict(tiny()) == ()


def test_a_lock_against_a_cap_is_named() -> None:
    problem = tiny()
    most = max(range(4), key=lambda i: problem.measures["iron"][i])
    amount = problem.measures["iron"][most]
    cap = Limit("iron meal cap", "iron", Over.MEAL, upper=amount - 0.1, hard=True)
    locked = replace(problem, limits=(cap,), locks=(Lock(1, "dinner", f"main{most}", 2),))
    assert "iron meal cap" in solve(locked).conflict
