"""How do other programs plan a week? At random, or by the nutrients of the dish before them; written as they do it.

Recipe managers draw a random recipe for a meal. A step further is to take the dish that is densest in what one wants,
and furthest goes a planner that looks at what the day still lacks and at its energy. None of them looks ahead, and none
knows of caps. All leave a dish out that was on the table in the last seven days, as long as another one is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from nutriplan.domain.menu import Day, Helping, Meal, Menu
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.domain.person import MealTime, SlotName
from nutriplan.domain.servings import Role, Serving
from nutriplan.domain.targets import Target
from nutriplan.formulation import MAIN_HALVES, SIDE_HALVES, USUAL_SHARE
from nutriplan.proposal import Wishes

Choice = tuple[Serving, frozenset[SlotName]]
Helpings = tuple[Helping, ...]
ENERGY = "energy_kcal"
REST_DAYS = 7
#: How much worse it is to miss the energy so far by the whole day's than to miss a nutrient's whole aim.
WEIGHT_ENERGY = 2.0


@dataclass
class Table:
    """A week that is being laid: what is needed, what there is to choose from, and what was eaten until now."""

    meals: Sequence[MealTime]
    targets: Mapping[str, Target]
    choices: Sequence[Choice]
    last: dict[str, int] = field(default_factory=dict)
    sums: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def aims(self) -> dict[str, float]:
        """The four nutrients, those that may be aimed at, and how much of each."""
        wanted = ((key, self.targets[key].aim) for key in PRIORITY_KEYS if key in self.targets)
        return {key: aim for key, aim in wanted if aim}

    @property
    def energy(self) -> float:
        return self.targets[ENERGY].aim or 2000.0

    def share(self, meal: MealTime) -> float:
        """Of the day's energy."""
        return USUAL_SHARE[meal.slot] / sum(USUAL_SHARE[one.slot] for one in self.meals)

    def rested(self, day: int, meal: MealTime, role: Role = Role.MAIN) -> list[Serving]:
        """Dishes that suit the meal; those of the last days only where no other is left."""
        suited = [dish for dish, slots in self.choices if dish.role is role and meal.slot in slots]
        fresh = [dish for dish in suited if day - self.last.get(dish.key, -REST_DAYS) >= REST_DAYS]
        return fresh or suited

    def amount(self, dish: Serving, key: str) -> float:
        """The known amount in one serving."""
        if dish.key not in self.sums:
            self.sums[dish.key] = {name: one.known for name, one in dish.sums((*PRIORITY_KEYS, ENERGY)).items()}
        return self.sums[dish.key][key]


Planner = Callable[[Table, int, MealTime, Mapping[str, float], Random], Helpings]


def lay(planner: Planner, table: Table, wishes: Wishes) -> Menu:
    """All days, meal by meal."""
    draw, days = Random(wishes.seed), []
    for day in range(wishes.days):
        eaten: dict[str, float] = dict.fromkeys((*table.aims, ENERGY), 0.0)
        meals = []
        for meal in table.meals:
            helpings = planner(table, day, meal, eaten, draw)
            for helping in helpings:
                table.last[helping.serving.key] = day
                for key in eaten:
                    eaten[key] += helping.servings * table.amount(helping.serving, key)
            meals.append(Meal(meal, helpings))
        days.append(Day(wishes.start + timedelta(days=day), tuple(meals)))
    return Menu(tuple(days))


def at_random(table: Table, day: int, meal: MealTime, _eaten: Mapping[str, float], draw: Random) -> Helpings:
    """Any main dish that suits the meal, one serving."""
    return (Helping(draw.choice(table.rested(day, meal)), 1.0),)


def densest(table: Table, day: int, meal: MealTime, _eaten: Mapping[str, float], _draw: Random) -> Helpings:
    """The main dish that brings most of the four nutrients a kcal, in the portion nearest to the meal's energy."""

    def density(dish: Serving) -> float:
        energy = table.amount(dish, ENERGY)
        return sum(table.amount(dish, key) / aim for key, aim in table.aims.items()) / energy if energy else 0.0

    dish = max(table.rested(day, meal), key=lambda dish: (density(dish), dish.key))
    want = table.energy * table.share(meal)
    halves = min(MAIN_HALVES, key=lambda half: abs(table.amount(dish, ENERGY) * half / 2 - want))
    return (Helping(dish, halves / 2),)


def aware(table: Table, day: int, meal: MealTime, eaten: Mapping[str, float], _draw: Random) -> Helpings:
    """The main dish, portion and side after which the day so far lacks least of energy and the four nutrients."""
    place = list(table.meals).index(meal)
    until = table.energy * sum(table.share(one) for one in table.meals[: place + 1])

    def lacks(helpings: Helpings) -> float:
        after = {
            key: have + sum(one.servings * table.amount(one.serving, key) for one in helpings)
            for key, have in eaten.items()
        }
        short = sum(max(0.0, 1 - after[key] / aim) for key, aim in table.aims.items())
        return short + WEIGHT_ENERGY * abs(after[ENERGY] - until) / table.energy

    return min(_meals_of(table, day, meal), key=lacks)


def _meals_of(table: Table, day: int, meal: MealTime) -> Iterator[Helpings]:
    sides = [Helping(dish, half / 2) for dish in table.rested(day, meal, Role.SIDE) for half in SIDE_HALVES]
    for dish in table.rested(day, meal):
        for half in MAIN_HALVES:
            main = Helping(dish, half / 2)
            yield (main,)
            yield from ((main, side) for side in sides)
