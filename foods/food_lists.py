"""Which foods, in which order? Search, filters and order together, a page at a time, in a fixed number of queries.

Which and in which order is worked out in memory, by the index of the search and the columns of foods.food_columns; the
database is asked for the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, overload

import numpy as np
from django.db.models import Aggregate, Exists, FloatField, OuterRef, QuerySet, Subquery, TextField
from numpy.typing import NDArray

from foods import food_columns, search, search_journal
from foods.food_columns import LEVEL_CODES, FoodColumns, Group, Places
from foods.models import (
    Food,
    FoodState,
    FoodTag,
    Level,
    NutrientAmount,
    NutrientLevel,
    Origin,
    Portion,
    TagState,
)
from foods.search_index import Ids


class Basis(Enum):
    """What amounts are per. PORTION: the first household measure that can be relied on."""

    PER_100_G = "100g"
    PORTION = "portion"
    PER_100_KCAL = "100kcal"


#: Columns that foods can be ordered by, beside nutrients.
BY_COLUMN = frozenset(["name", "ndb_no"])


@dataclass(frozen=True, slots=True)
class FoodFilters:
    """What a list of foods is narrowed to; an empty filter gives every published food.

    group: a group's code ("0100"). minimums, maximums: nutrient key -> amount on the basis; a food whose amount is
    unknown meets neither. tags: it surely carries all. free_of: it surely carries none. high_in, good_in, low_in:
    nutrient keys, by share of the Daily Value in a reference serving, or in 100 kcal on that basis; good_in holds what
    is high too; unknown is none of them. order: a nutrient key, highest first, or with a minus lowest first, on the
    basis; foods without an amount come last. Or one of BY_COLUMN, rising, or with a minus falling. Without it: by
    relevance to `text`, or by NDB number.
    """

    text: str = ""
    group: str = ""
    minimums: Mapping[str, float] = field(default_factory=dict)
    maximums: Mapping[str, float] = field(default_factory=dict)
    order: str = ""
    basis: Basis = Basis.PER_100_G
    tags: tuple[str, ...] = ()
    free_of: tuple[str, ...] = ()
    high_in: tuple[str, ...] = ()
    good_in: tuple[str, ...] = ()
    low_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedFood:
    """A food of a list. amounts: per 100 g, by nutrient key; absent: unknown. grams: of one basis; None: unknown.

    levels: nutrient key -> high, good or low, per reference serving or on the basis of 100 kcal; absent: unknown.
    """

    food: Food
    grams: float | None
    amounts: Mapping[str, float]
    origins: Mapping[str, str]
    tags: Mapping[str, str]
    portions: Sequence[Portion] = ()
    levels: Mapping[str, str] = field(default_factory=dict)

    @property
    def assumed(self) -> frozenset[str]:
        return frozenset(key for key, origin in self.origins.items() if origin == Origin.ASSUMED_ZERO)

    def amount(self, nutrient: str) -> float | None:
        """On the basis of the list; None: unknown."""
        if self.grams is None or nutrient not in self.amounts:
            return None
        return self.amounts[nutrient] * self.grams / 100

    def on_basis(self, nutrients: Iterable[str]) -> dict[str, float | None]:
        """Every one of them on the basis of the list, without the dust of binary fractions; None: unknown."""
        if self.grams is None:
            return dict.fromkeys(nutrients)
        known, share = self.amounts, self.grams / 100
        return {key: round(known[key] * share, 6) if key in known else None for key in nutrients}


def listed_one(food: Food) -> ListedFood:
    """One food as a list shows it; amounts, tags, portions and levels were fetched along."""
    amounts = food.amounts.all()
    return ListedFood(
        food=food,
        grams=100.0,
        amounts={row.nutrient: row.amount for row in amounts},
        origins={row.nutrient: row.origin for row in amounts},
        tags={row.tag: row.state for row in food.tags.all()},
        portions=list(food.portions.all()),
        levels={row.nutrient: row.per_racc for row in food.levels.all() if row.per_racc},
    )


class FoodList(Sequence[ListedFood]):
    """Foods in order, fetched when a part of them is asked for: at most 4 queries a page."""

    def __init__(self, ids: Ids, *, basis: Basis, amounts: bool = True, tags: bool = True) -> None:
        self._ids, self._basis = ids, basis
        self._with_amounts, self._with_tags = amounts or basis is Basis.PER_100_KCAL, tags

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> ListedFood: ...
    @overload
    def __getitem__(self, at: slice) -> list[ListedFood]: ...
    def __getitem__(self, at: int | slice) -> ListedFood | list[ListedFood]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        foods = self._page(at)
        ids = [food.pk for food in foods]
        amounts, origins = _amounts(ids) if self._with_amounts else ({}, {})
        tags, levels = _tags_and_levels(ids, _level_column(self._basis)) if self._with_tags else ({}, {})
        portions = _portions(ids) if self._with_tags or self._basis is Basis.PORTION else {}
        grams = self._grams(ids, amounts, portions)
        return [
            ListedFood(
                food,
                grams.get(food.pk),
                amounts[food.pk] if self._with_amounts else {},
                origins[food.pk] if self._with_amounts else {},
                tags.get(food.pk, {}),
                portions.get(food.pk, ()),
                levels.get(food.pk, {}),
            )
            for food in foods
        ]

    def _page(self, at: slice) -> list[Food]:
        ids = self._ids[at].tolist()
        found = {food.pk: food for food in Food.objects.select_related("group").filter(pk__any_of=ids)}
        return [found[pk] for pk in ids if pk in found]

    def _grams(
        self,
        ids: Sequence[int],
        amounts: Mapping[int, Mapping[str, float]],
        portions: Mapping[int, Sequence[Portion]],
    ) -> Mapping[int, float]:
        if self._basis is Basis.PER_100_G:
            return dict.fromkeys(ids, 100.0)
        if self._basis is Basis.PER_100_KCAL:
            energies = ((pk, amounts[pk].get("energy_kcal", 0.0)) for pk in ids)
            return {pk: 100 * 100 / energy for pk, energy in energies if energy > 0}
        sure = {pk: [one.grams for one in portions.get(pk, ()) if not one.doubt] for pk in ids}
        return {pk: weights[0] for pk, weights in sure.items() if weights}


def listed(filters: FoodFilters, *, amounts: bool = True, tags: bool = True) -> FoodList:
    """The published foods of a list, in order. amounts, tags: False where nobody looks at them."""
    return FoodList(_ids(filters), basis=filters.basis, amounts=amounts, tags=tags)


def food_groups() -> tuple[Group, ...]:
    """Every group that has a published food, by code; one query, if nothing changed."""
    return food_columns.at(search_journal.now()).groups()


def side_by_side(food_ids: Sequence[int], basis: Basis) -> list[ListedFood]:
    """These published foods in the order given; an id without one is passed over."""
    known = set(Food.objects.filter(pk__in=food_ids, state=FoodState.PUBLISHED).values_list("pk", flat=True))
    ids = np.array([pk for pk in dict.fromkeys(food_ids) if pk in known], dtype=np.int64)
    return FoodList(ids, basis=basis)[: len(ids)]


def _ids(filters: FoodFilters) -> Ids:
    words_alone = FoodFilters(text=filters.text, basis=filters.basis)
    if filters.text and filters == words_alone:
        return search.ranked(filters.text)
    mark = search_journal.now()
    foods = food_columns.at(mark)
    passing = _passing(foods, filters)
    if not filters.text:
        order = _order(foods, filters)
        return foods.ids[order[passing[order]]]
    found = foods.places(search.ranked(filters.text, mark=mark))
    found = found[passing[found]]
    if filters.order:
        named = np.zeros(len(foods.ids), dtype=bool)
        named[found] = True
        order = _order(foods, filters)
        found = order[named[order]]
    return foods.ids[found]


def _passing(foods: FoodColumns, filters: FoodFilters) -> NDArray[np.bool_]:
    """The foods that meet every filter but the words."""
    passing = np.ones(len(foods.ids), dtype=bool)
    if filters.group:
        passing &= foods.in_group(filters.group)
    # Nothing is below or above what is not a number, so an unknown amount meets no bound.
    for key, bound in filters.minimums.items():
        passing &= _on_basis(foods, filters.basis, key) >= bound
    for key, bound in filters.maximums.items():
        passing &= _on_basis(foods, filters.basis, key) <= bound
    for tag in filters.tags:
        passing &= foods.tagged(tag, TagState.PRESENT)
    for tag in filters.free_of:
        passing &= foods.tagged(tag, TagState.ABSENT)
    for keys, levels in (
        (filters.high_in, (Level.HIGH,)),
        (filters.good_in, (Level.HIGH, Level.GOOD)),
        (filters.low_in, (Level.LOW,)),
    ):
        for key in keys:
            codes = [LEVEL_CODES[level.value] for level in levels]
            passing &= np.isin(foods.level(_level_column(filters.basis), key), codes)
    return passing


def _on_basis(foods: FoodColumns, basis: Basis, nutrient: str) -> NDArray[np.float64]:
    """How much of the nutrient is in 100 g, in the first household measure or in 100 kcal; NaN: unknown. To the places
    that are shown."""
    amounts = foods.amount(nutrient)
    if basis is Basis.PER_100_G:
        return amounts
    if basis is Basis.PORTION:
        return np.round(amounts * foods.measure() / 100, 6)
    energy = foods.amount("energy_kcal")
    return np.round(amounts * 100 / np.where(energy > 0, energy, np.nan), 6)


def _order(foods: FoodColumns, filters: FoodFilters) -> Places:
    """By the amount asked for, unknown last; else by name or NDB number."""
    key, falling = filters.order.removeprefix("-"), filters.order.startswith("-")
    if key == "name":
        return foods.ordered(filters.order, lambda table: _by_name(table, falling=falling))
    if key in ("", "ndb_no"):
        places = np.arange(len(foods.ids))
        return places[::-1] if falling else places
    sign = 1 if falling else -1
    return foods.ordered(
        f"{filters.order} {filters.basis.value}",
        lambda table: np.argsort(sign * _on_basis(table, filters.basis, key), kind="stable"),
    )


def _by_name(foods: FoodColumns, *, falling: bool) -> Places:
    names = dict(Food.objects.filter(state=FoodState.PUBLISHED).order_by().values_list("pk", "name").iterator())
    ids = foods.ids.tolist()
    return np.array(sorted(range(len(ids)), key=lambda at: names.get(ids[at], ""), reverse=falling), dtype=np.intp)


def lacking(foods: QuerySet[Food], nutrient: str) -> QuerySet[Food]:
    """The foods for which nobody knows how much of the nutrient they hold."""
    return foods.filter(~Exists(_amounts_of(nutrient)))


def with_amount(foods: QuerySet[Food], nutrient: str) -> QuerySet[Food]:
    """The foods, each with `<nutrient>` per 100 g as an attribute; None where it is unknown."""
    amount = Subquery(_amounts_of(nutrient).values("amount")[:1], output_field=FloatField())
    return foods.annotate(**{nutrient: amount})


def with_tags(foods: QuerySet[Food], tags: Iterable[str]) -> QuerySet[Food]:
    """The foods that surely carry every one of the tags."""
    for tag in tags:
        foods = foods.filter(Exists(_tags_of(tag).filter(state=TagState.PRESENT)))
    return foods


def _level_column(basis: Basis) -> str:
    return "per_100kcal" if basis is Basis.PER_100_KCAL else "per_racc"


def _amounts_of(nutrient: str) -> QuerySet[NutrientAmount]:
    return NutrientAmount.objects.filter(food=OuterRef("pk"), nutrient=nutrient)


def _tags_of(tag: str) -> QuerySet[FoodTag]:
    return FoodTag.objects.filter(food=OuterRef("pk"), tag=tag)


def _amounts(ids: Sequence[int]) -> tuple[Mapping[int, Mapping[str, float]], Mapping[int, Mapping[str, str]]]:
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    origins: dict[int, dict[str, str]] = defaultdict(dict)
    rows = NutrientAmount.objects.filter(food__in=ids).values_list("food_id", "nutrient", "amount", "origin")
    for food_id, key, amount, origin in rows:
        amounts[food_id][key] = amount
        origins[food_id][key] = origin
    return amounts, origins


def _tags_and_levels(
    ids: Sequence[int], column: str
) -> tuple[Mapping[int, Mapping[str, str]], Mapping[int, Mapping[str, str]]]:
    """What is decided of each tag, and what is high, good or low in each food, in one query. Each food has a word on
    nearly every tag and nutrient: a row for each word brings them, not one for each tag."""
    tags: dict[int, dict[str, str]] = defaultdict(dict)
    levels: dict[int, dict[str, str]] = defaultdict(dict)
    decided = FoodTag.objects.filter(food__in=ids).order_by().values_list("food_id", "state")
    rated = NutrientLevel.objects.filter(food__in=ids).exclude(**{column: ""}).order_by().values_list("food_id", column)
    rows = decided.annotate(keys=Joined("tag")).union(rated.annotate(keys=Joined("nutrient")), all=True)
    for food_id, word, joined in rows:
        (tags if word in TagState.values else levels)[food_id].update(dict.fromkeys(joined.split(","), word))
    return tags, levels


def _portions(ids: Sequence[int]) -> Mapping[int, Sequence[Portion]]:
    found: dict[int, list[Portion]] = defaultdict(list)
    for one in Portion.objects.filter(food__in=ids).order_by("food", "position"):
        found[one.food_id].append(one)
    return found


class Joined(Aggregate):
    """Texts without commas, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **extra
        )
