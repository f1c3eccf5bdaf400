"""How does a visitor get a plan? Asked once, planned once, shown from the session, and gone with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import services
from nutriplan.proposal import PlanUnsafe, Wishes
from nutriplan.recipes.services import forget_guest
from nutriplan.web.forms import PlanForm
from nutriplan.web.presenters import home as home_page
from nutriplan.web.presenters import kept
from nutriplan.web.presenters import page as plan_page
from nutriplan.web.views.answers import ANSWERS, KEPT_SECONDS, PLAN
from nutriplan.web.views.recipes import RECIPES, mine


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The questions; with a POST, the plan made of the answers."""
    if request.method == "POST":
        return _plan(request)
    answers = request.session.get(ANSWERS)
    return _questions(request, PlanForm(QueryDict(answers) if answers else None))


@never_cache
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    found = request.session.get(PLAN)
    if not found:
        return redirect("web:home")
    return render(request, "web/plan.html", {"page": plan_page.page(found)})


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Drop the answers, the plan and a guest's recipes. Someone who is signed in stays so."""
    forget_guest(keys=request.session.pop(RECIPES, []))
    request.session.pop(ANSWERS, None)
    request.session.pop(PLAN, None)
    if not request.user.is_authenticated:
        request.session.flush()
    return redirect("web:home")


def _plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST)
    today = timezone.localdate()
    form.is_valid()  # first, so that the faults below join what the form found itself
    form.add_faults(_faults(form, today))
    if not form.is_valid():
        return _questions(request, form)
    if not _may_solve(request, form):
        return _questions(request, form, status=429)
    try:
        made = services.make_plan(
            profile=form.profile(), wishes=_wishes(form, today), today=today, recipes=mine(request)
        )
    except PlanUnsafe:
        return render(request, "web/unsafe.html", status=500)
    _remember(request, kept.keep(made))
    return redirect("web:plan")


def _wishes(form: PlanForm, today: date) -> Wishes:
    """Raises InputFaults."""
    return services.wishes_for(days=form.cleaned_data["days"], start=form.cleaned_data["start"] or today, seed=1)


def _faults(form: PlanForm, today: date) -> list[Fault]:
    """What the profile reader and the planner have against the answers, all at once."""
    found: list[Fault] = []
    if not {"days", "start"} & form.errors.keys():
        try:
            _wishes(form, today)
        except InputFaults as wrong:
            found += wrong.faults
    try:
        services.read_person(profile=form.profile(), today=today)
    except InputFaults as wrong:
        found += wrong.faults
    return found


def _may_solve(request: HttpRequest, form: PlanForm) -> bool:
    wait = SolveThrottle().seconds_to_wait(request)
    if not wait:
        return True
    form.add_error(
        None, f"That was many plans in a short time. Please wait {wait:.0f} seconds and press the button again."
    )
    return False


def _remember(request: HttpRequest, found: dict[str, Any]) -> None:
    """In the session and nowhere else. Sessions that have run out are deleted on the way."""
    request.session[ANSWERS] = _without_token(request.POST)
    request.session[PLAN] = found
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    request.session.clear_expired()


def _without_token(posted: QueryDict) -> str:
    answers = posted.copy()
    answers.pop("csrfmiddlewaretoken", None)
    return answers.urlencode()


def _questions(request: HttpRequest, form: PlanForm, *, status: int = 200) -> HttpResponse:
    page = home_page.page(form, kept=ANSWERS in request.session)
    return render(request, "web/home.html", {"page": page, "form": form}, status=status)
