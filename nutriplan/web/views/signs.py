"""Does someone have to see this visitor first? Danger signs, the plan, and what a clinician has looked at since."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nutriplan.domain.errors import InputFaults
from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import services
from nutriplan.proposal import PlanUnsafe, State
from nutriplan.web.forms import PlanForm
from nutriplan.web.presenters import kept
from nutriplan.web.presenters import page as plan_page
from nutriplan.web.presenters import signs as signs_page
from nutriplan.web.signs_form import SignsForm
from nutriplan.web.views.answers import ANSWERS, PLAN, form_of, remember, wishes_of
from nutriplan.web.views.recipes import mine

_MANY = "That was many plans in a short time. Please wait {wait:.0f} seconds and press the button again."


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def signs(request: HttpRequest) -> HttpResponse:
    """The person's own danger signs; with a POST, the plan. Without answers there is nobody to ask."""
    told = form_of(request)
    if told is None or not told.is_valid():
        return redirect("web:home")  # a food that is not wanted has another name by now: the page of answers says it
    try:
        read = services.read_person(profile={**told.profile(), "red_flags": []}, today=timezone.localdate())
    except InputFaults:
        return redirect("web:home")  # a food that was named is gone: the page of answers says it
    form = SignsForm(services.questions_of(read.person), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wait = SolveThrottle().seconds_to_wait(request)
        if not wait:
            return _plan(request, _with_signs(request, form.signs()))
        form.add_error(None, _MANY.format(wait=wait))
        return _ask(request, form, status=429)
    return _ask(request, form)


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """A clinician has looked at what stopped the plan: the plan, with the same cautions and the signs on top."""
    found = request.session.get(PLAN)
    if not found or ANSWERS not in request.session:
        return redirect("web:home")
    stopping = plan_page.stopping(found["document"])
    if not stopping or request.POST.get("seen") != "on":
        return redirect("web:plan")
    wait = SolveThrottle().seconds_to_wait(request)
    if wait:
        page = plan_page.page(found, problem=_MANY.format(wait=wait))
        return render(request, "web/plan.html", {"page": page}, status=429)
    return _plan(request, request.session[ANSWERS], acknowledged=stopping)


def _with_signs(request: HttpRequest, ticked: list[str]) -> str:
    answers = QueryDict(request.session[ANSWERS], mutable=True)
    answers.setlist("red_flags", ticked)
    return answers.urlencode()


def _plan(request: HttpRequest, answers: str, *, acknowledged: tuple[str, ...] = ()) -> HttpResponse:
    """The plan of these answers, kept in the session. What is acknowledged counts for this plan alone."""
    form = PlanForm(QueryDict(answers))
    if not form.is_valid():
        return redirect("web:home")
    today = timezone.localdate()
    profile = {**form.profile(), "acknowledged": list(acknowledged)}
    try:
        made = services.make_plan(
            profile=profile,
            wishes=wishes_of(form, today),
            today=today,
            recipes=mine(request),
        )
    except InputFaults:
        return redirect("web:home")
    except PlanUnsafe:
        return render(request, "web/unsafe.html", status=500)
    remember(request, answers=answers, plan=kept.keep(made, profile=profile))
    if request.user.is_authenticated and made.proposal.state is State.READY:
        plan = services.keep_plan(owner=request.user, profile=profile, made=made)
        return redirect("web:kept-plan", plan_id=plan.pk)
    return redirect("web:plan")


def _ask(request: HttpRequest, form: SignsForm, *, status: int = 200) -> HttpResponse:
    return render(request, "web/signs.html", {"page": signs_page.page(form), "form": form}, status=status)
