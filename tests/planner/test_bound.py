"""The bound must lie below every plan there is: random plans are put into the merged model and must fit in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.build import build, merged, places, told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Limit, Over, Problem
from nutriplan.planner.relaxed import relax
from nutriplan.planner.variables import Layout, Place, lay_out
from nutriplan.planner.week import outlook
from tests.planner.instances import week


def random_plan(layout: Layout, seed: int) -> tuple[Place, ...]:
    """A plan that keeps every hard rule and pleases a random objective."""
    built = build(told_apart(layout, range(layout.problem.days)))
    random = np.random.default_rng(seed)
    built.model.cost = random.uniform(0, 1, built.model.width).tolist()
    return places(built, backend.minimise(built.model, backend.Effort(answers=1, nodes=200)).values)


def merged_value(layout: Layout, plan: tuple[Place, ...]) -> float | None:
    """What the merged model thinks the counts of a plan cost at least; None when it says they are impossible."""
    built = build(merged(layout))
    for bucket in built.buckets:
        standing = [p for day, slot, p in plan if day in bucket.days and slot in bucket.slots]
        for portion, column in zip(bucket.portions.tolist(), bucket.columns.tolist(), strict=True):
            built.model.lower[column] = built.model.upper[column] = standing.count(portion)
    answer = backend.relax(built.model)
    return answer.objective if answer.outcome is Outcome.OPTIMAL else None


def sided(**more: object) -> Problem:
    """With meal limits that the cuts for light and rich main dishes are made for."""
    problem = week(dishes=40, days=3, hard=True, **more)  # type: ignore[arg-type]
    cap = Limit("sodium meal", "sodium", Over.MEAL, upper=1100.0, hard=True)
    soft = Limit("protein meal", "protein", Over.MEAL, 20.0, 40.0, frozenset({"lunch", "dinner"}), False, 3.0, 30.0)
    return replace(problem, limits=(*problem.limits, cap, soft))


@pytest.mark.parametrize("seed", range(4))
def test_merged_model_holds_every_plan_and_asks_no_more_of_it(seed: int) -> None:
    problem = sided(seed=seed + 1)
    layout = lay_out(problem)
    plan = random_plan(layout, seed)
    judged = evaluate(problem, layout.cells(plan))
    assert judged.violations == ()
    value = merged_value(layout, plan)
    assert value is not None
    assert value <= judged.objective + 1e-7


@pytest.mark.parametrize("seed", range(2))
def test_exact_model_costs_what_the_evaluator_says(seed: int) -> None:
    problem = sided(seed=seed + 1)
    layout = lay_out(problem)
    built = build(told_apart(layout, range(problem.days)))
    answer = backend.minimise(built.model, backend.Effort(nodes=20, gap=0.2))
    judged = evaluate(problem, layout.cells(places(built, answer.values)))
    assert judged.violations == ()
    assert judged.objective <= answer.objective + 1e-6
    assert answer.bound >= relax(layout).bound - 1e-6


def test_the_bound_of_whole_meals_is_nearer_to_a_plan_and_stays_below_it() -> None:
    problem = sided()
    layout = lay_out(problem)
    objective = evaluate(problem, layout.cells(random_plan(layout, 3))).objective
    relaxed = relax(layout)
    assert relaxed.bound < outlook(told_apart(layout, range(3)), relaxed).bound <= objective


def test_negative_amounts_leave_the_bound_valid() -> None:
    problem = week(dishes=40, days=2)
    protein, kcal = problem.measures["protein"], problem.measures["kcal"]
    balance = tuple(4 * p - 0.15 * k for p, k in zip(protein, kcal, strict=True))
    limits = (
        Limit("protein share", "balance", Over.DAY, -10.0, 40.0, weight=4.0, scale=100.0),
        Limit("protein share of meals", "balance", Over.MEAL, -30.0, 20.0, weight=4.0, scale=100.0),
    )
    mixed = replace(problem, measures={**problem.measures, "balance": balance}, limits=(*problem.limits, *limits))
    layout = lay_out(mixed)
    plan = random_plan(layout, 1)
    value = merged_value(layout, plan)
    assert value is not None
    assert value <= evaluate(mixed, layout.cells(plan)).objective + 1e-7
