"""How does a visitor change their plan? By forms, in the session or in the account; each change is one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.limits import SolveThrottle
from nutriplan.plans import changes, edits, selectors, services
from nutriplan.plans.desk import Kept, NoSuchMeal, NotNow
from nutriplan.plans.edits import Bench, Edit
from nutriplan.plans.wanted import from_json
from nutriplan.proposal import PlanUnsafe
from nutriplan.web.presenters import changing, kept
from nutriplan.web.presenters import page as plan_page
from nutriplan.web.views.answers import PLAN
from nutriplan.web.views.recipes import mine

Json = dict[str, Any]
_STALE = (
    "The plan has changed since you opened this page, perhaps in another window. Nothing was done; here it is as it is."
)
_MANY = "That was many changes in a short time. Please wait {wait:.0f} seconds and press the button again."
#: What may take seconds of a core, and is counted as a plan.
_DEAR = ("ban", "lighten", "use_up", "mend", "anew")


class Held(Protocol):
    """A plan that this visitor may see and change, wherever it is kept."""

    address: str
    change_address: str
    in_account: bool
    version: int

    def kept(self) -> Kept: ...
    def shown(self) -> Mapping[str, Any]: ...
    def apply(self, edit: Edit, version: int) -> None: ...


class SessionPlan:
    """The plan of a session, gone with it."""

    in_account = False

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        found = request.session.get(PLAN)
        if not found:
            raise Http404
        self._found: Json = found
        self.version: int = found.get("version", 1)
        self.address, self.change_address = reverse("web:plan"), reverse("web:plan-change")

    def kept(self) -> Kept:
        document = self._found["document"]
        own = {-meal["dish"]["id"] for day in document["days"] for meal in day["meals"] if meal["dish"]["id"] < 0}
        return Kept(
            holder=f"session {self._request.session.session_key}",
            profile=self._found.get("profile", {}),
            document=document,
            wanted=from_json(self._found.get("wanted", {})),
            recipes=tuple(one for one in mine(self._request) if one.pk in own) if own else (),
            before=self._found.get("before"),
        )

    def shown(self) -> Mapping[str, Any]:
        return self._found

    def apply(self, edit: Edit, version: int) -> None:
        if version != self.version:
            raise services.Stale
        change = edit(services.bench_for(kept=self.kept(), today=timezone.localdate()))
        self._request.session[PLAN] = kept.changed(self._found, change)


class AccountPlan:
    """A plan of an account. Somebody else's is as absent as one that never was."""

    in_account = True

    def __init__(self, request: HttpRequest, plan_id: int) -> None:
        user = request.user
        plan = selectors.plans_of(user).filter(pk=plan_id).first() if user.is_authenticated else None
        if plan is None:
            raise Http404
        self._plan = plan
        self.version = plan.version
        self.address = reverse("web:kept-plan", args=[plan_id])
        self.change_address = reverse("web:kept-plan-change", args=[plan_id])

    def kept(self) -> Kept:
        return services.kept_of(self._plan)

    def shown(self) -> Mapping[str, Any]:
        document = {**self._plan.document, "wanted": services.wanted_of(self._plan)}
        bench: Bench | None = None
        try:
            bench = services.bench_for(kept=self.kept(), today=timezone.localdate())
            desk = bench.desk
        except NotNow:
            # A plan without meals, or one whose profile cannot be read any more: what it said is all there is.
            return {"document": document, "recipes": {}, "reasons": {}, "signs": []}
        standing = {one.dish_id for one in desk.standing}
        served = [serving for serving in desk.servings.values() if serving.dish_id in standing]
        return kept.shown_of(document, desk.found, served)

    def apply(self, edit: Edit, version: int) -> None:
        services.change_plan(plan=self._plan, edit=edit, today=timezone.localdate(), version=version)


