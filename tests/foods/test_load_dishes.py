from dataclasses import replace
from typing import Any

import pytest

from foods.importers import load_dishes
from foods.importers.dish_files import PurchaseRow, Seeds, TagRow
from foods.importers.dish_toml import DishRow, IngredientRow, SwapRow
from foods.importers.table import TableFaults
from foods.models import Dish, Food, FoodTag, Purchase, Swap
from nutriplan.domain.servings import Pack

pytestmark = pytest.mark.django_db

BANANA = "Bananas, raw"
MILK = "Milk, whole, 3.25% milkfat, with added vitamin D"
PLAIN_MILK = "01211"
LEAN = "Milk, reduced fat, fluid, 2% milkfat, with added vitamin A and vitamin D"
JUICE = "Orange juice, chilled, includes from concentrate"
WHOLE_MILK = PurchaseRow(
    "01077", "01077", "Whole milk", 1, "Dairy", False, (Pack("1 l", 1030),), "", PLAIN_MILK, 7, 4, 1
)
DISH = DishRow(
    file="test.toml",
    key="test-banana-milk",
    name="Banana milk",
    role="side",
    slots=("breakfast", "evening_snack"),
    servings=2,
    minutes=5,
    active_minutes=5,
    keeps_days=1,
    freezes=False,
    equipment=("blender",),
    seasons=("summer",),
    scaling="pieces",
    cuisine="any",
    cost_tier=1,
    declared="omnivore",
    steps=("Mix.", "Pour."),
    ingredients=(
        IngredientRow("09040", BANANA, 118, "1 banana", optional=True),
        IngredientRow("01077", MILK, 488, "2 cups", swaps=(SwapRow("dairy-free", "09209", JUICE, 248, "1 cup"),)),
    ),
)
SEEDS = Seeds(
    dishes=(DISH,),
    purchases=(WHOLE_MILK,),
    tags=(
        TagRow("01077", MILK, frozenset({"animal", "dairy"}), frozenset({"soy"})),
        TagRow("09040", BANANA, frozenset({"fruit"})),
    ),
    reviewed=frozenset({"animal", "dairy", "fruit", "soy", "gluten"}),
)


def faults(**changes: object) -> str:
    with pytest.raises(TableFaults) as caught:
        load_dishes.load(replace(SEEDS, **changes))  # type: ignore[arg-type]
    return str(caught.value)


def test_seeds_are_loaded() -> None:
    load_dishes.load(SEEDS)
    dish = Dish.objects.get(key="test-banana-milk")
    assert {row.slot for row in dish.slots.all()} == {"breakfast", "evening_snack"}
    assert [row.food.ndb_no for row in dish.ingredients.select_related("food")] == ["09040", "01077"]
    assert [step.text for step in dish.steps.all()] == ["Mix.", "Pour."]
    milk = Food.objects.get(ndb_no="01077")
    assert milk.unfortified is not None
    assert milk.unfortified.ndb_no == PLAIN_MILK
    assert milk.purchase.packs.get().grams == 1030
    assert (milk.purchase.keeps_days, milk.purchase.opened_days, milk.purchase.price_tier) == (7, 4, 1)


def test_how_a_dish_is_made_and_what_may_stand_in_is_loaded() -> None:
    load_dishes.load(SEEDS)
    dish = Dish.objects.get(key="test-banana-milk")
    assert (dish.active_minutes, dish.keeps_days, dish.scaling) == (5, 1, "pieces")
    assert (dish.equipment, dish.seasons, dish.freezes) == (["blender"], ["summer"], False)
    assert [item.optional for item in dish.ingredients.all()] == [True, False]
    swap = Swap.objects.get(ingredient__dish=dish)
    assert (swap.for_whom, swap.food.ndb_no, swap.grams) == ("dairy-free", "09209", 248)


def test_a_reviewed_tag_is_present_absent_or_left_open() -> None:
    load_dishes.load(SEEDS)
    states = dict(FoodTag.objects.filter(food__ndb_no="01077").values_list("tag", "state"))
    assert states == {"animal": "present", "dairy": "present", "fruit": "absent", "gluten": "absent"}


def test_what_an_open_tag_implies_stays_open_too() -> None:
    bread = Food.objects.get(ndb_no="18075")
    load_dishes.load(replace(SEEDS, tags=(TagRow("18075", bread.name, frozenset(), frozenset({"dairy"})),), dishes=()))
    assert not FoodTag.objects.filter(food=bread, tag__in=("dairy", "animal")).exists()


def test_loading_again_keeps_ids_and_unpublishes_what_is_gone() -> None:
    load_dishes.load(SEEDS)
    before = Dish.objects.get(key="test-banana-milk").pk
    load_dishes.load(SEEDS)
    assert Dish.objects.get(key="test-banana-milk").pk == before
    load_dishes.load(replace(SEEDS, dishes=()))
    assert not Dish.objects.get(key="test-banana-milk").is_published


