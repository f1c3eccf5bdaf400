"""Which of these servings may a plan not serve to this person, and why? The plan's own checks, without planning."""

from __future__ import annotations

from collections.abc import Sequence

from nutriplan.domain.offering import Refusal, offer
from nutriplan.domain.servings import Serving
from nutriplan.formulation import pose
from nutriplan.proposal import Proposal


def refusals(servings: Sequence[Serving], checked: Proposal) -> tuple[Refusal, ...]:
    """The ones that are refused. checked: the walk as far as the cautions; it must have got as far as targets."""
    meals = checked.meals or checked.person.meals
    offered = offer(servings, person=checked.person, findings=checked.findings, meals=meals)
    if not offered.servings:
        return offered.refused
    posed = pose(
        person=checked.person,
        targets=checked.targets,
        findings=checked.findings,
        offered=offered,
        meals=meals,
        days=1,
        seed=1,
    )
    return (*offered.refused, *posed.unmeasurable)
