from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from nutriplan.people.limits import SolveThrottle
from nutriplan.plans.models import Plan
from tests.api.contract import Contract
from tests.plans.changing import keep, meals

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("changing")]


@pytest.fixture
def plan(owner: User) -> Plan:
    return keep(owner)


def at(plan: Plan, path: str = "") -> str:
    return f"/api/v1/plans/{plan.pk}/{path}"


def dinner(plan: Plan) -> int:
    found = (meal for meal in plan.document["days"][1]["meals"] if (meal["slot"], meal["role"]) == ("dinner", "main"))
    return int(next(found)["id"])


def dish_of(document: dict[str, Any], meal_id: int) -> int:
    return next(int(m["dish"]["id"]) for day in document["days"] for m in day["meals"] if m["id"] == meal_id)


@pytest.mark.requirement("P18")
def test_a_meal_is_swapped_for_one_of_its_alternatives(member: APIClient, plan: Plan, contract: Contract) -> None:
    meal = at(plan, f"meals/{dinner(plan)}/")
    results = contract.check(member.get(f"{meal}alternatives/"))["results"]
    assert 1 < len(results) <= 5
    chosen = results[1]["dish"]["id"]
    response = member.post(f"{meal}swap/", {"dish": chosen}, format="json")
    after = contract.check(response)
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    assert dish_of(after, dinner(plan)) == chosen
    assert contract.check(member.get(at(plan))) == after
    undone = contract.check(member.post(at(plan, "undo/"), {}, format="json"))
    assert undone["days"] == plan.document["days"]


@pytest.mark.requirement("P18")
def test_what_is_locked_stays_through_everything(member: APIClient, plan: Plan, contract: Contract) -> None:
    meal = dinner(plan)
    contract.check(member.patch(at(plan, f"meals/{meal}/"), {"locked": True}, format="json"))
    anew = contract.check(member.post(at(plan, "regenerate/"), {"keep": "locked", "seed": 9}, format="json"))
    assert dish_of(anew, meal) == dish_of(plan.document, meal)
    assert anew["solver"]["seed"] == 9
    refused = member.post(at(plan, f"meals/{meal}/swap/"), {}, format="json")
    assert refused.status_code == 409
    assert contract.check(refused)["type"] == "urn:nutriplan:problem:locked"


def test_a_ban_and_a_light_day_are_wished_and_lifted(member: APIClient, plan: Plan, contract: Contract) -> None:
    dish, day = dish_of(plan.document, dinner(plan)), plan.document["days"][1]
    banned = contract.check(member.post(at(plan, "bans/"), {"dish": dish}, format="json"))
    assert dish not in [meal["dish"]["id"] for one in banned["days"] for meal in one["meals"]]
    assert [one["id"] for one in banned["wanted"]["banned_dishes"]] == [dish]
    lifted = contract.check(member.delete(at(plan, f"bans/{dish}/")))
    assert lifted["wanted"]["banned_dishes"] == []
    most = day["hands_on_minutes"] - 5
    light = contract.check(member.put(at(plan, f"days/{day['date']}/"), {"most_minutes": most}, format="json"))
    assert light["days"][1]["hands_on_minutes"] <= most
    assert light["wanted"]["light_days"] == [{"date": day["date"], "most_minutes": most}]


def test_a_food_is_used_up(member: APIClient, plan: Plan, contract: Contract) -> None:
    body = {"food": "spinach", "grams": 150, "by": plan.document["days"][1]["date"]}
    answer = contract.check(member.post(at(plan, "use-up/"), body, format="json"))
    assert answer["shopping_list"]["pantry"][0]["used_g"] > 0


def test_a_plan_that_moved_on_is_not_changed_unseen(member: APIClient, plan: Plan, contract: Contract) -> None:
    path = at(plan, f"meals/{dinner(plan)}/")
    first = member.patch(path, {"locked": True}, format="json", HTTP_IF_MATCH='"1"')
    assert first.status_code == 200
    for seen in ('"1"', "W/x", '"-1"'):
        stale = member.patch(path, {"locked": False}, format="json", HTTP_IF_MATCH=seen)
        assert stale.status_code == 412
        contract.check(stale)
    assert member.patch(path, {"locked": False}, format="json", HTTP_IF_MATCH="*").status_code == 200


CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("patch", "meals/1/", {"locked": True}),
    ("get", "meals/1/alternatives/", {}),
    ("post", "meals/1/swap/", {}),
    ("post", "regenerate/", {}),
    ("post", "bans/", {"dish": 1}),
    ("delete", "bans/1/", {}),
    ("put", "days/2026-01-05/", {"most_minutes": 30}),
    ("post", "use-up/", {"food": "spinach", "grams": 100}),
    ("post", "undo/", {}),
]


