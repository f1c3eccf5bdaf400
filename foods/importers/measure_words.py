"""What household measure do these words mean? "1 1/2 cups", a row of food_portion.csv, the serving on a label."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from foods.importers import plausible
from foods.importers.incoming import Measure

_FRACTION = re.compile(r"^(?:(?P<whole>\d+)\s+)?(?P<part>\d+/[1-9]\d*)\s*(?P<unit>.*)$")
_DECIMAL = re.compile(r"^(?P<number>\d*\.?\d+)\s*(?P<unit>.*)$")
#: What FoodData Central says where it knows no unit, and where it describes no measure at all.
UNDETERMINED = "undetermined"
_NOT_A_MEASURE = frozenset({"", "quantity not specified", "guideline amount per fl oz of beverage"})
_ML = frozenset({"ml", "mlt", "milliliter", "millilitre"})
_GRAMS = frozenset({"g", "gm", "grm", "gram", "grams"})
ML_DOUBT = "the label gives millilitres; 1 ml is taken to weigh 1 g"


@lru_cache(maxsize=10_000)
def counted(text: str) -> tuple[float, str]:
    """("1 1/2 cups") -> (1.5, "cups"); a text that does not begin with a number is one of it."""
    text = text.strip()
    fraction, decimal = _FRACTION.match(text), _DECIMAL.match(text)
    if fraction:
        amount = float(Fraction(fraction["part"]) + int(fraction["whole"] or 0))
        unit = fraction["unit"].strip()
    elif decimal:
        amount, unit = float(decimal["number"]), decimal["unit"].strip()
    else:
        return 1.0, text
    return (amount, unit) if amount and unit else (1.0, text)


def from_portion(
    position: int, *, amount: str, unit: str, description: str, modifier: str, grams: str
) -> Measure | None:
    """A row of food_portion.csv; None where it describes no measure. Raises ValueError.

    A modifier of digits is the survey's code for the description.
    """
    parts = ("" if unit == UNDETERMINED else unit, description, "" if modifier.isdecimal() else modifier)
    words = ", ".join(part for part in parts if part)
    if words.lower() in _NOT_A_MEASURE:
        return None
    weight = plausible.number(grams)
    number, words = (plausible.number(amount), words) if amount else counted(words)
    return Measure(position, number, words[:100], weight)


def from_label(serving: str, unit: str, household: str) -> Measure | None:
    """The serving of a label ("30", "g", "1/4 cup"); None where it states none. Raises ValueError."""
    if not serving:
        return None
    kind = unit.lower()
    if kind not in _GRAMS | _ML:
        raise ValueError(f"a serving in {unit!r}")
    amount, words = counted(household) if household else (1.0, "serving")
    return Measure(1, amount, words.lower()[:100], plausible.number(serving), ML_DOUBT if kind in _ML else "")
