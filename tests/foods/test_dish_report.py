import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foods import dish_report, selectors
from foods.importers.dish_files import SOURCES
from foods.levels import daily_values
from foods.models import Food, NutrientAmount
from tests.foods.factories import dish_of, food_with

pytestmark = pytest.mark.django_db


def test_the_document_says_what_the_dishes_say() -> None:
    """After a change of a dish: manage.py load_data && manage.py dishes_report"""
    assert dish_report.DOCUMENT.read_text(encoding="utf-8") == dish_report.written(dish_report.report())


def test_every_dish_counts_as_one() -> None:
    (everything, *_) = dish_report.report().counts
    assert len(everything.dishes) == len(selectors.servings())


def test_a_stale_document_is_found() -> None:
    dish_of((food_with({}), 100.0))
    with pytest.raises(CommandError, match="is not what the dishes say"):
        call_command("dishes_report", "--check", stdout=StringIO())


def test_a_named_food_holds_a_tenth_of_the_daily_value_in_the_serving_named() -> None:
    with (SOURCES / "named_foods.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    amounts = {
        (ndb_no, key): amount
        for ndb_no, key, amount in NutrientAmount.objects.filter(
            food__ndb_no__in=[row["ndb_no"] for row in rows]
        ).values_list("food__ndb_no", "nutrient", "amount")
    }
    names = dict(Food.objects.values_list("ndb_no", "name"))
    for row in rows:
        assert names[row["ndb_no"]] == row["food"]
        for key in row["holds"].split():
            share = amounts[row["ndb_no"], key] * float(row["serving_g"]) / 100 / daily_values()[key]
            assert share >= 0.1, (row["name"], key, share)
