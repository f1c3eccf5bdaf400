"""What is published for people of this age, sex and life stage? The rows behind the targets, as they were printed."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import Json, ReferenceResource, found, operation
from nutriplan.api.caution_shapes import SourceSerializer
from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.api.shapes import COUNTED_BY, LIFE_STAGES, REFERENCE_SETS, SCOPES, SEXES
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.person import LifeStage, Person, ReferenceSet, Sex
from nutriplan.domain.references import Band, IntakeRange, ReferenceIntake, group_of
from nutriplan.domain.rules import Source
from nutriplan.people import selectors

_SAYS = """
Every row of the tables that applies to the group: EAR, RDA or AI, UL with what it counts, CDRR; and ranges such as the
AMDR. Of the European set (eu) the AR and PRI stand as ear and rda. Where a table gives pregnancy or breastfeeding no
row for an age, its nearest row and the row of the age both come back; targets take the larger need and the lower limit.
"""


class BandSerializer(serializers.Serializer[Any]):
    """The people the row is about: age_from up to, not including, age_to."""

    sex = serializers.ChoiceField(choices=SEXES, allow_null=True, help_text="null: both")
    life_stage = serializers.CharField()
    age_from = serializers.FloatField()
    age_to = serializers.FloatField(allow_null=True)
    subgroup = serializers.CharField(allow_null=True)


class IntakeSerializer(serializers.Serializer[Any]):
    nutrient = serializers.CharField(help_text="A nutrient key; some are published that no food table counts.")
    per = serializers.ChoiceField(choices=COUNTED_BY)
    group = BandSerializer()
    ear = serializers.FloatField(allow_null=True)
    rda = serializers.FloatField(allow_null=True)
    ai = serializers.FloatField(allow_null=True)
    ul = serializers.FloatField(allow_null=True)
    cdrr = serializers.FloatField(allow_null=True)
    scope = serializers.ChoiceField(choices=SCOPES, help_text="What ul and cdrr count.")
    source = SourceSerializer()  # type: ignore[assignment]
    checked = serializers.CharField(help_text="How many sources were compared: two, one or none.")
    note = serializers.CharField(allow_null=True)


class RangeSerializer(serializers.Serializer[Any]):
    nutrient = serializers.CharField()
    kind = serializers.CharField()
    per = serializers.ChoiceField(choices=COUNTED_BY)
    group = BandSerializer()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    source = SourceSerializer()  # type: ignore[assignment]
    note = serializers.CharField(allow_null=True)


class ReferenceIntakesSerializer(serializers.Serializer[Any]):
    set = serializers.ChoiceField(choices=REFERENCE_SETS)
    sex = serializers.ChoiceField(choices=SEXES)
    age = serializers.FloatField()
    life_stage = serializers.ChoiceField(choices=LIFE_STAGES)
    count = serializers.IntegerField()
    results = IntakeSerializer(many=True)
    ranges = RangeSerializer(many=True)


class ReferenceIntakes(ReferenceResource):
    params = (
        Param("sex", "", choices=tuple(SEXES), required=True),
        Param("age", "In years; 1.5 is a year and a half.", Kind.NUMBER, least=0, most=120, required=True),
        Param("life_stage", "Default none.", choices=tuple(LIFE_STAGES)),
        Param("pregnancy_week", "Default: the middle of pregnancy.", Kind.WHOLE, least=1, most=42),
        Param("months_postpartum", "Default: the first six months.", Kind.NUMBER, least=0, most=36),
        Param("set", "us (default) or eu.", choices=tuple(REFERENCE_SETS)),
    )

    @operation(
        "reference_intakes_list",
        "Published reference intakes of a group of people",
        tag="reference",
        description=_SAYS,
        answers={200: ReferenceIntakesSerializer},
    )
    def get(self, request: Request) -> Response:
        person = _person(self.asked)
        published = selectors.reference_intakes(group_of(person))
        return found(
            {
                "set": person.reference_set.value,
                "sex": person.sex.value,
                "age": person.age_years,
                "life_stage": person.life_stage.value,
                "count": len(published.intakes),
                "results": [_intake(row) for row in published.intakes],
                "ranges": [_range(row) for row in published.ranges],
            }
        )


def _person(asked: Asked) -> Person:
    """Someone of the group; body and habits play no part in the tables. Raises InputFaults."""
    sex, stage = Sex(asked.text("sex")), LifeStage(asked.text("life_stage", "none"))
    age = asked.number("age") or 0.0
    if stage in {LifeStage.PREGNANT, LifeStage.LACTATING} and (sex is Sex.MALE or not 10 <= age < 60):
        raise InputFaults([fault("life_stage", "conflict", f"{stage.value} needs sex female and an age from 10 to 59")])
    return Person(
        age_years=age,
        sex=sex,
        height_cm=170,
        weight_kg=65,
        life_stage=stage,
        pregnancy_week=asked.whole("pregnancy_week", 0) or None,
        months_postpartum=asked.number("months_postpartum"),
        reference_set=ReferenceSet(asked.text("set", "us")),
    )


def _intake(row: ReferenceIntake) -> Json:
    return {
        "nutrient": row.key,
        "per": row.per.value,
        "group": _band(row.band),
        "ear": row.ear,
        "rda": row.rda,
        "ai": row.ai,
        "ul": row.ul,
        "cdrr": row.cdrr,
        "scope": row.scope.value,
        "source": _source(row.source),
        "checked": row.checked,
        "note": row.note or None,
    }


def _range(row: IntakeRange) -> Json:
    return {
        "nutrient": row.key,
        "kind": row.kind,
        "per": row.per.value,
        "group": _band(row.band),
        "low": row.low,
        "high": row.high,
        "source": _source(row.source),
        "note": row.note or None,
    }


def _band(band: Band) -> Json:
    return {
        "sex": band.sex and band.sex.value,
        "life_stage": band.stage.value,
        "age_from": band.age_from,
        "age_to": None if band.age_to == float("inf") else band.age_to,
        "subgroup": band.subgroup or None,
    }


def _source(source: Source) -> Json:
    return {"title": source.title, "publisher": source.publisher, "year": source.year, "address": source.address}
