"""How does a table of foods get into the database? As a whole or not at all, without losing what a curator entered."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import islice

from django.db import transaction

from foods import search
from foods.importers import bulk, load_rules
from foods.importers.name_files import NO_NAMES, Names
from foods.importers.table import FoodRow, FoodTable
from foods.models import (
    Alias,
    AmountOverride,
    Correction,
    Food,
    FoodGroup,
    FoodState,
    GroupCeiling,
    NutrientAmount,
    Origin,
    Portion,
    Source,
)
from foods.reference_servings import ReferenceServing, cup_of, reference_serving

Progress = Callable[[str], None]
SR28 = {
    "key": "usda-sr28",
    "title": "USDA National Nutrient Database for Standard Reference, Release 28",
    "publisher": "US Department of Agriculture, Agricultural Research Service, Nutrient Data Laboratory",
    "version": "Release 28 (September 2015, slightly revised May 2016)",
    "licence": "public domain (work of the US government)",
    "citation": (
        "US Department of Agriculture, Agricultural Research Service, Nutrient Data Laboratory. "
        "USDA National Nutrient Database for Standard Reference, Release 28. 2015, slightly revised 2016."
    ),
}
#: With fewer measured foods a 90th percentile says little; the highest of them is the cautious reading.
FEW_FOODS = 10
_FROM_TABLE = (
    "name",
    "group",
    "source",
    "scientific_name",
    "common_name",
    "manufacturer",
    "in_survey",
    "refuse_pct",
    "refuse_description",
    "search_text",
    "plainness",
    "display_name",
    "racc_g",
    "racc_source",
)


@transaction.atomic
def load(table: FoodTable, *, progress: Progress, described: Mapping[str, str] = SR28, names: Names = NO_NAMES) -> None:
    """Write the table of the source described: foods are renewed in place (their ids stay), the rest is replaced.

    Foods that the table no longer holds are kept, unpublished. A curator's amounts stay as they are.
    """
    source, _ = Source.objects.update_or_create(key=described["key"], defaults=described)
    progress("foods")
    ids = _load_foods(table, source, names)
    _load_aliases(source, ids, names)
    progress("nutrient amounts")
    _load_amounts(table, source, ids)
    progress("household measures")
    _load_portions(table, source, ids)
    _load_corrections(table, source, ids)
    progress("group ceilings")
    _load_ceilings(table)
    progress("tags and levels")
    load_rules.load(table.foods, source, ids)


def _load_foods(table: FoodTable, source: Source, names: Names) -> Mapping[str, int]:
    FoodGroup.objects.bulk_create(
        [FoodGroup(code=code, name=name) for code, name in table.groups.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    groups = dict(FoodGroup.objects.values_list("code", "pk"))
    said = _Said(names)
    Food.objects.bulk_create(
        [_food(row, source, groups[row.group], said) for row in table.foods],
        update_conflicts=True,
        unique_fields=["ndb_no"],
        update_fields=_FROM_TABLE,
        batch_size=1000,
    )
    ids = dict(Food.objects.filter(source=source).values_list("ndb_no", "pk"))
    gone = sorted(set(ids) - {row.ndb_no for row in table.foods})
    for chunk in _chunks(gone):
        Food.objects.filter(ndb_no__in=chunk, by_hand=False).update(state=FoodState.RETIRED)
    return ids


def _chunks(items: list[str]) -> list[list[str]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, 500)), []))


class _Said:
    """Names and servings: the files' for the foods nobody touched, the curators' for the others."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.aliases: dict[str, list[str]] = defaultdict(list)
        for ndb_no, name in Alias.objects.filter(by_hand=True).values_list("food__ndb_no", "name"):
            self.aliases[ndb_no].append(name)
        for ndb_no, rows in names.aliases.items():
            self.aliases[ndb_no].extend(row.name for row in rows)
        self.curated = {
            ndb_no: (display_name, ReferenceServing(racc_g, racc_source))
            for ndb_no, display_name, racc_g, racc_source in Food.objects.filter(by_hand=True).values_list(
                "ndb_no", "display_name", "racc_g", "racc_source"
            )
        }

    def of(self, row: FoodRow) -> tuple[str, ReferenceServing]:
        if row.ndb_no in self.curated:
            return self.curated[row.ndb_no]
        serving = reference_serving(row.name, group=row.group, cup_g=cup_of(row.portions))
        return self.names.display.get(row.ndb_no, ""), serving


