"""What can be decided? Portions of dishes on buckets of places: a bucket is one meal of one day, or many alike merged.

The finest partition (every meal its own bucket) is the exact model; the coarsest (all days of a week, all meals that
are alike) is the merged one. Both are built by the same code, so a bound and a plan never speak of different problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import INFINITY, Flags, Floats, Ints
from nutriplan.planner.problem import Cell, Limit, Offer, Over, Problem, Slot

UNCAPPED = 1_000_000  # places of a plan: more than any has

Place = tuple[int, int, int]  # day, slot index, portion index


@dataclass(frozen=True)
class Layout:
    """A problem as arrays. A portion is an offer in a number of half-servings; amounts are those of the portion.

    offer, halves, main: one entry a portion. amounts: portions x measures. may: slots x portions, what may be chosen
    freely there. locks: the places that are taken.
    """

    problem: Problem
    offer: Ints
    halves: Ints
    main: Flags
    amounts: Floats
    may: Flags
    locks: tuple[Place, ...]

    @cached_property
    def measure(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.problem.measures)}

    @cached_property
    def costs(self) -> Floats:
        """What one place of each portion costs."""
        return np.array([self.problem.offers[i].cost for i in self.offer])

    @cached_property
    def members(self) -> Flags:
        """limits x slots: which slots a limit counts."""
        rows = [[counts(limit, slot.key) for slot in self.problem.slots] for limit in self.problem.limits]
        return np.array(rows, dtype=bool).reshape(len(self.problem.limits), len(self.problem.slots))

    @cached_property
    def alike(self) -> tuple[tuple[int, ...], ...]:
        """The slots grouped so that those of a group offer the same and count in the same limits, or in limits on
        single meals that are the same but for the slot they name."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for i, slot in enumerate(self.problem.slots):
            wide = tuple(n for n, limit in enumerate(self.problem.limits) if limit.over is not Over.MEAL)
            meals = tuple(alike_key(self.problem.limits[n]) for n in self.meal_limits(i))
            sign = (self.may[i].tobytes(), slot.max_sides, self.members[list(wide), i].tobytes(), meals)
            groups.setdefault(sign, []).append(i)
        return tuple(map(tuple, groups.values()))

    def meal_limits(self, slot: int) -> list[int]:
        """The limits on this slot's meals, in an order that is the same for slots that are alike."""
        limits = self.problem.limits
        own = [n for n, limit in enumerate(limits) if limit.over is Over.MEAL and self.members[n][slot]]
        return sorted(own, key=lambda n: alike_key(limits[n]))

    def amounts_of(self, limit: Limit) -> Floats:
        """The limited measure, one number a portion."""
        column: Floats = self.amounts[:, self.measure[limit.measure]]
        return column

    @cached_property
    def reaches(self) -> Ints:
        """In any stretch of so many days each offer stands at most once."""
        reach = max(1, self.problem.no_repeat_days)
        return np.array([reach if offer.is_main else 1 for offer in self.problem.offers], dtype=np.int64)

    def reach(self, offer: int) -> int:
        """The same of one offer."""
        return int(self.reaches[offer])

    @cached_property
    def most_in_all(self) -> Ints:
        """On how many places of the whole plan each offer may stand; locks always may."""
        most = [UNCAPPED if one.max_in_all is None else one.max_in_all for one in self.problem.offers]
        locked = np.zeros(len(most), dtype=np.int64)
        np.add.at(locked, [int(self.offer[portion]) for _, _, portion in self.locks], 1)
        return np.maximum(most, locked)

    def blocks(self) -> list[tuple[int, ...]]:
        """The days of each stretch of seven, counted from the first."""
        days = range(self.problem.days)
        return [tuple(days[first : first + WEEK]) for first in range(0, self.problem.days, WEEK)]

    def cells(self, places: Sequence[Place]) -> tuple[Cell, ...]:
        """Places in the words of the problem, sorted by day, then as the day runs, main dish first."""
        ordered = sorted(places, key=lambda place: (place[0], place[1], not self.main[place[2]], place[2]))
        slots, offers = self.problem.slots, self.problem.offers
        return tuple(
            Cell(day, slots[slot].key, offers[self.offer[portion]].key, int(self.halves[portion]))
            for day, slot, portion in ordered
        )

    def places(self, cells: Sequence[Cell]) -> tuple[Place, ...]:
        """The same the other way round; KeyError for a cell that this layout does not have."""
        slots = {slot.key: at for at, slot in enumerate(self.problem.slots)}
        keys = [self.problem.offers[i].key for i in self.offer.tolist()]
        number = {pair: i for i, pair in enumerate(zip(keys, self.halves.tolist(), strict=True))}
        return tuple((cell.day, slots[cell.slot], number[cell.offer, cell.halves]) for cell in cells)


