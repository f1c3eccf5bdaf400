"""What does a recipe of one's own look like in the schema? The fields that a client may rely on."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nutriplan.api.plan_shapes import FoodRefSerializer, SumSerializer
from nutriplan.api.shapes import ROLES, SLOTS
from nutriplan.recipes.decisions import LONGEST_STEP, MOST_GRAMS, Verdict
from nutriplan.recipes.lines import LONGEST_LINE
from nutriplan.recipes.models import Line
from nutriplan.recipes.pages import LONGEST_NAME, MOST_LINES, MOST_MINUTES, MOST_SERVINGS

_STATES = list(Line.State.values)


class RecipeRequestBodySerializer(serializers.Serializer[Any]):
    text = serializers.CharField(
        help_text="The HTML of a saved page, its JSON-LD, or one ingredient on each line. Nothing is fetched."
    )
    name = serializers.CharField(
        max_length=LONGEST_NAME, required=False, allow_null=True, help_text="Default: what the page calls it."
    )


class RecipeLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    text = serializers.CharField()
    match = serializers.ChoiceField(
        choices=_STATES,
        help_text=(
            "sure and close: taken by its words. asked: nobody has decided. chosen, unlisted (none of our foods), "
            "left_out: a person has."
        ),
    )
    open = serializers.BooleanField(help_text="Whether the food or the weight is still asked.")
    food = FoodRefSerializer(allow_null=True)
    grams = serializers.FloatField(allow_null=True, help_text="Of the whole recipe, before cooking. null: unknown.")
    weighed = serializers.CharField(allow_null=True, help_text="By what it was weighed, or what is asked.")
    why = serializers.CharField(allow_null=True, help_text="How the food was found, or what is asked.")
    suggestions = FoodRefSerializer(many=True, help_text="The likeliest first.")


class RecipeSummarySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="Whoever holds the key of a guest's recipe can read and change it.")
    name = serializers.CharField()
    source_url = serializers.CharField(allow_null=True, help_text="Where the instructions are.")
    servings = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    open_lines = serializers.IntegerField(help_text="Lines that a person has to decide.")
    in_plans = serializers.BooleanField(help_text="Whether it can stand in plans; missing says what it lacks.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True, help_text="A guest's recipe is deleted then.")


class RecipeSerializer(RecipeSummarySerializer):
    author = serializers.CharField(allow_null=True)
    role = serializers.ChoiceField(choices=ROLES)
    slots = serializers.ListField(child=serializers.ChoiceField(choices=SLOTS))
    steps = serializers.ListField(child=serializers.CharField(), help_text="The owner's own words; never a page's.")
    cooked_through = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    lines = RecipeLineSerializer(many=True)
    nutrients = serializers.DictField(
        child=SumSerializer(), help_text="Of one serving as its ingredients are bought, before cooking."
    )


class LineDecisionSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(min_value=1, max_value=MOST_LINES)
    text = serializers.CharField(
        max_length=LONGEST_LINE,
        required=False,
        allow_null=True,
        help_text="Read anew before anything else is decided; line breaks make several lines of it.",
    )
    decision = serializers.ChoiceField(
        choices=[verdict.value for verdict in Verdict],
        required=False,
        allow_null=True,
        help_text="food: food_id. unlisted: none of our foods. left_out: made without it. ask: open again.",
    )
    food_id = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    grams = serializers.FloatField(min_value=0.01, max_value=MOST_GRAMS, required=False, allow_null=True)


class RecipeDecisionsRequestBodySerializer(serializers.Serializer[Any]):
    """Only what is given changes."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_null=True)
    servings = serializers.IntegerField(min_value=1, max_value=MOST_SERVINGS, required=False, allow_null=True)
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, required=False, allow_null=True)
    role = serializers.ChoiceField(choices=ROLES, required=False, allow_null=True)
    slots = serializers.ListField(child=serializers.ChoiceField(choices=SLOTS), required=False, allow_null=True)
    steps = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_STEP),
        required=False,
        allow_null=True,
        help_text="Your own words.",
    )
    cooked_through = serializers.BooleanField(
        required=False, allow_null=True, help_text="Everything from animals, and sprouts, is cooked all the way."
    )
    lines = LineDecisionSerializer(many=True, required=False, allow_null=True)
