"""Which foods, in which order? Search, filters and order together, a page at a time, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, overload

import numpy as np
from django.db.models import Aggregate, Exists, F, FloatField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf

from foods import search
from foods.models import Food, FoodState, FoodTag, Level, NutrientAmount, NutrientLevel, Origin, Portion, TagState
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

    group: a group's code ("0100"). known, missing: nutrient keys that have, or lack, an amount. minimums, maximums:
    nutrient key -> amount on the basis; a food whose amount is unknown meets neither. tags: it surely carries all.
    free_of: it surely carries none. high_in, good_in, low_in: nutrient keys, by share of the Daily Value in a reference
    serving, or in 100 kcal on that basis; good_in holds what is high too; unknown is none of them. order: a nutrient
    key, highest first, or with a minus lowest first, on the basis; foods without an amount come last. Or one of
    BY_COLUMN, rising, or with a minus falling. Without it: by relevance to `text`, or by NDB number.
    """

    text: str = ""
    group: str = ""
    in_survey: bool | None = None
    has_portions: bool | None = None
    known: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    minimums: Mapping[str, float] = field(default_factory=dict)
    maximums: Mapping[str, float] = field(default_factory=dict)
    order: str = ""
    published: bool = True
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
    """Foods in order, fetched when a part of them is asked for: at most 5 queries a page, and one for the length."""

    def __init__(
        self, foods: QuerySet[Food], *, ids: Ids | None, basis: Basis, amounts: bool = True, tags: bool = True
    ) -> None:
        self._foods, self._ids, self._basis = foods, ids, basis
        self._with_amounts, self._with_tags = amounts or basis is Basis.PER_100_KCAL, tags

    @cached_property
    def _count(self) -> int:
        return self._foods.order_by().count() if self._ids is None else len(self._ids)

    def __len__(self) -> int:
        return self._count

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
        if self._ids is None:
            return list(self._foods[at])
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
    """The foods of a list, in order. amounts, tags: False where nobody looks at them."""
    foods = narrowed(filters)
    if not filters.text or filters.order:
        if filters.text:
            foods = foods.filter(pk__any_of=search.ranked(filters.text, published=filters.published).tolist())
        ordered = in_order(foods, filters).select_related("group")
        return FoodList(ordered, ids=None, basis=filters.basis, amounts=amounts, tags=tags)
    ids = search.ranked(filters.text, published=filters.published)
    if _narrows(filters):
        passing = foods.filter(pk__any_of=ids.tolist()).order_by().values_list("pk", flat=True)
        ids = ids[np.isin(ids, np.fromiter(passing, dtype=np.int64))]
    return FoodList(foods, ids=ids, basis=filters.basis, amounts=amounts, tags=tags)


def side_by_side(food_ids: Sequence[int], basis: Basis) -> list[ListedFood]:
    """These published foods in the order given; an id without one is passed over."""
    known = set(Food.objects.filter(pk__in=food_ids, state=FoodState.PUBLISHED).values_list("pk", flat=True))
    ids = np.array([pk for pk in dict.fromkeys(food_ids) if pk in known], dtype=np.int64)
    return FoodList(Food.objects.all(), ids=ids, basis=basis)[: len(ids)]


def _narrows(filters: FoodFilters) -> bool:
    """Whether anything but the words is asked for."""
    return filters != FoodFilters(
        text=filters.text, order=filters.order, published=filters.published, basis=filters.basis
    )


def narrowed(filters: FoodFilters) -> QuerySet[Food]:
    """The foods that meet every filter but the words, in no order."""
    foods = Food.objects.all()
    if filters.published:
        foods = foods.filter(state=FoodState.PUBLISHED)
    if filters.group:
        foods = foods.filter(group__code=filters.group)
    if filters.in_survey is not None:
        foods = foods.filter(in_survey=filters.in_survey)
    if filters.has_portions is not None:
        having = Exists(Portion.objects.filter(food=OuterRef("pk")))
        foods = foods.filter(having if filters.has_portions else ~having)
    foods = _by_amounts(foods, filters)
    foods = _by_levels(foods, filters)
    return free_of(with_tags(foods, filters.tags), filters.free_of)


