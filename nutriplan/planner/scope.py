"""Which days and meals does one model plan, and what stands around them already?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Flags, Floats, Ints, Model
from nutriplan.planner.variables import Layout, Place


@dataclass(frozen=True, slots=True)
class Bucket:
    """Places that are not told apart. columns: model column of each of `portions`, aligned."""

    group: int
    days: tuple[int, ...]
    slots: tuple[int, ...]
    portions: Ints
    columns: Ints

    @property
    def meals(self) -> int:
        return len(self.days) * len(self.slots)


@dataclass(frozen=True)
class Scope:
    """What one model plans. groups: the free days, merged where in one tuple, each within one block of seven.
    fixed: what already stands on other days. fine: every slot on its own, else those alike are merged. choice: slots x
    portions, what may be chosen; None: all that the layout allows."""

    layout: Layout
    groups: tuple[tuple[int, ...], ...]
    fixed: tuple[Place, ...] = ()
    fine: bool = False
    choice: Flags | None = None

    @cached_property
    def free_days(self) -> tuple[int, ...]:
        return tuple(sorted(day for group in self.groups for day in group))

    @cached_property
    def days(self) -> tuple[int, ...]:
        """All days that are counted: the free ones and those that stand."""
        return tuple(sorted({*self.free_days, *(day for day, _, _ in self.fixed)}))

    @cached_property
    def slot_groups(self) -> tuple[tuple[int, ...], ...]:
        if self.fine:
            return tuple((slot,) for slot in range(len(self.layout.problem.slots)))
        return self.layout.alike

    @cached_property
    def locks(self) -> tuple[Place, ...]:
        free = set(self.free_days)
        return tuple(lock for lock in self.layout.locks if lock[0] in free)

    @cached_property
    def fixed_by_day(self) -> dict[int, list[tuple[int, int]]]:
        standing: dict[int, list[tuple[int, int]]] = {}
        for day, slot, portion in self.fixed:
            standing.setdefault(day, []).append((slot, portion))
        return standing

    def fixed_amount(self, number: int, days: Sequence[int]) -> float:
        """What stands on these days already, of the measure and in the slots of limit `number`."""
        amounts = self.layout.amounts_of(self.layout.problem.limits[number])
        members = self.layout.members[number]
        return float(
            sum(amounts[portion] for day in days for slot, portion in self.fixed_by_day.get(day, ()) if members[slot])
        )

    def locked(self, days: Sequence[int], slots: Sequence[int]) -> Counter[int]:
        """Portion -> how many places of these days and slots are locked to it."""
        wanted_days, wanted_slots = set(days), set(slots)
        return Counter(portion for day, slot, portion in self.locks if day in wanted_days and slot in wanted_slots)

    def uses_left(self, block: int) -> Ints:
        """How often each offer may still be placed on the free days of a block of seven; locks always may."""
        locked = self._count(lock for lock in self.layout.locks if lock[0] // WEEK == block)
        used = self._count(place for place in self.fixed if place[0] // WEEK == block)
        most = np.array([offer.max_uses for offer in self.layout.problem.offers], dtype=np.int64)
        return np.minimum(np.maximum(most, locked) - used, self.left_in_all)

    @cached_property
    def left_in_all(self) -> Ints:
        """How often each offer may still be placed on all the free days, with room kept for locks on later days."""
        free = set(self.free_days)
        away = {*self.fixed, *(lock for lock in self.layout.locks if lock[0] not in free)}
        return self.layout.most_in_all - self._count(away)

    def available(self, days: Sequence[int]) -> Flags:
        """Offers x days: where an offer may be chosen, not within reach of where it stands or is locked."""
        return ~self._taken[:, list(days)]

    def most_of_all(self, days: Sequence[int]) -> Ints:
        """On at most so many places of these free days, all of one block, can each offer stand."""
        reach = self.layout.reaches
        last, spaced = np.full(len(reach), -1000), np.zeros(len(reach), dtype=np.int64)
        for day in days:
            fits = ~self._taken[:, day] & (day - last >= reach)
            last[fits] = day
            spaced += fits
        spaced += self._count(lock for lock in self.locks if lock[0] in days)
        return np.maximum(0, np.minimum(self.uses_left(days[0] // WEEK), spaced))

    def open_on(self, day: int) -> Flags:
        """Offers that may be chosen on this day."""
        is_open: Flags = ~self._taken[:, day] & (self.uses_left(day // WEEK) > 0)
        return is_open

    @cached_property
    def prices(self) -> Floats:
        """What one place of a portion costs an average day of this scope."""
        return self.layout.costs / len(self.days)

    @cached_property
    def _taken(self) -> Flags:
        """Offers x days: within reach of where the offer stands or is locked."""
        taken = np.zeros((len(self.layout.problem.offers), self.layout.problem.days), dtype=bool)
        for day, _, portion in {*self.fixed, *self.layout.locks}:
            offer = int(self.layout.offer[portion])
            reach = int(self.layout.reaches[offer])
            taken[offer, max(0, day - reach + 1) : day + reach] = True
        return taken

    def _count(self, places: Iterable[Place]) -> Ints:
        """How many of these places each offer has."""
        counts = np.zeros(len(self.layout.problem.offers), dtype=np.int64)
        np.add.at(counts, [int(self.layout.offer[portion]) for _, _, portion in places], 1)
        return counts


def add_buckets(model: Model, scope: Scope) -> tuple[Bucket, ...]:
    """The columns: how often each portion stands in each bucket, locks as least counts."""
    return tuple(
        _add_bucket(model, scope, group, days, slots)
        for group, days in enumerate(scope.groups)
        for slots in scope.slot_groups
    )


def _add_bucket(model: Model, scope: Scope, group: int, days: tuple[int, ...], slots: tuple[int, ...]) -> Bucket:
    layout = scope.layout
    locked = scope.locked(days, slots)
    most = scope.most_of_all(days)
    may = layout.may if scope.choice is None else layout.may & scope.choice
    free = may[slots[0]] & (most[layout.offer] > 0)
    if len(days) == 1:
        free &= scope.open_on(days[0])[layout.offer]
    chosen = free.copy()
    chosen[list(locked)] = True
    portions = np.flatnonzero(chosen)
    least = np.array([locked[portion] for portion in portions.tolist()], dtype=float)
    rooms = np.where(layout.main[portions], 1, layout.problem.slots[slots[0]].max_sides) * len(days) * len(slots)
    upper = np.where(free[portions], np.minimum(most[layout.offer[portions]], rooms), least)
    columns = model.add_counts(scope.prices[portions], least, np.maximum(upper, least))
    return Bucket(group, days, slots, portions, columns)
