import pytest

from foods.measures import per_serving


@pytest.mark.parametrize(
    ("measure", "servings", "expected"),
    [
        ("2 cups, cooked", 2, "1 cup, cooked"),
        ("2 cups, cooked", 1, "2 cups, cooked"),
        ("2 medium bananas, peeled", 2, "1 medium banana, peeled"),
        ("1 2/3 cups", 2, "5/6 cup"),
        ("5 1/2 cups, packed", 4, "1 3/8 cups, packed"),
        ("1 cup slices", 4, "1/4 cup slices"),
        ("2 halves, with juice", 2, "1 half, with juice"),
        ("juice of 1/2 lemon", 2, "juice of 1/4 lemon"),
        ("about 10 halves", 2, "about 5 halves"),
        ("6 miniature boxes of 14 g", 4, "1 1/2 miniature boxes of 14 g"),
        ("2 large potatoes, baked", 2, "1 large potato, baked"),
        ("1 lb before cooking", 4, "1/4 lb before cooking"),
        ("1/12 tsp", 2, "a pinch"),
        ("1/8 tsp", 2, "1/16 tsp"),
        ("250 g", 4, "62 1/2 g"),
        ("a handful", 2, "a handful, shared by 2"),
    ],
)
def test_a_measure_is_shared_among_the_servings(measure: str, servings: int, expected: str) -> None:
    assert per_serving(measure, servings) == expected
