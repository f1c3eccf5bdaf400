from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from foods import selectors as foods
from nutriplan.domain.errors import InputFaults
from nutriplan.plans import changes, edits, services
from nutriplan.plans.desk import NoSuchMeal, NotNow
from nutriplan.plans.edits import Edit
from nutriplan.plans.models import Plan
from tests.plans.changing import START, dishes, keep, meals

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("changing")]

#: Some dish of any plan holds one of these where nothing can stand in for it.
ALLERGIC = ["milk", "egg", "fish", "tree_nut", "gluten"]


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


@pytest.fixture
def plan(ann: User) -> Plan:
    return keep(ann)


def change(plan: Plan, edit: Edit, **more: Any) -> Plan:
    return services.change_plan(plan=plan, edit=edit, today=START, **more)


def bench(plan: Plan) -> edits.Bench:
    return services.bench_for(kept=services.kept_of(plan), today=START)


def dinner(plan: Plan, day: int = 1) -> dict[str, Any]:
    return next(m for m in plan.document["days"][day]["meals"] if m["slot"] == "dinner" and m["role"] == "main")


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(NotNow) as refused:
        call()
    return refused.value.code


# Something else -------------------------------------------------------------------------------------------------------


def test_the_best_dish_takes_the_place_and_everything_else_stays(plan: Plan) -> None:
    old, before = dinner(plan), dishes(plan)
    first = changes.alternatives_for(bench(plan).desk, old["id"])[0]
    change(plan, edits.swap(old["id"], None))
    after = dishes(plan)
    assert dinner(plan)["dish"]["id"] == first.dish_id
    assert dinner(plan)["id"] == old["id"], "a place keeps its number"
    assert sum(before[place] != after[place] for place in before) == 1


def test_alternatives_say_what_the_swap_then_brings(plan: Plan) -> None:
    old = dinner(plan)
    day = plan.document["days"][1]
    second = changes.alternatives_for(bench(plan).desk, old["id"])[1]
    change(plan, edits.swap(old["id"], second.dish_id))
    now = plan.document["days"][1]
    assert dinner(plan)["servings"] == second.servings
    assert now["hands_on_minutes"] - day["hands_on_minutes"] == second.effect.minutes
    change_mg = second.effect.nutrients["magnesium_mg"].change
    brought = now["totals"]["magnesium_mg"]["amount"] - day["totals"]["magnesium_mg"]["amount"]
    assert change_mg is None or change_mg == pytest.approx(brought, abs=0.01)


def test_a_dish_that_a_rule_keeps_out_is_refused_with_the_rule(ann: User) -> None:
    plan = keep(ann, "NO_FISH", 1)
    refused = next(one for one in bench(plan).desk.found.refused if one.rule_ids and one.serving.role == "main")
    with pytest.raises(NotNow) as said:
        change(plan, edits.swap(dinner(plan, 0)["id"], refused.serving.dish_id))
    assert said.value.code == "breaks_a_rule"
    assert refused.rule_ids[0] in said.value.reason
    plan.refresh_from_db()
    assert plan.version == 1


def test_a_dish_that_is_none_and_a_meal_that_is_none(plan: Plan) -> None:
    with pytest.raises(InputFaults):
        change(plan, edits.swap(dinner(plan)["id"], 999_999))
    with pytest.raises(NoSuchMeal):
        change(plan, edits.swap(999, None))


def test_what_is_locked_is_not_swapped(plan: Plan) -> None:
    change(plan, edits.lock(dinner(plan)["id"], locked=True))
    assert dinner(plan)["locked"]
    assert code_of(lambda: change(plan, edits.swap(dinner(plan)["id"], None))) == "locked"
    change(plan, edits.lock(dinner(plan)["id"], locked=False))
    change(plan, edits.swap(dinner(plan)["id"], None))


