import pytest

from foods.ingredient_foods import IngredientFood, Measure
from nutriplan.recipes.lines import parse
from nutriplan.recipes.weighing import Weight, weigh


def food(name: str, *measures: tuple[float, str, float]) -> IngredientFood:
    found = tuple(Measure(*measure) for measure in measures)
    return IngredientFood(1, "1", name, name, "", found, frozenset(), frozenset())


ONION = food(
    "Onions, raw", (1, "cup, chopped", 160), (1, "cup, sliced", 115), (1, 'medium (2-1/2" dia)', 110), (1, "large", 150)
)
CHICKPEAS = food("Chickpeas, canned", (1, "can drained, rinsed", 254))
OREGANO = food("Spices, oregano, dried", (1, "tsp, leaves", 1.0), (1, "tsp, ground", 1.8))
MILK = food("Milk, whole", (1, "cup", 244))


def grams(text: str, what: IngredientFood) -> float | None:
    found = weigh(parse(text), what).grams
    return None if found is None else round(found, 1)


@pytest.mark.parametrize(
    ("text", "what", "expected"),
    [
        ("250 g onions", ONION, 250),
        ("1 lb onions", ONION, 453.6),
        ("1 cup (200 g) onions", ONION, 200),
        ("2 (400 g) cans chickpeas", CHICKPEAS, 800),
        ("2 (15 oz) cans chickpeas, drained", CHICKPEAS, 508),
        ("3 (6 ounce) pieces onion", ONION, 510.3),
        ("4 onions (about 1 lb)", ONION, 453.6),
        ("1 cup chopped onions", ONION, 160),
        ("1 cup sliced onions", ONION, 115),
        ("2 onions", ONION, 220),
        ("2 large onions", ONION, 300),
        ("2-3 onions", ONION, 275),
        ("500 ml milk", MILK, 515.7),
        ("2 tbsp milk", MILK, 30.5),
        ("1 tsp dried oregano", OREGANO, 1),
        ("1 tsp ground oregano", OREGANO, 1.8),
    ],
)
def test_what_an_amount_weighs(text: str, what: IngredientFood, expected: float) -> None:
    assert grams(text, what) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("text", "what", "asked"),
    [
        ("onions", ONION, "how much"),
        ("1 cup onions", ONION, "how it is cut"),
        ("1 small onion", ONION, "we do not know what"),
        ("3 onions (6 oz)", ONION, "each, or of all together"),
        ("1-5 onions", ONION, "wide range"),
        ("a handful of onions", ONION, "we do not know what"),
        ("1 (5 oz) can chickpeas, drained", CHICKPEAS, "when it is drained"),
        ("1 cup oil", food("Oil"), "we do not know what a cup"),
    ],
)
def test_what_nobody_can_say_is_asked(text: str, what: IngredientFood, asked: str) -> None:
    found = weigh(parse(text), what)
    assert found.grams is None
    assert asked in found.how


def test_the_weight_says_by_what_it_was_weighed() -> None:
    assert weigh(parse("2 onions"), ONION) == Weight(220, 'medium (2-1/2" dia): 110 g each')
