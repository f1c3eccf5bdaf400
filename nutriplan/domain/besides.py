"""What do tablets and drinks leave of a limit for the dishes of a plan?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nutriplan.domain.drinks import drunk_daily
from nutriplan.domain.findings import Allowance
from nutriplan.domain.person import Person
from nutriplan.domain.rules import Period
from nutriplan.domain.supplements import left_for_food, taken_daily


@dataclass(frozen=True, slots=True)
class Besides:
    """taken, drunk: nutrient key -> what tablets and drinks bring in a day, in the unit of the key."""

    taken: Mapping[str, float]
    drunk: Mapping[str, float]

    def room(self, key: str, maximum: float, period: Period = Period.DAY) -> float:
        """What is left of a maximum over the period; 0 where the drinks alone fill it, for nothing may be added."""
        left = left_for_food(maximum, over(period, self.taken.get(key, 0.0)))
        return max(0.0, left - over(period, self.drunk.get(key, 0.0)))

    def share_left(self, allowance: Allowance) -> float:
        """How much of an allowance is left for dishes: 1 is all of it. Grams of food are not held against drinks."""
        if allowance.measure == "grams":
            return 1.0
        maximum = min(allowance.limits.values())
        return self.room(allowance.measure, maximum, allowance.period) / maximum


def besides(person: Person) -> Besides:
    return Besides(taken_daily(person), drunk_daily(person))


def over(period: Period, a_day: float) -> float:
    """What `a_day` adds to a stretch. A meal has none: tablets and drinks are counted by the day."""
    return {Period.WEEK: 7 * a_day, Period.DAY: a_day}.get(period, 0.0)
