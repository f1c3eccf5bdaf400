"""What did this session tell us? Its answers as a profile, and how long they are kept."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from nutriplan.web.forms import PlanForm

#: A guest's answers and plan live this long, then the session is dropped.
KEPT_SECONDS = 12 * 60 * 60
ANSWERS, PLAN = "answers", "plan"


def profile_of(request: HttpRequest) -> dict[str, object] | None:
    """What this session told us; None: nothing."""
    answers = request.session.get(ANSWERS)
    if not answers:
        return None
    form = PlanForm(QueryDict(answers))
    form.is_valid()
    return form.profile()
