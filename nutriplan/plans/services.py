"""How is a plan made and kept? The one way from any door through the walk; the only place that writes plans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from foods import selectors as foods
from nutriplan import proposal as walk
from nutriplan.domain.caution_book import RedFlag
from nutriplan.domain.errors import Fault, InputFaults, NutriPlanError
from nutriplan.domain.person import Person, Stock
from nutriplan.domain.servings import Role, Serving, alone
from nutriplan.domain.triage import questions_for
from nutriplan.knowledge import loader
from nutriplan.people.profile import ReadProfile, read_profile
from nutriplan.plans.desk import Kept, NotNow
from nutriplan.plans.document import Json, plan_document
from nutriplan.plans.edits import Bench, Edit
from nutriplan.plans.models import Plan
from nutriplan.plans.wanted import as_json, from_json
from nutriplan.proposal import Progress, Proposal, Wishes
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Recipe

#: What the planner was measured for; longer plans are made by making another.
MAX_DAYS = 28
#: So many per cent worse may a plan be so that less fresh food is thrown away, unless said otherwise.
WASTE_WITHIN_PCT = 2.0
#: So often is a change worked out again when another came first.
TRIES = 3
#: A plan starts in this century: what lies outside is a slip of the finger.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def _no_progress(_fraction: float, _stage: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan as made: the walk's own answer, and the document of it."""

    proposal: Proposal
    document: Json


def read_person(*, profile: object, today: date) -> ReadProfile:
    """The profile as a person; foods to avoid or in the kitchen must exist. Raises InputFaults."""
    read = read_profile(profile, loader.load(), today=today)
    unknown = foods.unknown_ids(read.person.avoid_foods)
    faults = [Fault("/avoid_foods", "unknown_id", f"there is no food {food_id}") for food_id in sorted(unknown)]
    pantry = _looked_up(read.person.pantry, faults)
    if faults:
        raise InputFaults(faults)
    return replace(read, person=replace(read.person, pantry=pantry))


def _looked_up(pantry: tuple[Stock, ...], faults: list[Fault]) -> tuple[Stock, ...]:
    """Each stock with the food it means; what means none is a fault."""
    found = foods.foods_called([stock.asked for stock in pantry])
    for place, stock in enumerate(pantry):
        if stock.asked not in found:
            named = (
                f"there is no food {stock.asked}"
                if isinstance(stock.asked, int)
                else f"“{stock.asked}” is not a food we know"
            )
            faults.append(Fault(f"/pantry/{place}/food", "unknown_food", named))
    return tuple(
        replace(stock, ndb_no=found[stock.asked].ndb_no, name=found[stock.asked].name)
        for stock in pantry
        if stock.asked in found
    )


def make_plan(
    *,
    profile: object,
    wishes: Wishes,
    today: date,
    progress: Progress = _no_progress,
    recipes: Iterable[Recipe] = (),
) -> Made:
    """Walk from a profile to a plan; nothing is kept. recipes: the person's own, which go the same way as any dish.

    Raises InputFaults for a profile that cannot be used.
    """
    read = read_person(profile=profile, today=today)
    knowledge = loader.load()
    fortified = read.person.buys_fortified
    servings = (*foods.servings(fortified=fortified), *dishes.servings(recipes, fortified=fortified))
    found = walk.propose(read.person, servings, knowledge, wishes, progress, foods_rich_in)
    return Made(found, _document(found, read, plan_id=None))


def foods_rich_in(nutrient: str) -> list[Serving]:
    """Each as a side dish of the amount that people eat."""
    return [
        alone(one.food, one.grams, one.measure, f"food-{one.food.food_id}", Role.SIDE) for one in foods.rich(nutrient)
    ]


def questions_of(person: Person) -> tuple[RedFlag, ...]:
    """The danger signs to ask this person about before the first plan, in their order; at most ten."""
    return questions_for(person, loader.load().cautions)


def check_person(*, profile: object, today: date) -> tuple[ReadProfile, Proposal]:
    """Targets and cautions of a profile, without planning."""
    read = read_person(profile=profile, today=today)
    return read, walk.check(read.person, loader.load(), Wishes(start=today))


