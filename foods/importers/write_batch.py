"""How does a batch of imported foods get into the database, and out again? Only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from foods import levels, search
from foods.importers import bulk, load_rules, stored
from foods.importers.incoming import Amount, Batch, IncomingFood, Rejection
from foods.importers.stored import StoredFood, View
from foods.importers.table import PortionRow
from foods.models import (
    Alias,
    AmountOverride,
    Food,
    FoodGroup,
    FoodState,
    ImportBatch,
    ImportedFood,
    ImportRejection,
    NutrientAmount,
    Portion,
)
from foods.reference_servings import UNKNOWN, ReferenceServing, cup_of, reference_serving

_FOOD_FIELDS = tuple(field for field in Food._meta.concrete_fields if not field.primary_key)  # noqa: SLF001 - documented


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an import writes to. sources: key -> id; states: key of the source -> state of a food that is new.

    decided: sources whose new foods get their tags and levels by rule at once; of the others when they are published.
    """

    run: ImportBatch
    sources: Mapping[str, int]
    states: Mapping[str, FoodState]
    groups: Mapping[str, str]
    decided: frozenset[str]


@dataclass(slots=True)
class Plan:
    """What a batch would change. changed: as it is, and what the source will say of it."""

    new: list[IncomingFood]
    changed: list[tuple[StoredFood, View]]
    unchanged: int
    rejections: list[Rejection]

    def in_words(self) -> Iterator[str]:
        """What it would do, a line a food."""
        for food in self.new:
            yield f"new: {food.name} ({len(food.amounts)} amounts, {len(food.measures)} measures)"
        for known, view in self.changed:
            yield f"changed: {known.view.name}: {'; '.join(_differences(known.view, view))}"


def _differences(old: View, new: View) -> Iterator[str]:
    for key in ("name", "group", "manufacturer", "gtin", "fdc_id"):
        if getattr(old, key) != getattr(new, key):
            yield f"{key} {getattr(old, key) or 'none'} -> {getattr(new, key) or 'none'}"
    for key in sorted({*old.amounts, *new.amounts}):
        before, after = old.amounts.get(key), new.amounts.get(key)
        if before != after:
            yield f"{key} {_in_words(before)} -> {_in_words(after)}"
    if old.measures != new.measures:
        yield f"{len(old.measures)} measures -> {len(new.measures)} measures"


def _in_words(amount: Amount | None) -> str:
    return f"{amount.value:g}" if amount else "unknown"


def plan(batch: Batch, *, file: str) -> Plan:
    """Compare a batch with what is stored; writes nothing. file: where a food stands, for its rejection."""
    matched = stored.matches(batch.foods)
    found = Plan([], [], 0, list(batch.rejections))
    for food in batch.foods:
        known = matched.found.get(food.number)
        if food.number in matched.refused:
            found.rejections.append(Rejection(file, food.line, food.number, matched.refused[food.number]))
        elif known is None:
            found.new.append(food)
        elif known.after(food) != known.view:
            found.changed.append((known, known.after(food)))
        else:
            found.unchanged += 1
    return found


def write(planned: Plan, to: Destination) -> None:
    """Write what was planned. Call it inside a transaction."""
    codes = {food.group for food in planned.new} | {view.group for _, view in planned.changed}
    groups = _group_ids(codes, to.groups)
    _insert(planned.new, groups, to)
    change(planned.changed, groups, to.run.pk)
    bulk.insert(
        ImportedFood,
        ("batch", "food", "before"),
        ((to.run.pk, known.pk, json.dumps(known.view.as_json())) for known, _ in planned.changed),
    )
    bulk.insert(
        ImportRejection,
        ("batch", "file", "row", "record", "reason", "content"),
        (
            (to.run.pk, row.file, row.line, row.record[:40], _cut(row.reason, 300), json.dumps(dict(row.content)))
            for row in planned.rejections
        ),
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2]} …"


def _group_ids(codes: set[str], names: Mapping[str, str]) -> Mapping[str, int]:
    known = dict(FoodGroup.objects.filter(code__in=codes).values_list("code", "pk"))
    if codes - set(known):
        FoodGroup.objects.bulk_create(FoodGroup(code=code, name=names[code]) for code in sorted(codes - set(known)))
        known = dict(FoodGroup.objects.filter(code__in=codes).values_list("code", "pk"))
    return known


def _insert(foods: Sequence[IncomingFood], groups: Mapping[str, int], to: Destination) -> None:
    if not foods:
        return
    blank = Food()
    defaults = {field.name: getattr(blank, field.attname) for field in _FOOD_FIELDS}
    names = tuple(defaults)
    bulk.insert(Food, names, (_cells(food, groups, to, defaults) for food in foods))
    ids = dict(Food.objects.filter(ndb_no__any_of=[food.number for food in foods]).values_list("ndb_no", "pk"))
    keyed = [(ids[food.number], food) for food in foods]
    # The food says which import made it; its amounts need not say so again, which saves a check of each.
    _insert_amounts(((pk, food.amounts) for pk, food in keyed), None)
    _insert_measures((pk, food.measures) for pk, food in keyed)
    bulk.insert(ImportedFood, ("batch", "food", "before"), ((to.run.pk, pk, None) for pk, _ in keyed))
    decide(pk for pk, food in keyed if food.source in to.decided)


def decide(food_ids: Iterable[int]) -> None:
    """Apply the rules for tags and levels. What was reviewed or decided by hand stays."""
    ids = list(food_ids)
    load_rules.retag(ids)
    levels.recompute(ids)


