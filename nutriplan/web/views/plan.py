"""What does a visitor tell us, and where is their plan? Asked, shown from the session, and gone with it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.plans import services
from nutriplan.recipes.services import forget_guest
from nutriplan.web.forms import PlanForm
from nutriplan.web.presenters import home as home_page
from nutriplan.web.views.answers import ANSWERS, PLAN, remember, wishes_of
from nutriplan.web.views.change import SessionPlan, show
from nutriplan.web.views.recipes import RECIPES


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The questions; with a POST, on to the danger signs."""
    if request.method == "POST":
        return _answered(request)
    answers = request.session.get(ANSWERS)
    return _questions(request, PlanForm(QueryDict(answers) if answers else None))


@never_cache
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    found = request.session.get(PLAN)
    if not found:
        return redirect("web:home")
    return show(request, SessionPlan(request))


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Drop the answers, the plan and a guest's recipes. Someone who is signed in stays so."""
    forget_guest(keys=request.session.pop(RECIPES, []))
    request.session.pop(ANSWERS, None)
    request.session.pop(PLAN, None)
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("web:home")


def _answered(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST)
    form.is_valid()  # first, so that the faults below join what the form found itself
    form.add_faults(_faults(form, timezone.localdate()))
    if not form.is_valid():
        return _questions(request, form)
    remember(request, answers=_without_token(request.POST))
    return redirect("web:signs")


def _faults(form: PlanForm, today: date) -> list[Fault]:
    """What the profile reader and the planner have against the answers, all at once."""
    found: list[Fault] = []
    if not {"days", "start"} & form.errors.keys():
        try:
            wishes_of(form, today)
        except InputFaults as wrong:
            found += wrong.faults
    try:
        services.read_person(profile=form.profile(), today=today)
    except InputFaults as wrong:
        found += wrong.faults
    return found


def _without_token(posted: QueryDict) -> str:
    answers = posted.copy()
    answers.pop("csrfmiddlewaretoken", None)
    return answers.urlencode()


def _questions(request: HttpRequest, form: PlanForm) -> HttpResponse:
    page = home_page.page(form, kept=ANSWERS in request.session)
    return render(request, "web/home.html", {"page": page, "form": form})