@transaction.atomic
def keep_plan(*, owner: AbstractBaseUser, profile: dict[str, Any], made: Made) -> Plan:
    """Keep a plan for its owner. The document then carries the plan's id."""
    wishes = made.proposal.wishes
    plan = Plan(
        owner_id=owner.pk,
        state=made.proposal.state.value,
        start_date=wishes.start,
        day_count=wishes.days,
        profile=profile,
        document=made.document,
        foods_version=made.document["data"]["foods_version"],
        rules_version=made.document["data"]["rules_version"],
    )
    plan.save()
    plan.document = {**made.document, "id": plan.pk}
    plan.save(update_fields=["document"])
    return plan


# Changing ------------------------------------------------------------------------------------------------------------


class Stale(NutriPlanError):
    """The plan is no longer as the caller saw it."""


def kept_of(plan: Plan) -> Kept:
    """A plan of the database as a value, with the recipes of its owner that stand in it."""
    dish_ids = {meal["dish"]["id"] for day in plan.document.get("days", ()) for meal in day["meals"]}
    own = {-pk for pk in dish_ids if pk < 0}
    recipes = Recipe.objects.filter(owner_id=plan.owner_id, pk__in=own).prefetch_related("lines") if own else ()
    return Kept(
        holder=f"user {plan.owner_id}, plan {plan.pk}",
        profile=plan.profile,
        document=plan.document,
        wanted=from_json(plan.wanted),
        recipes=tuple(recipes),
        before=plan.before,
    )


def wanted_of(plan: Plan) -> Json:
    """What was asked of the plan since it was made, as its document says it."""
    return as_json(from_json(plan.wanted))


def bench_for(*, kept: Kept, today: date) -> Bench:
    """Where a kept plan is read and changed. Raises NotNow where its profile cannot be read any more."""
    try:
        return Bench(kept, read_person(profile=kept.profile, today=today), today)
    except InputFaults as wrong:
        said = wrong.faults[0].detail
        reason = f"Something in the profile of this plan can no longer be used ({said}). Please make a new plan."
        raise NotNow("profile", reason) from wrong


def change_plan(*, plan: Plan, edit: Edit, today: date, version: int | None = None) -> Plan:
    """The plan after a change, kept. version: what the caller saw; None: whatever it is now.

    Nobody waits for another: a change that finds the plan moved on is worked out again on what it is now. Raises Stale,
    NotNow, NoSuchMeal, InputFaults or PlanUnsafe; then nothing was kept.
    """
    for _ in range(TRIES):
        plan.refresh_from_db()
        if version is not None and plan.version != version:
            raise Stale
        changed = edit(bench_for(kept=kept_of(plan), today=today))
        written = Plan.objects.filter(pk=plan.pk, version=plan.version).update(
            document=changed.document,
            wanted=as_json(changed.wanted),
            before={"document": plan.document, "wanted": plan.wanted},
            version=plan.version + 1,
            foods_version=changed.document["data"]["foods_version"],
            rules_version=changed.document["data"]["rules_version"],
        )
        if written:
            plan.refresh_from_db()
            return plan
    raise Stale


def delete_plan(*, plan: Plan) -> None:
    """Forget a plan, its profile with it."""
    plan.delete()


def _document(found: Proposal, read: ReadProfile, *, plan_id: int | None) -> Json:
    return plan_document(
        found, loader.load(), plan_id=plan_id, foods_version=foods.data_version(), warnings=read.warnings
    )


def wishes_for(*, days: int, start: date, seed: int, waste_within_pct: float = WASTE_WITHIN_PCT) -> Wishes:
    """Check what is asked of the planner. Raises InputFaults."""
    faults = []
    if not 1 <= days <= MAX_DAYS:
        faults.append(Fault("/days", "out_of_range", f"must be from 1 to {MAX_DAYS}, not {days}"))
    if not EARLIEST <= start <= LATEST:
        faults.append(Fault("/start_date", "out_of_range", f"must be from {EARLIEST} to {LATEST}, not {start}"))
    if not 0 <= seed <= 2_147_483_647:
        faults.append(Fault("/seed", "out_of_range", f"must be from 0 to 2147483647, not {seed}"))
    if not 0 <= waste_within_pct <= 10:
        faults.append(Fault("/waste_within_pct", "out_of_range", f"must be from 0 to 10, not {waste_within_pct:g}"))
    if faults:
        raise InputFaults(faults)
    return Wishes(days, start, seed, waste_within_pct / 100)
