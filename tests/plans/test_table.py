"""A vegan woman and a man who must not have peanuts at one table, for a day."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
from rich.console import Console

from foods import selectors as foods
from nutriplan import table as walk
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.menu import broken_limits
from nutriplan.domain.steadiness import levels_of
from nutriplan.knowledge import loader
from nutriplan.plans import services, table
from nutriplan.plans.table import Eater
from nutriplan.plans.table_terminal import show_table

pytestmark = [pytest.mark.django_db, pytest.mark.plans]

START = date(2026, 1, 5)
ANN: dict[str, Any] = {
    "age_years": 34, "sex": "female", "height_cm": 167, "weight_kg": 61, "activity": "active", "life_stage": "none",
    "diet": "vegan",
}  # fmt: skip
BEN: dict[str, Any] = {
    "age_years": 45, "sex": "male", "life_stage": "none", "allergies": ["peanut"], "conditions": ["hypertension"],
    "household": 4,
}  # fmt: skip
MEALS = {"breakfast", "lunch", "dinner"}


@cache
def found() -> walk.Table:
    guests = [
        walk.Guest(name, services.read_person(profile=profile, today=START).person)
        for name, profile in (("Ann", ANN), ("Ben", BEN))
    ]
    wishes = services.wishes_for(days=1, start=START, seed=1)
    return walk.propose(guests, foods.servings(), loader.load(), wishes, services.foods_rich_in)


def grams(plan: Any) -> Counter[int]:
    eaten: Counter[int] = Counter()
    for _, _, helping in plan.menu.helpings():
        for part in helping.serving.parts:
            eaten[part.food.food_id] += round(part.grams * helping.servings * 1000)
    return eaten


def test_all_eat_the_same_main_dishes_in_their_own_portions() -> None:
    assert found().state == "ready"
    assert {one.slot.value for one in found().shared} == MEALS
    assert all(one.portions.keys() == {"Ann", "Ben"} for one in found().shared)
    assert any(one.portions["Ann"] != one.portions["Ben"] for one in found().shared)
    assert not found().apart


def test_every_hard_limit_of_each_holds_for_each() -> None:
    for _, plan in found().plans:
        levels = levels_of(plan.person, plan.targets, plan.findings)
        assert plan.menu is not None
        assert not broken_limits(
            plan.menu, person=plan.person, findings=plan.findings, targets=plan.targets, levels=levels
        )


def test_nothing_stands_on_a_plate_that_its_eater_must_not_have() -> None:
    for (_, plan), tag in zip(found().plans, ("animal", "peanut"), strict=True):
        assert plan.menu is not None
        foods_on_it = [part.food for _, _, helping in plan.menu.helpings() for part in helping.serving.parts]
        assert foods_on_it
        assert not any(food.may_carry(tag) for food in foods_on_it)


def test_one_list_buys_what_all_eat() -> None:
    eaten = sum((grams(plan) for _, plan in found().plans), Counter[int]())
    bought_for_all = found().shopping
    assert bought_for_all is not None
    bought = sum(line.eaten_g for line in bought_for_all.lines)
    assert bought * 1000 >= sum(eaten.values()) * 0.999
    assert all(plan.shopping is None for _, plan in found().plans)


def test_the_document_gives_each_their_own_cautions_and_never_potassium_to_push(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = found()
    monkeypatch.setattr(walk, "propose", lambda *_: known)
    document = table.plan_together(
        eaters=[Eater("Ann", ANN), Eater("Ben", BEN)],
        wishes=services.wishes_for(days=1, start=START, seed=1),
        today=START,
    )
    ann, ben = (one["plan"] for one in document["people"])
    assert {one["rule"] for one in ben["cautions"]} - {one["rule"] for one in ann["cautions"]}
    assert document["shopping_list"]["household"] == 2
    assert [one["name"] for one in document["shared"][0]["portions"]] == ["Ann", "Ben"]
    printed = io.StringIO()
    show_table(Console(file=printed, width=100), document)
    lines = printed.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    assert {"Together at the table", "━━ Ann ━━", "━━ Ben ━━", "Shopping list for 2 people"} <= set(lines)


def test_where_a_clinician_comes_first_for_one_there_is_no_plan_for_any() -> None:
    document = table.plan_together(
        eaters=[Eater("Ann", {**ANN, "red_flags": ["RF01"]}), Eater("Ben", BEN)],
        wishes=services.wishes_for(days=1, start=START, seed=1),
        today=START,
    )
    assert (document["state"], document["shopping_list"], document["shared"]) == ("referred", None, [])
    assert document["reason"].startswith("Ann: ")
    assert not any(one["plan"]["days"] for one in document["people"])


def test_every_fault_of_everybody_is_named() -> None:
    eaters = [Eater("Ann", {**ANN, "age_years": 900}), Eater("Ann", {**BEN, "sex": "x"})]
    with pytest.raises(InputFaults) as refused:
        table.plan_together(eaters=eaters, wishes=services.wishes_for(days=14, start=START, seed=1), today=START)
    assert {fault.pointer for fault in refused.value.faults} == {
        "/days",
        "/people/1/name",
        "/people/0/profile/age_years",
        "/people/1/profile/sex",
    }
