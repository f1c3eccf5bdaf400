"""Which cards of advice, myths and warnings are there, and which concern me?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import READS, WRITES, Json, ReferenceResource, Resource, found, operation
from nutriplan.api.evidence_shapes import ReviewedSerializer, reviewed
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.profile_shape import PROFILE_BODY, PROFILE_EXAMPLE
from nutriplan.api.query import Param
from nutriplan.api.shapes import CARD_KINDS, GRADES
from nutriplan.api.targets import profile_of
from nutriplan.domain import advice as cards
from nutriplan.domain.advice import EVERYONE, Card, Group, Shown
from nutriplan.people import selectors
from nutriplan.plans import advice

_SAYS = (
    "At most 60 words each. Whoever is in a group of not_for must not be shown the card as advice: ask /cards/for-me/ "
    "with a profile, or show not_for with it. A search for something unsafe (quinine, pins) finds its warning first."
)


class GroupSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField(help_text='Goes on after "if".')  # type: ignore[assignment]


class CardSerializer(ReviewedSerializer):
    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=CARD_KINDS)
    title = serializers.CharField()
    text = serializers.CharField()
    evidence = serializers.ChoiceField(choices=GRADES)
    claims = serializers.ListField(child=serializers.CharField(), help_text="Ids of /claims/ that it rests on.")
    audience = GroupSerializer(many=True, help_text="Empty: everyone.")
    not_for = GroupSerializer(many=True, help_text="Who must not follow it.")
    encourages = serializers.ListField(
        child=serializers.CharField(), help_text="Nutrients that it invites to have more of."
    )


class ShownCardSerializer(CardSerializer):
    for_whom = GroupSerializer(
        many=True, help_text="Say that it is meant for these: whether the person is one is not known."
    )
    not_if = GroupSerializer(many=True, help_text="Say so with the card: whether the person is one is not known.")


class CardsForMeSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(allow_null=True, help_text="Why a clinician comes first; null where none does.")
    not_checked = serializers.ListField(
        child=serializers.CharField(), help_text="What the rules could not look at. Not checked is not safe."
    )
    count = serializers.IntegerField()
    results = ShownCardSerializer(many=True, help_text="In the order in which to show them.")


class CardList(ReferenceResource):
    params = (
        Param("kind", "Only cards of this kind.", choices=tuple(CARD_KINDS)),
        Param("audience", "Only cards for this group: everyone, pregnant, children, older ..."),
        Param("evidence", "Only cards with this evidence.", choices=tuple(GRADES)),
        Param("search", "Words of the card, or what people call it."),
        *PAGING,
    )

    @operation(
        "cards_list",
        "Cards of advice, myths and warnings",
        tag="evidence",
        description=_SAYS,
        answers={200: listing("CardPage", CardSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        chosen = cards.find(
            selectors.advice_book(),
            kind=self.asked.text("kind"),
            audience=self.asked.text("audience"),
            evidence=self.asked.text("evidence"),
            text=self.asked.text("search"),
        )
        return found(answer(request, self.asked, chosen, _card, size=50))


class CardDetail(ReferenceResource):
    @operation(
        "cards_get",
        "One card",
        tag="evidence",
        description=_SAYS,
        answers={200: CardSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, card_id: str) -> Response:
        card = selectors.advice_book().cards.get(card_id)
        if card is None:
            raise Http404
        return found(_card(card))


class CardsForMe(Resource):
    @operation(
        "cards_for_me",
        "The cards that concern a profile",
        tag="evidence",
        description=(
            "Nothing for a group that the person is not in, nothing that is not for them, and no invitation to have "
            "more of what a rule or a clinician limits. What a profile cannot tell, or did not, comes as not_if. "
            "Nothing is kept. The body is the profile itself, or {profile: ...}."
        ),
        request=PROFILE_BODY,
        examples=[PROFILE_EXAMPLE],
        answers={200: CardsForMeSerializer},
        problems=WRITES,
    )
    def post(self, request: Request) -> Response:
        mine = profile_of(request, lambda profile: advice.for_person(profile=profile, today=timezone.localdate()))
        return found(
            {
                "reason": mine.reason or None,
                "not_checked": list(mine.not_checked),
                "count": len(mine.cards),
                "results": [_shown(one) for one in mine.cards],
            }
        )


def _card(card: Card) -> Json:
    groups = selectors.advice_book().groups
    return {
        "id": card.id,
        "kind": card.kind.value,
        "title": card.title,
        "text": card.text,
        "evidence": card.evidence.value,
        "claims": list(card.claims),
        "audience": _groups(groups[key] for key in sorted(card.audience - {EVERYONE})),
        "not_for": _groups(groups[key] for key in sorted(card.not_for)),
        "encourages": sorted(card.encourages),
        **reviewed(card.backings, card.review),
    }


def _shown(one: Shown) -> Json:
    return {**_card(one.card), "for_whom": _groups(one.for_whom), "not_if": _groups(one.not_if)}


def _groups(groups: Iterable[Group]) -> list[Json]:
    return [{"key": group.key, "label": group.label} for group in groups]
