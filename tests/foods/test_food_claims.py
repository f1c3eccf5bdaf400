from __future__ import annotations

from collections import Counter

import pytest
from pytest_django import DjangoAssertNumQueries

from foods.food_claims import Judged, judge
from foods.models import Food, NutrientAmount
from nutriplan.domain.claims import FoodClaim, Verdict
from nutriplan.knowledge import loader

pytestmark = pytest.mark.django_db


def judged() -> dict[tuple[str, str], Judged]:
    return {(one.claim.name, one.claim.nutrient): one for one in judge(loader.load().ledger.foods)}


@pytest.mark.requirement("D7")
def test_popular_claims_about_foods_hold_are_weak_or_fail_by_what_was_measured() -> None:
    verdicts = {key: one.verdict for key, one in judged().items()}
    assert verdicts["Hard cheese", "calcium_mg"] is Verdict.HOLDS
    assert verdicts["Pine nuts", "magnesium_mg"] is Verdict.HOLDS
    for name, nutrient in (
        ("Apples", "magnesium_mg"),
        ("Apples", "calcium_mg"),
        ("Carrots", "magnesium_mg"),
        ("Dill", "magnesium_mg"),
        ("Dates", "magnesium_mg"),
        ("Cottage cheese", "calcium_mg"),
        ("White cabbage", "calcium_mg"),
        ("Liver", "calcium_mg"),
        ("Milk without vitamin D added", "vitamin_d_ug"),
        ("Butter", "vitamin_d_ug"),
    ):
        assert verdicts[name, nutrient] in {Verdict.FAILS, Verdict.WEAK}, name


def test_every_food_that_is_named_is_in_the_database_under_its_name_and_has_a_serving() -> None:
    names = dict(Food.objects.values_list("ndb_no", "name"))
    for one in judged().values():
        assert names[one.claim.ndb_no] == one.claim.food
        assert one.serving_g


def test_no_verdict_is_unknown_and_most_popular_claims_do_not_hold() -> None:
    counts = Counter(one.verdict for one in judged().values())
    assert counts[Verdict.UNKNOWN] == 0
    assert counts[Verdict.HOLDS] < counts[Verdict.FAILS]


def test_a_verdict_follows_the_value_in_the_database() -> None:
    apple = FoodClaim("Apples", "09003", "Apples, raw, with skin", "calcium_mg", ("CL031",))
    NutrientAmount.objects.filter(food__ndb_no="09003", nutrient="calcium_mg").update(amount=900)
    assert judge([apple])[0].verdict is Verdict.HOLDS
    NutrientAmount.objects.filter(food__ndb_no="09003", nutrient="calcium_mg").delete()
    assert judge([apple])[0].verdict is Verdict.UNKNOWN


def test_a_food_that_is_not_there_is_unknown() -> None:
    assert judge([FoodClaim("Moon cheese", "00000", "Moon", "calcium_mg", ("CL031",))])[0].verdict is Verdict.UNKNOWN


def test_all_claims_cost_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    loader.load()
    judged()
    with django_assert_num_queries(3):
        judged()
