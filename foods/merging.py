"""What happens when two foods become one? Impact first, then all or nothing; `unmerging` takes it back.

Nutrient amounts, portions and decisions by rule do not move: the food that is kept speaks for itself. What others say
by the food that goes (dishes, stand-ins, purchases, names, decisions by hand) moves, and is written into its history so
that it can go back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from foods import services
from foods.curation import keep_first_version
from foods.models import Alias, Food, FoodState, FoodTag, Ingredient, Purchase, Swap
from foods.models.history import because
from foods.vocabulary import tag_labels
from nutriplan.domain.errors import Fault, InputFaults

MERGE = "foods.merge_food"
MOVED = "Moved: "
_LONGEST_ALIAS = 100


@dataclass(frozen=True, slots=True)
class Impact:
    """What moves from `away` to `keep`; faults: why it cannot be done yet."""

    keep: Food
    away: Food
    ingredients: tuple[Ingredient, ...]
    swaps: tuple[Swap, ...]
    purchase: Purchase | None
    bought: tuple[Purchase, ...]
    aliases: tuple[Alias, ...]
    tags: tuple[FoodTag, ...]
    plain_of: tuple[Food, ...]
    faults: tuple[Fault, ...]

    @property
    def dishes(self) -> list[str]:
        return sorted({item.dish.name for item in self.ingredients})

    @property
    def stands_in(self) -> list[str]:
        return sorted({swap.ingredient.dish.name for swap in self.swaps})


def impact(*, keep: Food, away: Food) -> Impact:
    """What a merge would do, without doing it; 10 queries."""
    kept_tags = {row.tag: row for row in keep.tags.all()}
    gone_tags = list(away.tags.order_by("tag"))
    kept_names = set(keep.aliases.values_list("name", flat=True))
    ingredients = tuple(away.ingredients.select_related("dish").order_by("dish__name", "position"))
    swaps = tuple(away.swapped_in.select_related("ingredient__dish").order_by("ingredient__dish__name", "position"))
    return Impact(
        keep=keep,
        away=away,
        ingredients=ingredients,
        swaps=swaps,
        purchase=None if Purchase.objects.filter(food=keep).exists() else Purchase.objects.filter(food=away).first(),
        bought=tuple(Purchase.objects.filter(bought_as=away).order_by("name")),
        aliases=tuple(away.aliases.exclude(name__in=kept_names).order_by("name")),
        tags=tuple(row for row in gone_tags if row.by_hand and _moves(row, kept_tags.get(row.tag))),
        plain_of=tuple(Food.objects.filter(unfortified=away).exclude(pk=keep.pk).order_by("ndb_no")),
        faults=(*_faults(keep, away, kept_tags, gone_tags), *_for_itself(keep, away, swaps)),
    )


def _moves(gone: FoodTag, kept: FoodTag | None) -> bool:
    """A decision by hand stands above none and above one by rule."""
    return kept is None or (not kept.by_hand and kept.state != gone.state)


def _faults(keep: Food, away: Food, kept: dict[str, FoodTag], gone: Sequence[FoodTag]) -> list[Fault]:
    faults = []
    if keep.pk == away.pk:
        faults.append(Fault("/away", "same", "choose two different foods"))
    if keep.merged_into_id is not None or keep.state == FoodState.RETIRED:
        faults.append(Fault("/keep", "retired", f"{keep} is retired; keep a food that is in use"))
    if away.merged_into_id is not None:
        faults.append(Fault("/away", "merged", f"{away} was merged already"))
    for row in gone:
        other = kept.get(row.tag)
        if other is not None and other.by_hand == row.by_hand and other.state != row.state:
            label = tag_labels().get(row.tag, row.tag)
            faults.append(
                Fault(
                    f"/tags/{row.tag}",
                    "differs",
                    f"{label}: the one {other.get_state_display()}, the other {row.get_state_display()}; decide first",
                )
            )
    return faults


def _for_itself(keep: Food, away: Food, swaps: Sequence[Swap]) -> Iterator[Fault]:
    """Dishes in which one of the two stands in for the other: after the merge it would stand in for itself."""
    others = keep.swapped_in.filter(ingredient__food=away).select_related("ingredient__dish")
    for swap in (*(swap for swap in swaps if swap.ingredient.food_id == keep.pk), *others):
        dish = swap.ingredient.dish
        yield Fault(
            f"/dishes/{dish.key}", "stands_in", f"{dish}: the one stands in for the other; take that away first"
        )


@transaction.atomic
def merge(*, keep: Food, away: Food, reason: str, by: Any = None) -> Impact:
    """Retire `away`; everything that named it names `keep` from now on. Raises InputFaults, PermissionDenied."""
    require(by, reason)
    found = impact(keep=keep, away=away)
    if found.faults:
        raise InputFaults(found.faults)
    said = f"Merged {away.ndb_no} into {keep.ndb_no}: {reason.strip()}"
    for alias in found.aliases:
        put(alias, said, by, food=keep)
    point_dishes(found.ingredients, found.swaps, keep, said, by)
    if found.purchase:
        put(found.purchase, said, by, food=keep)
    for bought in found.bought:
        put(Purchase.objects.get(pk=bought.pk), said, by, bought_as=keep)
    move_tags(found.tags, keep, said, by)
    Food.objects.filter(pk__in=[food.pk for food in found.plain_of]).update(unfortified=keep)
    moved: dict[str, list[Any]] = {
        "was": [away.state],
        "ingredient": [row.pk for row in found.ingredients],
        "swap": [row.pk for row in found.swaps],
        "purchase": [found.purchase.pk] if found.purchase else [],
        "bought": [row.pk for row in found.bought],
        "alias": [*(row.pk for row in found.aliases), *_names_of(away, keep, said, by)],
        "tag": [row.pk for row in found.tags],
        "plain": [food.pk for food in found.plain_of],
    }
    for food in (away, keep):
        keep_first_version(food)
    away.state, away.merged_into = FoodState.RETIRED, keep
    because(away, reason=f"{said}\n{_told(moved)}", by=by)
    services.save_food(food=away)
    because(keep, reason=said, by=by)
    services.save_food(food=keep)
    return found


def require(by: Any, reason: str) -> None:
    """Raises PermissionDenied to whoever may not merge, InputFaults without a reason."""
    if by is not None and not by.has_perm(MERGE):
        raise PermissionDenied("Only a reviewer merges foods.")
    if not reason.strip():
        raise InputFaults([Fault("/reason", "required", "say why")])


def own_names(food: Food) -> list[str]:
    """The names of a food itself, as they are written when they become other names of another food."""
    return list(dict.fromkeys(name[:_LONGEST_ALIAS] for name in (food.display_name, food.name) if name))


def _names_of(away: Food, keep: Food, said: str, by: Any) -> list[int]:
    """The food that is kept is found by what the other was called."""
    known = set(keep.aliases.values_list("name", flat=True))
    made = [Alias(food=keep, name=name, by_hand=True) for name in own_names(away) if name not in known]
    for alias in made:
        put(alias, said, by)
    return [alias.pk for alias in made]


def point_dishes(items: Sequence[Ingredient], swaps: Sequence[Swap], food: Food, said: str, by: Any) -> None:
    """Ingredients and stand-ins name this food from now on; their dishes are the curator's."""
    for row in (*items, *swaps):
        put(row, said, by, food=food)
    dishes = {item.dish_id: item.dish for item in (*items, *(swap.ingredient for swap in swaps))}
    for dish in dishes.values():
        keep_first_version(dish)
        because(dish, reason=said, by=by)
        services.save_dish(dish=dish)


