"""What is there to eat, and what is in it? Every read of foods and dishes, in a fixed small number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, F, Prefetch, Q, QuerySet

from foods.compositions import composition as composition
from foods.compositions import compositions as compositions
from foods.compositions import unfortified as unfortified
from foods.dish_servings import dishes_queryset as dishes_queryset
from foods.dish_servings import servings_of as servings_of
from foods.food_columns import Group as Group
from foods.food_lists import Basis as Basis
from foods.food_lists import FoodList as FoodList
from foods.food_lists import ListedFood as ListedFood
from foods.food_lists import food_groups as food_groups
from foods.food_lists import lacking as lacking
from foods.food_lists import listed as listed
from foods.food_lists import side_by_side as side_by_side
from foods.food_lists import with_amount as with_amount
from foods.food_lists import with_tags as with_tags
from foods.models import (
    AmountOverride,
    Food,
    FoodState,
    Portion,
    Purchase,
)
from foods.models.source import DataVersion
from foods.search import normalise, ranked
from foods.shop import goods as goods
from nutriplan.domain.composition import Composition
from nutriplan.domain.instead import Helping
from nutriplan.domain.servings import Serving


def food_detail(food_id: int) -> Food | None:
    """One published food with everything that is said about it."""
    return (
        Food.objects.filter(state=FoodState.PUBLISHED)
        .select_related("group", "source", "purchase", "unfortified")
        .prefetch_related(
            "amounts",
            "portions",
            "aliases",
            "tags",
            "corrections",
            "purchase__packs",
            "levels",
            Prefetch("overrides", AmountOverride.objects.select_related("by").order_by("nutrient")),
        )
        .filter(pk=food_id)
        .first()
    )


def unknown_ids(food_ids: Iterable[int]) -> frozenset[int]:
    """Those of the ids that are no food's."""
    wanted = frozenset(food_ids)
    return wanted - frozenset(Food.objects.filter(pk__in=wanted).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class NamedFood:
    ndb_no: str
    name: str


def food_numbered(ndb_no: str) -> Food | None:
    """The food with this NDB number, published or not."""
    return Food.objects.filter(ndb_no=ndb_no).first()


def foods_called(asked: Sequence[str | int]) -> dict[str | int, NamedFood]:
    """What is meant by each name or id of food, as a shop sells it where the dishes use it; what finds nothing is left
    out. A name is that of the shop ("Fresh spinach"), or some words of it: then what most dishes use is meant. Else it
    is the food that the search thinks nearest."""
    ids = [one for one in asked if isinstance(one, int)]
    found: dict[str | int, NamedFood] = {
        pk: NamedFood(ndb_no, name)
        for pk, ndb_no, name in Food.objects.filter(pk__in=ids).values_list("pk", "ndb_no", "name")
    }
    names = [one for one in asked if isinstance(one, str)]
    shop = [(set(normalise(one.name).split()), one) for one in _sold()] if names else []
    for name in names:
        hit = _named(name, shop)
        if hit:
            found[name] = hit
    return found


def _sold() -> list[NamedFood]:
    """Every food that is bought for dishes, as a shop sells it, those for most dishes first."""
    rows = (
        Purchase.objects.annotate(dishes=Count("food__ingredients"))
        .order_by("-dishes", "food__ndb_no")
        .values_list("bought_as__ndb_no", "name")
    )
    return [NamedFood(ndb_no, name) for ndb_no, name in rows]


def _named(name: str, shop: Sequence[tuple[set[str], NamedFood]]) -> NamedFood | None:
    """shop: what is sold, each with the words of its name."""
    words = set(normalise(name).split())
    exact = [one for own, one in shop if own == words]
    some = [one for own, one in shop if words and words <= own]
    if exact or some:
        return (exact or some)[0]
    nearest = ranked(name)[:1]
    row = Food.objects.filter(pk__in=[int(pk) for pk in nearest]).values_list("ndb_no", "name").first()
    return NamedFood(*row) if row else None


def data_version() -> str:
    """12 hex digits that change whenever a food or a dish does, by loading or by hand; a kept plan remembers them."""
    digest = hashlib.sha256()
    for row in DataVersion.objects.order_by("part").values_list("part", "content_hash", "edit_token"):
        digest.update("\0".join(row).encode())
    return digest.hexdigest()[:12]


#: So many of the richest foods of a group are looked at when something else to eat is wanted.
_LOOKED_AT = 150
#: Foods less plain than this (restaurant dishes, trade names) are not offered.
_PLAIN_ENOUGH = 30
#: Where a food is looked for that could be eaten beside a meal, and what its name must not say: that it has to be
#: cooked, is a powder or fortified (which brands are is another matter in every country), or is salted.
_EATEN_AS_THEY_ARE = (
    "Dairy and Egg Products",
    "Finfish and Shellfish Products",
    "Fruits and Fruit Juices",
    "Legumes and Legume Products",
    "Nut and Seed Products",
    "Vegetables and Vegetable Products",
)
_NOT_AS_IT_IS = frozenset(
    {
        "supplement",
        "powder",
        "whey",
        "extract",
        "fortified",
        "enriched",
        "added",
        "raw",
        "mature",
        "dehydrated",
        "concentrate",
        "frozen",
        "salted",
        "salt",
        "imitation",
        "product",
        "process",
        "meal",
        "flour",
    }
)


def helping(food_id: int) -> Helping | None:
    """A published food in the amount customarily eaten: its reference serving, or else its first household measure
    that can be relied on, or else 100 g."""
    found = helpings([food_id])
    return found[0] if found else None


def helpings(food_ids: Sequence[int]) -> list[Helping]:
    """Each published food of the ids in the amount customarily eaten, in their order; 6 queries however many."""
    foods = {food.pk: food for food in Food.objects.filter(pk__in=food_ids, state=FoodState.PUBLISHED)}
    return _helpings([foods[food_id] for food_id in dict.fromkeys(food_ids) if food_id in foods])


def search_texts(food_ids: Sequence[int]) -> dict[int, str]:
    """Food id -> all its names, as the search reads them."""
    return dict(Food.objects.filter(pk__any_of=list(food_ids)).values_list("pk", "search_text"))


def richer(food_id: int, nutrient: str) -> list[Helping]:
    """Plain published foods of the same group of which a serving brings most of the nutrient, in 6 queries. Only what
    people eat: foods of the dietary surveys, and those a curator put in."""
    group = Food.objects.filter(pk=food_id).values("group")[:1]
    return _helpings(_richest(Food.objects.filter(group=group).exclude(pk=food_id), nutrient))


def rich(nutrient: str) -> list[Helping]:
    """Plain published foods eaten as they are, of which a serving brings most of the nutrient, in 6 queries."""
    found = _richest(Food.objects.filter(group__name__in=_EATEN_AS_THEY_ARE), nutrient)
    return _helpings([food for food in found if not _NOT_AS_IT_IS & set(normalise(food.name).split())])


def _richest(foods: QuerySet[Food], nutrient: str) -> list[Food]:
    foods = foods.filter(state=FoodState.PUBLISHED, racc_g__isnull=False, manufacturer="", plainness__lt=_PLAIN_ENOUGH)
    foods = foods.filter(Q(in_survey=True) | Q(by_hand=True))
    ranked = (
        with_amount(foods, nutrient)
        .filter(**{f"{nutrient}__gt": 0})
        .order_by((F(nutrient) * F("racc_g")).desc(), "ndb_no")
    )
    return list(ranked[:_LOOKED_AT])


def _helpings(foods: Sequence[Food]) -> list[Helping]:
    ids = [food.pk for food in foods]
    found = compositions(ids)
    measures_of: dict[int, Portion] = {}
    for one in Portion.objects.filter(food__in=ids, doubt="").order_by("food", "position"):
        measures_of.setdefault(one.food_id, one)
    return [_helping(food, found[food.pk], measures_of.get(food.pk)) for food in foods]


def _helping(food: Food, what: Composition, measure: Portion | None) -> Helping:
    if food.racc_g is not None:
        return Helping(what, food.racc_g, f"{food.racc_g:g} g, as customarily eaten")
    if measure is not None:
        return Helping(what, measure.grams, f"{measure.amount:g} {measure.unit}")
    return Helping(what, 100.0, "100 g")


def servings(*, fortified: bool = True) -> tuple[Serving, ...]:
    """One serving of every dish that may be offered, by key. fortified False: foods with added vitamin D or calcium are
    swapped for their plain counterparts where there are any. A dish with an unpublished food is not among them."""
    return _servings(data_version(), fortified)


@lru_cache(maxsize=4)
def _servings(_version: str, fortified: bool) -> tuple[Serving, ...]:
    return servings_of(dishes_queryset(), fortified=fortified)
