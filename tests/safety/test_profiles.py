"""2,000 random people: nothing forbidden is offered, planned, swapped in or bought, and every medicine has its say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from foods import selectors as foods
from foods.models import Food
from nutriplan.domain.composition import Composition
from nutriplan.domain.offering import offer
from nutriplan.domain.servings import Serving
from nutriplan.knowledge import loader
from nutriplan.plans import instead, services
from nutriplan.plans.document import plan_document
from nutriplan.proposal import State, Wishes, check
from tests.safety import oracle
from tests.safety.checks import Absent, absent_tags, food_faults, plan_faults, planned_faults
from tests.safety.profiles import PEOPLE, Profile, profile

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("random-people")]

TODAY = date(2026, 1, 5)
#: What is offered to somebody takes a fraction of a second to judge, a plan seconds; so here it is every fifth of
#: them, twenty a test, and every 290th. `python -m tests.safety` plans for everybody.
OFFERED, TWENTY = range(0, PEOPLE, 5), 20
PLANNED = range(17, PEOPLE, 290)


def parts(offered: Iterator[Serving]) -> dict[int, Composition]:
    return {part.food.food_id: part.food for serving in offered for part in serving.parts}


@cache
def absent() -> Absent:
    known = (*foods.servings(fortified=True), *foods.servings(fortified=False))
    return absent_tags(food.ndb_no for food in parts(iter(known)).values())


def test_the_same_number_is_the_same_person() -> None:
    assert profile(7) == profile(7)
    assert len({str(profile(number)) for number in range(200)}) == 200


def test_everything_there_is_to_say_is_said_by_somebody() -> None:
    """Or the rest would prove nothing."""
    met = {rule["id"] for number in range(PEOPLE) for rule in oracle.fired(profile(number))}
    assert len(met) >= 0.9 * len(oracle.rules())


@pytest.mark.requirement("I4", "I10", "C1", "C16")
@pytest.mark.parametrize("first", range(0, len(OFFERED), TWENTY))
def test_nothing_forbidden_is_offered_to_anybody(first: int) -> None:
    people = OFFERED[first : first + TWENTY]
    faults = [fault for number in people for fault in faults_before_planning(profile(number))]
    assert faults == []


def faults_before_planning(who: Profile) -> list[str]:
    read = services.read_person(profile=who, today=TODAY)
    found = check(read.person, loader.load(), Wishes(start=TODAY))
    document = plan_document(found, loader.load(), plan_id=None, foods_version="", warnings=read.warnings)
    faults = plan_faults(document, who, absent())
    if found.state is State.READY:
        offered = offer(
            foods.servings(fortified=read.person.buys_fortified),
            person=read.person,
            findings=found.findings,
            meals=found.meals,
        )
        eaten = parts(serving for serving, _ in offered.servings)
        faults += food_faults(
            [(food.ndb_no, f"{food.name} / {food.shown_name}") for food in eaten.values()], who, absent()
        )
    return faults


@pytest.mark.requirement("C1", "C5", "C16", "G2", "I10")
@pytest.mark.plans
@pytest.mark.parametrize("number", PLANNED)
def test_nothing_forbidden_is_planned_or_bought(number: int) -> None:
    state, faults = planned_faults(profile(number), Wishes(2, TODAY, 1))
    assert state in {"ready", "referred", "infeasible"}
    assert faults == []


@pytest.mark.requirement("C1", "C16", "I10")
@pytest.mark.parametrize("number", range(5, PEOPLE, 100))
def test_nothing_forbidden_takes_the_place_of_another_food(number: int) -> None:
    who = profile(number)
    for ndb_no, nutrient in (("01077", "calcium_mg"), ("20081", "magnesium_mg"), ("11457", "potassium_mg")):
        food_id = Food.objects.get(ndb_no=ndb_no).pk
        found = instead.find_for(food_id=food_id, nutrient=nutrient, profile=who, today=TODAY)
        assert found is not None
        others = {one.helping.food.ndb_no: one.helping.food.name for one in found.alternatives}
        assert food_faults(others.items(), who, absent_tags(others)) == []
        assert not (others and nutrient in oracle.replaced(who))
