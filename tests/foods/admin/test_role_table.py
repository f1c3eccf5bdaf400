"""Every page of the admin against every role: who may open it, and who may write with it. A page that is new must be
entered here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, reverse

from foods import merging, roles
from foods.models import Alias, FoodGroup, FoodTag, Source
from nutriplan.reviewing import urls as reviewing
from tests.foods.admin.browser_forms import form_of
from tests.foods.factories import PurchaseFactory, dish_of, food_with

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
NOBODY, EDITOR, REVIEWER, ADMIN = "nobody", roles.EDITOR, roles.REVIEWER, roles.ADMIN
ORDER = (NOBODY, EDITOR, REVIEWER, ADMIN)
#: Staff without a role sees the way in and nothing behind it.
ANY_STAFF = {
    "index",
    "logout",
    "password_change",
    "password_change_done",
    "jsi18n",
    "login",
    "view_on_site",
    "app_list",
}
MODELS = ("food", "dish", "purchase", "foodtag", "source", "foodgroup")

#: Page -> the first role that may open it.
OPENS: Mapping[str, str] = {
    **{f"foods_{model}_{page}": EDITOR for model in MODELS for page in ("changelist", "change", "history")},
    **{f"foods_{model}_add": EDITOR for model in ("food", "dish", "purchase", "foodtag")},
    **{f"foods_{model}_add": ADMIN for model in ("source", "foodgroup")},
    **{f"foods_{model}_delete": ADMIN for model in MODELS if model != "foodtag"},
    "foods_foodtag_delete": EDITOR,
    **{f"foods_{model}_simple_history": EDITOR for model in ("food", "dish", "purchase", "foodtag")},
    **{f"foods_food_{page}": EDITOR for page in ("review", "quality", "duplicates", "nutrient", "import", "export")},
    "foods_food_put_back": EDITOR,
    "foods_dish_put_back": EDITOR,
    "foods_food_merge": REVIEWER,
    "foods_food_undo_merge": REVIEWER,
    "foods_food_bulk": REVIEWER,
    **{f"auth_{model}_{page}": ADMIN for model in ("user", "group") for page in ("changelist", "add", "change")},
    **{f"auth_{model}_{page}": ADMIN for model in ("user", "group") for page in ("history", "delete")},
    "auth_user_password_change": ADMIN,
    "autocomplete": EDITOR,
    **{f"reviewing:{page}": EDITOR for page in ("home", "due", "shelf", "sheets", "table", "fact")},
    "reviewing:changes": REVIEWER,
}
#: Answers a POST alone; who may import is tried with a file in test_roles.
POSTED = {"foods_food_process_import"}
#: Page -> the first role that may save with it.
WRITES: Mapping[str, str] = {
    "foods_food_change": EDITOR,
    "foods_dish_change": EDITOR,
    "foods_purchase_change": EDITOR,
    "foods_foodtag_change": EDITOR,
    "foods_source_change": ADMIN,
    "foods_foodgroup_change": ADMIN,
}


def names() -> Iterator[str]:
    for pattern in admin.site.get_urls():
        inner = getattr(pattern, "url_patterns", [pattern])
        yield from (one.name for one in inner if isinstance(one, URLPattern) and one.name)
    yield from (f"reviewing:{one.name}" for one in reviewing.urlpatterns)


def test_every_page_of_the_admin_is_in_the_table() -> None:
    known = ANY_STAFF | OPENS.keys() | POSTED
    assert sorted(set(names()) ^ known) == []


@pytest.fixture
def things() -> dict[str, Any]:
    """One of everything a page can be about."""
    roles.create_roles()
    food, away = food_with({"magnesium_mg": 5}), food_with({})
    Alias.objects.create(food=food, name="Zqname").delete()
    dish = dish_of((food, 100.0))
    ingredient = dish.ingredients.get()
    ingredient.save()
    gone = food_with({})
    merging.merge(keep=food, away=gone, reason="one food")
    return {
        "food": food,
        "away": away,
        "gone": gone,
        "dish": dish,
        "purchase": PurchaseFactory.create(food=food),
        "foodtag": FoodTag.objects.create(food=food, tag="sesame", state="present", reason="a test"),
        "source": Source.objects.get(pk=food.source_id),
        "foodgroup": FoodGroup.objects.get(pk=food.group_id),
        "alias": Alias.history.filter(food_id=food.pk, history_type="-").get().history_id,
        "ingredient": ingredient.history.get().history_id,
        "user": User.objects.create_user("somebody"),
        "group": Group.objects.get(name=EDITOR),
    }


def url_of(name: str, things: dict[str, Any]) -> str:
    special: dict[str, Any] = {
        "foods_food_put_back": [things["food"].pk, "alias", things["alias"]],
        "foods_dish_put_back": [things["dish"].pk, "ingredient", things["ingredient"]],
        "foods_food_undo_merge": [things["gone"].pk],
        "foods_food_nutrient": [things["food"].pk, "magnesium_mg"],
        "foods_food_bulk": ["publish"],
        "reviewing:fact": ["rules", "CND-CKD-K"],
        "reviewing:shelf": ["rules"],
        "reviewing:sheets": ["danger-signs"],
        "reviewing:table": ["tablets"],
    }
    if name == "autocomplete":
        return f"{reverse('admin:autocomplete')}?app_label=foods&model_name=ingredient&field_name=food&term=zq"
    if name.startswith("reviewing:"):
        return reverse(name, args=special.get(name))
    if name in special:
        return reverse(f"admin:{name}", args=special[name])
    _app, model, page = name.split("_", 2)
    thing: Any = things.get(model)
    if page == "simple_history":
        version = thing.history.first() or _first_version(thing)
        return reverse(f"admin:{name}", args=[thing.pk, version.pk])
    one = page in ("change", "history", "delete", "password_change")
    return reverse(f"admin:{name}", args=[thing.pk] if one else None)


def _first_version(thing: Any) -> Any:
    thing.save()
    return thing.history.first()


def client_of(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ORDER)
def test_a_role_opens_its_pages_and_no_others(things: dict[str, Any], role: str) -> None:
    client, wrong = client_of(role), []
    for name, first in OPENS.items():
        may = ORDER.index(role) >= ORDER.index(first)
        status = client.get(url_of(name, things)).status_code
        if status != (200 if may else 403):
            wrong.append((name, status))
    assert wrong == []


@pytest.mark.requirement("M1")
@pytest.mark.parametrize("role", ORDER)
def test_a_role_saves_what_it_may_and_nothing_else(things: dict[str, Any], role: str) -> None:
    superuser = Client()
    superuser.force_login(User.objects.create_superuser("super"))
    client, wrong = client_of(role), []
    for name, first in WRITES.items():
        url = url_of(name, things)
        may = ORDER.index(role) >= ORDER.index(first)
        status = client.post(url, form_of(superuser, url)).status_code
        if status != (302 if may else 403):
            wrong.append((name, status))
    assert wrong == []


def test_a_visitor_is_sent_to_the_login(things: dict[str, Any], client: Client) -> None:
    for name in OPENS:
        answer = client.get(url_of(name, things))
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True), name


@pytest.mark.requirement("M5")
def test_no_role_changes_a_rule_a_medicine_or_what_is_blocked(things: dict[str, Any]) -> None:
    """Facts are files: no page of theirs takes anything but a question, not even from a superuser."""
    superuser = Client()
    superuser.force_login(User.objects.create_superuser("super"))
    for name in ("home", "due", "shelf", "sheets", "table", "fact"):
        assert superuser.post(url_of(f"reviewing:{name}", things), {"severity": "info"}).status_code == 405


@pytest.mark.parametrize("role", roles.SAYS)
def test_the_readme_says_what_a_role_may_do(role: str) -> None:
    assert f"| {role} | {roles.SAYS[role]} |" in (ROOT / "README.md").read_text(encoding="utf-8")
