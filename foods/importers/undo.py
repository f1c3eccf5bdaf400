"""How is an import taken back? What it made goes, what it changed is as before, what people built on stays, retired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from foods.importers import bulk, stored, write_batch
from foods.importers.stored import StoredFood, View
from foods.models import (
    Alias,
    AmountOverride,
    Food,
    FoodGroup,
    FoodState,
    FoodTag,
    ImportBatch,
    ImportedFood,
    Ingredient,
    Purchase,
    Swap,
)
from nutriplan.domain.errors import NutriPlanError

_CHUNK = 2_000


class CannotUndo(NutriPlanError):
    """A later import builds on this one, or it was taken back already."""


@dataclass(frozen=True, slots=True)
class Undone:
    """retired: foods that dishes use or that somebody worked on; they are no longer offered."""

    deleted: int
    restored: int
    retired: int


def roll_back(run: ImportBatch) -> Undone:
    """Take an import back. Call it inside a transaction. Raises CannotUndo."""
    _check(run)
    touched = ImportedFood.objects.filter(batch=run)
    restored = sum(_restore(chunk) for chunk in _chunks(touched.filter(before__isnull=False)))
    retired = deleted = 0
    for chunk in _chunks(touched.filter(before__isnull=True)):
        kept = _in_use(chunk)
        retired += Food.objects.filter(pk__in=kept).update(state=FoodState.RETIRED)
        deleted += _delete([pk for pk in chunk if pk not in kept])
    run.rolled_back = timezone.now()
    run.finished = run.finished or run.rolled_back
    run.save(update_fields=["rolled_back", "finished"])
    return Undone(deleted, restored, retired)


def _check(run: ImportBatch) -> None:
    if run.rolled_back:
        raise CannotUndo(f"import {run.pk} was rolled back already")
    later = ImportedFood.objects.filter(batch__gt=run.pk, batch__rolled_back=None, food=OuterRef("food"))
    builds_on = ImportedFood.objects.filter(Exists(later), batch=run).values("food")[:1]
    if builds_on:
        first = ImportedFood.objects.filter(batch__gt=run.pk, batch__rolled_back=None, food__in=builds_on)
        number = first.values_list("batch_id", flat=True).order_by("-batch_id").first()
        raise CannotUndo(f"import {number} changed foods of import {run.pk} later; roll that one back first")


def _chunks(touched: models.QuerySet[ImportedFood]) -> Iterator[list[int]]:
    last = 0
    while chunk := list(
        touched.filter(food_id__gt=last).order_by("food_id").values_list("food_id", flat=True)[:_CHUNK]
    ):
        last = chunk[-1]
        yield chunk


def _restore(food_ids: Sequence[int]) -> int:
    now = stored.views(food_ids)
    records = ImportedFood.objects.filter(food_id__in=food_ids, before__isnull=False).order_by("batch_id")
    changed = []
    for record in records:
        known = now[record.food_id]
        changed.append((known, _as_before(known, stored.from_json(record.before or {}))))
    groups = dict(FoodGroup.objects.values_list("code", "pk"))
    write_batch.change(changed, groups, None)
    return len(changed)


def _as_before(known: StoredFood, before: View) -> View:
    """What somebody entered by hand since stays."""
    amounts = {key: amount for key, amount in before.amounts.items() if key not in known.own}
    if known.by_hand:
        return replace(known.view, amounts=amounts, gtin=before.gtin, fdc_id=before.fdc_id)
    return replace(before, amounts=amounts)


def _in_use(food_ids: Sequence[int]) -> set[int]:
    """Foods that something else holds on to, or that a curator worked on."""
    foods = Food.objects.filter(pk__in=food_ids).order_by()
    own = {"food": OuterRef("pk")}
    held = (
        Q(by_hand=True)
        | Q(merged_into__isnull=False)
        | Exists(Food.objects.filter(merged_into=OuterRef("pk")))
        | Exists(Ingredient.objects.filter(**own))
        | Exists(Swap.objects.filter(**own))
        | Exists(Purchase.objects.filter(Q(**own) | Q(bought_as=OuterRef("pk"))))
        | Exists(AmountOverride.objects.filter(**own))
        | Exists(FoodTag.objects.filter(**own, by_hand=True))
        | Exists(Alias.objects.filter(**own, by_hand=True))
    )
    return set(foods.filter(held).values_list("pk", flat=True))


def _delete(food_ids: Sequence[int]) -> int:
    """Foods with all that hangs on them, without a history row for each."""
    foods = Food.objects.filter(pk__in=food_ids)
    for relation in Food._meta.related_objects:  # noqa: SLF001 - documented
        name = relation.field.name
        if relation.on_delete is models.CASCADE:
            bulk.delete(relation.related_model._default_manager.filter(**{f"{name}__in": food_ids}))  # noqa: SLF001
        elif relation.on_delete is models.SET_NULL:
            relation.related_model._default_manager.filter(**{f"{name}__in": food_ids}).update(**{name: None})  # noqa: SLF001
    bulk.delete(foods)
    return len(food_ids)
