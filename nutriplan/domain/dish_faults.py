"""What about a dish cannot be? Its ingredients held against what its writer says, and against what people eat.

The ranges are settings of this product, wide enough for anything one person eats as one serving at a normal table:
a fault is a slip (grams of the whole recipe counted once, a cup taken for a spoon), not a judgement of taste.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nutriplan.domain.diet import DIETS
from nutriplan.domain.kitchen import FREE_OF, LESS_OF, Scaling
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Role, Serving, Swap

_MEALS = frozenset({SlotName.BREAKFAST, SlotName.LUNCH, SlotName.DINNER})


@dataclass(frozen=True, slots=True)
class Plausible:
    """Of one serving: energy in kcal and grams, least and most."""

    kcal: tuple[float, float]
    grams: tuple[float, float]


#: A main meal is an eighth to a half of a day of 2,000 kcal, and fits on one plate or in two bowls. A snack is up to a
#: fifth of that day; a side comes with something else, and water has no energy.
MEAL = Plausible((250.0, 1000.0), (150.0, 750.0))
SNACK = Plausible((60.0, 400.0), (25.0, 400.0))
SIDE = Plausible((0.0, 300.0), (20.0, 400.0))
#: The most one serving may hold, counting an upper estimate of what nobody measured. Sodium: half of 2,300 mg, the
#: level above which adults should cut down (NASEM 2019). Protein, fat, carbohydrate: the most that meals of 1,000 kcal
#: hold within the acceptable ranges (35, 35 and 65 % of energy), and some more.
MOST: Mapping[str, float] = MappingProxyType(
    {"protein_g": 90.0, "fat_g": 45.0, "carbohydrate_g": 165.0, "sodium_mg": 1150.0}
)
#: Energy from 4, 9, 4 and 7 kcal a gram against the energy stated: fibre and organic acids give less, so a quarter off
#: is still right. Below 30 kcal nothing can be said.
_ATWATER: Mapping[str, float] = MappingProxyType(
    {"protein_g": 4.0, "fat_g": 9.0, "carbohydrate_g": 4.0, "alcohol_g": 7.0}
)
_ATWATER_TOLERANCE, _ATWATER_FROM_KCAL = 0.25, 30.0

_FLESH = ("meat", "fish", "crustacean", "mollusc")
_COOKED_RICE = re.compile(r"^(wild )?rice, .*cooked", re.IGNORECASE)
#: Days in the fridge after the day of cooking. Rice: a day (UK Food Standards Agency: within 24 hours). Meat and fish:
#: two days (the USDA says 3 to 4; shorter for those who must not fall ill). What is moist: 4 days (USDA).
RICE_DAYS, FLESH_DAYS, MOIST_DAYS = 1, 2, 4
#: From so much water in 100 g on a dish is moist; biscuits, bars and toasted seeds hold less.
_MOIST_G = 40.0


def faults(serving: Serving, *, declared: str) -> Iterator[str]:
    """Every contradiction, in plain words. declared: the diet its writer says it suits."""
    yield from _declared(serving, declared)
    yield from _kept(serving)
    yield from _amounts(serving)
    for part in serving.parts:
        for swap in part.swaps:
            yield from _swap(part, swap)
    yield from _half_swapped(serving)


def _declared(serving: Serving, declared: str) -> Iterator[str]:
    for part in serving.parts:
        for tag in sorted(DIETS[declared]):
            if tag in part.food.tags:
                yield f"declared {declared}, but {part.food.name} carries {tag}"
            elif tag in part.food.undecided_tags:
                yield f"declared {declared}, but {part.food.name} may carry {tag}"


def _kept(serving: Serving) -> Iterator[str]:
    most, why = longest_kept(serving)
    if serving.keeps_days > most:
        yield f"keeps_days {serving.keeps_days} is more than {most}, because {why}"
    if serving.scaling is Scaling.BATCH and serving.keeps_days == 0:
        yield "scaling is batch, so the rest is eaten later, but keeps_days is 0"
    if serving.active_minutes > serving.minutes:
        yield f"active_minutes {serving.active_minutes} is more than minutes {serving.minutes}"


def longest_kept(serving: Serving) -> tuple[int, str]:
    """How many days what is in it may be kept, and because of what."""
    rice = next((part.food.name for part in serving.parts if _COOKED_RICE.match(part.food.name)), None)
    if rice:
        return RICE_DAYS, f"{rice} is in it"
    flesh = next((part.food.name for part in serving.parts if part.may_carry_any(_FLESH)), None)
    if flesh:
        return FLESH_DAYS, f"{flesh} is in it"
    water = serving.sums(("water_g",))["water_g"].upper
    if water > _MOIST_G / 100 * serving.grams:
        return MOIST_DAYS, "it is moist"
    return 14, "nothing keeps longer"


def range_of(serving: Serving) -> Plausible:
    if serving.role is Role.SIDE:
        return SIDE
    return MEAL if serving.slots & _MEALS else SNACK


def _amounts(serving: Serving) -> Iterator[str]:
    plausible = range_of(serving)
    sums = serving.sums(("energy_kcal", *_ATWATER, *MOST))
    energy = sums["energy_kcal"].known
    for what, amount, (least, most), unit in (
        ("energy", energy, plausible.kcal, "kcal"),
        ("weight", serving.grams, plausible.grams, "g"),
    ):
        if not least <= amount <= most:
            yield f"{what} of a serving is {amount:.0f} {unit}; plausible is {least:.0f} to {most:.0f}"
    for key, most in MOST.items():
        if sums[key].upper > most:
            yield f"{key} of a serving may be {sums[key].upper:.0f}; plausible is at most {most:.0f}"
    worked_out = sum(sums[key].known * each for key, each in _ATWATER.items())
    if energy >= _ATWATER_FROM_KCAL and abs(worked_out / energy - 1) > _ATWATER_TOLERANCE:
        yield f"energy is {energy:.0f} kcal, but protein, fat and carbohydrate give {worked_out:.0f}"


def _swap(part: Part, swap: Swap) -> Iterator[str]:
    """A stand-in must be what it says, and the ingredient must not be it already."""
    for_whom, other = swap.for_whom, swap.part
    for tag in sorted(FREE_OF.get(for_whom, ())):
        if other.food.may_carry(tag):
            carries = "carries" if tag in other.food.tags else "may carry"
            yield f"swap {for_whom} for {part.food.name}: {other.food.name} {carries} {tag}"
    if for_whom in FREE_OF and not part.may_carry_any(FREE_OF[for_whom]):
        yield f"swap {for_whom} for {part.food.name}: it is {for_whom} already"
    if for_whom in LESS_OF:
        yield from _less(part, swap, LESS_OF[for_whom])


def _half_swapped(serving: Serving) -> Iterator[str]:
    """With all its stand-ins a dish is what they promise; one that stays what it was helps nobody."""
    promised = {swap.for_whom for part in serving.parts for swap in part.swaps if swap.for_whom in FREE_OF}
    for for_whom in sorted(promised):
        tags = FREE_OF[for_whom]
        for part in serving.parts:
            if part.may_carry_any(tags) and part.stand_in(tags) is None:
                yield f"swap {for_whom} leaves {part.food.name}, which may carry {' or '.join(sorted(tags))}"


def _less(part: Part, swap: Swap, key: str) -> Iterator[str]:
    now, then = (_amount(one, key) for one in (part, swap.part))
    if now is None or then is None or then >= now:
        told = ", ".join("not known" if one is None else f"{one:.0f}" for one in (then, now))
        yield f"swap {swap.for_whom} for {part.food.name}: {swap.part.food.name} does not bring less {key} ({told})"


def _amount(part: Part, key: str) -> float | None:
    per_100_g = part.food.amounts.get(key)
    return None if per_100_g is None else per_100_g * part.grams / 100