def in_order(foods: QuerySet[Food], filters: FoodFilters) -> QuerySet[Food]:
    """By the amount asked for, unknown last; else by NDB number."""
    if not filters.order:
        return foods.order_by("ndb_no")
    key = filters.order.removeprefix("-")
    if key in BY_COLUMN:
        return foods.order_by(filters.order, "ndb_no")
    rising = filters.order.startswith("-")
    foods = foods.annotate(**{key: amount_on(filters.basis, key)})
    return foods.order_by(F(key).asc(nulls_last=True) if rising else F(key).desc(nulls_last=True), "ndb_no")


def amount_on(basis: Basis, nutrient: str) -> Combinable:
    """How much of the nutrient is in 100 g, in the first household measure or in 100 kcal; None: unknown."""
    amount = Subquery(_amounts_of(nutrient).values("amount")[:1], output_field=FloatField())
    if basis is Basis.PER_100_G:
        return amount
    if basis is Basis.PER_100_KCAL:
        energy = Subquery(_amounts_of("energy_kcal").values("amount")[:1], output_field=FloatField())
        return amount * Value(100.0) / NullIf(energy, Value(0.0))
    measures = Portion.objects.filter(food=OuterRef("pk"), doubt="").order_by("position")
    return amount * Subquery(measures.values("grams")[:1], output_field=FloatField()) / Value(100.0)


def lacking(foods: QuerySet[Food], nutrient: str) -> QuerySet[Food]:
    """The foods for which nobody knows how much of the nutrient they hold."""
    return foods.filter(~Exists(_amounts_of(nutrient)))


def with_amount(foods: QuerySet[Food], nutrient: str) -> QuerySet[Food]:
    """The foods, each with `<nutrient>` per 100 g as an attribute; None where it is unknown."""
    return foods.annotate(**{nutrient: amount_on(Basis.PER_100_G, nutrient)})


def with_tags(foods: QuerySet[Food], tags: Iterable[str]) -> QuerySet[Food]:
    """The foods that surely carry every one of the tags."""
    for tag in tags:
        foods = foods.filter(Exists(_tags_of(tag).filter(state=TagState.PRESENT)))
    return foods


def free_of(foods: QuerySet[Food], tags: Iterable[str]) -> QuerySet[Food]:
    """The foods that surely carry none of the tags: each was decided, and is absent."""
    for tag in tags:
        foods = foods.filter(Exists(_tags_of(tag).filter(state=TagState.ABSENT)))
    return foods


def _by_amounts(foods: QuerySet[Food], filters: FoodFilters) -> QuerySet[Food]:
    for key in filters.known:
        foods = foods.filter(Exists(_amounts_of(key)))
    for key in filters.missing:
        foods = lacking(foods, key)
    for bounds, sign in ((filters.minimums, "gte"), (filters.maximums, "lte")):
        for key, bound in bounds.items():
            if filters.basis is Basis.PER_100_G:
                foods = foods.filter(Exists(_amounts_of(key).filter(**{f"amount__{sign}": bound})))
            else:
                name = f"bounded_{key}"
                foods = foods.alias(**{name: amount_on(filters.basis, key)}).filter(**{f"{name}__{sign}": bound})
    return foods


def _by_levels(foods: QuerySet[Food], filters: FoodFilters) -> QuerySet[Food]:
    column = _level_column(filters.basis)
    for keys, levels in (
        (filters.high_in, (Level.HIGH,)),
        (filters.good_in, (Level.HIGH, Level.GOOD)),
        (filters.low_in, (Level.LOW,)),
    ):
        for key in keys:
            rows = NutrientLevel.objects.filter(food=OuterRef("pk"), nutrient=key, **{f"{column}__in": levels})
            foods = foods.filter(Exists(rows))
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
