import pytest

from foods import selectors
from foods.models import Food, FoodGroup, Purchase
from foods.shop import AISLE_OF_GROUP, OTHER, goods, to_buy
from nutriplan.domain.servings import Purchase as ToBuy
from nutriplan.domain.shopping import AISLES

pytestmark = pytest.mark.django_db


def bought(ndb_no: str) -> ToBuy:
    food = Food.objects.get(ndb_no=ndb_no)
    return goods(selectors.compositions([food.pk]))[food.pk]


def test_what_our_dishes_buy_is_bought_for_other_recipes_too() -> None:
    lentils = bought("16070")
    assert (lentils.name, lentils.ndb_no, lentils.eaten_per_bought) == ("Lentils, dry", "16069", 2.7)
    assert [pack.label for pack in lentils.packs] == ["500 g bag", "1 kg bag"]


def test_what_is_named_as_it_is_sold_is_bought_as_it_is_named() -> None:
    lentils = bought("16069")
    assert (lentils.name, lentils.ndb_no, lentils.eaten_per_bought) == ("Lentils, dry", "16069", 1.0)
    assert lentils.aisle == "Grains, pasta and pulses"


def test_any_other_food_stands_in_the_aisle_of_its_group() -> None:
    onions = bought("11806")
    assert onions.name == "Onions, frozen, chopped, cooked, boiled, drained, with salt"
    assert (onions.packs, onions.price_tier, onions.aisle) == ((), None, "Fruit and vegetables")


def test_what_is_bought_without_is_not_looked_for_on_the_label() -> None:
    row = Purchase.objects.get(food__ndb_no="18060")
    note = to_buy(row, selectors.composition(row.food)).note
    assert "soya" in note
    assert "milk" not in note


def test_every_group_and_aisle_is_one_there_is() -> None:
    groups = set(FoodGroup.objects.values_list("name", flat=True))
    assert set(AISLE_OF_GROUP) <= groups
    assert {*AISLE_OF_GROUP.values(), OTHER} <= set(AISLES)


def test_every_food_that_is_bought_says_how_long_it_keeps_and_what_it_costs() -> None:
    rows = Purchase.objects.filter(by_hand=False)
    assert rows.count() > 400
    assert not rows.filter(keeps_days=None).exists()
    assert set(rows.values_list("price_tier", flat=True)) == {1, 2, 3}


@pytest.mark.parametrize(
    ("aisle", "keeps", "opened"),
    [
        ("Fish", (1, 2), (1, 2)),
        ("Meat", (1, 4), (1, 3)),
        ("Bakery", (1, 365), (1, 30)),
        ("Frozen", (90, 365), (90, 365)),
        ("Grains, pasta and pulses", (90, 1825), (60, 1825)),
    ],
)
def test_how_long_food_keeps_is_plausible(aisle: str, keeps: tuple[int, int], opened: tuple[int, int]) -> None:
    for row in Purchase.objects.filter(aisle=aisle, by_hand=False):
        assert keeps[0] <= (row.keeps_days or 0) <= keeps[1], row.name
        assert opened[0] <= (row.opened_days or 0) <= opened[1], row.name


def test_the_same_good_is_described_in_one_way() -> None:
    told: dict[tuple[str, str], set[tuple[object, ...]]] = {}
    for row in Purchase.objects.filter(by_hand=False).select_related("bought_as"):
        known = (row.aisle, row.is_staple, row.keeps_days, row.opened_days, row.price_tier)
        told.setdefault((row.bought_as.ndb_no, row.name), set()).add(known)
    assert [good for good, said in told.items() if len(said) > 1] == []
