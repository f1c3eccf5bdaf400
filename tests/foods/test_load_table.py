from dataclasses import replace

import pytest
from django.db import IntegrityError

from foods.importers import load_table
from foods.importers.table import AmountRow, FoodTable
from foods.models import Food, GroupCeiling, NutrientAmount, Portion
from tests.foods.test_sr28 import table as sr28_table

pytestmark = pytest.mark.django_db
TESTS = {
    "key": "tests",
    "title": "Tests",
    "publisher": "NutriPlan",
    "version": "1",
    "licence": "MIT",
    "citation": "Made up.",
}


def table() -> FoodTable:
    """The two foods of the importer's test under numbers and a group of their own."""
    foods = [replace(food, ndb_no=f"T{food.ndb_no}", group="9900") for food in sr28_table().foods]
    return FoodTable({"9900": "Foods of the tests"}, tuple(foods))


def load(given: FoodTable) -> None:
    load_table.load(given, progress=lambda _stage: None, described=TESTS)


def test_a_table_is_loaded() -> None:
    load(table())
    food = Food.objects.get(ndb_no="T01001")
    assert food.amounts.count() == 3
    assert food.portions.count() == 2


def test_loading_again_keeps_the_ids_and_doubles_nothing() -> None:
    load(table())
    before = set(Food.objects.filter(source__key="tests").values_list("ndb_no", "pk"))
    load(table())
    assert set(Food.objects.filter(source__key="tests").values_list("ndb_no", "pk")) == before
    assert NutrientAmount.objects.filter(food__source__key="tests").count() == 4
    assert Portion.objects.filter(food__source__key="tests").count() == 2


def test_a_food_that_is_gone_is_kept_unpublished() -> None:
    load(table())
    load(replace(table(), foods=table().foods[:1]))
    assert not Food.objects.get(ndb_no="T01001").is_published
    assert Food.objects.get(ndb_no="T00999").is_published


def test_a_curators_amount_outlives_a_load() -> None:
    load(table())
    NutrientAmount.objects.filter(food__ndb_no="T01001", nutrient="magnesium_mg").update(amount=9, origin="curated")
    load(table())
    assert NutrientAmount.objects.get(food__ndb_no="T01001", nutrient="magnesium_mg").amount == 9


def test_the_measures_of_a_food_that_a_curator_edited_outlive_a_load() -> None:
    load(table())
    Food.objects.filter(ndb_no="T01001").update(by_hand=True)
    Portion.objects.filter(food__ndb_no="T01001", position=1).update(grams=7)
    Portion.objects.filter(food__ndb_no="T01001", position=2).delete()
    load(table())
    assert list(Portion.objects.filter(food__ndb_no="T01001").values_list("grams", flat=True)) == [7]


def test_a_value_that_cannot_be_stops_the_whole_load() -> None:
    bad = table().foods[1].with_amounts({"magnesium_mg": AmountRow("-1", "1", "")})
    with pytest.raises(IntegrityError):
        load(replace(table(), foods=(table().foods[0], bad)))
    assert not Food.objects.filter(source__key="tests").exists()


def test_ceilings_are_worked_out_for_the_groups_of_the_table_only() -> None:
    others = GroupCeiling.objects.count()
    load(table())
    assert GroupCeiling.objects.get(group__code="9900", nutrient="vitamin_d_ug").amount == 1.5
    assert GroupCeiling.objects.exclude(group__code="9900").count() == others


def test_the_ceiling_is_the_90th_percentile_or_of_few_the_highest() -> None:
    assert load_table.ceiling([float(n) for n in range(101)]) == 90
    assert load_table.ceiling([1.0, 5.0, 2.0]) == 5
