"""What is one serving of a dish? Its foods in their shares, what may stand in for them, and what to buy for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from foods import measures, shop
from foods.as_bought import bought_without, label_note
from foods.compositions import compositions, unfortified
from foods.models import Dish, Food, FoodState, Ingredient, Swap
from nutriplan.domain import dish_faults
from nutriplan.domain.composition import Composition
from nutriplan.domain.kitchen import Cuisine, Scaling, Season, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Role, Serving
from nutriplan.domain.servings import Purchase as ToBuy
from nutriplan.domain.servings import Swap as StandIn


def dishes_queryset(*, published: bool = True) -> QuerySet[Dish]:
    """Dishes with ingredients, foods, what may stand in for them, meals and steps fetched along (5 queries)."""
    swaps = Prefetch("swaps", Swap.objects.select_related("food").order_by("position"))
    ingredients = Ingredient.objects.select_related("food").prefetch_related(swaps).order_by("position")
    dishes = Dish.objects.prefetch_related(Prefetch("ingredients", ingredients), "slots", "steps").order_by("key")
    return dishes.filter(is_published=True) if published else dishes


def servings_of(dishes: Iterable[Dish], *, fortified: bool = True) -> tuple[Serving, ...]:
    """One serving of each dish; a dish with an unpublished food has none. fortified: see selectors.servings."""
    dishes = list(dishes)
    items = [item for dish in dishes for item in dish.ingredients.all()]
    named = {item.food_id for item in items} | {swap.food_id for item in items for swap in item.swaps.all()}
    plain = {} if fortified else unfortified(named)
    foods = compositions(named | set(plain.values()))
    published = Food.objects.filter(pk__in=foods, state=FoodState.PUBLISHED).values_list("pk", flat=True)
    larder = _larder(plain, foods, frozenset(published))
    found = (_serving(dish, larder) for dish in dishes)
    return tuple(serving for serving in found if serving is not None)


def faults_of(dish: Dish) -> list[str]:
    """What contradicts itself in a stored dish, in plain words; 9 queries."""
    (found,) = dishes_queryset(published=False).filter(pk=dish.pk)
    servings = servings_of([found])
    if not servings:
        return ["it is offered to nobody: it has no ingredient, or one that is not published"]
    return list(dish_faults.faults(servings[0], declared=found.declared))


@dataclass(frozen=True, slots=True)
class _Larder:
    """plain: food id -> its unfortified counterpart, where it is to be used. as_bought: the foods, each without what it
    must be bought without."""

    plain: Mapping[int, int]
    as_bought: Mapping[int, Composition]
    to_buy: Mapping[int, ToBuy]
    published: frozenset[int]

    def part(self, item: Ingredient | Swap, servings: int) -> Part | None:
        """None where the food is not published."""
        food_id = self.plain.get(item.food_id, item.food_id)
        if food_id not in self.published:
            return None
        return Part(
            food=self.as_bought[food_id],
            grams=item.grams / servings,
            measure=measures.per_serving(item.measure, servings),
            purchase=self.to_buy.get(food_id),
        )


def _larder(plain: Mapping[int, int], foods: Mapping[int, Composition], published: frozenset[int]) -> _Larder:
    """A plain counterpart without a purchase of its own is bought like the food it stands for, under its own name."""
    bought = dict(foods)
    sold: dict[int, ToBuy] = {}
    for row in shop.purchases().filter(food__in=foods):
        bought[row.food_id] = bought_without(foods[row.food_id], row.without)
        sold[row.food_id] = shop.to_buy(row, foods[row.food_id])
    for food_id, plain_id in plain.items():
        if food_id in sold and plain_id not in sold:
            food = foods[plain_id]
            sold[plain_id] = replace(sold[food_id], name=food.name, ndb_no=food.ndb_no, note=label_note(food))
    return _Larder(plain, bought, sold, published)


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
        cuisine=Cuisine(dish.cuisine),
    )


def _part(item: Ingredient, servings: int, larder: _Larder) -> Part | None:
    """An ingredient with what may stand in for it; a stand-in that is not published is left out."""
    part = larder.part(item, servings)
    if part is None:
        return None
    found = ((SwapFor(swap.for_whom), larder.part(swap, servings)) for swap in item.swaps.all())
    swaps = tuple(StandIn(for_whom, other) for for_whom, other in found if other is not None)
    return replace(part, optional=item.optional, swaps=swaps)
