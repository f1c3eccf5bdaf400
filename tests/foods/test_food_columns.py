import math
from collections.abc import Callable

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from foods import food_columns, search_journal, services
from foods.food_columns import FoodColumns
from foods.food_lists import Basis, FoodFilters, listed
from foods.models import Food, FoodState, FoodTag, NutrientAmount, NutrientLevel, Portion, TagState
from tests.foods.factories import FoodFactory, PortionFactory, food_with

pytestmark = pytest.mark.django_db
GROUP = "2000"


def now() -> FoodColumns:
    return food_columns.at(search_journal.now())


def ids(filters: FoodFilters) -> list[int]:
    return [one.food.pk for one in listed(filters, amounts=False, tags=False)[:10_000]]


def known(nutrient: str) -> dict[int, float]:
    return dict(NutrientAmount.objects.filter(nutrient=nutrient).values_list("food_id", "amount"))


def on_basis(basis: Basis, nutrient: str) -> dict[int, float]:
    """What the lists are compared with: one food after the other, from the tables."""
    amounts = known(nutrient)
    if basis is Basis.PER_100_KCAL:
        per = {pk: 100 / energy for pk, energy in known("energy_kcal").items() if energy}
    elif basis is Basis.PORTION:
        rows = Portion.objects.filter(doubt="").order_by("food", "-position").values_list("food_id", "grams")
        per = {pk: grams / 100 for pk, grams in rows}
    else:
        per = dict.fromkeys(amounts, 1.0)
    return {pk: round(amount * per[pk], 6) for pk, amount in amounts.items() if pk in per}


def in_group() -> list[int]:
    return list(Food.objects.filter(group__code=GROUP).order_by("ndb_no").values_list("pk", flat=True))


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("order", ["magnesium_mg", "-vitamin_d_ug"])
def test_an_order_is_that_of_the_stored_amounts_with_the_unknown_last(basis: Basis, order: str) -> None:
    amounts, sign = on_basis(basis, order.removeprefix("-")), 1 if order.startswith("-") else -1
    expected = sorted(in_group(), key=lambda pk: sign * amounts[pk] if pk in amounts else math.inf)
    assert ids(FoodFilters(group=GROUP, order=order, basis=basis)) == expected
    assert len(amounts.keys() & set(expected)) > 0


@pytest.mark.parametrize("basis", list(Basis))
def test_bounds_are_met_by_the_stored_amounts_and_never_by_the_unknown(basis: Basis) -> None:
    magnesium, sodium = on_basis(basis, "magnesium_mg"), on_basis(basis, "sodium_mg")
    found = ids(FoodFilters(group=GROUP, basis=basis, minimums={"magnesium_mg": 40}, maximums={"sodium_mg": 5}))
    meets = [pk for pk in in_group() if magnesium.get(pk, 0) >= 40 and sodium.get(pk, 9) <= 5]
    assert found == meets
    assert 0 < len(found) < len(in_group())


def test_tags_and_levels_are_those_of_the_tables() -> None:
    present = set(FoodTag.objects.filter(tag="gluten", state=TagState.PRESENT).values_list("food_id", flat=True))
    absent = set(FoodTag.objects.filter(tag="tree_nut", state=TagState.ABSENT).values_list("food_id", flat=True))
    good = NutrientLevel.objects.filter(nutrient="magnesium_mg", per_racc__in=["high", "good"])
    expected = present & absent & set(good.values_list("food_id", flat=True))
    assert set(ids(FoodFilters(tags=("gluten",), free_of=("tree_nut",), good_in=("magnesium_mg",)))) == expected
    assert expected


def test_names_are_put_in_order_both_ways() -> None:
    names = [one.food.name for one in listed(FoodFilters(group=GROUP, order="name"))[:1000]]
    assert names == sorted(names)
    assert [one.food.name for one in listed(FoodFilters(group=GROUP, order="-name"))[:1000]] == sorted(names)[::-1]


def test_a_group_that_is_not_there_has_no_foods() -> None:
    assert ids(FoodFilters(group="none")) == []


def rename(food: Food) -> None:
    food.name = "Zzzz, the last of all"
    services.save_food(food=food)


def retire(food: Food) -> None:
    food.state = FoodState.RETIRED
    services.save_food(food=food)


