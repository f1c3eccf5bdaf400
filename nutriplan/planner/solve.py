"""Which dish stands where? First how often each meal is eaten in a week, then on which day; proved against a bound.

relax      the week with its days merged, counts of dishes may be fractions: nothing can be cheaper
mix        the same with whole meals instead of dishes: a nearer bound, and then how often each meal is eaten
deal       the chosen meals on days, by exchanging them; then one and two places at a time get better dishes
repair     days that still break a hard limit are solved exactly, at last the whole week
improve    two days at a time are solved exactly, the others left as they are
weeks      one after the other, a dish that all of them want priced so that no week takes more than its share
judge      objective and hard limits counted anew by `evaluate`; a plan that breaks one is never returned
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.build import told_apart
from nutriplan.planner.check import check
from nutriplan.planner.evaluate import WEEK, evaluate
from nutriplan.planner.exact import Undecided, Unplannable, plan_whole
from nutriplan.planner.explain import conflict
from nutriplan.planner.problem import Problem, Solution, Status, eased, proven
from nutriplan.planner.relaxed import relax
from nutriplan.planner.variables import Layout, Place, lay_out
from nutriplan.planner.watch import Progress, Stopped, Watch
from nutriplan.planner.week import Outlook, finish, outlook, plan_block

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
        watch.report(1.0, "done")
    except Stopped:
        found = Solution(Status.CANCELLED)
    return replace(found, seconds=time.perf_counter() - began, seed=problem.seed, engine=ENGINE)


def _solve(problem: Problem, watch: Watch) -> Solution:
    """A dish comes more often in all than is wished before there is no plan."""
    layout = lay_out(problem)
    try:
        places, bound = _plan(layout, watch.part(0.02, 0.95))
    except (Unplannable, Undecided) as reason:
        if _can_be_eased(problem):
            found = _solve(eased(problem, 1), watch)
            return replace(found, eased=found.eased + 1)
        return _impossible(problem) if isinstance(reason, Unplannable) else _undecided(problem)
    return _judged(layout, places, bound)


def _can_be_eased(problem: Problem) -> bool:
    weeks = -(-problem.days // WEEK)
    return any(one.max_in_all is not None and 0 < one.max_in_all < one.max_uses * weeks for one in problem.offers)


def _plan(layout: Layout, watch: Watch) -> tuple[tuple[Place, ...], float]:
    """The places and the bound: block by block, all at once where that leads nowhere. Raises Unplannable, Undecided or
    Stopped."""
    blocks, relaxed = layout.blocks(), relax(layout)
    if relaxed.outcome is Outcome.INFEASIBLE:
        raise Unplannable
    if len(blocks) == 1:
        planned = plan_block(layout, blocks[0], (), relaxed, watch)
        return planned.places, planned.bound
    watch.report(0.0, "proving the bound")
    all_weeks = outlook(told_apart(layout, range(layout.problem.days)), relaxed)
    tolled = _with_tolls(layout, all_weeks)
    places: tuple[Place, ...] = ()
    try:
        for number, block in enumerate(blocks):
            part = watch.part(0.1 + 0.8 * number / len(blocks), 0.1 + 0.8 * (number + 1) / len(blocks))
            places += plan_block(tolled, block, places, relax(tolled, places, 1), part).places
    except Undecided:
        places = plan_whole(layout, watch)
    watch.report(0.9, "looking at all weeks together")
    return finish(layout, places, relaxed), all_weeks.bound


def _with_tolls(layout: Layout, all_weeks: Outlook) -> Layout:
    """The same question, with each dish as dear to one week as it is to all of them."""
    problem = layout.problem
    tolls = (all_weeks.tolls * problem.days).tolist()
    offers = tuple(replace(offer, cost=offer.cost + toll) for offer, toll in zip(problem.offers, tolls, strict=True))
    return replace(layout, problem=replace(problem, offers=offers))


def _judged(layout: Layout, places: tuple[Place, ...], bound: float) -> Solution:
    problem, cells = layout.problem, layout.cells(places)
    judged = evaluate(problem, cells)
    if judged.violations:
        return Solution(Status.INFEASIBLE, conflict=(UNDECIDED,), notes=judged.violations)
    return Solution(Status.SOLVED, cells, judged.objective, *proven(judged.objective, bound))


def _impossible(problem: Problem) -> Solution:
    """Proven: there is no plan. Where no small conflict shows, all hard limits together are named."""
    hard = tuple(limit.name for limit in problem.limits if limit.hard)
    return Solution(Status.INFEASIBLE, conflict=conflict(problem) or hard)


def _undecided(problem: Problem) -> Solution:
    """Small models may still prove what the large one could not decide."""
    names = conflict(problem)
    if names:
        return Solution(Status.INFEASIBLE, conflict=names)
    return Solution(Status.INFEASIBLE, conflict=(UNDECIDED,), notes=("The work limit was reached without a plan.",))
