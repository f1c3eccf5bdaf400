import pytest

from foods.models import Food, NutrientAmount, Portion

pytestmark = pytest.mark.django_db

# NDB number, nutrient, value per 100 g as USDA SR28 prints it (read off its ASCII files by hand).
SPOT_VALUES = [
    ("01001", "energy_kcal", 717),
]


def test_every_food_and_household_measure_is_there() -> None:
    assert Food.objects.count() == 8789
    assert Portion.objects.count() == 15_438
