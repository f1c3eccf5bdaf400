"""How is a kept plan changed over the API? One meal, one dish, one day or all of it; each answer is the whole plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from nutriplan.api.base import READS, WRITES, Json, Resource, body_of, found, operation
from nutriplan.api.plan_shapes import DishRefSerializer, PlanSerializer
from nutriplan.api.plans import mine, planned
from nutriplan.people.limits import SolveThrottle
from nutriplan.people.reader import Reader
from nutriplan.plans import changes, edits, services
from nutriplan.plans.changes import Alternative
from nutriplan.plans.edits import Edit

MOST = 2_147_483_647
PROBLEMS = (*WRITES, 401, 404, 409, 412, 500)
_SAFE = (
    "Everything is checked again by the rules of today. What would cross a hard limit is a 409 that names it, and "
    "nothing changes. If-Match with the ETag of the plan makes sure that you change the plan you saw: else 412."
)


class NutrientEffectSerializer(serializers.Serializer[Any]):
    change = serializers.FloatField(allow_null=True, help_text="On the day, in the unit of the key; null: not known.")
    share_of_aim = serializers.FloatField(allow_null=True, help_text="Of the aim of the average day; 0.01 is 1 %.")


class CostTierSerializer(serializers.Serializer[Any]):
    before = serializers.IntegerField(help_text="1 cheap, 2 middling, 3 dear.")
    after = serializers.IntegerField()


class DishEffectSerializer(serializers.Serializer[Any]):
    nutrients = serializers.DictField(
        child=NutrientEffectSerializer(), help_text="By nutrient key. Without those that a clinician sets."
    )
    minutes = serializers.IntegerField(help_text="Of hands-on work on the day; below 0 it is less.")
    cost_tier = CostTierSerializer()
    waste_g = serializers.FloatField(help_text="Fresh food thrown away in the whole plan; below 0 it is less.")


class DishAlternativeSerializer(serializers.Serializer[Any]):
    dish = DishRefSerializer()
    servings = serializers.FloatField(help_text="The portion that suits the plan best.")
    effect = DishEffectSerializer()


class DishAlternativesSerializer(serializers.Serializer[Any]):
    results = DishAlternativeSerializer(many=True, help_text="The best for the plan first; none: no other dish fits.")


class MealPatchSerializer(serializers.Serializer[Any]):
    locked = serializers.BooleanField(required=False, allow_null=True, help_text="Stays when the plan is made anew.")
    servings = serializers.FloatField(required=False, allow_null=True, min_value=0.5, max_value=10)


class SwapRequestSerializer(serializers.Serializer[Any]):
    dish = serializers.IntegerField(required=False, allow_null=True, help_text="Its id; without it the best is taken.")


class RegenerateRequestSerializer(serializers.Serializer[Any]):
    keep = serializers.ChoiceField(
        choices=["most", "locked"],
        required=False,
        allow_null=True,
        help_text="most: the fewest dishes change that keep every rule and wish. locked: all that is not locked is "
        "planned anew. Default most.",
    )
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MOST,
        help_text="With keep locked. Default the next one.",
    )


class BanRequestSerializer(serializers.Serializer[Any]):
    dish = serializers.IntegerField()


class DayWishSerializer(serializers.Serializer[Any]):
    most_minutes = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=changes.MOST_MINUTES, help_text="null: as many as it takes."
    )


class UseUpRequestSerializer(serializers.Serializer[Any]):
    food = serializers.CharField(help_text="Its name, or its id as a number.")
    grams = serializers.FloatField(min_value=0.1, max_value=changes.MOST_GRAMS, help_text="As it lies in the kitchen.")
    by = serializers.DateField(required=False, allow_null=True, help_text="A day of the plan. Default its last.")


class Change(Resource):
    """A change of one of my plans. is_dear: it may take seconds of a core, and is counted as a plan."""

    permission_classes = (IsAuthenticated,)
    is_dear = False

    def get_throttles(self) -> list[BaseThrottle]:
        dear: list[BaseThrottle] = [SolveThrottle()] if self.is_dear else []
        return [*super().get_throttles(), *dear]

    def changed(self, request: Request, plan_id: int, edit: Edit) -> Response:
        plan = services.change_plan(
            plan=mine(request, plan_id), edit=edit, today=timezone.localdate(), version=_version(request)
        )
        return planned(plan)


def _version(request: Request) -> int | None:
    """What If-Match says that the client saw; None: whatever it is now."""
    said = request.headers.get("If-Match", "*").strip()
    if said == "*":
        return None
    number = said.strip('"')
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


class PlanMeal(Change):
    @operation(
        "plans_meal_change",
        "Keep a dish or let it go, or change its portion",
        tag="plans",
        description=_SAFE,
        request=MealPatchSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def patch(self, request: Request, plan_id: int, meal_id: int) -> Response:
        reader = Reader(body_of(request))
        locked, servings = reader.flag("locked"), reader.number("servings", 0.5, 10)
        if not (reader.has("locked") or reader.has("servings")):
            reader.fault("locked", "required", "or servings is required")
        if reader.has("locked") and reader.has("servings"):
            reader.fault("servings", "one_at_a_time", "must not stand beside locked: change one at a time")
        if servings is not None and not (servings * 2).is_integer():
            reader.fault("servings", "not_half", f"must be a number of half servings, not {servings:g}")
        reader.close()
        edit = edits.lock(meal_id, locked=locked) if locked is not None else edits.serve(meal_id, servings or 1.0)
        return self.changed(request, plan_id, edit)


class PlanMealAlternatives(Resource):
    permission_classes = (IsAuthenticated,)

    @operation(
        "plans_meal_alternatives",
        "What else could be eaten, with what each dish changes",
        tag="plans",
        description="The dishes that fit best in this place while the other meals stay as they are. None of them "
        "crosses a hard limit.",
        answers={200: DishAlternativesSerializer},
        problems=(*READS, 401, 404, 409),
    )
    def get(self, request: Request, plan_id: int, meal_id: int) -> Response:
        kept = services.kept_of(mine(request, plan_id))
        desk = services.bench_for(kept=kept, today=timezone.localdate()).desk
        return found({"results": [_alternative(one) for one in changes.alternatives_for(desk, meal_id)]})


class PlanMealSwap(Change):
    @operation(
        "plans_meal_swap",
        "Another dish in the place of one: the given one, or the best",
        tag="plans",
        description=f"Where it fits only if other portions change, those of its day do, or else of the plan. {_SAFE}",
        request=SwapRequestSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def post(self, request: Request, plan_id: int, meal_id: int) -> Response:
        reader = Reader(body_of(request))
        dish_id = reader.whole("dish", -MOST, MOST)
        reader.close()
        return self.changed(request, plan_id, edits.swap(meal_id, dish_id))


class PlanRegenerate(Change):
    is_dear = True

    @operation(
        "plans_regenerate",
        "Make the plan anew; what is locked stays",
        tag="plans",
        description=_SAFE,
        request=RegenerateRequestSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def post(self, request: Request, plan_id: int) -> Response:
        reader = Reader(body_of(request))
        keep, seed = reader.word("keep", ("most", "locked")), reader.whole("seed", 0, MOST)
        if seed is not None and keep != "locked":
            reader.fault("seed", "not_used", "needs keep to be locked: otherwise nothing is drawn")
        reader.close()
        return self.changed(request, plan_id, edits.plan_anew(seed) if keep == "locked" else edits.mend())


class PlanBans(Change):
    is_dear = True

    @operation(
        "plans_ban",
        "A dish that never comes again in this plan",
        tag="plans",
        description=f"Where it stands, another takes its place. {_SAFE}",
        request=BanRequestSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def post(self, request: Request, plan_id: int) -> Response:
        reader = Reader(body_of(request))
        dish_id = reader.whole("dish", -MOST, MOST)
        if not reader.has("dish"):
            reader.fault("dish", "required", "is required")
        reader.close()
        return self.changed(request, plan_id, edits.ban(dish_id or 0))


class PlanBan(Change):
    @operation(
        "plans_ban_lift",
        "A banned dish may come again",
        tag="plans",
        description="No meal changes by this.",
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def delete(self, request: Request, plan_id: int, dish_id: int) -> Response:
        return self.changed(request, plan_id, edits.allow(dish_id))


class PlanDay(Change):
    is_dear = True

    @operation(
        "plans_day_wish",
        "Less cooking on a day",
        tag="plans",
        description=f"At most so many minutes of hands-on work; leftovers take none. {_SAFE}",
        request=DayWishSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def put(self, request: Request, plan_id: int, day: str) -> Response:
        body = body_of(request)
        reader = Reader(body)
        most = reader.whole("most_minutes", 0, changes.MOST_MINUTES)
        if "most_minutes" not in body:
            reader.fault("most_minutes", "required", "is required")
        reader.close()
        return self.changed(request, plan_id, edits.lighten(_day(day), most))


class PlanUseUp(Change):
    is_dear = True

    @operation(
        "plans_use_up",
        "A food that is to be eaten by a day",
        tag="plans",
        description=f"As much of it is planned as the limits allow. {_SAFE}",
        request=UseUpRequestSerializer,
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def post(self, request: Request, plan_id: int) -> Response:
        reader = Reader(body_of(request))
        food = reader.name_or_id("food")
        grams = reader.number("grams", 0.1, changes.MOST_GRAMS, required=True)
        by = reader.day("by")
        reader.close()
        return self.changed(request, plan_id, edits.use_up(food or "", grams or 0.0, by))


class PlanUndo(Change):
    @operation(
        "plans_undo",
        "Take the last change back",
        tag="plans",
        description=f"Done twice, the change is there again. {_SAFE}",
        answers={200: PlanSerializer},
        problems=PROBLEMS,
    )
    def post(self, request: Request, plan_id: int) -> Response:
        Reader(body_of(request)).close()
        return self.changed(request, plan_id, edits.undo())


def _day(text: str) -> date:
    """A day that is none is none of the plan's."""
    try:
        return date.fromisoformat(text)
    except ValueError as none:
        raise Http404 from none


def _alternative(one: Alternative) -> Json:
    effect = one.effect
    return {
        "dish": {"id": one.dish_id, "name": one.name},
        "servings": one.servings,
        "effect": {
            "nutrients": {
                key: {"change": _rounded(said.change, 3), "share_of_aim": _rounded(said.share_of_aim, 5)}
                for key, said in effect.nutrients.items()
            },
            "minutes": effect.minutes,
            "cost_tier": {"before": effect.cost_tier[0], "after": effect.cost_tier[1]},
            "waste_g": round(effect.waste_g, 1),
        },
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
