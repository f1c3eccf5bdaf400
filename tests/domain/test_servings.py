from nutriplan.domain.kitchen import SwapFor
from nutriplan.domain.servings import Part, Swap
from tests.domain.cast import LENTILS, MILK, OATS, food, serving

OAT_DRINK = Part(OATS, 200.0, "1 cup")
LENTIL_DRINK = Part(LENTILS, 200.0, "1 cup")


def test_a_serving_carries_the_tags_of_its_foods_and_weighs_what_they_weigh() -> None:
    porridge = serving("porridge", (OATS, 50), (MILK, 200))
    assert porridge.tags == OATS.tags | MILK.tags
    assert porridge.grams == 250


def test_the_first_stand_in_that_surely_carries_none_of_the_tags_is_taken() -> None:
    milk = Part(MILK, 200.0, "1 cup", swaps=(Swap(SwapFor.DAIRY_FREE, OAT_DRINK), Swap(SwapFor.VEGAN, LENTIL_DRINK)))
    assert milk.stand_in({"dairy"}) == Swap(SwapFor.DAIRY_FREE, OAT_DRINK)
    assert milk.stand_in({"dairy", "gluten"}) == Swap(SwapFor.VEGAN, LENTIL_DRINK)


def test_what_nobody_checked_stands_in_for_nothing() -> None:
    unsure = Part(food("Drink", {}, undecided_tags=frozenset({"dairy"})), 200.0, "1 cup")
    assert Part(MILK, 200.0, "1 cup", swaps=(Swap(SwapFor.DAIRY_FREE, unsure),)).stand_in({"dairy"}) is None


def test_undecided_counts_as_carrying_by_weight() -> None:
    assert serving("porridge", (OATS, 50), (MILK, 200)).grams_with("gluten") == 50
