"""How often is each dish eaten in the week? The merged model bounds the plan when relaxed, and starts it when whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Answer, Effort, Outcome
from nutriplan.planner.build import Built, build, merged
from nutriplan.planner.model import Flags, Floats
from nutriplan.planner.variables import Layout, Place
from nutriplan.planner.watch import Stopped

MAINS, SIDES = 40, 20  # columns of a class that the choice is made from; the bound always uses all
#: Days are chosen for with limits a tenth narrower: where caps bind, what fits seven days together seldom fits each.
MARGIN = 0.1
POOR = 1.2  # times the bound: a choice this dear is one that the few dishes or the margin spoilt
CHOOSE = Effort(nodes=20, gap=0.01)
BOUND = Effort(nodes=1, gap=0.002)
NEVER = 1e9  # merit of what cannot be chosen


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The relaxed merged model. merit: slots x portions, what one more of a portion would cost at least."""

    outcome: Outcome
    bound: float
    merit: Floats


def relax(layout: Layout, standing: tuple[Place, ...] = (), blocks: int | None = None) -> Relaxed:
    """The proven bound of the free blocks, and the merit of every portion."""
    built = build(merged(layout, standing, blocks))
    answer = backend.relax(built.model)
    merit = np.full(layout.may.shape, NEVER)
    if answer.found:
        for bucket in built.buckets:
            at = np.ix_(np.array(bucket.slots), bucket.portions)
            merit[at] = np.minimum(merit[at], answer.reduced[bucket.columns])  # the least of all blocks
    return Relaxed(answer.outcome, answer.objective if answer.found else 0.0, merit)


def best_of(layout: Layout, merit: Floats, mains: int, sides: int) -> Flags:
    """slots x portions: the main dishes and sides of least merit figure in each slot."""
    choice = np.zeros_like(layout.may)
    for slot in range(len(choice)):
        for is_main, most in ((True, mains), (False, sides)):
            own = np.flatnonzero(layout.may[slot] & (layout.main == is_main))
            choice[slot, own[np.argsort(merit[slot, own], kind="stable")[:most]]] = True
    return choice


def choose(
    layout: Layout, standing: tuple[Place, ...], relaxed: Relaxed, stop: backend.Cancelled | None
) -> tuple[Built, Answer]:
    """Whole counts for the first free block: from the likeliest dishes, made to fit on meals and days; then with less
    asked, until an answer is no worse than it must be. The cheapest answer counts."""
    few = best_of(layout, relaxed.merit, MAINS, SIDES)
    effort = replace(CHOOSE, seed=layout.problem.seed, target=relaxed.bound * (1 + layout.problem.gap / 3))
    tries: list[tuple[Built, Answer]] = []
    for choice, pairing, margin in ((few, True, MARGIN), (few, True, 0.0), (few, False, 0.0), (None, False, 0.0)):
        built = build(merged(layout, standing, 1, choice, margin), pairing=pairing)
        answer = backend.minimise(built.model, effort, cancelled=stop)
        if answer.outcome is Outcome.CANCELLED:
            raise Stopped
        tries.append((built, answer))
        if answer.found and answer.objective <= POOR * relaxed.bound:
            break
    return min(tries, key=lambda tried: tried[1].objective)


def better_bound(layout: Layout, relaxed: Relaxed, objective: float, stop: backend.Cancelled | None) -> float:
    """A bound from whole counts. A plan cheaper than `objective` has no portion whose merit figure exceeds the gap, so
    those are left out: either the objective is the optimum, or the bound of what is left holds."""
    rounding = 1e-6 * (1 + objective)  # the solver's own tolerance on reduced costs and objective
    choice = layout.may & (relaxed.merit <= objective - relaxed.bound + rounding)
    built = build(merged(layout, choice=choice))
    answer = backend.minimise(built.model, replace(BOUND, seed=layout.problem.seed), cancelled=stop)
    if answer.outcome is Outcome.CANCELLED:
        raise Stopped
    if answer.outcome is Outcome.INFEASIBLE:
        return objective
    return min(objective, max(relaxed.bound, answer.bound))
