from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from nutriplan.people import selectors as people
from nutriplan.plans.models import Plan
from tests.api.cast import ADA, with_danger_sign
from tests.api.contract import Contract

pytestmark = pytest.mark.django_db
TABLE = "/api/v1/plans/household/"


def post(client: APIClient, **body: Any) -> Any:
    return client.post(TABLE, body, format="json")


def test_a_danger_sign_of_one_stops_the_plan_of_all_and_says_whose(guest: APIClient, contract: Contract) -> None:
    flags = people.caution_book().red_flags.values()
    ill = with_danger_sign(next(flag.id for flag in flags if flag.urgency == "emergency"))
    made = contract.check(
        post(guest, days=1, people=[{"name": "Ben", "profile": ADA}, {"name": "Ann", "profile": ill}])
    )
    assert (made["state"], made["shopping_list"]) == ("referred", None)
    assert made["reason"].startswith("Ann: ")
    assert [one["name"] for one in made["people"]] == ["Ben", "Ann"]
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"people": "all of us"}, "/people"),
        ({"people": [{"name": "Ann", "profile": ADA}]}, "/people"),
        ({"people": [{"name": "Ann", "profile": ADA}, {"profile": ADA}]}, "/people/1"),
        ({"people": [{"name": "A", "profile": ADA}, {"name": "B", "profile": {**ADA, "age_years": 900}}]},
         "/people/1/profile/age_years"),
        ({"days": 8, "people": [{"name": "A", "profile": ADA}, {"name": "B", "profile": ADA}]}, "/days"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(guest: APIClient, contract: Contract, body: dict[str, Any], pointer: str) -> None:
    answer = post(guest, **body)
    assert answer.status_code == 400
    assert pointer in {error["pointer"] for error in contract.check(answer)["errors"]}
