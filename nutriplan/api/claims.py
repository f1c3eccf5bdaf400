"""What is said about food, habits and cramps, what was found, and which foods are what they are said to be?"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import food_claims
from foods.food_claims import Judged
from nutriplan.api.base import READS, Json, ReferenceResource, found, operation
from nutriplan.api.evidence_shapes import ReviewedSerializer, reviewed
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.query import Param
from nutriplan.api.shapes import GRADES, SOURCE_KINDS
from nutriplan.domain.claims import KIND_SAYS, Claim, FoodClaim, Topic, Verdict
from nutriplan.domain.nutrients import KEYS
from nutriplan.people import selectors

TOPICS = [topic.value for topic in Topic]
VERDICTS = [one.value for one in Verdict]
_SAYS = (
    "Each claim stands with its status: contradicted and unsafe ones are kept to be corrected, never to be followed. A "
    "finding is about people in general, not about one person."
)


class NamedFoodSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As people say it.")
    ndb_no = serializers.CharField()
    nutrient = serializers.CharField()


class ClaimSerializer(ReviewedSerializer):
    id = serializers.CharField()
    topic = serializers.ChoiceField(choices=TOPICS)
    status = serializers.ChoiceField(choices=GRADES)
    claim = serializers.CharField(help_text="What is said.")
    finding = serializers.CharField(help_text="What was found.")
    basis = serializers.ChoiceField(choices=SOURCE_KINDS, help_text="The most reliable kind of source it rests on.")
    basis_says = serializers.CharField()
    nutrients = serializers.ListField(child=serializers.CharField(), help_text="Nutrient keys that it speaks of.")
    foods = NamedFoodSerializer(many=True, help_text="Foods that it names; judged under /food-claims/.")


class JudgedFoodSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="As people say it.")
    ndb_no = serializers.CharField()
    food = serializers.CharField(help_text="As the table has it.")
    food_id = serializers.IntegerField(allow_null=True, help_text="Id of /foods/; null where it is not there.")
    nutrient = serializers.CharField(help_text="What it is said to be rich in.")
    serving_g = serializers.FloatField(allow_null=True, help_text="The reference serving, or a household measure.")
    pct_of_daily_value = serializers.FloatField(allow_null=True, help_text="In one serving; null: unknown.")
    assumed = serializers.BooleanField(help_text="The table assumes that there is none; nobody measured.")
    verdict = serializers.ChoiceField(
        choices=VERDICTS, help_text="holds: 10 % of the Daily Value or more. weak: 5 to 10 %. fails: less."
    )
    claims = serializers.ListField(child=serializers.CharField(), help_text="Ids of the claims that name it.")


class ClaimList(ReferenceResource):
    params = (
        Param("status", "Only claims with this status.", choices=tuple(GRADES)),
        Param("topic", "Only claims about this.", choices=tuple(TOPICS)),
        Param("nutrient", "Only claims that speak of it.", choices=KEYS),
        Param("search", "Beginnings of words of the claim or the finding."),
        *PAGING,
    )

    @operation(
        "claims_list",
        "What is said about food, habits and cramps, and what was found",
        tag="evidence",
        description=_SAYS,
        answers={200: listing("ClaimPage", ClaimSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        chosen = selectors.ledger().find(
            status=self.asked.text("status"),
            topic=self.asked.text("topic"),
            nutrient=self.asked.text("nutrient"),
            text=self.asked.text("search"),
        )
        return found(answer(request, self.asked, chosen, _claim, size=50))


class ClaimDetail(ReferenceResource):
    @operation(
        "claims_get",
        "One claim",
        tag="evidence",
        description=_SAYS,
        answers={200: ClaimSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, claim_id: str) -> Response:
        claim = selectors.ledger().claims.get(claim_id)
        if claim is None:
            raise Http404
        return found(_claim(claim))


class FoodClaimList(ReferenceResource):
    params = (
        Param("verdict", "Only those.", choices=tuple(VERDICTS)),
        Param("nutrient", "Only foods named for it.", choices=KEYS),
        *PAGING,
    )

    @operation(
        "food_claims_list",
        "Foods that are named as sources of something, and whether that holds",
        tag="evidence",
        description=(
            "Worked out from the amounts in the database, at the reference serving. That a food holds a nutrient says "
            "nothing about cramps: see the claims."
        ),
        answers={200: listing("FoodClaimPage", JudgedFoodSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        verdict, nutrient = self.asked.text("verdict"), self.asked.text("nutrient")
        judged = food_claims.judge(one for one in selectors.ledger().foods if not nutrient or one.nutrient == nutrient)
        chosen = [one for one in judged if not verdict or one.verdict == verdict]
        return found(answer(request, self.asked, chosen, _judged, size=50))


def _claim(claim: Claim) -> Json:
    return {
        "id": claim.id,
        "topic": claim.topic.value,
        "status": claim.status.value,
        "claim": claim.claim,
        "finding": claim.finding,
        "basis": claim.basis.value,
        "basis_says": KIND_SAYS[claim.basis],
        "nutrients": sorted(claim.nutrients),
        "foods": [_named(one) for one in selectors.ledger().foods_of(claim.id)],
        **reviewed(claim.backings, claim.review),
    }


def _named(one: FoodClaim) -> Json:
    return {"name": one.name, "ndb_no": one.ndb_no, "nutrient": one.nutrient}


def _judged(one: Judged) -> Json:
    return {
        **_named(one.claim),
        "food": one.claim.food,
        "food_id": one.food_id,
        "serving_g": one.serving_g,
        "pct_of_daily_value": None if one.pct is None else round(one.pct, 1),
        "assumed": one.assumed,
        "verdict": one.verdict.value,
        "claims": list(one.claim.claims),
    }
