"""Which words may a profile use, and which medicines are known?"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import READS, Json, ReferenceResource, found, operation
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.query import Param
from nutriplan.domain.caution_book import Allergen, RedFlag
from nutriplan.domain.diet import DIET_LABELS, DIET_NOTES, DIET_RULE_LABELS, DIET_RULES, DIETS
from nutriplan.domain.medicines import Medicine
from nutriplan.people import selectors


class WordSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class AllergenSerializer(WordSerializer):
    tags = serializers.ListField(child=serializers.CharField(), help_text="Food tags that an allergy to it excludes.")


class DietSerializer(WordSerializer):
    kind = serializers.ChoiceField(choices=["diet", "rule"], help_text="diet: for diet. rule: for rules, any number.")
    excludes = serializers.ListField(child=serializers.CharField(), help_text="Food tags it leaves out.")
    note = serializers.CharField(allow_null=True, help_text="What a plan cannot decide for the eater.")


class RedFlagSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    sign = serializers.CharField()
    urgency = serializers.ChoiceField(choices=["emergency", "same_day", "routine"])
    why = serializers.CharField()
    clinician = serializers.CharField()


class MedicineSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Generic name.")
    classes = serializers.ListField(child=serializers.CharField(), help_text="Drug classes the caution rules read.")
    other_names = serializers.ListField(child=serializers.CharField())
    brands = serializers.ListField(child=serializers.CharField())
    availability = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class _Vocabulary(ReferenceResource):
    params = PAGING


def _word(pair: tuple[str, str]) -> Json:
    return {"key": pair[0], "label": pair[1]}


class ConditionList(_Vocabulary):
    @operation(
        "conditions_list",
        "Health conditions that a profile may name",
        tag="vocabularies",
        answers={200: listing("ConditionPage", WordSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, list(selectors.caution_book().conditions.items()), _word, size=200))


class LabFlagList(_Vocabulary):
    @operation(
        "lab_flags_list",
        "Blood results that a profile may name",
        tag="vocabularies",
        answers={200: listing("LabFlagPage", WordSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, list(selectors.caution_book().lab_flags.items()), _word, size=200))


class AllergenList(_Vocabulary):
    @operation(
        "allergens_list",
        "Allergens that a profile may name and foods are judged by",
        tag="vocabularies",
        answers={200: listing("AllergenPage", AllergenSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(
            answer(request, self.asked, list(selectors.caution_book().allergens.values()), _allergen, size=200)
        )


def _allergen(allergen: Allergen) -> Json:
    return {"key": allergen.key, "label": allergen.label, "tags": sorted(allergen.tags)}


class DietList(_Vocabulary):
    @operation(
        "diets_list",
        "Diets, and rules that can be added to one",
        tag="vocabularies",
        answers={200: listing("DietPage", DietSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        diets = [
            *(_diet("diet", key, DIET_LABELS[key], tags) for key, tags in DIETS.items()),
            *(_diet("rule", key, DIET_RULE_LABELS[key], tags) for key, tags in DIET_RULES.items()),
        ]
        return found(answer(request, self.asked, diets, dict, size=200))


def _diet(kind: str, key: str, label: str, tags: frozenset[str]) -> Json:
    return {"key": key, "label": label, "kind": kind, "excludes": sorted(tags), "note": DIET_NOTES.get(key)}


class RedFlagList(_Vocabulary):
    @operation(
        "red_flags_list",
        "Danger signs for which a clinician comes before any plan",
        tag="vocabularies",
        answers={200: listing("RedFlagPage", RedFlagSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(
            answer(request, self.asked, list(selectors.caution_book().red_flags.values()), _red_flag, size=200)
        )


def _red_flag(flag: RedFlag) -> Json:
    clinicians = selectors.caution_book().clinicians
    return {
        "key": flag.id,
        "sign": flag.sign,
        "urgency": flag.urgency,
        "why": flag.why,
        "clinician": clinicians.get(flag.clinician, flag.clinician),
    }


class MedicationList(ReferenceResource):
    params = (Param("search", "A name as on the box, or its beginning: lasix, Lasix 40 mg, furo."), *PAGING)

    @operation(
        "medications_list",
        "Medicines that the caution rules know",
        tag="vocabularies",
        description=(
            "Brand and generic names. A medicine that is not here cannot be checked: a profile that names one gets it "
            "back under not_checked, and should ask a pharmacist."
        ),
        answers={200: listing("MedicationPage", MedicineSerializer(many=True))},
        problems=READS,
    )
    def get(self, request: Request) -> Response:
        medicines = selectors.medicines_named(self.asked.text("search"))
        return found(answer(request, self.asked, medicines, _medicine, size=50))


def _medicine(medicine: Medicine) -> Json:
    return {
        "name": medicine.generic,
        "classes": sorted(medicine.classes),
        "other_names": list(medicine.other_names),
        "brands": list(medicine.brands),
        "availability": medicine.availability or None,
        "note": medicine.note or None,
    }
