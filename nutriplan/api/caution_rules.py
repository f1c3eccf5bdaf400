"""Which rules are there, what does each do, and on whose authority?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from django.http import Http404
from drf_spectacular.utils import PolymorphicProxySerializer, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import READS, Json, ReferenceResource, found, operation
from nutriplan.api.caution_shapes import SourceSerializer
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.query import Param
from nutriplan.api.shapes import PERIODS, SCOPES, SEVERITIES
from nutriplan.domain import rules
from nutriplan.domain.rules import VERIFICATION_SAYS, Effect, Rule
from nutriplan.people import selectors
from nutriplan.plans.document import source_document


def _words() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


def _period() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=PERIODS)


def _amount(*, null: bool = False) -> serializers.FloatField:
    return serializers.FloatField(allow_null=null)


def _text(*, null: bool = False) -> serializers.CharField:
    return serializers.CharField(allow_null=null)


def _by_age() -> serializers.DictField:
    return serializers.DictField(child=serializers.FloatField())


def _effect(kind: type[Any], shape: Mapping[str, serializers.Field[Any, Any, Any, Any]]) -> tuple[str, Any]:
    name = _kind(kind)
    only = serializers.ChoiceField(choices=[name])
    return name, inline_serializer(name=f"{kind.__name__}Effect", fields={"kind": only, **shape})


def _kind(kind: type[Any]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


_EFFECTS = dict(
    [
        _effect(rules.ExcludeFoods, {"tags": _words()}),
        _effect(
            rules.LimitFood,
            {
                "tag": _text(),
                "max_amount": _amount(),
                "unit": _text(),
                "period": _period(),
                "note": _text(null=True),
                "max_by_age": _by_age(),
                "alternative_to": _words(),
                "window_hours": _amount(null=True),
                "only_if": _text(null=True),
            },
        ),
        _effect(
            rules.LimitNutrient,
            {
                "nutrient": _text(),
                "maximum": _amount(),
                "unit": _text(),
                "period": _period(),
                "scope": serializers.ChoiceField(choices=SCOPES),
                "basis": _text(null=True),
                "max_by_age": _by_age(),
            },
        ),
        _effect(
            rules.RaiseTarget,
            {"nutrient": _text(), "minimum": _amount(), "unit": _text(), "basis": _text(null=True)},
        ),
        _effect(
            rules.RequireNutrient,
            {"nutrient": _text(), "amount": _amount(), "unit": _text(), "basis": _text(null=True)},
        ),
        _effect(rules.ReplaceTarget, {"nutrients": _words()}),
        _effect(
            rules.SeparateFromNutrient,
            {
                "nutrients": _words(),
                "scope": _text(),
                "hours_before": _amount(),
                "hours_after": _amount(),
                "food_tags": _words(),
                "note": _text(null=True),
            },
        ),
        _effect(
            rules.KeepSteady,
            {"nutrient": _text(null=True), "tolerance_pct": _amount(), "tracked_tag": _text(null=True)},
        ),
        _effect(rules.MayDeplete, {"nutrient": _text()}),
        _effect(rules.MayRaise, {"nutrient": _text()}),
        _effect(rules.MayCauseCramps, {"likelihood": _text(null=True)}),
        _effect(rules.AvoidSupplement, {"supplements": _words(), "unless": _text(null=True)}),
        _effect(rules.ReferToClinician, {"clinician": _text(), "urgency": _text(), "escalate_if": _text(null=True)}),
    ]
)  # fmt: skip

EFFECT = PolymorphicProxySerializer(
    component_name="Effect", serializers=_EFFECTS, resource_type_field_name="kind", many=True
)


class RuleWhenSerializer(serializers.Serializer[Any]):
    """Tokens ("med:loop_diuretic", "cond:ckd_g4"): one of any_of, one of each group of all_of, none of none_of."""

    any_of = _words()
    all_of = serializers.ListField(child=_words())
    none_of = _words()


class CautionRuleSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITIES)
    when = RuleWhenSerializer()
    effects = EFFECT
    message = serializers.CharField()
    why = serializers.CharField(allow_null=True)
    action = serializers.CharField(allow_null=True)
    evidence = serializers.CharField(allow_null=True)
    verification = serializers.ChoiceField(
        choices=sorted(VERIFICATION_SAYS), help_text="How far it was compared with its source; see verification_says."
    )
    verification_says = serializers.CharField()
    sources = SourceSerializer(many=True)
    authored = serializers.DateField()
    reviewed_by = serializers.CharField(
        allow_null=True, help_text="The health professional who approved it; null: nobody has yet."
    )
    review_date = serializers.DateField()
    next_review = serializers.DateField()


class CautionRuleList(ReferenceResource):
    params = (
        Param("severity", "Only rules of this severity.", choices=tuple(SEVERITIES)),
        Param("token", "Only rules that look at this of a person: med:loop_diuretic, cond:ckd_g4."),
        *PAGING,
    )

    @operation(
        "caution_rules_list",
        "Caution rules, with their sources and review dates",
        tag="reference",
        answers={200: listing("CautionRulePage", CautionRuleSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        severity, token = self.asked.text("severity"), self.asked.text("token")
        chosen = [
            rule
            for rule in selectors.caution_book().rules
            if (not severity or rule.severity.value == severity)
            and (not token or token in rule.any_of.union(*rule.all_of))
        ]
        return found(answer(request, self.asked, chosen, _rule, size=50))


class CautionRuleDetail(ReferenceResource):
    @operation(
        "caution_rules_get",
        "One caution rule",
        tag="reference",
        answers={200: CautionRuleSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, rule_id: str) -> Response:
        rule = selectors.caution_book().rule(rule_id)
        if rule is None:
            raise Http404
        return found(_rule(rule))


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "when": {
            "any_of": sorted(rule.any_of),
            "all_of": [sorted(group) for group in rule.all_of],
            "none_of": sorted(rule.none_of),
        },
        "effects": [_effect_json(effect) for effect in rule.effects],
        "message": rule.message,
        "why": rule.why or None,
        "action": rule.action or None,
        "evidence": rule.evidence or None,
        "verification": rule.verification,
        "verification_says": VERIFICATION_SAYS[rule.verification],
        "sources": [source_document(one) for one in rule.sources],
        "authored": rule.authored.isoformat(),
        "reviewed_by": rule.reviewed_by or None,
        "review_date": rule.review_date.isoformat(),
        "next_review": rule.next_review.isoformat(),
    }


def _effect_json(effect: Effect) -> Json:
    return {"kind": _kind(type(effect)), **{one.name: _plain(getattr(effect, one.name)) for one in fields(effect)}}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return None if value == "" else value
