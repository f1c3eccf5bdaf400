from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foods import selectors as foods
from foods.models import Dish, Food
from foods.roles import create_roles
from nutriplan.people.limits import ImportThrottle
from nutriplan.recipes import services
from nutriplan.recipes.models import Recipe
from nutriplan.web.views.answers import ANSWERS
from tests.web.cast import KIDNEY, MAN_45, planned

pytestmark = pytest.mark.django_db
LINES = "Serves 2\n2 large eggs\n2 tbsp butter or margarine"
READY: dict[str, Any] = {"servings": "2", "minutes": "10", "slots": ["breakfast"], "cooked_through": "on"}


def bring(client: Client, text: str = LINES, **more: Any) -> Recipe:
    response = client.post("/recipes/", {"text": text, "name": "Eggs", **more})
    assert response.status_code == 302, response.content.decode()
    return Recipe.objects.latest("pk")


def page_of(client: Client, recipe: Recipe) -> str:
    response = client.get(f"/recipes/{recipe.key}/")
    assert response.status_code == 200
    return response.content.decode()


def save(client: Client, recipe: Recipe, **fields: Any) -> Any:
    return client.post(f"/recipes/{recipe.key}/", fields)


def butter() -> str:
    return str(Food.objects.get(ndb_no="01145").pk)


def test_a_pasted_recipe_is_looked_through_decided_and_ready(client: Client) -> None:
    recipe = bring(client)
    page = page_of(client, recipe)
    assert "1 of 2 lines need you" in page
    assert "The line offers a choice: which do you use?" in page
    assert save(client, recipe, **READY, **{"line-2-food": butter()}).status_code == 302
    page = page_of(client, recipe)
    assert "Ready." in page
    assert "You decided" in page


def test_a_file_is_read_like_what_is_pasted(client: Client) -> None:
    html = '<link rel="canonical" href="https://kitchen.example/x"><h2>Ingredients</h2><ul><li>2 eggs</li></ul>'
    recipe = bring(client, text="", file=SimpleUploadedFile("page.html", html.encode()))
    assert recipe.source_url == "https://kitchen.example/x"
    assert 'rel="noopener noreferrer nofollow"' in page_of(client, recipe)


def test_another_visitor_finds_neither_list_nor_page(client: Client) -> None:
    recipe = bring(client)
    stranger = Client()
    assert "Eggs" not in stranger.get("/recipes/").content.decode()
    for response in (
        stranger.get(f"/recipes/{recipe.key}/"),
        save(stranger, recipe, name="Mine"),
        stranger.post(f"/recipes/{recipe.key}/delete/"),
    ):
        assert response.status_code == 404
    assert Recipe.objects.get().name == "Eggs"


def test_an_accounts_recipes_are_found_wherever_it_signs_in_and_by_nobody_else(client: Client) -> None:
    ann = User.objects.create_user("ann")
    client.force_login(ann)
    recipe = bring(client)
    assert recipe.owner_id == ann.pk
    elsewhere, other = Client(), Client()
    elsewhere.force_login(ann)
    other.force_login(User.objects.create_user("ben"))
    assert "Eggs" in elsewhere.get("/recipes/").content.decode()
    assert "Eggs" not in other.get("/recipes/").content.decode()
    assert other.get(f"/recipes/{recipe.key}/").status_code == 404


def test_a_recipe_is_deleted_and_a_guests_go_when_the_answers_are_forgotten(client: Client) -> None:
    first, second = bring(client), bring(client)
    assert client.post(f"/recipes/{first.key}/delete/").status_code == 302
    assert [one.pk for one in Recipe.objects.all()] == [second.pk]
    client.post("/forget/")
    assert not Recipe.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Please paste a recipe"), ("<p>Nothing</p>", "holds no ingredients"), ("For it:", "holds no ingredients")],
)
def test_what_cannot_be_read_says_why_and_loses_nothing(client: Client, text: str, says: str) -> None:
    response = client.post("/recipes/", {"text": text, "name": "Kept name"})
    page = response.content.decode()
    assert response.status_code == 400
    assert says in page
    assert 'value="Kept name"' in page


def test_a_wrong_answer_names_the_field_and_loses_nothing(client: Client) -> None:
    recipe = bring(client)
    response = save(client, recipe, servings="99", minutes="soon", **{"line-1-grams": "-5", "line-2-food": butter()})
    page = response.content.decode()
    assert response.status_code == 400
    for says in (
        "Serves must be from 1 to 24",
        "Minutes must be a number",
        "Grams of “2 large eggs” must be from 0.01",
    ):
        assert says in page
    for kept in (
        'value="99"',
        'value="soon"',
        'value="-5"',
        f'<option value="{butter()}"\n                            selected>',
    ):
        assert kept in page
    assert "Grams must be from 0.01" in page, "beside the line as well"


def test_a_line_in_other_words_is_read_again(client: Client) -> None:
    recipe = bring(client)
    save(client, recipe, **{"line-2-text": "2 tbsp unsalted butter"})
    assert [line.state for line in recipe.lines.order_by("position")] == ["sure", "sure"]


