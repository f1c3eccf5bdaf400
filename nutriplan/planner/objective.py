"""What does a missed wish cost? One amount from 0 up for each miss; nothing in the objective is ever negative.

    minimise  (1/D) * ( sum of cost_c * n_c  +  sum over soft limits  weight * days * miss / scale )

A shortage and an excess of the same limit are two misses. Hard limits have none: there is nothing to pay.
"""

from __future__ import annotations

from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Model
from nutriplan.planner.problem import Limit, Over
from nutriplan.planner.scope import Scope


def rate(limit: Limit, scope: Scope, block_days: int = WEEK) -> float:
    """Cost of missing by one unit of the measure, summed over the stretches of a row.

    A mean is held as a sum over all days, so one unit of that sum misses the mean by 1/D on each of D days: the same
    rate as a day's. A week's miss counts once for each day of its block.
    """
    days = block_days if limit.over is Over.WEEK else 1
    return limit.weight * days / limit.scale / len(scope.days)


def miss(model: Model, limit: Limit, unit_cost: float, unit: float) -> int | None:
    """The column of a miss, counted in `unit`; None for a hard limit."""
    return None if limit.hard else model.add_slack(unit_cost * unit)
