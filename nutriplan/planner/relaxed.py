"""What would the best plan cost were days merged and counts fractions, and which dishes are then the likeliest?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Outcome
from nutriplan.planner.build import build, merged
from nutriplan.planner.model import Flags, Floats
from nutriplan.planner.variables import Layout, Place

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
