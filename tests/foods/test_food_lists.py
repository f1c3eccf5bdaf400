import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import services
from foods.food_lists import Basis, FoodFilters, ListedFood, listed
from foods.models import Food, FoodTag, NutrientAmount, NutrientLevel, TagState
from tests.foods.factories import FoodFactory, PortionFactory, food_with

pytestmark = pytest.mark.django_db


def names(filters: FoodFilters) -> list[str]:
    return [one.food.name for one in listed(filters)[:200]]


def amounts(filters: FoodFilters, key: str) -> list[float | None]:
    return [one.amount(key) for one in listed(filters)[:10_000]]


def zq(name: str, amount: float | None, energy: float | None = None, grams: float | None = None) -> Food:
    known = {"magnesium_mg": amount, "energy_kcal": energy}
    food = food_with({key: value for key, value in known.items() if value is not None}, name=name)
    if grams is not None:
        PortionFactory.create(food=food, grams=grams)
    return food


@pytest.fixture
def four() -> None:
    zq("Zqroot, one", 100, energy=50, grams=10)
    zq("Zqroot, two", 50, energy=10, grams=300)
    zq("Zqroot, three", 10)
    zq("Zqroot, four", None, energy=100, grams=100)


@pytest.mark.requirement("D6")
@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("basis", "order", "expected"),
    [
        (Basis.PER_100_G, "magnesium_mg", ["one", "two", "three", "four"]),
        (Basis.PER_100_G, "-magnesium_mg", ["three", "two", "one", "four"]),
        (Basis.PORTION, "magnesium_mg", ["two", "one"]),
        (Basis.PER_100_KCAL, "magnesium_mg", ["two", "one"]),
        (Basis.PER_100_KCAL, "-magnesium_mg", ["one", "two"]),
    ],
)
def test_order_on_any_basis_with_the_unknown_last(basis: Basis, order: str, expected: list[str]) -> None:
    found = [name.removeprefix("Zqroot, ") for name in names(FoodFilters(text="zqroot", order=order, basis=basis))]
    assert found[: len(expected)] == expected
    assert len(found) == 4


@pytest.mark.usefixtures("four")
def test_amounts_are_on_the_basis_and_unknown_where_it_is() -> None:
    for basis, expected in (
        (Basis.PER_100_G, [100, 50, 10, None]),
        (Basis.PORTION, [150, 10, None, None]),
        (Basis.PER_100_KCAL, [500, 200, None, None]),
    ):
        filters = FoodFilters(text="zqroot", order="magnesium_mg", basis=basis)
        assert amounts(filters, "magnesium_mg") == pytest.approx(expected)


@pytest.mark.usefixtures("four")
def test_bounds_are_on_the_basis_and_an_unknown_amount_meets_none() -> None:
    at_most = FoodFilters(text="zqroot", maximums={"magnesium_mg": 1000}, basis=Basis.PORTION)
    at_least = FoodFilters(text="zqroot", minimums={"magnesium_mg": 300}, basis=Basis.PER_100_KCAL)
    assert set(names(at_most)) == {"Zqroot, one", "Zqroot, two"}
    assert names(at_least) == ["Zqroot, two"]


def test_a_doubtful_measure_is_no_portion() -> None:
    food = food_with({"magnesium_mg": 100}, name="Zqroot, raw")
    PortionFactory.create(food=food, grams=9, doubt="the source says 3 oz is 85 g")
    assert amounts(FoodFilters(text="zqroot", basis=Basis.PORTION), "magnesium_mg") == [None]
    PortionFactory.create(food=food, grams=50)
    assert amounts(FoodFilters(text="zqroot", basis=Basis.PORTION), "magnesium_mg") == [50]


def test_no_energy_is_no_basis() -> None:
    food_with({"magnesium_mg": 1, "energy_kcal": 0}, name="Zqwater")
    filters = FoodFilters(text="zqwater", basis=Basis.PER_100_KCAL)
    assert amounts(filters, "magnesium_mg") == [None]
    assert names(FoodFilters(text="zqwater", order="magnesium_mg", basis=Basis.PER_100_KCAL)) == ["Zqwater"]


def test_words_and_filters_together_keep_the_order_of_the_words() -> None:
    milk = [one.food.ndb_no for one in listed(FoodFilters(text="milk"))[:1000]]
    dairy = [one.food.ndb_no for one in listed(FoodFilters(text="milk", group="0100"))[:1000]]
    assert dairy == [ndb_no for ndb_no in milk if ndb_no in set(dairy)]
    assert 50 < len(dairy) < len(milk)


def test_free_of_takes_only_what_was_decided() -> None:
    tagged = {"absent": TagState.ABSENT, "present": TagState.PRESENT, "open": None}
    for name, state in tagged.items():
        food = FoodFactory.create(name=f"Zqroot, {name}")
        if state:
            FoodTag.objects.create(food=food, tag="dairy", state=state, reason="a test")
    assert names(FoodFilters(text="zqroot", free_of=("dairy",))) == ["Zqroot, absent"]
    assert names(FoodFilters(text="zqroot", tags=("dairy",))) == ["Zqroot, present"]