def test_another_portion_only_where_it_is_offered_and_the_day_allows_it(plan: Plan) -> None:
    with pytest.raises(InputFaults):
        change(plan, edits.serve(dinner(plan)["id"], 7))
    refused = []
    for meal in [meal for meal in meals(plan) if meal["role"] == "main" and meal["servings"] > 0.5]:
        try:
            change(plan, edits.serve(meal["id"], 0.5))
            assert next(m for m in meals(plan) if m["id"] == meal["id"])["servings"] == 0.5
        except NotNow as no:
            refused.append(no.code)
        except InputFaults as wrong:
            refused.append(wrong.faults[0].pointer)
    assert "breaks_a_rule" in refused
    assert bench(plan).desk.broken(bench(plan).desk.cells) == ()


# Never again, less work, use up --------------------------------------------------------------------------------------


def test_a_banned_dish_is_gone_and_stays_away(plan: Plan) -> None:
    gone = dinner(plan)["dish"]["id"]
    before = dishes(plan)
    change(plan, edits.ban_meal(dinner(plan)["id"]))
    assert gone not in dishes(plan).values()
    assert sum(before[place] != dish for place, dish in dishes(plan).items()) == list(before.values()).count(gone)
    assert plan.document["wanted"]["banned_dishes"][0]["id"] == gone
    assert code_of(lambda: change(plan, edits.swap(dinner(plan)["id"], gone))) == "banned"
    assert gone not in [one.dish_id for one in changes.alternatives_for(bench(plan).desk, dinner(plan)["id"], most=30)]
    change(plan, edits.allow(gone))
    assert plan.wanted["banned_dishes"] == []


def test_less_work_on_a_day_changes_that_day_alone(plan: Plan) -> None:
    before, minutes = dishes(plan), plan.document["days"][1]["hands_on_minutes"]
    day = START + timedelta(days=1)
    change(plan, edits.lighten(day, minutes - 5))
    assert plan.document["days"][1]["hands_on_minutes"] <= minutes - 5
    assert {place: dish for place, dish in dishes(plan).items() if place[0] != day.isoformat()} == {
        place: dish for place, dish in before.items() if place[0] != day.isoformat()
    }
    best = changes.alternatives_for(bench(plan).desk, dinner(plan)["id"])
    now = plan.document["days"][1]["hands_on_minutes"]
    assert all(now + one.effect.minutes <= minutes - 5 for one in best)


def test_no_work_at_all_is_refused_and_nothing_changes(plan: Plan) -> None:
    assert code_of(lambda: change(plan, edits.lighten(START, 0))) == "too_much_work"
    plan.refresh_from_db()
    assert (plan.version, plan.wanted) == (1, {})


def test_a_food_is_used_up_by_its_day(plan: Plan) -> None:
    change(plan, edits.use_up("spinach", 150, START + timedelta(days=1)))
    (used,) = plan.document["shopping_list"]["pantry"]
    assert used["used_g"] > 0
    assert min(used["days"]) <= (START + timedelta(days=1)).isoformat()


def test_what_cannot_be_used_up_names_every_fault(plan: Plan) -> None:
    with pytest.raises(InputFaults) as wrong:
        change(plan, edits.use_up("zzyzx", 0, START - timedelta(days=1)))
    assert [fault.pointer for fault in wrong.value.faults] == ["/food", "/grams", "/by"]


# The whole plan -------------------------------------------------------------------------------------------------------


def test_a_plan_that_is_well_changes_nothing_when_it_is_mended(plan: Plan) -> None:
    before = plan.document["days"]
    assert change(plan, edits.mend()).document["days"] == before


