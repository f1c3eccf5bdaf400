import pytest

from foods import search
from foods.food_lists import FoodFilters, listed
from foods.models import Food

pytestmark = pytest.mark.django_db


def names(text: str, most: int = 10) -> list[str]:
    return [one.food.name for one in listed(FoodFilters(text=text))[:most]]


def test_a_food_is_found_by_its_name() -> None:
    assert names("bananas raw", 1) == ["Bananas, raw"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("egg", "Egg, whole,"),
        ("apple", "Apples, raw, with skin"),
        ("spinach", "Spinach, raw"),
        ("salmon", "Fish, salmon,"),
        ("olive oil", "Oil, olive, salad or cooking"),
        ("coffee", "Beverages, coffee, brewed, prepared with tap water"),
        ("pumpkin seeds", "Seeds, pumpkin and squash seed kernels, dried"),
        ("butter", "Butter, salted"),
        ("milk", "Milk, whole, 3.25% milkfat, with added vitamin D"),
        ("lentils", "Lentils, mature seeds, cooked, boiled, without salt"),
    ],
)
def test_the_plain_food_comes_first(text: str, first: str) -> None:
    assert names(text, 1)[0].startswith(first)


def test_words_stand_in_any_order() -> None:
    assert set(names("raw kale", 100)) == set(names("kale raw", 100))


def test_a_word_may_be_begun() -> None:
    assert "Broccoli, raw" in names("brocc")


@pytest.mark.parametrize(("one", "many"), [("strawberry", "strawberries"), ("potato", "potatoes"), ("loaf", "loaves")])
def test_singular_and_plural_find_the_same(one: str, many: str) -> None:
    assert set(names(one, 500)) & set(names(many, 500))


def test_tea_is_not_steak() -> None:
    found = [name.casefold() for name in names("tea", 1000)]
    assert found
    assert not any("steak" in name and "tea " not in f"{name} ".replace(",", " ") for name in found)


def test_a_whole_word_goes_before_a_begun_one() -> None:
    found = names("egg", 1000)
    assert found.index("Egg, whole, raw, fresh") < found.index("Eggplant, raw")


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "zzqx", "milk zzqx"])
def test_what_matches_nothing_finds_nothing(text: str) -> None:
    assert not search.matching(Food.objects.all(), text).exists()


@pytest.mark.parametrize("text", ["100%", "jalapeño", "JALAPENO", "kellogg's"])
def test_signs_accents_and_case_do_not_matter(text: str) -> None:
    assert names(text)


def test_a_very_long_question_is_cut() -> None:
    assert names(" ".join(["milk"] * 500))


def test_brands_come_after_plain_foods() -> None:
    plain = search.plainness("Bread, rye", group="1800", in_survey=True, manufacturer="")
    brand = search.plainness("PEPPERIDGE FARM, Jewish Rye Bread", group="1800", in_survey=False, manufacturer="Farm")
    assert plain < brand