def _serving(food: IncomingFood) -> ReferenceServing:
    cups = [PortionRow(m.position, str(m.amount), m.unit, str(m.grams), m.doubt) for m in food.measures]
    return reference_serving(food.name, group=food.group, cup_g=cup_of(cups))


def _cells(
    food: IncomingFood, groups: Mapping[str, int], to: Destination, defaults: Mapping[str, Any]
) -> list[bulk.Cell]:
    serving = _serving(food) if food.source in to.decided else UNKNOWN
    said: dict[str, Any] = {
        "racc_g": serving.grams,
        "racc_source": serving.source,
        "ndb_no": food.number,
        "fdc_id": food.fdc_id or None,
        "gtin": food.gtin,
        "name": food.name,
        "group": groups[food.group],
        "source": to.sources[food.source],
        "manufacturer": food.manufacturer,
        "state": to.states[food.source].value,
        "batch": to.run.pk,
        "search_text": search.search_text((food.name, food.manufacturer)),
        "plainness": search.plainness(
            food.name, group=food.group, in_survey=False, manufacturer=food.manufacturer or food.gtin
        ),
    }
    return list({**defaults, **said}.values())


def _insert_amounts(foods: Iterable[tuple[int, Mapping[str, Any]]], run: int | None) -> None:
    bulk.insert(
        NutrientAmount,
        ("food", "nutrient", "amount", "origin", "derivation", "batch"),
        ((pk, key, *amount, run) for pk, amounts in foods for key, amount in amounts.items()),
    )


def _insert_measures(foods: Iterable[tuple[int, Sequence[Any]]]) -> None:
    fields = ("food", "position", "amount", "unit", "grams", "doubt")
    bulk.insert(Portion, fields, ((pk, *measure) for pk, measures in foods for measure in measures))


def change(changed: Sequence[tuple[StoredFood, View]], groups: Mapping[str, int], run: int | None) -> None:
    """Bring foods to what their source says now. Amounts and measures are replaced only where they differ.

    groups: code -> id. run: the import that the amounts come from.
    """
    if not changed:
        return
    amounts = [(known, view) for known, view in changed if known.view.amounts != view.amounts]
    bulk.delete(NutrientAmount.objects.filter(pk__in=list(_replaced(amounts))))
    _insert_amounts(
        (
            (known.pk, {key: amount for key, amount in view.amounts.items() if key not in known.pinned})
            for known, view in amounts
        ),
        run,
    )
    _renew_originals(amounts)
    measures = [(known, view) for known, view in changed if known.view.measures != view.measures]
    bulk.delete(Portion.objects.filter(food_id__in=[known.pk for known, _ in measures]))
    _insert_measures((known.pk, view.measures) for known, view in measures)
    _rename([(known, view) for known, view in changed if _named(known.view) != _named(view)], groups)
    decide(known.pk for known, view in changed if replace(known.view, fdc_id=view.fdc_id) != view)


def _replaced(changed: Sequence[tuple[StoredFood, View]]) -> Iterator[int]:
    """The rows that the source's new amounts replace: all but those that a curator decided on."""
    pinned = {known.pk: known.pinned for known, _ in changed}
    rows = NutrientAmount.objects.filter(food_id__in=pinned).order_by().values_list("pk", "food_id", "nutrient")
    return (pk for pk, food, nutrient in rows if nutrient not in pinned[food])


def _renew_originals(changed: Sequence[tuple[StoredFood, View]]) -> None:
    """What a curator overrode stays in force; what it would go back to follows the source."""
    said = {known.pk: view.amounts for known, view in changed if known.pinned}
    overrides = list(AmountOverride.objects.filter(food_id__in=said))
    for override in overrides:
        amount = said[override.food_id].get(override.nutrient)
        override.original_amount = amount.value if amount else None
        override.original_origin = amount.origin if amount else ""
        override.original_derivation = amount.derivation if amount else ""
    fields = ["original_amount", "original_origin", "original_derivation"]
    AmountOverride.objects.bulk_update(overrides, fields, batch_size=500)


def _named(view: View) -> tuple[Any, ...]:
    return view.name, view.group, view.manufacturer, view.gtin, view.fdc_id


def _rename(changed: Sequence[tuple[StoredFood, View]], groups: Mapping[str, int]) -> None:
    views = {known.pk: view for known, view in changed}
    foods = list(Food.objects.filter(pk__in=views))
    aliases: dict[int, list[str]] = {food.pk: [] for food in foods}
    for pk, name in Alias.objects.filter(food_id__in=views).order_by("pk").values_list("food_id", "name"):
        aliases[pk].append(name)
    for food in foods:
        view = views[food.pk]
        renamed = (food.name, food.manufacturer) != (view.name, view.manufacturer)
        food.name, food.manufacturer, food.gtin = view.name, view.manufacturer, view.gtin
        food.fdc_id, food.group_id = view.fdc_id or None, groups[view.group]
        if renamed:
            names = (food.display_name, food.name, food.common_name, food.manufacturer, *aliases[food.pk])
            food.search_text = search.search_text(name for name in names if name)
            food.plainness = search.plainness(
                food.name, group=view.group, in_survey=food.in_survey, manufacturer=food.manufacturer or food.gtin
            )
    fields = ["name", "manufacturer", "gtin", "fdc_id", "group", "search_text", "plainness"]
    Food.objects.bulk_update(foods, fields, batch_size=500)
