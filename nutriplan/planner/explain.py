"""Which limits leave no plan, and what is left of a problem when only what must hold is asked?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort, Outcome
from nutriplan.planner.build import build, merged, told_apart
from nutriplan.planner.check import check
from nutriplan.planner.model import Model
from nutriplan.planner.problem import Over, Problem
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import Layout, lay_out

FEASIBLE = Effort(nodes=2000, answers=1)
NO_MAIN = "main dish"  # how the owners of structure begin; they say which meal or dish


def conflict(problem: Problem) -> tuple[str, ...]:
    """Names of limits and rules that together leave no plan and of which none could be left out; empty where merged
    days and single days show no conflict. Limits come by name, structure as "main dish: lunch", "repeats: a dish"."""
    check(problem)
    layout = lay_out(hard_only(problem), whole=True)
    for scope in _suspects(layout):
        names = conflict_of(build(scope).model)
        if names:
            return names
    return ()


def conflict_of(model: Model) -> tuple[str, ...]:
    """The owners of rows that make a model infeasible, as few as single removals can make them; empty when it has an
    answer or that is undecided."""
    names = backend.conflicting_owners(model)
    if names:
        return _fewest(model, names, _relaxed_is_impossible)
    if not _is_impossible(model):
        return ()
    return _fewest(model, tuple(dict.fromkeys(model.owners)), _is_impossible)


def _suspects(layout: Layout) -> list[Scope]:
    """The merged days first, then a day without locks, then each with some: small models that any plan must pass."""
    with_locks = sorted({day for day, _, _ in layout.locks})
    free = [day for day in range(layout.problem.days) if day not in with_locks][:1]
    return [merged(layout), *(one_day(layout, day) for day in (*free, *with_locks))]


def one_day(layout: Layout, day: int) -> Scope:
    """The exact scope of a single day, held only to what holds for each day by itself: a mean or a week is not."""
    wide = tuple(limit for limit in layout.problem.limits if limit.over in {Over.MEAL, Over.DAY})
    return told_apart(lay_out(replace(layout.problem, limits=wide), whole=True), (day,))


def hard_only(problem: Problem) -> Problem:
    """What must hold; the wishes are left out, so that nothing is paid for them."""
    free = tuple(replace(offer, cost=0.0) for offer in problem.offers)
    return replace(problem, offers=free, limits=tuple(limit for limit in problem.limits if limit.hard))


def _fewest(model: Model, names: Sequence[str], impossible: Callable[[Model], bool]) -> tuple[str, ...]:
    """Leave out every name without which it stays impossible: those that remain conflict."""
    others = [owner for owner in dict.fromkeys(model.owners) if owner not in names]
    kept = list(names)
    if not impossible(model.without(others)):
        return tuple(names)
    for name in names:
        rest = [other for other in kept if other != name]
        gone = [owner for owner in dict.fromkeys(model.owners) if owner not in rest]
        if impossible(model.without(gone)):
            kept = rest
    return tuple(kept)


def _is_impossible(model: Model) -> bool:
    return backend.minimise(model, FEASIBLE).outcome is Outcome.INFEASIBLE


def _relaxed_is_impossible(model: Model) -> bool:
    return backend.relax(model).outcome is Outcome.INFEASIBLE
