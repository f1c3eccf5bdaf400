"""What did this session tell us? Its answers as a profile, how long they are kept, and what the rules say of them."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from nutriplan.domain.errors import InputFaults
from nutriplan.plans import services
from nutriplan.proposal import Proposal
from nutriplan.web.forms import PlanForm

#: A guest's answers and plan live this long, then the session is dropped.
KEPT_SECONDS = 12 * 60 * 60
ANSWERS, PLAN = "answers", "plan"


def knows(request: HttpRequest) -> bool:
    """Whether this session told us anything."""
    return bool(request.session.get(ANSWERS))


def profile_of(request: HttpRequest) -> dict[str, object] | None:
    """What this session told us; None: nothing."""
    answers = request.session.get(ANSWERS)
    if not answers:
        return None
    form = PlanForm(QueryDict(answers))
    form.is_valid()
    return form.profile()


def checked_of(request: HttpRequest) -> Proposal | None:
    """Targets and cautions of the visitor; None where nothing was told, or nothing that can be used."""
    profile = profile_of(request)
    if profile is None:
        return None
    try:
        return services.check_person(profile=profile, today=timezone.localdate())[1]
    except InputFaults:
        return None