def test_only_what_is_left_open_can_be_decided_by_a_label() -> None:
    told = faults(purchases=(replace(WHOLE_MILK, name="Milk without soya", without=("soy", "gluten")),))
    assert "01077 is bought without gluten, but food_tags.csv does not leave ?gluten open" in told
    assert "without soy," not in told


def test_what_a_curator_decided_outlives_a_load() -> None:
    load_dishes.load(SEEDS)
    FoodTag.objects.filter(food__ndb_no="01077", tag="gluten").update(state="present", by_hand=True, reason="a test")
    Purchase.objects.filter(food__ndb_no="01077").update(name="My milk", by_hand=True)
    Dish.objects.filter(key="test-banana-milk").update(name="My dish", by_hand=True)
    load_dishes.load(SEEDS)
    assert FoodTag.objects.get(food__ndb_no="01077", tag="gluten").state == "present"
    assert Purchase.objects.get(food__ndb_no="01077").name == "My milk"
    assert Dish.objects.get(key="test-banana-milk").name == "My dish"


def test_an_unknown_food_and_a_wrong_name_are_faults() -> None:
    wrong = replace(DISH, ingredients=(IngredientRow("00000", "?", 1, "1"), IngredientRow("09040", "Banana", 1, "1")))
    told = faults(dishes=(wrong,))
    assert "there is no food 00000" in told
    assert "09040 is 'Bananas, raw', not 'Banana'" in told


def test_a_vegan_dish_with_milk_is_a_fault() -> None:
    assert "declared vegan, but Milk" in faults(dishes=(replace(DISH, declared="vegan"),))


@pytest.mark.parametrize(
    ("declared", "tag"), [("vegetarian", "fish"), ("pescatarian", "meat"), ("vegetarian", "gelatin")]
)
def test_flesh_is_found_in_a_dish_declared_without(declared: str, tag: str) -> None:
    tags = (TagRow("09040", BANANA, frozenset({tag, "animal"})),)
    assert f"declared {declared}, but {BANANA} carries {tag}" in faults(
        dishes=(replace(DISH, declared=declared),), tags=tags
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"keeps_days": 9}, "keeps_days 9 is more than 2"),
        ({"scaling": "batch", "keeps_days": 0}, "scaling is batch"),
        ({"slots": ("dinner",), "role": "main"}, "energy of a serving is 201 kcal; plausible is 250 to 1000"),
        ({"servings": 1}, "weight of a serving is 606 g"),
    ],
)
def test_what_a_dish_cannot_be_is_a_fault_and_nothing_is_written(changes: dict[str, Any], fault: str) -> None:
    assert f"test.toml: test-banana-milk: {fault}" in faults(dishes=(replace(DISH, **changes),))
    assert not Dish.objects.filter(key="test-banana-milk").exists()


def test_a_measure_that_speaks_against_its_grams_is_a_fault() -> None:
    wrong = replace(DISH, ingredients=(DISH.ingredients[0], IngredientRow("01077", MILK, 244, "2 cups")))
    assert "'2 cups' of Milk, whole" in faults(dishes=(wrong,))


def test_a_stand_in_that_may_hold_what_it_replaces_is_a_fault() -> None:
    milk = replace(DISH.ingredients[1], swaps=(SwapRow("dairy-free", "01079", LEAN, 488, "2 cups"),))
    told = faults(dishes=(replace(DISH, ingredients=(milk,)),))
    assert f"swap dairy-free for {MILK}: {LEAN} carries dairy" in told


def test_unknown_and_inconsistent_tags_are_faults() -> None:
    told = faults(tags=(TagRow("09040", BANANA, frozenset({"purple", "dairy"})),), reviewed=frozenset({"green"}))
    assert "unknown tag 'purple'" in told
    assert "carries dairy but not animal" in told
    assert "no food tag 'green'" in told


def test_doubles_and_strangers_are_faults() -> None:
    told = faults(
        dishes=(DISH, DISH),
        purchases=(replace(SEEDS.purchases[0], unfortified="00000"), replace(SEEDS.purchases[0], unfortified="01077")),
    )
    assert "test-banana-milk stands 2 times" in told
    assert "01077 stands 2 times" in told
    assert "there is no food 00000" in told
    assert "its own unfortified counterpart" in told


def test_what_is_bought_is_not_another_cooked_food() -> None:
    """10068 and 10067: a chop is eaten grilled, and nobody buys it braised. Buckwheat is sold roasted, and dry."""
    chop = replace(SEEDS.purchases[0], ndb_no="10068", bought_as="10067", unfortified="")
    assert "10067" in faults(purchases=(chop,))
    load_dishes.load(replace(SEEDS, purchases=(replace(chop, bought_as="10066"),)))
    load_dishes.load(replace(SEEDS, purchases=(replace(chop, ndb_no="20010", bought_as="20009"),)))


def test_nothing_is_written_when_there_is_a_fault() -> None:
    before = FoodTag.objects.count(), Dish.objects.filter(is_published=True).count()
    faults(dishes=(replace(DISH, declared="vegan"),))
    assert (FoodTag.objects.count(), Dish.objects.filter(is_published=True).count()) == before
