"""What looks wrong in the foods? Named checks over the stored data; each finding says which food and why.

A finding is a question to a curator, not a proof: an error of the source that is certain belongs into
fixtures/sources/sr28_patches.csv with its reason.
"""

from __future__ import annotations

import math
import statistics
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from foods.models import Food, FoodState, NutrientAmount, Portion
from nutriplan.domain.nutrients import NUTRIENTS, display

Amounts = Mapping[str, float]
#: General factors, kcal per g (Atwater). Fibre gives from nothing to as much as other carbohydrate: energy has a range.
KCAL_PER_G = {"protein_g": 4.0, "fat_g": 9.0, "carbohydrate_g": 4.0, "alcohol_g": 7.0}
#: Specific factors and labels differ from the general ones by up to a quarter; small energies by rounding.
ENERGY_SHARE, ENERGY_SLACK_KCAL = 0.25, 30.0
#: What is printed is rounded, and analysed apart from its parts.
PART_SHARE, PART_SLACK_G = 0.05, 0.5
#: parts -> the whole they cannot exceed.
WHOLES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("saturated_fat_g", "monounsaturated_fat_g", "polyunsaturated_fat_g"), "fat_g"),
    (("sugars_g",), "carbohydrate_g"),
    (("fibre_g",), "carbohydrate_g"),
    (("lactose_g",), "sugars_g"),
    (("epa_g", "dha_g", "linoleic_acid_g", "alpha_linolenic_acid_g"), "polyunsaturated_fat_g"),
    (("retinol_ug",), "vitamin_a_ug"),
    (("protein_g", "fat_g", "carbohydrate_g", "alcohol_g", "water_g", "ash_g"), "100 g"),
)
#: What ash is made of, in mg. Ash is weighed apart from them and printed with one decimal.
ASH_PARTS = tuple(key for key, nutrient in NUTRIENTS.items() if nutrient.group == "mineral" and key.endswith("_mg"))
ASH_SHARE, ASH_SLACK_MG = 0.25, 300.0
#: Every cell that makes protein brings both; less than 1 mg a gram is g entered for mg, or nobody measured it.
#: Too low is the more dangerous side: where potassium or phosphorus is limited, it would be taken for safe.
WITH_PROTEIN, LEAST_MG_PER_G, LEAST_PROTEIN_G = ("potassium_mg", "phosphorus_mg"), 1.0, 10.0
#: A thousand times the middle of its group is mg for µg or g for mg; groups are wide, so a third of it is asked about.
#: Sodium is left out: the middle of fruit is 1 mg, and olives are salted.
UNIT_TIMES = 300.0
UNIT_KEYS = tuple(key for key in ASH_PARTS if key != "sodium_mg")
#: On a log scale: so many interquartile ranges above the upper quartile of its group. Fewer foods are no measure.
OUTLIER_RANGES, LEAST_RANGE, FEW_FOODS = 4.0, 0.5, 20
OUTLIER_KEYS = ("magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug", "sodium_mg", "iron_mg")
#: One household measure of a food that is eaten at a sitting; more is a carcass, a loaf or a package.
HEAVIEST_PORTION_G = 1000.0
#: Foods that are looked at together, and held in memory.
FOODS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    food_id: int
    ndb_no: str
    name: str
    detail: str


def energy_against_macros(amounts: Amounts) -> Iterator[str]:
    """The energy that protein, fat, carbohydrate and alcohol give, against the energy as stated."""
    if any(key not in amounts for key in ("energy_kcal", "protein_g", "fat_g", "carbohydrate_g")):
        return
    most = sum(factor * amounts.get(key, 0.0) for key, factor in KCAL_PER_G.items())
    least = most - KCAL_PER_G["carbohydrate_g"] * min(amounts.get("fibre_g", 0.0), amounts["carbohydrate_g"])
    low, high = least * (1 - ENERGY_SHARE) - ENERGY_SLACK_KCAL, most * (1 + ENERGY_SHARE) + ENERGY_SLACK_KCAL
    if not low <= amounts["energy_kcal"] <= high:
        yield f"{amounts['energy_kcal']:.0f} kcal stated, {least:.0f} to {most:.0f} kcal from its macronutrients"


def parts_within_whole(amounts: Amounts) -> Iterator[str]:
    """Parts together are no more than their whole. Unknown parts count as nothing; an unknown whole is not judged."""
    for parts, whole in WHOLES:
        limit = 100.0 if whole == "100 g" else amounts.get(whole)
        total = sum(amounts.get(part, 0.0) for part in parts)
        if limit is not None and total > limit * (1 + PART_SHARE) + PART_SLACK_G:
            yield f"{' + '.join(parts)} = {total:.1f}, more than {whole} ({limit:.1f})"


