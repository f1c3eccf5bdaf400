import pytest

from foods.importers.measured import disagreement

RICE = ((1.0, "cup", 160.0), (1.0, "oz", 28.0))
TOMATO = ((1.0, 'medium whole (2-3/5" dia)', 123.0), (1.0, 'slice, medium (1/4" thick)', 20.0))
BUTTER = ((1.0, "tbsp", 14.2),)
MASH_OR_SLICES = ((1.0, "cup, mashed", 225.0), (1.0, "cup, sliced", 150.0))


@pytest.mark.parametrize(
    ("measure", "grams", "portions"),
    [
        ("2 cups, cooked", 320.0, RICE),
        ("1 1/2 cups", 280.0, RICE),
        ("1 cup", 150.0, MASH_OR_SLICES),
        ("2 medium tomatoes", 246.0, TOMATO),
        ("2 medium slices", 40.0, TOMATO),
        ("3 tsp", 14.0, BUTTER),
        ("1/4 cup", 57.0, BUTTER),
        ("200 g", 200.0, ()),
        ("2 pieces of 85 g, cooked", 170.0, ()),
        ("1 lb before cooking", 320.0, ()),
        ("juice of 1/2 lemon", 24.0, RICE),
        ("1 tbsp", 14.0, RICE[1:]),
    ],
)
def test_a_measure_that_agrees_or_of_which_nothing_is_known(
    measure: str, grams: float, portions: tuple[tuple[float, str, float], ...]
) -> None:
    assert disagreement(measure, grams, portions) is None


@pytest.mark.parametrize(
    ("measure", "grams", "portions", "why"),
    [
        ("2 cups, cooked", 480.0, RICE, "320 g"),
        ("1 tbsp", 240.0, RICE, "10 g"),
        ("2 medium tomatoes", 123.0, TOMATO, "246 g"),
        ("2 medium slices", 246.0, TOMATO, "40 g"),
        ("200 g", 250.0, (), "200 g"),
        ("2 pieces of 85 g, cooked", 85.0, (), "170 g"),
    ],
)
def test_a_measure_that_speaks_against_the_grams(
    measure: str, grams: float, portions: tuple[tuple[float, str, float], ...], why: str
) -> None:
    told = disagreement(measure, grams, portions)
    assert told is not None
    assert why in told
