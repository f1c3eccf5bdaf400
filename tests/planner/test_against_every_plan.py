"""What the planner claims, held against every plan there is of a small problem."""

from dataclasses import replace
from functools import cache

import pytest

from nutriplan.planner.build import told_apart
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.explain import conflict
from nutriplan.planner.problem import Cell, Problem, Status, eased
from nutriplan.planner.reach import reaches
from nutriplan.planner.relaxed import relax
from nutriplan.planner.solve import UNDECIDED, solve
from nutriplan.planner.variables import lay_out
from nutriplan.planner.week import outlook
from tests.planner.small import eaten, keeping_plans, random_problem

SEEDS = range(32)


@cache
def plans(seed: int) -> tuple[Problem, tuple[tuple[tuple[Cell, ...], float], ...]]:
    problem = random_problem(seed)
    return problem, tuple(keeping_plans(problem))


def least(seed: int) -> float:
    return min(objective for _, objective in plans(seed)[1])


@cache
def possible() -> list[int]:
    return [seed for seed in SEEDS if plans(seed)[1]]


def test_the_seeds_hold_both_kinds_of_problem() -> None:
    assert len(possible()) >= 12
    assert len(SEEDS) - len(possible()) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_is_found_exactly_where_one_exists(seed: int) -> None:
    problem, keeping = plans(seed)
    solution = solve(problem)
    if not keeping and solution.status is Status.SOLVED:
        assert solution.eased
        assert evaluate(eased(problem, solution.eased), solution.cells).violations == ()
        return
    if not keeping:
        assert (solution.status, solution.cells) == (Status.INFEASIBLE, ())
        assert solution.conflict
        assert UNDECIDED not in solution.conflict
        return
    assert solution.status is Status.SOLVED
    judged = evaluate(problem, solution.cells)
    assert judged.violations == ()
    assert judged.objective == pytest.approx(solution.objective)
    assert solution.objective <= least(seed) * 1.05 + 1e-9
    assert solution.bound <= least(seed) + 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_the_relaxed_bound_lies_below_every_plan(seed: int) -> None:
    problem, keeping = plans(seed)
    if keeping:
        assert relax(lay_out(problem)).bound <= least(seed) + 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_of_whole_meals_lies_below_every_plan(seed: int) -> None:
    problem, keeping = plans(seed)
    if keeping:
        layout = lay_out(problem)
        bound = outlook(told_apart(layout, range(problem.days)), relax(layout)).bound
        assert relax(layout).bound <= bound <= least(seed) + 1e-7


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_brings_more_than_its_reach(seed: int) -> None:
    problem, keeping = plans(seed)
    if keeping:
        for measure in problem.measures:
            brought = [eaten(problem, measure, cells) for cells, _ in keeping]
            assert reaches(problem, (measure,))[measure].most >= max(brought) - 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conflict_is_named_only_where_there_is_no_plan(seed: int) -> None:
    problem, keeping = plans(seed)
    if keeping:
        assert conflict(problem) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_limits_of_a_conflict_leave_no_plan_by_themselves(seed: int) -> None:
    problem, keeping = plans(seed)
    if not keeping:
        named = set(solve(problem).conflict)
        alone = tuple(limit for limit in problem.limits if limit.hard and limit.name in named)
        assert next(keeping_plans(replace(problem, limits=alone)), None) is None
