"""How is a plan made and kept over the API? One call to the walk; a guest's plan is answered and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from nutriplan.api.base import READS, WRITES, Json, Resource, body_of, found, operation
from nutriplan.api.errors import NothingToBuy
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.plan_shapes import (
    PlanRequestBodySerializer,
    PlanSerializer,
    PlanSummarySerializer,
    ShoppingListSerializer,
)
from nutriplan.api.profile_shape import EXAMPLE
from nutriplan.api.recipes import may_see
from nutriplan.api.targets import under_profile
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.limits import SolveThrottle
from nutriplan.people.reader import Reader
from nutriplan.plans import selectors, services
from nutriplan.plans.models import Plan
from nutriplan.proposal import Wishes
from nutriplan.recipes import dishes
from nutriplan.recipes.models import Recipe

#: A person's own recipes in one plan; the library has a few hundred dishes.
MOST_RECIPES = 100

_MAKES = """
The walk: profile, targets, cautions, dishes offered, optimiser, plan, shopping list. Answers when it is done, after
some seconds.

Signed in, the plan is kept: 201, with its address in Location. Without an account nothing is kept: 200, and id is null.

Whether there is a plan stands in state. With referred (a clinician comes first) or infeasible (no plan can keep every
hard limit) days is empty and reason says why and what to do: there is never a part of a plan.
"""


class PlanCollection(Resource):
    params = PAGING

    def get_permissions(self) -> list[BasePermission]:
        return [IsAuthenticated() if self.request.method in {"GET", "HEAD"} else AllowAny()]

    def get_throttles(self) -> list[BaseThrottle]:
        mine: list[BaseThrottle] = [SolveThrottle()] if self.request.method == "POST" else []
        return [*super().get_throttles(), *mine]

    @operation(
        "plans_list",
        "My plans, the newest first",
        tag="plans",
        answers={200: listing("PlanPage", PlanSummarySerializer(many=True))},
        problems=(*READS, 401),
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, selectors.plans_of(_owner(request)), _summary, size=20))

    @operation(
        "plans_create",
        "Make a plan",
        tag="plans",
        description=_MAKES,
        request=PlanRequestBodySerializer,
        examples=[OpenApiExample("A week from Monday", {"days": 7, "seed": 1, "profile": EXAMPLE}, request_only=True)],
        answers={200: PlanSerializer, 201: PlanSerializer},
        problems=(*WRITES, 500),
    )
    def post(self, request: Request) -> Response:
        today = timezone.localdate()
        profile, wishes, keys = _asked_for(body_of(request), today)
        recipes = _recipes(request, keys)
        try:
            made = services.make_plan(profile=profile, wishes=wishes, today=today, recipes=recipes)
        except InputFaults as wrong:
            raise InputFaults(under_profile(wrong.faults)) from wrong
        if not request.user.is_authenticated:
            return found(made.document)
        plan = services.keep_plan(owner=request.user, profile=profile, made=made)
        return planned(plan, 201, {"Location": reverse("api:plan", args=[plan.pk])})


def _asked_for(body: Json, today: date) -> tuple[Json, Wishes, list[str]]:
    """The profile, what is wished, and keys of recipes. Raises InputFaults with the faults of all, so that one answer
    mends them."""
    reader = Reader(body)
    days = reader.whole("days", 1, services.MAX_DAYS)
    seed = reader.whole("seed", 0, 2_147_483_647)
    start = reader.day("start_date")
    if start is not None and not services.EARLIEST <= start <= services.LATEST:
        reader.fault("start_date", "out_of_range", f"must be from {services.EARLIEST} to {services.LATEST}")
    within = reader.number("waste_within_pct", 0, 10)
    keys = _keys(reader, body)
    profile = body.get("profile")
    if reader.has("profile"):
        reader.faults += _faults_of_profile(profile, today)
    else:
        reader.fault("profile", "required", "is required")
    reader.refuse_unknown()
    if reader.faults or not isinstance(profile, dict):
        raise InputFaults(reader.faults)
    wishes = services.wishes_for(
        days=7 if days is None else days,
        start=start or today,
        seed=1 if seed is None else seed,
        waste_within_pct=services.WASTE_WITHIN_PCT if within is None else within,
    )
    return profile, wishes, keys


def _keys(reader: Reader, body: Json) -> list[str]:
    if not reader.has("recipes"):
        return []
    keys = body["recipes"]
    if not isinstance(keys, list) or len(keys) > MOST_RECIPES or not all(isinstance(key, str) for key in keys):
        reader.fault("recipes", "not_a_list", f"must be a list of at most {MOST_RECIPES} keys of recipes")
        return []
    return keys


def _recipes(request: Request, keys: list[str]) -> list[Recipe]:
    """Raises InputFaults for a key that opens nothing, and for a recipe that cannot stand in a plan yet."""
    recipes = {recipe.key: recipe for recipe in may_see(request, keys)}
    faults = []
    for place, key in enumerate(keys):
        lacks = dishes.missing(recipes[key]) if key in recipes else ()
        if key not in recipes:
            detail = "there is no such recipe, or it is somebody else's"
            faults.append(Fault(f"/recipes/{place}", "unknown_key", detail))
        elif lacks:
            detail = f"cannot stand in a plan yet: say {', '.join(lacks)}"
            faults.append(Fault(f"/recipes/{place}", "not_ready", detail))
    if faults:
        raise InputFaults(faults)
    return list(recipes.values())


def _faults_of_profile(profile: Any, today: date) -> list[Fault]:
    try:
        services.read_person(profile=profile, today=today)
    except InputFaults as wrong:
        return under_profile(wrong.faults)
    return []


class PlanDetail(Resource):
    permission_classes = (IsAuthenticated,)

    @operation(
        "plans_get",
        "One of my plans, as it was answered when it was made or last changed",
        tag="plans",
        answers={200: PlanSerializer},
        problems=(*READS, 401, 404),
    )
    def get(self, request: Request, plan_id: int) -> Response:
        return planned(mine(request, plan_id))

    @operation(
        "plans_delete",
        "Delete one of my plans",
        tag="plans",
        answers={204: None},
        problems=(*READS, 401, 403, 404),
    )
    def delete(self, request: Request, plan_id: int) -> Response:
        services.delete_plan(plan=mine(request, plan_id))
        return found(None, 204)


class PlanShoppingList(Resource):
    permission_classes = (IsAuthenticated,)

    @operation(
        "plans_shopping_list_get",
        "What to buy for one of my plans",
        tag="plans",
        answers={200: ShoppingListSerializer},
        problems=(*READS, 401, 404, 409),
    )
    def get(self, request: Request, plan_id: int) -> Response:
        return found(_shopping(mine(request, plan_id)))

    @operation(
        "plans_shopping_list_create",
        "What to buy for one of my plans, written when the plan was made",
        tag="plans",
        description="Every plan carries its list, so this makes nothing new: it answers the list, as GET does.",
        answers={200: ShoppingListSerializer},
        problems=(*WRITES, 401, 404, 409),
    )
    def post(self, request: Request, plan_id: int) -> Response:
        Reader(body_of(request)).refuse_unknown()
        return found(_shopping(mine(request, plan_id)))


def _owner(request: Request) -> Any:
    return request.user


def planned(plan: Plan, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The whole plan. Its ETag names what was seen, for If-Match."""
    document = {**plan.document, "wanted": services.wanted_of(plan)}
    return found(document, status, {"ETag": f'"{plan.version}"', **(headers or {})})


def mine(request: Request, plan_id: int) -> Plan:
    """Somebody else's plan is as absent as one that never was."""
    plan = selectors.plans_of(_owner(request)).filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return plan


def _shopping(plan: Plan) -> Json:
    found_list: Json | None = plan.document.get("shopping_list")
    if found_list is None:
        raise NothingToBuy
    return found_list


def _summary(plan: Plan) -> Json:
    return {
        "id": plan.pk,
        "state": plan.state,
        "start_date": plan.start_date.isoformat(),
        "day_count": plan.day_count,
        "created_at": plan.created_at.isoformat(),
        "data": {"foods_version": plan.foods_version, "rules_version": plan.rules_version},
    }
