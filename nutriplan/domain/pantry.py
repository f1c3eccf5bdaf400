"""What is in the kitchen already, and what of it does the plan eat? Amounts as bought, in grams, for the household.

A stock may be the food as it is sold (dry lentils) or as it is eaten (lentils, cooked, left from yesterday). What is
past its use-by date is never planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nutriplan.domain.cooking import Cooking
from nutriplan.domain.person import Stock
from nutriplan.domain.servings import Part, Purchase


def purchase_of(part: Part) -> Purchase:
    """What to buy for a part; a food without a purchase is bought as it is eaten."""
    return part.purchase or Purchase(part.food.shown_name, part.food.ndb_no, 1.0, "Other")


def covers(stock: Stock, part: Part) -> float:
    """Grams as bought that one gram of the stock stands for in this part; 0 where it is another food."""
    purchase = purchase_of(part)
    if stock.ndb_no == purchase.ndb_no:
        return 1.0
    return 1 / purchase.eaten_per_bought if stock.ndb_no == part.food.ndb_no else 0.0


@dataclass(slots=True)
class Need:
    """One part of one pot. eaten_g: what is eaten of it, by all. bought_g: what of it still has to be bought."""

    day: date
    part: Part
    eaten_g: float
    bought_g: float
    in_hand_g: float = 0.0


@dataclass(slots=True)
class Used:
    """What becomes of a stock. used_g: of its own grams; dishes: on which day in which dish."""

    stock: Stock
    used_g: float = 0.0
    days: list[date] = field(default_factory=list)

    @property
    def left_g(self) -> float:
        return self.stock.grams - self.used_g


def needs_of(cooked: Cooking) -> list[Need]:
    """Every part of every pot in the order of the days: of all that is cooked, eaten or not."""
    return [
        Need(pot.day, part, part.grams * pot.eaten_servings, grams / purchase_of(part).eaten_per_bought)
        for pot in cooked.pots
        for part in pot.serving.parts
        if (grams := part.grams * pot.made_servings)
    ]


def use(pantry: Sequence[Stock], needs: Sequence[Need]) -> tuple[Used, ...]:
    """Take from the pantry first, from what spoils first, day by day; the needs then say what is left to buy."""
    found = [Used(stock) for stock in pantry]
    for used in sorted(found, key=lambda one: one.stock.use_by or date.max):
        for need in needs:
            rate = covers(used.stock, need.part)
            late = used.stock.use_by is not None and need.day > used.stock.use_by
            if not rate or late or used.left_g <= 0 or need.bought_g <= 0:
                continue
            taken = min(used.left_g * rate, need.bought_g)
            used.used_g += taken / rate
            need.bought_g -= taken
            need.in_hand_g += taken
            if need.day not in used.days:
                used.days.append(need.day)
    return tuple(found)