def test_a_saved_page_that_changes_nothing_decides_nothing(client: Client) -> None:
    recipe = bring(client)
    document = {f"line-{line.position}-text": line.text for line in recipe.lines.all()}
    save(client, recipe, **document, **{"line-1-grams": "100", "line-2-food": "ask"})
    assert [line.state for line in recipe.lines.order_by("position")] == ["sure", "asked"]


def test_what_the_words_of_others_hold_is_shown_as_text(client: Client) -> None:
    recipe = bring(client, text="2 eggs <script>alert(1)</script>")
    assert "<script>alert" not in page_of(client, recipe)


def test_the_page_says_whether_it_is_for_this_person(client: Client) -> None:
    recipe = bring(client, text="Serves 1\n500 g spinach leaves\n1 tsp salt")
    assert "nothing here is checked against them" in page_of(client, recipe)
    session = client.session
    session[ANSWERS] = _encoded(KIDNEY)
    session.save()
    save(client, recipe, **{**READY, "servings": "1"})
    page = page_of(client, recipe)
    assert "Not for your plans" in page or "None of our rules speaks against it for you" in page


def test_who_must_avoid_milk_is_told_that_the_dish_holds_it(client: Client) -> None:
    recipe = bring(client, text="Serves 1\n1 cup whole milk")
    session = client.session
    session[ANSWERS] = _encoded({**MAN_45, "allergies": "milk"})
    session.save()
    save(client, recipe, **{**READY, "servings": "1"})
    assert "Not for your plans" in page_of(client, recipe)


def _encoded(answers: Any) -> str:
    from urllib.parse import urlencode

    return urlencode(answers, doseq=True)


def test_the_plan_of_a_session_may_use_its_recipes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    make = services_of_plans().make_plan

    def watched(**asked: Any) -> Any:
        taken.extend(asked["recipes"])
        return make(**{**asked, "recipes": asked["recipes"]})

    monkeypatch.setattr(services_of_plans(), "make_plan", watched)
    recipe = bring(client)
    save(client, recipe, **READY, **{"line-2-food": butter()})
    assert "Your meals" in planned(client, MAN_45)
    assert [one.pk for one in taken] == [recipe.pk]


def services_of_plans() -> Any:
    from nutriplan.plans import services as plans

    return plans


def test_many_imports_in_a_minute_are_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportThrottle, "rate", "1/min", raising=False)
    bring(client)
    response = client.post("/recipes/", {"text": LINES})
    assert response.status_code == 429
    assert "Please wait" in response.content.decode()


def test_a_file_that_is_too_large_is_refused_with_the_limit(client: Client) -> None:
    upload = SimpleUploadedFile("page.html", b"x" * (services.MOST_BYTES + 10))
    page = client.post("/recipes/", {"file": upload}).content.decode()
    assert "at most 2 MiB" in page


def test_the_page_of_a_recipe_costs_the_same_however_many_lines(client: Client, django_assert_num_queries: Any) -> None:
    short, long = bring(client), bring(client, text="Serves 2\n" + "\n".join(f"{n} eggs" for n in range(1, 20)))
    with django_assert_num_queries(11):
        page_of(client, short)
    with django_assert_num_queries(11):
        page_of(client, long)


# Into the library -----------------------------------------------------------------------------------------------------


def editor(client: Client) -> User:
    user = User.objects.create_user("eve", is_staff=True)
    create_roles()
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return user


def test_a_curator_makes_a_draft_of_their_recipe_that_nobody_is_offered(client: Client) -> None:
    editor(client)
    recipe = bring(client)
    save(client, recipe, **READY, **{"line-2-food": butter(), "steps": "Beat.\nFry."})
    response = client.post(f"/recipes/{recipe.key}/promote/")
    assert response.status_code == 302
    dish = Dish.objects.get(name="Eggs")
    assert (dish.key, dish.is_published, dish.by_hand, dish.declared) == ("eggs", False, True, "vegetarian")
    assert [(item.food.ndb_no, item.measure) for item in dish.ingredients.order_by("position")] == [
        ("01123", "2 large eggs"),
        ("01145", "2 tbsp butter or margarine"),
    ]
    assert [step.text for step in dish.steps.order_by("position")] == ["Beat.", "Fry."]
    assert "eggs" not in {serving.key for serving in foods.servings()}
    assert "eggs" in client.get(response["Location"]).content.decode()
    client.post(f"/recipes/{recipe.key}/promote/")
    assert set(Dish.objects.filter(name="Eggs").values_list("key", flat=True)) == {"eggs", "eggs-2"}


def test_a_draft_needs_every_line_and_steps(client: Client) -> None:
    editor(client)
    recipe = bring(client)
    page = client.post(f"/recipes/{recipe.key}/promote/")
    assert page.status_code == 400
    for says in (
        "Needs how long it takes",
        "Needs a food of ours for “2 tbsp butter or margarine”",
        "steps in your own",
    ):
        assert says.casefold() in page.content.decode().casefold()
    assert not Dish.objects.filter(name="Eggs").exists()


def test_who_is_no_curator_makes_no_drafts_and_no_curator_of_others_recipes(client: Client) -> None:
    recipe = bring(client)
    assert "draft for the library" not in page_of(client, recipe)
    assert client.post(f"/recipes/{recipe.key}/promote/").status_code == 404
    curator = Client()
    editor(curator)
    assert curator.post(f"/recipes/{recipe.key}/promote/").status_code == 404
