"""Between which amounts must every day stay, where a rule keeps something steady?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from nutriplan.domain.composition import sum_of
from nutriplan.domain.findings import Findings, Steady
from nutriplan.domain.food_kinds import Portion, soya_protein_g
from nutriplan.domain.person import Person
from nutriplan.domain.targets import Target

#: Sodium has a maximum and no aim: where a rule keeps it steady, it is held at this share of the maximum.
SHARE_OF_MAXIMUM = 0.8
#: Soya is followed by its protein. A portion (a glass of soya drink, 80 g of tofu) holds about 7 g.
SOYA = "soy"
SOYA_PORTION_G_PROTEIN = 7.0
#: A day may always stray by so much from the level: half a portion of soya; a quarter of a cup of coffee, in mg of
#: caffeine. Below that no helping could be given at all.
LEAST_BAND: Mapping[str, float] = MappingProxyType({SOYA: SOYA_PORTION_G_PROTEIN / 2, "caffeine_mg": 25.0})
#: Fluid is drunk from the tap as well, so what a plan of dishes brings of it says nothing; it is said in words.
NOT_IN_DISHES = frozenset({"water_g"})


def tracked(steady: Steady) -> str:
    """What is followed: a nutrient key, or a food tag where no nutrient counts it."""
    return steady.key or steady.tag


def levels_of(person: Person, targets: Mapping[str, Target], findings: Findings) -> dict[str, float]:
    """What each keep-steady rule holds every day to, by what it follows: the person's usual amount where they told it,
    else their aim. What nobody needs (soya, caffeine) is held to none: the plan adds nothing to what the person has of
    it anyway. A nutrient without an aim uses the middle of its recommended range; one without either is held to none.
    """
    found = ((tracked(steady), _level(steady, person, targets)) for steady in findings.steady)
    return {what: level for what, level in found if level is not None and what not in NOT_IN_DISHES}


def _level(steady: Steady, person: Person, targets: Mapping[str, Target]) -> float | None:
    what = tracked(steady)
    if what == SOYA:
        return person.usual_soya_portions * SOYA_PORTION_G_PROTEIN
    if what == "caffeine_mg":
        return 0.0
    if what == "vitamin_k_ug" and person.usual_vitamin_k_ug:
        return person.usual_vitamin_k_ug
    target = targets.get(what)
    return None if target is None else _level_of(target)


def _level_of(target: Target) -> float | None:
    if target.min and target.max and target.basis == "AMDR":
        return (target.min + target.max) / 2
    if target.aim:
        return target.aim
    return target.max * SHARE_OF_MAXIMUM if target.max and target.basis == "CDRR" else None


def band(steady: Steady, level: float) -> tuple[float, float]:
    """The least and the most of a day."""
    stray = max(steady.tolerance_pct / 100 * level, LEAST_BAND.get(tracked(steady), 0.0))
    return max(0.0, level - stray), level + stray


def amounts(what: str, portions: Iterable[Portion]) -> tuple[float, float]:
    """What these portions bring of it: as known, and the upper estimate."""
    portions = list(portions)
    if what == SOYA:
        protein = soya_protein_g(portions)
        return protein, protein
    total = sum_of(portions, (what,))[what]
    return total.known, total.upper
