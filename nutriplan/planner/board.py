"""What does it cost to put another dish on a place? The state of a plan in arrays, every candidate of a place at once.

The search of `assign` moves dishes on this board. Its value is the objective of the plan plus a heavy fine for every
broken hard rule, so that a plan without fines has the exact objective of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.edges import Edges, View
from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import Place
from nutriplan.planner.variety import Variety

STIFF = 10.0  # a fine, in objectives: dearer than anything that could be saved by breaking a rule


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the board: the main dish or one side of a meal. group: places whose dishes may change places."""

    day: int
    slot: int
    is_main: bool
    locked: bool
    group: int


class Board:
    """A plan of the free days of a scope that is being changed. EMPTY is the portion number of an unused side place.

    merit: slots x portions, the lower the likelier a portion is to be worth a try; decides which pairs are tried.
    """

    def __init__(self, scope: Scope, fine: float, merit: Floats | None = None) -> None:
        self.scope, self.fine = scope, fine
        layout = scope.layout
        self.empty = len(layout.offer)
        self.offer = np.append(layout.offer, len(layout.problem.offers))
        self.price = np.append(scope.prices, 0.0)
        self._edges = Edges(scope, fine)
        self._level = self._edges.level.copy()
        self._variety = Variety(scope)
        slots, blocks = range(len(layout.problem.slots)), sorted({day // WEEK for day in scope.free_days})
        self._views = {(slot, block): self._edges.view(slot, block) for slot in slots for block in blocks}
        self.spots = self._spots()
        self._days = np.array([spot.day for spot in self.spots])
        self.content = np.full(len(self.spots), self.empty)
        self.open = np.flatnonzero([not spot.locked for spot in self.spots])
        kinds = [(slot, is_main) for slot in slots for is_main in (True, False)]
        self._candidates = {kind: self._choices(*kind) for kind in kinds}
        self._amounts = {
            (*kind, block): self._views[kind[0], block].amounts[self._candidates[kind]]
            for kind in kinds
            for block in blocks
        }
        self._ways = {spot.group: self._group_view(spot.group) for spot in self.spots}
        self._merit = np.zeros((len(layout.problem.slots), self.empty)) if merit is None else merit
        self._lock()

    # Reading

    def candidates(self, number: int) -> Ints:
        """The portions that may stand on a place."""
        return self._candidates[self.spots[number].slot, self.spots[number].is_main]

    def promising(self, number: int, most: int) -> Ints:
        """The candidates of least merit figure, and what stands there."""
        chosen = self.candidates(number)
        if len(chosen) <= most:
            return chosen
        merit = np.append(self._merit[self.spots[number].slot], -np.inf)[chosen]
        best = chosen[np.argsort(merit, kind="stable")[:most]]
        standing = int(self.content[number])
        return best if standing in best or standing not in chosen else np.append(best, standing)

    def options(self, number: int) -> Floats:
        """The value each candidate adds on this place, which must have been cleared."""
        spot = self.spots[number]
        block = spot.day // WEEK
        chosen = self._candidates[spot.slot, spot.is_main]
        at = self._views[spot.slot, block].at[spot.day]
        paid = self._edges.paid(self._level[at] + self._amounts[spot.slot, spot.is_main, block], at)
        value: Floats = paid + self.price[chosen]
        return value + self.fine * self._variety.clashes(self.offer[chosen], spot.day)

    def pairs(self, first: int, second: int, ones: Ints, twos: Ints) -> Floats:
        """The value each two candidates add together on two cleared places: ones x twos."""
        one, two = self.spots[first], self.spots[second]
        here, there = self._view(one), self._view(two)
        own = _own(here, one, two)
        other = own - here.meal + there.meal if own else 0
        mine, theirs = here.amounts[ones], there.amounts[twos]
        at, at_two = here.at[one.day], there.at[two.day]
        together = self._level[at[own:]] + (mine[:, None, own:] + theirs[None, :, other:])
        value: Floats = self._edges.paid(together, at[own:])
        value += (self._alone(at[:own], mine[:, :own]) + self.price[ones])[:, None]
        value += (self._alone(at_two[:other], theirs[:, :other]) + self.price[twos])[None, :]
        clashes = self._variety.twins(self.offer[ones], one.day, self.offer[twos], two.day)
        clashes += self._variety.clashes(self.offer[ones], one.day)[:, None]
        return value + self.fine * (clashes + self._variety.clashes(self.offer[twos], two.day)[None, :])

    def swaps(self, first: int, others: Ints) -> Floats:
        """What changing places with each of the others (same group, same block of seven days) adds to the value."""
        spot, own = self.spots[first], int(self.content[first])
        view = self._view(spot)
        theirs, days = self.content[others], self._days[others]
        change = view.amounts[theirs, : view.day] - view.amounts[own, : view.day]
        change[days == spot.day, view.meal :] = 0.0
        at, ways, paid = view.at[spot.day][: view.day], self._ways[spot.group][others], self._edges.paid
        here, there = self._level[at], self._level[ways]
        gain: Floats = paid(here + change, at) - paid(here, at) + paid(there - change, ways) - paid(there, ways)
        clashes = self._variety.swapped(int(self.offer[own]), spot.day, self.offer[theirs], days)
        return gain + self.fine * clashes

    def value(self) -> float:
        """Objective plus fines, counted anew."""
        paid = self._edges.paid(self._level, np.arange(len(self._level))) + self.price[self.content].sum()
        return float(paid) + self.fine * self._variety.total(self._standing())

    def is_sound(self) -> bool:
        """Whether no hard limit is broken and nothing clashes."""
        return not self._edges.broken(self._level) and self._variety.total(self._standing()) == 0

    def bad_days(self) -> tuple[int, ...]:
        """Days on which a hard limit of a meal or day is broken, or a repeat stands."""
        broken = {self._edges.day_of[edge] for edge in self._edges.broken(self._level)}
        broken |= {day for offer, day in self._standing() if self._variety.is_close(offer, day)}
        return tuple(sorted(broken - {-1}))

    def places(self) -> tuple[Place, ...]:
        """What stands on the board."""
        pairs = zip(self.spots, self.content.tolist(), strict=True)
        return tuple((spot.day, spot.slot, portion) for spot, portion in pairs if portion != self.empty)

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
        for number in np.flatnonzero(self.content != content).tolist():
            self.clear(number)
            self.put(number, int(content[number]))

    def seat(self, places: Sequence[Place]) -> None:
        """Set the open places from a plan of these days that keeps the locks."""
        content, left = self.content.copy(), list(places)
        content[self.open] = self.empty
        for number, spot in enumerate(self.spots):
            if spot.locked:
                left.remove((spot.day, spot.slot, int(content[number])))
        for day, slot, portion in left:
            kind = (day, slot, self._is_main(portion))
            number = next(n for n in self.open.tolist() if content[n] == self.empty and _kind(self.spots[n]) == kind)
            content[number] = portion
        self.load(content)

    # Inside

    def _view(self, spot: Spot) -> View:
        return self._views[spot.slot, spot.day // WEEK]

    def _alone(self, at: Ints, amounts: Floats) -> Floats:
        return self._edges.paid(self._level[at] + amounts, at)

    def _count(self, number: int, portion: int, step: int) -> None:
        if portion != self.empty:
            spot = self.spots[number]
            view = self._view(spot)
            self._level[view.at[spot.day]] += step * view.amounts[portion]
            self._variety.count(int(self.offer[portion]), spot.day, step)

    def _standing(self) -> list[tuple[int, int]]:
        return [(int(self.offer[self.content[number]]), self.spots[number].day) for number in self.open]

    def _choices(self, slot: int, is_main: bool) -> Ints:
        layout = self.scope.layout
        chosen = np.flatnonzero(layout.may[slot] & (layout.main == is_main))
        return chosen if is_main else np.append(chosen, self.empty)

    def _group_view(self, group: int) -> Ints:
        """Spots x the meal and day edges that the group sees; rows of other groups hold nothing."""
        own = [(number, spot) for number, spot in enumerate(self.spots) if spot.group == group]
        width = self._view(own[0][1]).day
        table = np.zeros((len(self.spots), width), dtype=np.int64)
        for number, spot in own:
            table[number] = self._view(spot).at[spot.day][:width]
        return table

    def _spots(self) -> list[Spot]:
        layout = self.scope.layout
        group = {slot: i for i, slots in enumerate(layout.alike) for slot in slots}
        spots: list[Spot] = []
        for day in self.scope.free_days:
            for slot, room in enumerate(layout.problem.slots):
                locked = [self._is_main(portion) for d, s, portion in self.scope.locks if (d, s) == (day, slot)]
                spots.append(Spot(day, slot, True, True in locked, group[slot]))
                spots.extend(
                    Spot(day, slot, False, i < locked.count(False), group[slot]) for i in range(room.max_sides)
                )
        return spots

    def _lock(self) -> None:
        left = list(self.scope.locks)
        for number, spot in enumerate(self.spots):
            if spot.locked:
                own = next(lock for lock in left if (*lock[:2], self._is_main(lock[2])) == _kind(spot))
                left.remove(own)
                self.put(number, own[2])

    def _is_main(self, portion: int) -> bool:
        return bool(self.scope.layout.main[portion])


def _kind(spot: Spot) -> tuple[int, int, bool]:
    return spot.day, spot.slot, spot.is_main


def _own(view: View, one: Spot, two: Spot) -> int:
    """How many edges the first place does not share with the second."""
    if (one.day, one.slot) == (two.day, two.slot):
        return 0
    if one.day == two.day:
        return view.meal
    return view.day if one.day // WEEK == two.day // WEEK else view.week
