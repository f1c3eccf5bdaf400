"""What should this person avoid, limit, keep apart, or ask about? The rules that fire, without a plan."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import WRITES, Json, Resource, found, operation
from nutriplan.api.caution_shapes import CautionsAnswerSerializer
from nutriplan.api.profile_shape import PROFILE_BODY, PROFILE_EXAMPLE
from nutriplan.api.targets import checked, checked_document
from nutriplan.domain.person import Person
from nutriplan.people import selectors
from nutriplan.plans import services
from nutriplan.plans.document import (
    cautions_document,
    constraints_document,
    evidence_document,
    timeline_document,
    triage_document,
)


class CautionCheck(Resource):
    @operation(
        "cautions_check",
        "Cautions, danger signs and dose windows of a profile",
        tag="computations",
        description=(
            "The same rules that every plan obeys. What could not be looked at stands under not_checked and is not "
            "safe for being silent. Nothing is kept. The body is the profile itself, or {profile: ...}."
        ),
        request=PROFILE_BODY,
        examples=[PROFILE_EXAMPLE],
        answers={200: CautionsAnswerSerializer},
        problems=WRITES,
    )
    def post(self, request: Request) -> Response:
        read, proposal = checked(request)
        return found(
            {
                **checked_document(read, proposal),
                "triage": {**triage_document(proposal.triage), "questions": _questions(read.person)},
                **cautions_document(proposal),
                "evidence": evidence_document(selectors.plan_evidence()),
                "constraints": constraints_document(proposal.findings),
                "timeline": timeline_document(proposal),
            }
        )


def _questions(person: Person) -> list[Json]:
    return [{"id": sign.id, "sign": sign.sign} for sign in services.questions_of(person)]
