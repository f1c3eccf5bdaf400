"""Which dish stands too close to itself, or too often? Counted as dishes come and go on a board."""

from __future__ import annotations

import numpy as np

from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import Ints
from nutriplan.planner.scope import Scope


class Variety:
    """near: offers x days, how many places of the offer lie within its reach of the day. The last offer is nothing."""

    def __init__(self, scope: Scope) -> None:
        layout, problem = scope.layout, scope.layout.problem
        self.nothing = len(problem.offers)
        self.reach = np.append(layout.reaches, 0)
        self._near = np.zeros((self.nothing + 1, problem.days), dtype=np.int64)
        self._uses = np.zeros((self.nothing + 1, len(layout.blocks())), dtype=np.int64)
        kept = np.zeros_like(self._uses)
        for _, day, offer in {(slot, day, int(layout.offer[p])) for day, slot, p in layout.locks}:
            kept[offer, day // WEEK] += 1
        most = np.array([*(offer.max_uses for offer in problem.offers), 0])
        self._most = np.maximum(most[:, None], kept)
        self._in_all = np.zeros(self.nothing + 1, dtype=np.int64)
        self._most_in_all = np.append(layout.most_in_all, 0)
        self._kept_near = np.zeros_like(self._near)
        free = set(scope.free_days)
        for day, _, portion in {*scope.fixed, *layout.locks}:
            offer = int(layout.offer[portion])
            self._spread(self._kept_near, offer, day, 1)
            if day not in free:
                self.count(offer, day, 1)

    def count(self, offer: int, day: int, step: int) -> None:
        """A place of the offer comes (1) or goes (-1)."""
        if offer != self.nothing:
            self._spread(self._near, offer, day, step)
            self._uses[offer, day // WEEK] += step
            self._in_all[offer] += step

    def clashes(self, offers: Ints, day: int) -> Ints:
        """How many clashes one more place of each offer would make."""
        block = day // WEEK
        over = (self._uses[offers, block] + 1 > self._most[offers, block]).astype(np.int64)
        over += self._in_all[offers] + 1 > self._most_in_all[offers]
        clashes: Ints = np.where(offers == self.nothing, 0, self._near[offers, day] + over)
        return clashes

    def twins(self, first: Ints, day: int, second: Ints, other: int) -> Ints:
        """Clashes of two new places with each other: first x second."""
        same = (first[:, None] == second[None, :]) & (first[:, None] != self.nothing)
        close = abs(day - other) < self.reach[first]
        full = self._uses[first, day // WEEK] + 2 > self._most[first, day // WEEK]
        spent = self._in_all[first] + 2 > self._most_in_all[first]
        twins: Ints = same * (close | spent | ((day // WEEK == other // WEEK) & full))[:, None].astype(np.int64)
        return twins

    def swapped(self, own: int, day: int, theirs: Ints, days: Ints) -> Ints:
        """What exchanging two standing places adds in clashes."""
        apart = np.abs(days - day)
        mine = np.where(
            own == self.nothing, 0, self._near[own, days] - (apart < self.reach[own]) - self._near[own, day] + 1
        )
        here = self._near[theirs, day] - (apart < self.reach[theirs]) - self._near[theirs, days] + 1
        change: Ints = np.where(theirs == own, 0, mine + np.where(theirs == self.nothing, 0, here))
        return change

    def total(self, standing: list[tuple[int, int]]) -> int:
        """The clashes of the open places (offer, day): too many uses, and pairs that stand too close."""
        placed = [(offer, day) for offer, day in standing if offer != self.nothing]
        with_kept = sum(int(self._kept_near[offer, day]) for offer, day in placed)
        seen = sum(int(self._near[offer, day]) - 1 for offer, day in placed)
        over = int(np.maximum(self._uses - self._most, 0).sum())
        over += int(np.maximum(self._in_all - self._most_in_all, 0).sum())
        return over + with_kept + (seen - with_kept) // 2

    def is_close(self, offer: int, day: int) -> bool:
        """Whether a standing place has another within reach."""
        return offer != self.nothing and bool(self._near[offer, day] > 1)

    def _spread(self, table: Ints, offer: int, day: int, step: int) -> None:
        reach = int(self.reach[offer])
        table[offer, max(0, day - reach + 1) : day + reach] += step
