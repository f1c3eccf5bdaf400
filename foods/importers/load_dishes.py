"""How do dishes, purchases and food tags get into the database? Checked against the foods, then all or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from foods.importers import bulk, dish_checks, load_rules
from foods.importers.dish_files import PurchaseRow, Seeds, TagRow
from foods.importers.dish_toml import DishRow
from foods.importers.table import TableFaults
from foods.models import Dish, DishSlot, Food, FoodTag, Ingredient, Pack, Purchase, Step, Swap, TagState
from foods.tag_rules import IMPLIED
from foods.vocabulary import tag_labels

#: What a kitchen does. What is sold cooked (a tin, roasted nuts) is bought as it is eaten, under its own number.
COOKED = re.compile(r"\b(cooked|boiled|braised|broiled|grilled|poached|roasted|simmered|steamed|stewed)\b(?!.*\bdry\b)")
_OF_A_DISH = (
    "name",
    "role",
    "servings",
    "minutes",
    "active_minutes",
    "keeps_days",
    "freezes",
    "equipment",
    "seasons",
    "scaling",
    "cuisine",
    "cost_tier",
    "declared",
)


@transaction.atomic
def load(seeds: Seeds) -> None:
    """Write the seeds. Raises TableFaults with everything that does not fit the foods; then nothing was written.

    What a curator entered (by_hand) stays; a dish that the files no longer hold is kept, unpublished.
    """
    foods = dict(Food.objects.values_list("ndb_no", "name"))
    faults = [*_tag_faults(seeds, foods), *_purchase_faults(seeds, foods), *_dish_faults(seeds, foods)]
    if faults:
        raise TableFaults(faults)
    ids = dict(Food.objects.values_list("ndb_no", "pk"))
    _load_tags(seeds, ids)
    _load_purchases(seeds.purchases, ids)
    _load_dishes(seeds.dishes, ids)
    contradictions = list(dish_checks.faults(seeds.dishes))
    if contradictions:
        raise TableFaults(contradictions)


def _tag_faults(seeds: Seeds, foods: Mapping[str, str]) -> Iterator[str]:
    vocabulary = frozenset(tag_labels())
    for tag in sorted(seeds.reviewed - vocabulary):
        yield f"tags_reviewed.txt: there is no food tag {tag!r}"
    yield from _twice("food_tags.csv", (row.ndb_no for row in seeds.tags))
    for row in seeds.tags:
        yield from (f"food_tags.csv: {fault}" for fault in _name_faults(row.ndb_no, row.name, foods))
        for tag in sorted((row.present | row.undecided) - vocabulary):
            yield f"food_tags.csv: {row.ndb_no} has the unknown tag {tag!r}"
        yield from (f"food_tags.csv: {row.ndb_no} ({row.name}) {fault}" for fault in _implied_faults(row))


def _implied_faults(row: TagRow) -> Iterator[str]:
    for tag in sorted(row.present & row.undecided):
        yield f"both carries {tag} and leaves it undecided"
    for tag, implied in IMPLIED.items():
        if tag in row.present and implied not in row.present:
            yield f"carries {tag} but not {implied}"


def _undecided(row: TagRow) -> frozenset[str]:
    """What stays open for a food: what may be in it, and what that would bring along (may hold milk: may be animal)."""
    found = set(row.undecided)
    reached = list(found)
    while reached:
        implied = IMPLIED.get(reached.pop())
        if implied and implied not in row.present | found:
            found.add(implied)
            reached.append(implied)
    return frozenset(found)


def _purchase_faults(seeds: Seeds, foods: Mapping[str, str]) -> Iterator[str]:
    yield from _twice("purchases.csv", (row.ndb_no for row in seeds.purchases))
    left_open = {row.ndb_no: row.undecided for row in seeds.tags}
    for row in seeds.purchases:
        for number in (row.ndb_no, row.bought_as, row.unfortified):
            if number and number not in foods:
                yield f"purchases.csv: {row.ndb_no}: there is no food {number}"
        if row.bought_as != row.ndb_no and COOKED.search(foods.get(row.bought_as, "")):
            yield f"purchases.csv: {row.ndb_no}: {row.bought_as} ({foods[row.bought_as]}) is cooked, nobody buys it"
        if row.unfortified == row.ndb_no:
            yield f"purchases.csv: {row.ndb_no} is its own unfortified counterpart"
        for tag in sorted(set(row.without) - left_open.get(row.ndb_no, frozenset())):
            yield f"purchases.csv: {row.ndb_no} is bought without {tag}, but food_tags.csv does not leave ?{tag} open"


def _dish_faults(seeds: Seeds, foods: Mapping[str, str]) -> Iterator[str]:
    yield from _twice("dishes", (dish.key for dish in seeds.dishes))
    for dish in seeds.dishes:
        where = f"{dish.file}: {dish.key}"
        for item in dish.ingredients:
            named = [(item.ndb_no, item.food), *((swap.ndb_no, swap.food) for swap in item.swaps)]
            yield from (f"{where}: {fault}" for ndb_no, food in named for fault in _name_faults(ndb_no, food, foods))


def _name_faults(ndb_no: str, name: str, foods: Mapping[str, str]) -> Iterator[str]:
    if ndb_no not in foods:
        yield f"there is no food {ndb_no} ({name})"
    elif foods[ndb_no] != name:
        yield f"{ndb_no} is {foods[ndb_no]!r}, not {name!r}"


def _twice(where: str, keys: Iterable[str]) -> Iterator[str]:
    return (f"{where}: {key} stands {count} times" for key, count in Counter(keys).items() if count > 1)


def _load_tags(seeds: Seeds, ids: Mapping[str, int]) -> None:
    """Foods that are reviewed one by one leave the rules; those that no longer are go back to them."""
    before = set(FoodTag.objects.filter(rule=load_rules.REVIEWED).values_list("food_id", flat=True).distinct())
    now = {ids[row.ndb_no] for row in seeds.tags}
    bulk.delete(FoodTag.objects.filter(by_hand=False, food__in=before | now))
    by_hand = set(FoodTag.objects.filter(by_hand=True).values_list("food_id", "tag"))
    bulk.insert(
        FoodTag,
        ("food", "tag", "state", "by_hand", "rule", "reason"),
        (
            (ids[row.ndb_no], tag, _state(row, tag), False, load_rules.REVIEWED, "")
            for row in seeds.tags
            for tag in sorted((seeds.reviewed | row.present) - _undecided(row))
            if (ids[row.ndb_no], tag) not in by_hand
        ),
    )
    load_rules.retag(before - now)


def _state(row: TagRow, tag: str) -> str:
    return (TagState.PRESENT if tag in row.present else TagState.ABSENT).value


def _load_purchases(rows: Iterable[PurchaseRow], ids: Mapping[str, int]) -> None:
    bulk.delete(Pack.objects.filter(purchase__by_hand=False))
    bulk.delete(Purchase.objects.filter(by_hand=False))
    by_hand = set(Purchase.objects.values_list("food_id", flat=True))
    Food.objects.filter(unfortified__isnull=False).update(unfortified=None)
    for row in rows:
        if row.unfortified:
            Food.objects.filter(pk=ids[row.ndb_no]).update(unfortified_id=ids[row.unfortified])
    kept = [row for row in rows if ids[row.ndb_no] not in by_hand]
    purchases = Purchase.objects.bulk_create(
        Purchase(
            food_id=ids[row.ndb_no],
            bought_as_id=ids[row.bought_as],
            name=row.name,
            eaten_per_bought=row.eaten_per_bought,
            aisle=row.aisle,
            is_staple=row.is_staple,
            note=row.note,
            without=list(row.without),
            keeps_days=row.keeps_days,
            opened_days=row.opened_days,
            price_tier=row.price_tier,
            by_hand=False,
        )
        for row in kept
    )
    Pack.objects.bulk_create(
        Pack(purchase=purchase, label=pack.label, grams=pack.grams)
        for purchase, row in zip(purchases, kept, strict=True)
        for pack in row.packs
    )


def _load_dishes(rows: Iterable[DishRow], ids: Mapping[str, int]) -> None:
    """Dishes are renewed in place, so that kept plans still find them; their parts are replaced."""
    by_hand = set(Dish.objects.filter(by_hand=True).values_list("key", flat=True))
    rows = [row for row in rows if row.key not in by_hand]
    Dish.objects.filter(by_hand=False).update(is_published=False)
    Dish.objects.bulk_create(
        [
            Dish(key=row.key, is_published=True, by_hand=False, **{field: getattr(row, field) for field in _OF_A_DISH})
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_OF_A_DISH, "is_published"],
    )
    dishes = dict(Dish.objects.filter(by_hand=False).values_list("key", "pk"))
    bulk.delete(Swap.objects.filter(ingredient__dish__by_hand=False))
    for part in (DishSlot, Ingredient, Step):
        bulk.delete(part._default_manager.filter(dish__by_hand=False))  # noqa: SLF001 - the name every model has for it
    DishSlot.objects.bulk_create(DishSlot(dish_id=dishes[row.key], slot=slot) for row in rows for slot in row.slots)
    Step.objects.bulk_create(
        Step(dish_id=dishes[row.key], position=position, text=text)
        for row in rows
        for position, text in enumerate(row.steps, start=1)
    )
    _load_ingredients(rows, dishes, ids)


def _load_ingredients(rows: Iterable[DishRow], dishes: Mapping[str, int], ids: Mapping[str, int]) -> None:
    placed = [(row, position, item) for row in rows for position, item in enumerate(row.ingredients, start=1)]
    written = Ingredient.objects.bulk_create(
        Ingredient(
            dish_id=dishes[row.key],
            food_id=ids[item.ndb_no],
            position=position,
            grams=item.grams,
            measure=item.measure,
            optional=item.optional,
        )
        for row, position, item in placed
    )
    Swap.objects.bulk_create(
        Swap(
            ingredient=ingredient,
            for_whom=swap.for_whom,
            food_id=ids[swap.ndb_no],
            position=position,
            grams=swap.grams,
            measure=swap.measure,
        )
        for ingredient, (_, _, item) in zip(written, placed, strict=True)
        for position, swap in enumerate(item.swaps, start=1)
    )
