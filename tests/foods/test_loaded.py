import pytest

from foods.models import Correction, Food, FoodGroup, GroupCeiling, NutrientAmount, Origin, Portion

pytestmark = pytest.mark.django_db

# NDB number, nutrient, value per 100 g and source code, as the ASCII files of USDA SR28 print them.
SPOT_VALUES = [
    ("01001", "energy_kcal", 717, "4"),
    ("01009", "calcium_mg", 710, "1"),
    ("01077", "vitamin_d_ug", 1.3, "1"),
    ("01079", "calcium_mg", 120, "1"),
    ("01123", "choline_mg", 293.8, "1"),
    ("02047", "sodium_mg", 38758, "1"),
    ("04053", "vitamin_e_mg", 14.35, "1"),
    ("05062", "protein_g", 22.50, "1"),
    ("09003", "fibre_g", 2.4, "1"),
    ("09040", "potassium_mg", 358, "1"),
    ("11124", "vitamin_a_ug", 835, "4"),
    ("11233", "potassium_mg", 491, "6"),
    ("11457", "magnesium_mg", 79, "1"),
    ("11457", "vitamin_k_ug", 482.9, "1"),
    ("12014", "magnesium_mg", 592, "1"),
    ("12061", "magnesium_mg", 270, "1"),
    ("12155", "alpha_linolenic_acid_g", 9.080, "1"),
    ("13047", "copper_mg", 0.063, "1"),
    ("14209", "caffeine_mg", 40, "1"),
    ("15084", "vitamin_d_ug", 13.7, "1"),
    ("15088", "calcium_mg", 382, "1"),
    ("15236", "vitamin_d_ug", 11.0, "4"),
    ("16070", "magnesium_mg", 36, "1"),
    ("16120", "vitamin_d_ug", 0.0, "7"),
    ("16222", "calcium_mg", 124, "12"),
    ("18075", "sodium_mg", 455, "1"),
    ("20040", "magnesium_mg", 143, "4"),
]


@pytest.mark.requirement("D1")
def test_every_food_and_household_measure_is_there() -> None:
    assert Food.objects.count() == 8789
    assert Portion.objects.count() == 15_438
    assert FoodGroup.objects.count() == 25


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(("ndb_no", "nutrient", "amount", "origin"), SPOT_VALUES)
def test_a_value_is_the_one_the_source_prints(ndb_no: str, nutrient: str, amount: float, origin: str) -> None:
    row = NutrientAmount.objects.get(food__ndb_no=ndb_no, nutrient=nutrient)
    assert (row.amount, row.origin) == (amount, origin)


@pytest.mark.requirement("D2")
def test_what_the_source_does_not_give_has_no_row() -> None:
    salmon = Food.objects.get(ndb_no="15209")
    assert not salmon.amounts.filter(nutrient="vitamin_d_ug").exists()
    assert NutrientAmount.objects.filter(nutrient="vitamin_d_ug").count() == 5527 + 51


@pytest.mark.requirement("D2")
def test_an_assumed_zero_says_so() -> None:
    row = NutrientAmount.objects.get(food__ndb_no="16120", nutrient="vitamin_d_ug")
    assert row.is_assumed
    assert NutrientAmount.objects.filter(origin=Origin.ASSUMED_ZERO).exclude(amount=0).count() == 0


def test_a_household_measure_belongs_to_its_amount() -> None:
    portion = Portion.objects.get(food__ndb_no="15029", unit="oz")
    assert (portion.amount, portion.grams) == (3, 85)
    assert portion.grams_each == pytest.approx(28.35, abs=0.05)


def test_refuse_and_names_are_kept() -> None:
    banana = Food.objects.get(ndb_no="09040")
    assert (banana.refuse_pct, banana.edible_share) == (36, 0.64)
    assert banana.scientific_name == "Musa acuminata Colla"
    assert Food.objects.filter(refuse_pct__isnull=True).count() == 50


def test_survey_foods_miss_none_of_the_four() -> None:
    """But for soy chips, whose 7 mg of potassium were no measurement."""
    survey = Food.objects.filter(in_survey=True)
    assert survey.count() == 3404
    for key in ("magnesium_mg", "calcium_mg", "potassium_mg", "vitamin_d_ug"):
        missing = survey.exclude(amounts__nutrient=key).values_list("ndb_no", flat=True)
        assert list(missing) == (["25025"] if key == "potassium_mg" else [])


def test_a_wrong_value_is_unknown_and_the_reason_is_kept() -> None:
    coffee = Food.objects.get(ndb_no="14180")
    assert not coffee.amounts.filter(nutrient="caffeine_mg").exists()
    assert "40 mg" in Correction.objects.get(food=coffee, what="caffeine_mg").why


def test_a_value_in_the_wrong_unit_is_put_right_where_the_kind_of_food_leaves_no_doubt() -> None:
    """The liver of cattle from New Zealand: 328 µg of manganese, printed as mg. Tripe: nobody can tell."""
    liver = NutrientAmount.objects.get(food__ndb_no="23424", nutrient="manganese_mg")
    assert (liver.amount, liver.origin) == (0.328, Origin.CORRECTED)
    assert not NutrientAmount.objects.filter(food__ndb_no="23444", nutrient="manganese_mg").exists()


def test_soy_chips_are_not_taken_for_safe_where_potassium_is_limited() -> None:
    chips = Food.objects.get(ndb_no="25025")
    assert not chips.amounts.filter(nutrient__in=("potassium_mg", "phosphorus_mg")).exists()


def test_a_doubtful_measure_is_kept_with_the_reason() -> None:
    assert "3 oz is 85 g" in Portion.objects.get(food__ndb_no="05705", position=1).doubt


def test_ceilings_are_above_most_of_the_group() -> None:
    ceiling = GroupCeiling.objects.get(group__code="1100", nutrient="vitamin_k_ug")
    above = NutrientAmount.objects.filter(food__group__code="1100", nutrient="vitamin_k_ug", amount__gt=ceiling.amount)
    assert above.count() / ceiling.food_count == pytest.approx(0.1, abs=0.01)
