"""What do targets and cautions look like in the schema? Shapes of the document that both the check and a plan carry."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nutriplan.api.shapes import GRADES, PERIODS, SCOPES, SEVERITIES
from nutriplan.domain.triage import Level
from nutriplan.proposal import State

STATE_SAYS = (
    "ready: all is there. referred: a clinician comes first (a danger sign, a rule, or an age under 4); nothing is "
    "planned. infeasible: no plan can keep every hard limit."
)


class SourceSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    publisher = serializers.CharField(allow_blank=True)
    year = serializers.CharField(allow_blank=True)
    section = serializers.CharField(required=False, allow_blank=True, help_text="Where in it.")
    address = serializers.CharField(allow_blank=True)


class ClaimSourceSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    address = serializers.CharField(allow_blank=True)


class EvidenceSerializer(serializers.Serializer[Any]):
    """What may be said about food and cramps, and how good the evidence is."""

    grade = serializers.ChoiceField(choices=GRADES)
    message = serializers.CharField()
    sources = ClaimSourceSerializer(many=True)


class TargetSerializer(serializers.Serializer[Any]):
    """Per day, in the unit that the nutrient's key ends in. null: there is no such value."""

    min = serializers.FloatField(allow_null=True, help_text="EAR, or the low end of a range.")
    aim = serializers.FloatField(allow_null=True, help_text="RDA, AI or EER: what a plan works towards.")
    max = serializers.FloatField(allow_null=True, help_text="Upper level or cap, counted on scope.")
    scope = serializers.ChoiceField(choices=SCOPES)
    basis = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    why = serializers.CharField(allow_null=True)
    clinician_sets = serializers.BooleanField(help_text="True: nothing is planned towards; your clinician sets it.")


class CautionSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="Id of the rule, see /caution-rules/{id}/.")
    severity = serializers.ChoiceField(choices=SEVERITIES)
    title = serializers.CharField()
    message = serializers.CharField()
    why = serializers.CharField(allow_blank=True)
    action = serializers.CharField(allow_blank=True)
    evidence = serializers.CharField(allow_blank=True)
    because = serializers.ListField(child=serializers.CharField(), help_text="What of the profile made it fire.")
    sources = SourceSerializer(many=True)
    review_date = serializers.DateField()


class ReferralSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    clinician = serializers.CharField()
    urgency = serializers.CharField()
    escalate_if = serializers.CharField(allow_null=True)


class CapSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    nutrient = serializers.CharField()
    max = serializers.FloatField()
    per = serializers.ChoiceField(choices=PERIODS)
    scope = serializers.ChoiceField(choices=SCOPES)


class AllowanceSerializer(serializers.Serializer[Any]):
    """Foods with these tags share one allowance: the sum of amount / limit may not exceed 1."""

    rule = serializers.CharField()
    measure = serializers.CharField(help_text='"grams" or a nutrient key.')
    limits = serializers.DictField(child=serializers.FloatField())
    per = serializers.ChoiceField(choices=PERIODS)


class FloorSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    nutrient = serializers.CharField()
    min = serializers.FloatField()


class SteadySerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    nutrient = serializers.CharField(allow_null=True)
    tag = serializers.CharField(allow_null=True)
    tolerance_pct = serializers.FloatField()


class NotCountedSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    what = serializers.CharField()


class ConstraintsSerializer(serializers.Serializer[Any]):
    """What the cautions put on a plan. All of it is hard, except the floors."""

    excluded_tags = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    caps = CapSerializer(many=True)
    allowances = AllowanceSerializer(many=True)
    floors = FloorSerializer(many=True)
    clinician_sets = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    steady = SteadySerializer(many=True)
    not_counted = NotCountedSerializer(many=True)


class TakenSerializer(serializers.Serializer[Any]):
    time = serializers.CharField(help_text="HH:MM")
    what = serializers.CharField()


class TimelineEntrySerializer(serializers.Serializer[Any]):
    """One entry of the day. until and what follows it stand only with keep_apart."""

    time = serializers.CharField(help_text="HH:MM by the person's own clock.")
    kind = serializers.ChoiceField(choices=["meal", "dose", "supplement", "keep_apart"])
    what = serializers.CharField()
    until = serializers.CharField(required=False)
    from_what = serializers.ListField(child=serializers.CharField(), required=False)
    rule = serializers.CharField(required=False)
    note = serializers.CharField(required=False, allow_null=True)
    clashes_with = TakenSerializer(
        many=True, required=False, help_text="Tablets that are taken in these hours: ask a pharmacist which to move."
    )


class TriageReasonSerializer(serializers.Serializer[Any]):
    because = serializers.CharField(help_text="Id of the danger sign or rule.")
    level = serializers.ChoiceField(choices=[level.value for level in Level])
    sign = serializers.CharField()
    why = serializers.CharField(allow_blank=True)
    clinician = serializers.CharField()
    acknowledged = serializers.BooleanField(help_text="True: the profile says that a clinician has looked at it.")
    stops_planning = serializers.BooleanField(help_text="True: no plan until this id stands in acknowledged.")


class TriageQuestionSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Key for red_flags of the profile, where the answer is yes.")
    sign = serializers.CharField()


class TriageSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=[level.value for level in Level])
    advice = serializers.CharField()
    stops_planning = serializers.BooleanField(
        help_text="True while one of the reasons does: each emergency or same_day that is not acknowledged."
    )
    reasons = TriageReasonSerializer(many=True)


class AskedTriageSerializer(TriageSerializer):
    questions = TriageQuestionSerializer(
        many=True, help_text="Danger signs to ask this person about, in this order; at most ten."
    )


class CheckedSerializer(serializers.Serializer[Any]):
    """What every answer about a profile says of how it was read."""

    state = serializers.ChoiceField(choices=[state.value for state in State], help_text=STATE_SAYS)
    reason = serializers.CharField(allow_null=True, help_text="Why there is no plan, and what to do; null when ready.")
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Fields that were not given and took their default."
    )
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="Values that are possible but unlikely, for a second look."
    )


class TargetsAnswerSerializer(CheckedSerializer):
    targets = serializers.DictField(child=TargetSerializer(), help_text="By nutrient key. Empty under 4 years.")


class CautionsAnswerSerializer(CheckedSerializer):
    triage = AskedTriageSerializer()
    cautions = CautionSerializer(many=True)
    not_checked = serializers.ListField(
        child=serializers.CharField(), help_text="What the rules could not look at. Not checked is not safe."
    )
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="Meals that moved, tablets that clash, what is left to the eater."
    )
    evidence = EvidenceSerializer()
    referrals = ReferralSerializer(many=True)
    constraints = ConstraintsSerializer()
    timeline = TimelineEntrySerializer(many=True)
