from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import search, selectors, services
from foods.importers import fixture_files
from foods.importers.table import TableFaults
from foods.models import Alias, Food, FoodTag, NutrientAmount, TagState
from nutriplan.domain.errors import InputFaults
from tests.foods.factories import DishFactory, FoodFactory, food_with

pytestmark = pytest.mark.django_db


def test_the_same_files_change_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(5):
        assert services.load_foods() == services.Loaded("foods", changed=False, count=8789)
        assert not services.load_dishes().changed


def test_other_files_are_loaded_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "dishes").mkdir()
    (tmp_path / "dishes" / "bad.toml").write_text("[[dish]]\nkey = 'x'\n", encoding="utf-8")
    before = selectors.data_version()
    with pytest.raises(TableFaults):
        services.load_dishes(folder=tmp_path)
    assert selectors.data_version() == before


def test_a_load_needs_all_its_files(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=fixture_files.AMOUNTS):
        services.load_foods(folder=tmp_path)


def test_every_write_gives_the_data_a_new_version() -> None:
    food = FoodFactory.create()
    seen = {selectors.data_version()}
    for write in (
        lambda: services.set_amount(food=food, nutrient="iron_mg", amount=1, reason="a test"),
        lambda: services.set_tag(food=food, tag="dairy", state=TagState.ABSENT, reason="a test"),
        lambda: services.save_food(food=food),
        lambda: services.save_dish(dish=DishFactory.build()),
    ):
        write()
        seen.add(selectors.data_version())
    assert len(seen) == 5


def test_a_load_over_edited_data_is_not_the_unedited_version() -> None:
    unedited = selectors.data_version()
    services.mark_edited(part=services.DISHES)
    services.load_dishes(again=True)
    assert selectors.data_version() != unedited


def test_an_amount_is_entered_as_a_curators_and_taken_back() -> None:
    food = food_with({"iron_mg": 1})
    services.set_amount(food=food, nutrient="iron_mg", amount=2.5, reason="a test")
    row = NutrientAmount.objects.get(food=food)
    assert (row.amount, row.origin) == (2.5, "curated")
    services.set_amount(food=food, nutrient="iron_mg", amount=None, reason="a test")
    assert not food.amounts.exists()


@pytest.mark.parametrize(
    ("nutrient", "amount"), [("unobtainium_mg", 1.0), ("iron_mg", -1.0), ("iron_mg", float("nan"))]
)
def test_an_amount_that_cannot_be_is_refused(nutrient: str, amount: float) -> None:
    with pytest.raises(InputFaults):
        services.set_amount(food=FoodFactory.create(), nutrient=nutrient, amount=amount, reason="a test")


def test_a_tag_is_decided_and_opened_again() -> None:
    food = FoodFactory.create()
    services.set_tag(food=food, tag="dairy", state=TagState.PRESENT, reason="a test")
    assert FoodTag.objects.get(food=food).state == "present"
    services.set_tag(food=food, tag="dairy", state=None)
    assert not food.tags.exists()
    with pytest.raises(InputFaults):
        services.set_tag(food=food, tag="purple", state=TagState.PRESENT, reason="a test")


def test_a_food_is_found_by_its_aliases() -> None:
    food = FoodFactory.create(name="Zqroot, raw")
    Alias.objects.create(food=food, name="Zqtuber")
    services.save_food(food=food)
    assert search.matching(Food.objects.all(), "zqtubers").get() == food
