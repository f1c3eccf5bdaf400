import pytest

from foods.importers import plausible
from foods.importers.incoming import Amount, Measure


def amounts(**values: float) -> dict[str, Amount]:
    return {key: Amount(value, "1", "") for key, value in values.items()}


@pytest.mark.parametrize("text", ["", "nan", "inf", "-1", "1,5", "about 3", "1e999"])
def test_what_is_no_amount_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        plausible.number(text)


def test_the_limits_themselves_are_taken() -> None:
    assert not plausible.fault_of_food(amounts(energy_kcal=902, fat_g=100, sodium_mg=40_000))
    assert not plausible.fault_of_food(amounts(protein_g=50, carbohydrate_g=55))
    assert not plausible.fault_of_amount("magnesium_mg", 100_000)


@pytest.mark.parametrize(
    "values", [{"energy_kcal": 903}, {"sodium_mg": 40_001}, {"fat_g": 60, "water_g": 45.1}, {"alcohol_g": 106}]
)
def test_beyond_the_limits_the_food_is_refused(values: dict[str, float]) -> None:
    assert plausible.fault_of_food(amounts(**values))


def test_nothing_weighs_more_than_what_it_is_in() -> None:
    assert plausible.fault_of_amount("magnesium_mg", 100_001)
    assert plausible.fault_of_amount("vitamin_d_ug", 100_000_001)


def test_an_unknown_part_of_the_whole_is_not_judged() -> None:
    assert not plausible.fault_of_food({})


@pytest.mark.parametrize("measure", [Measure(1, 1, "cup", 0), Measure(1, 0, "cup", 5), Measure(1, 1, "", 5)])
def test_a_measure_without_weight_amount_or_name_is_refused(measure: Measure) -> None:
    assert plausible.fault_of_measure(measure)
