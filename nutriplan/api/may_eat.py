"""May this person eat this? A food, a dish or a few words, judged by the rules that every plan obeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import WRITES, Json, Resource, body_of, found, operation
from nutriplan.api.caution_shapes import CheckedSerializer, SourceSerializer
from nutriplan.api.plan_shapes import FoodRefSerializer
from nutriplan.api.profile_shape import EXAMPLE, ProfileSerializer
from nutriplan.api.shapes import PERIODS
from nutriplan.api.targets import checked_document, under_profile
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.may_eat import Answer, Why
from nutriplan.plans import may_eat
from nutriplan.plans.may_eat import LONGEST, Kind
from nutriplan.plans.verdicts import answered_document

ANSWERS = [answer.value for answer in Answer]
_MOST_ID = 2**63 - 1
_ASKS = ("food_id", "dish_id", "text")
_ANSWER_SAYS = (
    "avoid: do not eat it. not_known: do not eat it until it is known. limit: within limits, see reasons. "
    "partly_checked: nothing we check speaks against it, but not_checked was not looked at; do not show it as allowed. "
    "allowed: no rule speaks against it."
)


class MostSerializer(serializers.Serializer[Any]):
    """How much of it alone fills the limit."""

    grams = serializers.FloatField(help_text="As eaten.")
    servings = serializers.FloatField()
    per = serializers.ChoiceField(choices=PERIODS)
    nutrient_limit = serializers.FloatField(allow_null=True, help_text="In the unit of the nutrient.")
    serving_brings = serializers.FloatField(allow_null=True, help_text="Upper estimate, of the nutrient.")


class NotBetweenSerializer(serializers.Serializer[Any]):
    """Hours around a dose, by the person's own clock; they may run across midnight."""

    vars()["from"] = serializers.CharField(help_text="HH:MM")
    until = serializers.CharField(help_text="HH:MM")
    medicine = serializers.CharField()
    dose_at = serializers.CharField()
    any_food = serializers.BooleanField(help_text="True: nothing at all is eaten then.")


class MayEatReasonSerializer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=ANSWERS)
    why = serializers.ChoiceField(choices=[why.value for why in Why])
    rule = serializers.CharField(allow_null=True, help_text="Id of the rule, see /caution-rules/{id}/.")
    because = serializers.CharField(allow_null=True, help_text="What is behind it, where that is no rule.")
    food = serializers.CharField(allow_null=True, help_text="The ingredient it is about.")
    tag = serializers.CharField(allow_null=True)
    nutrient = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    says = serializers.CharField(help_text="The reason as a sentence about this food.")
    message = serializers.CharField(allow_null=True, help_text="What the rule says.")
    rule_why = serializers.CharField(allow_null=True)
    action = serializers.CharField(allow_null=True)
    sources = SourceSerializer(many=True)
    most = MostSerializer(allow_null=True)
    not_between = NotBetweenSerializer(allow_null=True)


class VerdictSerializer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=ANSWERS, help_text=_ANSWER_SAYS)
    word = serializers.CharField(help_text="The answer in a word or two.")
    says = serializers.CharField(help_text="The answer as a sentence.")
    reasons = MayEatReasonSerializer(many=True, help_text="The gravest first.")


class WithStandInsSerializer(VerdictSerializer):
    """The same dish with what stands in for the ingredients in the way, and the answer for it so."""

    name = serializers.CharField(help_text="The dish, and what is changed in it.")


class JudgedSerializer(VerdictSerializer):
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    id = serializers.IntegerField(help_text="Of the food or the dish.")
    name = serializers.CharField()
    food = FoodRefSerializer(allow_null=True)
    measure = serializers.CharField(help_text="The serving that is judged, in words.")
    grams = serializers.FloatField(help_text="The same in grams.")
    with_stand_ins = WithStandInsSerializer(
        allow_null=True,
        help_text=(
            "Of a dish that a plan for this person serves only with stand-ins: how. The answer beside it is for the "
            "dish as it is written, and holds."
        ),
    )


class NearSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class MayEatAnswerSerializer(CheckedSerializer):
    answer = serializers.ChoiceField(
        choices=ANSWERS, allow_null=True, help_text=f"{_ANSWER_SAYS} null: it depends on which of the results is meant."
    )
    says = serializers.CharField()
    words = VerdictSerializer(
        allow_null=True, help_text="What the words alone forbid, whichever food they mean; null: nothing."
    )
    results = JudgedSerializer(many=True)
    food_count = serializers.IntegerField(help_text="How many foods carry all the words; the nearest are judged.")
    nearest = NearSerializer(many=True, help_text="Foods with other words, not judged: ask whether one was meant.")
    not_checked = serializers.ListField(child=serializers.CharField())


class MayEatRequestBodySerializer(serializers.Serializer[Any]):
    """A profile, and one of food_id, dish_id and text."""

    profile = ProfileSerializer()
    food_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    dish_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    text = serializers.CharField(max_length=LONGEST, required=False, allow_null=True)


class MayEat(Resource):
    @operation(
        "cautions_may_eat",
        "Whether a person may eat a food or a dish, how much, and when",
        tag="computations",
        description=(
            "The rules that every plan obeys. A text is matched by whole words and knows negation; of several foods "
            "each has its own answer, and what is not known is never allowed. Nothing is kept."
        ),
        request=MayEatRequestBodySerializer,
        examples=[
            OpenApiExample("May she drink milk?", {"profile": EXAMPLE, "text": "whole milk"}, request_only=True),
        ],
        answers={200: MayEatAnswerSerializer},
        problems=(*WRITES, 404),
    )
    def post(self, request: Request) -> Response:
        body = body_of(request)
        question = _question(body)
        try:
            answer = may_eat.ask(
                profile=body.get("profile"),
                today=timezone.localdate(),
                food_id=question.food_id,
                dish_id=question.dish_id,
                text=question.text,
            )
        except InputFaults as wrong:
            raise InputFaults(under_profile(wrong.faults)) from wrong
        if answer is None:
            raise Http404
        read, checked, answered = answer
        return found({**checked_document(read, checked), **answered_document(answered, checked)})


@dataclass(frozen=True, slots=True)
class _Question:
    food_id: int | None
    dish_id: int | None
    text: str


def _question(body: Json) -> _Question:
    """Raises InputFaults with everything that is wrong with it, the profile aside."""
    faults = [
        Fault(f"/{name[:60]}", "unknown_field", "is not known here") for name in body.keys() - {"profile", *_ASKS}
    ]
    if "profile" not in body:
        faults.append(Fault("/profile", "required", "is required"))
    given = [name for name in _ASKS if body.get(name) is not None]
    if len(given) != 1:
        faults.append(Fault("", "one_of", "must hold one of food_id, dish_id and text"))
    faults += [fault for name in given for fault in _faults_of(name, body[name])]
    if faults:
        raise InputFaults(faults)
    return _Question(body.get("food_id"), body.get("dish_id"), body.get("text") or "")


def _faults_of(name: str, value: object) -> list[Fault]:
    if name != "text":
        whole = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_ID
        return [] if whole else [Fault(f"/{name}", "not_an_id", "must be a whole number from 1")]
    if not isinstance(value, str) or not value.strip():
        return [Fault("/text", "not_a_text", "must be some words")]
    if len(value) > LONGEST or "\0" in value:
        return [Fault("/text", "too_long", f"must be at most {LONGEST} characters of text")]
    return []
