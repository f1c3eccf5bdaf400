"""A recipe comes in, is decided on, and joins plans; only for its owner, or for who holds a guest's key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from foods.models import Food
from nutriplan.recipes.models import Recipe
from tests.api.cast import ADA
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
RECIPES = "/api/v1/recipes/"
PANCAKES = "Serves 4\nIngredients\n2 cups all-purpose flour\n3 large eggs, beaten\n1 cup whole milk"
READY: dict[str, Any] = {"minutes": 30, "slots": ["breakfast"], "cooked_through": True}


def post(client: APIClient, text: str = PANCAKES, **more: Any) -> Any:
    return client.post(RECIPES, {"text": text, **more}, format="json")


def put(client: APIClient, key: str, **body: Any) -> Any:
    return client.put(f"{RECIPES}{key}/decisions/", body, format="json")


def pointers(response: Any) -> list[str]:
    assert response.status_code == 400, response.content
    return [error["pointer"] for error in response.json()["errors"]]


@pytest.fixture
def other(db: None) -> APIClient:
    client = APIClient()
    client.force_login(User.objects.create_user("ben"))
    return client


def test_a_guest_imports_decides_reads_and_deletes(guest: APIClient, contract: Contract) -> None:
    response = post(guest, text="2 eggs\n1 tbsp butter or margarine", name="Eggs")
    made = contract.check(response)
    address = response.headers["Location"]
    assert (response.status_code, address) == (201, f"{RECIPES}{made['key']}/")
    assert [(line["match"], line["open"]) for line in made["lines"]] == [("sure", False), ("asked", True)]
    assert made["lines"][1]["suggestions"]
    butter = Food.objects.get(ndb_no="01145").pk
    done = contract.check(put(guest, made["key"], servings=1, lines=[{"position": 2, "food_id": butter}], **READY))
    assert (done["in_plans"], done["open_lines"], done["lines"][1]["match"]) == (True, 0, "chosen")
    assert contract.check(guest.get(address)) == done
    assert contract.check(guest.delete(address)) is None
    assert contract.check(guest.get(address))["status"] == 404


def test_a_member_finds_only_their_own(
    member: APIClient, other: APIClient, guest: APIClient, contract: Contract
) -> None:
    key = contract.check(post(member))["key"]
    assert [one["key"] for one in contract.check(member.get(RECIPES))["results"]] == [key]
    assert contract.check(other.get(RECIPES))["results"] == []
    for stranger in (other, guest):
        assert contract.check(stranger.get(f"{RECIPES}{key}/"))["status"] == 404
        assert contract.check(put(stranger, key, name="Mine now"))["status"] == 404
        assert contract.check(stranger.delete(f"{RECIPES}{key}/"))["status"] == 404
    assert contract.check(guest.get(RECIPES))["status"] == 401
    assert Recipe.objects.get().name == "My recipe"


def test_a_guests_recipe_is_in_nobodys_list(guest: APIClient, member: APIClient, contract: Contract) -> None:
    post(guest)
    assert contract.check(member.get(RECIPES))["count"] == 0


def test_a_guests_key_opens_nothing_when_its_time_is_over(guest: APIClient, contract: Contract) -> None:
    key = post(guest).json()["key"]
    Recipe.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert contract.check(guest.get(f"{RECIPES}{key}/"))["status"] == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": " "}, "/text"),
        ({"text": "<p>Nothing</p>"}, "/text"),
        ({"text": "2 eggs", "name": "x" * 161}, "/name"),
        ({"text": "2 eggs", "url": "https://kitchen.example/"}, "/url"),
    ],
)
def test_what_cannot_be_imported_is_named(guest: APIClient, body: dict[str, Any], pointer: str) -> None:
    assert pointers(guest.post(RECIPES, body, format="json")) == [pointer]


def test_what_cannot_be_decided_is_named(guest: APIClient, contract: Contract) -> None:
    key = post(guest).json()["key"]
    response = put(guest, key, servings=99, lines=[{"position": 1, "grams": -1}])
    contract.check(response)
    assert pointers(response) == ["/servings", "/lines/0/grams"]


def test_a_plan_takes_recipes_by_their_keys_and_names_those_that_cannot_be(
    guest: APIClient, member: APIClient, contract: Contract
) -> None:
    mine, theirs = post(guest).json()["key"], post(member).json()["key"]
    response = guest.post(
        "/api/v1/plans/", {"days": 1, "profile": ADA, "recipes": [mine, theirs, "nothing"]}, format="json"
    )
    contract.check(response)
    assert pointers(response) == ["/recipes/0", "/recipes/1", "/recipes/2"]
    put(guest, mine, **READY)
    made = contract.check(guest.post("/api/v1/plans/", {"days": 1, "profile": ADA, "recipes": [mine]}, format="json"))
    assert made["state"] == "ready"


@pytest.mark.parametrize("keys", ["abc", [1], ["x"] * 101])
def test_recipes_of_a_plan_are_a_list_of_keys(guest: APIClient, keys: Any) -> None:
    response = guest.post("/api/v1/plans/", {"profile": ADA, "recipes": keys}, format="json")
    assert pointers(response) == ["/recipes"]


def test_a_list_of_recipes_costs_the_same_however_many(
    member: APIClient, owner: User, django_assert_num_queries: Any
) -> None:
    def ask() -> None:
        assert member.get(RECIPES).status_code == 200

    post(member)
    with django_assert_num_queries(5):
        ask()
    for _ in range(3):
        post(member)
    with django_assert_num_queries(5):
        ask()
