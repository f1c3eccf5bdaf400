"""Which dishes and which questions is the planner measured on? The real library, fewer or more dishes of it by rule.

Fewer: of each kind (role and meals it suits) its share, drawn by the seed. More: all of them, then variations of them.
A variation has one to three of its ingredients exchanged for foods of the same food group that other dishes eat in like
amounts and with like energy, and all of it a little larger or smaller. What is not known of those foods stays unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from nutriplan.domain.servings import Part, Serving
from nutriplan.planner.problem import Problem
from nutriplan.proposal import Wishes
from tests.questions import asked_for, example

START = date(2026, 1, 5)
#: Below so many grams an ingredient is a pinch, and another one in its place changes nothing.
PINCH_G = 20.0
#: What may stand for one another: amounts within this factor, and so energy per 100 g.
ALIKE_GRAMS, ALIKE_ENERGY = 2.0, 1.6
LARGER = (0.85, 1.15)
KIND_OF_VARIATION = 1_000_000  # their numbers begin above those of dishes


@dataclass(frozen=True, slots=True)
class Case:
    """One question: so many dishes in the library, so many days, one of the example people, and a seed."""

    dishes: int
    days: int
    profile: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.dishes} dishes, {self.days} days, {self.profile}, seed {self.seed}"


def question(case: Case) -> Problem:
    """What the product would ask its planner, were this its library."""
    from foods import selectors as foods

    profile = example(case.profile)
    servings = library(foods.servings(fortified=profile.get("buys_fortified", True)), case.dishes, case.seed)
    asked = asked_for(profile, Wishes(case.days, START, case.seed), servings)
    if asked is None:
        raise ValueError(f"no plan is made for {case.profile}")
    return asked[2].problem


def library(real: Sequence[Serving], count: int, seed: int) -> tuple[Serving, ...]:
    """So many dishes: a share of each kind of the real ones, or all of them and variations."""
    draw = Random(seed)
    ordered = _mixed(real, draw)
    more = Variations(real)
    varied = [more.of(ordered[number % len(ordered)], number, draw) for number in range(count - len(ordered))]
    return (*ordered[:count], *varied)


def _mixed(real: Sequence[Serving], draw: Random) -> list[Serving]:
    """In an order of which every beginning holds each kind in its share."""
    kinds = defaultdict(list)
    for serving in sorted(real, key=lambda serving: serving.key):
        kinds[serving.role.value, tuple(sorted(slot.value for slot in serving.slots))].append(serving)
    ranked = []
    for kind in sorted(kinds):
        own = draw.sample(kinds[kind], len(kinds[kind]))
        ranked += [((place + draw.random()) / len(own), serving.key, serving) for place, serving in enumerate(own)]
    return [serving for _, _, serving in sorted(ranked, key=lambda entry: entry[:2])]


class Variations:
    """Other dishes made from those of the library."""

    def __init__(self, real: Sequence[Serving]) -> None:
        self._by_group: dict[str, dict[int, Part]] = defaultdict(dict)
        for serving in sorted(real, key=lambda serving: serving.key):
            for part in serving.parts:
                if part.grams >= PINCH_G:
                    self._by_group[part.food.group].setdefault(part.food.food_id, part)

    def of(self, dish: Serving, number: int, draw: Random) -> Serving:
        """A variation of the dish; where nothing may be exchanged it is only larger or smaller."""
        open_ = [place for place, part in enumerate(dish.parts) if self._others(part)]
        exchanged = draw.sample(open_, min(len(open_), draw.randint(1, 3)))
        size = draw.uniform(*LARGER)
        parts = tuple(
            self._part(part, draw, size, exchange=place in exchanged) for place, part in enumerate(dish.parts)
        )
        return replace(
            dish,
            dish_id=KIND_OF_VARIATION + number,
            key=f"{dish.key}~{number}",
            name=f"{dish.name}, variation {number}",
            parts=parts,
        )

    def _part(self, part: Part, draw: Random, size: float, *, exchange: bool) -> Part:
        other = draw.choice(self._others(part)) if exchange else part
        return replace(other, grams=part.grams * size, optional=part.optional, swaps=())

    def _others(self, part: Part) -> list[Part]:
        if part.grams < PINCH_G:
            return []
        own = self._by_group[part.food.group].values()
        return [other for other in own if other.food.food_id != part.food.food_id and _alike(part, other)]


def _alike(one: Part, other: Part) -> bool:
    energy = [part.food.amounts.get("energy_kcal") for part in (one, other)]
    if energy[0] is None or energy[1] is None:
        return False
    return _within(one.grams, other.grams, ALIKE_GRAMS) and _within(energy[0], energy[1], ALIKE_ENERGY)


def _within(one: float, other: float, factor: float) -> bool:
    return one <= other * factor and other <= one * factor
