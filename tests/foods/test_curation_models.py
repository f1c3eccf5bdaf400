from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from foods import services
from foods.models import (
    Alias,
    AmountOverride,
    Food,
    FoodTag,
    ImportBatch,
    ImportedFood,
    ImportRejection,
    NutrientAmount,
    NutrientLevel,
    SearchState,
)
from nutriplan.domain.errors import InputFaults
from tests.foods.factories import DishFactory, FoodFactory, SourceFactory, food_with

pytestmark = pytest.mark.django_db


def batch(**fields: object) -> ImportBatch:
    return ImportBatch.objects.create(**{"source": SourceFactory.create(), "file": "house.csv", **fields})


def override(**fields: object) -> AmountOverride:
    given = {"food": FoodFactory.create(), "nutrient": "iron_mg", "amount": 1.0, "reason": "a test", **fields}
    return AmountOverride.objects.create(**given)


def level(**fields: str) -> NutrientLevel:
    return NutrientLevel.objects.create(food=FoodFactory.create(), nutrient="iron_mg", **fields)


def twice(make: Callable[[Food], object]) -> Callable[[], object]:
    def both() -> None:
        food = FoodFactory.create()
        make(food)
        make(food)

    return both


def twice_in_a_batch() -> None:
    one, food = batch(), FoodFactory.create()
    ImportedFood.objects.create(batch=one, food=food)
    ImportedFood.objects.create(batch=one, food=food)


BROKEN: dict[str, Callable[[], object]] = {
    "food_state_known": lambda: FoodFactory.create(state="secret"),
    "food_gtin_digits": lambda: FoodFactory.create(gtin="12AB5678"),
    "fdc_id unique": lambda: [FoodFactory.create(fdc_id=7_000_001) for _ in range(2)],
    "food_racc_plausible_with_source (no source)": lambda: FoodFactory.create(racc_g=30),
    "food_racc_plausible_with_source (nothing)": lambda: FoodFactory.create(racc_g=0, racc_source="21 CFR 101.12"),
    "food_racc_plausible_with_source (source alone)": lambda: FoodFactory.create(racc_source="21 CFR 101.12"),
    "food_merged_is_retired": lambda: FoodFactory.create(merged_into=FoodFactory.create()),
    "food_next_review_not_before_last": lambda: FoodFactory.create(
        last_reviewed=date(2026, 2, 1), next_review=date(2026, 1, 1)
    ),
    "override_has_reason": lambda: override(reason=""),
    "override_finite_not_negative": lambda: override(amount=-1),
    "override_confidence_known": lambda: override(confidence="sure"),
    "override_original_with_origin": lambda: override(original_amount=1.0),
    "override_once_per_value": twice(lambda food: override(food=food)),
    "tag_by_hand_has_reason": lambda: FoodTag.objects.create(food=FoodFactory.create(), tag="dairy", state="present"),
    "level_known_word": lambda: level(per_racc="some"),
    "level_says_something": level,
    "level_once_per_food": twice(
        lambda food: NutrientLevel.objects.create(food=food, nutrient="iron_mg", per_racc="low")
    ),
    "batch_has_file": lambda: batch(file=""),
    "batch_ends_after_start": lambda: batch(finished=timezone.now() - timedelta(days=1)),
    "batch_rolled_back_after_start": lambda: batch(rolled_back=timezone.now() - timedelta(days=1)),
    "rejection_has_reason": lambda: ImportRejection.objects.create(batch=batch(), file="a.csv", row=2, reason=""),
    "rejection_row_from_1": lambda: ImportRejection.objects.create(batch=batch(), file="a.csv", row=0, reason="bad"),
    "imported_once_per_batch": twice_in_a_batch,
    "search_state_is_one_row": lambda: SearchState.objects.create(pk=2),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_the_database_itself_refuses(broken: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()


def test_what_is_right_is_stored() -> None:
    food = FoodFactory.create(
        fdc_id=7_000_002, gtin="00012345678905", racc_g=30, racc_source="21 CFR 101.12", display_name="Zqbread"
    )
    assert (str(food), food.is_published) == ("Zqbread", True)
    assert FoodFactory.create(state="retired", merged_into=food).is_published is False
    assert level(per_racc="high").per_100kcal == ""
    assert override(amount=None).amount is None
    assert Alias.objects.create(food=food, name="zqtvorog", note="nearest").by_hand


def test_an_override_keeps_the_original_beside_it_and_gives_it_back() -> None:
    food = Food.objects.get(ndb_no="12061")
    editor = get_user_model().objects.create_user("editor")
    for amount in (300.0, 310.0):
        services.set_amount(food=food, nutrient="magnesium_mg", amount=amount, reason="the label", by=editor)
    kept = AmountOverride.objects.get(food=food)
    assert (kept.amount, kept.original_amount, kept.original_origin, kept.by) == (310, 270, "1", editor)
    assert NutrientAmount.objects.get(food=food, nutrient="magnesium_mg").origin == "curated"
    services.revert_amount(food=food, nutrient="magnesium_mg", reason="the label was another's", by=editor)
    row = NutrientAmount.objects.get(food=food, nutrient="magnesium_mg")
    assert (row.amount, row.origin) == (270, "1")
    assert not AmountOverride.objects.filter(food=food).exists()
    told = [(one.amount, one.history_change_reason, one.history_user) for one in row.history.order_by("history_id")]
    assert told == [
        (300, "the label", editor),
        (310, "the label", editor),
        (270, "the label was another's", editor),
    ]


def test_a_value_can_be_withdrawn_and_a_load_leaves_it_so() -> None:
    food = Food.objects.get(ndb_no="12061")
    services.set_amount(food=food, nutrient="magnesium_mg", amount=None, reason="another food was analysed")
    services.load_foods(again=True)
    assert not food.amounts.filter(nutrient="magnesium_mg").exists()
    assert AmountOverride.objects.get(food=food).original_amount == 270
    services.revert_amount(food=food, nutrient="magnesium_mg", reason="it was this food after all")
    assert food.amounts.get(nutrient="magnesium_mg").amount == 270


def test_what_was_not_overridden_cannot_be_reverted() -> None:
    with pytest.raises(InputFaults):
        services.revert_amount(food=food_with({"iron_mg": 1}), nutrient="iron_mg", reason="a test")


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_override_without_a_reason(reason: str) -> None:
    with pytest.raises(InputFaults):
        services.set_amount(food=food_with({"iron_mg": 1}), nutrient="iron_mg", amount=2, reason=reason)


def test_bulk_loads_keep_no_history_and_edits_do() -> None:
    assert not NutrientAmount.history.exists()
    food = FoodFactory.create()
    food.name = "Zqother"
    services.save_food(food=food)
    assert food.history.first().name == "Zqother"
    assert DishFactory.create().history.count() == 1


def test_confidence_follows_the_origin() -> None:
    found = [NutrientAmount(origin=origin).confidence for origin in ("1", "4", "7")]
    assert found == ["high", "medium", "low"]
