"""In which nutrients is a food high, good or low? Worked out from amounts, serving and Daily Values, and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from foods.importers import bulk
from foods.models import Food, NutrientAmount, NutrientLevel, Origin
from nutriplan.domain import labelling
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.domain.labelling import Level, Standing
from nutriplan.domain.nutrients import KEYS
from nutriplan.knowledge import references

COLUMNS = ("food", "nutrient", "per_racc", "per_100kcal")
Row = tuple[int, str, str, str]
_KEPT: Mapping[Level, str] = {level: "" if level is Level.UNKNOWN else level.value for level in Level}
#: So many foods at a time: a list of numbers in a query may not be endless.
CHUNK = 2_000


@cache
def daily_values() -> Mapping[str, float]:
    """The US Daily Value of every nutrient that has one and is counted, in the order of the vocabulary."""
    faults: list[str] = []
    tables = references.read(faults)
    if faults:
        raise KnowledgeFaults(faults)
    found = {key: tables.daily_value(key) for key in KEYS}
    return MappingProxyType({key: amount for key, amount in found.items() if amount is not None})


def standings(food: Food) -> tuple[Standing, ...]:
    """Every nutrient with a Daily Value, with the numbers behind its level. One query, none where amounts are
    prefetched."""
    rows = list(food.amounts.all())
    return labelling.standings(
        {row.nutrient: row.amount for row in rows},
        serving_g=food.racc_g,
        daily_values=daily_values(),
        assumed=frozenset(row.nutrient for row in rows if row.origin == Origin.ASSUMED_ZERO),
    )


def rows_of(
    food_id: int, amounts: Mapping[str, float], *, serving_g: float | None, assumed: frozenset[str] = frozenset()
) -> Iterator[Row]:
    """The rows to keep of one food; a nutrient that is unknown on both bases has none."""
    for key, served, dense in labelling.levels(
        amounts, serving_g=serving_g, daily_values=daily_values(), assumed=assumed
    ):
        yield food_id, key, _KEPT[served], _KEPT[dense]


def recompute(food_ids: Iterable[int]) -> None:
    """Work the levels of these foods out again: an amount, the reference serving or an override changed.

    Call it inside a transaction.
    """
    ids = sorted(set(food_ids))
    for start in range(0, len(ids), CHUNK):
        _recompute(ids[start : start + CHUNK])


def _recompute(wanted: list[int]) -> None:
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    assumed: dict[int, set[str]] = defaultdict(set)
    for food_id, key, amount, origin in NutrientAmount.objects.filter(food__in=wanted).values_list(
        "food_id", "nutrient", "amount", "origin"
    ):
        amounts[food_id][key] = amount
        if origin == Origin.ASSUMED_ZERO:
            assumed[food_id].add(key)
    bulk.delete(NutrientLevel.objects.filter(food__in=wanted))
    bulk.insert(
        NutrientLevel,
        COLUMNS,
        (
            row
            for food_id, serving_g in Food.objects.filter(pk__in=wanted).values_list("pk", "racc_g")
            for row in rows_of(food_id, amounts[food_id], serving_g=serving_g, assumed=frozenset(assumed[food_id]))
        ),
    )
