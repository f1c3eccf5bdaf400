"""How does a food pass from draft to published and stay reviewed? Every step says who took it and why."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from foods import services
from foods.models import Alias, Dish, Food, FoodState, Ingredient, Swap
from foods.models.history import because
from nutriplan.domain.errors import Fault, InputFaults

#: The permission to publish, retire and take back; given to reviewers and admins by foods.roles.
PUBLISH = "foods.publish_food"
#: A reviewed food is looked at again after this long, unless the reviewer says otherwise.
REVIEW_EVERY = datetime.timedelta(days=365)

AS_LOADED = "as it was loaded"


def may_publish(by: Any) -> bool:
    """by None: the project itself, from a command."""
    return by is None or by.has_perm(PUBLISH)


@transaction.atomic
def set_state(*, food: Food, state: FoodState, reason: str, by: Any = None) -> None:
    """Publish a food, retire it or take it back to draft. Publishing counts as a review.

    Raises PermissionDenied to whoever is no reviewer, InputFaults without a reason or for a merged food.
    """
    if not may_publish(by):
        raise PermissionDenied("Only a reviewer publishes, retires or takes back a food.")
    _require(reason)
    if food.merged_into_id is not None:
        raise InputFaults([Fault("/state", "merged", f"{food} was merged into another food; undo that first")])
    food.state = state
    if state == FoodState.PUBLISHED:
        _reviewed(food, by, None)
    _save(food, reason, by)


@transaction.atomic
def mark_reviewed(*, food: Food, reason: str, by: Any = None, next_review: datetime.date | None = None) -> None:
    """Say that the food was looked at today; next_review None: in a year."""
    if not may_publish(by):
        raise PermissionDenied("Only a reviewer says that a food was reviewed.")
    _require(reason)
    _require_not_before(next_review, timezone.localdate())
    _reviewed(food, by, next_review)
    _save(food, reason, by)


@transaction.atomic
def set_next_review(*, food: Food, on: datetime.date, reason: str, by: Any = None) -> None:
    """Say when the food has to be looked at. Raises InputFaults where that is before the last review."""
    _require(reason)
    _require_not_before(on, food.last_reviewed)
    food.next_review = on
    _save(food, reason, by)


@transaction.atomic
def add_alias(*, food: Food, name: str, note: str = "", reason: str, by: Any = None) -> Alias:
    """Another name that the food is found by from now on; the same name twice changes nothing."""
    alias, made = Alias.objects.get_or_create(food=food, name=name, defaults={"note": note, "by_hand": True})
    if made:
        _save(food, reason, by)
    return alias


@transaction.atomic
def put_back(*, record: Any, reason: str, by: Any = None) -> None:
    """A name of a food, an ingredient or a stand-in of a dish as it was in a record of its history, also where it was
    taken away since. Raises InputFaults without a reason, or where something else stands in its place by now."""
    _require(reason)
    row = _as_recorded(record)
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise InputFaults([Fault("/record", "in_the_way", said) for said in wrong.messages]) from wrong
    owner = _owner_of(row)
    keep_first_version(owner)
    because(owner, reason=reason.strip(), by=by)
    if isinstance(owner, Dish):
        services.save_dish(dish=owner)
    because(row, reason=reason.strip(), by=by)
    row.save()
    if isinstance(owner, Food):
        # Only now, because a food is found by its names too.
        services.save_food(food=owner)


def _as_recorded(record: Any) -> Any:
    """The row of today, or a new one under its old key, with the values of the record."""
    then = record.instance
    row = type(then).objects.filter(pk=then.pk).first() or then
    for stored in row._meta.concrete_fields:  # noqa: SLF001 - documented
        setattr(row, stored.attname, getattr(then, stored.attname))
    return row


def _owner_of(row: Alias | Ingredient | Swap) -> Food | Dish:
    if isinstance(row, Alias):
        return row.food
    return row.dish if isinstance(row, Ingredient) else row.ingredient.dish


def keep_first_version(row: Any) -> None:
    """Loads leave no history, so before the first edit of a loaded row it is kept as it was loaded, by nobody."""
    kind = type(row)
    if row.pk is None or kind.history.filter(id=row.pk).exists():
        return
    for stored in kind.objects.filter(pk=row.pk):
        stored._history_user = None  # noqa: SLF001 - the name that simple-history documents
        kind.history.bulk_history_create([stored], default_change_reason=AS_LOADED)


def _reviewed(food: Food, by: Any, next_review: datetime.date | None) -> None:
    today = timezone.localdate()
    food.last_reviewed, food.reviewed_by = today, by
    if next_review is not None or food.next_review is None or food.next_review <= today:
        food.next_review = next_review or today + REVIEW_EVERY


def _save(food: Food, reason: str, by: Any) -> None:
    keep_first_version(food)
    because(food, reason=reason.strip(), by=by)
    services.save_food(food=food)


def _require(reason: str) -> None:
    if not reason.strip():
        raise InputFaults([Fault("/reason", "required", "say why")])


def _require_not_before(on: datetime.date | None, earliest: datetime.date | None) -> None:
    if on is not None and earliest is not None and on < earliest:
        raise InputFaults([Fault("/next_review", "out_of_range", f"must not be before {earliest:%Y-%m-%d}")])