@pytest.mark.parametrize("count", [0, 3, 7])
def test_what_is_locked_stays_when_all_else_is_planned_anew(plan: Plan, count: int) -> None:
    chosen = [meal["id"] for meal in meals(plan)][:: max(1, len(meals(plan)) // count)][:count] if count else []
    for meal_id in chosen:
        change(plan, edits.lock(meal_id, locked=True))
    kept = {meal["id"]: (meal["dish"]["id"], meal["servings"]) for meal in meals(plan) if meal["locked"]}
    change(plan, edits.plan_anew())
    assert len(kept) == count
    assert {m["id"]: (m["dish"]["id"], m["servings"]) for m in meals(plan) if m["locked"]} == kept
    assert plan.document["solver"]["seed"] == 2


def test_the_last_change_is_taken_back_and_made_again(plan: Plan) -> None:
    before = plan.document["days"]
    change(plan, edits.swap(dinner(plan)["id"], None))
    after = plan.document["days"]
    assert change(plan, edits.undo()).document["days"] == before
    assert change(plan, edits.undo()).document["days"] == after
    assert plan.version == 4


def test_there_may_be_nothing_to_take_back(plan: Plan) -> None:
    assert code_of(lambda: change(plan, edits.undo())) == "nothing_to_undo"


# Safety ---------------------------------------------------------------------------------------------------------------


def test_who_must_see_somebody_first_changes_nothing(ann: User) -> None:
    plan = keep(ann, "FAINTED", 1)
    for edit in (edits.lock(1, locked=True), edits.swap(1, None), edits.mend(), edits.plan_anew(), edits.ban(1)):
        assert code_of(lambda edit=edit: change(plan, edit)) == "referred"  # type: ignore[misc]


def test_a_person_who_is_ill_since_keeps_nothing_that_is_forbidden_now(ann: User) -> None:
    """Today's rules and today's profile hold, whatever the kept document says."""
    plan = keep(ann)
    ill = {**plan.profile, "allergies": ALLERGIC}
    Plan.objects.filter(pk=plan.pk).update(profile=ill)
    plan.refresh_from_db()
    assert code_of(lambda: changes.alternatives_for(bench(plan).desk, dinner(plan)["id"])) == "outdated"
    change(plan, edits.mend())
    after = bench(plan).desk
    excluded = after.found.findings.excluded
    assert excluded
    assert all(one.cell for one in after.standing)
    eaten = [part.food for cell in after.cells for part in after.servings[cell.offer].parts]
    assert [(food.name, tag) for food in eaten for tag in excluded if food.may_carry(tag)] == []


def test_a_lock_on_what_is_forbidden_now_is_refused_with_the_reason(ann: User) -> None:
    plan = keep(ann)
    ill = {**plan.profile, "allergies": ALLERGIC}
    Plan.objects.filter(pk=plan.pk).update(profile=ill)
    plan.refresh_from_db()
    gone = next(one for one in bench(plan).desk.standing if one.cell is None)
    assert code_of(lambda: change(plan, edits.lock(gone.meal_id, locked=True))) == "impossible_lock"


def test_two_changes_at_once_lose_none(plan: Plan) -> None:
    first, second = dinner(plan, 0)["id"], dinner(plan, 1)["id"]

    def meanwhile(bench: edits.Bench) -> changes.Changed:
        found = edits.lock(second, locked=True)(bench)
        if bench.kept.before is None:
            change(Plan.objects.get(pk=plan.pk), edits.lock(first, locked=True))
        return found

    change(plan, meanwhile)
    assert [meal["id"] for meal in meals(plan) if meal["locked"]] == [first, second]


def test_who_saw_an_older_plan_is_told(plan: Plan) -> None:
    change(plan, edits.lock(dinner(plan)["id"], locked=True), version=1)
    with pytest.raises(services.Stale):
        change(plan, edits.lock(dinner(plan)["id"], locked=False), version=1)


def test_nobody_is_answered_from_the_problem_of_another(ann: User, plan: Plan) -> None:
    mine = bench(plan).desk
    theirs = keep(User.objects.create_user("ben"))
    assert bench(plan).desk.table is mine.table
    assert bench(theirs).desk.table is not mine.table


def test_other_foods_are_said_and_checked(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(
        document={**plan.document, "data": {"foods_version": "x", "rules_version": "y"}}
    )
    plan.refresh_from_db()
    change(plan, edits.swap(dinner(plan)["id"], None))
    assert any("have changed since" in one for one in plan.document["warnings"])
    assert plan.foods_version == foods.data_version()


def test_a_nutrient_that_a_clinician_sets_is_no_argument(ann: User) -> None:
    plan = keep(ann, "KIDNEY", 2)
    told = changes.alternatives_for(bench(plan).desk, dinner(plan, 0)["id"])
    assert told
    assert all("potassium_mg" not in one.effect.nutrients for one in told)
