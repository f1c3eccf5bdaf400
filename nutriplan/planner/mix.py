"""How often is each meal eaten? A model of whole meals with its days merged, its columns found as they are needed.

Relaxed it bounds the plan, in whole counts it starts one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nutriplan.planner import backend
from nutriplan.planner.backend import Effort, Outcome
from nutriplan.planner.edges import Edges
from nutriplan.planner.evaluate import WEEK
from nutriplan.planner.meals import Meals, Occasion
from nutriplan.planner.model import INFINITY, Floats, Ints, Model
from nutriplan.planner.scope import Scope
from nutriplan.planner.watch import Stopped

FIRST, MORE, LAST = 60, 30, 150  # meals of an occasion: to begin with, found in a round, to choose from
ROUNDS = 12  # of looking for cheaper meals; after one to three there were none
NEAR = 0.02  # a meal that adds so much of the bound is still worth a choice
CHOOSE = Effort(nodes=5, gap=0.002)

Chosen = list[tuple[Occasion, Ints]]  # the meals of each occasion, each as often as it is eaten


@dataclass(frozen=True, slots=True)
class Prices:
    """What the relaxed model says. bound: no plan costs less. rates: cost of moving a row. extra: blocks and the whole
    x offers, cost of one more use. least: what the cheapest meal of each occasion adds."""

    bound: float
    rates: Floats
    extra: Floats
    least: Floats


@dataclass(frozen=True, slots=True)
class _Built:
    """uses: block (or the whole) and offer of the last rows; before them come one row an occasion and the limits."""

    model: Model
    columns: list[Ints]
    uses: list[tuple[int, int]]


class Mix:
    """The merged model of the free days of a scope. merit: slots x portions, which meals are looked at first."""

    def __init__(self, scope: Scope, fine: float, merit: Floats) -> None:
        self._fine = fine
        self.edges = Edges(scope, fine)
        self.meals = Meals(scope, self.edges)
        self._blocks = sorted({day // WEEK for day in scope.free_days})
        days = [[day for day in scope.free_days if day // WEEK == block] for block in self._blocks]
        self._most = np.array([*(scope.most_of_all(own) for own in days), scope.left_in_all])
        self._row = self._merge_days()
        merged = self._row >= 0
        self._level = np.bincount(self._row[merged], self.edges.level[merged])
        self._inner = np.bincount(self._row[merged], self.edges.inner[merged])
        free = np.zeros(len(self._level))
        self._known = [
            self.meals.cheapest(
                one, free[self._rows(one)], np.append(merit[one.slot], 0.0) - self.meals.price, INFINITY, FIRST
            ).meals
            for one in self.meals.occasions
        ]

    def relax(self) -> Prices | None:
        """The bound, and the prices that prove it; None where no mix of meals keeps the hard limits."""
        best: Prices | None = None
        for _ in range(ROUNDS):
            built = self._build()
            answer = backend.relax(built.model)
            if answer.outcome is Outcome.INFEASIBLE:
                return best
            found, is_whole, priced = self._look(self._read(built, answer.duals))
            if is_whole and (best is None or priced.bound > best.bound):
                best = priced
            if not any(self._learn(number, meals) for number, meals in enumerate(found)):
                break
        return best

    def choose(self, prices: Prices, gap: float, margin: float, cancelled: Callable[[], bool] | None) -> Chosen | None:
        """Whole counts of the likeliest meals. margin: hard limits of days are held narrower by this share, so that
        what fits all days together fits each of them."""
        near = NEAR * prices.bound
        for number, one in enumerate(self.meals.occasions):
            rates, extra = self._prices_at(prices, one)
            self._learn(number, self.meals.cheapest(one, rates, extra, prices.least[number] + near, LAST).meals)
        built = self._build(margin)
        seed = self.meals.scope.layout.problem.seed
        effort = replace(CHOOSE, seed=seed, target=prices.bound * (1 + gap / 2))
        answer = backend.minimise(built.model, effort, cancelled=cancelled)
        if answer.outcome is Outcome.CANCELLED:
            raise Stopped
        if not answer.found:
            return None
        times = [np.rint(answer.values[columns]).astype(int) for columns in built.columns]
        repeated = [np.repeat(known, often, axis=0) for known, often in zip(self._known, times, strict=True)]
        return list(zip(self.meals.occasions, repeated, strict=True))

    # Inside

    def _merge_days(self) -> Ints:
        """The row of each edge: one for an edge of all days of a block, none for those of a meal."""
        rows = np.full(len(self.edges.level), -1)
        taken = 0
        for block in self._blocks:
            one = next(one for one in self.meals.occasions if one.days[0] // WEEK == block)
            view = one.view
            for at in view.at.values():
                rows[at[view.meal : view.day]] = taken + np.arange(view.day - view.meal)
            taken += view.day - view.meal
            wide = [edge for edge in next(iter(view.at.values()))[view.day :].tolist() if rows[edge] < 0]
            rows[wide] = taken + np.arange(len(wide))
            taken += len(wide)
        return rows

    def _rows(self, one: Occasion) -> Ints:
        return self._row[one.view.at[one.days[0]][one.view.meal :]]

    def _prices_at(self, prices: Prices, one: Occasion) -> tuple[Floats, Floats]:
        extra = np.append(prices.extra[self._blocks.index(one.days[0] // WEEK)] + prices.extra[-1], 0.0)
        return prices.rates[self._rows(one)], extra[self.meals.offer]

    def _look(self, prices: Prices) -> tuple[list[Ints], bool, Prices]:
        """Cheaper meals than the model knows, whether all were looked at, and the bound that then holds."""
        found, is_whole = [], True
        bound = float(prices.rates @ self._level - (prices.extra * self._most).sum())
        for number, one in enumerate(self.meals.occasions):
            cheaper = self.meals.cheapest(one, *self._prices_at(prices, one), prices.least[number], MORE)
            found.append(cheaper.meals)
            is_whole &= cheaper.whole
            bound += len(one.days) * min(float(prices.least[number]), float(cheaper.values.min(initial=INFINITY)))
        return found, is_whole, replace(prices, bound=bound)

    def _learn(self, number: int, meals: Ints) -> int:
        """Add those that are new; returns how many."""
        known = set(map(tuple, self._known[number].tolist()))
        new = [meal for meal in meals.tolist() if tuple(meal) not in known]
        if new:
            self._known[number] = np.concatenate([self._known[number], np.array(new, dtype=np.int64)])
        return len(new)

    def _build(self, margin: float = 0.0) -> _Built:
        model, columns = Model(), []
        for one, known in zip(self.meals.occasions, self._known, strict=True):
            often = np.full(len(known), float(len(one.days)))
            columns.append(model.add_counts(self.meals.costs(one, known), np.zeros(len(known)), often))
        for one, own in zip(self.meals.occasions, columns, strict=True):
            model.add_row("meals", "", own, np.ones(len(own)), at_least=len(one.days), at_most=len(one.days))
        self._add_limits(model, columns, self._level + margin * self._inner)
        return _Built(model, columns, self._add_uses(model, columns))

    def _add_limits(self, model: Model, columns: Sequence[Ints], standing: Floats) -> None:
        """what stands + sum of what meals move - miss <= 0, for every edge, those of merged days summed"""
        every = np.concatenate(columns)
        moved = np.zeros((len(self._level), len(every)))
        for one, known, own in zip(self.meals.occasions, self._known, columns, strict=True):
            moved[np.ix_(self._rows(one), own)] = self.meals.beyond(one, known).T
        for row, level in zip(moved, standing.tolist(), strict=True):
            model.add_row("limit", "", every, row, at_most=-level, slack=model.add_slack(1.0), slack_value=-1.0)

    def _add_uses(self, model: Model, columns: Sequence[Ints]) -> list[tuple[int, int]]:
        """sum of the meals with an offer - too many <= most, in a block and in all"""
        nothing, every = self._most.shape[1], self.meals.occasions
        stretches = [[at for at, one in enumerate(every) if one.days[0] // WEEK == block] for block in self._blocks]
        stretches += [list(range(len(every)))] if len(stretches) > 1 else []
        added = []
        for number, own in enumerate(stretches):
            pairs = [
                (self.meals.offer[self._known[at]].ravel(), columns[at].repeat(self._known[at].shape[1])) for at in own
            ]
            offers, where = (np.concatenate(part) for part in zip(*pairs, strict=True))
            for offer in np.unique(offers[offers != nothing]).tolist():
                used = where[offers == offer]
                if sum(model.upper[column] for column in used.tolist()) > self._most[number, offer]:
                    most, slack = float(self._most[number, offer]), model.add_slack(self._fine)
                    model.add_row("uses", "", used, np.ones(len(used)), at_most=most, slack=slack, slack_value=-1.0)
                    added.append((number, offer))
        return added

    def _read(self, built: _Built, duals: Floats) -> Prices:
        meals, limits = len(built.columns), len(self._level)
        extra = np.zeros(self._most.shape)
        for (block, offer), dual in zip(built.uses, duals[meals + limits :].tolist(), strict=True):
            extra[block, offer] = max(0.0, -dual)
        rates = np.clip(-duals[meals : meals + limits], 0.0, 1.0)
        return Prices(0.0, rates, extra, duals[:meals])
