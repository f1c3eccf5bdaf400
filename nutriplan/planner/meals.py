"""Which meals are there, and which are the cheapest at given prices? A main dish and its sides are looked at as one.

What a limit asks of a meal is kept or paid in the meal itself, so that a model of whole meals knows it exactly. Counts
of single dishes do not: they let a rich main dish share the room that other meals leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nutriplan.planner.edges import Edges, View
from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.model import INFINITY, Flags, Floats, Ints
from nutriplan.planner.scope import Scope

MOST = 40_000  # meals that are looked at together; those whose dishes are the cheapest
STEPS = 24  # halvings of a threshold until so many are left
SAME = 1e-9  # prices nearer than this are the same


@dataclass(frozen=True, slots=True)
class Occasion:
    """Meals that are not told apart: a slot on days of one block of seven, or one meal with locked dishes.

    mains: portions. sides: sets of portions that may stand beside one, filled up with nothing. view: what portions do.
    needs: how much of an edge beyond the meal counts in one meal at most; infinite where all of it counts.
    """

    slot: int
    days: tuple[int, ...]
    mains: Ints
    sides: Ints
    view: View
    needs: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """meals: rows of portions, the main dish first. values: what each adds at the prices asked for. whole: no meal
    below the threshold was left out for being one too many to look at."""

    meals: Ints
    values: Floats
    whole: bool


class Meals:
    """The meals of the free days of a scope: what they cost and what they do."""

    def __init__(self, scope: Scope, edges: Edges) -> None:
        layout = scope.layout
        self.scope, self.edges, self.empty = scope, edges, len(layout.offer)
        self.offer = np.append(layout.offer, len(layout.problem.offers))
        self.price = np.append(scope.prices, 0.0)
        self.occasions = list(self._occasions())

    def beyond(self, occasion: Occasion, meals: Ints) -> Floats:
        """Meals x edges of the day, the week and the mean day: how far each meal moves them."""
        moved: Floats = occasion.view.amounts[:, occasion.view.meal :][meals].sum(axis=1)
        return np.maximum(moved, -occasion.needs)

    def costs(self, occasion: Occasion, meals: Ints) -> Floats:
        """What each meal costs by itself; infinite where it breaks a hard limit on meals."""
        view = occasion.view
        at = view.at[occasion.days[0]][: view.meal]
        level = self.edges.level[at] + view.amounts[:, : view.meal][meals].sum(axis=1)
        paid: Floats = np.maximum(level, 0.0).sum(axis=1) + self.price[meals].sum(axis=1)
        return np.where((level <= self.edges.allowed[at]).all(axis=1), paid, INFINITY)

    def cheapest(self, occasion: Occasion, rates: Floats, extra: Floats, below: float, most: int) -> Found:
        """At most so many meals that add less than a threshold, the cheapest of each main dish first.

        rates: what moving an edge beyond the meal costs. extra: what a portion costs besides its price, nothing last.
        """
        view = occasion.view
        single = self.price + view.amounts[:, view.meal :] @ rates + extra
        meals, whole = _least_sums(single, occasion.mains, occasion.sides, below)
        values = self.costs(occasion, meals) + self.beyond(occasion, meals) @ rates + extra[meals].sum(axis=1)
        order = np.argsort(values, kind="stable")
        order = order[values[order] < below - SAME]
        _, first = np.unique(meals[order, 0], return_index=True)
        rank = np.full(len(order), len(order))
        rank[first] = 0  # the best meal of every main dish goes before second ones
        chosen = order[np.argsort(rank, kind="stable")[:most]]
        return Found(meals[chosen], values[chosen], whole)

    def _occasions(self) -> Iterator[Occasion]:
        scope, slots = self.scope, range(len(self.scope.layout.problem.slots))
        locked = {(day, slot) for day, slot, _ in scope.locks}
        for block in sorted({day // WEEK for day in scope.free_days}):
            days = [day for day in scope.free_days if day // WEEK == block]
            views = [self.edges.view(slot, block) for slot in slots]
            needs = self._needs(views, days[0])
            for slot in slots:
                free = tuple(day for day in days if (day, slot) not in locked)
                alike = [free] if free else []
                alike += [(day,) for day in days if (day, slot) in locked]
                for own in alike:
                    yield Occasion(slot, own, *self._choices(slot, own), views[slot], needs)

    def _needs(self, views: list[View], day: int) -> Floats:
        """A lower end of a day, where no dish can move away from it: what is beyond it does not help another day."""
        view = views[0]
        level = self.edges.level[view.at[day][view.meal :]]
        helps = np.all([(other.amounts[:, other.meal :] <= 0).all(axis=0) for other in views], axis=0)
        is_day = np.arange(len(level)) < view.day - view.meal
        return np.where(is_day & helps & (level > 0), level, INFINITY)

    def _choices(self, slot: int, days: tuple[int, ...]) -> tuple[Ints, Ints]:
        """The main dishes of an occasion and the sets of sides, with what is locked there in each."""
        scope, layout = self.scope, self.scope.layout
        is_open = np.any([scope.open_on(day) for day in days], axis=0)
        may: Flags = layout.may[slot] & is_open[layout.offer]
        locked = [portion for day, at, portion in scope.locks if at == slot and day in days]
        kept = [portion for portion in locked if not layout.main[portion]]
        mains = [portion for portion in locked if layout.main[portion]]
        free = np.flatnonzero(may & ~layout.main)
        room = layout.problem.slots[slot].max_sides
        return (
            np.array(mains or np.flatnonzero(may & layout.main), dtype=np.int64),
            self._sets(np.array(kept, dtype=np.int64), free, room),
        )

    def _sets(self, kept: Ints, free: Ints, room: int) -> Ints:
        """What is kept with up to so many different others, in rows of the same length."""
        sets = np.full((1, room), self.empty)
        sets[0, : len(kept)] = kept
        every, last = [sets], [np.full(1, -1)]
        for place in range(len(kept), room):
            row, column = np.nonzero(last[-1][:, None] < np.arange(len(free))[None, :])
            longer = every[-1][row].copy()
            longer[:, place] = free[column]
            twice = (self.offer[longer[:, :place]] == self.offer[free[column]][:, None]).any(axis=1)
            every.append(longer[~twice])
            last.append(column[~twice])
        return np.concatenate(every)


def _least_sums(single: Floats, mains: Ints, sides: Ints, below: float) -> tuple[Ints, bool]:
    """Main dishes with sets of sides whose sums are below the threshold, and whether MOST did not cut any off."""
    ones, sets = single[mains], single[sides].sum(axis=1)
    mains, sides = mains[np.argsort(ones, kind="stable")], sides[np.argsort(sets, kind="stable")]
    ones, sets = np.sort(ones), np.sort(sets)
    if not (len(ones) and len(sets)):
        return np.zeros((0, 1 + sides.shape[1]), dtype=np.int64), True
    low, high = float(ones[0] + sets[0]), min(below, float(ones[-1] + sets[-1]) + 1.0)
    fit = np.searchsorted(sets, high - ones)
    whole = bool(fit.sum() <= MOST)
    for _ in range(STEPS if not whole else 0):
        middle = (low + high) / 2
        tried = np.searchsorted(sets, middle - ones)
        low, high = (middle, high) if tried.sum() <= MOST else (low, middle)
    fit = fit if whole else np.searchsorted(sets, low - ones)
    main = np.repeat(np.arange(len(ones)), fit)
    side = np.arange(len(main)) - np.repeat(np.cumsum(fit) - fit, fit)
    return np.concatenate([mains[main][:, None], sides[side]], axis=1), whole
