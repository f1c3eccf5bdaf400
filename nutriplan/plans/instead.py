"""What could be eaten instead of a food? Its kind with more of a nutrient, for anyone or for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foods import selectors as foods
from nutriplan.domain import instead
from nutriplan.domain.instead import Alternative, Helping, Who
from nutriplan.plans import services
from nutriplan.proposal import Proposal, State


@dataclass(frozen=True, slots=True)
class Found:
    """why_none: why nothing may be suggested; empty where it may. not_checked: what the rules could not look at."""

    instead_of: Helping
    alternatives: tuple[Alternative, ...]
    why_none: str = ""
    not_checked: tuple[str, ...] = ()
    checked: bool = False


def find(*, food_id: int, nutrient: str) -> Found | None:
    """For anyone: nothing is looked at but the food. None: there is no such food."""
    here = foods.helping(food_id)
    if here is None:
        return None
    return Found(here, instead.alternatives(nutrient, here, foods.richer(food_id, nutrient)))


def find_for(*, food_id: int, nutrient: str, profile: object, today: date) -> Found | None:
    """For one person: nothing is suggested that the cautions speak against. Raises InputFaults."""
    _, checked = services.check_person(profile=profile, today=today)
    here = foods.helping(food_id)
    if here is None:
        return None
    who = who_of(checked)
    if who is None:
        return Found(here, (), checked.reason, checked.findings.not_checked, checked=True)
    why = instead.why_none(nutrient, who)
    found = () if why else instead.alternatives(nutrient, here, foods.richer(food_id, nutrient), who)
    return Found(here, found, why, who.findings.not_checked, checked=True)


def concerned(checked: Proposal) -> Who | None:
    """Whose cautions a food is held against. With a danger sign the cautions hold, and there are no aims. None: nobody
    looked at any (a child too young for plans)."""
    if not checked.targets:
        return None
    return Who(checked.person, checked.findings, {} if checked.state is State.REFERRED else checked.targets)


def who_of(checked: Proposal) -> Who | None:
    """None: a clinician comes first, and nobody is told what to eat more of."""
    return None if checked.state is State.REFERRED else Who(checked.person, checked.findings, checked.targets)
