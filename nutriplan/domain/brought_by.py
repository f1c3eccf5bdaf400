"""Which foods bring a nutrient, and how much of what is known do they bring?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutriplan.domain.composition import Composition

#: More foods than these nobody reads.
MOST = 3


@dataclass(frozen=True, slots=True)
class Brings:
    """amount: of all portions together, in the unit of the nutrient key. share: of what is known of all foods."""

    food: Composition
    amount: float
    share: float


def brought_by(portions: Iterable[tuple[Composition, float]], key: str, most: int = MOST) -> tuple[Brings, ...]:
    """The foods that bring the most of it, the most first. A food whose amount nobody knows is none of them, and adds
    nothing to what the shares are of."""
    amounts: dict[int, float] = {}
    named: dict[int, Composition] = {}
    for food, grams in portions:
        known = food.amounts.get(key)
        if known is not None:
            amounts[food.food_id] = amounts.get(food.food_id, 0.0) + known * grams / 100
            named[food.food_id] = food
    total = sum(amounts.values())
    first = sorted(amounts, key=lambda food_id: (-amounts[food_id], named[food_id].name))[:most]
    return tuple(Brings(named[one], amounts[one], amounts[one] / total) for one in first if amounts[one] > 0)
