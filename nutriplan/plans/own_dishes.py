"""May a person's own recipe stand in their plan, and if not, why? The same checks as for any dish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nutriplan.plans import services
from nutriplan.plans.refusals import refusals
from nutriplan.proposal import State
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Recipe


@dataclass(frozen=True, slots=True)
class Fit:
    """because: why it is not offered; empty where it may be. not_checked: what the rules could not look at."""

    because: str = ""
    not_checked: tuple[str, ...] = ()


def fit(*, profile: object, today: date, recipe: Recipe) -> Fit | None:
    """None: the recipe does not say enough yet. Raises InputFaults for a profile that cannot be used."""
    read, checked = services.check_person(profile=profile, today=today)
    servings = dishes.servings([recipe], fortified=read.person.buys_fortified)
    if not servings:
        return None
    not_checked = checked.findings.not_checked
    if checked.state is not State.READY:
        return Fit(checked.reason, not_checked)
    refused = refusals(servings, checked)
    return Fit(refused[0].because if refused else "", not_checked)
