from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from foods.models import Food
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.findings import Findings
from nutriplan.domain.offering import Kind, offer
from nutriplan.domain.person import Person
from nutriplan.knowledge import loader
from nutriplan.people.profile import read_profile
from nutriplan.plans import services as plans
from nutriplan.recipes import decisions, dishes, selectors, services
from nutriplan.recipes.models import Line, Recipe

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
PANCAKES = "Serves 4\nIngredients\n2 cups all-purpose flour\n3 large eggs, beaten\n1 cup whole milk"
READY: dict[str, Any] = {"minutes": 30, "slots": ["breakfast"]}


def imported(text: str = PANCAKES, **more: Any) -> Recipe:
    return services.import_recipe(text=text, now=NOW, **more)


def again(recipe: Recipe) -> Recipe:
    return Recipe.objects.get(pk=recipe.pk)


def decided(recipe: Recipe, **body: Any) -> Recipe:
    services.decide(recipe=recipe, decisions=decisions.read(body))
    return again(recipe)


def food_id(ndb_no: str) -> int:
    return Food.objects.get(ndb_no=ndb_no).pk


def ann() -> User:
    return User.objects.create_user("ann")


# Coming in ------------------------------------------------------------------------------------------------------------


def test_a_recipe_is_kept_with_its_lines_as_they_were_read() -> None:
    recipe = imported(name="Pancakes")
    assert (recipe.name, recipe.servings, recipe.owner_id) == ("Pancakes", 4, None)
    lines = [(line.position, line.state, line.grams) for line in recipe.lines.order_by("position")]
    assert lines == [(1, "sure", 250.0), (2, "sure", 150.0), (3, "sure", 244.0)]


def test_instructions_of_a_page_are_not_kept_but_its_address_is() -> None:
    html = (
        '<link rel="canonical" href="https://kitchen.example/p"><script type="application/ld+json">{"@context":'
        '"https://schema.org","@type":"Recipe","name":"P","recipeIngredient":["1 egg"],'
        '"recipeInstructions":"Fry."}</script>'
    )
    recipe = imported(html)
    assert (recipe.source_url, recipe.steps) == ("https://kitchen.example/p", [])


def test_what_cannot_be_read_keeps_nothing() -> None:
    with pytest.raises(InputFaults):
        imported("<html></html>")
    with pytest.raises(InputFaults, match="at most 2 MiB"):
        imported("1 egg\n" * 400_000)
    assert not Recipe.objects.exists()


# Whose it is ----------------------------------------------------------------------------------------------------------


def test_a_recipe_is_its_owners_alone() -> None:
    owner, other = ann(), User.objects.create_user("ben")
    recipe = imported(owner=owner)
    assert [one.pk for one in selectors.recipes_of(owner)] == [recipe.pk]
    assert not selectors.recipes_of(other).exists()
    assert not selectors.recipes_with([recipe.key], now=NOW).exists()


def test_a_guest_finds_a_recipe_by_its_key_until_it_runs_out() -> None:
    recipe, later = imported(), NOW + services.KEPT
    assert [one.pk for one in selectors.recipes_with([recipe.key], now=NOW)] == [recipe.pk]
    assert not selectors.recipes_with([imported().key[:-1], ""], now=NOW).exists()
    assert not selectors.recipes_with([recipe.key], now=later).exists()
    services.import_recipe(text=PANCAKES, now=later + timedelta(seconds=1))
    assert not Recipe.objects.filter(pk=recipe.pk).exists()


def test_keys_cannot_be_guessed() -> None:
    keys = {imported().key for _ in range(3)}
    assert len(keys) == 3
    assert min(map(len, keys)) >= 32


def test_a_recipe_goes_with_its_account_or_with_the_guest() -> None:
    owner = ann()
    imported(owner=owner)
    owner.delete()
    guest = imported()
    services.forget_guest(keys=[guest.key])
    assert not Recipe.objects.exists()
    assert not Line.objects.exists()


def test_an_accounts_recipes_are_not_forgotten_by_their_keys() -> None:
    recipe = imported(owner=ann())
    services.forget_guest(keys=[recipe.key])
    assert again(recipe)


def test_nobody_keeps_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_PER_OWNER", 1)
    owner = ann()
    imported(owner=owner)
    with pytest.raises(InputFaults, match="delete one first"):
        imported(owner=owner)


# Deciding -------------------------------------------------------------------------------------------------------------