def show(request: HttpRequest, held: Held, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a plan. problem: why a change was not made."""
    found = held.shown()
    ways = changing.changing(
        found["document"],
        address=held.change_address,
        meals=f"{held.address}meals/",
        version=held.version,
        can_undo=held.kept().before is not None,
    )
    page = plan_page.page(found, problem=problem, changing=ways, in_account=held.in_account)
    return render(request, "web/plan.html", {"page": page}, status=status)


@never_cache
@require_safe
def kept_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan of one's account."""
    return show(request, AccountPlan(request, plan_id))


@never_cache
@require_safe
def meal(request: HttpRequest, meal_id: int, plan_id: int | None = None) -> HttpResponse:
    """What else could be eaten, the best for the plan first."""
    held = _held(request, plan_id)
    plan = held.kept()
    found: list[changes.Alternative] = []
    why_none = ""
    try:
        bench = services.bench_for(kept=plan, today=timezone.localdate())
        found = changes.alternatives_for(bench.desk, meal_id)
    except NoSuchMeal as none:
        raise Http404 from none
    except NotNow as refused:
        why_none = refused.reason
        if plan.document["state"] != "ready":
            return redirect(held.address)
    page = changing.meal_page(plan.document, meal_id, found, why_none=why_none)
    return render(request, "web/meal.html", {"page": page, "held": held})


@never_cache
@sensitive_post_parameters()
@require_POST
def change(request: HttpRequest, plan_id: int | None = None) -> HttpResponse:
    """One change; then the plan, at the day it was about."""
    held = _held(request, plan_id)
    edit = _edit(request.POST)
    wait = SolveThrottle().seconds_to_wait(request) if request.POST.get("do") in _DEAR else 0.0
    if wait:
        return show(request, held, problem=_MANY.format(wait=wait), status=429)
    try:
        held.apply(edit, _number(request.POST.get("version")) or 0)
    except services.Stale:
        return show(request, held, problem=_STALE, status=412)
    except NotNow as refused:
        return show(request, held, problem=refused.reason, status=409)
    except InputFaults as wrong:
        said = ". ".join(
            f"{fault.pointer.strip('/').replace('_', ' ').capitalize()}: {fault.detail}" for fault in wrong.faults
        )
        return show(request, held, problem=f"{said}.", status=400)
    except NoSuchMeal as none:
        raise Http404 from none
    except PlanUnsafe:
        return render(request, "web/unsafe.html", status=500)
    day = request.POST.get("day", "")
    return redirect(f"{held.address}#day-{day}" if _date(day) else held.address)


def _said(fault: Fault) -> str:
    """The field of the form and what is wrong with it."""
    return f"{fault.pointer.strip('/').capitalize()}: {fault.detail}."


def _held(request: HttpRequest, plan_id: int | None) -> Held:
    return SessionPlan(request) if plan_id is None else AccountPlan(request, plan_id)


# From the page to an edit ---------------------------------------------------------------------------------------------


def _edit(posted: Mapping[str, str]) -> Edit:
    make = _EDITS.get(posted.get("do", ""))
    if make is None:
        raise Http404
    return make(posted)


def _meal(posted: Mapping[str, str]) -> int:
    """0 is no meal's number."""
    return _number(posted.get("meal")) or 0


def _lighten(posted: Mapping[str, str]) -> Edit:
    day = _date(posted.get("day", ""))
    if day is None:
        raise Http404
    return edits.lighten(day, _number(posted.get("minutes")))


def _use_up(posted: Mapping[str, str]) -> Edit:
    by = _date(posted.get("by", ""))
    return edits.use_up(posted.get("food", "").strip()[:120], float(_number(posted.get("grams")) or 0), by)


_EDITS: Mapping[str, Callable[[Mapping[str, str]], Edit]] = {
    "lock": lambda posted: edits.lock(_meal(posted), locked=True),
    "unlock": lambda posted: edits.lock(_meal(posted), locked=False),
    "swap": lambda posted: edits.swap(_meal(posted), _number(posted.get("dish"))),
    "ban": lambda posted: edits.ban_meal(_meal(posted)),
    "allow": lambda posted: edits.allow(_number(posted.get("dish")) or 0),
    "lighten": _lighten,
    "use_up": _use_up,
    "mend": lambda _posted: edits.mend(),
    "anew": lambda _posted: edits.plan_anew(),
    "undo": lambda _posted: edits.undo(),
}


def _number(text: str | None) -> int | None:
    """A whole number of at most nine digits, below zero too (a recipe of one's own); None for anything else."""
    digits = (text or "").strip().removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
