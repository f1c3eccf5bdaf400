"""How rich is a food in a nutrient, in the words of a label? Levels by Daily Value, per serving and per 100 kcal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

ENERGY = "energy_kcal"
#: Per cent of the Daily Value in one reference serving, 21 CFR 101.54(b) and (c).
HIGH_PCT, GOOD_PCT = 20.0, 10.0
#: 100 kcal of a food with less energy than this per 100 g would be a mountain of it (cucumber, tea, broth): no density.
LEAST_ENERGY_KCAL = 5.0


class Level(StrEnum):
    """high: 20 % of the Daily Value or more; good: 10 to 19 %; low: less; unknown: amount or serving missing."""

    HIGH = "high"
    GOOD = "good"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """One nutrient of one food, with the numbers that explain it. pct: per cent of the Daily Value; None: unknown.

    estimated: the amount is a zero that the source only assumes; nobody measured it, so the level is unknown.
    """

    nutrient: str
    daily_value: float
    per_100_g: float | None
    pct_per_serving: float | None
    serving: Level
    pct_per_100_kcal: float | None
    density: Level
    estimated: bool = False


def level_of(pct: float | None) -> Level:
    """The level of a share of the Daily Value, as it stands: 9.99 % is low, nothing is rounded up to a claim."""
    if pct is None:
        return Level.UNKNOWN
    if pct >= HIGH_PCT:
        return Level.HIGH
    return Level.GOOD if pct >= GOOD_PCT else Level.LOW


def pct_of_daily_value(amount: float | None, *, grams: float | None, daily_value: float) -> float | None:
    """Per cent of the Daily Value in so many grams; None where the amount per 100 g or the grams are unknown."""
    if amount is None or grams is None or grams <= 0:
        return None
    return amount / daily_value * grams


def grams_of_100_kcal(energy: float | None) -> float | None:
    """The grams that hold 100 kcal; None where the energy is unknown, or so low that nobody eats that much."""
    if energy is None or energy < LEAST_ENERGY_KCAL:
        return None
    return 10_000.0 / energy


def standings(
    amounts: Mapping[str, float],
    *,
    serving_g: float | None,
    daily_values: Mapping[str, float],
    assumed: frozenset[str] = frozenset(),
) -> tuple[Standing, ...]:
    """Every nutrient with a Daily Value, in the order given. amounts: per 100 g by nutrient key; absent: unknown.

    serving_g: the reference serving (RACC); None where there is none. assumed: keys whose zero the source assumes.
    """
    dense_g = grams_of_100_kcal(amounts.get(ENERGY))
    found: list[Standing] = []
    for key, daily_value in daily_values.items():
        amount = amounts.get(key)
        measured = None if key in assumed else amount
        served = pct_of_daily_value(measured, grams=serving_g, daily_value=daily_value)
        dense = pct_of_daily_value(measured, grams=dense_g, daily_value=daily_value)
        found.append(
            Standing(
                nutrient=key,
                daily_value=daily_value,
                per_100_g=amount,
                pct_per_serving=served,
                serving=level_of(served),
                pct_per_100_kcal=dense,
                density=level_of(dense),
                estimated=amount is not None and key in assumed,
            )
        )
    return tuple(found)


def levels(
    amounts: Mapping[str, float],
    *,
    serving_g: float | None,
    daily_values: Mapping[str, float],
    assumed: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, Level, Level]]:
    """(nutrient, level per serving, level per 100 kcal) of what is known at all: `standings` for bulk."""
    dense_g = grams_of_100_kcal(amounts.get(ENERGY))
    if serving_g is None and dense_g is None:
        return
    for key, daily_value in daily_values.items():
        amount = amounts.get(key)
        if amount is not None and key not in assumed:
            share = amount / daily_value
            served = Level.UNKNOWN if serving_g is None else level_of(share * serving_g)
            dense = Level.UNKNOWN if dense_g is None else level_of(share * dense_g)
            yield key, served, dense


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def diet_answer(left_out: frozenset[str], *, present: frozenset[str], undecided: frozenset[str]) -> Answer:
    """Whether a food suits a diet that leaves these tags out. One tag present: no. One undecided: unknown, and it is
    not offered to whoever keeps the diet."""
    if left_out & present:
        return Answer.NO
    return Answer.UNKNOWN if left_out & undecided else Answer.YES
