"""Problems small enough to know the answer: by hand, or by trying every plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Offer, Over, Problem, Slot

EVERYWHERE = frozenset({"lunch", "dinner"})
LUNCH = (Slot("lunch", 1),)
BOTH = (Slot("lunch", 1), Slot("dinner", 1))


def main(key: str, *, cost: float = 0.0, halves: tuple[int, ...] = (2,), uses: int = 7) -> Offer:
    return Offer(key, True, EVERYWHERE, halves, uses, cost)


def side(key: str, *, cost: float = 0.0, halves: tuple[int, ...] = (2,), uses: int = 7) -> Offer:
    return Offer(key, False, EVERYWHERE, halves, uses, cost)


def problem(
    offers: Sequence[Offer],
    measures: Mapping[str, tuple[float, ...]] | None = None,
    limits: Sequence[Limit] = (),
    days: int = 1,
    slots: tuple[Slot, ...] = LUNCH,
    **more: object,
) -> Problem:
    """One lunch a day, dishes may come back the next day, unless said otherwise."""
    more = {"no_repeat_days": 1, **more}
    meals = {slot.key for slot in slots}
    own = tuple(replace(offer, slots=offer.slots & meals) for offer in offers)
    return Problem(days, slots, own, measures or {}, tuple(limits), **more)  # type: ignore[arg-type]


def random_problem(seed: int, days: int, slots: tuple[Slot, ...] = BOTH, mains: int = 3, **more: object) -> Problem:
    """Few dishes and random limits of every kind; hard ones that some of the seeds cannot keep."""
    random = np.random.default_rng(seed)
    offers = [
        *(main(f"main{i}", cost=_tenths(random, 0, 9), uses=int(random.integers(2, 6))) for i in range(mains)),
        side("side0", cost=_tenths(random, 0, 5), uses=int(random.integers(1, 8))),
    ]
    measures = {name: tuple(_tenths(random, 5, 40) for _ in offers) for name in ("a", "b", "c")}
    meals = len(slots)
    low, high, narrow = _tenths(random, 15, 25), _tenths(random, 30, 50), _tenths(random, 18, 30) * meals
    limits = [
        Limit("a mean", "a", Over.MEAN, lower=narrow, upper=narrow + 0.5, weight=3.0, scale=2.0),
        Limit("b day", "b", Over.DAY, lower=low * meals, weight=2.0, scale=low),
        Limit("b day most", "b", Over.DAY, upper=high * meals, hard=True),
        Limit("c meal", "c", Over.MEAL, lower=low, upper=high, slots=frozenset({"lunch"}), weight=1.5),
        Limit("c meal most", "c", Over.MEAL, upper=high + 1.5, hard=True),
        Limit("a week", "a", Over.WEEK, upper=narrow * min(days, 7) * 1.1, hard=bool(random.integers(2))),
    ]
    return problem(offers, measures, limits, days, slots, seed=seed, **more)


def _tenths(random: np.random.Generator, low: int, high: int) -> float:
    return float(random.integers(low, high + 1)) / 10


def every_plan(problem: Problem) -> Iterator[tuple[Cell, ...]]:
    """All ways to fill the places, whatever they break."""
    for meals in product(*(_meals(problem, day, slot) for day in range(problem.days) for slot in problem.slots)):
        yield tuple(cell for meal in meals for cell in meal)


def _meals(problem: Problem, day: int, slot: Slot) -> list[tuple[Cell, ...]]:
    def served(offer: Offer) -> list[Cell]:
        return [Cell(day, slot.key, offer.key, halves) for halves in offer.halves]

    own = [offer for offer in problem.offers if slot.key in offer.slots]
    sides = [offer for offer in own if not offer.is_main]
    chosen = [some for count in range(slot.max_sides + 1) for some in combinations(sides, count)]
    mains = [cell for offer in own if offer.is_main for cell in served(offer)]
    return [(cell, *with_it) for cell in mains for some in chosen for with_it in product(*map(served, some))]


def keeping_plans(problem: Problem) -> Iterator[tuple[tuple[Cell, ...], float]]:
    """Every plan that keeps the hard rules, with its objective."""
    for cells in every_plan(problem):
        judged = evaluate(problem, cells)
        if not judged.violations:
            yield cells, judged.objective


def optimum(problem: Problem) -> float | None:
    """The least objective of all plans; None when no plan keeps the hard rules."""
    return min((objective for _, objective in keeping_plans(problem)), default=None)