def test_an_open_line_is_decided_with_a_food_and_weighed() -> None:
    recipe = imported("2 tbsp butter or margarine")
    line = recipe.lines.get()
    assert (line.state, line.food_id, line.is_open) == ("asked", None, True)
    recipe = decided(recipe, lines=[{"position": 1, "food_id": food_id("01145")}])
    line = recipe.lines.get()
    assert (line.state, line.is_open, round(line.grams or 0)) == ("chosen", False, 28)


def test_a_line_is_weighed_left_out_unlisted_and_opened_again() -> None:
    recipe = imported("a handful of spinach\n1 pinch asafoetida")
    recipe = decided(
        recipe, lines=[{"position": 1, "grams": 30}, {"position": 2, "decision": "unlisted", "grams": 0.5}]
    )
    assert [(line.state, line.grams, line.is_open) for line in recipe.lines.order_by("position")] == [
        ("sure", 30.0, False),
        ("unlisted", 0.5, False),
    ]
    recipe = decided(recipe, lines=[{"position": 1, "decision": "ask"}, {"position": 2, "decision": "left_out"}])
    assert [line.is_open for line in recipe.lines.order_by("position")] == [True, False]


def test_a_line_that_is_changed_is_read_anew_and_may_become_two() -> None:
    recipe = imported("salt and pepper\n2 eggs")
    recipe = decided(recipe, lines=[{"position": 1, "text": "1 tsp salt\n1 tsp black pepper"}])
    assert [(line.position, line.text, line.state) for line in recipe.lines.order_by("position")] == [
        (1, "1 tsp salt", "sure"),
        (2, "1 tsp black pepper", "sure"),
        (3, "2 eggs", "sure"),
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"servings": 0}, "/servings"),
        ({"minutes": 5000}, "/minutes"),
        ({"slots": ["tea"]}, "/slots/0"),
        ({"role": "star"}, "/role"),
        ({"steps": "Mix"}, "/steps"),
        ({"steps": [""]}, "/steps/0"),
        ({"colour": "red"}, "/colour"),
        ({"lines": [{"position": 9, "grams": 1}]}, "/lines/0/position"),
        ({"lines": [{"grams": 1}]}, "/lines/0/position"),
        ({"lines": [{"position": 1, "grams": 0}]}, "/lines/0/grams"),
        ({"lines": [{"position": 1, "food_id": 987_654_321}]}, "/lines/0/food_id"),
        ({"lines": [{"position": 1, "decision": "food"}]}, "/lines/0/food_id"),
        ({"lines": [{"position": 1}, {"position": 1}]}, "/lines/1/position"),
        ({"lines": [{"position": 1, "decision": "guess"}]}, "/lines/0/decision"),
    ],
)
def test_what_cannot_be_decided_is_named_and_changes_nothing(body: dict[str, Any], pointer: str) -> None:
    recipe = imported()
    with pytest.raises(InputFaults) as refused:
        decided(recipe, **{"name": "Other", **body})
    assert pointer in {fault.pointer for fault in refused.value.faults}
    assert again(recipe).name != "Other"


# Into a plan ----------------------------------------------------------------------------------------------------------


def person(**more: Any) -> tuple[Person, Findings]:
    profile = {"age_years": 45, "sex": "female", "life_stage": "none", **more}
    read, checked = plans.check_person(profile=profile, today=NOW.date())
    return read.person, checked.findings


def refused(recipe: Recipe, **profile: Any) -> Any:
    who, findings = person(**profile)
    found = offer(dishes.servings([recipe]), person=who, findings=findings, meals=who.meals)
    return found.refused[0] if found.refused else None


def test_a_recipe_stands_in_plans_when_everything_needed_is_said() -> None:
    recipe = imported()
    assert dishes.missing(recipe) == ("how long it takes", "which meals it suits")
    assert dishes.servings([recipe]) == ()
    recipe = decided(recipe, **READY)
    (serving,) = dishes.servings([recipe])
    assert (serving.dish_id, serving.minutes, [round(part.grams, 1) for part in serving.parts]) == (
        -recipe.pk,
        30,
        [62.5, 37.5, 61.0],
    )


def test_a_recipe_that_holds_what_someone_must_avoid_is_not_offered_to_them() -> None:
    recipe = decided(imported(), **READY, cooked_through=True)
    assert refused(recipe) is None
    for allergen in ("milk", "egg", "wheat"):
        assert refused(recipe, allergies=[allergen]).kind is Kind.RULE


