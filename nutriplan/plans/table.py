"""How is a plan for several people at one table made, and what does it look like as JSON? Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from foods import selectors as foods
from nutriplan import table as walk
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.knowledge import loader
from nutriplan.plans import services
from nutriplan.plans.document import Json, plan_document, shopping_document
from nutriplan.proposal import State, Wishes
from nutriplan.table import Guest, Shared, Table

LEAST_PEOPLE, MOST_PEOPLE = 2, walk.MOST_PEOPLE
MOST_DAYS = 7


@dataclass(frozen=True, slots=True)
class Eater:
    """name: as the others call this person, in the answer only. profile: as of any plan."""

    name: str
    profile: object


def plan_together(*, eaters: Sequence[Eater], wishes: Wishes, today: date) -> Json:
    """The document of a plan for all of them. Raises InputFaults; each names its person by number."""
    faults = list(_faults(eaters, wishes))
    guests, warnings = [], []
    for number, eater in enumerate(eaters):
        try:
            read = services.read_person(profile=eater.profile, today=today)
        except InputFaults as wrong:
            faults += [replace(one, pointer=f"/people/{number}/profile{one.pointer}") for one in wrong.faults]
            continue
        guests.append(Guest(eater.name, read.person))
        warnings.append(read.warnings)
    if faults:
        raise InputFaults(faults)
    dishes = foods.servings(fortified=all(guest.person.buys_fortified for guest in guests))
    found = walk.propose(guests, dishes, loader.load(), wishes, services.foods_rich_in)
    return _document(found, wishes, warnings)


def _faults(eaters: Sequence[Eater], wishes: Wishes) -> list[Fault]:
    faults = []
    if not LEAST_PEOPLE <= len(eaters) <= MOST_PEOPLE:
        faults.append(Fault("/people", "out_of_range", f"must be from {LEAST_PEOPLE} to {MOST_PEOPLE} people"))
    if wishes.days > MOST_DAYS:
        faults.append(Fault("/days", "out_of_range", f"must be from 1 to {MOST_DAYS} for several people"))
    names = [eater.name for eater in eaters]
    faults += [
        Fault(f"/people/{number}/name", "repeated", f"“{name}” is the name of somebody else here")
        for number, name in enumerate(names)
        if name in names[:number]
    ]
    return faults


def _document(found: Table, wishes: Wishes, warnings: Sequence[Sequence[str]]) -> Json:
    knowledge, version = loader.load(), foods.data_version()
    plans = [
        {"name": name, "plan": plan_document(plan, knowledge, plan_id=None, foods_version=version, warnings=said)}
        for (name, plan), said in zip(found.plans, warnings, strict=True)
    ]
    ready = found.state is State.READY
    return {
        "state": found.state.value,
        "reason": found.reason or None,
        "start_date": wishes.start.isoformat(),
        "people": plans,
        "shared": [_shared(one) for one in found.shared],
        "apart": [
            {"name": name, "slots": [slot.value for slot in slots]} for name, slots in sorted(found.apart.items())
        ],
        "shopping_list": shopping_document(found.shopping) if ready and found.shopping else None,
    }


def _shared(one: Shared) -> Json:
    return {
        "date": one.date.isoformat(),
        "slot": one.slot.value,
        "dish": {"id": one.serving.dish_id, "name": one.serving.name},
        "portions": [{"name": name, "servings": servings} for name, servings in one.portions.items()],
    }
