"""What stands on the page of danger signs, before any plan?"""

from __future__ import annotations

from dataclasses import dataclass

from nutriplan.web.presenters.home import Group, Tick, group
from nutriplan.web.signs_form import SignsForm


@dataclass(frozen=True, slots=True)
class Page:
    """problems: what keeps the plan from being made, in sentences."""

    title: str
    signs: tuple[Tick, ...]
    further: Group
    problems: tuple[str, ...]


def page(form: SignsForm) -> Page:
    problems = tuple(str(error) for errors in form.errors.values() for error in errors) if form.is_bound else ()
    return Page(
        title="Please check your answers – NutriPlan" if problems else "Before we plan – NutriPlan",
        signs=group(form["red_flags"], "").ticks,
        further=group(form["further_flags"], "More danger signs"),
        problems=problems,
    )
