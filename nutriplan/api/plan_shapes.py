"""What does a plan look like in the schema? The fields that a client may rely on."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nutriplan.api.caution_shapes import (
    CautionSerializer,
    CheckedSerializer,
    EvidenceSerializer,
    ReferralSerializer,
    TargetSerializer,
    TimelineEntrySerializer,
    TriageSerializer,
)
from nutriplan.api.profile_shape import ProfileSerializer
from nutriplan.api.shapes import ROLES, SLOTS
from nutriplan.plans.models import Plan

_UNKNOWN = "null: unknown, never zero."


class PlanRequestBodySerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=28, required=False, allow_null=True, help_text="Default 7.")
    start_date = serializers.DateField(required=False, allow_null=True, help_text="Default today.")
    seed = serializers.IntegerField(
        min_value=0,
        max_value=2_147_483_647,
        required=False,
        allow_null=True,
        help_text="The same seed gives the same plan. Default 1.",
    )
    recipes = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        allow_null=True,
        help_text="Keys of recipes of your own that may stand in the plan beside the dishes of the library.",
    )
    waste_within_pct = serializers.FloatField(
        min_value=0,
        max_value=10,
        required=False,
        allow_null=True,
        help_text="How much worse, in per cent, a plan may be so that less fresh food is thrown away. Default 2.",
    )
    profile = ProfileSerializer()


class SumSerializer(serializers.Serializer[Any]):
    amount = serializers.FloatField(allow_null=True, help_text=_UNKNOWN)
    known_share = serializers.FloatField(help_text="0 to 1: the share of the grams for which the value is known.")


class DishRefSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Below zero: a recipe of your own.")
    name = serializers.CharField(
        help_text="With what was changed, where something stands in for an ingredient. The id is then that of the dish "
        "as it is written; ingredients and nutrients here are those of the changed dish."
    )


class FoodRefSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Below zero: an ingredient of your own recipe that is none of our foods.")
    ndb_no = serializers.CharField()
    name = serializers.CharField(help_text="As the table of foods spells it.")
    display_name = serializers.CharField(help_text="What people call it.")


class PlannedIngredientSerializer(serializers.Serializer[Any]):
    food = FoodRefSerializer()
    grams = serializers.FloatField(help_text="As eaten, for this person.")


class LaterSerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    servings = serializers.FloatField(help_text="Of all who eat.")


class PotSerializer(serializers.Serializer[Any]):
    """What is cooked for a dish. On a day of leftovers nothing is."""

    kind = serializers.ChoiceField(choices=["cook", "leftovers"])
    servings = serializers.FloatField(help_text="Made on this day, for all who eat.")
    later = LaterSerializer(many=True, help_text="What of it is for later days.")
    left = serializers.FloatField(help_text="Servings that nobody eats in time: batches are cooked whole.")
    freeze = serializers.BooleanField(help_text="What is left can be frozen; else it is wasted.")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be an attribute."""
        cooked_on = serializers.DateField(allow_null=True, help_text="The day the leftovers were cooked on.")
        return {**super().get_fields(), "from": cooked_on}


class PlannedMealSerializer(serializers.Serializer[Any]):
    """One dish of a meal; two dishes of one meal share slot and time."""

    id = serializers.IntegerField(help_text="Of the place: it stays when the dish changes.")
    slot = serializers.ChoiceField(choices=SLOTS)
    time = serializers.CharField(help_text="HH:MM")
    locked = serializers.BooleanField(help_text="Stays when the plan is made anew.")
    role = serializers.ChoiceField(choices=ROLES)
    servings = serializers.FloatField()
    cooking = PotSerializer()
    dish = DishRefSerializer()
    ingredients = PlannedIngredientSerializer(many=True)
    nutrients = serializers.DictField(child=serializers.FloatField(allow_null=True), help_text=_UNKNOWN)


class PlannedDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    meals = PlannedMealSerializer(many=True)
    hands_on_minutes = serializers.IntegerField(help_text="Of what is cooked on this day; leftovers take none.")
    totals = serializers.DictField(child=SumSerializer(), help_text="By nutrient key.")


class BringsSerializer(serializers.Serializer[Any]):
    food = FoodRefSerializer()
    amount = serializers.FloatField(help_text="On the average day.")
    share = serializers.FloatField(help_text="Of what is known of all foods of the plan: 0 to 1.")


class AttainmentSerializer(serializers.Serializer[Any]):
    mean = serializers.FloatField(allow_null=True, help_text="Of the average day.")
    known_share = serializers.FloatField()
    worst_day = serializers.FloatField(allow_null=True)
    share_of_aim = serializers.FloatField(allow_null=True, help_text="1 is the whole aim.")
    brought_by = BringsSerializer(many=True, help_text="At most three foods that bring the most of it, the most first.")
    best_possible = serializers.FloatField(
        allow_null=True,
        help_text="The share of the aim that no plan under all hard limits passes, proven. null: nobody should push it "
        "up, or nothing is aimed at.",
    )


class OneChangeSerializer(serializers.Serializer[Any]):
    """One thing changed, and what it would bring. Never a safety rule, and never more of what must be limited."""

    kind = serializers.ChoiceField(
        choices=["wish", "dish", "food", "habit"],
        help_text="wish: given up by itself. dish: one that wishes keep out. food: one that no dish of the plan holds. "
        "habit: advice of good eating for everybody, left aside; it stays good advice.",
    )
    what = serializers.CharField()
    gains = serializers.DictField(
        child=serializers.FloatField(),
        help_text="By missed nutrient: about so much of its aim more, by the relaxed plan; below zero it would cost.",
    )


