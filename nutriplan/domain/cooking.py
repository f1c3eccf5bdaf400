"""What is cooked when, and what is eaten of it later? A pot for everything that is made, from a menu.

A dish that keeps is cooked once for every time it is eaten within the days it keeps. A dish that comes in a batch is
cooked by the whole recipe; what nobody eats in time is frozen or thrown away. What takes no work is made anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from nutriplan.domain.kitchen import Scaling
from nutriplan.domain.menu import Day, Helping, Meal, Menu
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Serving

#: Less work than this saves nobody a pot: bread is buttered twice.
WORTH_MINUTES = 5
#: What an advice on leftovers says, once a plan. (Food Standards Agency and USDA FSIS: cool within two hours, reheat
#: once, to 74 °C; rice is eaten the next day at the latest, which its dishes' keeping days say.)
CARE = (
    "Leftovers: let them cool, put them into the fridge within two hours, and heat what is eaten hot until it steams "
    "all through, once only."
)


@dataclass(frozen=True, slots=True)
class Eaten:
    """One helping out of a pot. servings: of all who eat."""

    day: date
    slot: SlotName
    servings: float


@dataclass(slots=True)
class Pot:
    """One cooking of a dish, on the day of its first helping."""

    serving: Serving
    eaten: list[Eaten] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.eaten[0].day

    @property
    def eaten_servings(self) -> float:
        return sum(one.servings for one in self.eaten)

    @property
    def made_servings(self) -> float:
        """What is cooked: a batch by the whole recipe, pieces whole, else what is eaten."""
        step = {Scaling.BATCH: float(self.serving.recipe_servings), Scaling.PIECES: 1.0}.get(self.serving.scaling)
        return math.ceil(self.eaten_servings / step - 1e-9) * step if step else self.eaten_servings

    @property
    def left_servings(self) -> float:
        """What is cooked and not eaten."""
        return self.made_servings - self.eaten_servings

    @property
    def wasted_g(self) -> float:
        """Grams that are thrown away: what is left and cannot be frozen."""
        return 0.0 if self.serving.freezes else self.left_servings * self.serving.grams

    def holds(self, day: date) -> bool:
        """Whether a helping on this day may still come out of this pot."""
        return is_kept(self.serving) and (day - self.day).days <= self.serving.keeps_days


@dataclass(frozen=True, slots=True)
class Cooking:
    """The pots of a menu, in the order of the days. places: the pot of each helping by dish, day and meal."""

    pots: tuple[Pot, ...]
    places: Mapping[tuple[str, date, SlotName], Pot]

    def of(self, day: Day, meal: Meal, helping: Helping) -> Pot:
        """The pot that a helping of the menu comes from."""
        return self.places[helping.serving.key, day.date, meal.time.slot]

    def minutes(self, day: date) -> int:
        """Hands-on minutes of all that is cooked on a day; what was cooked before costs none."""
        return sum(pot.serving.active_minutes for pot in self.pots if pot.day == day)

    @property
    def wasted_g(self) -> float:
        return sum(pot.wasted_g for pot in self.pots)

    def keeps_any(self) -> bool:
        """Whether something is cooked on one day and eaten on another."""
        return any(pot.eaten[-1].day != pot.day for pot in self.pots)


def is_kept(serving: Serving) -> bool:
    """Whether the dish is worth keeping: it keeps, and it saves work or comes in a batch."""
    work = serving.active_minutes >= WORTH_MINUTES or serving.scaling is Scaling.BATCH
    return serving.keeps_days > 0 and work


def cooking(menu: Menu, *, household: int) -> Cooking:
    """Everything that is cooked for a menu; all who eat eat what the person eats."""
    pots: list[Pot] = []
    open_pots: dict[str, Pot] = {}
    for day, meal, helping in menu.helpings():
        serving = helping.serving
        pot = open_pots.get(serving.key)
        if pot is None or not pot.holds(day.date):
            pot = open_pots[serving.key] = Pot(serving)
            pots.append(pot)
        pot.eaten.append(Eaten(day.date, meal.time.slot, helping.servings * household))
    return Cooking(tuple(pots), {(pot.serving.key, one.day, one.slot): pot for pot in pots for one in pot.eaten})


def later_days(pot: Pot, day: date) -> Iterator[Eaten]:
    """The helpings of a pot on days after this one."""
    return (one for one in pot.eaten if one.day > day)
