"""What does a food look like? As a row of a list, and with the provenance of every value."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from foods.models import Food
from nutriplan.api import tag_answers
from nutriplan.api.base import Json
from nutriplan.domain.nutrients import KEYS

_UNKNOWN = "Per 100 g of edible portion, in the unit of the key. null: unknown, never zero."


class GroupRefSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class PortionSerializer(serializers.Serializer[Any]):
    amount = serializers.FloatField()
    unit = serializers.CharField()
    grams = serializers.FloatField(help_text="Weight of amount times unit.")
    doubt = serializers.CharField(allow_null=True, help_text="Why this weight is not to be relied on.")


class FoodRowSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    ndb_no = serializers.CharField(help_text="NDB number of USDA SR28.")
    fdc_id = serializers.IntegerField(allow_null=True, help_text="FoodData Central id; null where it is not stored.")
    name = serializers.CharField()
    common_name = serializers.CharField(allow_null=True)
    scientific_name = serializers.CharField(allow_null=True)
    group = GroupRefSerializer()
    basis = serializers.CharField(help_text="What nutrients are per: 100g.")
    nutrients = serializers.DictField(child=serializers.FloatField(allow_null=True), help_text=_UNKNOWN)
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Nutrients that the source assumes to be zero; nobody measured them."
    )
    tags = serializers.ListField(
        child=serializers.CharField(),
        help_text="Tags it carries, and magnesium:high and the like: at least 30 % of the EU nutrient reference value "
        "in 100 g (source: 15 %).",
    )
    allergens = serializers.DictField(
        child=serializers.ChoiceField(choices=tag_answers.ANSWERS), help_text="unknown: treat it as contains."
    )
    diets = serializers.DictField(
        child=serializers.BooleanField(allow_null=True), help_text="Whether it suits; null: nobody knows."
    )
    portions = PortionSerializer(many=True)


class ProvenanceSerializer(serializers.Serializer[Any]):
    source_code = serializers.CharField(help_text="Source code of SR28, or corrected, or curated.")
    meaning = serializers.CharField()
    derivation = serializers.CharField(allow_null=True, help_text="Derivation code of SR28.")
    assumed = serializers.BooleanField(help_text="True: a zero that nobody measured.")


class RefuseSerializer(serializers.Serializer[Any]):
    percent = serializers.FloatField(allow_null=True, help_text="Inedible share as bought; null: unknown.")
    what = serializers.CharField(allow_null=True)


class FoodSourceSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    version = serializers.CharField()
    licence = serializers.CharField()
    citation = serializers.CharField()


class CorrectionSerializer(serializers.Serializer[Any]):
    """An error of the source that was put right here."""

    what = serializers.CharField()
    action = serializers.CharField()
    was = serializers.CharField()
    becomes = serializers.CharField(allow_null=True)
    why = serializers.CharField()
    dated = serializers.DateField()


class FoodSerializer(FoodRowSerializer):
    provenance = serializers.DictField(child=ProvenanceSerializer(), help_text="By nutrient key, of known values.")
    undecided_tags = serializers.ListField(
        child=serializers.CharField(), help_text="Tags nobody has decided on; count them as carried."
    )
    refuse = RefuseSerializer()
    aliases = serializers.ListField(child=serializers.CharField())
    manufacturer = serializers.CharField(allow_null=True)
    in_survey = serializers.BooleanField(help_text="Eaten in USDA dietary surveys; such foods miss few values.")
    corrections = CorrectionSerializer(many=True)
    source = FoodSourceSerializer()  # type: ignore[assignment]


ROW_FIELDS: tuple[str, ...] = tuple(FoodRowSerializer().fields)
DETAIL_FIELDS: tuple[str, ...] = tuple(FoodSerializer().fields)


def row(food: Food) -> Json:
    """A food of a list; amounts, portions and tags were fetched along."""
    amounts = {one.nutrient: one for one in food.amounts.all()}
    present = frozenset(one.tag for one in food.tags.all() if one.state == "present")
    undecided = undecided_tags(food)
    known = {key: one.amount for key, one in amounts.items()}
    return {
        "id": food.pk,
        "ndb_no": food.ndb_no,
        "fdc_id": None,
        "name": food.name,
        "common_name": food.common_name or None,
        "scientific_name": food.scientific_name or None,
        "group": {"code": food.group.code, "name": food.group.name},
        "basis": "100g",
        "nutrients": {key: known.get(key) for key in KEYS},
        "assumed": [key for key in KEYS if key in amounts and amounts[key].is_assumed],
        "tags": sorted({*present, *tag_answers.levels(known)}),
        "allergens": tag_answers.allergens(present, undecided),
        "diets": tag_answers.diets(present, undecided),
        "portions": [
            {"amount": one.amount, "unit": one.unit, "grams": one.grams, "doubt": one.doubt or None}
            for one in food.portions.all()
        ],
    }


def undecided_tags(food: Food) -> frozenset[str]:
    return frozenset(tag_answers.tag_words()) - {one.tag for one in food.tags.all()}


def whole(food: Food) -> Json:
    """Everything that is said of a food."""
    amounts = {one.nutrient: one for one in food.amounts.all()}
    return {
        **row(food),
        "provenance": {
            key: {
                "source_code": amounts[key].origin,
                "meaning": amounts[key].get_origin_display(),
                "derivation": amounts[key].derivation or None,
                "assumed": amounts[key].is_assumed,
            }
            for key in KEYS
            if key in amounts
        },
        "undecided_tags": sorted(undecided_tags(food)),
        "refuse": {"percent": food.refuse_pct, "what": food.refuse_description or None},
        "aliases": sorted(one.name for one in food.aliases.all()),
        "manufacturer": food.manufacturer or None,
        "in_survey": food.in_survey,
        "corrections": [
            {
                "what": one.what,
                "action": one.action,
                "was": one.was,
                "becomes": one.becomes or None,
                "why": one.why,
                "dated": one.dated.isoformat(),
            }
            for one in food.corrections.all()
        ],
        "source": {
            "key": food.source.key,
            "title": food.source.title,
            "publisher": food.source.publisher,
            "version": food.source.version,
            "licence": food.source.licence,
            "citation": food.source.citation,
        },
    }


def trimmed(food: Json, wanted: tuple[str, ...]) -> Json:
    """Only the fields asked for, in the order of the food; "nutrients.magnesium_mg" keeps one nutrient."""
    if not wanted:
        return food
    keys = {word.partition(".")[2] for word in wanted if word.startswith("nutrients.")}
    kept = {name: value for name, value in food.items() if name in wanted}
    if keys and "nutrients" not in wanted:
        kept["nutrients"] = {key: value for key, value in food["nutrients"].items() if key in keys}
    return kept
