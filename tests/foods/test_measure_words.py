import pytest

from foods.importers import measure_words
from foods.importers.incoming import Measure


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1 cup", 1, "cup"),
        ("1/4 cup", 0.25, "cup"),
        ("1 1/2 cups", 1.5, "cups"),
        (".5 bottle", 0.5, "bottle"),
        ("12 oz (1 can)", 12, "oz (1 can)"),
        ("slice", 1, "slice"),
        ("3", 1, "3"),
        ("0 cup", 1, "0 cup"),
        ("1/0 cup", 1, "/0 cup"),
    ],
)
def test_how_many_of_what(text: str, amount: float, unit: str) -> None:
    assert measure_words.counted(text) == (amount, unit)


def test_a_label_that_states_no_serving_gives_no_measure() -> None:
    assert measure_words.from_label("", "", "") is None


def test_a_serving_in_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="a serving in 'IU'"):
        measure_words.from_label("30", "IU", "")


def test_a_serving_without_household_words_is_a_serving() -> None:
    assert measure_words.from_label("30", "GRM", "") == Measure(1, 1, "serving", 30)
