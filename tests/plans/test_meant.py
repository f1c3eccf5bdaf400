from __future__ import annotations

import pytest

from foods import selectors
from foods.models import Food
from nutriplan.plans.meant import MOST_FOODS, meant
from tests.foods.factories import food_with

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    found = meant(text, ())
    known = {food.pk: food.name for food in Food.objects.filter(pk__in=found.foods)}
    return [known[food_id] for food_id in found.foods]


def test_every_word_stands_whole_in_the_name() -> None:
    food_with(name="Zqsteak")
    food_with(name="Zqtea, green")
    assert names("zqtea") == ["Zqtea, green"]
    assert names("zqte") == []


def test_tea_is_no_steak_and_ham_no_hamburger() -> None:
    assert names("tea")
    assert not [name for name in names("tea") if "steak" in name.casefold()]
    assert not [name for name in names("ham") if "hamburger" in name.casefold()]


def test_singular_plural_and_other_spellings_are_one() -> None:
    assert names("carrots raw") == names("carrot raw") != []
    assert names("yoghurt plain whole milk") == names("yogurt plain whole milk") != []
    assert names("aubergine raw") == names("eggplant raw") != []


def test_what_a_name_denies_is_not_in_it() -> None:
    food_with(name="Zqbread, without zqpaste")
    food_with(name="Zqbread, with zqpaste")
    assert names("zqbread zqpaste") == ["Zqbread, with zqpaste"]
    assert names("zqbread without zqpaste") == ["Zqbread, without zqpaste"]


def test_what_is_asked_to_be_without_needs_a_decision() -> None:
    food_with(name="Zqspread, plain", tags=[])
    food_with(name="Zqspread, open")
    food_with(name="Zqspread, rich", tags=["dairy", "animal"])
    assert names("dairy-free zqspread") == ["Zqspread, plain"]


def test_unsalted_butter_stands_in_the_table_in_other_words() -> None:
    assert "Butter, without salt" in names("unsalted butter")
    assert "Butter, salted" not in names("unsalted butter")


def test_a_slip_is_asked_back() -> None:
    found = meant("spinnach", ())
    assert found.foods == ()
    near = Food.objects.filter(pk__in=found.nearest).values_list("name", flat=True)
    assert any("Spinach" in name for name in near)


def test_the_nearest_of_many_are_answered_for() -> None:
    found = meant("cheese", ())
    assert len(found.foods) == MOST_FOODS < found.food_count


def test_dishes_are_found_by_whole_words() -> None:
    dishes = selectors.servings()
    found = meant("lentil soup", dishes).dishes
    assert found
    assert all("entil" in dish.name and "oup" in dish.name for dish in found)


@pytest.mark.parametrize("text", ["", "%", "the of", "\u0000"])
def test_no_words_mean_nothing(text: str) -> None:
    assert meant(text, ()).foods == ()
