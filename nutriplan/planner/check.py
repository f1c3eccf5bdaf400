"""Is the problem well put? Every fault at once, before any work is done on it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.planner.problem import Limit, Lock, Offer, Problem

MAX_DAYS = 28  # four weeks is what was measured


def check(problem: Problem) -> None:
    """Raise InputFaults when the problem contradicts itself or names something that is not there."""
    faults = [
        *_frame(problem),
        *_offers(problem),
        *_measures(problem),
        *_limits(problem),
        *_locks(problem),
    ]
    if faults:
        raise InputFaults(faults)


def _frame(problem: Problem) -> Iterator[Fault]:
    if not 1 <= problem.days <= MAX_DAYS:
        yield Fault("/days", "range", f"A plan covers 1 to {MAX_DAYS} days.")
    if not problem.slots:
        yield Fault("/slots", "empty", "A plan needs at least one meal in the day.")
    yield from _twice("/slots", [slot.key for slot in problem.slots])
    for i, slot in enumerate(problem.slots):
        if slot.max_sides < 0:
            yield Fault(f"/slots/{i}/max_sides", "range", "A meal cannot have fewer than no side dishes.")
    if problem.no_repeat_days < 0:
        yield Fault("/no_repeat_days", "range", "The days without a repeat cannot be fewer than none.")
    if not 0 <= problem.gap < 1:
        yield Fault("/gap", "range", "The gap to prove lies from 0 to below 1.")


def _offers(problem: Problem) -> Iterator[Fault]:
    yield from _twice("/offers", [offer.key for offer in problem.offers])
    known = {slot.key for slot in problem.slots}
    for i, offer in enumerate(problem.offers):
        yield from _offer(f"/offers/{i}", offer, known)


def _offer(pointer: str, offer: Offer, known: set[str]) -> Iterator[Fault]:
    if offer.slots - known:
        names = ", ".join(sorted(offer.slots - known))
        yield Fault(f"{pointer}/slots", "unknown", f"{offer.key} names meals that the day does not have: {names}.")
    halves = offer.halves
    if not halves or min(halves) < 1 or list(halves) != sorted(set(halves)):
        yield Fault(
            f"{pointer}/halves", "order", f"The portions of {offer.key} are half-servings from 1 up, ascending."
        )
    if offer.max_uses < 0:
        yield Fault(f"{pointer}/max_uses", "range", f"{offer.key} cannot be used fewer than no times.")
    if offer.max_in_all is not None and offer.max_in_all < 0:
        yield Fault(f"{pointer}/max_in_all", "range", f"{offer.key} cannot be used fewer than no times.")
    if not (math.isfinite(offer.cost) and offer.cost >= 0):
        yield Fault(f"{pointer}/cost", "range", f"The cost of {offer.key} is a number from 0 up.")


def _measures(problem: Problem) -> Iterator[Fault]:
    for name, amounts in problem.measures.items():
        if len(amounts) != len(problem.offers):
            yield Fault(f"/measures/{name}", "length", f"{name} needs one amount for each dish offered.")
        elif not all(map(math.isfinite, amounts)):
            yield Fault(f"/measures/{name}", "number", f"{name} holds an amount that is not a number.")


def _limits(problem: Problem) -> Iterator[Fault]:
    yield from _twice("/limits", [limit.name for limit in problem.limits])
    known = {slot.key for slot in problem.slots}
    for i, limit in enumerate(problem.limits):
        if limit.measure not in problem.measures:
            yield Fault(
                f"/limits/{i}/measure", "unknown", f"{limit.name} is about {limit.measure}, which is not measured."
            )
        if limit.slots is not None and limit.slots - known:
            yield Fault(f"/limits/{i}/slots", "unknown", f"{limit.name} names a meal that the day does not have.")
        yield from _numbers(f"/limits/{i}", limit)


def _numbers(pointer: str, limit: Limit) -> Iterator[Fault]:
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    if not all(map(math.isfinite, ends)):
        yield Fault(pointer, "number", f"The ends of {limit.name} are numbers, or absent.")
    elif len(ends) == 2 and ends[0] > ends[1]:
        yield Fault(pointer, "order", f"{limit.name} asks for at least {ends[0]:g} and at most {ends[1]:g}.")
    if not (math.isfinite(limit.weight) and limit.weight >= 0):
        yield Fault(f"{pointer}/weight", "range", f"The weight of {limit.name} is a number from 0 up.")
    if not (math.isfinite(limit.scale) and limit.scale > 0):
        yield Fault(f"{pointer}/scale", "range", f"The scale of {limit.name} is a number above 0.")


def _locks(problem: Problem) -> Iterator[Fault]:
    offers = {offer.key: offer for offer in problem.offers}
    room = {slot.key: slot.max_sides for slot in problem.slots}
    for i, lock in enumerate(problem.locks):
        if lock.offer not in offers or lock.slot not in room or not 0 <= lock.day < problem.days or lock.halves < 1:
            yield Fault(
                f"/locks/{i}",
                "unknown",
                f"The kept dish {lock.offer} names a dish, meal, day or portion that is not there.",
            )
    known = [lock for lock in problem.locks if lock.offer in offers and lock.slot in room]
    for (day, key), count in Counter((lock.day, lock.offer) for lock in known).items():
        if count > 1:
            yield Fault("/locks", "twice", f"{key} is kept twice on day {day + 1}.")
    for (day, slot), kept in _by_place(known).items():
        mains = sum(offers[lock.offer].is_main for lock in kept)
        if mains > 1:
            yield Fault("/locks", "crowded", f"Two main dishes are kept for {slot} on day {day + 1}.")
        if len(kept) - mains > room[slot]:
            yield Fault("/locks", "crowded", f"More side dishes are kept for {slot} on day {day + 1} than it may have.")


def _by_place(locks: list[Lock]) -> dict[tuple[int, str], list[Lock]]:
    places: dict[tuple[int, str], list[Lock]] = {}
    for lock in locks:
        places.setdefault((lock.day, lock.slot), []).append(lock)
    return places


def _twice(pointer: str, keys: list[str]) -> Iterator[Fault]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(pointer, "twice", f"The name {key} is used {count} times.")
