"""What could be eaten instead of a food, and how do foods compare side by side?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from foods.food_lists import Basis, ListedFood
from nutriplan.api import food_shapes
from nutriplan.api.base import READS, WRITES, Json, ReferenceResource, Resource, body_of, found, operation
from nutriplan.api.food_shapes import ROW_FIELDS, FoodRowSerializer
from nutriplan.api.foods import FIELDS, fields_asked
from nutriplan.api.plan_shapes import FoodRefSerializer
from nutriplan.api.profile_shape import ProfileSerializer
from nutriplan.api.query import Kind, Param, fault
from nutriplan.api.targets import under_profile
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.instead import Alternative, Change, Concern, Helping
from nutriplan.domain.nutrients import KEYS
from nutriplan.plans import instead
from nutriplan.plans.document import food_named
from nutriplan.plans.instead import Found

MOST_COMPARED = 6
_NOT_CHECKED = "Medicines and conditions that no rule could look at. Nothing here is safe for being silent about them."


class HelpingSerializer(serializers.Serializer[Any]):
    food = FoodRefSerializer()
    grams = serializers.FloatField(help_text="What amounts are per.")
    measure = serializers.CharField(help_text="The same in words.")


class ChangeSerializer(serializers.Serializer[Any]):
    """Per helping, in the unit of the key; null: not known."""

    before = serializers.FloatField(allow_null=True)
    after = serializers.FloatField(allow_null=True)
    difference = serializers.FloatField(allow_null=True)


class ConcernSerializer(serializers.Serializer[Any]):
    stance = serializers.CharField(help_text="apart: not close to a dose of a medicine.")
    tag = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField(), help_text="Ids, see /caution-rules/.")


class AlternativeSerializer(HelpingSerializer):
    changes = serializers.DictField(child=ChangeSerializer(), help_text="By nutrient key.")
    concerns = ConcernSerializer(many=True)


class AlternativesSerializer(serializers.Serializer[Any]):
    nutrient = serializers.CharField()
    instead_of = HelpingSerializer()
    checked = serializers.BooleanField(help_text="Whether a profile was looked at. Without one no caution was.")
    why_none = serializers.CharField(allow_null=True, help_text="Why nothing may be suggested.")
    not_checked = serializers.ListField(child=serializers.CharField(), help_text=_NOT_CHECKED)
    results = AlternativeSerializer(many=True)


class AskedForSerializer(serializers.Serializer[Any]):
    nutrient = serializers.ChoiceField(choices=list(KEYS))
    profile = ProfileSerializer()


class ComparedSerializer(serializers.Serializer[Any]):
    basis = serializers.CharField()
    foods = FoodRowSerializer(many=True, help_text="In the order asked for.")


class FoodAlternatives(Resource):
    """GET: for anyone. POST: for one person, and nothing is kept."""

    params = (Param("nutrient", "What there should be more of.", choices=KEYS, required=True),)

    @operation(
        "foods_alternatives",
        "Foods of the same group with more of a nutrient",
        tag="foods",
        description=(
            "Per serving as customarily eaten, for about the same energy, and what each changes. No caution is looked "
            "at: send a profile with POST for that."
        ),
        answers={200: AlternativesSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, food_id: int) -> Response:
        nutrient = self.asked.text("nutrient")
        return _answer(nutrient, instead.find(food_id=food_id, nutrient=nutrient))

    @operation(
        "foods_alternatives_for",
        "Foods of the same group with more of a nutrient, under the cautions of a profile",
        tag="foods",
        description=(
            "Nothing is offered that a rule, an allergy, a diet or a wish keeps out or limits, or of which nobody "
            "knows that it does not; nothing with more of what is limited or left to a clinician. Nothing is kept."
        ),
        request=AskedForSerializer,
        answers={200: AlternativesSerializer},
        problems=(*WRITES, 404),
    )
    def post(self, request: Request, food_id: int) -> Response:
        body = body_of(request)
        nutrient = _nutrient(body)
        try:
            answer = instead.find_for(
                food_id=food_id, nutrient=nutrient, profile=body.get("profile"), today=timezone.localdate()
            )
        except InputFaults as wrong:
            raise InputFaults(under_profile(wrong.faults)) from wrong
        return _answer(nutrient, answer)


class FoodComparison(ReferenceResource):
    params = (
        Param("id", "A food; repeated: up to six, in this order.", Kind.WHOLE, many=True, required=True),
        Param("basis", "What amounts are per.", choices=tuple(one.value for one in Basis)),
        FIELDS,
    )

    @operation(
        "foods_compare",
        "Up to six foods side by side, on any basis",
        tag="foods",
        answers={200: ComparedSerializer},
        problems=READS,
    )
    def get(self, request: Request) -> Response:
        wanted = fields_asked(self.asked, ROW_FIELDS)
        basis = self.asked.text("basis", Basis.PER_100_G.value)
        foods = _compared(self.asked.texts("id"), Basis(basis))
        return found({"basis": basis, "foods": [food_shapes.brief(one, wanted, basis) for one in foods]})


def _compared(texts: Sequence[str], basis: Basis) -> list[ListedFood]:
    """Raises InputFaults for too many foods, and for every id that is no food's."""
    ids = list(dict.fromkeys(int(text) for text in texts))
    if len(ids) > MOST_COMPARED:
        raise InputFaults([fault("id", "too_many", f"may name at most {MOST_COMPARED} foods")])
    foods = selectors.side_by_side(ids, basis)
    known = {one.food.pk for one in foods}
    if len(known) < len(ids):
        raise InputFaults([fault("id", "unknown_id", f"{pk}: there is no such food") for pk in ids if pk not in known])
    return foods


def _nutrient(body: Json) -> str:
    """Raises InputFaults."""
    faults = [Fault(f"/{name[:60]}", "unknown_field", "is not known here") for name in body.keys() - _ASKED]
    faults += [Fault(f"/{name}", "required", "is required") for name in sorted(_ASKED - body.keys())]
    nutrient = body.get("nutrient")
    if "nutrient" in body and nutrient not in KEYS:
        faults.append(Fault("/nutrient", "unknown_key", "must be a nutrient key, see /nutrients/"))
    if faults:
        raise InputFaults(faults)
    return str(nutrient)


_ASKED = frozenset({"nutrient", "profile"})


def _answer(nutrient: str, answer: Found | None) -> Response:
    if answer is None:
        raise Http404
    return found(
        {
            "nutrient": nutrient,
            "instead_of": _helping(answer.instead_of),
            "checked": answer.checked,
            "why_none": answer.why_none or None,
            "not_checked": list(answer.not_checked),
            "results": [_alternative(one) for one in answer.alternatives],
        }
    )


def _helping(one: Helping) -> Json:
    food = one.food
    return {
        "food": food_named(food),
        "grams": round(one.grams, 2),
        "measure": one.measure,
    }


def _alternative(one: Alternative) -> Json:
    return {
        **_helping(one.helping),
        "changes": {key: _change(change) for key, change in one.changes.items()},
        "concerns": [_concern(concern) for concern in one.concerns],
    }


def _change(one: Change) -> Json:
    return {"before": _exact(one.before), "after": _exact(one.after), "difference": _exact(one.difference)}


def _exact(amount: float | None) -> float | None:
    """Without the dust of binary fractions."""
    return None if amount is None else round(amount, 6)


def _concern(one: Concern) -> Json:
    return {"stance": one.stance.value, "tag": one.tag, "rules": list(one.rule_ids)}
