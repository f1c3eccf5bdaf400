"""How is a plan for several people at one table asked for over the API? Answered and forgotten, whoever asks."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from nutriplan.api.base import WRITES, Json, Resource, body_of, found, operation
from nutriplan.api.plan_shapes import DishRefSerializer, PlanSerializer, ShoppingListSerializer
from nutriplan.api.profile_shape import ProfileSerializer
from nutriplan.api.shapes import SLOTS
from nutriplan.people.limits import SolveThrottle
from nutriplan.people.reader import Reader
from nutriplan.plans import services, table
from nutriplan.plans.models import Plan
from nutriplan.plans.table import Eater

_MAKES = """
Several people with different needs, and the same main dishes at breakfast, lunch and dinner as far as everybody's
limits leave room for them: each has their own portions, side dishes and snacks, their own cautions, and all of their
hard limits hold for them. One shopping list for all. Nothing is kept, with or without an account.

Without a plan for everybody there is none for anybody: state and reason say whose limits stand against it.
"""


class EaterSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40, help_text="Different for each; it is only used in the answer.")
    profile = ProfileSerializer()


class HouseholdRequestBodySerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=7, required=False, allow_null=True, help_text="Default 7.")
    start_date = serializers.DateField(required=False, allow_null=True, help_text="Default today.")
    seed = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False, allow_null=True)
    people = EaterSerializer(many=True, help_text="2 to 6. What a profile says of a household is left aside.")


class PersonPlanSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    plan = PlanSerializer(help_text="As of one person; what is cooked is that of the table, and the list is below.")


class TablePortionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    servings = serializers.FloatField()


class SharedMealSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    slot = serializers.ChoiceField(choices=SLOTS)
    dish = DishRefSerializer()
    portions = TablePortionSerializer(many=True)


class ApartSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    slots = serializers.ListField(child=serializers.ChoiceField(choices=SLOTS))


class HouseholdPlanSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=Plan.State.values)
    reason = serializers.CharField(allow_null=True)
    start_date = serializers.DateField()
    people = PersonPlanSerializer(many=True)
    shared = SharedMealSerializer(many=True)
    apart = ApartSerializer(many=True, help_text="Who eats something else at which meals, for their own limits.")
    shopping_list = ShoppingListSerializer(allow_null=True)


class Household(Resource):
    permission_classes = (AllowAny,)

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), SolveThrottle()]

    @operation(
        "plans_household_create",
        "Make a plan for several people at one table",
        tag="plans",
        description=_MAKES,
        request=HouseholdRequestBodySerializer,
        answers={200: HouseholdPlanSerializer},
        problems=(*WRITES, 500),
    )
    def post(self, request: Request) -> Response:
        today = timezone.localdate()
        reader = Reader(body_of(request))
        days, seed = reader.whole("days", 1, table.MOST_DAYS), reader.whole("seed", 0, 2_147_483_647)
        start = reader.day("start_date")
        eaters = _eaters(reader, body_of(request))
        reader.close()
        wishes = services.wishes_for(days=days or 7, start=start or today, seed=1 if seed is None else seed)
        return found(table.plan_together(eaters=eaters, wishes=wishes, today=today))


def _eaters(reader: Reader, body: Json) -> list[Eater]:
    people = body.get("people") if reader.has("people") else None
    if not isinstance(people, list):
        reader.fault("people", "required", "must be a list of people, each with a name and a profile")
        return []
    eaters = []
    for number, one in enumerate(people[: table.MOST_PEOPLE + 1]):
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(name, str) or not 1 <= len(name) <= 40 or len(one) > 2:
            reader.fault(f"people/{number}", "invalid", "must have a name of 1 to 40 characters and a profile, no more")
        else:
            eaters.append(Eater(name, one.get("profile")))
    return eaters
