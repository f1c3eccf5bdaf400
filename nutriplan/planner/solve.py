"""Which dish stands where? First how often each dish is eaten in a week, then on which day; proved against a bound.

bound      the week with its days merged, counts may be fractions: nothing can be cheaper
choose     the same with whole counts, and rows that make them fit on meals
seat       the chosen counts on days, by exchanging places
improve    single places get another dish, where that is better
repair     days that still break a hard limit are solved exactly
judge      objective and hard limits counted anew by `evaluate`; a plan that breaks one is never returned
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.build import build, merged
from nutriplan.planner.check import check
from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.explain import conflict, conflict_of
from nutriplan.planner.problem import Problem, Solution, Status
from nutriplan.planner.variables import Layout, Place, lay_out
from nutriplan.planner.watch import Progress, Stopped, Watch
from nutriplan.planner.week import Undecided, Unplannable, improve_all, plan_block

ENGINE = "two-stage HiGHS"
UNDECIDED = "undecided within the work limit"


def solve(problem: Problem, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Solution:
    """The plan. InputFaults when the problem is not well put; SolverFault when the solver cannot be trusted.

    progress: told the share done (0 to 1) and the stage in words. cancelled: asked now and then whether to stop.
    """
    began = time.perf_counter()
    check(problem)
    backend.check_solver()
    watch = Watch(progress, cancelled)
    try:
        watch.report(0.0, "reading the dishes")
        found = _solve(problem, watch)
    except Stopped:
        found = Solution(Status.CANCELLED)
    return replace(found, seconds=time.perf_counter() - began, seed=problem.seed, engine=ENGINE)


def _solve(problem: Problem, watch: Watch) -> Solution:
    layout = lay_out(problem)
    model = build(merged(layout)).model
    relaxed = backend.relax(model)
    if relaxed.outcome is Outcome.INFEASIBLE:
        return Solution(Status.INFEASIBLE, conflict=conflict(problem) or conflict_of(model))
    watch.report(0.02, "choosing dishes")
    try:
        places, bound = _plan(layout, relaxed.bound, watch.part(0.02, 1.0))
    except Unplannable as proof:
        return Solution(Status.INFEASIBLE, conflict=proof.names or conflict(problem))
    except Undecided:
        return Solution(Status.INFEASIBLE, conflict=(UNDECIDED,), notes=("The work limit was reached without a plan.",))
    return _judged(layout, places, bound)


def _plan(layout: Layout, bound: float, watch: Watch) -> tuple[tuple[Place, ...], float]:
    blocks = layout.blocks()
    places: tuple[Place, ...] = ()
    for number, block in enumerate(blocks):
        share = watch.part(0.9 * number / len(blocks), 0.9 * (number + 1) / len(blocks))
        planned = plan_block(layout, block, places, bound, share)
        places += planned.places
        if len(blocks) == 1:
            bound = max(bound, planned.bound)
    return improve_all(layout, places, bound, watch.part(0.9, 1.0)), bound


def _judged(layout: Layout, places: tuple[Place, ...], bound: float) -> Solution:
    cells = layout.cells(places)
    judged = evaluate(layout.problem, cells)
    if judged.violations:
        return Solution(Status.INFEASIBLE, conflict=(UNDECIDED,), notes=judged.violations)
    objective = judged.objective
    proven = max(0.0, min(bound, objective))
    gap = (objective - proven) / objective if objective > 0 else 0.0
    return Solution(Status.SOLVED, cells, objective, proven, gap)
