"""What does a food look like? As a row of a list, and with the provenance of every value."""

from __future__ import annotations

from functools import cache
from typing import Any

from rest_framework import serializers

from foods.food_lists import ListedFood, listed_one
from foods.models import AmountOverride, Food, TagState
from nutriplan.api import tag_answers
from nutriplan.api.base import Json
from nutriplan.domain.nutrients import KEYS

_UNKNOWN = "Per basis of edible portion, in the unit of the key. null: unknown, never zero."


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
    name = serializers.CharField(help_text="As the source has it.")
    display_name = serializers.CharField(help_text="What people call it.")
    common_name = serializers.CharField(allow_null=True)
    scientific_name = serializers.CharField(allow_null=True)
    group = GroupRefSerializer()
    basis = serializers.CharField(help_text="What nutrients are per: 100g, portion or 100kcal.")
    basis_grams = serializers.FloatField(
        allow_null=True, help_text="Weight of one basis; null: unknown, and so are the nutrients."
    )
    nutrients = serializers.DictField(child=serializers.FloatField(allow_null=True), help_text=_UNKNOWN)
    assumed = serializers.ListField(
        child=serializers.CharField(), help_text="Nutrients that the source assumes to be zero; nobody measured them."
    )
    tags = serializers.ListField(
        child=serializers.CharField(),
        help_text=(
            "Tags it carries, and magnesium:high and the like, by share of the Daily Value in a reference serving, or "
            "in 100 kcal on that basis: high from 20 %, good from 10 %, low below. What is high is good too."
        ),
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
    confidence = serializers.CharField(help_text="high, medium or low, by where it comes from.")


class OverrideSerializer(serializers.Serializer[Any]):
    """A curator's word against the source, which stays beside it."""

    nutrient = serializers.CharField()
    amount = serializers.FloatField(allow_null=True, help_text="In force, per 100 g; null: held to be unknown.")
    original_amount = serializers.FloatField(allow_null=True, help_text="What the source says; null: nothing.")
    reason = serializers.CharField()
    confidence = serializers.CharField(help_text="high, medium or low.")
    by = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()


class LevelSerializer(serializers.Serializer[Any]):
    per_serving = serializers.CharField(
        allow_null=True,
        help_text="high: 20 % or more of the Daily Value in a reference serving; good: 10 to 19 %; low; null: unknown.",
    )
    per_100kcal = serializers.CharField(allow_null=True, help_text="The same in 100 kcal.")


class ReferenceServingSerializer(serializers.Serializer[Any]):
    grams = serializers.FloatField(allow_null=True, help_text="null: unknown.")
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]


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
    overrides = OverrideSerializer(many=True)
    levels = serializers.DictField(child=LevelSerializer(), help_text="By nutrient key; an absent key: unknown.")
    reference_serving = ReferenceServingSerializer()
    refuse = RefuseSerializer()
    aliases = serializers.ListField(child=serializers.CharField())
    manufacturer = serializers.CharField(allow_null=True)
    in_survey = serializers.BooleanField(help_text="Eaten in USDA dietary surveys; such foods miss few values.")
    corrections = CorrectionSerializer(many=True)
    source = FoodSourceSerializer()  # type: ignore[assignment]


ROW_FIELDS: tuple[str, ...] = tuple(FoodRowSerializer().fields)
DETAIL_FIELDS: tuple[str, ...] = tuple(FoodSerializer().fields)


def row(one: ListedFood, basis: str = "100g") -> Json:
    """A food of a list."""
    food = one.food
    present = frozenset(tag for tag, state in one.tags.items() if state == TagState.PRESENT)
    undecided = _every_tag() - one.tags.keys()
    assumed = one.assumed
    return {
        "id": food.pk,
        "ndb_no": food.ndb_no,
        "fdc_id": food.fdc_id,
        "name": food.name,
        "display_name": food.shown_name,
        "common_name": food.common_name or None,
        "scientific_name": food.scientific_name or None,
        "group": {"code": food.group.code, "name": food.group.name},
        "basis": basis,
        "basis_grams": None if one.grams is None else round(one.grams, 2),
        "nutrients": one.on_basis(KEYS),
        "assumed": [key for key in KEYS if key in assumed],
        "tags": sorted({*present, *tag_answers.level_tags(one.levels)}),
        "allergens": tag_answers.allergens(present, undecided),
        "diets": tag_answers.diets(present, undecided),
        "portions": [
            {"amount": it.amount, "unit": it.unit, "grams": it.grams, "doubt": it.doubt or None} for it in one.portions
        ],
    }


def brief(one: ListedFood, wanted: tuple[str, ...], basis: str) -> Json:
    """Only the fields asked for; what nobody asked for is not worked out."""
    if wanted and not needs_contents(wanted):
        food = one.food
        known: Json = {
            "id": food.pk,
            "ndb_no": food.ndb_no,
            "fdc_id": food.fdc_id,
            "name": food.name,
            "display_name": food.shown_name,
            "common_name": food.common_name or None,
            "scientific_name": food.scientific_name or None,
            "group": {"code": food.group.code, "name": food.group.name},
            "basis": basis,
            "basis_grams": None if one.grams is None else round(one.grams, 2),
        }
        return trimmed(known, wanted)
    return trimmed(row(one, basis), wanted)


#: Fields that need the amounts, the tags or the portions of a food.
_CONTENTS = frozenset(["nutrients", "assumed", "tags", "allergens", "diets", "portions"])


def needs_contents(wanted: tuple[str, ...]) -> bool:
    return not wanted or any(word.partition(".")[0] in _CONTENTS for word in wanted)


def undecided_tags(food: Food) -> frozenset[str]:
    return _every_tag() - {one.tag for one in food.tags.all()}


@cache
def _every_tag() -> frozenset[str]:
    return frozenset(tag_answers.tag_words())


def whole(food: Food) -> Json:
    """Everything that is said of a food."""
    amounts = {one.nutrient: one for one in food.amounts.all()}
    overridden = {one.nutrient: one for one in food.overrides.all()}
    return {
        **row(listed_one(food)),
        "provenance": {
            key: {
                "source_code": amounts[key].origin,
                "meaning": amounts[key].get_origin_display(),
                "derivation": amounts[key].derivation or None,
                "assumed": amounts[key].is_assumed,
                "confidence": overridden[key].confidence if key in overridden else amounts[key].confidence.value,
            }
            for key in KEYS
            if key in amounts
        },
        "undecided_tags": sorted(undecided_tags(food)),
        "overrides": [_override(one) for one in food.overrides.all()],
        "levels": {
            one.nutrient: {"per_serving": one.per_racc or None, "per_100kcal": one.per_100kcal or None}
            for one in food.levels.all()
        },
        "reference_serving": {"grams": food.racc_g, "source": food.racc_source or None},
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


def _override(one: AmountOverride) -> Json:
    return {
        "nutrient": one.nutrient,
        "amount": one.amount,
        "original_amount": one.original_amount,
        "reason": one.reason,
        "confidence": one.confidence,
        "by": one.by.get_username() if one.by else None,
        "at": one.at.isoformat(),
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
