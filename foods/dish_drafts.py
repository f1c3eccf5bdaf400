"""How does a recipe of one person come before the curators? As an unpublished dish, held against the foods first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from foods import services
from foods.models import Declared, Dish, DishSlot, Food, FoodState, FoodTag, Ingredient, Step, TagState
from foods.models.history import because
from nutriplan.domain.diet import DIETS
from nutriplan.domain.errors import Fault, InputFaults

_LONGEST_MEASURE = 80


@dataclass(frozen=True, slots=True)
class DraftPart:
    """grams, measure: for the whole recipe."""

    food_id: int
    grams: float
    measure: str


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    role: str
    slots: tuple[str, ...]
    servings: int
    minutes: int
    parts: tuple[DraftPart, ...]
    steps: tuple[str, ...]


@transaction.atomic
def add(draft: Draft, *, by: Any) -> Dish:
    """Write the draft; nobody is offered it before a curator publishes it. Raises InputFaults with all it lacks."""
    faults = list(_faults(draft))
    if faults:
        raise InputFaults(faults)
    dish = Dish(
        key=_free_key(draft.name),
        name=draft.name,
        role=draft.role,
        servings=draft.servings,
        minutes=draft.minutes,
        # Nobody said how much of it is hands-on; the cautious reading is all of it.
        active_minutes=draft.minutes,
        declared=_declared(draft).value,
        is_published=False,
    )
    because(dish, reason="a recipe that a curator brought", by=by)
    services.save_dish(dish=dish)
    DishSlot.objects.bulk_create(DishSlot(dish=dish, slot=slot) for slot in draft.slots)
    Step.objects.bulk_create(Step(dish=dish, position=at, text=text) for at, text in enumerate(draft.steps, start=1))
    Ingredient.objects.bulk_create(
        Ingredient(
            dish=dish,
            food_id=part.food_id,
            position=at,
            grams=part.grams,
            measure=part.measure[:_LONGEST_MEASURE],
        )
        for at, part in enumerate(draft.parts, start=1)
    )
    return dish


def _faults(draft: Draft) -> Iterator[Fault]:
    for field, what in (("slots", "a meal it suits"), ("steps", "steps in your own words"), ("parts", "an ingredient")):
        if not getattr(draft, field):
            yield Fault(f"/{field}", "required", f"needs {what}")
    wanted = {part.food_id for part in draft.parts}
    published = set(Food.objects.filter(pk__in=wanted, state=FoodState.PUBLISHED).values_list("pk", flat=True))
    for place, part in enumerate(draft.parts):
        if part.food_id not in published:
            yield Fault(f"/parts/{place}", "unknown_id", f"there is no food {part.food_id}")


def _declared(draft: Draft) -> Declared:
    """The strictest diet that every ingredient is known to suit; what is undecided suits none."""
    ids = [part.food_id for part in draft.parts]
    rows = FoodTag.objects.filter(food__in=ids, state=TagState.ABSENT).values_list("food_id", "tag")
    ruled_out: dict[int, set[str]] = {food_id: set() for food_id in ids}
    for food_id, tag in rows:
        ruled_out[food_id].add(tag)
    return next(diet for diet in Declared if all(DIETS[diet.value] <= tags for tags in ruled_out.values()))


def _free_key(name: str) -> str:
    wanted = slugify(name)[:70] or "dish"
    taken: Sequence[str] = list(Dish.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    return next(key for key in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