def minerals_above_ash(amounts: Amounts) -> Iterator[str]:
    """Ash is the minerals and what they are bound to, so the minerals together weigh no more than it."""
    if "ash_g" not in amounts:
        return
    total, ash_mg = sum(amounts.get(key, 0.0) for key in ASH_PARTS), amounts["ash_g"] * 1000
    if total > ash_mg * (1 + ASH_SHARE) + ASH_SLACK_MG:
        yield f"minerals together {total:,.0f} mg, more than the ash ({ash_mg:,.0f} mg)"


def minerals_below_protein(amounts: Amounts) -> Iterator[str]:
    """Protein does not come without potassium and phosphorus, unless somebody took them out."""
    protein = amounts.get("protein_g", 0.0)
    for key in WITH_PROTEIN:
        if protein >= LEAST_PROTEIN_G and amounts.get(key, math.inf) < LEAST_MG_PER_G * protein:
            yield f"{NUTRIENTS[key].label} {display(key, amounts[key])} with {protein:g} g of protein"


ON_AMOUNTS: Mapping[str, Callable[[Amounts], Iterator[str]]] = {
    "energy_against_macros": energy_against_macros,
    "parts_within_whole": parts_within_whole,
    "minerals_above_ash": minerals_above_ash,
    "minerals_below_protein": minerals_below_protein,
}


@dataclass(frozen=True, slots=True)
class Check:
    """What a check is called, and what to do about its findings."""

    title: str
    advice: str


CHECKS: Mapping[str, Check] = {
    "mineral_unit": Check(
        "Mineral in the wrong unit",
        "Hundreds of times what its group holds: mg entered for µg, or g for mg. Look at the source, then override.",
    ),
    "minerals_above_ash": Check(
        "Minerals weigh more than the ash",
        "One of the minerals, or the ash, is wrong. Compare with a similar food.",
    ),
    "minerals_below_protein": Check(
        "Too little potassium or phosphorus for its protein",
        "Taken for safe where they are limited. Right for gelatin and egg white powder; else look at the source.",
    ),
    "energy_against_macros": Check(
        "Energy against macronutrients and alcohol",
        "The energy as stated cannot come from the protein, fat, carbohydrate and alcohol as stated.",
    ),
    "parts_within_whole": Check(
        "Parts larger than their whole",
        "Sugars above carbohydrate, fatty acids above fat, more than 100 g in 100 g ...",
    ),
    "group_outlier": Check(
        "Outlier for its group", "Far above what its group holds. Often right (salt, liver, added minerals): look once."
    ),
    "without_portion": Check(
        "No household measure with a weight", "Nobody can say how much a cup or a piece of it weighs. Add a portion."
    ),
    "heavy_portion": Check(
        "Portion too heavy to be eaten", "A whole carcass, loaf or package. Say so in the doubt of the portion."
    ),
}


class Spread(NamedTuple):
    """What a group holds of a nutrient. middle: by which a wrong unit is told; most: above it a food stands apart from
    the usual. Infinite where that is not asked of the nutrient."""

    middle: float
    usual: float
    most: float


Spreads = Mapping[tuple[int, str], Spread]


class Gathered:
    """(group, nutrient) -> amounts above zero with their foods, as plain numbers: there are millions of them."""

    def __init__(self) -> None:
        self._foods: dict[tuple[int, str], array[int]] = defaultdict(lambda: array("q"))
        self._amounts: dict[tuple[int, str], array[float]] = defaultdict(lambda: array("d"))

    def add(self, food: Food, known: Amounts) -> None:
        for key in known.keys() & _COMPARED:
            if known[key] > 0:
                self._foods[food.group_id, key].append(food.pk)
                self._amounts[food.group_id, key].append(known[key])

    def spreads(self) -> Spreads:
        """Of the groups in which enough foods say so to speak of a middle."""
        return {at: _spread(at[1], amounts) for at, amounts in self._amounts.items() if len(amounts) >= FEW_FOODS}

    def apart(self, spreads: Spreads) -> Iterator[tuple[int, str, str]]:
        """(food, check, detail) of what stands apart from its group."""
        for at, spread in spreads.items():
            lowest = min(UNIT_TIMES * spread.middle, spread.most)
            for pk, amount in zip(self._foods[at], self._amounts[at], strict=True):
                if amount > lowest:
                    yield from ((pk, check, detail) for check, detail in against_group(at[1], amount, spread))


