"""What is stored of the foods that an import brings, and what would have to change? Read in eight queries a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from foods.importers.incoming import Amount, IncomingFood, Measure
from foods.importers.load_table import SR28
from foods.models import AmountOverride, Food, NutrientAmount, Origin, Portion


@dataclass(frozen=True, slots=True)
class View:
    """A food as its source says it is, whatever a curator has overridden since."""

    name: str
    group: str
    manufacturer: str
    gtin: str
    fdc_id: int
    amounts: Mapping[str, Amount]
    measures: tuple[Measure, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "group": self.group,
            "manufacturer": self.manufacturer,
            "gtin": self.gtin,
            "fdc_id": self.fdc_id,
            "amounts": {key: list(amount) for key, amount in self.amounts.items()},
            "measures": [list(measure) for measure in self.measures],
        }


def from_json(said: Mapping[str, Any]) -> View:
    amounts = {key: Amount(*amount) for key, amount in said["amounts"].items()}
    measures = tuple(Measure(*measure) for measure in said["measures"])
    return View(**{**said, "amounts": amounts, "measures": measures})


@dataclass(frozen=True, slots=True)
class StoredFood:
    """pinned: nutrients that a curator decided on: what they have in force stays. by_hand: so do name and measures.

    own: those of them that were entered without an original to go back to; the source has no say in them.
    """

    pk: int
    ndb_no: str
    source: str
    by_hand: bool
    pinned: frozenset[str]
    own: frozenset[str]
    view: View

    def after(self, food: IncomingFood) -> View:
        """What the source will say of this food once the import is done.

        A food of another table (USDA SR28) stays as it is there and learns its id in FoodData Central.
        """
        if self.source != food.source:
            return replace(self.view, fdc_id=food.fdc_id or self.view.fdc_id)
        amounts = {key: amount for key, amount in food.amounts.items() if key not in self.own}
        brought = View(food.name, food.group, food.manufacturer, food.gtin, food.fdc_id, amounts, food.measures)
        if not self.by_hand:
            return brought
        return replace(self.view, amounts=brought.amounts, gtin=brought.gtin, fdc_id=brought.fdc_id)


@dataclass(frozen=True, slots=True)
class Matches:
    """By the number of the incoming food. refused: why a food cannot be told from another one that is stored."""

    found: Mapping[str, StoredFood]
    refused: Mapping[str, str]


#: The values of these columns.
_Row = tuple[Any, ...]
_COLUMNS = ("pk", "ndb_no", "source__key", "by_hand", "name", "group__code", "manufacturer", "gtin", "fdc_id")


def matches(foods: Sequence[IncomingFood]) -> Matches:
    """The stored food of each: by its FoodData Central id, its number in SR28, that in its own source, or its GTIN."""
    index = _Index.of(foods)
    chosen: dict[str, _Row] = {}
    refused: dict[str, str] = {}
    for food in foods:
        try:
            row = index.row(food)
        except ValueError as reason:
            refused[food.number] = str(reason)
        else:
            if row:
                chosen[food.number] = row
    stored = _stored({row[0]: row for row in chosen.values()})
    return Matches({number: stored[row[0]] for number, row in chosen.items()}, refused)


@dataclass(frozen=True, slots=True)
class _Index:
    by_id: Mapping[int, _Row]
    by_number: Mapping[str, _Row]
    by_gtin: Mapping[str, _Row]

    @classmethod
    def of(cls, foods: Sequence[IncomingFood]) -> _Index:
        rows: dict[int, _Row] = {}
        for column, asked, more in (
            ("fdc_id", [food.fdc_id for food in foods if food.fdc_id], {}),
            ("ndb_no", [food.sr_number for food in foods if food.sr_number], {"source__key": SR28["key"]}),
            ("ndb_no", [food.number for food in foods], {}),
        ):
            if asked:
                found = Food.objects.filter(**{f"{column}__any_of": asked}, **more).order_by()
                rows |= {row[0]: row for row in found.values_list(*_COLUMNS)}
        packaged = {food.gtin: food.source for food in foods if food.gtin and food.fdc_id}
        # Without the exclusion PostgreSQL does not see that its index of filled-in GTINs will do.
        coded = (
            Food.objects.filter(gtin__any_of=list(packaged), fdc_id__isnull=False)
            .exclude(gtin="")
            .values_list(*_COLUMNS)
        )
        return cls(
            {row[8]: row for row in rows.values() if row[8]},
            {row[1]: row for row in rows.values()},
            {row[7]: row for row in coded.order_by("fdc_id") if row[2] == packaged[row[7]]},
        )

    def row(self, food: IncomingFood) -> _Row | None:
        """The food that is meant. Raises ValueError, with the reason, where that is not clear."""
        same_id, same_sr = self.by_id.get(food.fdc_id), self.by_number.get(food.sr_number)
        if same_id and same_sr and same_id != same_sr:
            raise ValueError(f"food {same_id[1]} has this FoodData Central id, food {same_sr[1]} its SR number")
        if same_id or same_sr:
            return same_id or same_sr
        known = self.by_number.get(food.number) or (self.by_gtin.get(food.gtin) if food.gtin else None)
        if known and food.fdc_id and (known[8] or 0) > food.fdc_id:
            raise ValueError(f"an older edition of food {known[1]}, which has a higher FoodData Central id")
        return known


def views(food_ids: Iterable[int]) -> Mapping[int, StoredFood]:
    """Stored foods by their key in the database."""
    rows = Food.objects.filter(pk__any_of=list(food_ids)).values_list(*_COLUMNS).order_by()
    return _stored({row[0]: row for row in rows})


def _stored(rows: Mapping[int, _Row]) -> dict[int, StoredFood]:
    if not rows:
        return {}
    amounts, entered, overridden = _amounts(rows)
    measures: dict[int, list[Measure]] = defaultdict(list)
    columns = ("food_id", "position", "amount", "unit", "grams", "doubt")
    for pk, *measure in (
        Portion.objects.filter(food__pk__any_of=list(rows)).order_by("food_id", "position").values_list(*columns)
    ):
        measures[pk].append(Measure(*measure))
    return {
        pk: StoredFood(
            pk,
            ndb_no,
            source,
            by_hand,
            frozenset(entered[pk] | overridden[pk]),
            frozenset(entered[pk] - overridden[pk]),
            View(name, group, manufacturer, gtin, fdc_id or 0, amounts[pk], tuple(measures[pk])),
        )
        for pk, ndb_no, source, by_hand, name, group, manufacturer, gtin, fdc_id in rows.values()
    }


def _amounts(
    food_ids: Iterable[int],
) -> tuple[Mapping[int, dict[str, Amount]], Mapping[int, set[str]], Mapping[int, set[str]]]:
    """By food: what the source says, the nutrients that a curator entered, and those that a curator overrode."""
    said: dict[int, dict[str, Amount]] = defaultdict(dict)
    entered: dict[int, set[str]] = defaultdict(set)
    overridden: dict[int, set[str]] = defaultdict(set)
    ids = list(food_ids)
    columns = ("food_id", "nutrient", "amount", "origin", "derivation")
    for pk, key, value, origin, code in (
        NutrientAmount.objects.filter(food__pk__any_of=ids).order_by().values_list(*columns)
    ):
        if origin == Origin.CURATED:
            entered[pk].add(key)
        else:
            said[pk][key] = Amount(value, origin, code)
    columns = ("food_id", "nutrient", "original_amount", "original_origin", "original_derivation")
    for pk, key, value, origin, code in (
        AmountOverride.objects.filter(food__pk__any_of=ids).order_by().values_list(*columns)
    ):
        overridden[pk].add(key)
        said[pk].pop(key, None)
        if value is not None:
            said[pk][key] = Amount(value, origin, code)
    return said, entered, overridden
