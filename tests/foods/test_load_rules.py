import csv

import pytest
from django.db.models import Count, Q

from foods import services
from foods.importers import load_rules
from foods.importers.dish_files import SOURCES, TAGS
from foods.models import Alias, Food, FoodTag, Ingredient, TagState
from foods.tag_rules import rules
from tests.foods.factories import FoodFactory

pytestmark = pytest.mark.django_db

MAJOR_NINE = ("dairy", "egg", "fish", "crustacean", "tree_nut", "peanut", "wheat", "soy", "sesame")


def state(ndb_no: str, tag: str) -> str | None:
    row = FoodTag.objects.filter(food__ndb_no=ndb_no, tag=tag).first()
    return row.state if row else None


def test_every_food_has_decisions_and_every_decision_its_rule() -> None:
    counted = Food.objects.filter(source__key="usda-sr28").annotate(count=Count("tags"))
    assert not counted.filter(count=0).exists()
    assert not FoodTag.objects.filter(by_hand=False, rule="").exists()


def test_no_food_is_called_free_of_what_its_name_carries() -> None:
    for tag, words in {"dairy": "milk", "egg": "egg", "peanut": "peanut", "soy": "tofu"}.items():
        named = FoodTag.objects.filter(tag=tag, state=TagState.ABSENT, food__name__iregex=rf"(^|[^a-z-]){words}s?[ ,]")
        for name in named.values_list("food__name", flat=True):
            excused = ("coconut milk", "milkfish", "without", "almond milk", "rice milk", "no milk", "oil, peanut")
            assert any(word in name.lower() for word in excused), name


def test_reviewed_foods_are_as_reviewed_and_agree_with_the_rules_on_the_nine_allergens() -> None:
    reviewed = list(csv.DictReader((SOURCES / TAGS).read_text(encoding="utf-8").splitlines()))
    assert FoodTag.objects.filter(rule=load_rules.REVIEWED).values("food").distinct().count() == len(reviewed)
    for line in reviewed:
        for tag in MAJOR_NINE:
            words = line["tags"].split()
            expected = None if f"?{tag}" in words else "present" if tag in words else "absent"
            if expected != "absent" or tag in words:
                assert state(line["ndb_no"], tag) == expected, (line["name"], tag)


def test_every_food_of_a_dish_is_reviewed_one_by_one() -> None:
    used = set(Ingredient.objects.values_list("food_id", flat=True))
    reviewed = set(FoodTag.objects.filter(rule=load_rules.REVIEWED).values_list("food_id", flat=True))
    assert used <= reviewed


def test_a_decision_by_hand_outlives_rules_and_goes_back_to_them() -> None:
    food = Food.objects.get(ndb_no="15110")  # swordfish, not reviewed one by one
    services.set_tag(food=food, tag="high_mercury_fish", state=TagState.ABSENT, reason="farmed, tested")
    load_rules.retag([food.pk])
    assert state("15110", "high_mercury_fish") == "absent"
    services.set_tag(food=food, tag="high_mercury_fish", state=None)
    assert state("15110", "high_mercury_fish") == "present"


def test_a_house_food_is_tagged_by_its_name() -> None:
    food = FoodFactory.create(name="Smoked salmon of the house")
    assert state(food.ndb_no, "fish") == "present"
    assert state(food.ndb_no, "refrigerated_smoked_fish") == "present"
    assert state(food.ndb_no, "dairy") is None
    assert state(food.ndb_no, "energy_drink") is None


def test_a_food_that_is_renamed_is_tagged_anew() -> None:
    food = FoodFactory.create(name="Zqfood with walnuts")
    food.name = "Zqfood with pumpkin"
    services.save_food(food=food)
    assert state(food.ndb_no, "tree_nut") is None


def test_the_nine_allergens_stay_open_for_few_simple_foods() -> None:
    simple = Food.objects.filter(group__code="1300")
    undecided = simple.annotate(nine=Count("tags", filter=Q(tags__tag__in=MAJOR_NINE))).filter(nine__lt=len(MAJOR_NINE))
    assert undecided.count() / simple.count() < 0.05


def test_names_people_use_are_loaded() -> None:
    for ndb_no, alias in [
        ("09032", "kuraga"),
        ("01014", "tvorog"),
        ("11445", "sea kale"),
        ("11445", "sea cabbage"),
        ("15086", "red fish"),
        ("20010", "kasha"),
        ("09291", "prunes"),
        ("01289", "sour-milk products"),
    ]:
        assert Alias.objects.filter(food__ndb_no=ndb_no, name=alias, by_hand=False).exists(), alias
    assert Food.objects.get(ndb_no="11457").display_name == "Spinach, raw"
    assert Food.objects.filter(purchase__isnull=False, display_name="").count() == 0


def test_display_names_are_told_apart() -> None:
    names = Food.objects.exclude(display_name="").values_list("display_name", flat=True)
    assert len(names) == len({name.casefold() for name in names})


def test_rules_and_vocabulary_agree() -> None:
    assert len(rules().policy) == len(set(FoodTag.objects.values_list("tag", flat=True).distinct()))