def test_raw_eggs_keep_a_recipe_from_who_is_pregnant_until_it_is_said_that_all_is_cooked_through() -> None:
    recipe = decided(imported(), **READY)
    pregnant = {"life_stage": "pregnant", "pregnancy_week": 20, "age_years": 30}
    assert refused(recipe, **pregnant).kind is Kind.RULE
    assert refused(decided(recipe, cooked_through=True), **pregnant) is None


def test_an_undecided_line_keeps_the_dish_from_everyone_who_must_avoid_anything() -> None:
    recipe = decided(imported("Serves 2\n200 g asafoetida dumplings\n1 cup whole milk"), **READY, cooked_through=True)
    assert [line.is_open for line in recipe.lines.order_by("position")] == [True, False]
    for allergen in ("egg", "peanut", "sesame", "fish"):
        refusal = refused(recipe, allergies=[allergen])
        assert refusal.because.startswith("not checked: 200 g asafoetida dumplings may contain"), refusal


def test_an_undecided_line_keeps_the_dish_from_who_wants_to_avoid_a_food_and_from_who_must_stay_below_a_limit() -> None:
    recipe = decided(imported("Serves 2\n200 g asafoetida dumplings"), **READY)
    assert refused(recipe, avoid_foods=[food_id("11215")]).kind is Kind.NOT_KNOWN
    (serving,) = dishes.servings([recipe])
    assert serving.sums(("sodium_mg", "potassium_mg"))["sodium_mg"].upper == float("inf")


def test_what_the_words_of_a_line_speak_of_holds_whatever_food_is_chosen() -> None:
    recipe = imported("Serves 2\n1 cup unpasteurised milk")
    recipe = decided(recipe, **READY, cooked_through=True, lines=[{"position": 1, "food_id": food_id("01077")}])
    pregnant = {"life_stage": "pregnant", "pregnancy_week": 20, "age_years": 30}
    assert refused(recipe, **pregnant) is not None


def test_a_food_that_is_withdrawn_makes_its_line_unknown_again() -> None:
    recipe = decided(imported(), **READY)
    Food.objects.filter(ndb_no="01077").update(state="retired")
    (serving,) = dishes.servings([recipe])
    assert [part.food.is_identified for part in serving.parts] == [True, True, False]


def test_nutrients_say_how_much_of_them_is_known() -> None:
    sums = dishes.nutrients(imported("Serves 2\n100 g whole milk\n100 g asafoetida dumplings"))
    assert sums["calcium_mg"].known == pytest.approx(56.5, abs=1)
    assert sums["calcium_mg"].known_share == pytest.approx(0.5)


def test_who_buys_nothing_fortified_gets_the_plain_milk() -> None:
    recipe = decided(imported(), **READY)
    (with_d,) = dishes.servings([recipe])
    (without,) = dishes.servings([recipe], fortified=False)
    assert without.sums(("vitamin_d_ug",))["vitamin_d_ug"].known < with_d.sums(("vitamin_d_ug",))["vitamin_d_ug"].known


def test_the_lines_of_a_recipe_have_an_aisle() -> None:
    (serving,) = dishes.servings([decided(imported("Serves 2\n100 g whole milk\n100 g plain flour"), **READY)])
    assert [part.purchase and part.purchase.aisle for part in serving.parts] == [
        "Dairy and eggs",
        "Grains, pasta and pulses",
    ]


def test_a_plan_takes_own_recipes_only_where_they_are_given() -> None:
    recipe = decided(imported("Serves 1\n300 g rolled oats\n1 litre whole milk", name="Oats"), **READY)
    wishes = plans.wishes_for(days=1, start=NOW.date(), seed=1)
    profile = {"age_years": 45, "sex": "male", "life_stage": "none"}
    with_own = plans.make_plan(profile=profile, wishes=wishes, today=NOW.date(), recipes=[recipe])
    without = plans.make_plan(profile=profile, wishes=wishes, today=NOW.date())
    assert with_own.proposal.refused != without.proposal.refused or with_own.document != without.document
    assert "Oats" not in str(without.document)


def test_the_number_of_queries_does_not_grow_with_the_recipes(django_assert_num_queries: Any) -> None:
    owner = ann()
    for _ in range(3):
        decided(imported(owner=owner), **READY)
    with django_assert_num_queries(11):
        assert len(dishes.servings(selectors.recipes_of(owner))) == 3


def test_the_reader_of_profiles_knows_nothing_of_recipes() -> None:
    with pytest.raises(InputFaults, match="not a field"):
        read_profile({"recipes": []}, loader.load(), today=NOW.date())
