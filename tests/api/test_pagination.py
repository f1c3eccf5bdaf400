from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
NUTRIENTS = "/api/v1/nutrients/"


def keys(answer: dict[str, Any]) -> list[str]:
    return [one["key"] for one in answer["results"]]


def test_following_next_shows_everything_once(guest: APIClient, contract: Contract) -> None:
    address, seen = f"{NUTRIENTS}?page_size=20", []
    while address:
        answer = contract.check(guest.get(address))
        seen += keys(answer)
        address = answer["next"]
    assert seen == keys(guest.get(NUTRIENTS).json())
    assert len(seen) == answer["count"]


def test_previous_leads_back(guest: APIClient) -> None:
    first = guest.get(f"{NUTRIENTS}?page_size=20").json()
    second = guest.get(first["next"]).json()
    assert first["previous"] is None
    assert keys(guest.get(second["previous"]).json()) == keys(first)


def test_pages_can_be_counted_instead(guest: APIClient) -> None:
    by_page = guest.get(f"{NUTRIENTS}?page_size=20&page=2").json()
    by_cursor = guest.get(guest.get(f"{NUTRIENTS}?page_size=20").json()["next"]).json()
    assert keys(by_page) == keys(by_cursor)
    assert "page=3" in by_page["next"]


@pytest.mark.parametrize("query", ["page_size=201", "page_size=0", "page=0", "cursor=YXQ", "cursor=%00", "cursor=é"])
def test_a_page_that_cannot_be_is_a_400(guest: APIClient, contract: Contract, query: str) -> None:
    response = guest.get(f"{NUTRIENTS}?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in contract.check(response)["detail"]


def test_page_and_cursor_exclude_each_other(guest: APIClient) -> None:
    assert guest.get(f"{NUTRIENTS}?page=1&cursor=YXQwMDAwMDIw").status_code == 400


def test_past_the_last_page_is_a_404(guest: APIClient) -> None:
    assert guest.get(f"{NUTRIENTS}?page=3").status_code == 404
