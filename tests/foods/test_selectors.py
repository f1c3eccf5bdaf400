import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import selectors, services
from foods.models import Dish, Food, FoodState, Ingredient, Pack, Purchase, Swap
from foods.vocabulary import tag_labels
from nutriplan.domain.kitchen import Scaling, Season, SwapFor
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Serving
from tests.foods.factories import DishFactory, PurchaseFactory, dish_of, food_with

pytestmark = pytest.mark.django_db


def serving(dish: Dish, *, fortified: bool = True) -> Serving | None:
    return next((s for s in selectors.servings(fortified=fortified) if s.dish_id == dish.pk), None)


def test_a_dish_becomes_one_serving_of_it() -> None:
    food = food_with({"magnesium_mg": 50}, tags=["legume"])
    found = serving(dish_of((food, 300), servings=2, slots=("lunch", "dinner")))
    assert found is not None
    assert found.slots == {SlotName.LUNCH, SlotName.DINNER}
    assert found.minutes == 20
    assert found.parts[0].grams == 150
    assert found.parts[0].measure == "150 g"
    assert found.sums(["magnesium_mg"])["magnesium_mg"].known == 75
    assert found.tags == {"legume"}


@pytest.mark.parametrize("fortified", [True, False])
def test_every_real_dish_is_a_serving_and_every_part_of_it_was_reviewed(fortified: bool) -> None:
    servings = selectors.servings(fortified=fortified)
    assert len(servings) == Dish.objects.filter(is_published=True).count() > 100
    open_parts = [part.food.name for s in servings for part in s.parts if len(part.food.undecided_tags) > 20]
    assert open_parts == []


@pytest.mark.parametrize("fortified", [True, False])
def test_every_real_dish_knows_its_minerals_and_energy(fortified: bool) -> None:
    for found in selectors.servings(fortified=fortified):
        sums = found.sums(["magnesium_mg", "calcium_mg", "potassium_mg", "sodium_mg", "energy_kcal"])
        assert all(total.known_share == 1 for total in sums.values()), found.key


def test_how_a_dish_is_made_comes_with_its_serving() -> None:
    dish = DishFactory.create(active_minutes=5, keeps_days=2, freezes=True, scaling="batch", servings=4)
    dish.equipment, dish.seasons = ["pot"], ["winter"]
    Ingredient.objects.create(dish=dish, food=food_with({}), position=1, grams=300, measure="300 g")
    found = serving(services.save_dish(dish=dish))
    assert found is not None
    assert (found.active_minutes, found.keeps_days, found.freezes, found.recipe_servings) == (5, 2, True, 4)
    assert (found.scaling, found.equipment, found.seasons) == (Scaling.BATCH, ("pot",), frozenset({Season.WINTER}))


def test_what_may_stand_in_comes_with_the_part_unless_it_is_not_published() -> None:
    dish = dish_of((food_with({}), 300), servings=2)
    item = dish.ingredients.get()
    other, retired = food_with({}), food_with({}, state=FoodState.RETIRED)
    for position, food in enumerate((retired, other), start=1):
        Swap.objects.create(
            ingredient=item, for_whom="vegan", food=food, position=position, grams=200, measure="2 cups"
        )
    services.save_dish(dish=dish)
    found = serving(dish)
    assert found is not None
    (swap,) = found.parts[0].swaps
    assert (swap.for_whom, swap.part.food.food_id) == (SwapFor.VEGAN, other.pk)
    assert (swap.part.grams, swap.part.measure) == (100, "1 cup")


def test_a_food_nobody_reviewed_may_carry_every_tag() -> None:
    composition = selectors.composition(food_with({}))
    assert composition.tags == frozenset()
    assert composition.undecided_tags == frozenset(tag_labels())


def test_an_unknown_amount_is_no_amount_and_its_group_gives_the_ceiling() -> None:
    salmon = selectors.composition(Food.objects.get(ndb_no="15209"))
    assert "vitamin_d_ug" not in salmon.amounts
    assert salmon.ceilings["vitamin_d_ug"] > 5


def test_an_assumed_zero_is_known_as_such() -> None:
    assert "vitamin_d_ug" in selectors.composition(Food.objects.get(ndb_no="16120")).assumed


def test_all_servings_take_thirteen_queries_and_then_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    services.mark_edited(part=services.DISHES)
    with django_assert_num_queries(13):
        first = selectors.servings()
    with django_assert_num_queries(1):
        assert selectors.servings() is first


def test_an_edit_is_seen_at_once() -> None:
    dish = dish_of((food_with({}), 100))
    before = serving(dish)
    dish.name = "Another name"
    services.save_dish(dish=dish)
    after = serving(dish)
    assert before is not None
    assert after is not None
    assert (before.name != after.name, after.name) == (True, "Another name")


def test_an_unpublished_dish_or_food_is_not_offered() -> None:
    food = food_with({})
    dish = dish_of((food, 100))
    food.state = FoodState.DRAFT
    services.save_food(food=food)
    assert serving(dish) is None
    assert serving(dish_of((food_with({}), 100), is_published=False)) is None


def test_who_buys_unfortified_gets_the_plain_counterpart() -> None:
    plain = food_with({"vitamin_d_ug": 0}, name="Zqmilk, plain")
    milk = food_with({"vitamin_d_ug": 1.3}, unfortified=plain)
    purchase = PurchaseFactory.create(food=milk, name="Zqmilk with vitamin D", aisle="Dairy")
    Pack.objects.create(purchase=purchase, label="1 l", grams=1030)
    dish = dish_of((milk, 400))
    with_d, without = serving(dish), serving(dish, fortified=False)
    assert with_d is not None
    assert without is not None
    assert with_d.parts[0].food.food_id == milk.pk
    assert without.parts[0].food.food_id == plain.pk
    bought = without.parts[0].purchase
    assert bought is not None
    assert (bought.name, bought.ndb_no, bought.aisle) == ("Zqmilk, plain", plain.ndb_no, "Dairy")


def test_a_part_says_what_to_buy() -> None:
    food = food_with({})
    PurchaseFactory.create(food=food, name="Lentils, dry", eaten_per_bought=2.5, is_staple=True)
    found = serving(dish_of((food, 100)))
    assert found is not None
    assert found.parts[0].purchase is not None
    assert (found.parts[0].purchase.eaten_per_bought, found.parts[0].purchase.staple) == (2.5, True)
    assert Purchase.objects.filter(food=food).exists()


def test_unknown_ids_are_those_of_no_food() -> None:
    food = Food.objects.first()
    assert food is not None
    assert selectors.unknown_ids([food.pk, 10**9]) == {10**9}
    assert selectors.unknown_ids([]) == frozenset()


def test_one_food_comes_with_everything(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    food = Food.objects.get(ndb_no="01077")
    with django_assert_num_queries(9):
        detail = selectors.food_detail(food.pk)
        assert detail is not None
        assert detail.group.name == "Dairy and Egg Products"
        assert [len(rows.all()) > 0 for rows in (detail.amounts, detail.portions, detail.tags)] == [True] * 3
    assert selectors.food_detail(10**9) is None


def test_rich_foods_are_eaten_as_they_are(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(6):
        found = selectors.rich("vitamin_d_ug")
    brought = [one.amount("vitamin_d_ug") or 0.0 for one in found]
    assert brought == sorted(brought, reverse=True)
    names = " ".join(one.food.name.lower() for one in found).replace(",", " ").split()
    assert "salmon" in names
    assert not {"raw", "fortified", "supplement", "powder"} & set(names)