def test_levels_narrow_and_unknown_is_none_of_them() -> None:
    for name, racc, kcal in (("a", "high", "low"), ("b", "good", ""), ("c", "low", "high")):
        food = FoodFactory.create(name=f"Zqroot, {name}")
        NutrientLevel.objects.create(food=food, nutrient="magnesium_mg", per_racc=racc, per_100kcal=kcal)
    FoodFactory.create(name="Zqroot, unknown")
    key = ("magnesium_mg",)
    assert names(FoodFilters(text="zqroot", high_in=key)) == ["Zqroot, a"]
    assert set(names(FoodFilters(text="zqroot", good_in=key))) == {"Zqroot, a", "Zqroot, b"}
    assert names(FoodFilters(text="zqroot", low_in=key)) == ["Zqroot, c"]
    assert names(FoodFilters(text="zqroot", high_in=key, basis=Basis.PER_100_KCAL)) == ["Zqroot, c"]
    assert names(FoodFilters(text="zqroot", low_in=key, basis=Basis.PER_100_KCAL)) == ["Zqroot, a"]


@pytest.mark.parametrize(
    ("filters", "queries"),
    [
        (FoodFilters(text="milk"), 5),
        (FoodFilters(text="milk", group="0100"), 5),
        (FoodFilters(), 5),
        (FoodFilters(order="magnesium_mg", basis=Basis.PER_100_KCAL), 5),
        (FoodFilters(text="milk", order="magnesium_mg", basis=Basis.PORTION, maximums={"sodium_mg": 900}), 5),
    ],
    ids=["words", "words and filter", "all", "ordered", "everything"],
)
def test_a_page_of_fifty_takes_five_queries(
    filters: FoodFilters, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listed(filters)
    with django_assert_num_queries(queries):
        found = listed(filters)
        page = found[:50]
        assert len(page) == 50 < len(found)
        assert sum(len(one.amounts) for one in page) > 1000


def test_what_nobody_looks_at_is_not_fetched(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    listed(FoodFilters(text="milk"))
    with django_assert_num_queries(2):
        page = listed(FoodFilters(text="milk"), amounts=False, tags=False)[:10]
    assert len(page) == 10
    assert isinstance(page[0], ListedFood)


def ask(client: Client, query: str) -> dict[str, object]:
    answer = client.get(f"/api/v1/foods/?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.usefixtures("four")
def test_the_api_answers_on_the_basis_asked_for(client: Client) -> None:
    found = ask(
        client,
        "search=zqroot&ordering=-magnesium_mg&basis=portion&fields=name,basis,basis_grams,nutrients.magnesium_mg",
    )
    results = found["results"]
    assert isinstance(results, list)
    assert results[0] == {
        "name": "Zqroot, two",
        "basis": "portion",
        "basis_grams": 300,
        "nutrients": {"magnesium_mg": 150},
    }
    assert [one["nutrients"]["magnesium_mg"] for one in results] == [150, 10, None, None]
    assert [one["basis_grams"] for one in results].count(None) == 1


def test_the_api_gives_names_alone_where_only_they_are_asked_for(client: Client) -> None:
    assert ask(client, "search=spinnach&page_size=1&fields=id,name,display_name")["results"] == [
        {"id": Food.objects.get(ndb_no="11457").pk, "name": "Spinach, raw", "display_name": "Spinach, raw"}
    ]


def test_the_api_says_who_overrode_a_value_and_why(client: Client) -> None:
    food = food_with({"magnesium_mg": 100, "iron_mg": 2})
    NutrientAmount.objects.filter(food=food).update(origin="1")
    editor = get_user_model().objects.create_user("editor")
    services.set_amount(food=food, nutrient="magnesium_mg", amount=10, reason="a slip of the point", by=editor)
    services.set_amount(food=food, nutrient="iron_mg", amount=None, reason="another food was analysed")
    NutrientLevel.objects.create(food=food, nutrient="magnesium_mg", per_100kcal="high")
    told = client.get(f"/api/v1/foods/{food.pk}/").json()
    iron, magnesium = told["overrides"]
    assert (magnesium["amount"], magnesium["original_amount"], magnesium["by"]) == (10, 100, "editor")
    assert (iron["amount"], iron["original_amount"], iron["by"]) == (None, 2, None)
    assert told["nutrients"]["iron_mg"] is None
    assert told["provenance"]["magnesium_mg"]["source_code"] == "curated"
    assert told["levels"] == {"magnesium_mg": {"per_serving": None, "per_100kcal": "high"}}
    assert told["reference_serving"] == {"grams": None, "source": None}


@pytest.mark.parametrize("query", ["basis=cup", "high_in=unobtainium_mg", "ordering=price"])
def test_the_api_refuses_what_it_does_not_know(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/foods/?{query}").status_code == 400


@pytest.mark.parametrize("order", ["name", "-name", "-ndb_no"])
def test_the_api_orders_by_columns(client: Client, order: str) -> None:
    results = ask(client, f"search=milk&ordering={order}&page_size=50&fields=name,ndb_no")["results"]
    assert isinstance(results, list)
    values = [one[order.removeprefix("-")] for one in results]
    if order == "-ndb_no":
        assert values == sorted(values, reverse=True)
    assert len(values) == 50
