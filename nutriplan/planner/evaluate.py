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

from nutriplan.planner.problem import Cell, Limit, Offer, Over, Problem

WEEK = 7
TOLERANCE = 1e-9  # relative: the rounding of a sum of some dozens of doubles, nothing more


@dataclass(frozen=True, slots=True)
class Evaluation:
    """objective: per average day. penalties: limit name -> its share of the objective, where it is missed.
    violations: every broken hard rule, in words; empty for a plan that may be shown."""

    objective: float
    penalties: Mapping[str, float]
    violations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One sum that a limit holds. days: how many days it counts for in the objective. amount: as eaten."""

    where: str
    days: float
    amount: float


def evaluate(problem: Problem, cells: Sequence[Cell]) -> Evaluation:
    """Objective and broken rules of these cells; KeyError when a cell names an offer that the problem does not have."""
    offers = {offer.key: offer for offer in problem.offers}
    penalties: dict[str, float] = {}
    violations = list(_structure(problem, offers, cells))
    for limit in problem.limits:
        for stretch in stretches(problem, limit, cells):
            miss = shortfall(limit, stretch.amount)
            if limit.hard and miss > TOLERANCE * _size(limit):
                violations.append(f"{limit.name}: {stretch.amount:g} in {stretch.where}")
            elif miss > 0 and not limit.hard:
                share = limit.weight * stretch.days * miss / limit.scale / problem.days
                penalties[limit.name] = penalties.get(limit.name, 0.0) + share
    cost = sum(offers[cell.offer].cost for cell in cells) / problem.days
    return Evaluation(cost + sum(penalties.values()), penalties, tuple(violations))


def shortfall(limit: Limit, amount: float) -> float:
    """How far the amount lies outside the limit, 0 inside."""
    below = 0.0 if limit.lower is None else limit.lower - amount
    above = 0.0 if limit.upper is None else amount - limit.upper
    return max(0.0, below, above)


def stretches(problem: Problem, limit: Limit, cells: Sequence[Cell]) -> Iterator[Stretch]:
    """Every sum that the limit holds, also those of places where nothing stands."""
    amounts = problem.measures[limit.measure]
    index = {offer.key: i for i, offer in enumerate(problem.offers)}
    places: dict[tuple[int, str], float] = defaultdict(float)
    for cell in cells:
        places[cell.day, cell.slot] += amounts[index[cell.offer]] * cell.halves / 2
    slots = [slot.key for slot in problem.slots if limit.slots is None or slot.key in limit.slots]
    days = [sum(places[day, slot] for slot in slots) for day in range(problem.days)]
    if limit.over is Over.MEAL:
        for day in range(problem.days):
            yield from (Stretch(f"{slot} of day {day + 1}", 1, places[day, slot]) for slot in slots)
    elif limit.over is Over.DAY:
        yield from (Stretch(f"day {day + 1}", 1, amount) for day, amount in enumerate(days))
    elif limit.over is Over.WEEK:
        for first in range(0, problem.days, WEEK):
            block = days[first : first + WEEK]
            yield Stretch(f"week {first // WEEK + 1}", len(block), sum(block))
    else:
        yield Stretch("the mean day", problem.days, sum(days) / problem.days)


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
    for key, offer in offers.items():
        own = [cell for cell in cells if cell.offer == key]
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
