"""How do foods and dishes change? The one door for writes; every change gives the data a new version."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from foods import levels, reference_servings, search, search_journal, tag_rules
from foods.importers import bulk, dish_files, fixture_files, load_rules, load_table, name_files
from foods.importers import load_dishes as dish_loader
from foods.importers.load_table import Progress
from foods.models import (
    AmountOverride,
    Confidence,
    DataVersion,
    Dish,
    Food,
    FoodTag,
    NutrientAmount,
    Origin,
    TagState,
)
from foods.models.food import MOST_PER_100_G
from foods.models.history import because
from foods.vocabulary import tag_labels
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.nutrients import KEYS

#: Goes up when the loaders write something else from the same files, so that databases are renewed.
LOADER_VERSION = 4
FOODS, DISHES = "foods", "dishes"


@dataclass(frozen=True, slots=True)
class Loaded:
    """changed: False when the files are those that were loaded already, and nothing was written."""

    part: str
    changed: bool
    count: int


def _silent(_stage: str) -> None:
    """Nobody watches."""


def load_foods(*, folder: Path = fixture_files.FIXTURES, progress: Progress = _silent, again: bool = False) -> Loaded:
    """Load the table of foods, all or nothing. The same files change nothing, unless `again`."""
    sources = folder / "sources"
    named = [path for path in (sources / name for name in name_files.FILES) if path.exists()]
    version = _file_version(
        [*(folder / name for name in fixture_files.FILES), *named, tag_rules.RULES, reference_servings.SERVINGS]
    )
    if not again and _is_loaded(FOODS, version):
        return Loaded(FOODS, changed=False, count=Food.objects.count())
    progress("reading")
    table = fixture_files.read(folder)
    names = name_files.read(sources, {food.ndb_no: food.name for food in table.foods})
    with transaction.atomic():
        load_table.load(table, progress=progress, names=names)
        _note_loaded(FOODS, version)
        bulk.refresh_statistics()
    return Loaded(FOODS, changed=True, count=len(table.foods))


def load_dishes(*, folder: Path = dish_files.SOURCES, progress: Progress = _silent, again: bool = False) -> Loaded:
    """Load dishes, purchases and food tags, all or nothing. Raises TableFaults with every fault of every file."""
    foods = DataVersion.objects.filter(part=FOODS).values_list("content_hash", flat=True).first() or ""
    version = f"{_file_version(dish_files.paths(folder))[:40]}{foods[:24]}"
    if not again and _is_loaded(DISHES, version):
        return Loaded(DISHES, changed=False, count=Dish.objects.count())
    progress("checking dishes")
    seeds = dish_files.read(folder)
    with transaction.atomic():
        dish_loader.load(seeds)
        _note_loaded(DISHES, version)
        bulk.refresh_statistics()
    return Loaded(DISHES, changed=True, count=len(seeds.dishes))


def _file_version(paths: Sequence[Path]) -> str:
    return f"{LOADER_VERSION}-{fixture_files.content_hash(paths)}"[:64]


def _is_loaded(part: str, version: str) -> bool:
    return DataVersion.objects.filter(part=part, content_hash=version).exists()


def _note_loaded(part: str, version: str) -> None:
    """What a curator entered outlives a load, so data that was ever edited never gets the version of unedited data."""
    edited = DataVersion.objects.filter(part=part).exclude(edit_token="").exists()
    token = secrets.token_hex(16) if edited else ""
    DataVersion.objects.update_or_create(
        part=part, defaults={"content_hash": version, "edit_token": token, "loaded_at": timezone.now()}
    )
    search_journal.note(None)


def mark_edited(*, part: str = FOODS, foods: Iterable[int] | None = None) -> None:
    """Say that the data is no longer what was loaded. Kept plans compare versions and offer a re-check.

    foods: those that changed; who does not say makes search and lists look at all of them.
    """
    if part == FOODS:
        search_journal.note(foods)
    DataVersion.objects.update_or_create(part=part, defaults={"edit_token": secrets.token_hex(16)})


@transaction.atomic
def save_food(*, food: Food) -> Food:
    """Save a food that a curator made or changed; what it is found by follows its names."""
    aliases = list(food.aliases.values_list("name", flat=True)) if food.pk else []
    food.search_text = search.search_text((food.display_name, food.name, food.common_name, *aliases))
    food.plainness = search.plainness(
        food.name, group=food.group.code, in_survey=food.in_survey, manufacturer=food.manufacturer
    )
    food.save()
    levels.recompute([food.pk])
    load_rules.retag([food.pk])
    mark_edited(foods=[food.pk])
    return food


@transaction.atomic
def set_amount(
    *,
    food: Food,
    nutrient: str,
    amount: float | None,
    reason: str,
    by: Any = None,
    confidence: Confidence = Confidence.MEDIUM,
) -> None:
    """Override what 100 g hold, in the unit of the nutrient's key; None says: not known.

    The original is kept beside it. by: the user. Raises InputFaults.
    """
    set_amounts(food=food, amounts={nutrient: amount}, reason=reason, by=by, confidence=confidence)


@transaction.atomic
def set_amounts(
    *,
    food: Food,
    amounts: Mapping[str, float | None],
    reason: str,
    by: Any = None,
    confidence: Confidence = Confidence.MEDIUM,
) -> None:
    """Override several amounts of a food for one reason; what follows from them is worked out once."""
    faults = [fault for key, amount in amounts.items() for fault in _faults_of_amount(key, amount, reason)]
    if faults:
        raise InputFaults(faults)
    known = {row.nutrient: row for row in NutrientAmount.objects.filter(food=food, nutrient__in=amounts)}
    overrides = {row.nutrient: row for row in AmountOverride.objects.filter(food=food, nutrient__in=amounts)}
    new: list[NutrientAmount] = []
    for key, amount in amounts.items():
        current = known.get(key)
        override = overrides.setdefault(key, _override(food, key, current))
        override.amount, override.reason, override.by, override.confidence = amount, reason.strip(), by, confidence
        if current is None and amount is not None:
            new.append(NutrientAmount(food=food, nutrient=key, amount=amount, origin=Origin.CURATED))
        else:
            _put_amount(food, key, current, (amount, Origin.CURATED, ""), reason=reason, by=by)
    bulk_create_with_history(new, NutrientAmount, default_user=by, default_change_reason=reason)
    for row in [row for row in overrides.values() if row.pk is not None]:
        row.save()
    AmountOverride.objects.bulk_create([row for row in overrides.values() if row.pk is None])
    levels.recompute([food.pk])
    load_rules.retag([food.pk])
    mark_edited(foods=[food.pk])


def _override(food: Food, nutrient: str, current: NutrientAmount | None) -> AmountOverride:
    """One that keeps what the source says; what a curator entered before there were overrides is no source."""
    override = AmountOverride(food=food, nutrient=nutrient)
    if current is not None and current.origin != Origin.CURATED:
        override.original_amount, override.original_origin = current.amount, current.origin
        override.original_derivation = current.derivation
    return override


@transaction.atomic
def revert_amount(*, food: Food, nutrient: str, reason: str, by: Any = None) -> None:
    """Put back what the source says, which may be nothing. Raises InputFaults where nothing was overridden."""
    override = AmountOverride.objects.filter(food=food, nutrient=nutrient).first()
    if override is None:
        raise InputFaults([Fault("/nutrient", "not_overridden", f"{nutrient} of this food was not overridden")])
    current = NutrientAmount.objects.filter(food=food, nutrient=nutrient).first()
    original = (override.original_amount, override.original_origin, override.original_derivation)
    _put_amount(food, nutrient, current, original, reason=reason, by=by)
    override.delete()
    levels.recompute([food.pk])
    load_rules.retag([food.pk])
    mark_edited(foods=[food.pk])


def _faults_of_amount(nutrient: str, amount: float | None, reason: str) -> list[Fault]:
    faults = []
    if nutrient not in KEYS:
        faults.append(Fault("/nutrient", "unknown_key", f"there is no nutrient {nutrient!r}"))
    if amount is not None and not 0 <= amount <= MOST_PER_100_G:
        faults.append(Fault("/amount", "out_of_range", f"must be 0 or more and no more than 100 g, not {amount}"))
    if not reason.strip():
        faults.append(Fault("/reason", "required", "say why the value is changed"))
    return faults


def _put_amount(
    food: Food,
    nutrient: str,
    current: NutrientAmount | None,
    value: tuple[float | None, str, str],
    *,
    reason: str,
    by: Any,
) -> None:
    """Put a value in force: amount, origin and derivation; without an amount the row goes."""
    row = current or NutrientAmount(food=food, nutrient=nutrient)
    because(row, reason=reason, by=by)
    amount, origin, derivation = value
    if amount is not None:
        row.amount, row.origin, row.derivation = amount, origin, derivation
        row.save()
    elif current is not None:
        row.delete()


@transaction.atomic
def set_tag(*, food: Food, tag: str, state: TagState | None, reason: str = "", by: Any = None) -> None:
    """Decide on one tag of one food, with the reason; None leaves it to review and rules again. Raises InputFaults."""
    if tag not in tag_labels():
        raise InputFaults([Fault("/tag", "unknown_key", f"there is no food tag {tag!r}")])
    if state is not None and not reason.strip():
        raise InputFaults([Fault("/reason", "required", "say why the food carries this or does not")])
    current = FoodTag.objects.filter(food=food, tag=tag).first()
    row = current or FoodTag(food=food, tag=tag)
    because(row, reason=reason, by=by)
    if state is not None:
        row.state, row.reason, row.by, row.by_hand, row.rule = state, reason.strip(), by, True, ""
        row.save()
    elif current is not None:
        row.delete()
        load_rules.retag([food.pk])
    mark_edited(foods=[food.pk])


@transaction.atomic
def save_dish(*, dish: Dish) -> Dish:
    """Save a dish that a curator made or changed; the files do not overwrite it any more."""
    dish.by_hand = True
    dish.save()
    mark_edited(part=DISHES)
    return dish
