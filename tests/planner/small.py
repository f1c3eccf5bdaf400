"""Problems small enough to know the answer: by hand, or by trying every plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np

from nutriplan.planner.evaluate import evaluate
from nutriplan.planner.problem import Cell, Limit, Lock, Offer, Over, Problem, Slot

EVERYWHERE = frozenset({"lunch", "dinner"})
LUNCH = (Slot("lunch", 1),)
BOTH = (Slot("lunch", 1), Slot("dinner", 1))


def main(
    key: str, *, cost: float = 0.0, halves: tuple[int, ...] = (2,), uses: int = 7, in_all: int | None = None
) -> Offer:
    return Offer(key, True, EVERYWHERE, halves, uses, cost, in_all)


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


def random_problem(seed: int) -> Problem:
    """Few dishes, random limits of every kind and now and then a kept dish; some seeds leave no plan.

    Two days of two meals, three of one, or eight or nine days with two or three dishes.
    """
    random = np.random.default_rng(seed)
    days, slots, mains, sides = [(2, BOTH, 3, 1), (3, LUNCH, 4, 1), (8, LUNCH, 3, 0), (9, LUNCH, 2, 0)][seed % 4]
    uses = (2, 6) if days < 7 else (3, 8)
    offers = [main(f"main{i}", cost=_tenths(random, 0, 9), uses=int(random.integers(*uses))) for i in range(mains)]
    offers += [side(f"side{i}", cost=_tenths(random, 0, 5), uses=int(random.integers(1, 8))) for i in range(sides)]
    shift = -2.0 if random.integers(4) == 0 else 0.0
    measures = {name: tuple(_tenths(random, 5, 40) + shift for _ in offers) for name in ("a", "b", "c")}
    limits = _limits(random, days, len(slots))
    if random.integers(3) == 0:
        limits = [replace(limit, hard=bool(random.integers(2))) for limit in limits]
    locks = []
    if random.integers(3) == 0:
        kept, slot = int(random.integers(mains)), slots[int(random.integers(len(slots)))]
        locks = [Lock(int(random.integers(days)), slot.key, f"main{kept}", 2)]
    reach = int(random.integers(0, 4)) if days < 7 else int(random.integers(0, 2))
    if days > 7 and random.integers(2) == 0:
        offers = [replace(offer, max_in_all=int(random.integers(3, 7))) for offer in offers]
    return problem(offers, measures, limits, days, slots, locks=tuple(locks), no_repeat_days=reach, seed=seed)


def _limits(random: np.random.Generator, days: int, meals: int) -> list[Limit]:
    low, high, narrow = _tenths(random, 15, 25), _tenths(random, 30, 50), _tenths(random, 18, 30) * meals
    week, often = narrow * min(days, 7), float(random.uniform(0.3, 3.0))
    return [
        Limit("a mean", "a", Over.MEAN, lower=narrow, upper=narrow + 0.5, weight=3.0, scale=2.0),
        Limit("b day", "b", Over.DAY, lower=low * meals, weight=2.0, scale=low),
        Limit("b day most", "b", Over.DAY, upper=high * meals, hard=True),
        Limit("c lunch", "c", Over.MEAL, lower=low, upper=high, slots=frozenset({"lunch"}), weight=1.5),
        Limit("c meal most", "c", Over.MEAL, upper=high + 1.5, hard=True),
        Limit("a week most", "a", Over.WEEK, upper=week * 1.1, hard=bool(random.integers(2))),
        Limit("a week", "a", Over.WEEK, lower=week * float(random.uniform(0.1, 1.0)), weight=often, scale=2.0),
    ]


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


def eaten(problem: Problem, measure: str, cells: Sequence[Cell]) -> float:
    """What a plan brings of a measure to the average day."""
    amount = dict(zip((offer.key for offer in problem.offers), problem.measures[measure], strict=True))
    return sum(amount[cell.offer] * cell.halves / 2 for cell in cells) / problem.days
