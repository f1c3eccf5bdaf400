"""What does it cost to put another dish on a place? The state of a plan in arrays, every candidate of a place at once.

The search of `assign` moves dishes on this board. Its value is the objective of the plan plus a heavy fine for every broken
hard rule, so that a plan without fines has the exact objective of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.evaluate import TOLERANCE, WEEK
from nutriplan.planner.model import INFINITY, Flags, Floats, Ints
from nutriplan.planner.objective import rate
from nutriplan.planner.problem import Limit, Over
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the board: the main dish or one side of a meal. group: places whose dishes may change places."""

    day: int
    slot: int
    is_main: bool
    locked: bool
    group: int


@dataclass(frozen=True, slots=True)
class View:
    """What a slot sees: instances of limits that count it, in the order meal, day, week, mean. at: instance numbers of
    each day. amounts: portions (the last row: nothing) x instances. meal, day: how many come first."""

    at: dict[int, Ints]
    amounts: Floats
    meal: int
    day: int


class Board:
    """A plan of the free days of a scope that is being changed. EMPTY is the portion number of an unused side place."""

    def __init__(self, scope: Scope, fine: float) -> None:
        self.scope, self.fine = scope, fine
        layout = scope.layout
        self.empty = len(layout.offer)
        self.offer = np.append(layout.offer, len(layout.problem.offers))
        self.price = np.append(scope.prices, 0.0)
        self._meter = _Meter(scope, fine)
        self.sums = self._meter.start.copy()
        self.views = [self._meter.view(slot, self.empty) for slot in range(len(layout.problem.slots))]
        self._reach = [layout.reach(offer) for offer in range(len(layout.problem.offers))]
        self._near, self._uses, self._most = self._neighbours()
        self.spots = self._spots()
        self.content = np.full(len(self.spots), self.empty)
        self.open = np.flatnonzero([not spot.locked for spot in self.spots])
        self._candidates = {
            (slot, is_main): self._choices(slot, is_main=is_main)
            for slot in range(len(layout.problem.slots))
            for is_main in (True, False)
        }
        self._days = np.array([spot.day for spot in self.spots])
        self._ways = {spot.group: self._group_view(spot.group) for spot in self.spots}
        self._amounts = {key: self.views[key[0]].amounts[chosen] for key, chosen in self._candidates.items()}

    # Reading

    def candidates(self, spot: Spot) -> Ints:
        """The portions that may stand there."""
        return self._candidates[spot.slot, spot.is_main]

    def options(self, number: int) -> Floats:
        """The value each candidate adds on this place, which must have been cleared."""
        spot = self.spots[number]
        key = (spot.slot, spot.is_main)
        at = self.views[spot.slot].at[spot.day]
        chosen = self._candidates[key]
        value: Floats = self._fines(at, self.sums[at] + self._amounts[key]) + self.price[chosen]
        return value + self.fine * self._clashes(self.offer[chosen], spot.day)

    def value(self) -> float:
        """Objective plus fines, counted anew."""
        total = float(self._fines(np.arange(len(self.sums)), self.sums)) + float(self.price[self.content].sum())
        return total + self.fine * self.clashes()

    def clashes(self) -> int:
        """How many repeats are too many, each pair seen from both sides."""
        total = int(np.maximum(self._uses - self._most, 0).sum())
        for number in self.open:
            offer = self.offer[self.content[number]]
            if offer < len(self._reach):
                total += int(self._near[offer, self.spots[number].day]) - 1
        return total

    def bad_days(self) -> tuple[int, ...]:
        """Days on which a hard limit of a meal or day is broken, or a repeat stands."""
        broken = self._meter.broken_days(self.sums)
        for number in self.open:
            offer = self.offer[self.content[number]]
            if offer < len(self._reach) and self._near[offer, self.spots[number].day] > 1:
                broken.add(self.spots[number].day)
        return tuple(sorted(broken))

    def broken(self) -> int:
        """How many hard limits are broken, each stretch by itself."""
        return self._meter.broken(self.sums)

    def places(self) -> tuple[Place, ...]:
        """What stands on the board."""
        return tuple(
            (spot.day, spot.slot, int(portion))
            for spot, portion in zip(self.spots, self.content, strict=True)
            if portion != self.empty
        )

    def swaps(self, first: int, others: Ints) -> Floats:
        """What changing places with each of the others (same group, same block of seven days) adds to the value."""
        spot, own = self.spots[first], int(self.content[first])
        view = self.views[spot.slot]
        theirs = self.content[others]
        days = self._days[others]
        width = view.day
        change = view.amounts[theirs, :width] - view.amounts[own, :width]
        here = view.at[spot.day][:width]
        there = self._ways[spot.group][others]
        same_day = days == spot.day
        change_here, change_there = change.copy(), -change
        change_here[same_day, view.meal :] = 0.0
        change_there[same_day, view.meal :] = 0.0
        gain = self._change(here, change_here) + self._change(there, change_there)
        return gain + self.fine * self._swap_clashes(first, others, days)

    # Changing

    def clear(self, number: int) -> int:
        """Take away what stands there; returns it."""
        portion = int(self.content[number])
        self._count(number, portion, -1)
        self.content[number] = self.empty
        return portion

    def put(self, number: int, portion: int) -> None:
        """Put a portion on a cleared place."""
        self.content[number] = portion
        self._count(number, portion, 1)

    def swap(self, first: int, second: int) -> None:
        """Two places change their dishes."""
        one, two = self.clear(first), self.clear(second)
        self.put(first, two)
        self.put(second, one)

    def load(self, content: Ints) -> None:
        """Set every place at once."""
        for number in range(len(self.spots)):
            if self.content[number] != content[number]:
                self.clear(number)
                self.put(number, int(content[number]))

    def seat(self, places: Sequence[Place]) -> None:
        """Set the board from places; locked ones find their own spot."""
        content = np.full(len(self.spots), self.empty)
        left = list(places)
        for number, spot in enumerate(self.spots):
            if spot.locked:
                content[number] = self.content[number]
                left.remove((spot.day, spot.slot, int(self.content[number])))
        for day, slot, portion in left:
            is_main = bool(self.scope.layout.main[portion])
            number = next(
                i
                for i, spot in enumerate(self.spots)
                if (spot.day, spot.slot, spot.is_main) == (day, slot, is_main) and content[i] == self.empty
            )
            content[number] = portion
        self.load(content)

    # Inside

    def _count(self, number: int, portion: int, step: int) -> None:
        if portion == self.empty:
            return
        spot = self.spots[number]
        view = self.views[spot.slot]
        self.sums[view.at[spot.day]] += step * view.amounts[portion]
        offer = int(self.offer[portion])
        reach = self._reach[offer]
        self._near[offer, max(0, spot.day - reach + 1) : spot.day + reach] += step
        self._uses[offer, spot.day // WEEK] += step

    def _fines(self, at: Ints, sums: Floats) -> Floats:
        meter = self._meter
        low = np.maximum(meter.lower[at] - sums, 0.0) * meter.rate_low[at]
        high = np.maximum(sums - meter.upper[at], 0.0) * meter.rate_high[at]
        fines: Floats = (low + high).sum(axis=-1)
        return fines

    def _change(self, at: Ints, change: Floats) -> Floats:
        before = self.sums[at]
        return self._fines(at, before + change) - self._fines(at, before)

    def _clashes(self, offers: Ints, day: int) -> Ints:
        block = day // WEEK
        over = np.maximum(self._uses[offers, block] + 1 - self._most[offers, block], 0)
        clashes: Ints = self._near[offers, day] + over
        clashes[offers == len(self._reach)] = 0
        return clashes

    def _swap_clashes(self, first: int, others: Ints, days: Ints) -> Ints:
        day, own = self.spots[first].day, int(self.offer[self.content[first]])
        theirs = self.offer[self.content[others]]
        reach = np.append(self._reach, 0)
        apart = np.abs(days - day)
        mine_there = self._near[own, days] - (apart < reach[own])
        theirs_here = self._near[theirs, day] - (apart < reach[theirs])
        before = (self._near[own, day] - 1) * (own < len(self._reach)) + (self._near[theirs, days] - 1) * (
            theirs < len(self._reach)
        )
        change: Ints = np.where(theirs == own, 0, mine_there + theirs_here - before)
        return change

    def _choices(self, slot: int, *, is_main: bool) -> Ints:
        layout = self.scope.layout
        chosen = np.flatnonzero(layout.may[slot] & (layout.main == is_main))
        return chosen if is_main else np.append(chosen, self.empty)

    def _group_view(self, group: int) -> Ints:
        """Spots x the meal and day instances of the group's limits; rows of other groups hold nothing."""
        own = [(number, spot) for number, spot in enumerate(self.spots) if spot.group == group]
        width = self.views[own[0][1].slot].day
        table = np.zeros((len(self.spots), width), dtype=np.int64)
        for number, spot in own:
            table[number] = self.views[spot.slot].at[spot.day][:width]
        return table

    def _spots(self) -> list[Spot]:
        layout = self.scope.layout
        group = {slot: i for i, slots in enumerate(layout.alike) for slot in slots}
        spots: list[Spot] = []
        for day in self.scope.free_days:
            for slot, room in enumerate(layout.problem.slots):
                locked = [p for d, s, p in self.scope.locks if (d, s) == (day, slot)]
                mains = [p for p in locked if layout.main[p]]
                spots.append(Spot(day, slot, True, bool(mains), group[slot]))
                kept = len(locked) - len(mains)
                spots.extend(Spot(day, slot, False, i < kept, group[slot]) for i in range(room.max_sides))
        return spots

    def lock(self) -> None:
        """Put the locked dishes on their spots; once, on a new board."""
        left = list(self.scope.locks)
        for number, spot in enumerate(self.spots):
            if spot.locked:
                own = next(
                    lock for lock in left if lock[:2] == (spot.day, spot.slot) and self._is_main(lock) == spot.is_main
                )
                left.remove(own)
                self.put(number, own[2])

    def _is_main(self, place: Place) -> bool:
        return bool(self.scope.layout.main[place[2]])

    def _neighbours(self) -> tuple[Ints, Ints, Ints]:
        layout, problem = self.scope.layout, self.scope.layout.problem
        free = set(self.scope.free_days)
        near = np.zeros((len(problem.offers) + 1, problem.days), dtype=np.int64)
        uses = np.zeros((len(problem.offers) + 1, len(layout.blocks())), dtype=np.int64)
        kept = np.zeros_like(uses)
        for day, _, portion in {*self.scope.fixed, *layout.locks}:
            offer, reach = int(layout.offer[portion]), layout.reach(int(layout.offer[portion]))
            if day not in free:
                near[offer, max(0, day - reach + 1) : day + reach] += 1
                uses[offer, day // WEEK] += 1
        for day, _, portion in layout.locks:
            kept[layout.offer[portion], day // WEEK] += 1
        most = np.array([*(offer.max_uses for offer in problem.offers), 10**6])
        return near, uses, np.maximum(most[:, None], kept)


class _Meter:
    """Every instance of every limit on the free days: its ends, its rates and what stands in it from the start."""

    def __init__(self, scope: Scope, fine: float) -> None:
        self._scope = scope
        self._number: dict[tuple[int, int, int], int] = {}  # limit, day or block, slot -> instance
        lower, upper, low, high, start = [], [], [], [], []
        self._day_of: list[int] = []
        for number, limit in enumerate(scope.layout.problem.limits):
            rates = self._rates(limit, fine)
            times = len(scope.days) if limit.over is Over.MEAN else 1
            for key, day, days in self._instances(number, limit):
                self._number[key] = len(lower)
                lower.append(-INFINITY if limit.lower is None else limit.lower * times)
                upper.append(INFINITY if limit.upper is None else limit.upper * times)
                share = len(days) / WEEK if limit.over is Over.WEEK and not limit.hard else 1.0
                low.append(rates[0] * share)
                high.append(rates[1] * share)
                start.append(scope.fixed_amount(number, days))
                self._day_of.append(day)
        self.lower, self.upper, self.start = np.array(lower), np.array(upper), np.array(start)
        self.rate_low, self.rate_high = np.array(low), np.array(high)
        self.hard = np.array([scope.layout.problem.limits[key[0]].hard for key in self._number], dtype=bool)

    def view(self, slot: int, empty: int) -> View:
        scope = self._scope
        problem = scope.layout.problem
        own = scope.layout.meal_limits(slot) + [
            number
            for over in (Over.DAY, Over.WEEK, Over.MEAN)
            for number, limit in enumerate(problem.limits)
            if limit.over is over and scope.layout.members[number][slot]
        ]
        kinds = [problem.limits[number].over for number in own]
        meal, day = kinds.count(Over.MEAL), kinds.count(Over.MEAL) + kinds.count(Over.DAY)
        columns = [scope.layout.measure[problem.limits[number].measure] for number in own]
        amounts = np.vstack([scope.layout.amounts, np.zeros(scope.layout.amounts.shape[1])])[:, columns]
        at = {
            day_: np.array(
                [self._number[_key(number, problem.limits[number], day_, slot)] for number in own], dtype=int
            )
            for day_ in scope.free_days
        }
        return View(at, amounts.reshape(empty + 1, len(own)), meal, day)

    def broken_days(self, sums: Floats) -> set[int]:
        """Days where a hard limit of a meal or a day is broken."""
        return {self._day_of[i] for i in np.flatnonzero(self._broken(sums)) if self._day_of[i] >= 0}

    def broken(self, sums: Floats) -> int:
        return int(self._broken(sums).sum())

    def _broken(self, sums: Floats) -> Flags:
        size = np.maximum(1.0, np.maximum(np.abs(_finite(self.lower)), np.abs(_finite(self.upper))))
        miss = np.maximum(np.maximum(self.lower - sums, sums - self.upper), 0.0)
        broken: Flags = self.hard & (miss > TOLERANCE * size)
        return broken

    def _rates(self, limit: Limit, fine: float) -> tuple[float, float]:
        if not limit.hard:
            return (rate(limit, self._scope),) * 2
        ends = (abs(limit.lower or 0.0), abs(limit.upper or 0.0))
        largest = max(*ends, 1e-6)
        return 10 * fine / (ends[0] or largest), 10 * fine / (ends[1] or largest)

    def _instances(self, number: int, limit: Limit) -> list[tuple[tuple[int, int, int], int, Sequence[int]]]:
        scope = self._scope
        if limit.over is Over.MEAL:
            slots = np.flatnonzero(scope.layout.members[number])
            return [((number, day, int(slot)), day, (day,)) for day in scope.free_days for slot in slots]
        if limit.over is Over.DAY:
            return [((number, day, -1), day, (day,)) for day in scope.free_days]
        if limit.over is Over.WEEK:
            blocks = scope.layout.blocks()
            own = sorted({day // WEEK for day in scope.free_days})
            return [((number, block, -1), -1, blocks[block]) for block in own]
        return [((number, -1, -1), -1, scope.days)]


def _key(number: int, limit: Limit, day: int, slot: int) -> tuple[int, int, int]:
    if limit.over is Over.MEAL:
        return number, day, slot
    if limit.over is Over.DAY:
        return number, day, -1
    return (number, day // WEEK, -1) if limit.over is Over.WEEK else (number, -1, -1)


def _finite(ends: Floats) -> Floats:
    return np.where(np.isfinite(ends), ends, 0.0)
