"""What looks wrong in the foods? Named checks over the stored data; each finding says which food and why.

A finding is a question to a curator, not a proof: an error of the source that is certain belongs into
fixtures/sources/sr28_patches.csv with its reason.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet

from foods import selectors
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


def findings() -> list[Finding]:
    """Every finding of every check over the foods in use, drafts too, by check and NDB number; 4 queries."""
    foods = {food.pk: food for food in _in_use().only("ndb_no", "name", "group_id")}
    amounts = _amounts(foods)
    found = [
        _finding(check, foods[food_id], detail)
        for food_id, known in amounts.items()
        for check, judge in ON_AMOUNTS.items()
        for detail in judge(known)
    ]
    by_group = _by_group(foods, amounts)
    found += [_finding("mineral_unit", foods[pk], detail) for pk, detail in _mineral_units(by_group)]
    found += [_finding("group_outlier", foods[pk], detail) for pk, detail in _outliers(by_group)]
    found += [_finding("without_portion", foods[pk], "has no household measure") for pk in _without_portion()]
    found += [
        _finding("heavy_portion", foods[row.food_id], f"{row} is more than a portion")
        for row in Portion.objects.filter(grams__gt=HEAVIEST_PORTION_G, doubt="", food__in=_in_use())
    ]
    return sorted(found, key=lambda finding: (finding.check, finding.ndb_no))


def report() -> Mapping[str, tuple[Finding, ...]]:
    """Check -> its findings; also those that find nothing. Worked out once for a state of the data."""
    return _report(selectors.data_version())


@lru_cache(maxsize=2)
def _report(_version: str) -> Mapping[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {check: [] for check in CHECKS}
    for finding in findings():
        found[finding.check].append(finding)
    return {check: tuple(rows) for check, rows in found.items()}


def _in_use() -> QuerySet[Food]:
    return Food.objects.exclude(state=FoodState.RETIRED)


_Grouped = Mapping[tuple[int, str], list[tuple[int, float]]]


def _by_group(foods: Mapping[int, Food], amounts: Mapping[int, Amounts]) -> _Grouped:
    """(group, nutrient) -> (food, amount above zero), where enough foods say so to speak of a middle."""
    asked = {*UNIT_KEYS, *OUTLIER_KEYS}
    grouped: dict[tuple[int, str], list[tuple[int, float]]] = defaultdict(list)
    for food_id, known in amounts.items():
        for key in asked & known.keys():
            if known[key] > 0:
                grouped[foods[food_id].group_id, key].append((food_id, known[key]))
    return {key: rows for key, rows in grouped.items() if len(rows) >= FEW_FOODS}


def _mineral_units(by_group: _Grouped) -> Iterator[tuple[int, str]]:
    for (_group, key), rows in by_group.items():
        middle = statistics.median(amount for _pk, amount in rows) if key in UNIT_KEYS else math.inf
        for pk, amount in rows:
            if amount > UNIT_TIMES * middle:
                yield pk, f"{NUTRIENTS[key].label} {display(key, amount)}; the middle of its group is {middle:.3g} mg"


def _outliers(by_group: _Grouped) -> Iterator[tuple[int, str]]:
    for (_group, key), rows in by_group.items():
        if key not in OUTLIER_KEYS:
            continue
        low, middle, high = statistics.quantiles((math.log(amount) for _pk, amount in rows), n=4)
        most = math.exp(high + OUTLIER_RANGES * max(high - low, LEAST_RANGE))
        for pk, amount in rows:
            if amount > most:
                usual = display(key, math.exp(middle))
                yield pk, f"{NUTRIENTS[key].label} {display(key, amount)}; the middle of its group is {usual}"


def _amounts(food_ids: Iterable[int]) -> Mapping[int, dict[str, float]]:
    wanted = {*KCAL_PER_G, "energy_kcal", "fibre_g", *ASH_PARTS, *OUTLIER_KEYS}.union(
        *((*parts, whole) for parts, whole in WHOLES)
    )
    kept = set(food_ids)
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    rows = NutrientAmount.objects.filter(nutrient__in=wanted).values_list("food_id", "nutrient", "amount")
    for food_id, key, amount in rows.iterator(chunk_size=20_000):
        if food_id in kept:
            amounts[food_id][key] = amount
    return amounts


def _without_portion() -> list[int]:
    portions = Portion.objects.filter(food=OuterRef("pk"))
    return list(_in_use().filter(~Exists(portions)).values_list("pk", flat=True))


def _finding(check: str, food: Food, detail: str) -> Finding:
    return Finding(check, food.pk, food.ndb_no, food.name, detail)