def put(row: Any, said: str, by: Any, **fields: Any) -> None:
    """Save a row with these fields; as it was is kept, and why it changed."""
    keep_first_version(row)
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Purchase):
        row.by_hand = True
    because(row, reason=said, by=by)
    row.save()


def move_tags(tags: Sequence[FoodTag], food: Food, said: str, by: Any) -> None:
    """Decisions by hand take the place of those by rule; where one goes away, saving the food lets the rules decide."""
    for tag in tags:
        for old in FoodTag.objects.filter(food=food, tag=tag.tag):
            because(old, reason=said, by=by)
            old.delete()
        put(tag, said, by, food=food)


def _told(moved: dict[str, list[Any]]) -> str:
    """What moved, for people and for undoing it: "Moved: ingredient 4, 5; alias 7"."""
    return MOVED + "; ".join(f"{kind} {', '.join(map(str, keys))}" for kind, keys in moved.items() if keys)


def moved_with(reason: str) -> dict[str, list[Any]]:
    """What `_told` wrote into a reason: kind -> keys."""
    moved: dict[str, list[Any]] = defaultdict(list)
    for part in reason[reason.rindex(MOVED) + len(MOVED) :].split("; "):
        kind, _, keys = part.partition(" ")
        moved[kind] = [int(key) if key.isdigit() else key for key in keys.split(", ")]
    return moved
