import pytest
from pytest_django import DjangoAssertNumQueries

from foods import levels, services
from foods.models import Food, NutrientLevel
from nutriplan.domain.labelling import Level
from nutriplan.domain.nutrients import PRIORITY_KEYS
from tests.foods.factories import FoodFactory, food_with

pytestmark = pytest.mark.django_db


def level(food: Food, nutrient: str) -> tuple[str, str]:
    row = NutrientLevel.objects.filter(food=food, nutrient=nutrient).first()
    return (row.per_racc, row.per_100kcal) if row else ("", "")


def test_every_nutrient_with_a_daily_value_has_levels() -> None:
    counted = levels.daily_values()
    assert set(PRIORITY_KEYS) <= counted.keys()
    assert {counted[key] for key in PRIORITY_KEYS} == {420, 1300, 4700, 20}
    assert set(NutrientLevel.objects.values_list("nutrient", flat=True).distinct()) == set(counted)


def test_a_banana_is_a_good_source_of_potassium() -> None:
    banana = Food.objects.get(ndb_no="09040")
    found = {row.nutrient: row for row in levels.standings(banana)}["potassium_mg"]
    assert (found.serving, round(found.pct_per_serving or 0, 1)) == (Level.GOOD, 10.7)
    assert level(banana, "potassium_mg") == ("good", "low")


def test_pumpkin_seeds_are_high_in_magnesium_on_both_bases() -> None:
    assert level(Food.objects.get(ndb_no="12014"), "magnesium_mg") == ("high", "high")


def test_unknown_and_assumed_zero_are_no_levels() -> None:
    wild_salmon, tofu = Food.objects.get(ndb_no="15209"), Food.objects.get(ndb_no="16120")
    assert level(wild_salmon, "vitamin_d_ug") == ("", "")
    assert level(tofu, "vitamin_d_ug") == ("", "")
    assert {row.nutrient: row for row in levels.standings(tofu)}["vitamin_d_ug"].estimated


def test_stored_levels_are_those_of_the_standings() -> None:
    for food in Food.objects.filter(ndb_no__in=["01009", "11457", "14411", "20061", "03130"]):
        told = {row.nutrient: (row.serving, row.density) for row in levels.standings(food)}
        kept = {row.nutrient: (row.per_racc, row.per_100kcal) for row in NutrientLevel.objects.filter(food=food)}
        blank = {Level.UNKNOWN: ""}
        assert kept == {
            key: (blank.get(served, served.value), blank.get(dense, dense.value))
            for key, (served, dense) in told.items()
            if {served, dense} != {Level.UNKNOWN}
        }


def test_levels_follow_an_override_and_its_taking_back() -> None:
    food = Food.objects.get(ndb_no="09003")
    before = level(food, "magnesium_mg")
    services.set_amount(food=food, nutrient="magnesium_mg", amount=70.0, reason="measured here")
    assert before == ("low", "low")
    assert level(food, "magnesium_mg") == ("high", "high")
    services.revert_amount(food=food, nutrient="magnesium_mg", reason="a slip")
    assert level(food, "magnesium_mg") == before


def test_levels_follow_the_reference_serving() -> None:
    food = food_with({"potassium_mg": 500.0, "energy_kcal": 400.0}, racc_g=None)
    levels.recompute([food.pk])
    assert level(food, "potassium_mg") == ("", "low")
    food.racc_g, food.racc_source = 100.0, "label"
    services.save_food(food=food)
    assert level(food, "potassium_mg") == ("good", "low")


def test_recomputing_takes_the_same_few_queries_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = list(Food.objects.values_list("pk", flat=True)[:200])
    with django_assert_num_queries(4):
        levels.recompute(ids[:2])
    with django_assert_num_queries(4):
        levels.recompute(ids)


def test_a_food_without_amounts_has_no_levels() -> None:
    assert not FoodFactory.create().levels.exists()
