from typing import Any

import pytest
from rest_framework.test import APIClient

from foods import selectors
from tests.api.contract import Contract
from tests.foods.factories import dish_of, food_with

pytestmark = pytest.mark.django_db
DISHES = "/api/v1/dishes/"


def names(client: APIClient, query: str) -> set[str]:
    found: set[str] = set()
    address = f"{DISHES}?page_size=200&{query}"
    while address:
        page = client.get(address).json()
        found.update(dish["name"] for dish in page["results"])
        address = page["next"]
    return found


def test_every_dish_of_the_plans_is_listed(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.get(f"{DISHES}?page_size=200"))
    assert answer["count"] == len(selectors.servings())


def test_a_serving_holds_its_share_of_the_recipe(guest: APIClient, contract: Contract) -> None:
    dish = dish_of((food_with({"magnesium_mg": 50.0}), 400.0), (food_with(), 100.0), servings=2)
    answer = contract.check(guest.get(f"{DISHES}{dish.pk}/"))
    assert (answer["servings"], [one["grams"] for one in answer["ingredients"]]) == (2, [200.0, 50.0])
    assert answer["nutrients"]["magnesium_mg"] == {"amount": 100.0, "known_share": 0.8, "of_daily_value": 0.2381}


def test_what_no_ingredient_tells_is_null(guest: APIClient) -> None:
    dish = dish_of((food_with({"magnesium_mg": 50.0}), 400.0))
    calcium = guest.get(f"{DISHES}{dish.pk}/").json()["nutrients"]["calcium_mg"]
    assert calcium == {"amount": None, "known_share": 0.0, "of_daily_value": None}


def test_one_undecided_ingredient_leaves_the_dish_undecided(guest: APIClient) -> None:
    plain, unknown = food_with(tags=["vegetable"]), food_with()
    dish = dish_of((plain, 100.0), (unknown, 5.0), name="Zqstew")
    answer = guest.get(f"{DISHES}{dish.pk}/").json()
    assert answer["allergens"]["milk"] == "unknown"
    assert answer["diets"]["vegan"] is None
    assert "dairy" in answer["undecided_tags"]
    assert "Zqstew" not in names(guest, "free_of=milk")
    assert "Zqstew" in names(guest, "search=zqstew")


def test_a_dish_free_of_milk_holds_no_food_that_may_carry_it(guest: APIClient) -> None:
    milk_free = names(guest, "free_of=milk")
    assert milk_free
    assert milk_free == {
        serving.name
        for serving in selectors.servings()
        if not any(part.food.may_carry("dairy") for part in serving.parts)
    }


@pytest.mark.parametrize(
    "query",
    [
        "slot=breakfast",
        "role=side",
        "max_minutes=5",
        "diet=vegan",
        "cuisine=south asian",
        "season=summer",
        "high_in=magnesium_mg",
        "high_in=magnesium_mg&high_in=calcium_mg",
    ],
)
def test_filters_narrow(guest: APIClient, query: str) -> None:
    assert 0 < len(names(guest, query)) < len(names(guest, ""))


@pytest.mark.parametrize("query", ["free_of=moon", "slot=tea", "cuisine=indian", "colour=red", "max_minutes=-1"])
def test_what_is_not_known_is_a_400(guest: APIClient, query: str) -> None:
    assert guest.get(f"{DISHES}?{query}").status_code == 400


@pytest.mark.parametrize("dish_id", ["0", "9" * 30])
def test_no_such_dish_is_a_404(guest: APIClient, dish_id: str) -> None:
    assert guest.get(f"{DISHES}{dish_id}/").status_code == 404


def test_a_dish_says_how_it_is_kept_and_what_may_stand_in(guest: APIClient) -> None:
    serving = next(one for one in selectors.servings() if any(part.swaps for part in one.parts))
    answer = guest.get(f"{DISHES}{serving.dish_id}/").json()
    assert (answer["active_minutes"], answer["keeps_days"]) == (serving.active_minutes, serving.keeps_days)
    swaps = [swap for one in answer["ingredients"] for swap in one["swaps"]]
    assert len(swaps) == sum(len(part.swaps) for part in serving.parts)


@pytest.mark.parametrize("query", ["?page_size=1", "?page_size=100", "{pk}/"])
def test_the_library_in_memory_takes_one_query(guest: APIClient, django_assert_num_queries: Any, query: str) -> None:
    dish_id = selectors.servings()[0].dish_id  # kept between requests until the data changes
    with django_assert_num_queries(1):  # the version of the data
        guest.get(DISHES + query.format(pk=dish_id))
