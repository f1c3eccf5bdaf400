"""What is there to eat, and what is in it? Every read of foods and dishes, in a fixed small number of queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, F, Prefetch, Q, QuerySet

from foods import measures
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
    Dish,
    Food,
    FoodState,
    GroupCeiling,
    Ingredient,
    Portion,
    Purchase,
    Swap,
    TagState,
)
from foods.models.source import DataVersion
from foods.search import normalise, ranked
from foods.vocabulary import tag_labels
from nutriplan.domain.composition import Composition
from nutriplan.domain.instead import Helping
from nutriplan.domain.kitchen import Scaling, Season, SwapFor
from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Pack, Part, Role, Serving
from nutriplan.domain.servings import Purchase as ToBuy
from nutriplan.domain.servings import Swap as StandIn


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
    sold = _sold() if names else []
    for name in names:
        hit = _named(name, sold)
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


def _named(name: str, sold: Sequence[NamedFood]) -> NamedFood | None:
    words = set(normalise(name).split())
    shop = [(set(normalise(one.name).split()), one) for one in sold]
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


def composition(food: Food) -> Composition:
    """What the planner knows of one food."""
    return compositions([food.pk])[food.pk]


def compositions(food_ids: Iterable[int]) -> Mapping[int, Composition]:
    """Food id -> composition, in 4 queries however many foods."""
    foods = list(Food.objects.filter(pk__in=set(food_ids)).select_related("group").prefetch_related("amounts", "tags"))
    ceilings: dict[int, dict[str, float]] = defaultdict(dict)
    for group_id, key, amount in GroupCeiling.objects.filter(group__in={food.group_id for food in foods}).values_list(
        "group_id", "nutrient", "amount"
    ):
        ceilings[group_id][key] = amount
    return {food.pk: _composition(food, ceilings[food.group_id]) for food in foods}


def _composition(food: Food, ceilings: Mapping[str, float]) -> Composition:
    amounts = food.amounts.all()
    tags = food.tags.all()
    known = {row.nutrient: row.amount for row in amounts}
    return Composition(
        food_id=food.pk,
        ndb_no=food.ndb_no,
        name=food.name,
        group=food.group.name,
        amounts={key: known[key] for key in KEYS if key in known},
        ceilings=ceilings,
        assumed=frozenset(row.nutrient for row in amounts if row.is_assumed),
        tags=frozenset(row.tag for row in tags if row.state == TagState.PRESENT),
        undecided_tags=frozenset(tag_labels()) - {row.tag for row in tags},
        display_name=food.display_name,
    )


#: So many of the richest foods of a group are looked at when something else to eat is wanted.
_LOOKED_AT = 150
#: Foods less plain than this (restaurant dishes, trade names) are not offered.
_PLAIN_ENOUGH = 30


def helping(food_id: int) -> Helping | None:
    """A published food in the amount customarily eaten: its reference serving, or else its first household measure
    that can be relied on, or else 100 g."""
    food = Food.objects.filter(pk=food_id, state=FoodState.PUBLISHED).first()
    return _helpings([food])[0] if food else None


def richer(food_id: int, nutrient: str) -> list[Helping]:
    """Plain published foods of the same group of which a serving brings most of the nutrient, in 6 queries. Only what
    people eat: foods of the dietary surveys, and those a curator put in."""
    group = Food.objects.filter(pk=food_id).values("group")[:1]
    foods = Food.objects.filter(state=FoodState.PUBLISHED, group=group, racc_g__isnull=False, manufacturer="")
    foods = foods.filter(Q(in_survey=True) | Q(by_hand=True))
    ranked = (
        with_amount(foods.exclude(pk=food_id).filter(plainness__lt=_PLAIN_ENOUGH), nutrient)
        .filter(**{f"{nutrient}__gt": 0})
        .order_by((F(nutrient) * F("racc_g")).desc(), "ndb_no")
    )
    return _helpings(list(ranked[:_LOOKED_AT]))


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


def dishes_queryset(*, published: bool = True) -> QuerySet[Dish]:
    """Dishes with ingredients, foods, what may stand in for them, meals and steps fetched along (5 queries)."""
    swaps = Prefetch("swaps", Swap.objects.select_related("food").order_by("position"))
    ingredients = Ingredient.objects.select_related("food").prefetch_related(swaps).order_by("position")
    dishes = Dish.objects.prefetch_related(Prefetch("ingredients", ingredients), "slots", "steps").order_by("key")
    return dishes.filter(is_published=True) if published else dishes


def servings(*, fortified: bool = True) -> tuple[Serving, ...]:
    """One serving of every dish that may be offered, by key. fortified False: foods with added vitamin D or calcium are
    swapped for their plain counterparts where there are any. A dish with an unpublished food is not among them."""
    return _servings(data_version(), fortified)


@lru_cache(maxsize=4)
def _servings(_version: str, fortified: bool) -> tuple[Serving, ...]:
    dishes = list(dishes_queryset())
    items = [item for dish in dishes for item in dish.ingredients.all()]
    named = {item.food_id for item in items} | {swap.food_id for item in items for swap in item.swaps.all()}
    plain = {} if fortified else _plain(named)
    foods = compositions(named | set(plain.values()))
    published = Food.objects.filter(pk__in=foods, state=FoodState.PUBLISHED).values_list("pk", flat=True)
    larder = _Larder(plain, foods, _purchases(foods, plain), frozenset(published))
    found = (_serving(dish, larder) for dish in dishes)
    return tuple(serving for serving in found if serving is not None)


@dataclass(frozen=True, slots=True)
class _Larder:
    """plain: food id -> its unfortified counterpart, where it is to be used."""

    plain: Mapping[int, int]
    foods: Mapping[int, Composition]
    to_buy: Mapping[int, ToBuy]
    published: frozenset[int]

    def part(self, item: Ingredient | Swap, servings: int) -> Part | None:
        """None where the food is not published."""
        food_id = self.plain.get(item.food_id, item.food_id)
        if food_id not in self.published:
            return None
        return Part(
            food=self.foods[food_id],
            grams=item.grams / servings,
            measure=measures.per_serving(item.measure, servings),
            purchase=self.to_buy.get(food_id),
        )


def _plain(food_ids: set[int]) -> dict[int, int]:
    pairs = Food.objects.filter(pk__in=food_ids, unfortified__isnull=False).values_list("pk", "unfortified_id")
    return {pk: other for pk, other in pairs if other is not None}


def _purchases(foods: Mapping[int, Composition], plain: Mapping[int, int]) -> dict[int, ToBuy]:
    """Food id -> what to buy. A plain counterpart without a purchase of its own is bought like the food it stands for,
    under its own name."""
    rows = Purchase.objects.filter(food__in=foods).select_related("bought_as").prefetch_related("packs")
    found = {row.food_id: _to_buy(row) for row in rows}
    for food_id, plain_id in plain.items():
        if food_id in found and plain_id not in found:
            like, food = found[food_id], foods[plain_id]
            found[plain_id] = ToBuy(food.name, food.ndb_no, like.eaten_per_bought, like.aisle, like.staple, like.packs)
    return found


def _to_buy(row: Purchase) -> ToBuy:
    return ToBuy(
        name=row.name,
        ndb_no=row.bought_as.ndb_no,
        eaten_per_bought=row.eaten_per_bought,
        aisle=row.aisle,
        staple=row.is_staple,
        packs=tuple(Pack(pack.label, pack.grams) for pack in row.packs.all()),
        note=row.note,
    )


def _serving(dish: Dish, larder: _Larder) -> Serving | None:
    parts = tuple(_part(item, dish.servings, larder) for item in dish.ingredients.all())
    known = tuple(part for part in parts if part is not None)
    if not parts or len(known) < len(parts):
        return None
    return Serving(
        dish_id=dish.pk,
        key=dish.key,
        name=dish.name,
        role=Role(dish.role),
        slots=frozenset(SlotName(row.slot) for row in dish.slots.all()),
        minutes=dish.minutes,
        active_minutes=dish.active_minutes,
        parts=known,
        cost_tier=dish.cost_tier,
        steps=tuple(row.text for row in sorted(dish.steps.all(), key=lambda step: step.position)),
        recipe_servings=dish.servings,
        keeps_days=dish.keeps_days,
        freezes=dish.freezes,
        equipment=tuple(dish.equipment),
        seasons=frozenset(Season(word) for word in dish.seasons),
        scaling=Scaling(dish.scaling),
    )


def _part(item: Ingredient, servings: int, larder: _Larder) -> Part | None:
    """An ingredient with what may stand in for it; a stand-in that is not published is left out."""
    part = larder.part(item, servings)
    if part is None:
        return None
    found = ((SwapFor(swap.for_whom), larder.part(swap, servings)) for swap in item.swaps.all())
    swaps = tuple(StandIn(for_whom, other) for for_whom, other in found if other is not None)
    return replace(part, optional=item.optional, swaps=swaps)
