from dataclasses import replace

import pytest

from nutriplan.domain import dish_faults
from nutriplan.domain.kitchen import Scaling, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Part, Role, Serving, Swap
from tests.domain.cast import food, serving

MACROS = {"energy_kcal": 100.0, "protein_g": 5.0, "fat_g": 4.0, "carbohydrate_g": 11.0, "alcohol_g": 0.0}
STEW = food("Stew", {**MACROS, "water_g": 70.0, "sodium_mg": 50.0})
SNACK = frozenset({SlotName.MORNING_SNACK})
CHEESE = food("Cheese", STEW.amounts, tags=frozenset({"dairy", "animal"}))
RICE = food("Rice, white, cooked", STEW.amounts)
FISH = food("Fish, cooked", STEW.amounts, tags=frozenset({"fish", "animal"}))
UNSURE = food("Sauce", STEW.amounts, undecided_tags=frozenset({"dairy", "animal"}))
DISH = serving("stew", (STEW, 400.0))


def told(dish: Serving, declared: str = "omnivore") -> str:
    return "; ".join(dish_faults.faults(dish, declared=declared))


def swapped(part: Part, for_whom: SwapFor, other: Part) -> Serving:
    return replace(DISH, parts=(*DISH.parts, replace(part, swaps=(Swap(for_whom, other),))))


def test_a_dish_that_holds_what_it_says_has_no_fault() -> None:
    assert told(DISH, "vegan") == ""


@pytest.mark.parametrize(
    ("dish", "declared", "fault"),
    [
        (serving("pie", (STEW, 400.0), (CHEESE, 30.0)), "vegan", "declared vegan, but Cheese carries animal"),
        (serving("pie", (STEW, 400.0), (UNSURE, 30.0)), "vegan", "Sauce may carry animal"),
        (serving("pie", (STEW, 400.0), (FISH, 30.0)), "vegetarian", "Fish, cooked carries fish"),
        (replace(serving("pie", (RICE, 400.0)), keeps_days=2), "omnivore", "keeps_days 2 is more than 1"),
        (replace(serving("pie", (FISH, 400.0)), keeps_days=3), "omnivore", "keeps_days 3 is more than 2"),
        (replace(DISH, keeps_days=5), "omnivore", "keeps_days 5 is more than 4, because it is moist"),
        (replace(DISH, scaling=Scaling.BATCH), "omnivore", "keeps_days is 0"),
        (replace(DISH, active_minutes=11), "omnivore", "active_minutes 11 is more than minutes 10"),
        (serving("pie", (STEW, 200.0)), "omnivore", "energy of a serving is 200 kcal; plausible is 250 to 1000"),
        (serving("pie", (STEW, 800.0)), "omnivore", "weight of a serving is 800 g; plausible is 150 to 750"),
        (serving("pie", (STEW, 400.0), role=Role.SIDE), "omnivore", "plausible is 0 to 300"),
        (
            serving("pie", (STEW, 500.0), slots=SNACK),
            "omnivore",
            "plausible is 60 to 400",
        ),
        (serving("pie", (food("Salt", {**STEW.amounts, "sodium_mg": 400.0}), 400.0)), "omnivore", "sodium_mg"),
        (serving("pie", (food("Odd", {**STEW.amounts, "fat_g": 10.0}), 400.0)), "omnivore", "protein, fat and carb"),
    ],
)
def test_a_contradiction_is_told(dish: Serving, declared: str, fault: str) -> None:
    assert fault in told(dish, declared)


def test_what_is_dry_keeps_longer() -> None:
    dry = food("Toasted seeds", {**STEW.amounts, "water_g": 5.0})
    assert told(replace(serving("mix", (dry, 400.0)), keeps_days=14)) == ""


def test_a_stand_in_is_what_it_says() -> None:
    cheese, stew = Part(CHEESE, 30.0, "30 g"), Part(STEW, 30.0, "30 g")
    assert told(swapped(cheese, SwapFor.DAIRY_FREE, stew)) == ""
    assert "Sauce may carry dairy" in told(swapped(cheese, SwapFor.DAIRY_FREE, Part(UNSURE, 30.0, "30 g")))
    assert "it is dairy-free already" in told(swapped(stew, SwapFor.DAIRY_FREE, stew))


def test_a_dish_is_all_of_what_its_stand_ins_promise() -> None:
    cheese = Part(CHEESE, 30.0, "30 g", swaps=(Swap(SwapFor.VEGAN, Part(STEW, 30.0, "30 g")),))
    assert told(replace(DISH, parts=(*DISH.parts, cheese))) == ""
    left = replace(DISH, parts=(*DISH.parts, cheese, Part(FISH, 30.0, "30 g")))
    assert "swap vegan leaves Fish, cooked, which may carry animal" in told(left)


def test_a_stand_in_with_less_of_a_mineral_brings_less_in_its_own_grams() -> None:
    stew = Part(STEW, 100.0, "100 g")
    assert "does not bring less sodium_mg (50, 50)" in told(swapped(stew, SwapFor.LOWER_SODIUM, stew))
    assert told(swapped(stew, SwapFor.LOWER_SODIUM, Part(STEW, 50.0, "50 g"))) == ""
    unknown = Part(food("Unknown", {}), 1.0, "1 g")
    assert "(not known, 50)" in told(swapped(stew, SwapFor.LOWER_SODIUM, unknown))
