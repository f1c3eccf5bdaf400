"""In which unit is a number, and how does one become another? The only factor table."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """A unit of amount as it ends a nutrient key."""

    GRAM = "g"
    MILLIGRAM = "mg"
    MICROGRAM = "ug"
    KILOCALORIE = "kcal"


class UnitMismatch(ValueError):
    """Two units that no factor joins, such as grams and kilocalories."""


#: How many of the base unit (gram, kilocalorie) one of the named unit is. "IU" stands here for vitamin D only:
#: 40 IU = 1 ug (21 CFR 101.9(c)(8)(iv)); other vitamins' IU need their chemical form and are refused.
_FACTORS: dict[str, tuple[str, float]] = {
    "kg": ("mass", 1000.0),
    "g": ("mass", 1.0),
    "mg": ("mass", 1e-3),
    "ug": ("mass", 1e-6),
    "L": ("mass", 1000.0),  # of water: reference intakes give total water in litres, foods in grams
    "oz": ("mass", 28.349523125),
    "lb": ("mass", 453.59237),
    "kcal": ("energy", 1.0),
    "kJ": ("energy", 1.0 / 4.184),
}
VITAMIN_D_IU_PER_UG = 40.0


def convert(amount: float, *, source: str, target: str) -> float:
    """The same amount in another unit.

    Raises UnitMismatch when either unit is not in the table or the two measure different things.
    """
    if source == target:
        return amount
    try:
        kind_from, from_factor = _FACTORS[source]
        kind_to, to_factor = _FACTORS[target]
    except KeyError as unknown:
        raise UnitMismatch(f"no factor for the unit {unknown.args[0]!r}") from unknown
    if kind_from != kind_to:
        raise UnitMismatch(f"{source} measures {kind_from}, {target} measures {kind_to}")
    return amount * (from_factor / to_factor)
