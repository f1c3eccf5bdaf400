"""Which numbers cannot be? What no 100 g of any food hold; whoever brings such a number is told and it is not taken."""

from __future__ import annotations

import math
from collections.abc import Mapping

from foods.importers.incoming import Amount, Measure
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.units import Unit, convert

#: Pure fat gives 902 kcal per 100 g (lard, SR28 04002); there is nothing denser to eat.
MOST_ENERGY_KCAL = 902.0
#: Pure salt is 39.3 % sodium; 40 g leave room for rounding.
MOST_SODIUM_MG = 40_000.0
#: Proximates are analysed one by one and rounded; together they exceed 100 g by a little.
MOST_WHOLE_G = 105.0
WHOLE = ("protein_g", "fat_g", "carbohydrate_g", "water_g", "ash_g", "alcohol_g")
#: No single thing weighs more than the 100 g that it is in, by nutrient key; energy is judged with the food.
MOST: Mapping[str, float] = {
    key: 1_000_000.0 if nutrient.unit is Unit.KILOCALORIE else convert(100.0, source="g", target=nutrient.unit.value)
    for key, nutrient in NUTRIENTS.items()
}
#: Longest and heaviest that the database takes.
MOST_MEASURE = 100_000.0


def number(text: str) -> float:
    """The finite number, zero or more, that the text is. Raises ValueError with the reason otherwise."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text.strip()[:40]!r} is not a number") from None
    if not math.isfinite(value):
        raise ValueError(f"{text.strip()!r} is not a finite number")
    if value < 0:
        raise ValueError(f"{text.strip()} is negative")
    return value


def fault_of_amount(key: str, value: float) -> str:
    """Why 100 g of food cannot hold this much of the nutrient; "" where they can."""
    if value <= MOST[key]:
        return ""
    return f"{key}: {value:g} is more than 100 g can hold"


def fault_of_food(amounts: Mapping[str, Amount]) -> str:
    """Why these amounts cannot be of 100 g of one food, so that none of them can be trusted; "" where they can."""
    energy, sodium = amounts.get("energy_kcal"), amounts.get("sodium_mg")
    if energy and energy.value > MOST_ENERGY_KCAL:
        return f"energy_kcal: {energy.value:g} in 100 g; pure fat has {MOST_ENERGY_KCAL:g}"
    if sodium and sodium.value > MOST_SODIUM_MG:
        return f"sodium_mg: {sodium.value:g} in 100 g; pure salt has 39300"
    whole = sum(amounts[key].value for key in WHOLE if key in amounts)
    if whole > MOST_WHOLE_G:
        named = " + ".join(key for key in WHOLE if key in amounts)
        return f"{named} = {whole:.1f} g in 100 g"
    return ""


def fault_of_measure(measure: Measure) -> str:
    """Why this household measure cannot be used; "" where it can."""
    if not 0 < measure.grams <= MOST_MEASURE:
        return f"a measure of {measure.grams:g} g"
    if not 0 < measure.amount <= MOST_MEASURE:
        return f"a measure of {measure.amount:g} {measure.unit}"
    return "" if measure.unit else "a measure without a name"
