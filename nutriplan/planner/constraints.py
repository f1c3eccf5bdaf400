"""What must a plan obey? One family of rows a function, its inequality in the docstring; n is a count in a bucket.

Every limit row is divided by the size of its end, so that 1 means the whole limit. Rows on merged places are summed
from rows that hold on each of them; where no amount is negative an amount counts there at most up to the lower end
(what a meal or a day has beyond it does not help another), which keeps the merged model a relaxation, and a tight one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import INFINITY, Floats, Ints, Model
from nutriplan.planner.objective import miss, rate
from nutriplan.planner.problem import Limit, Over
from nutriplan.planner.scope import Bucket, Scope


@dataclass(frozen=True, slots=True)
class Sum:
    """What a limit row adds up. count: how many stretches are merged in it. fixed: what stands there already.
    meal: the merged bucket when the stretch is a meal."""

    number: int
    limit: Limit
    where: str
    columns: Ints
    amounts: Floats
    count: int
    unit_cost: float
    fixed: float = 0.0
    clip: bool = False

    @property
    def links(self) -> bool:
        """Whether the stretch is longer than a day."""
        return self.limit.over in {Over.WEEK, Over.MEAN}


def mains(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """sum of main dishes in a bucket = its meals"""
    for bucket in buckets:
        chosen = scope.layout.main[bucket.portions]
        columns = bucket.columns[chosen]
        model.add_row(
            f"main dish: {_slots(scope, bucket)}",
            _days(bucket.days),
            columns,
            np.ones(len(columns)),
            at_least=bucket.meals,
            at_most=bucket.meals,
        )


def sides(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """sum of sides in a bucket <= its meals * sides a meal may have"""
    for bucket in buckets:
        columns = bucket.columns[~scope.layout.main[bucket.portions]]
        room = scope.layout.problem.slots[bucket.slots[0]].max_sides
        if len(columns):
            owner = f"side dishes: {_slots(scope, bucket)}"
            model.add_row(owner, _days(bucket.days), columns, np.ones(len(columns)), at_most=bucket.meals * room)


def uses(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """sum of an offer over a block of seven days <= max_uses, and <= what its days without repeat leave room for;
    over all blocks <= max_in_all"""
    by_block: dict[int, list[Bucket]] = {}
    for bucket in buckets:
        by_block.setdefault(bucket.days[0] // WEEK, []).append(bucket)
    for block, own in by_block.items():
        days = sorted({day for bucket in own for day in bucket.days})
        most = scope.most_of_all(days)
        for offer, columns in _by_offer(scope, own).items():
            _at_most(model, scope, offer, f"week {block + 1}", columns, int(most[offer]))
    if len(by_block) > 1:
        for offer, columns in _by_offer(scope, buckets).items():
            _at_most(model, scope, offer, "in all", columns, int(scope.left_in_all[offer]))


def repeats(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """sum of an offer over any no_repeat_days days (a side: over one day) <= 1; only where days are told apart"""
    if any(len(days) > 1 for days in scope.groups):
        return
    offers = range(len(scope.layout.problem.offers))
    for reach in sorted({scope.layout.reach(offer) for offer in offers}):
        for first in _windows(scope.free_days, reach):
            days = range(first, first + reach)
            own = [bucket for bucket in buckets if bucket.days[0] in days]
            for offer, columns in _by_offer(scope, own).items():
                if scope.layout.reach(offer) == reach:
                    locked = sum(scope.layout.offer[p] == offer for day, _, p in scope.locks if day in days)
                    _at_most(model, scope, offer, f"from day {first + 1}", columns, max(1, int(locked)))


def meal_limits(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """meals * lower <= sum min(a, lower) n + miss;  sum a n - miss <= meals * upper"""
    for number, limit in _limits(scope, Over.MEAL):
        for bucket in buckets:
            if scope.layout.members[number][bucket.slots[0]]:
                where = f"{_slots(scope, bucket)} {_days(bucket.days)}"
                amounts = scope.layout.amounts_of(limit)
                clip = bool((amounts >= 0).all())
                own = amounts[bucket.portions]
                total = Sum(number, limit, where, bucket.columns, own, bucket.meals, rate(limit, scope), clip=clip)
                short = hold_lower(model, total)
                hold_upper(model, total)
                if clip and bucket.meals > 1:
                    _cover(model, scope, bucket, total, short)
                    _fit(model, scope, bucket, total)


def day_limits(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """days * lower <= sum min(a, lower) n + miss;  sum a n - miss <= days * upper, over the days of a group"""
    for number, limit in _limits(scope, Over.DAY):
        amounts = scope.layout.amounts_of(limit)
        clip = bool((amounts >= 0).all())
        for group, days in enumerate(scope.groups):
            own = [b for b in buckets if b.group == group and scope.layout.members[number][b.slots[0]]]
            columns, values = _joined(own, amounts)
            total = Sum(number, limit, _days(days), columns, values, len(days), rate(limit, scope), clip=clip)
            hold_lower(model, total)
            hold_upper(model, total)
            if clip and len(days) > 1:
                _pack(model, total)


def week_limits(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """lower <= what stands + sum a n + miss;  what stands + sum a n - miss <= upper, in a block of seven days"""
    for number, limit in _limits(scope, Over.WEEK):
        for block in sorted({day // WEEK for day in scope.free_days}):
            days = [day for day in range(scope.layout.problem.days) if day // WEEK == block]
            own = [b for b in buckets if b.days[0] // WEEK == block and scope.layout.members[number][b.slots[0]]]
            columns, values = _joined(own, scope.layout.amounts_of(limit))
            cost, fixed = rate(limit, scope, len(days)), scope.fixed_amount(number, days)
            total = Sum(number, limit, f"week {block + 1}", columns, values, 1, cost, fixed)
            hold_lower(model, total)
            hold_upper(model, total)


def mean_limits(model: Model, scope: Scope, buckets: Sequence[Bucket]) -> None:
    """D * lower <= what stands + sum a n + miss;  what stands + sum a n - miss <= D * upper, over all D days counted"""
    for number, limit in _limits(scope, Over.MEAN):
        own = [bucket for bucket in buckets if scope.layout.members[number][bucket.slots[0]]]
        columns, values = _joined(own, scope.layout.amounts_of(limit))
        fixed = scope.fixed_amount(number, scope.days)
        total = Sum(number, limit, "mean", columns, values, len(scope.days), rate(limit, scope), fixed)
        hold_lower(model, total)
        hold_upper(model, total)


# One limit ---------------------------------------------------------------------------------------------------------


def hold_lower(model: Model, total: Sum) -> int | None:
    """The lower end of a limit; returns the column of its miss."""
    limit, low = total.limit, total.limit.lower
    if low is None or (low <= 0 and total.clip):
        return None
    amounts = np.minimum(total.amounts, low) if total.clip else total.amounts
    unit = _unit(low, total)
    slack = miss(model, limit, total.unit_cost, unit)
    least = (total.count * low - total.fixed) / unit
    tag = (total.number, unit) if total.links else None
    model.add_row(limit.name, f"{total.where} >=", total.columns, amounts / unit, at_least=least, slack=slack, tag=tag)
    return slack


def hold_upper(model: Model, total: Sum) -> None:
    """The upper end of a limit; where places are merged what one portion has beyond it is an excess by itself."""
    limit, high = total.limit, total.limit.upper
    if high is None:
        return
    unit = _unit(high, total)
    slack = miss(model, limit, total.unit_cost, unit)
    most = (total.count * high - total.fixed) / unit
    columns, values = total.columns, total.amounts / unit
    tag = (total.number, unit) if total.links else None
    where = f"{total.where} <="
    model.add_row(limit.name, where, columns, values, at_most=most, slack=slack, slack_value=-1.0, tag=tag)
    beyond = np.maximum(total.amounts - high, 0.0) / unit
    if slack is not None and total.clip and high >= 0 and beyond.any():
        where = f"{total.where} alone <="
        model.add_row(limit.name, where, columns, beyond, at_most=0.0, slack=slack, slack_value=-1.0)


def _unit(end: float, total: Sum) -> float:
    largest = float(np.abs(total.amounts).max(initial=0.0))
    return abs(end) or largest or 1.0


# Cuts of merged places ----------------------------------------------------------------------------------------------

THRESHOLDS = 12  # of a family of cuts for every threshold; more of them moved no bound


def _cover(model: Model, scope: Scope, bucket: Bucket, total: Sum, short: int | None) -> None:
    """t * main dishes lacking at least t <= sum over sides of min(a, t) n + miss, for thresholds t"""
    low = total.limit.lower
    if low is None:
        return
    main = scope.layout.main[bucket.portions]
    lacking = np.where(main, low - total.amounts, 0.0)
    unit = _unit(low, total)
    for t in _some(lacking[main & (lacking > 1e-9 * unit)]):
        values = np.where(main, np.where(lacking >= t, -t, 0.0), np.minimum(total.amounts, t)) / unit
        where = f"{total.where} light mains"
        model.add_row(total.limit.name, where, bucket.columns, values, at_least=0.0, slack=short)


def _fit(model: Model, scope: Scope, bucket: Bucket, total: Sum) -> None:
    """sides with at least v <= sides a meal may have * main dishes that leave room for v; hard upper ends only"""
    high = total.limit.upper
    if high is None or not total.limit.hard:
        return
    main = scope.layout.main[bucket.portions]
    room = scope.layout.problem.slots[bucket.slots[0]].max_sides
    left = high - total.amounts + 1e-9 * _unit(high, total)
    for v in _some(total.amounts[~main & (total.amounts > 0)]):
        values = np.where(main, np.where(left >= v, -room, 0.0), np.where(total.amounts >= v, 1.0, 0.0))
        if (main & (left < v)).any():
            model.add_row(total.limit.name, f"{total.where} rich mains", bucket.columns, values, at_most=0.0)


def _pack(model: Model, total: Sum) -> None:
    """portions with more than 1/(k+1) of a hard upper end: a day holds at most k of them (weighted, rounded down)"""
    high = total.limit.upper
    if high is None or high <= 0 or not total.limit.hard:
        return
    for k in (1, 2, 3):
        values = np.floor((k + 1) * total.amounts / high - 1e-7)
        if (values > 0).any():
            where = f"{total.where} packing {k}"
            model.add_row(total.limit.name, where, total.columns, np.maximum(values, 0.0), at_most=k * total.count)


def _some(values: Floats) -> Floats:
    """At most THRESHOLDS of the different values, evenly spread, the ends included."""
    different = np.unique(values)
    if len(different) <= THRESHOLDS:
        return different
    spread: Floats = different[np.linspace(0, len(different) - 1, THRESHOLDS).astype(int)]
    return spread


# Gathering ----------------------------------------------------------------------------------------------------------


def _limits(scope: Scope, over: Over) -> list[tuple[int, Limit]]:
    return [(i, limit) for i, limit in enumerate(scope.layout.problem.limits) if limit.over is over]


def _joined(buckets: Sequence[Bucket], amounts: Floats) -> tuple[Ints, Floats]:
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *(bucket.columns for bucket in buckets)])
    return columns, np.concatenate([np.zeros(0), *(amounts[bucket.portions] for bucket in buckets)])


def _by_offer(scope: Scope, buckets: Sequence[Bucket]) -> dict[int, Ints]:
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *(bucket.columns for bucket in buckets)])
    offers = scope.layout.offer[np.concatenate([np.zeros(0, dtype=np.int64), *(b.portions for b in buckets)])]
    order = np.argsort(offers, kind="stable")
    firsts = np.flatnonzero(np.diff(offers[order], prepend=-1))
    return {int(offers[part[0]]): columns[part] for part in np.split(order, firsts[1:]) if len(part)}


def _at_most(model: Model, scope: Scope, offer: int, where: str, columns: Ints, most: int) -> None:
    """Only where the columns' own bounds would allow more."""
    if sum(model.upper[column] for column in columns.tolist()) > most:
        owner = f"repeats: {scope.layout.problem.offers[offer].key}"
        tag = (-1 - offer, 1.0)
        model.add_row(owner, where, columns, np.ones(len(columns)), at_most=most, tag=tag)


def _windows(days: Sequence[int], reach: int) -> list[int]:
    """First days of the stretches of `reach` days that hold free days no earlier stretch holds together."""
    firsts: list[int] = []
    covered = -INFINITY
    for day in days:
        last = max(other for other in days if other < day + reach)
        if last > covered or not firsts:
            firsts.append(day)
            covered = last
    return firsts


def _slots(scope: Scope, bucket: Bucket) -> str:
    return ", ".join(scope.layout.problem.slots[slot].key for slot in bucket.slots)


def _days(days: Sequence[int]) -> str:
    return f"day {days[0] + 1}" if len(days) == 1 else f"days {days[0] + 1}-{days[-1] + 1}"