class ShortfallSerializer(serializers.Serializer[Any]):
    nutrient = serializers.CharField()
    share_of_aim = serializers.FloatField()
    best_possible = serializers.FloatField(
        allow_null=True, help_text="As in attainment: no plan passes it. null: it must not be pushed up."
    )
    because = serializers.CharField()
    would_help = serializers.CharField()
    holds = serializers.ListField(
        child=serializers.CharField(),
        help_text="What is in the way of the most, the heaviest first. Of a safety limit: whom to ask.",
    )
    changes = OneChangeSerializer(
        many=True, help_text="The wish, the dish and the food that would help most by themselves."
    )
    gives_way = serializers.DictField(
        child=serializers.FloatField(), help_text="By nutrient: what reaching the whole aim would cost of its own aim."
    )


KEEPS = "Days it keeps at home as bought; null: nobody knows."
OPENED = "Days that what is left of it keeps once the pack is opened; null: nobody knows."
PRICE_TIER = "What a usual portion costs: 1 cheap, 2 middling, 3 dear; null: nobody knows."


class PackCountSerializer(serializers.Serializer[Any]):
    pack = serializers.CharField()
    grams = serializers.FloatField()
    count = serializers.IntegerField()


class ShoppingLineSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    ndb_no = serializers.CharField()
    eaten_g = serializers.FloatField(help_text="On the plates of the household.")
    bought_g = serializers.FloatField(help_text="As sold, to buy.")
    packs = PackCountSerializer(many=True)
    spare_g = serializers.FloatField(help_text="What the packs hold beyond the need.")
    in_hand_g = serializers.FloatField(help_text="As sold, out of the pantry.")
    spoils = serializers.BooleanField(help_text="What is spare of it is waste.")
    staple = serializers.BooleanField()
    note = serializers.CharField(allow_null=True)
    keeps_days = serializers.IntegerField(allow_null=True, help_text=KEEPS)
    opened_days = serializers.IntegerField(allow_null=True, help_text=OPENED)
    price_tier = serializers.IntegerField(allow_null=True, help_text=PRICE_TIER)


class AisleSerializer(serializers.Serializer[Any]):
    aisle = serializers.CharField()
    lines = ShoppingLineSerializer(many=True)


class WasteSerializer(serializers.Serializer[Any]):
    """What fresh food in packs is bought and not eaten; what keeps for weeks is not counted."""

    bought_g = serializers.FloatField()
    left_g = serializers.FloatField(help_text="In packs.")
    uneaten_g = serializers.FloatField(help_text="Cooked in batches, neither eaten in time nor frozen.")
    share = serializers.FloatField(help_text="0 to 1, of the weight bought.")


class PantryFoodSerializer(serializers.Serializer[Any]):
    ndb_no = serializers.CharField()
    name = serializers.CharField()


class UsedSerializer(serializers.Serializer[Any]):
    """What becomes of a food in the pantry."""

    food = PantryFoodSerializer()
    grams = serializers.FloatField()
    use_by = serializers.DateField(allow_null=True)
    used_g = serializers.FloatField()
    left_g = serializers.FloatField()
    days = serializers.ListField(child=serializers.DateField(), help_text="On which it is eaten.")


class ShoppingListSerializer(serializers.Serializer[Any]):
    """What the pantry has is taken off the amounts. Fresh food is counted in packs for each week by itself."""

    household = serializers.IntegerField()
    aisles = AisleSerializer(many=True)
    waste = WasteSerializer()
    pantry = UsedSerializer(many=True)


class SolverSerializer(serializers.Serializer[Any]):
    """How the optimiser ended. gap: at most this share of the objective may still be won. eased: so many times were
    lunches and dinners allowed twice as often in the whole plan, because there were too few of them."""

    status = serializers.CharField()
    gap = serializers.FloatField()
    bound = serializers.FloatField()
    objective = serializers.FloatField()
    seconds = serializers.FloatField()
    seed = serializers.IntegerField()
    eased = serializers.IntegerField()
    engine = serializers.CharField()


class VersionsSerializer(serializers.Serializer[Any]):
    foods_version = serializers.CharField()
    rules_version = serializers.CharField()


class LightDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    most_minutes = serializers.IntegerField(help_text="Of hands-on work.")


class UseUpSerializer(serializers.Serializer[Any]):
    food = PantryFoodSerializer()
    grams = serializers.FloatField()
    by = serializers.DateField()


class WantedSerializer(serializers.Serializer[Any]):
    """What was asked of the plan since it was made."""

    banned_dishes = DishRefSerializer(many=True)
    light_days = LightDaySerializer(many=True)
    use_up = UseUpSerializer(many=True)


class PlanSerializer(CheckedSerializer):
    """Without a plan (state referred or infeasible) days is empty, shopping_list is null, and reason says why."""

    id = serializers.IntegerField(allow_null=True, help_text="null: nothing was kept.")
    start_date = serializers.DateField()
    days = PlannedDaySerializer(many=True)
    targets = serializers.DictField(child=TargetSerializer())
    attainment = serializers.DictField(child=AttainmentSerializer())
    shortfalls = ShortfallSerializer(many=True)
    changes = OneChangeSerializer(many=True, help_text="Every single change that was tried and would bring something.")
    cautions = CautionSerializer(many=True)
    not_checked = serializers.ListField(child=serializers.CharField())
    referrals = ReferralSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    triage = TriageSerializer()
    timeline = TimelineEntrySerializer(many=True)
    evidence = EvidenceSerializer()
    shopping_list = ShoppingListSerializer(allow_null=True)
    solver = SolverSerializer(allow_null=True)
    wanted = WantedSerializer()
    data = VersionsSerializer()  # type: ignore[assignment]


class PlanSummarySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Plan.State.values)
    start_date = serializers.DateField()
    day_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    data = VersionsSerializer()  # type: ignore[assignment]