def _spread(key: str, amounts: Sequence[float]) -> Spread:
    middle = statistics.median(amounts) if key in UNIT_KEYS else math.inf
    if key not in OUTLIER_KEYS:
        return Spread(middle, math.inf, math.inf)
    low, usual, high = statistics.quantiles(map(math.log, amounts), n=4)
    return Spread(middle, math.exp(usual), math.exp(high + OUTLIER_RANGES * max(high - low, LEAST_RANGE)))


def against_group(key: str, amount: float, spread: Spread) -> Iterator[tuple[str, str]]:
    """(check, detail) where the amount stands apart from what its group holds."""
    told = f"{NUTRIENTS[key].label} {display(key, amount)}; the middle of its group is"
    if amount > UNIT_TIMES * spread.middle:
        yield "mineral_unit", f"{told} {spread.middle:.3g} mg"
    if amount > spread.most:
        yield "group_outlier", f"{told} {display(key, spread.usual)}"


def findings() -> list[Finding]:
    """Every finding of every check over the foods in use, drafts too, by check and NDB number."""
    gathered = Gathered()
    found = [finding for part in by_parts(gathered) for finding in part]
    found += beside_their_group(gathered, gathered.spreads())
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: (finding.check, finding.ndb_no, finding.detail))


def by_parts(gathered: Gathered) -> Iterator[list[Finding]]:
    """What each food shows by itself, some thousand foods at a time; what groups hold is gathered on the way."""
    last = 0
    while foods := list(_in_use().filter(pk__gt=last).order_by("pk")[:FOODS_AT_ONCE]):
        last = foods[-1].pk
        amounts, portions = _amounts(foods), _portions(foods)
        for food in foods:
            gathered.add(food, amounts[food.pk])
        yield [finding for food in foods for finding in _by_itself(food, amounts[food.pk], portions.get(food.pk, ()))]


def beside_their_group(gathered: Gathered, spreads: Spreads) -> list[Finding]:
    apart = list(gathered.apart(spreads))
    foods = {food.pk: food for food in _in_use().filter(pk__any_of=[pk for pk, _, _ in apart])}
    return [_finding(check, foods[pk], detail) for pk, check, detail in apart if pk in foods]


def findings_of(food_ids: Iterable[int], spreads: Callable[[Iterable[int]], Spreads]) -> list[Finding]:
    """The findings of these foods. spreads: of groups, by their ids."""
    foods = list(_in_use().filter(pk__any_of=sorted(food_ids)))
    known = spreads({food.group_id for food in foods})
    amounts, portions = _amounts(foods), _portions(foods)
    found: list[Finding] = []
    for food in foods:
        found += _by_itself(food, amounts[food.pk], portions.get(food.pk, ()))
        for key, amount in amounts[food.pk].items():
            spread = known.get((food.group_id, key))
            if spread is not None:
                found += (_finding(check, food, detail) for check, detail in against_group(key, amount, spread))
    return in_order(found)


def _by_itself(food: Food, known: Amounts, portions: Sequence[Portion]) -> Iterator[Finding]:
    for check, judge in ON_AMOUNTS.items():
        for detail in judge(known):
            yield _finding(check, food, detail)
    if not portions:
        yield _finding("without_portion", food, "has no household measure")
    for row in portions:
        if row.grams > HEAVIEST_PORTION_G and not row.doubt:
            yield _finding("heavy_portion", food, f"{row} is more than a portion")


def _in_use() -> QuerySet[Food]:
    return Food.objects.exclude(state=FoodState.RETIRED).only("ndb_no", "name", "group_id")


_COMPARED = frozenset((*UNIT_KEYS, *OUTLIER_KEYS))
_LOOKED_AT = sorted(
    _COMPARED.union(KCAL_PER_G, ("energy_kcal", "fibre_g"), ASH_PARTS, *((*parts, whole) for parts, whole in WHOLES))
)


def _amounts(foods: Sequence[Food]) -> Mapping[int, dict[str, float]]:
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    rows = NutrientAmount.objects.filter(food__pk__any_of=[food.pk for food in foods], nutrient__in=_LOOKED_AT)
    for food_id, key, amount in rows.order_by().values_list("food_id", "nutrient", "amount"):
        amounts[food_id][key] = amount
    return amounts


def _portions(foods: Sequence[Food]) -> Mapping[int, list[Portion]]:
    portions: dict[int, list[Portion]] = defaultdict(list)
    for row in Portion.objects.filter(food__pk__any_of=[food.pk for food in foods]):
        portions[row.food_id].append(row)
    return portions


def _finding(check: str, food: Food, detail: str) -> Finding:
    return Finding(check, food.pk, food.ndb_no, food.name, detail)
