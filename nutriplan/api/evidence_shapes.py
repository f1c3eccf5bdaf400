"""What do claims and cards share in the schema? How good the evidence is, where it comes from, and when it is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from nutriplan.api.base import Json
from nutriplan.api.caution_shapes import SourceSerializer
from nutriplan.api.shapes import SOURCE_KINDS
from nutriplan.domain.claims import KIND_SAYS, Backing, Review, verification_of
from nutriplan.domain.rules import VERIFICATION_SAYS
from nutriplan.plans.document import source_document


class BackingSerializer(SourceSerializer):
    kind = serializers.ChoiceField(choices=SOURCE_KINDS, help_text="What sort of publication it is.")
    kind_says = serializers.CharField()


class ReviewedSerializer(serializers.Serializer[Any]):
    """How far something was checked, by whom and until when."""

    sources = BackingSerializer(many=True, help_text="At least one.")
    verification = serializers.ChoiceField(choices=sorted(VERIFICATION_SAYS))
    verification_says = serializers.CharField()
    authored = serializers.DateField()
    reviewed_by = serializers.CharField(
        allow_null=True, help_text="The health professional who approved it; null: nobody has yet."
    )
    review_date = serializers.DateField()
    next_review = serializers.DateField()


def reviewed(backings: Iterable[Backing], review: Review) -> Json:
    found = tuple(backings)
    verification = verification_of(found)
    return {
        "sources": [
            {**source_document(one.source), "kind": one.kind.value, "kind_says": KIND_SAYS[one.kind]} for one in found
        ],
        "verification": verification,
        "verification_says": VERIFICATION_SAYS[verification],
        "authored": review.authored.isoformat(),
        "reviewed_by": review.by or None,
        "review_date": review.done.isoformat(),
        "next_review": review.due.isoformat(),
    }