def _food(row: FoodRow, source: Source, group_id: int, said: _Said) -> Food:
    display_name, serving = said.of(row)
    return Food(
        display_name=display_name,
        racc_g=serving.grams,
        racc_source=serving.source,
        ndb_no=row.ndb_no,
        name=row.name,
        group_id=group_id,
        source=source,
        scientific_name=row.scientific_name,
        common_name=row.common_name,
        manufacturer=row.manufacturer,
        in_survey=row.in_survey,
        refuse_pct=float(row.refuse_pct) if row.refuse_pct else None,
        refuse_description=row.refuse_description,
        search_text=search.search_text((display_name, row.name, row.common_name, *said.aliases[row.ndb_no])),
        plainness=search.plainness(row.name, group=row.group, in_survey=row.in_survey, manufacturer=row.manufacturer),
    )


def _load_aliases(source: Source, ids: Mapping[str, int], names: Names) -> None:
    bulk.delete(Alias.objects.filter(food__source=source, by_hand=False))
    kept = set(Alias.objects.filter(food__source=source).values_list("food_id", "name"))
    bulk.insert(
        Alias,
        ("food", "name", "note", "by_hand"),
        (
            (ids[ndb_no], row.name, row.note, False)
            for ndb_no, rows in names.aliases.items()
            for row in rows
            if (ids[ndb_no], row.name) not in kept
        ),
    )


def _load_amounts(table: FoodTable, source: Source, ids: Mapping[str, int]) -> None:
    amounts = NutrientAmount.objects.filter(food__source=source)
    overrides = {(row.food_id, row.nutrient): row for row in AmountOverride.objects.filter(food__source=source)}
    curated = {*overrides, *amounts.filter(origin=Origin.CURATED).values_list("food_id", "nutrient")}
    bulk.delete(amounts.exclude(origin=Origin.CURATED))
    _renew_originals(table, ids, overrides)
    bulk.insert(
        NutrientAmount,
        ("food", "nutrient", "amount", "origin", "derivation"),
        (
            (ids[food.ndb_no], key, float(row.printed), row.origin, row.derivation)
            for food in table.foods
            for key, row in food.amounts.items()
            if (ids[food.ndb_no], key) not in curated
        ),
    )


def _renew_originals(
    table: FoodTable, ids: Mapping[str, int], overrides: Mapping[tuple[int, str], AmountOverride]
) -> None:
    """What a curator overrode stays in force; what it would go back to follows the table."""
    if not overrides:
        return
    rows = {(ids[food.ndb_no], key): row for food in table.foods for key, row in food.amounts.items()}
    for key, override in overrides.items():
        row = rows.get(key)
        override.original_amount = float(row.printed) if row else None
        override.original_origin = row.origin if row else ""
        override.original_derivation = row.derivation if row else ""
    AmountOverride.objects.bulk_update(
        overrides.values(), ["original_amount", "original_origin", "original_derivation"], batch_size=500
    )


def _load_portions(table: FoodTable, source: Source, ids: Mapping[str, int]) -> None:
    """The measures of a food that a curator edited stay as the curator left them, as in every import."""
    curated = set(Food.objects.filter(source=source, by_hand=True).values_list("pk", flat=True))
    bulk.delete(Portion.objects.filter(food__source=source, food__by_hand=False))
    bulk.insert(
        Portion,
        ("food", "position", "amount", "unit", "grams", "doubt"),
        (
            (ids[food.ndb_no], row.position, float(row.amount), row.unit, float(row.grams), row.doubt)
            for food in table.foods
            if ids[food.ndb_no] not in curated
            for row in food.portions
        ),
    )


def _load_corrections(table: FoodTable, source: Source, ids: Mapping[str, int]) -> None:
    Correction.objects.filter(food__source=source).delete()
    Correction.objects.bulk_create(
        Correction(
            food_id=ids[row.ndb_no],
            what=row.what,
            action=row.action,
            was=row.was,
            becomes=row.becomes,
            why=row.why,
            dated=row.dated,
        )
        for row in table.corrections
    )


def _load_ceilings(table: FoodTable) -> None:
    known: dict[tuple[str, str], list[float]] = defaultdict(list)
    for food in table.foods:
        for key, row in food.amounts.items():
            known[food.group, key].append(float(row.printed))
    groups = dict(FoodGroup.objects.values_list("code", "pk"))
    GroupCeiling.objects.filter(group__code__in=table.groups).delete()
    GroupCeiling.objects.bulk_create(
        GroupCeiling(group_id=groups[code], nutrient=key, amount=ceiling(amounts), food_count=len(amounts))
        for (code, key), amounts in sorted(known.items())
    )


def ceiling(amounts: list[float]) -> float:
    """The 90th percentile of the known amounts, interpolated; of few, the highest."""
    if len(amounts) < FEW_FOODS:
        return max(amounts)
    return statistics.quantiles(amounts, n=10, method="inclusive")[-1]
