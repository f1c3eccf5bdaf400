"""The planning model, as a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner import constraints
from nutriplan.planner.model import Flags, Floats, Ints, Model
from nutriplan.planner.scope import Bucket, Scope, add_buckets
from nutriplan.planner.variables import Layout, Place

Chosen = list[tuple[Bucket, list[int]]]


@dataclass(frozen=True, slots=True)
class Built:
    """A model and what its columns mean."""

    model: Model
    buckets: tuple[Bucket, ...]


def build(scope: Scope) -> Built:
    """The model of a scope."""
    model = Model()
    buckets = add_buckets(model, scope)
    constraints.mains(model, scope, buckets)
    constraints.sides(model, scope, buckets)
    constraints.uses(model, scope, buckets)
    constraints.repeats(model, scope, buckets)
    constraints.meal_limits(model, scope, buckets)
    constraints.day_limits(model, scope, buckets)
    constraints.week_limits(model, scope, buckets)
    constraints.mean_limits(model, scope, buckets)
    return Built(model, buckets)


def merged(layout: Layout, fixed: tuple[Place, ...] = (), blocks: int | None = None) -> Scope:
    """The aggregated scope: the days of a block and the meals that are alike are not told apart. blocks: only the first
    so many that are not fixed."""
    standing = {day for day, _, _ in fixed}
    free = [block for block in layout.blocks() if not standing & set(block)]
    return Scope(layout, tuple(free[:blocks]), fixed)


def told_apart(
    layout: Layout, days: Sequence[int], fixed: tuple[Place, ...] = (), choice: Flags | None = None
) -> Scope:
    """The exact scope of these days: every meal its own bucket."""
    return Scope(layout, tuple((day,) for day in days), fixed, True, choice)


def counts(built: Built, values: Floats) -> Chosen:
    """The portions of each bucket, each as often as it stands there."""
    chosen: Chosen = []
    for bucket in built.buckets:
        times = np.rint(values[bucket.columns]).astype(int)
        chosen.append((bucket, np.repeat(bucket.portions, times).tolist()))
    return chosen


def places(built: Built, values: Floats) -> tuple[Place, ...]:
    """The places of an exact model's answer."""
    return tuple(
        (bucket.days[0], bucket.slots[0], portion) for bucket, portions in counts(built, values) for portion in portions
    )


def start_from(built: Built, found: Sequence[Place]) -> tuple[Ints, Floats]:
    """The columns of an exact model and their values in a plan."""
    standing = dict.fromkeys(found, 1.0)
    columns = np.concatenate([bucket.columns for bucket in built.buckets])
    values = [
        standing.get((bucket.days[0], bucket.slots[0], portion), 0.0)
        for bucket in built.buckets
        for portion in bucket.portions.tolist()
    ]
    return columns, np.array(values)
