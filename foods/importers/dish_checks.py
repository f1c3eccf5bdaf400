"""Does what was written of the dishes hold, now that their foods and tags are known? All contradictions, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from foods.dish_servings import dishes_queryset, servings_of
from foods.importers.dish_toml import DishRow, IngredientRow, SwapRow
from foods.importers.measured import disagreement
from foods.models import Portion
from nutriplan.domain import dish_faults


def faults(rows: Iterable[DishRow]) -> Iterator[str]:
    """What contradicts itself among these dishes, which must be stored by now, with their tags."""
    by_key = {row.key: row for row in rows}
    dishes = dishes_queryset().filter(key__in=by_key)
    for serving in servings_of(dishes):
        row = by_key[serving.key]
        for fault in dish_faults.faults(serving, declared=row.declared):
            yield f"{row.file}: {row.key}: {fault}"
    yield from _measures(by_key.values())


def _measures(rows: Iterable[DishRow]) -> Iterator[str]:
    measured = [(row, item) for row in rows for item in _amounts(row)]
    portions: dict[str, list[tuple[float, str, float]]] = defaultdict(list)
    numbers = {item.ndb_no for _, item in measured}
    known = Portion.objects.filter(food__ndb_no__in=numbers, doubt="")
    for ndb_no, amount, unit, grams in known.values_list("food__ndb_no", "amount", "unit", "grams"):
        portions[ndb_no].append((amount, unit, grams))
    for row, item in measured:
        why = disagreement(item.measure, item.grams, portions[item.ndb_no])
        if why:
            yield f"{row.file}: {row.key}: {item.measure!r} of {item.food}: {why}"


def _amounts(row: DishRow) -> Iterator[IngredientRow | SwapRow]:
    for item in row.ingredients:
        yield item
        yield from item.swaps
