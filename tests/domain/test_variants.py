from dataclasses import replace

from nutriplan.domain.kitchen import SwapFor
from nutriplan.domain.servings import Part, Serving, Swap
from nutriplan.domain.variants import variant
from tests.domain.cast import LENTILS, MILK, OATS, food, serving

SOYA = food("Soya drink, with calcium", tags=frozenset({"soy"}))
HONEY = food("Honey", tags=frozenset({"animal"}))
COD = food("Cod, cooked", display_name="Atlantic cod, cooked", tags=frozenset({"fish"}))
RICE = food("Rice, white, cooked", {"water_g": 70.0})
PLAIN = Part(OATS, 50.0, "1/2 cup")
MILKY = Part(MILK, 200.0, "1 cup", swaps=(Swap(SwapFor.DAIRY_FREE, Part(SOYA, 210.0, "1 cup, full")),))
SWEET = Part(HONEY, 7.0, "1 tsp", optional=True)


def dish(*parts: Part, **changes: object) -> Serving:
    return replace(serving("porridge"), parts=parts, **changes)  # type: ignore[arg-type]


def without(tag: str, of: Serving) -> Serving | None:
    return variant(of, lambda part: not part.food.may_carry(tag))


def test_what_is_in_the_way_gives_place_to_its_stand_in() -> None:
    changed = without("dairy", dish(PLAIN, MILKY))
    assert changed is not None
    assert [(part.food, part.grams) for part in changed.parts] == [(OATS, 50.0), (SOYA, 210.0)]
    assert (changed.key, changed.name) == ("porridge~dairy-free", "Porridge, with soya drink instead of milk")
    assert changed.steps[0] == "This time with soya drink instead of milk."
    assert changed.told == "with soya drink instead of milk"
    assert (changed.tags, changed.grams, changed.changes) == (frozenset({"soy"}), 260.0, 1)


def test_a_topping_in_the_way_is_left_out() -> None:
    changed = without("animal", dish(PLAIN, SWEET))
    assert changed is not None
    assert (changed.key, changed.name, changed.parts) == ("porridge~less", "Porridge, without honey", (PLAIN,))


def test_several_changes_are_all_told() -> None:
    changed = variant(dish(PLAIN, MILKY, SWEET), lambda part: part.food not in (MILK, HONEY))
    assert changed is not None
    assert changed.name == "Porridge, with soya drink instead of milk and without honey"
    assert changed.key == "porridge~dairy-free-less"


def test_without_a_stand_in_that_fits_there_is_no_variant() -> None:
    assert without("gluten", dish(PLAIN, MILKY)) is None
    assert variant(dish(PLAIN, MILKY), lambda part: part.food is OATS) is None


def test_a_dish_that_fits_as_it_is_needs_none() -> None:
    assert without("fish", dish(PLAIN, MILKY)) is None


def test_of_a_dish_of_toppings_nothing_would_be_left() -> None:
    assert without("animal", dish(SWEET)) is None


def test_a_name_keeps_its_capital_and_tells_two_kinds_apart() -> None:
    fish = Part(COD, 100.0, "100 g", swaps=(Swap(SwapFor.FISH_FREE, Part(LENTILS, 100.0, "100 g")),))
    changed = without("fish", dish(fish))
    assert changed is not None
    assert changed.name == "Porridge, with lentils instead of Atlantic cod"
    sweet = food("Soya drink, sweetened", tags=frozenset({"gluten"}))
    drink = Part(sweet, 200.0, "1 cup", swaps=(Swap(SwapFor.GLUTEN_FREE, Part(SOYA, 200.0, "1 cup")),))
    other = without("gluten", dish(drink))
    assert other is not None
    assert other.name == "Porridge, with soya drink, with calcium instead of soya drink"


def test_with_rice_in_it_a_dish_keeps_no_longer_than_rice() -> None:
    grain = Part(OATS, 200.0, "1 cup", swaps=(Swap(SwapFor.GLUTEN_FREE, Part(RICE, 200.0, "1 cup")),))
    changed = without("gluten", dish(grain, keeps_days=3))
    assert changed is not None
    assert changed.keeps_days == 1
