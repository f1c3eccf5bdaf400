"""Which foods are what they are said to be? Claims such as "apples for magnesium", judged by what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foods.levels import daily_values
from foods.models import Food, FoodState, Origin
from nutriplan.domain.claims import FoodClaim, Verdict, verdict
from nutriplan.domain.labelling import pct_of_daily_value


@dataclass(frozen=True, slots=True)
class Judged:
    """food_id: None where the food is not published here. serving_g: its reference serving, or its first household
    measure where it has none. pct: per cent of the Daily Value in it; None: unknown. assumed: the table assumes that
    there is none of it, and nobody measured."""

    claim: FoodClaim
    food_id: int | None
    serving_g: float | None
    pct: float | None
    assumed: bool

    @property
    def verdict(self) -> Verdict:
        return verdict(self.pct)


def judge(claims: Iterable[FoodClaim]) -> tuple[Judged, ...]:
    """Every claim with its verdict, in the order given. Three queries."""
    asked = tuple(claims)
    foods = {
        food.ndb_no: food
        for food in Food.objects.filter(
            state=FoodState.PUBLISHED, ndb_no__in={one.ndb_no for one in asked}
        ).prefetch_related("amounts", "portions")
    }
    return tuple(_judged(one, foods.get(one.ndb_no)) for one in asked)


def _judged(claim: FoodClaim, food: Food | None) -> Judged:
    if food is None:
        return Judged(claim, None, None, None, assumed=False)
    row = next((row for row in food.amounts.all() if row.nutrient == claim.nutrient), None)
    assumed = row is not None and row.origin == Origin.ASSUMED_ZERO
    serving_g = food.racc_g or _first_measure_g(food)
    pct = pct_of_daily_value(
        None if row is None or assumed else row.amount,
        grams=serving_g,
        daily_value=daily_values()[claim.nutrient],
    )
    return Judged(claim, food.pk, serving_g, pct, assumed)


def _first_measure_g(food: Food) -> float | None:
    measures = sorted((one for one in food.portions.all() if not one.doubt), key=lambda one: one.position)
    return measures[0].grams if measures else None
