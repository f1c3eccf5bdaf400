"""How many grams is "one portion"? A rule's limit on a food as an allowance that a plan can be held to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from nutriplan.domain.findings import Allowance
from nutriplan.domain.rules import LimitFood, Period
from nutriplan.domain.tokens import by_age

#: Grams as eaten of one measure. Guidelines speak of portions without weighing them, so these are settings of this
#: product, chosen small: a plan held to them never exceeds what the guideline meant. A cup is a European tea cup (a
#: US cup is 240 g). A fish serving is 4 oz (113 g) weighed raw, which leaves 3 oz (85 g) on the plate. A portion is
#: the 80 g of one portion of vegetables; a small portion a small handful of nuts or a piece of cheese or chocolate.
PORTION_GRAMS: Mapping[str, float] = MappingProxyType(
    {
        "g": 1.0,
        "cup": 200.0,
        "glass": 200.0,
        "portion": 80.0,
        "small portion": 30.0,
        "fish serving": 85.0,
    }
)

#: Tags whose usual foods come in portions smaller than 80 g: nuts and hard cheese 30 g, processed cheese and cold
#: cuts 30 g.
DENSE_PORTION_GRAMS: Mapping[str, float] = MappingProxyType(
    {
        "high_oxalate": 30.0,
        "high_phosphorus": 30.0,
        "phosphate_additive": 30.0,
    }
)

#: Units that a food table counts: unit -> (nutrient key, amount of one unit). A drink is the WHO's 10 g of pure
#: alcohol, less than the US drink of 14 g.
MEASURED_UNITS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "mg_caffeine": ("caffeine_mg", 1.0),
        "g_lactose": ("lactose_g", 1.0),
        "drink": ("alcohol_g", 10.0),
    }
)

UNITS: frozenset[str] = frozenset(PORTION_GRAMS) | frozenset(MEASURED_UNITS)


def measure_of(limit: LimitFood, bands: Iterable[str]) -> tuple[str, float]:
    """What the limit counts ("grams" or a nutrient key) and how much of it one period may hold at this age."""
    amount = by_age(limit.max_by_age, bands, limit.max_amount)
    if limit.unit in MEASURED_UNITS:
        key, each = MEASURED_UNITS[limit.unit]
        return key, amount * each
    grams = PORTION_GRAMS[limit.unit]
    if limit.unit == "portion":
        grams = DENSE_PORTION_GRAMS.get(limit.tag, grams)
    return "grams", amount * grams


def allowances_of(
    rule_id: str, limits: Iterable[LimitFood], bands: frozenset[str], tokens: frozenset[str]
) -> tuple[list[Allowance], frozenset[str]]:
    """The limits of one rule as allowances, and the tags whose limit is nothing at all. Limits around a dose are
    windows and are left to `timing`."""
    planned = [
        limit
        for limit in limits
        if limit.period is not Period.DOSE_WINDOW and (not limit.only_if or limit.only_if in tokens)
    ]
    out = frozenset(limit.tag for limit in planned if measure_of(limit, bands)[1] <= 0)
    allowances: list[Allowance] = []
    placed: set[str] = set(out)
    for limit in planned:
        if limit.tag in placed:
            continue
        shared = [other for other in planned if other is limit or other.tag in limit.alternative_to]
        amounts = {other.tag: measure_of(other, bands)[1] for other in shared if other.tag not in placed}
        placed |= set(amounts)
        allowances.append(Allowance(rule_id, measure_of(limit, bands)[0], amounts, limit.period))
    return allowances, out


def lowest(allowances: Iterable[Allowance]) -> tuple[Allowance, ...]:
    """Where several rules limit the same foods over the same time, the lowest limit of each tag stands."""
    best: dict[tuple[str, frozenset[str], Period], Allowance] = {}
    for allowance in allowances:
        place = (allowance.measure, frozenset(allowance.limits), allowance.period)
        other = best.get(place)
        if other is None or _fills_faster(allowance, other):
            best[place] = allowance
        elif not _fills_faster(other, allowance):
            limits = {tag: min(amount, other.limits[tag]) for tag, amount in allowance.limits.items()}
            best[place] = Allowance(other.rule_id, other.measure, limits, other.period)
    return tuple(best.values())


def _fills_faster(allowance: Allowance, other: Allowance) -> bool:
    return all(amount <= other.limits[tag] for tag, amount in allowance.limits.items())
