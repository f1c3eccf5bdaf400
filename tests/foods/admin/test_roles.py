import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from foods import curation, roles, selectors
from foods.food_lists import FoodFilters
from foods.models import Food, FoodState
from nutriplan.domain.errors import InputFaults
from tests.foods.admin.browser_forms import FOODS, change_url, confirm, form_of, page, try_file
from tests.foods.factories import food_with

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def as_role() -> As:
    roles.create_roles()

    def login(role: str) -> Client:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return login


def bulk(name: str) -> str:
    return reverse("admin:foods_food_bulk", args=[name])


def test_the_command_makes_the_roles_and_is_safe_to_repeat(capsys: pytest.CaptureFixture[str]) -> None:
    for _time in range(2):
        call_command("create_roles")
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.SAYS)
    assert "editor: writes foods" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("editor", {"add_food", "change_food", "delete_portion", "import_food", "view_correction"}),
        ("reviewer", {"publish_food", "merge_food", "change_food"}),
        ("admin", {"delete_food", "publish_food", "change_source"}),
    ],
)
def test_what_a_role_may_do(as_role: As, role: str, may: set[str]) -> None:
    as_role(role)
    allowed = User.objects.get(username=role).get_all_permissions()
    assert {f"foods.{codename}" for codename in may} <= allowed
    for codename, first in {
        "foods.publish_food": "reviewer",
        "foods.delete_food": "admin",
        "auth.change_user": "admin",
    }.items():
        order = list(roles.SAYS)
        assert (codename in allowed) == (order.index(role) >= order.index(first)), codename


def test_an_editor_writes_a_draft_and_cannot_publish_it(as_role: As) -> None:
    editor = as_role("editor")
    sent = {**form_of(editor, f"{FOODS}add/"), "ndb_no": "Z1", "name": "Zqnew", "group": "1", "source": "1"}
    sent |= {"group": str(food_with({}).group_id), "source": str(food_with({}).source_id)}
    assert editor.post(f"{FOODS}add/", sent).status_code == 302
    food = Food.objects.get(ndb_no="Z1")
    assert food.state == "draft"
    assert "Publish" not in page(editor, change_url(food))
    assert editor.post(bulk("publish"), {"ids": food.pk, "reason": "mine"}).status_code == 403
    form = form_of(editor, change_url(food))
    editor.post(change_url(food), {**form, "state": "published", "name": "Zqnewer"})
    food.refresh_from_db()
    assert (food.state, food.name) == ("draft", "Zqnewer")


def test_an_editor_cannot_publish_by_a_file(as_role: As) -> None:
    editor = as_role("editor")
    report = try_file(editor, b"ndb_no,name,group,state\nZ9,Zq,0900,published\n")
    assert "only a reviewer changes the state" in report.content.decode()
    assert confirm(editor, try_file(editor, b"ndb_no,name,group\nZ9,Zq,0900\n")).status_code == 302
    assert Food.objects.get(ndb_no="Z9").state == "draft"


def test_an_editor_cannot_publish_by_putting_back_an_old_version(as_role: As) -> None:
    editor, food = as_role("editor"), food_with({}, name="Zqold")
    published = food.history.first()
    food.state = FoodState.DRAFT
    curation.set_state(food=food, state=FoodState.DRAFT, reason="look at it again")
    url = reverse("admin:foods_food_simple_history", args=[food.pk, published.pk])
    sent = form_of(editor, change_url(food))
    assert editor.post(url, sent).status_code == 302
    food.refresh_from_db()
    assert food.state == "draft"
    assert food.history.first().history_change_reason.startswith("Put back as it was on")


def test_a_reviewer_publishes_from_the_queue(as_role: As) -> None:
    reviewer, food = as_role("reviewer"), food_with({"fat_g": 1, "saturated_fat_g": 5}, state="draft")
    text = page(reviewer, reverse("admin:foods_food_review"))
    assert food.name in text
    text = page(reviewer, bulk("publish"), ids=str(food.pk))
    assert "more than fat_g" in text
    assert reviewer.post(bulk("publish"), {"ids": food.pk}).status_code == 200
    assert reviewer.post(bulk("publish"), {"ids": food.pk, "reason": "checked"}).status_code == 302
    food.refresh_from_db()
    assert (food.state, str(food.reviewed_by)) == ("published", "reviewer")
    assert food.last_reviewed is not None
    assert food.next_review == food.last_reviewed + datetime.timedelta(days=365)
    record = food.history.first()
    assert (record.history_change_reason, record.history_user.username) == ("checked", "reviewer")


def test_the_actions_of_the_list_follow_the_role(as_role: As) -> None:
    editor, reviewer = page(as_role("editor"), FOODS), page(as_role("reviewer"), FOODS)
    assert "bulk_tag" in editor
    assert "bulk_publish" not in editor
    assert "bulk_publish" in reviewer


@pytest.mark.parametrize(
    ("action", "given", "field", "value"),
    [
        ("review_date", {"on": "2031-05-01"}, "next_review", datetime.date(2031, 5, 1)),
        ("retire", {}, "state", "retired"),
        ("draft", {}, "state", "draft"),
    ],
)
def test_many_foods_are_changed_at_once_with_a_reason(
    as_role: As, action: str, given: dict[str, str], field: str, value: Any
) -> None:
    reviewer, foods = as_role("reviewer"), [food_with({}) for _ in range(3)]
    chosen = {"action": f"bulk_{action}", "_selected_action": [food.pk for food in foods]}
    asked = reviewer.post(FOODS, chosen)
    assert all(food.name in page(reviewer, asked["Location"]) for food in foods)
    reviewer.post(bulk(action), {"ids": [food.pk for food in foods], "reason": "a season is over", **given})
    for food in foods:
        food.refresh_from_db()
        assert getattr(food, field) == value
        assert food.history.first().history_change_reason == "a season is over"


def test_a_tag_is_decided_for_many_foods(as_role: As) -> None:
    editor, foods = as_role("editor"), [food_with({}) for _ in range(2)]
    given = {"ids": [food.pk for food in foods], "reason": "all labels say so", "tag": "sesame", "state": "present"}
    assert editor.post(bulk("tag"), given).status_code == 302
    assert [food.tags.get().reason for food in foods] == ["all labels say so"] * 2


def test_a_service_refuses_whoever_may_not_and_whatever_has_no_reason() -> None:
    food, nobody = food_with({}, state="draft"), User.objects.create_user("nobody")
    with pytest.raises(PermissionDenied):
        curation.set_state(food=food, state=FoodState.PUBLISHED, reason="x", by=nobody)
    with pytest.raises(PermissionDenied):
        curation.mark_reviewed(food=food, reason="x", by=nobody)
    with pytest.raises(InputFaults, match="say why"):
        curation.set_state(food=food, state=FoodState.PUBLISHED, reason=" ")
    curation.mark_reviewed(food=food, reason="x")
    with pytest.raises(InputFaults, match="must not be before"):
        curation.set_next_review(food=food, on=datetime.date(2020, 1, 1), reason="x")


def test_an_alias_is_found_at_once() -> None:
    food = food_with({})
    curation.add_alias(food=food, name="Zqtvorog", reason="what people say")
    assert [one.food for one in selectors.listed(FoodFilters(text="zqtvorog"))] == [food]
