from __future__ import annotations

from dataclasses import replace

import pytest

from foods.dish_lists import DishFilters, chosen, of_daily_value
from nutriplan.domain.composition import Sum
from nutriplan.domain.kitchen import Cuisine, Season
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role, Serving
from tests.domain.cast import MILK, OATS, food, serving

PORRIDGE = replace(serving("milk porridge", (OATS, 50), (MILK, 200)), slots=frozenset({SlotName.BREAKFAST}), minutes=15)
SALAD = replace(
    serving("summer salad", (food("Leaf", {"magnesium_mg": 100.0}), 200)),
    seasons=frozenset({Season.SUMMER}),
    cuisine=Cuisine.MEDITERRANEAN,
    role=Role.SIDE,
    minutes=5,
)


def keys(**asked: object) -> list[str]:
    return [one.key for one in chosen([SALAD, PORRIDGE], DishFilters(**asked))]  # type: ignore[arg-type]


def test_all_in_the_order_of_their_names() -> None:
    assert keys() == ["milk porridge", "summer salad"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "porr"}, PORRIDGE),
        ({"slot": "breakfast", "role": "main"}, PORRIDGE),
        ({"role": "side"}, SALAD),
        ({"cuisine": "mediterranean"}, SALAD),
        ({"max_minutes": 5}, SALAD),
        ({"season": "winter"}, PORRIDGE),
        ({"high_in": ("magnesium_mg",)}, SALAD),
        ({"absent": frozenset({"dairy"})}, SALAD),
        ({"absent": frozenset({"gluten"})}, SALAD),
    ],
)
def test_each_filter_narrows(asked: dict[str, object], found: Serving) -> None:
    assert keys(**asked) == [found.key]


def test_a_word_inside_another_is_not_found() -> None:
    assert keys(words="ridge") == []


def test_what_nobody_knows_is_no_share() -> None:
    assert of_daily_value("calcium_mg", Sum(0.0, 0.0, 5.0)) is None
    assert of_daily_value("lactose_g", Sum(1.0, 1.0, 1.0)) is None
    assert of_daily_value("calcium_mg", Sum(650.0, 0.5, 900.0)) == 0.5
