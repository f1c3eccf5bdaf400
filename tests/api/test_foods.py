from typing import Any

import pytest
from rest_framework.test import APIClient

from foods.levels import daily_values
from foods.models import FoodTag, NutrientLevel
from nutriplan.api import tag_answers
from nutriplan.domain.nutrients import KEYS
from tests.api.contract import Contract
from tests.foods.factories import PortionFactory, food_with

pytestmark = pytest.mark.django_db
FOODS = "/api/v1/foods/"
BUTTER, SPINACH = "01001", "11457"


def listed(client: APIClient, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{FOODS}?{query}").json()["results"]
    return found


def numbers(client: APIClient, query: str) -> set[str]:
    return {food["ndb_no"] for food in listed(client, query)}


@pytest.mark.requirement("Q1")
def test_foods_are_found_by_name_with_what_100_g_hold(guest: APIClient, contract: Contract) -> None:
    answer = contract.check(guest.get(f"{FOODS}?search=spinach raw"))
    spinach = answer["results"][0]
    assert (spinach["ndb_no"], spinach["name"]) == (SPINACH, "Spinach, raw")
    assert spinach["nutrients"]["magnesium_mg"] == 79
    assert tuple(spinach["nutrients"]) == KEYS


def test_one_food_says_where_each_value_comes_from(guest: APIClient, contract: Contract) -> None:
    food_id = listed(guest, "search=butter salted")[0]["id"]
    butter = contract.check(guest.get(f"{FOODS}{food_id}/"))
    assert butter["ndb_no"] == BUTTER
    assert butter["provenance"]["energy_kcal"] == {
        "source_code": "4",
        "meaning": "calculated or imputed",
        "derivation": "NC",
        "assumed": False,
        "confidence": "medium",
    }
    assert butter["portions"]
    assert "Release 28" in butter["source"]["citation"]


@pytest.mark.requirement("D2")
def test_an_unknown_amount_is_null_and_never_zero(guest: APIClient, contract: Contract) -> None:
    food = food_with({"magnesium_mg": 0.0}, name="Zqroot, raw")
    for answer in (
        contract.check(guest.get(f"{FOODS}?search=zqroot"))["results"][0],
        contract.check(guest.get(f"{FOODS}{food.pk}/")),
    ):
        assert answer["nutrients"]["magnesium_mg"] == 0
        assert answer["nutrients"]["calcium_mg"] is None
        assert answer["fdc_id"] is None
    assert "calcium_mg" not in guest.get(f"{FOODS}{food.pk}/").json()["provenance"]


@pytest.mark.requirement("D2")
def test_a_zero_that_nobody_measured_says_so(guest: APIClient) -> None:
    found = next(food for food in listed(guest, "page_size=200") if food["assumed"])
    key = found["assumed"][0]
    detail = guest.get(f"{FOODS}{found['id']}/").json()
    assert detail["nutrients"][key] == 0
    assert detail["provenance"][key]["assumed"] is True


def test_an_unpublished_food_is_nowhere(guest: APIClient) -> None:
    food = food_with(name="Zqhidden, raw", state="draft")
    assert listed(guest, "search=zqhidden") == []
    assert guest.get(f"{FOODS}{food.pk}/").status_code == 404


@pytest.mark.parametrize("food_id", ["0", "999999999", "9" * 30, "9" * 5000])
def test_no_such_food_is_a_404(guest: APIClient, food_id: str) -> None:
    assert guest.get(f"{FOODS}{food_id}/").status_code == 404


# Filters --------------------------------------------------------------------------------------------------------------


def test_bounds_leave_out_what_is_unknown(guest: APIClient) -> None:
    rich = food_with({"magnesium_mg": 100.0}, name="Zqseed, rich")
    food_with({"magnesium_mg": 1.0}, name="Zqseed, poor")
    food_with(name="Zqseed, unknown")
    assert numbers(guest, "search=zqseed&magnesium_mg__gte=50") == {rich.ndb_no}
    assert numbers(guest, "search=zqseed&magnesium_mg__lte=100&magnesium_mg__gte=100") == {rich.ndb_no}


def test_an_undecided_food_is_not_free_of_anything(guest: APIClient) -> None:
    free = food_with(name="Zqnut, plain", tags=["vegetable"])
    milky = food_with(name="Zqnut, creamy", tags=["dairy", "animal"])
    undecided = food_with(name="Zqnut, unknown")
    assert numbers(guest, "search=zqnut") == {free.ndb_no, milky.ndb_no, undecided.ndb_no}
    assert numbers(guest, "search=zqnut&free_of=milk") == {free.ndb_no}
    assert numbers(guest, "search=zqnut&free_of=dairy&free_of=egg") == {free.ndb_no}
    assert numbers(guest, "search=zqnut&diet=vegan") == {free.ndb_no}


def test_one_open_tag_of_an_allergen_is_enough_not_to_be_free(guest: APIClient, contract: Contract) -> None:
    food = food_with(name="Zqbar, sweet", tags=[])
    FoodTag.objects.filter(food=food, tag="dairy").delete()
    assert numbers(guest, "search=zqbar&free_of=milk") == set()
    answer = contract.check(guest.get(f"{FOODS}{food.pk}/"))
    assert answer["allergens"]["milk"] == "unknown"
    assert answer["diets"]["vegan"] is None
    assert answer["allergens"]["egg"] == "free"
    assert answer["undecided_tags"] == ["dairy"]


def test_an_allergen_that_is_in_is_said(guest: APIClient) -> None:
    food = food_with(tags=["dairy", "animal"])
    answer = guest.get(f"{FOODS}{food.pk}/").json()
    assert answer["allergens"]["milk"] == "contains"
    assert answer["diets"] | {"vegan": False, "vegetarian": True} == answer["diets"]


def test_tags_add_up(guest: APIClient) -> None:
    both = food_with(name="Zqleaf, both", tags=["vegetable", "high_vitamin_k"])
    food_with(name="Zqleaf, one", tags=["vegetable"])
    assert numbers(guest, "search=zqleaf&tag=vegetable&tag=high_vitamin_k") == {both.ndb_no}


@pytest.mark.requirement("D3")
def test_high_is_a_fifth_of_the_daily_value_in_a_serving_or_in_100_kcal(guest: APIClient, contract: Contract) -> None:
    foods = {
        name: food_with({}, name=f"Zqgrain, {name}", tags=["whole_grain"])
        for name in ("high", "good", "low", "unknown")
    }
    for name, dense in (("high", "low"), ("good", "high"), ("low", "")):
        NutrientLevel.objects.create(food=foods[name], nutrient="magnesium_mg", per_racc=name, per_100kcal=dense)
    ndb = {name: food.ndb_no for name, food in foods.items()}
    for level, found in (("high", {"high"}), ("good", {"high", "good"}), ("low", {"low"})):
        wanted = {ndb[name] for name in found}
        assert numbers(guest, f"search=zqgrain&tag=magnesium:{level}") == wanted
        assert numbers(guest, f"search=zqgrain&{level}_in=magnesium_mg") == wanted
    assert numbers(guest, "search=zqgrain&tag=magnesium:high&basis=100kcal") == {ndb["good"]}
    assert numbers(guest, "search=zqgrain&tag=magnesium:good&tag=whole_grain&tag=magnesium:high") == {ndb["high"]}
    rows = contract.check(guest.get(f"{FOODS}?search=zqgrain"))["results"]
    tags = {row["ndb_no"]: row["tags"] for row in rows}
    assert tags[ndb["high"]] == ["magnesium:good", "magnesium:high", "whole_grain"]
    assert tags[ndb["low"]] == ["magnesium:low", "whole_grain"]
    assert tags[ndb["unknown"]] == ["whole_grain"]
    assert guest.get(f"{FOODS}{foods['good'].pk}/").json()["tags"] == ["magnesium:good", "whole_grain"]


def test_every_level_of_every_nutrient_with_a_daily_value_is_a_tag() -> None:
    words = tag_answers.level_words()
    assert words["vitamin_d:high"] == ("vitamin_d_ug", "high")
    assert len(words) == 3 * len(daily_values())
    assert not words.keys() & set(tag_answers.tag_words())


@pytest.mark.requirement("D4")
def test_a_row_carries_its_household_measures(guest: APIClient, contract: Contract) -> None:
    food = food_with(name="Zqcup, raw")
    PortionFactory.create(food=food, grams=9, doubt="3 oz is 85 g")
    PortionFactory.create(food=food, amount=2, unit="tbsp", grams=30)
    row = contract.check(guest.get(f"{FOODS}?search=zqcup&basis=portion"))["results"][0]
    assert row["portions"] == [
        {"amount": 1, "unit": "cup", "grams": 9, "doubt": "3 oz is 85 g"},
        {"amount": 2, "unit": "tbsp", "grams": 30, "doubt": None},
    ]
    assert row["basis_grams"] == 30


def test_a_group_holds_its_own_foods_only(guest: APIClient) -> None:
    assert {food["group"]["code"] for food in listed(guest, "group=1100&page_size=20&fields=group")} == {"1100"}


@pytest.mark.parametrize(("order", "names"), [("magnesium_mg", "abc"), ("-magnesium_mg", "bac"), ("-name", "cba")])
def test_unknown_amounts_come_last_in_either_direction(guest: APIClient, order: str, names: str) -> None:
    food_with({"magnesium_mg": 1.0}, name="Zqorder a")
    food_with({"magnesium_mg": 2.0}, name="Zqorder b")
    food_with(name="Zqorder c")
    found = listed(guest, f"search=zqorder&ordering={order}")
    assert "".join(food["name"][-1] for food in found) == names


# Trimming -------------------------------------------------------------------------------------------------------------


def test_only_the_fields_asked_for(guest: APIClient) -> None:
    found = listed(guest, "search=spinach raw&page_size=1&fields=ndb_no,nutrients.magnesium_mg")
    assert found == [{"ndb_no": SPINACH, "nutrients": {"magnesium_mg": 79}}]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("serach=x", "search"),
        ("fields=id,colour", "colour"),
        ("fields=nutrients.gold_mg", "gold_mg"),
        ("group=9999", "group"),
        ("tag=nice", "nice"),
        ("free_of=moon", "moon"),
        ("diet=fruit", "fruit"),
        ("ordering=colour", "ordering"),
        ("basis=bucket", "basis"),
        ("tag=magnesium:source", "magnesium:source"),
        ("gold_mg__gte=1", "gold_mg__gte"),
        ("magnesium_mg__gte=nan", "magnesium_mg__gte"),
        ("magnesium_mg__gte=-1", "magnesium_mg__gte"),
    ],
)
def test_what_is_not_known_is_a_400_that_names_it(guest: APIClient, contract: Contract, query: str, named: str) -> None:
    response = guest.get(f"{FOODS}?{query}")
    assert response.status_code == 400
    assert named in contract.check(response)["detail"]


