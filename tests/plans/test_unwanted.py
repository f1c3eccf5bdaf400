from __future__ import annotations

import pytest

from foods import selectors
from foods.models import Food
from nutriplan.plans.unwanted import NotFoods, foods_not_wanted
from tests.foods.factories import food_with

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("I10")]


def names(*asked: str) -> set[str]:
    return set(Food.objects.filter(pk__in=foods_not_wanted(asked)).values_list("name", flat=True))


def test_every_food_of_the_name_is_meant_and_what_denies_it_is_not() -> None:
    for name in ("Zqroot, raw", "Zqroots, boiled", "Soup, zqroot", "Soup, without zqroot", "Zqrootling"):
        food_with(name=name)
    assert names("zqroot") == {"Zqroot, raw", "Zqroots, boiled", "Soup, zqroot"}


def test_as_many_as_there_are() -> None:
    assert len(foods_not_wanted(["chicken"])) > 300


def test_several_names_are_all_left_out() -> None:
    assert foods_not_wanted(["leeks", "aubergine"]) == foods_not_wanted(["leeks"]) | foods_not_wanted(["eggplant"])
    assert foods_not_wanted([]) == frozenset()


@pytest.mark.parametrize("asked", ["dragon scales", "the", "!", "0"])
def test_what_is_no_food_is_refused_by_name(asked: str) -> None:
    with pytest.raises(NotFoods) as wrong:
        foods_not_wanted(["leeks", asked])
    assert wrong.value.names == (asked,)


def test_a_dish_is_refused_since_leaving_a_tin_of_it_out_would_leave_it_in() -> None:
    dish = next(one for one in selectors.servings() if "soup" in one.name.casefold().split())
    food_with(name=f"Soup, {dish.name}, canned")
    with pytest.raises(NotFoods):
        foods_not_wanted([dish.name])
