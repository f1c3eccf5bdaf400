"""Do a household measure and its grams agree? "2 cups" of a food against what the table says a cup of it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from foods.importers.measure_words import counted

#: Cooks measure, and chopped fruit packs differently: a fifth more or less is still the same amount.
TOLERANCE = 0.20
#: Words that are a weight leave no room for that.
WEIGHT_TOLERANCE = 0.05
_VOLUME = {"cup": 48.0, "fl oz": 6.0, "tbsp": 3.0, "tsp": 1.0}
_WEIGHT = {"g": 1.0, "kg": 1000.0, "oz": 28.35, "lb": 453.6}
_SIZE = r"(?:(?:extra )?(?:large|medium|small)\s+)?"
_UNIT = re.compile(
    rf"^(?:(?P<volume>cup|fl oz|tbsp|tsp)s?\b|(?P<weight>kg|g|oz|lb)\b|{_SIZE}(?P<piece>slice|clove|fillet)s?\b"
    r"|(?P<size>(?:extra )?(?:large|medium|small))\b)"
)
_OF_GRAMS = re.compile(r"^\w+ of (?P<grams>\d+) g\b")


def disagreement(measure: str, grams: float, portions: Iterable[tuple[float, str, float]]) -> str | None:
    """What speaks against the measure; None where it agrees or nothing can be said.

    portions: (amount, unit, grams) of the food's household measures. Any one of the same kind may agree, because cups
    of slices, of halves and of mash weigh differently.
    """
    number, unit = counted(measure)
    said = _OF_GRAMS.match(unit)
    if said:
        return _unlike(grams, number * float(said["grams"]), WEIGHT_TOLERANCE)
    found = _UNIT.match(unit.lower())
    if not found:
        return None
    if found["weight"] and "before" not in unit:
        return _unlike(grams, number * _WEIGHT[found["weight"]], WEIGHT_TOLERANCE)
    known = [
        number * each
        for amount, other, weight in portions
        if (each := _each(found, _UNIT.match(other.lower()), weight / amount)) is not None
    ]
    if not known or any(_unlike(grams, weight, TOLERANCE) is None for weight in known):
        return None
    nearest = min(known, key=lambda weight: abs(weight - grams))
    return f"the table gives {nearest:.0f} g for it, not {grams:g} g"


def _each(asked: re.Match[str], known: re.Match[str] | None, grams: float) -> float | None:
    """Grams of one of the unit asked for, from those of a known one of the same kind."""
    if known is None:
        return None
    if asked["volume"] and known["volume"]:
        return grams * _VOLUME[asked["volume"]] / _VOLUME[known["volume"]]
    same = (asked["piece"], asked["size"]) == (known["piece"], known["size"])
    return grams if same and (asked["piece"] or asked["size"]) else None


def _unlike(grams: float, expected: float, tolerance: float) -> str | None:
    return None if abs(grams / expected - 1) <= tolerance else f"that is {expected:.0f} g, not {grams:g} g"
