"""Random people change their plans: no alternative, swap, ban, light day or new plan brings in what is forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from nutriplan.plans import changes, edits, services
from nutriplan.plans.desk import NotNow
from nutriplan.plans.edits import Edit
from nutriplan.plans.models import Plan
from nutriplan.proposal import Wishes
from tests.safety import oracle
from tests.safety.checks import absent_tags, food_faults, plan_faults
from tests.safety.profiles import PEOPLE, Profile, profile

pytestmark = [pytest.mark.django_db, pytest.mark.plans, pytest.mark.xdist_group("random-people")]

TODAY = date(2026, 1, 5)
#: Each plans twice and changes eight times, which takes seconds, and minutes on a busy machine.
CHANGED = range(17, PEOPLE, 600)


def kept_for(who: Profile) -> Plan:
    owner = User.objects.create_user("somebody")
    made = services.make_plan(profile=who, wishes=Wishes(2, TODAY, 1), today=TODAY)
    return services.keep_plan(owner=owner, profile=who, made=made)


def faults_of(plan: Plan, who: Profile) -> list[str]:
    meals = [meal for day in plan.document["days"] for meal in day["meals"]]
    eaten = {item["food"]["ndb_no"] for meal in meals for item in meal["ingredients"]}
    return plan_faults(plan.document, who, absent_tags(eaten))


def of_alternatives(plan: Plan, who: Profile, meal_id: int) -> list[str]:
    """What is wrong with the dishes that are listed, and with what is said for them."""
    desk = services.bench_for(kept=services.kept_of(plan), today=TODAY).desk
    found = changes.alternatives_for(desk, meal_id, most=10)
    listed = {one.dish_id for one in found}
    parts = [part for one in desk.servings.values() if one.dish_id in listed for part in one.parts]
    foods = {part.food.ndb_no: f"{part.food.name} / {part.food.shown_name}" for part in parts}
    praised = {key for one in found for key in one.effect.nutrients} & oracle.replaced(who)
    said = [f"{key} is an argument, though only a clinician may set it" for key in praised]
    return [*food_faults(foods.items(), who, absent_tags(foods)), *said]


def asked_for(document: dict[str, Any]) -> Iterator[Edit]:
    """What somebody might do with a plan, one after the other."""
    day, other = document["days"]
    mains = [meal for meal in day["meals"] if meal["role"] == "main"]
    yield edits.lock(mains[-1]["id"], locked=True)
    yield edits.swap(mains[0]["id"], None)
    yield edits.swap(other["meals"][0]["id"], mains[-1]["dish"]["id"])
    yield edits.ban(other["meals"][-1]["dish"]["id"])
    yield edits.lighten(date.fromisoformat(other["date"]), max(5, other["hands_on_minutes"] - 10))
    yield edits.use_up("spinach", 120, TODAY)
    yield edits.plan_anew()
    yield edits.undo()


@pytest.mark.requirement("P18", "C1", "C5", "C16", "I10")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", CHANGED)
def test_no_change_brings_in_what_is_forbidden(number: int) -> None:
    who = profile(number)
    plan = kept_for(who)
    if plan.state != "ready":
        with pytest.raises(NotNow):
            services.change_plan(plan=plan, edit=edits.mend(), today=TODAY)
        return
    faults = [
        fault for day in plan.document["days"] for m in day["meals"] for fault in of_alternatives(plan, who, m["id"])
    ]
    for edit in asked_for(plan.document):
        with suppress(NotNow):
            services.change_plan(plan=plan, edit=edit, today=TODAY)
        faults += faults_of(plan, who)
    assert faults == []