@pytest.mark.requirement("Q5")
@pytest.mark.parametrize(("method", "path", "body"), CHANGES, ids=[path for _, path, _ in CHANGES])
def test_nobody_changes_the_plan_of_another(
    plan: Plan, guest: APIClient, contract: Contract, method: str, path: str, body: dict[str, Any]
) -> None:
    def status(client: APIClient) -> int:
        response = getattr(client, method)(at(plan, path), body or None, format="json")
        contract.check(response)
        return int(response.status_code)

    assert status(guest) == 401
    stranger = APIClient()
    stranger.force_login(User.objects.create_user("eve"))
    assert status(stranger) == 404
    plan.refresh_from_db()
    assert plan.version == 1


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(("method", "path", "body"), CHANGES, ids=[path for _, path, _ in CHANGES])
def test_who_must_see_a_clinician_first_gets_none_of_it(
    member: APIClient, owner: User, contract: Contract, method: str, path: str, body: dict[str, Any]
) -> None:
    referred = keep(owner, "FAINTED", 1)
    response = getattr(member, method)(at(referred, path), body or None, format="json")
    assert response.status_code == 409
    contract.check(response)


WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("patch", "meals/1/", {}, "/locked"),
    ("patch", "meals/1/", {"locked": "yes"}, "/locked"),
    ("patch", "meals/1/", {"locked": True, "servings": 1}, "/servings"),
    ("patch", "meals/1/", {"servings": 0.7}, "/servings"),
    ("patch", "meals/1/", {"servings": 9}, "/servings"),
    ("post", "meals/1/swap/", {"dish": "soup"}, "/dish"),
    ("post", "meals/1/swap/", {"dish": 999999}, "/dish"),
    ("post", "meals/1/swap/", {"plate": 1}, "/plate"),
    ("post", "regenerate/", {"keep": "nothing"}, "/keep"),
    ("post", "regenerate/", {"seed": 3}, "/seed"),
    ("post", "bans/", {}, "/dish"),
    ("post", "bans/", {"dish": 999999}, "/dish"),
    ("put", "days/2027-01-05/", {"most_minutes": 30}, "/date"),
    ("put", "days/2026-01-05/", {}, "/most_minutes"),
    ("put", "days/2026-01-05/", {"most_minutes": -1}, "/most_minutes"),
    ("post", "use-up/", {"food": "zzyzx", "grams": 10}, "/food"),
    ("post", "use-up/", {"food": "spinach", "grams": 10, "by": "2027-01-01"}, "/by"),
]


@pytest.mark.parametrize(("method", "path", "body", "pointer"), WRONG, ids=[f"{p} {b}" for _, p, b, _ in WRONG])
def test_what_cannot_be_names_the_field_and_changes_nothing(
    member: APIClient, plan: Plan, contract: Contract, method: str, path: str, body: dict[str, Any], pointer: str
) -> None:
    response = getattr(member, method)(at(plan, path), body, format="json")
    assert response.status_code == 400, response.content
    assert [one["pointer"] for one in contract.check(response)["errors"]] == [pointer]
    plan.refresh_from_db()
    assert plan.version == 1


NOWHERE: list[tuple[str, str, dict[str, Any]]] = [
    ("get", "meals/9999/alternatives/", {}),
    ("post", "meals/9999/swap/", {}),
    ("patch", "meals/9999/", {"locked": True}),
    ("put", "days/someday/", {"most_minutes": 3}),
]


@pytest.mark.parametrize(("method", "path", "body"), NOWHERE, ids=[path for _, path, _ in NOWHERE])
def test_a_meal_or_day_that_is_none_is_a_404(
    member: APIClient, plan: Plan, contract: Contract, method: str, path: str, body: dict[str, Any]
) -> None:
    response = getattr(member, method)(at(plan, path), body or None, format="json")
    assert response.status_code == 404
    contract.check(response)


def test_alternatives_cost_few_queries(
    member: APIClient, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = at(plan, f"meals/{meals(plan)[0]['id']}/alternatives/")
    member.get(path)
    with django_assert_num_queries(4):
        assert member.get(path).status_code == 200


def test_too_many_dear_changes_wait(member: APIClient, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SolveThrottle, "THROTTLE_RATES", {"solve": "1/min"})
    assert member.post(at(plan, "regenerate/"), {}, format="json").status_code == 200
    late = member.post(at(plan, "regenerate/"), {}, format="json")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
