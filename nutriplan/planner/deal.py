"""On which day is each meal eaten? Whole meals change days, so that days are even and nothing comes back too soon."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nutriplan.planner.edges import Edges
from nutriplan.planner.mix import Chosen
from nutriplan.planner.model import Floats, Ints
from nutriplan.planner.scope import Scope
from nutriplan.planner.variables import Place

EPSILON = 1e-9  # gains smaller than this are rounding
STEPS = 200  # exchanges of one deal; they came to rest after 10 to 30

Random = np.random.Generator


class Deal:
    """The chosen meals of the days of one block, on a day each. Value: what days pay, and a fine for every clash."""

    def __init__(self, scope: Scope, edges: Edges, chosen: Chosen, fine: float) -> None:
        self._scope, self._fine = scope, fine
        self._items = [(one, meal) for one, meals in chosen for meal in meals]
        self._days = list(scope.free_days)
        view = chosen[0][0].view
        at = np.array([view.at[day][view.meal : view.day] for day in self._days])
        self._level: Floats = edges.level[at]
        self._moves = np.array(
            [one.view.amounts[:, one.view.meal : one.view.day][meal].sum(axis=0) for one, meal in self._items]
        )
        self._closed = self._where_closed()
        self._close = np.array(list(self._sharing()), dtype=np.int64).reshape(-1, 3)
        self._pairs = np.array(list(self._exchanges()), dtype=np.int64).reshape(-1, 2)
        self._place = np.zeros(len(self._items), dtype=np.int64)

    def settle(self, random: Random) -> float:
        """Deal anew at random and exchange meals while that lowers the value; returns it."""
        self._shuffle(random)
        for _ in range(STEPS):
            gains = self._gains()
            best = int(np.argmin(gains)) if len(gains) else 0
            if not len(gains) or gains[best] > -EPSILON:
                break
            first, second = self._pairs[best]
            self._place[[first, second]] = self._place[[second, first]]
        return float(np.maximum(self._standing(), 0.0).sum() + self._fine * self._clashes(self._place[None, :])[0])

    def places(self) -> tuple[Place, ...]:
        """What stands where."""
        empty = len(self._scope.layout.offer)
        return tuple(
            (self._days[place], one.slot, portion)
            for (one, meal), place in zip(self._items, self._place.tolist(), strict=True)
            for portion in meal.tolist()
            if portion != empty
        )

    # Inside

    def _shuffle(self, random: Random) -> None:
        number = 0
        while number < len(self._items):
            days = [self._days.index(day) for day in self._items[number][0].days]
            self._place[number : number + len(days)] = random.permutation(days)
            number += len(days)

    def _standing(self) -> Floats:
        level = self._level.copy()
        np.add.at(level, self._place, self._moves)
        return level

    def _gains(self) -> Floats:
        """What each exchange adds to the value."""
        level, first, second = self._standing(), self._pairs[:, 0], self._pairs[:, 1]
        here, there = level[self._place[first]], level[self._place[second]]
        change = self._moves[second] - self._moves[first]
        gain: Floats = _paid(here + change) - _paid(here) + _paid(there - change) - _paid(there)
        tried = np.repeat(self._place[None, :], len(self._pairs), axis=0)
        row = np.arange(len(self._pairs))
        tried[row, first], tried[row, second] = self._place[second], self._place[first]
        gain += self._fine * (self._clashes(tried) - self._clashes(self._place[None, :]))
        gain[self._place[first] == self._place[second]] = np.inf
        return gain

    def _clashes(self, places: Ints) -> Floats:
        """Of each deal: dishes too close to themselves, and dishes on days that are closed to them."""
        days = np.array(self._days)[places]
        one, other, reach = self._close.T
        near = (np.abs(days[:, one] - days[:, other]) < reach).sum(axis=1)
        return np.asarray(near + self._closed[np.arange(places.shape[1]), places].sum(axis=1), dtype=np.float64)

    def _where_closed(self) -> Floats:
        """Items x days: 1 where a dish of the meal stands too close already. A locked meal has its day anyway."""
        layout = self._scope.layout
        is_open = np.array([np.append(self._scope.open_on(day)[layout.offer], True) for day in self._days])
        return np.array([(~is_open[:, meal]).any(axis=1) for _, meal in self._items], dtype=np.float64)

    def _sharing(self) -> Iterator[tuple[int, int, int]]:
        """Two meals with the same dish, and in how many days it may stand once."""
        layout = self._scope.layout
        offers = [{int(layout.offer[p]) for p in meal.tolist() if p < len(layout.offer)} for _, meal in self._items]
        for one, own in enumerate(offers):
            for other in range(one + 1, len(offers)):
                yield from ((one, other, layout.reach(offer)) for offer in sorted(own & offers[other]))

    def _exchanges(self) -> Iterator[tuple[int, int]]:
        """Two different meals of one occasion."""
        for one, (occasion, meal) in enumerate(self._items):
            for other in range(one + 1, len(self._items)):
                if self._items[other][0] is occasion and not np.array_equal(self._items[other][1], meal):
                    yield one, other


def best_deal(deal: Deal, random: Random, starts: int) -> tuple[Place, ...]:
    """The best of some random deals."""
    best, found = np.inf, deal.places()
    for _ in range(starts):
        value = deal.settle(random)
        if value < best - EPSILON:
            best, found = value, deal.places()
    return found


def _paid(level: Floats) -> Floats:
    paid: Floats = np.maximum(level, 0.0).sum(axis=-1)
    return paid