def counts(limit: Limit, slot: str) -> bool:
    """Whether what stands in this slot counts in the limit."""
    return limit.slots is None or slot in limit.slots


def alike_key(limit: Limit) -> tuple[str, float, float, bool, float, float]:
    """What a limit on meals asks, without the name of the meal."""
    ends = (-INFINITY if limit.lower is None else limit.lower, INFINITY if limit.upper is None else limit.upper)
    return limit.measure, *ends, limit.hard, limit.weight, limit.scale


def lay_out(problem: Problem, *, whole: bool = False) -> Layout:
    """The arrays of a checked problem, without portions that no plan can hold. whole: with them, to explain why."""
    index = {offer.key: i for i, offer in enumerate(problem.offers)}
    slots = {slot.key: i for i, slot in enumerate(problem.slots)}
    pairs = [(i, halves) for i, offer in enumerate(problem.offers) for halves in offer.halves]
    locked = [(index[lock.offer], lock.halves) for lock in problem.locks]
    pairs += [pair for pair in dict.fromkeys(locked) if pair not in set(pairs)]
    offer = np.array([pair[0] for pair in pairs], dtype=np.int64)
    halves = np.array([pair[1] for pair in pairs], dtype=np.int64)
    serving = np.zeros((len(problem.offers), len(problem.measures)))
    for i, name in enumerate(problem.measures):
        serving[:, i] = problem.measures[name]
    amounts = serving[offer] * halves[:, None] / 2
    may = np.zeros((len(problem.slots), len(pairs)), dtype=bool)
    for at, slot in enumerate(problem.slots):
        may[at] = [_is_offered(problem.offers[i], count, slot) for i, count in pairs]
    main = np.array([problem.offers[i].is_main for i in offer], dtype=bool)
    number = {pair: i for i, pair in enumerate(pairs)}
    locks = tuple((lock.day, slots[lock.slot], number[pair]) for lock, pair in zip(problem.locks, locked, strict=True))
    layout = Layout(problem, offer, halves, main, amounts, may, locks)
    return layout if whole else _without_impossible(layout)


def _is_offered(offer: Offer, halves: int, slot: Slot) -> bool:
    has_room = offer.is_main or slot.max_sides > 0
    return (
        has_room
        and min(offer.max_uses, UNCAPPED if offer.max_in_all is None else offer.max_in_all) > 0
        and slot.key in offer.slots
        and halves in offer.halves
    )


def _without_impossible(layout: Layout) -> Layout:
    """Take out what breaks a hard limit wherever it stands: with the least of everything else above the upper end, or
    with the most of everything else below the lower end. Twice, as each round may tighten the next."""
    may = layout.may.copy()
    for _ in range(2):
        for number, limit in enumerate(layout.problem.limits):
            if limit.hard and limit.over in {Over.MEAL, Over.DAY}:
                _drop(layout, may, number, limit)
    return Layout(layout.problem, layout.offer, layout.halves, layout.main, layout.amounts, may, layout.locks)


def _drop(layout: Layout, may: Flags, number: int, limit: Limit) -> None:
    amounts = layout.amounts_of(limit)
    members = np.flatnonzero(layout.members[number]).tolist()
    ranges = {slot: _meal_range(layout, may, slot, amounts) for slot in members}
    for slot in members:
        others = [ranges[other] for other in members if other != slot and limit.over is Over.DAY]
        least, most = sum(r[0] for r in others), sum(r[1] for r in others)
        (main_least, main_most), (side_least, side_most) = ranges[slot][2:]
        room = layout.problem.slots[slot].max_sides
        own_least = np.where(layout.main, amounts + side_least * room, amounts + main_least + side_least * (room - 1))
        own_most = np.where(layout.main, amounts + side_most * room, amounts + main_most + side_most * (room - 1))
        edge = 1e-9 * max(1.0, abs(limit.lower or 0.0), abs(limit.upper or 0.0))
        if limit.upper is not None:
            may[slot] &= own_least + least <= limit.upper + edge
        if limit.lower is not None:
            may[slot] &= own_most + most >= limit.lower - edge


Range = tuple[float, float]


def _meal_range(layout: Layout, may: Flags, slot: int, amounts: Floats) -> tuple[float, float, Range, Range]:
    """The least and the most of a measure in one meal of this slot, then those of its main dish and of one side
    (where 0, no side, is always possible). Locks count as possible."""
    possible = may[slot].copy()
    possible[[portion for _, at, portion in layout.locks if at == slot]] = True
    mains, sides = amounts[possible & layout.main], amounts[possible & ~layout.main]
    main = (float(mains.min()), float(mains.max())) if len(mains) else (0.0, 0.0)
    side = (float(min(sides.min(), 0.0)), float(max(sides.max(), 0.0))) if len(sides) else (0.0, 0.0)
    room = layout.problem.slots[slot].max_sides
    return main[0] + side[0] * room, main[1] + side[1] * room, main, side
