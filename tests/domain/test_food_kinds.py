from dataclasses import replace

import pytest

from nutriplan.domain import food_kinds
from nutriplan.domain.composition import Composition
from nutriplan.domain.person import SlotName
from tests.domain.cast import food


def in_group(name: str, group: str, amounts: dict[str, float] | None = None, *tags: str) -> Composition:
    return replace(food(name, amounts, tags=frozenset(tags)), group=group)


FRUIT, GRAIN = "Fruits and Fruit Juices", "Cereal Grains and Pasta"


@pytest.mark.requirement("P13")
@pytest.mark.parametrize(
    ("name", "group", "is_dried"),
    [
        ("Raisins, seedless", FRUIT, True),
        ("Apricots, dried, sulfured, uncooked", FRUIT, True),
        ("Plums, dried (prunes), uncooked", FRUIT, True),
        ("Dates, deglet noor", FRUIT, True),
        ("Figs, dried, stewed", FRUIT, False),
        ("Prune juice, canned", FRUIT, False),
        ("Apples, raw", FRUIT, False),
        ("Nuts, almonds, dried", "Nut and Seed Products", False),
    ],
)
def test_dried_fruit_is_known_by_its_group_and_whole_words(name: str, group: str, *, is_dried: bool) -> None:
    assert food_kinds.is_dried_fruit(in_group(name, group)) is is_dried


@pytest.mark.requirement("P8", "P12")
def test_liver_and_alcohol_are_never_chosen_and_a_doubt_is_no_certainty() -> None:
    assert food_kinds.never_chosen(food("Liver", tags=frozenset({"liver", "meat"}))) == {"liver"}
    assert food_kinds.never_chosen(food("Wine", tags=frozenset({"alcohol"}))) == {"alcohol"}
    assert food_kinds.never_chosen(food("Soya sauce", undecided_tags=frozenset({"alcohol"}))) == frozenset()


@pytest.mark.requirement("P15")
def test_salted_fish_and_pickles_are_nothing_for_bedtime() -> None:
    pickles = food("Pickles", tags=frozenset({"vegetable", "salt_added"}))
    herring = food("Herring", tags=frozenset({"fish", "high_sodium"}))
    salmon = food("Salmon", tags=frozenset({"fish"}))
    night, noon = SlotName.EVENING_SNACK, SlotName.LUNCH
    assert [food_kinds.is_salted_for_bedtime(one, night) for one in (pickles, herring, salmon)] == [True, True, False]
    assert not food_kinds.is_salted_for_bedtime(pickles, noon)


@pytest.mark.requirement("P5")
def test_grain_is_counted_by_its_energy_and_is_whole_only_where_that_is_sure() -> None:
    oats = in_group("Oats", "Breakfast Cereals", {"energy_kcal": 380.0}, "whole_grain")
    rice = in_group("White rice", GRAIN, {"energy_kcal": 130.0})
    potato = in_group("Potatoes", "Vegetables and Vegetable Products", {"energy_kcal": 80.0})
    portions = [(oats, 50.0), (rice, 100.0), (potato, 200.0)]
    assert food_kinds.whole_grain_kcal(portions) == pytest.approx(190)
    assert food_kinds.other_grain_kcal(portions) == pytest.approx(130)


@pytest.mark.requirement("P13")
def test_free_sugar_is_the_sugar_of_what_is_sweetened_or_may_be() -> None:
    apple = food("Apple", {"sugars_g": 10.0})
    honey = food("Honey", {"sugars_g": 80.0}, tags=frozenset({"honey", "high_added_sugar"}))
    cereal = food("Cereal", {"sugars_g": 20.0}, undecided_tags=frozenset({"high_added_sugar"}))
    usual = food("Bar", {"energy_kcal": 1.0}, tags=frozenset({"high_added_sugar"}), ceilings={"sugars_g": 50.0})
    assert food_kinds.free_sugars_g([(apple, 100), (honey, 10), (cereal, 50), (usual, 10)]) == pytest.approx(8 + 10 + 5)


def test_sweetened_food_of_unknown_sugar_is_said_and_not_counted_as_none() -> None:
    mystery = food("Mystery", {"energy_kcal": 1.0}, undecided_tags=frozenset({"high_added_sugar"}))
    assert food_kinds.free_sugars_g([(mystery, 100.0)]) == 0
    assert food_kinds.free_sugars_unknown_g([(mystery, 100.0)]) == 100


def test_meat_that_was_processed_is_known_by_its_group_or_tag() -> None:
    salami = food("Salami", tags=frozenset({"cured_fermented_meat"}))
    frankfurter = in_group("Frankfurter", "Sausages and Luncheon Meats")
    assert food_kinds.processed_meat_g([(salami, 10.0), (frankfurter, 40.0), (food("Beef"), 100.0)]) == 50


@pytest.mark.requirement("P6")
@pytest.mark.parametrize(("vitamin_d", "fat", "lacks"), [(3.0, 1.0, -9.0), (3.0, 12.0, 2.0), (1.0, 1.0, 1.0)])
def test_a_vitamin_d_food_wants_ten_grams_of_fat(vitamin_d: float, fat: float, lacks: float) -> None:
    milk = food("Milk", {"vitamin_d_ug": vitamin_d, "fat_g": fat})
    assert food_kinds.vitamin_d_without_fat_g([(milk, 100.0)]) == pytest.approx(lacks)


def test_soya_of_unknown_protein_cannot_be_measured() -> None:
    assert food_kinds.soya_protein_g([(food("Soya", {"fat_g": 1.0}, tags=frozenset({"soy"})), 50.0)]) == float("inf")
