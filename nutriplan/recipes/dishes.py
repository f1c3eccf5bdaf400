"""What does a person's own recipe bring to a plan? One serving of it, with every caution its lines may carry.

A line that nobody has matched to a food holds an unknown amount of everything, and may carry every tag: whoever must
avoid anything, or stay below any limit, is not offered the dish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from foods import ingredient_foods
from foods.measures import per_serving
from foods.selectors import compositions, goods, unfortified
from foods.vocabulary import tag_labels
from nutriplan.domain.composition import Composition, Sum, sum_of
from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Purchase, Role, Serving
from nutriplan.recipes.models import Line, Recipe

#: Tags that a food loses when it is cooked all the way through.
COOKED_AWAY = frozenset({"raw_egg", "raw_fish", "raw_meat", "raw_shellfish", "raw_sprouts"})


def servings(recipes: Iterable[Recipe], *, fortified: bool = True) -> tuple[Serving, ...]:
    """One serving of every recipe that is ready, in 10 queries. fortified False: foods with added vitamin D or calcium
    are swapped for their plain counterparts where there are any."""
    ready = [recipe for recipe in recipes if not missing(recipe)]
    eaten = {line.food_id for recipe in ready for line in recipe.lines.all() if line.food_id is not None}
    swaps = {} if fortified else unfortified(eaten)
    foods = _published(eaten | set(swaps.values()))
    to_buy = goods(foods)
    return tuple(_serving(recipe, foods, swaps, to_buy) for recipe in ready)


def missing(recipe: Recipe) -> tuple[str, ...]:
    """What has to be said before the dish can stand in a plan; nothing where it can."""
    lines = [line for line in recipe.lines.all() if line.counts]
    unweighed = sum(line.grams is None for line in lines)
    told = (
        (not lines, "at least one ingredient"),
        (recipe.servings is None, "how many it serves"),
        (recipe.minutes is None, "how long it takes"),
        (not recipe.slots, "which meals it suits"),
        (bool(unweighed), f"how much of {unweighed} ingredient{'s' if unweighed > 1 else ''} there is"),
    )
    return tuple(what for lacks, what in told if lacks)


def nutrients(recipe: Recipe) -> Mapping[str, Sum]:
    """Nutrient key -> one serving, as far as lines are weighed; of the whole recipe where nobody said how many it
    serves. What is not matched to a food counts as unknown."""
    lines = [line for line in recipe.lines.all() if line.counts and line.grams is not None]
    foods = _published({line.food_id for line in lines if line.food_id is not None})
    shared = recipe.servings or 1
    parts = [(_composition(line, recipe, foods, {}), (line.grams or 0.0) / shared) for line in lines]
    return sum_of(parts, KEYS)


def _published(food_ids: set[int]) -> Mapping[int, Composition]:
    """A food that was withdrawn since it was chosen is none of ours any more."""
    return compositions(ingredient_foods.names_of(food_ids))


def _serving(
    recipe: Recipe, foods: Mapping[int, Composition], swaps: Mapping[int, int], to_buy: Mapping[int, Purchase]
) -> Serving:
    shared = recipe.servings or 1
    lines: Sequence[Line] = [line for line in recipe.lines.all() if line.counts]
    eaten = [_composition(line, recipe, foods, swaps) for line in lines]
    return Serving(
        # Below zero, so that it is never taken for a dish of the library.
        dish_id=-recipe.pk,
        key=f"own-{recipe.pk}",
        name=recipe.name,
        role=Role(recipe.role),
        slots=frozenset(SlotName(slot) for slot in recipe.slots),
        minutes=recipe.minutes or 0,
        active_minutes=recipe.minutes or 0,
        parts=tuple(
            Part(
                food=food,
                grams=(line.grams or 0.0) / shared,
                measure=per_serving(line.text, shared),
                purchase=to_buy.get(food.food_id),
            )
            for line, food in zip(lines, eaten, strict=True)
        ),
        steps=tuple(recipe.steps),
        recipe_servings=shared,
    )


def _composition(line: Line, recipe: Recipe, foods: Mapping[int, Composition], swaps: Mapping[int, int]) -> Composition:
    food_id = line.food_id if line.is_identified else None
    known = None if food_id is None else foods.get(swaps.get(food_id, food_id))
    said, maybe = frozenset(line.said), frozenset(line.maybe)
    food = known or unidentified(line)
    tags = food.tags | said
    undecided = (food.undecided_tags | maybe) - tags
    if recipe.cooked_through:
        tags, undecided = tags - COOKED_AWAY, undecided - COOKED_AWAY
    return replace(food, tags=tags, undecided_tags=undecided)


def unidentified(line: Line) -> Composition:
    """An ingredient of which only the words are known: no amount of anything, no tag decided."""
    return Composition(
        food_id=-line.pk,
        ndb_no=f"line-{line.pk}",
        name=line.text,
        group="",
        amounts={},
        undecided_tags=frozenset(tag_labels()),
    )
