"""What is a set of dishes on places worth, and which hard limits does it break? Counted anew, without the solver.

This room reads nothing but the problem and the cells, so that a fault of the model or of the solver cannot hide in it.
The objective is that of an average day:

    (1/D) * (sum of costs + sum over soft limits and their stretches of  weight * days counted * miss / scale)

where a meal and a day count once, a block of seven days (WEEK) and the mean day (MEAN) once for each of their days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutriplan.planner.problem import Cell, Limit, Offer, Over, Problem

Amounts = NDArray[np.float64]

WEEK = 7
TOLERANCE = 1e-9  # relative: the rounding of a sum of some dozens of doubles, nothing more


@dataclass(frozen=True, slots=True)
class Evaluation:
    """objective: per average day. penalties: limit name -> its share of the objective, where it is missed.
    violations: every broken hard rule, in words; empty for a plan that may be shown."""

    objective: float
    penalties: Mapping[str, float]
    violations: tuple[str, ...]


def evaluate(problem: Problem, cells: Sequence[Cell]) -> Evaluation:
    """Objective and broken rules of these cells; KeyError when a cell names an offer that the problem does not have."""
    offers = {offer.key: offer for offer in problem.offers}
    penalties: dict[str, float] = {}
    violations = list(_structure(problem, offers, cells))
    places = _places_of(problem, cells)
    for limits in _alike(problem.limits):
        sums = _sums(problem, limits, places)
        missed = _missed(limits, sums)
        allowed = [TOLERANCE * _size(limit) if limit.hard else np.inf for limit in limits]
        for at, number in np.argwhere(missed > np.array(allowed)).tolist():
            limit = limits[number]
            violations.append(f"{limit.name}: {sums[at, number]:g} in {_where(problem, limit, at)}")
        shares = _days(problem, limits[0], len(sums)) @ missed
        soft = [
            (limit, share) for limit, share in zip(limits, shares.tolist(), strict=True) if share and not limit.hard
        ]
        penalties |= {limit.name: limit.weight * share / limit.scale / problem.days for limit, share in soft}
    cost = sum(offers[cell.offer].cost for cell in cells) / problem.days
    return Evaluation(cost + sum(penalties.values()), penalties, tuple(violations))


def _alike(limits: Sequence[Limit]) -> Iterator[list[Limit]]:
    """The limits that hold the same stretches, together: they are counted at once."""
    groups: dict[tuple[Over, frozenset[str] | None], list[Limit]] = defaultdict(list)
    for limit in limits:
        groups[limit.over, limit.slots].append(limit)
    yield from groups.values()


def _missed(limits: Sequence[Limit], sums: Amounts) -> Amounts:
    """How far each sum lies outside its limit, 0 inside; stretches x limits."""
    low = np.array([-np.inf if limit.lower is None else limit.lower for limit in limits])
    high = np.array([np.inf if limit.upper is None else limit.upper for limit in limits])
    missed: Amounts = np.maximum(np.maximum(low - sums, sums - high), 0.0)
    return missed


def _sums(problem: Problem, limits: Sequence[Limit], places: Mapping[str, Amounts]) -> Amounts:
    """The sum of every stretch that limits which are alike hold, also of places where nothing stands; stretches x
    limits."""
    over, slots = limits[0].over, limits[0].slots
    own = np.stack([places[limit.measure] for limit in limits], axis=2)
    if slots is not None:
        own = own[:, [slot.key in slots for slot in problem.slots]]
    if over is Over.MEAL:
        return own.reshape(-1, len(limits))
    days: Amounts = own.sum(axis=1)
    if over is Over.WEEK:
        days = np.add.reduceat(days, np.arange(0, problem.days, WEEK))
    elif over is Over.MEAN:
        days = days.sum(axis=0, keepdims=True) / problem.days
    return days


def _places_of(problem: Problem, cells: Sequence[Cell]) -> Mapping[str, Amounts]:
    """Measure -> what stands on each place, days x slots. What stands on no place of the problem is a broken rule by
    itself and is not counted."""
    index = {offer.key: i for i, offer in enumerate(problem.offers)}
    slots = {slot.key: i for i, slot in enumerate(problem.slots)}
    names = list({limit.measure: None for limit in problem.limits})
    totals = np.zeros((problem.days, len(slots), len(names)))
    columns = [problem.measures[name] for name in names]
    for cell in cells:
        offer = index[cell.offer]
        if cell.slot in slots and 0 <= cell.day < problem.days:
            totals[cell.day, slots[cell.slot]] += np.array([column[offer] for column in columns]) * (cell.halves / 2)
    return {name: totals[:, :, at] for at, name in enumerate(names)}


def _days(problem: Problem, limit: Limit, stretches: int) -> Amounts:
    """How many days each stretch counts for in the objective."""
    if limit.over is Over.WEEK:
        return np.minimum(WEEK, problem.days - WEEK * np.arange(stretches)).astype(np.float64)
    return np.full(stretches, float(problem.days) if limit.over is Over.MEAN else 1.0)


def _where(problem: Problem, limit: Limit, at: int) -> str:
    """The stretch of this number, in words."""
    if limit.over is Over.MEAL:
        slots = [slot.key for slot in problem.slots if limit.slots is None or slot.key in limit.slots]
        return f"{slots[at % len(slots)]} of day {at // len(slots) + 1}"
    return {Over.DAY: f"day {at + 1}", Over.WEEK: f"week {at + 1}", Over.MEAN: "the mean day"}[limit.over]


def _size(limit: Limit) -> float:
    return max(1.0, abs(limit.lower or 0.0), abs(limit.upper or 0.0))


def _structure(problem: Problem, offers: Mapping[str, Offer], cells: Sequence[Cell]) -> Iterator[str]:
    yield from _places(problem, offers, cells)
    yield from _portions(problem, offers, cells)
    yield from _variety(problem, offers, cells)
    for lock in problem.locks:
        if Cell(lock.day, lock.slot, lock.offer, lock.halves) not in cells:
            yield f"lock: {lock.offer} is not kept for {lock.slot} of day {lock.day + 1}"


def _places(problem: Problem, offers: Mapping[str, Offer], cells: Sequence[Cell]) -> Iterator[str]:
    mains = Counter((cell.day, cell.slot) for cell in cells if offers[cell.offer].is_main)
    sides = Counter((cell.day, cell.slot) for cell in cells if not offers[cell.offer].is_main)
    real = {(day, slot.key): slot.max_sides for day in range(problem.days) for slot in problem.slots}
    for place in sorted((mains.keys() | sides.keys()) - real.keys()):
        yield f"place: day {place[0] + 1} has no {place[1]}"
    for (day, slot), room in real.items():
        if mains[day, slot] != 1:
            yield f"place: {slot} of day {day + 1} has {mains[day, slot]} main dishes"
        if sides[day, slot] > room:
            yield f"place: {slot} of day {day + 1} has {sides[day, slot]} side dishes"


def _portions(problem: Problem, offers: Mapping[str, Offer], cells: Sequence[Cell]) -> Iterator[str]:
    kept = _kept(problem)
    for cell in cells:
        offer = offers[cell.offer]
        if cell in kept:
            continue
        if cell.slot not in offer.slots or cell.halves not in offer.halves:
            yield f"offer: {cell.offer} x {cell.halves} halves is not offered for {cell.slot}"


def _variety(problem: Problem, offers: Mapping[str, Offer], cells: Sequence[Cell]) -> Iterator[str]:
    """What locks alone repeat is the eater's wish and not held against the plan; anything added to it is."""
    kept = _kept(problem)
    standing: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        standing[cell.offer].append(cell)
    for key, own in standing.items():
        offer = offers[key]
        for first in range(0, problem.days, WEEK):
            block = [cell for cell in own if first <= cell.day < first + WEEK]
            if len(block) > offer.max_uses and any(cell not in kept for cell in block):
                yield f"uses: {key} stands {len(block)} times in week {first // WEEK + 1}"
        if offer.max_in_all is not None and len(own) > offer.max_in_all and any(cell not in kept for cell in own):
            yield f"uses: {key} stands {len(own)} times in the plan"
        reach = max(1, problem.no_repeat_days) if offer.is_main else 1
        for i, cell in enumerate(own):
            close = [other for other in own[i + 1 :] if abs(other.day - cell.day) < reach]
            if any(cell not in kept or other not in kept for other in close):
                yield f"repeat: {key} stands twice within {reach} days from day {cell.day + 1}"


def _kept(problem: Problem) -> set[Cell]:
    return {Cell(lock.day, lock.slot, lock.offer, lock.halves) for lock in problem.locks}
