"""How do tags and levels that follow from rules get into the database? For foods that nobody reviewed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from foods import levels, tag_rules
from foods.importers import bulk
from foods.importers.table import FoodRow
from foods.models import AmountOverride, Food, FoodTag, NutrientAmount, NutrientLevel, Origin, Source, TagState
from foods.tagging import Decisions, Subject, decide

#: The rule of the rows that load_dishes writes for foods reviewed one by one; they are stronger than every rule.
REVIEWED = "reviewed"
_TAG_COLUMNS = ("food", "tag", "state", "by_hand", "rule", "reason")
#: So many foods at a time: a list of numbers in a query may not be endless.
CHUNK = 2_000
TagCells = tuple[int, str, str, bool, str, str]


def subject(row: FoodRow, serving_g: float | None) -> Subject:
    """A food of a table as the rules see it."""
    return Subject(
        name=row.name,
        group=row.group,
        ndb_no=row.ndb_no,
        manufacturer=row.manufacturer,
        amounts={key: float(amount.printed) for key, amount in row.amounts.items()},
        assumed=frozenset(key for key, amount in row.amounts.items() if amount.origin == Origin.ASSUMED_ZERO),
        serving_g=serving_g,
    )


def load(foods: Iterable[FoodRow], source: Source, ids: Mapping[str, int]) -> None:
    """Write tags and levels of the foods of a source. What was reviewed, or decided by hand, stays as it is."""
    servings = dict(Food.objects.filter(source=source).values_list("pk", "racc_g"))
    subjects = [(ids[row.ndb_no], subject(row, servings.get(ids[row.ndb_no]))) for row in foods]
    _load_tags(subjects, source)
    _load_levels(subjects, source)


def _load_tags(subjects: Iterable[tuple[int, Subject]], source: Source) -> None:
    rows = FoodTag.objects.filter(food__source=source)
    bulk.delete(rows.filter(by_hand=False).exclude(rule=REVIEWED))
    reviewed = set(rows.filter(rule=REVIEWED).values_list("food_id", flat=True).distinct())
    by_hand = set(rows.filter(by_hand=True).values_list("food_id", "tag"))
    bulk.insert(FoodTag, _TAG_COLUMNS, _tag_rows((row for row in subjects if row[0] not in reviewed), by_hand))


def _load_levels(subjects: Iterable[tuple[int, Subject]], source: Source) -> None:
    """Levels follow the amounts in force, which a curator may have overridden."""
    curated = set(
        NutrientAmount.objects.filter(food__source=source, origin=Origin.CURATED).values_list("food_id", flat=True)
    )
    curated.update(AmountOverride.objects.filter(food__source=source).values_list("food_id", flat=True))
    bulk.delete(NutrientLevel.objects.filter(food__source=source))
    bulk.insert(
        NutrientLevel,
        levels.COLUMNS,
        (
            row
            for pk, food in subjects
            if pk not in curated
            for row in levels.rows_of(pk, food.amounts, serving_g=food.serving_g, assumed=food.assumed)
        ),
    )
    levels.recompute(curated)


def retag(food_ids: Iterable[int]) -> None:
    """Apply the rules to these foods again: house foods, imports, and foods whose review was taken back.

    Call it inside a transaction. What was reviewed or decided by hand stays.
    """
    ids = sorted(set(food_ids))
    for start in range(0, len(ids), CHUNK):
        _retag(set(ids[start : start + CHUNK]))


def _retag(wanted: set[int]) -> None:
    wanted -= set(FoodTag.objects.filter(food__in=wanted, rule=REVIEWED).values_list("food_id", flat=True))
    bulk.delete(FoodTag.objects.filter(food__in=wanted, by_hand=False))
    by_hand = set(FoodTag.objects.filter(food__in=wanted).values_list("food_id", "tag"))
    # Read first: while rows are copied into PostgreSQL, the connection answers no question.
    subjects = list(_stored(wanted))
    bulk.insert(FoodTag, _TAG_COLUMNS, _tag_rows(subjects, by_hand))


def _stored(food_ids: set[int]) -> Iterator[tuple[int, Subject]]:
    amounts: dict[int, dict[str, float]] = {pk: {} for pk in food_ids}
    assumed: dict[int, set[str]] = {pk: set() for pk in food_ids}
    for pk, key, amount, origin in NutrientAmount.objects.filter(food__in=food_ids).values_list(
        "food_id", "nutrient", "amount", "origin"
    ):
        amounts[pk][key] = amount
        if origin == Origin.ASSUMED_ZERO:
            assumed[pk].add(key)
    foods = Food.objects.filter(pk__in=food_ids).values_list(
        "pk", "name", "group__code", "ndb_no", "manufacturer", "racc_g"
    )
    for pk, name, group, ndb_no, manufacturer, racc_g in foods:
        yield pk, Subject(name, group, ndb_no, manufacturer, amounts[pk], frozenset(assumed[pk]), racc_g)


def _tag_rows(subjects: Iterable[tuple[int, Subject]], by_hand: set[tuple[int, str]]) -> Iterator[TagCells]:
    book = tag_rules.rules()
    for pk, food in subjects:
        yield from _rows_of(pk, decide(food, book), by_hand)


def _rows_of(pk: int, found: Decisions, by_hand: set[tuple[int, str]]) -> Iterator[TagCells]:
    for part, state in ((found.present, TagState.PRESENT.value), (found.absent, TagState.ABSENT.value)):
        for tag, key in part.items():
            if (pk, tag) not in by_hand:
                yield pk, tag, state, False, key, ""
