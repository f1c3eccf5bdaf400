"""Which foods are one food twice, and what happens when they become one? Impact first, then all or nothing, undoable.

Nutrient amounts, portions and decisions by rule do not move: the food that is kept speaks for itself. What others say
by the food that goes (dishes, purchases, names, decisions by hand) moves, and is written into its history so that it
can go back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from foods import services
from foods.curation import keep_first_version
from foods.models import Alias, Food, FoodState, FoodTag, Ingredient, Purchase
from foods.models.history import because
from foods.search import normalise
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
    purchase: Purchase | None
    bought: tuple[Purchase, ...]
    aliases: tuple[Alias, ...]
    tags: tuple[FoodTag, ...]
    plain_of: tuple[Food, ...]
    faults: tuple[Fault, ...]

    @property
    def dishes(self) -> list[str]:
        return sorted({item.dish.name for item in self.ingredients})


def impact(*, keep: Food, away: Food) -> Impact:
    """What a merge would do, without doing it; 9 queries."""
    kept_tags = {row.tag: row for row in keep.tags.all()}
    gone_tags = list(away.tags.order_by("tag"))
    kept_names = set(keep.aliases.values_list("name", flat=True))
    return Impact(
        keep=keep,
        away=away,
        ingredients=tuple(away.ingredients.select_related("dish").order_by("dish__name", "position")),
        purchase=None if Purchase.objects.filter(food=keep).exists() else Purchase.objects.filter(food=away).first(),
        bought=tuple(Purchase.objects.filter(bought_as=away).order_by("name")),
        aliases=tuple(away.aliases.exclude(name__in=kept_names).order_by("name")),
        tags=tuple(row for row in gone_tags if row.by_hand and _moves(row, kept_tags.get(row.tag))),
        plain_of=tuple(Food.objects.filter(unfortified=away).exclude(pk=keep.pk).order_by("ndb_no")),
        faults=tuple(_faults(keep, away, kept_tags, gone_tags)),
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


@transaction.atomic
def merge(*, keep: Food, away: Food, reason: str, by: Any = None) -> Impact:
    """Retire `away`; everything that named it names `keep` from now on. Raises InputFaults, PermissionDenied."""
    _require(by, reason)
    found = impact(keep=keep, away=away)
    if found.faults:
        raise InputFaults(found.faults)
    said = f"Merged {away.ndb_no} into {keep.ndb_no}: {reason.strip()}"
    aliases = [row.pk for row in found.aliases]
    Alias.objects.filter(pk__in=aliases).update(food=keep)
    aliases += _names_of(away, keep)
    _point_dishes(found.ingredients, keep, said, by)
    for row in filter(None, (found.purchase,)):
        _put(row, said, by, food=keep)
    for bought in found.bought:
        _put(Purchase.objects.get(pk=bought.pk), said, by, bought_as=keep)
    _move_tags(found.tags, keep, said, by)
    Food.objects.filter(pk__in=[food.pk for food in found.plain_of]).update(unfortified=keep)
    moved: dict[str, list[Any]] = {
        "was": [away.state],
        "ingredient": [row.pk for row in found.ingredients],
        "purchase": [found.purchase.pk] if found.purchase else [],
        "bought": [row.pk for row in found.bought],
        "alias": aliases,
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


@transaction.atomic
def undo_merge(*, food: Food, reason: str, by: Any = None) -> None:
    """Give a merged food back what moved, as far as it still is where the merge put it. Raises InputFaults."""
    _require(by, reason)
    keep = food.merged_into
    record = food.history.filter(merged_into=keep, history_change_reason__contains=MOVED).first() if keep else None
    if keep is None or record is None:
        raise InputFaults([Fault("/food", "not_merged", f"{food} was not merged here, so there is nothing to undo")])
    moved = _read(record.history_change_reason)
    said = f"Undid the merge of {food.ndb_no} into {keep.ndb_no}: {reason.strip()}"
    _give_back_aliases(moved["alias"], food, keep)
    items = Ingredient.objects.filter(pk__in=moved["ingredient"], food=keep).select_related("dish")
    _point_dishes(tuple(items), food, said, by)
    for row in Purchase.objects.filter(pk__in=moved["purchase"], food=keep):
        _put(row, said, by, food=food)
    for row in Purchase.objects.filter(pk__in=moved["bought"], bought_as=keep):
        _put(row, said, by, bought_as=food)
    _move_tags(list(FoodTag.objects.filter(pk__in=moved["tag"], food=keep)), food, said, by)
    Food.objects.filter(pk__in=moved["plain"], unfortified=keep).update(unfortified=food)
    food.state, food.merged_into = FoodState(moved["was"][0]), None
    for each in (food, keep):
        because(each, reason=said, by=by)
        services.save_food(food=each)


def _require(by: Any, reason: str) -> None:
    if by is not None and not by.has_perm(MERGE):
        raise PermissionDenied("Only a reviewer merges foods.")
    if not reason.strip():
        raise InputFaults([Fault("/reason", "required", "say why")])


def _names_of(away: Food, keep: Food) -> list[int]:
    """The food that is kept is found by what the other was called."""
    made = []
    for name in dict.fromkeys(name for name in (away.display_name, away.name) if name):
        alias, created = Alias.objects.get_or_create(food=keep, name=name[:_LONGEST_ALIAS], defaults={"by_hand": True})
        if created:
            made.append(alias.pk)
    return made


def _give_back_aliases(keys: list[Any], food: Food, keep: Food) -> None:
    """The names that the merge made of the food's own names go; the food's other names return."""
    own = {name[:_LONGEST_ALIAS] for name in (food.display_name, food.name) if name}
    for alias in Alias.objects.filter(pk__in=keys, food=keep):
        if alias.name in own:
            alias.delete()
        else:
            _put(alias, "", None, food=food)


def _point_dishes(items: Sequence[Ingredient], food: Food, said: str, by: Any) -> None:
    Ingredient.objects.filter(pk__in=[item.pk for item in items]).update(food=food)
    for dish in {item.dish_id: item.dish for item in items}.values():
        keep_first_version(dish)
        because(dish, reason=said, by=by)
        services.save_dish(dish=dish)


def _put(row: Any, said: str, by: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    if isinstance(row, Purchase):
        row.by_hand = True
    because(row, reason=said, by=by)
    row.save()


def _move_tags(tags: Sequence[FoodTag], food: Food, said: str, by: Any) -> None:
    """Decisions by hand take the place of those by rule; where one goes away, saving the food lets the rules decide."""
    for tag in tags:
        for old in FoodTag.objects.filter(food=food, tag=tag.tag):
            because(old, reason=said, by=by)
            old.delete()
        _put(tag, said, by, food=food)


def _told(moved: dict[str, list[Any]]) -> str:
    """What moved, for people and for undo_merge: "Moved: ingredient 4, 5; alias 7"."""
    return MOVED + "; ".join(f"{kind} {', '.join(map(str, keys))}" for kind, keys in moved.items() if keys)


def _read(reason: str) -> dict[str, list[Any]]:
    moved: dict[str, list[Any]] = defaultdict(list)
    for part in reason[reason.rindex(MOVED) + len(MOVED) :].split("; "):
        kind, _, keys = part.partition(" ")
        moved[kind] = [int(key) if key.isdigit() else key for key in keys.split(", ")]
    return moved


#: After these the order of words is the meaning.
_ORDERED = frozenset({"with", "without", "no", "not", "or"})
_RINSED = re.compile(r"\b(usda commodity|includes foods for usda s food distribution program)\b")


#: What is rinsed out of a name word by word before names are compared closely.
_RINSED_WORDS = frozenset(["usda", "commodity", "includes", "foods", "for", "s", "food", "distribution", "program"])


def duplicates(*, most: int | None = None) -> tuple[int, list[list[Food]]]:
    """How many groups of foods in use carry the same words in their name or the same bar code, and the first of them.

    Two queries. A group is a question to a curator. Foods with different makers or names in other words are not
    compared. Only names that share all their words are compared closely, so that 400,000 foods take seconds.
    """
    rows = Food.objects.exclude(state=FoodState.RETIRED).order_by("ndb_no")
    near: dict[tuple[object, ...], list[tuple[int, str, str]]] = defaultdict(list)
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, name, maker, gtin in rows.values_list("pk", "name", "manufacturer", "gtin").iterator(chunk_size=5000):
        near[normalise(maker), frozenset(normalise(name).split()) - _RINSED_WORDS].append((pk, name, maker))
        if gtin:
            by_key["gtin", gtin.lstrip("0")].append(pk)
    for alike in near.values():
        for pk, name, maker in alike if len(alike) > 1 else ():
            by_key["name", *_words(name), normalise(maker)].append(pk)
    groups = list(dict.fromkeys(tuple(sorted(keys)) for keys in by_key.values() if len(keys) > 1))
    shown = groups[:most]
    foods = Food.objects.select_related("group", "source").in_bulk([pk for group in shown for pk in group])
    return len(groups), [sorted((foods[pk] for pk in group), key=lambda food: food.ndb_no) for group in shown]


def _words(name: str) -> list[str]:
    """The name whatever the order of its parts and of their words; "with salt, without nuts" stays what it says."""
    parts = (_RINSED.sub("", normalise(part)).split() for part in name.split(","))
    said = (part if _ORDERED.intersection(part) else sorted(part) for part in parts if part)
    return sorted(" ".join(part) for part in said)
