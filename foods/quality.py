"""What looks wrong in the foods? Named checks over the stored data; each finding says which food and why.

A finding is a question to a curator, not a proof: an error of the source that is certain belongs into
fixtures/sources/sr28_patches.csv with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from foods.models import Food, FoodState, NutrientAmount, Portion

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


ON_AMOUNTS: Mapping[str, Callable[[Amounts], Iterator[str]]] = {
    "energy_against_macros": energy_against_macros,
    "parts_within_whole": parts_within_whole,
}


def findings() -> list[Finding]:
    """Every finding of every check, by check and NDB number; 4 queries."""
    foods = {food.pk: food for food in Food.objects.filter(state=FoodState.PUBLISHED).only("ndb_no", "name")}
    found = [
        _finding(check, foods[food_id], detail)
        for food_id, amounts in _amounts(foods).items()
        for check, judge in ON_AMOUNTS.items()
        for detail in judge(amounts)
    ]
    found += [_finding("without_portion", foods[pk], "has no household measure") for pk in _without_portion()]
    found += [
        _finding("heavy_portion", foods[row.food_id], f"{row} is more than a portion")
        for row in Portion.objects.filter(grams__gt=HEAVIEST_PORTION_G, doubt="", food__state=FoodState.PUBLISHED)
    ]
    return sorted(found, key=lambda finding: (finding.check, finding.ndb_no))


def _amounts(food_ids: Iterable[int]) -> Mapping[int, dict[str, float]]:
    wanted = {*KCAL_PER_G, "energy_kcal", "fibre_g"}.union(*((*parts, whole) for parts, whole in WHOLES))
    kept = set(food_ids)
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    rows = NutrientAmount.objects.filter(nutrient__in=wanted).values_list("food_id", "nutrient", "amount")
    for food_id, key, amount in rows.iterator(chunk_size=20_000):
        if food_id in kept:
            amounts[food_id][key] = amount
    return amounts


def _without_portion() -> list[int]:
    portions = Portion.objects.filter(food=OuterRef("pk"))
    return list(Food.objects.filter(~Exists(portions), state=FoodState.PUBLISHED).values_list("pk", flat=True))


def _finding(check: str, food: Food, detail: str) -> Finding:
    return Finding(check, food.pk, food.ndb_no, food.name, detail)