@pytest.mark.parametrize("text", ["%00", "' OR 1=1 --", "%F0%9F%A5%A6", "%ff", "a " * 90, "%", "_"])
def test_odd_words_find_nothing_and_break_nothing(guest: APIClient, text: str) -> None:
    assert guest.get(FOODS, {"search": text}).status_code == 200
    assert guest.get(f"{FOODS}?search={text}").status_code == 200


# Cost -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 200])
def test_a_page_takes_five_queries_whatever_its_size(
    guest: APIClient, django_assert_num_queries: Any, size: int
) -> None:
    guest.get(FOODS)
    with django_assert_num_queries(5):  # journal, foods, amounts, portions, tags
        guest.get(f"{FOODS}?page_size={size}")


def test_one_food_takes_nine_queries(guest: APIClient, django_assert_num_queries: Any) -> None:
    food_id = listed(guest, "search=lentils cooked")[0]["id"]
    with django_assert_num_queries(9):  # food, amounts, portions, aliases, tags, corrections, packs, levels, overrides
        guest.get(f"{FOODS}{food_id}/")


def test_it_may_be_kept_and_asked_for_again(guest: APIClient) -> None:
    first = guest.get(f"{FOODS}?page_size=1")
    assert "public" in first.headers["Cache-Control"]
    again = guest.get(f"{FOODS}?page_size=1", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_groups_are_listed_with_how_many_foods_they_hold(guest: APIClient, contract: Contract) -> None:
    groups = {one["code"]: one for one in contract.check(guest.get("/api/v1/food-groups/"))["results"]}
    assert groups["0100"]["name"] == "Dairy and Egg Products"
    assert groups["0100"]["food_count"] > 200
