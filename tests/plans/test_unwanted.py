from __future__ import annotations

import pytest

from foods import selectors
from foods.models import Food
from nutriplan.people.selectors import caution_book
from nutriplan.plans.unwanted import KINDS, NOTHING, NotFoods, not_wanted
from tests.foods.factories import food_with

pytestmark = pytest.mark.django_db


def names(*asked: str) -> set[str]:
    return set(Food.objects.filter(pk__in=not_wanted(asked).foods).values_list("name", flat=True))


@pytest.mark.requirement("I10")
def test_every_food_of_the_name_is_meant_and_what_denies_it_is_not() -> None:
    for name in ("Zqroot, raw", "Zqroots, boiled", "Soup, zqroot", "Soup, without zqroot", "Zqrootling"):
        food_with(name=name)
    assert names("zqroot") == {"Zqroot, raw", "Zqroots, boiled", "Soup, zqroot"}


def test_as_many_as_there_are() -> None:
    assert len(not_wanted(["chicken"]).foods) > 300


def test_several_names_are_all_left_out() -> None:
    each = not_wanted(["leeks"]).foods | not_wanted(["eggplant"]).foods
    assert not_wanted(["leeks", "aubergine"]).foods == each
    assert not_wanted([]) == NOTHING


@pytest.mark.requirement("I10")
@pytest.mark.parametrize(
    ("asked", "tags"),
    [
        ("soya", {"soy"}),
        ("Eggs", {"egg"}),
        ("nuts", {"tree_nut", "peanut"}),
        ("red meat", {"red_meat"}),
        ("seafood", {"fish", "crustacean", "mollusc"}),
        ("leeks", set()),
    ],
)
def test_a_kind_of_food_is_all_of_the_kind(asked: str, tags: set[str]) -> None:
    assert not_wanted([asked]).tags == tags


def test_every_kind_is_a_tag_of_the_rules() -> None:
    assert frozenset[str]().union(*KINDS.values()) <= caution_book().food_tags.keys()


@pytest.mark.parametrize("asked", ["dragon scales", "the", "!", "0"])
def test_what_is_no_food_is_refused_by_name(asked: str) -> None:
    with pytest.raises(NotFoods) as wrong:
        not_wanted(["leeks", asked])
    assert wrong.value.names == (asked,)


@pytest.mark.requirement("I10")
def test_a_dish_is_refused_since_leaving_a_tin_of_it_out_would_leave_it_in() -> None:
    dish = next(one for one in selectors.servings() if "soup" in one.name.casefold().split())
    food_with(name=f"Soup, {dish.name}, canned")
    with pytest.raises(NotFoods):
        not_wanted([dish.name])