@pytest.mark.parametrize(
    ("change", "filters", "before", "after"),
    [
        (
            lambda food: services.set_amount(food=food, nutrient="iron_mg", amount=99_000, reason="a test"),
            FoodFilters(minimums={"iron_mg": 90_000}),
            False,
            True,
        ),
        (
            lambda food: services.set_amount(food=food, nutrient="zinc_mg", amount=None, reason="a test"),
            FoodFilters(minimums={"zinc_mg": 80_000}),
            True,
            False,
        ),
        (
            lambda food: services.set_tag(food=food, tag="dairy", state=TagState.ABSENT, reason="a test"),
            FoodFilters(group="9900", free_of=("dairy",)),
            False,
            True,
        ),
        (retire, FoodFilters(group="9900"), True, False),
    ],
    ids=["entered", "unknown", "tag", "retired"],
)
def test_a_change_is_seen_by_the_next_list(
    change: Callable[[Food], None], filters: FoodFilters, before: bool, after: bool
) -> None:
    food = food_with({"zinc_mg": 88_000})
    assert (food.pk in ids(filters)) is before
    change(food)
    assert (food.pk in ids(filters)) is after


def test_a_new_food_takes_its_place_and_the_others_keep_what_they_hold() -> None:
    first = food_with({"iron_mg": 99_000}, ndb_no="ZZ2")
    assert ids(FoodFilters(order="iron_mg"))[0] == first.pk
    FoodFactory.create(ndb_no="01001.5")
    richer = FoodFactory.create(ndb_no="ZZ1", name="Zqfood of the longest number there is")
    services.set_amount(food=richer, nutrient="iron_mg", amount=99_001, reason="a test")
    assert ids(FoodFilters(order="iron_mg"))[:2] == [richer.pk, first.pk]
    assert ids(FoodFilters(order="-ndb_no"))[:2] == [first.pk, richer.pk]
    numbers = [one.food.ndb_no for one in listed(FoodFilters())[:3]]
    assert numbers == ["01001", "01001.5", "01002"]


def test_a_renamed_food_moves_in_the_order_of_names() -> None:
    food = FoodFactory.create()
    assert ids(FoodFilters(order="-name"))[0] != food.pk
    rename(food)
    assert ids(FoodFilters(order="-name"))[0] == food.pk


def test_the_first_measure_that_can_be_relied_on_counts() -> None:
    food = food_with({"iron_mg": 100})
    for position, (grams, doubt) in enumerate([(999, "too heavy"), (50, ""), (700, "")], start=1):
        PortionFactory.create(food=food, position=position, grams=grams, doubt=doubt)
    assert food.pk in ids(FoodFilters(basis=Basis.PORTION, minimums={"iron_mg": 50}, maximums={"iron_mg": 50}))


def test_an_edit_costs_its_food_alone(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    food = food_with({"iron_mg": 1})
    listed(FoodFilters(order="iron_mg"))
    services.set_amount(food=food, nutrient="iron_mg", amount=2, reason="a test")
    columns = len([key for key in vars_of(now()) if key[0] != food_columns.ORDER])
    services.set_amount(food=food, nutrient="iron_mg", amount=3, reason="a test")
    with django_assert_num_queries(3 + columns):  # journal, what changed, the food, each column
        listed(FoodFilters(order="iron_mg"))


def vars_of(table: FoodColumns) -> list[tuple[str, str]]:
    return list(table._columns)


def test_a_change_that_names_no_food_reads_all_anew() -> None:
    before = now()
    services.mark_edited()
    assert now() is not before
    assert vars_of(now()) == []


def test_columns_that_nobody_asks_for_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    services.mark_edited()
    table = now()
    monkeypatch.setattr(food_columns, "MOST_BYTES", int(2.5 * 8 * len(table.ids)))
    for nutrient in ("iron_mg", "zinc_mg", "iron_mg", "copper_mg"):
        table.amount(nutrient)
    assert vars_of(table) == [("amount", "iron_mg"), ("amount", "copper_mg")]


def test_no_foods_are_no_fault() -> None:
    Food.objects.update(state=FoodState.RETIRED)
    services.mark_edited()
    assert ids(FoodFilters(order="iron_mg", minimums={"iron_mg": 1})) == []
    assert ids(FoodFilters(text="milk", order="iron_mg")) == []
