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
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.person import Person, Stock
from nutriplan.domain.servings import Role, Serving, alone
from nutriplan.domain.triage import questions_for
from nutriplan.knowledge import loader
from nutriplan.people.profile import ReadProfile, read_profile
from nutriplan.plans.document import Json, plan_document
from nutriplan.plans.models import Plan
from nutriplan.proposal import Progress, Proposal, Wishes
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Recipe

MAX_DAYS = 14
#: So many per cent worse may a plan be so that less fresh food is thrown away, unless said otherwise.
WASTE_WITHIN_PCT = 2.0
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
