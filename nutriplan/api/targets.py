"""How much does this person need? The same reading and the same walk as a plan, as far as the targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import WRITES, Json, Resource, body_of, found, operation
from nutriplan.api.caution_shapes import TargetsAnswerSerializer
from nutriplan.api.profile_shape import PROFILE_BODY, PROFILE_EXAMPLE
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.profile import ReadProfile
from nutriplan.plans import services
from nutriplan.plans.document import targets_document
from nutriplan.proposal import Proposal

Answer = TypeVar("Answer")


def under_profile(faults: tuple[Fault, ...]) -> list[Fault]:
    """Faults of a profile that stands in a larger body."""
    return [replace(fault, pointer=f"/profile{fault.pointer}") for fault in faults]


def profile_of(request: Request, use: Callable[[object], Answer]) -> Answer:
    """What is made of the profile in the body: the body is the profile, or holds it under "profile" as the body of a
    plan does. Raises InputFaults, which point to where the fault stands."""
    body = body_of(request)
    if set(body) != {"profile"}:
        return use(body)
    try:
        return use(body["profile"])
    except InputFaults as wrong:
        raise InputFaults(under_profile(wrong.faults)) from wrong


def checked(request: Request) -> tuple[ReadProfile, Proposal]:
    """The walk as far as the cautions, for the profile in the body. Raises InputFaults."""
    return profile_of(request, lambda profile: services.check_person(profile=profile, today=timezone.localdate()))


def checked_document(read: ReadProfile, proposal: Proposal) -> Json:
    return {
        "state": proposal.state.value,
        "reason": proposal.reason or None,
        "assumed": list(read.person.assumed),
        "warnings": list(read.warnings),
    }


class Targets(Resource):
    @operation(
        "targets_compute",
        "Energy and nutrient targets of a profile",
        tag="computations",
        description=(
            "What one day should bring, after the caution rules and the person's clinician have had their say. "
            "Nothing is kept. The body is the profile itself, or {profile: ...}. Under 4 years the state is referred "
            "and there are no targets."
        ),
        request=PROFILE_BODY,
        examples=[PROFILE_EXAMPLE],
        answers={200: TargetsAnswerSerializer},
        problems=WRITES,
    )
    def post(self, request: Request) -> Response:
        read, proposal = checked(request)
        return found({**checked_document(read, proposal), "targets": targets_document(proposal.targets)})
