"""What did this session tell us? Its answers as a profile, how long they are kept, and what the rules say of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from nutriplan.domain.errors import InputFaults
from nutriplan.plans import services
from nutriplan.proposal import Proposal, Wishes
from nutriplan.web.forms import PlanForm

#: A guest's answers and plan live this long, then the session is dropped.
KEPT_SECONDS = 12 * 60 * 60
ANSWERS, PLAN = "answers", "plan"


def knows(request: HttpRequest) -> bool:
    """Whether this session told us anything."""
    return bool(request.session.get(ANSWERS))


def profile_of(request: HttpRequest) -> dict[str, object] | None:
    """What this session told us; None: nothing."""
    form = form_of(request)
    return form.profile() if form else None


def form_of(request: HttpRequest) -> PlanForm | None:
    """The questions with this session's answers in them; None: there are no answers."""
    answers = request.session.get(ANSWERS)
    if not answers:
        return None
    form = PlanForm(QueryDict(answers))
    form.is_valid()
    return form


def checked_of(request: HttpRequest) -> Proposal | None:
    """Targets and cautions of the visitor; None where nothing was told, or nothing that can be used."""
    profile = profile_of(request)
    if profile is None:
        return None
    try:
        return services.check_person(profile=profile, today=timezone.localdate())[1]
    except InputFaults:
        return None


def wishes_of(form: PlanForm, today: date) -> Wishes:
    """Raises InputFaults."""
    return services.wishes_for(days=form.cleaned_data["days"], start=form.cleaned_data["start"] or today, seed=1)


def remember(request: HttpRequest, *, answers: str, plan: dict[str, Any] | None = None) -> None:
    """In the session and nowhere else. Other answers drop the plan that was made of the old ones, and sessions that
    have run out are deleted on the way."""
    request.session[ANSWERS] = answers
    request.session.pop(PLAN, None)
    if plan is not None:
        request.session[PLAN] = plan
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    request.session.clear_expired()
