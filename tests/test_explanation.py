"""A kitchen of a few dishes, and a person who misses vitamin D in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from nutriplan.beyond import dishes_beside, foods_beside, unlike_the_unwanted
from nutriplan.domain import intake
from nutriplan.domain.findings import Findings, NutrientCap
from nutriplan.domain.instead import Who
from nutriplan.domain.menu import Helping, totals_by_day
from nutriplan.domain.offering import Kind, Refusal, offer
from nutriplan.domain.person import Person, Supplement
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Role, Serving, alone
from nutriplan.domain.targets import Target
from nutriplan.explanation import ASK, Case, Explanation, explain, why_no_plan
from nutriplan.formulation import pose
from nutriplan.limits_in_words import SOMEBODY, in_words
from tests.domain.cast import MEALS, food, menu, person, serving

D, K, KCAL = "vitamin_d_ug", "potassium_mg", "energy_kcal"
SPICY = frozenset({"spicy"})


def rich(name: str, d: float = 0.0, k: float = 100.0, **changes: Any) -> Any:
    return food(name, {D: d, K: k, KCAL: 130.0}, **changes)


RICE = serving("rice", (rich("Rice"), 500.0))
FISH = serving("fish", (rich("Fish", d=1.0, tags=frozenset({"fish"})), 500.0))
CURRY = serving("curry", (rich("Curry", d=2.0, tags=SPICY), 500.0))
SLOW = serving("roast", (rich("Roast", d=1.5), 500.0), minutes=200)
BOTH = serving("stew", (rich("Stew", d=3.0, tags=SPICY), 500.0), minutes=200)
DISHES = (
    RICE,
    serving("pasta", (rich("Pasta"), 500.0)),
    serving("bread", (rich("Bread"), 500.0)),
    FISH,
    CURRY,
    SLOW,
    BOTH,
)
SEEDS = alone(rich("Seeds, of the sun", d=50.0), 50.0, "a handful", "food-1", Role.SIDE)
BANANA = alone(rich("Banana, ripe", d=50.0, k=900.0), 50.0, "half of one", "food-2", Role.SIDE)


def aim(key: str, amount: float) -> Target:
    return Target(key, None, amount, None, Scope.TOTAL, "RDA", "")


NO_FISH = {"fish": ("allergy:fish",)}
WISHES: Mapping[str, Any] = {"avoid_tags": SPICY, "max_minutes": 30}


def asked(who: Person, targets: Sequence[Target] = (aim(D, 20.0),), **found: Any) -> Case:
    excluded = {**NO_FISH, **{tag: (f"wish:{tag}",) for tag in who.avoid_tags}}
    findings = Findings(excluded=excluded, **found)
    wanted = {one.key: one for one in (aim(KCAL, 1950.0), *targets)}
    offered = offer(DISHES, person=who, findings=findings, meals=MEALS)
    posed = pose(person=who, targets=wanted, findings=findings, offered=offered, meals=MEALS, days=1, seed=1)
    eaten = menu({meal: (Helping(RICE, 1.0),) for meal in MEALS})
    attained = intake.attainment(totals_by_day(eaten, (D, K, KCAL)), wanted)
    return Case(
        Who(who, findings, wanted), posed, MEALS, eaten, attained, offered.refused, {"CKD": "your kidney clinic"}
    )


def explained(who: Person, foods: Sequence[Serving] = (), **more: Any) -> Explanation:
    return explain(asked(who, **more), lambda _key: foods)


def test_a_missed_aim_says_the_most_that_any_plan_could_bring() -> None:
    (missed,) = explained(person(**WISHES)).shortfalls
    assert (missed.key, missed.share_of_aim, missed.best_possible) == (D, 0.0, 0.0)
    assert "no plan within your energy need and your cautions reaches more than 0 % of the aim" in missed.because


def test_each_wish_and_dish_is_given_up_by_itself() -> None:
    found = {one.what: one.gains[D] for one in explained(person(**WISHES), targets=(aim(D, 60.0),)).changes}
    alone_, both = (
        "giving up your wish “no spicy”",
        "“Stew”, if you gave up: no dish that takes longer than 30 minutes; no spicy",
    )
    assert found[both] > found[alone_] > 0
    assert found["giving up your wish “no dish that takes longer than 30 minutes”"] > 0


def test_what_an_allergy_keeps_out_is_never_named() -> None:
    found = explained(person(**WISHES), foods=(SEEDS,))
    assert "Fish" not in str(found)
    outside = dishes_beside(asked(person(**WISHES)).refused, asked(person()).who, MEALS, None)
    assert {one.serving.key for one in outside} == {"curry", "roast", "stew"}


def test_a_food_that_no_dish_has_is_named_with_its_amount() -> None:
    (missed,) = explained(person(), foods=(SEEDS,), targets=(aim(D, 200.0),)).shortfalls
    assert "Seeds, of the sun (a handful) beside a meal" in missed.would_help


def test_a_limited_nutrient_is_never_spoken_for() -> None:
    cap = NutrientCap("CKD", K, 2000.0, Period.DAY, Scope.TOTAL)
    targets = (aim(D, 20.0), aim(K, 2500.0))
    found = explained(person(**WISHES), foods=(BANANA,), targets=targets, caps=(cap,))
    limited = next(one for one in found.shortfalls if one.key == K)
    assert (limited.best_possible, limited.changes, limited.would_help) == (None, (), ASK)
    assert K not in found.best_possible
    assert not any(K in one.gains for one in found.changes)
    assert "Banana" not in str(found)


def test_a_food_richer_in_what_is_limited_than_the_plan_is_left_out() -> None:
    cap = NutrientCap("CKD", K, 9000.0, Period.DAY, Scope.TOTAL)
    limited, free = asked(person(), caps=(cap,)), asked(person())
    assert [one.serving for one in foods_beside((BANANA, SEEDS), free.who, MEALS, free.menu)] == [BANANA, SEEDS]
    assert [one.serving for one in foods_beside((BANANA, SEEDS), limited.who, MEALS, limited.menu)] == [SEEDS]


def test_a_food_of_the_kind_of_an_unwanted_one_is_left_out() -> None:
    egg = rich("Egg, boiled", d=3.0)
    who = person(avoid_foods=frozenset({egg.food_id}))
    refused = [Refusal(serving("eggs", (egg, 100.0)), "", Kind.WISH)]
    omelette = alone(rich("Egg, omelette"), 100.0, "one", "food-3", Role.SIDE)
    assert unlike_the_unwanted((omelette, SEEDS), refused, asked(who).who) == [SEEDS]


def test_tablets_that_are_taken_count() -> None:
    taken = person(supplements=(Supplement(D, 10.0),))
    (missed,) = explained(taken, targets=(aim(D, 40.0),)).shortfalls
    assert missed.share_of_aim == pytest.approx(0.25)
    assert missed.best_possible is not None
    assert missed.best_possible >= 0.25


def test_nothing_is_explained_where_nothing_is_missed() -> None:
    found = explained(person(**WISHES), targets=(aim(K, 1000.0),))
    assert (found.shortfalls, found.changes) == ((), ())
    assert found.best_possible[K] > 1


def test_a_safety_limit_says_whom_to_ask_and_a_habit_is_told_apart() -> None:
    assert "ask your kidney clinic" in in_words("CKD: potassium_mg", Findings(), {"CKD": "your kidney clinic"}).text
    assert SOMEBODY in in_words("selenium_ug maximum", Findings(), {}).text
    assert in_words("whole grain", Findings(), {}).is_habit
    assert not in_words("iron_mg aim", Findings(), {}).is_habit


def test_every_limit_of_a_plan_has_words() -> None:
    for limit in asked(
        person(), targets=(aim(D, 20.0), aim("magnesium_mg", 400.0), aim("fibre_g", 30.0))
    ).posed.problem.limits:
        said = in_words(limit.name, Findings(), {}).text
        assert "_" not in said
        assert said != limit.name


def test_without_any_plan_the_wishes_that_clash_are_named_and_what_could_be_changed() -> None:
    dry = asked(person(avoid_foods=frozenset({RICE.parts[0].food.food_id}), **WISHES))
    said = why_no_plan(dry.who, dry.posed, MEALS, dry.refused, {})
    assert said.startswith("These cannot be met together: ")
    assert "your wish “no Rice”" in said
    assert "A plan should be possible if you gave up “no Rice” or" in said
    assert "fish" not in said.lower()


def test_where_a_plan_fits_no_clash_is_told() -> None:
    fits = asked(person(max_minutes=30))
    assert why_no_plan(fits.who, fits.posed, MEALS, fits.refused, {}) == ""


def test_where_no_wish_is_enough_that_is_said() -> None:
    dry = asked(person(avoid_foods=frozenset(one.parts[0].food.food_id for one in DISHES[:3]), **WISHES))
    said = why_no_plan(dry.who, dry.posed, MEALS, dry.refused, {})
    assert said.endswith("Giving up one of the wishes is not enough.")
