"""Can I eat this? What a visitor types, held against the answers of their session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nutriplan.plans import may_eat
from nutriplan.proposal import State
from nutriplan.web.presenters import verdicts
from nutriplan.web.views.answers import checked_of, knows


@never_cache
@require_safe
def can_i_eat(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")[: may_eat.LONGEST].strip()
    checked = checked_of(request)
    found = may_eat.about_text(text, checked) if checked and text else None
    return render(
        request,
        "web/can_i_eat.html",
        {
            "text": text,
            "longest": may_eat.LONGEST,
            "knows": knows(request),
            "usable": checked is not None,
            "first": checked.reason if checked and checked.state is State.REFERRED else "",
            "not_checked": checked.findings.not_checked if checked else (),
            "found": verdicts.answer(found, checked) if found and checked else None,
        },
    )
