"""Can a merge be undone, and what would go back? The impact first, and every reason against it; then all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from foods import services
from foods.merging import MOVED, move_tags, moved_with, own_names, point_dishes, put, require
from foods.models import Alias, Food, FoodState, FoodTag, Ingredient, Purchase, Swap
from foods.models.history import because
from foods.vocabulary import tag_labels
from nutriplan.domain.errors import Fault, InputFaults

#: What a merge moves, one and many of them, in the words of the page.
_KINDS: Mapping[str, tuple[str, str]] = {
    "ingredient": ("ingredient of a dish", "ingredients of dishes"),
    "swap": ("stand-in of a dish", "stand-ins of dishes"),
    "purchase": ("purchase", "purchases"),
    "bought": ("purchase for another food", "purchases for other foods"),
    "alias": ("name", "names"),
    "tag": ("decision on a tag", "decisions on tags"),
    "plain": ("fortified food that names it", "fortified foods that name it"),
}


@dataclass(frozen=True, slots=True)
class Return:
    """What goes back from `keep` to `food`. names: those the merge gave `keep` alone, which it loses again. stays: what
    moved with the merge and was changed, moved on or deleted since, in words. faults: why it cannot be undone."""

    food: Food
    keep: Food | None
    ingredients: tuple[Ingredient, ...] = ()
    swaps: tuple[Swap, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    bought: tuple[Purchase, ...] = ()
    aliases: tuple[Alias, ...] = ()
    names: tuple[Alias, ...] = ()
    tags: tuple[FoodTag, ...] = ()
    plain_of: tuple[Food, ...] = ()
    was: FoodState = FoodState.DRAFT
    stays: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def dishes(self) -> list[str]:
        rows = (*self.ingredients, *(swap.ingredient for swap in self.swaps))
        return sorted({row.dish.name for row in rows})


def impact(*, food: Food) -> Return:
    """What undoing the merge would do, without doing it; 13 queries at most."""
    keep = food.merged_into
    record = food.history.filter(merged_into=keep, history_change_reason__contains=MOVED).first() if keep else None
    if keep is None or record is None:
        fault = Fault("/food", "not_merged", f"{food} was not merged here, so there is nothing to undo")
        return Return(food, keep, faults=(fault,))
    moved = moved_with(record.history_change_reason)
    found = _found(food, keep, moved)
    aliases = [row for row in found["alias"] if row.name not in own_names(food)]
    taken = set(food.aliases.values_list("name", flat=True))
    return Return(
        food=food,
        keep=keep,
        ingredients=tuple(found["ingredient"]),
        swaps=tuple(found["swap"]),
        purchases=tuple(found["purchase"]),
        bought=tuple(found["bought"]),
        aliases=tuple(row for row in aliases if row.name not in taken),
        names=tuple(row for row in found["alias"] if row.name in own_names(food)),
        tags=tuple(found["tag"]),
        plain_of=tuple(found["plain"]),
        was=FoodState(moved["was"][0]),
        stays=tuple(_stays(moved, found)),
        faults=tuple(_faults(food, keep, found)),
    )


def _found(food: Food, keep: Food, moved: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """What still is where the merge put it: kind -> rows."""
    at_keep = {
        "ingredient": Ingredient.objects.filter(food=keep).select_related("dish"),
        "swap": Swap.objects.filter(food=keep).select_related("ingredient__dish"),
        "purchase": Purchase.objects.filter(food=keep),
        "bought": Purchase.objects.filter(bought_as=keep),
        "alias": Alias.objects.filter(food=keep).order_by("name"),
        "tag": FoodTag.objects.filter(food=keep).order_by("tag"),
        "plain": Food.objects.filter(unfortified=keep),
    }
    return {kind: list(_with_keys(rows, moved.get(kind, []))) for kind, rows in at_keep.items()}


def _with_keys(rows: Any, keys: list[Any]) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = rows.filter(pk__in=keys)
    return found


def _stays(moved: Mapping[str, list[Any]], found: Mapping[str, list[Any]]) -> Iterator[str]:
    for kind, (one, many) in _KINDS.items():
        gone = len(moved.get(kind, [])) - len(found[kind])
        if gone:
            yield f"{gone} {one if gone == 1 else many}"


def _faults(food: Food, keep: Food, found: Mapping[str, list[Any]]) -> Iterator[Fault]:
    if keep.merged_into_id is not None:
        yield Fault("/keep", "merged", f"{keep} was itself merged since, into {keep.merged_into}; undo that first")
    if found["purchase"] and Purchase.objects.filter(food=food).exists():
        yield Fault("/purchase", "taken", f"{food} has got a purchase of its own since; take one of the two away first")
    own = {row.tag: row for row in food.tags.filter(by_hand=True)}
    for row in found["tag"]:
        other = own.get(row.tag)
        if other is not None and other.state != row.state:
            label = tag_labels().get(row.tag, row.tag)
            yield Fault(
                f"/tags/{row.tag}", "differs", f"{label}: decided otherwise on the retired food since; decide first"
            )


@transaction.atomic
def undo_merge(*, food: Food, reason: str, by: Any = None) -> Return:
    """Give a merged food back what moved, as far as it still is where the merge put it. Raises InputFaults."""
    require(by, reason)
    found = impact(food=food)
    keep = found.keep
    if found.faults or keep is None:
        raise InputFaults(found.faults)
    said = f"Undid the merge of {food.ndb_no} into {keep.ndb_no}: {reason.strip()}"
    for alias in found.names:
        because(alias, reason=said, by=by)
        alias.delete()
    for row in (*found.aliases, *found.purchases):
        put(row, said, by, food=food)
    for bought in found.bought:
        put(Purchase.objects.get(pk=bought.pk), said, by, bought_as=food)
    point_dishes(found.ingredients, found.swaps, food, said, by)
    move_tags(found.tags, food, said, by)
    Food.objects.filter(pk__in=[row.pk for row in found.plain_of]).update(unfortified=food)
    food.state, food.merged_into = found.was, None
    for each in (food, keep):
        because(each, reason=said, by=by)
        services.save_food(food=each)
    return found
