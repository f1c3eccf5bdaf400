"""What does the planner know of a food? Its amounts, the ceilings of its group and its tags, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from foods.models import Food, GroupCeiling, TagState
from foods.vocabulary import tag_labels
from nutriplan.domain.composition import Composition
from nutriplan.domain.nutrients import KEYS


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


def unfortified(food_ids: Iterable[int]) -> Mapping[int, int]:
    """Food id -> id of the same food without added vitamin D or calcium, where there is one."""
    pairs = Food.objects.filter(pk__in=set(food_ids), unfortified__isnull=False).values_list("pk", "unfortified_id")
    return {pk: other for pk, other in pairs if other is not None}


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
