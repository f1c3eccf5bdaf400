"""What must be known of a food to recognise it in a recipe, to weigh it and to warn of it? Published foods only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from foods import search
from foods.models import Food, FoodState, FoodTag, Portion, TagState
from foods.selectors import data_version


@dataclass(frozen=True, slots=True)
class Measure:
    """`amount` of `unit` weighs `grams`."""

    amount: float
    unit: str
    grams: float

    @property
    def grams_each(self) -> float:
        return self.grams / self.amount


@dataclass(frozen=True, slots=True)
class IngredientFood:
    """measures: household measures that can be relied on. tags: what it carries; ruled_out: what it surely does not."""

    food_id: int
    ndb_no: str
    name: str
    shown_name: str
    manufacturer: str
    measures: tuple[Measure, ...]
    tags: frozenset[str]
    ruled_out: frozenset[str]


def by_ids(food_ids: Iterable[int]) -> Mapping[int, IngredientFood]:
    """Food id -> food, in 3 queries however many; ids of no published food are left out."""
    wanted = set(food_ids)
    foods = Food.objects.filter(pk__in=wanted, state=FoodState.PUBLISHED)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for one in Portion.objects.filter(food__in=wanted, doubt="").order_by("food", "position"):
        measures[one.food_id].append(Measure(one.amount, one.unit, one.grams))
    tags: dict[tuple[int, str], set[str]] = defaultdict(set)
    for food_id, tag, state in FoodTag.objects.filter(food__in=wanted).values_list("food_id", "tag", "state"):
        tags[food_id, state].add(tag)
    return {
        food.pk: IngredientFood(
            food_id=food.pk,
            ndb_no=food.ndb_no,
            name=food.name,
            shown_name=food.shown_name,
            manufacturer=food.manufacturer,
            measures=tuple(measures[food.pk]),
            tags=frozenset(tags[food.pk, TagState.PRESENT]),
            ruled_out=frozenset(tags[food.pk, TagState.ABSENT]),
        )
        for food in foods
    }


def ids_of(ndb_nos: Iterable[str]) -> Mapping[str, int]:
    """NDB number -> id, of published foods."""
    return _ids(data_version(), tuple(sorted(set(ndb_nos))))


@lru_cache(maxsize=8)
def _ids(_version: str, ndb_nos: tuple[str, ...]) -> Mapping[str, int]:
    return dict(Food.objects.filter(ndb_no__in=ndb_nos, state=FoodState.PUBLISHED).values_list("ndb_no", "pk"))


def names_of(food_ids: Iterable[int]) -> Mapping[int, str]:
    """Food id -> what people call it, in one query."""
    foods = Food.objects.filter(pk__in=set(food_ids), state=FoodState.PUBLISHED).only("name", "display_name")
    return {food.pk: food.shown_name for food in foods}


def found_by(text: str, *, most: int) -> tuple[int, ...]:
    """The ids of the foods that carry every word of the text, best first."""
    return tuple(int(food_id) for food_id in search.ranked(text)[:most])
