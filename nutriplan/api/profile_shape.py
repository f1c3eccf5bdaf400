"""What may a profile hold? Its shape for the schema; it is read and checked in one place for every door, elsewhere."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer
from rest_framework import serializers

from nutriplan.api.shapes import LIFE_STAGES, REFERENCE_SETS, SEXES, SLOTS
from nutriplan.domain.diet import DIET_RULES, DIETS
from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.person import Activity

_TIMES: dict[str, Any] = {"required": False, "allow_null": True, "help_text": "When it is taken, as HH:MM."}


def _optional(says: str = "") -> dict[str, Any]:
    return {"required": False, "allow_null": True, "help_text": says}


def _keys(says: str, **more: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), max_length=100, **_optional(says), **more)


class MedicationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, help_text="Brand or generic, as on the box: Lasix 40 mg.")
    times = serializers.ListField(child=serializers.CharField(), max_length=12, **_TIMES)
    as_written = serializers.BooleanField(
        **_optional("True: the name is right as it is, so do not ask whether another one was meant. Default false.")
    )


class SupplementSerializer(serializers.Serializer[Any]):
    """One that is taken already."""

    nutrient = serializers.ChoiceField(choices=list(KEYS))
    amount = serializers.FloatField(min_value=0, max_value=1_000_000, help_text="Each time, in the unit of the key.")
    times = serializers.ListField(child=serializers.CharField(), max_length=12, **_TIMES)


class MealSerializer(serializers.Serializer[Any]):
    slot = serializers.ChoiceField(choices=SLOTS)
    time = serializers.CharField(help_text="HH:MM")


class StockSerializer(serializers.Serializer[Any]):
    """Food that is in the kitchen already."""

    food = serializers.CharField(help_text="Its name, or its id as a number. A food that is not known is a fault.")
    grams = serializers.FloatField(min_value=1, max_value=50_000)
    use_by = serializers.DateField(**_optional("The last day it may be eaten. It is planned before others."))


class ClinicianTargetSerializer(serializers.Serializer[Any]):
    """A limit that the person's clinician set; it stands above every rule. One of the two is needed."""

    min = serializers.FloatField(min_value=0, **_optional())
    max = serializers.FloatField(min_value=0, **_optional())


class HabitsSerializer(serializers.Serializer[Any]):
    """What is drunk on a usual day besides the plan. Caffeine and alcohol of it are taken off the limits of a day."""

    coffee_cups = serializers.FloatField(min_value=0, max_value=30, **_optional("Mugs a day, decaffeinated not."))
    tea_cups = serializers.FloatField(min_value=0, max_value=40, **_optional("Mugs of black or green tea a day."))
    cola_cans = serializers.FloatField(min_value=0, max_value=30, **_optional("Cans of 330 ml a day, diet cola too."))
    energy_drink_cans = serializers.FloatField(min_value=0, max_value=20, **_optional("Cans of 250 ml a day."))
    sweet_drink_glasses = serializers.FloatField(
        min_value=0, max_value=30, **_optional("Glasses of 250 ml a day of anything with sugar, cola with sugar too.")
    )
    alcohol_units = serializers.FloatField(min_value=0, max_value=40, **_optional("Units of 10 ml (8 g) a day."))
    smoker = serializers.BooleanField(**_optional())


class SunSerializer(serializers.Serializer[Any]):
    minutes_outdoors = serializers.FloatField(min_value=0, max_value=1440, **_optional())
    latitude = serializers.FloatField(min_value=-90, max_value=90, **_optional())


class CrampsSerializer(serializers.Serializer[Any]):
    per_week = serializers.FloatField(min_value=0, max_value=200, **_optional())
    when = serializers.CharField(max_length=200, **_optional())
    where = serializers.CharField(max_length=200, **_optional())
    minutes = serializers.FloatField(min_value=0, max_value=1440, **_optional())
    pain = serializers.FloatField(min_value=0, max_value=10, **_optional("0 to 10"))


class ProfileSerializer(serializers.Serializer[Any]):
    """The eater. Needed: an age (age_years or birth_date), sex and life_stage; the answer names every default taken.

    Ages in years, heights in cm, weights in kg. A field that is not listed here is refused.
    """

    age_years = serializers.FloatField(min_value=0, max_value=120, **_optional("Or birth_date, not both."))
    birth_date = serializers.DateField(**_optional())
    sex = serializers.ChoiceField(choices=SEXES)
    life_stage = serializers.ChoiceField(choices=LIFE_STAGES)
    height_cm = serializers.FloatField(min_value=40, max_value=250, **_optional())
    weight_kg = serializers.FloatField(min_value=8, max_value=400, **_optional())
    activity = serializers.ChoiceField(choices=[level.value for level in Activity], **_optional("Default low_active."))
    pregnancy_week = serializers.IntegerField(min_value=1, max_value=42, **_optional("Or due_date."))
    due_date = serializers.DateField(**_optional())
    pre_pregnancy_weight_kg = serializers.FloatField(min_value=25, max_value=400, **_optional())
    months_postpartum = serializers.FloatField(min_value=0, max_value=36, **_optional())
    conditions = _keys("Keys of /conditions/.")
    lab_flags = _keys("Keys of /lab-flags/.")
    allergies = _keys("Keys of /allergens/.")
    flags = _keys("Signs that rules look at: uses_liquorice, claudication, severe_muscle_pain, reflux_acidic ...")
    red_flags = _keys("Danger signs noticed: keys of /red-flags/. With one that is urgent, nothing is planned.")
    acknowledged = _keys(
        "Danger signs and urgent cautions (because of the reasons in triage) that a clinician has looked at since. "
        "Once none is left there is a plan, under the same cautions. What does not stop a plan is refused here."
    )
    medications = MedicationSerializer(many=True, **_optional("At most 40. What is not known is said: not checked."))
    supplements = SupplementSerializer(many=True, **_optional("At most 40."))
    diet = serializers.ChoiceField(choices=list(DIETS), **_optional("Default omnivore."))
    rules = serializers.ListField(child=serializers.ChoiceField(choices=list(DIET_RULES)), **_optional())
    avoid_foods = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=10_000, **_optional("Ids of /foods/.")
    )
    avoid_tags = _keys("Food tags, as foods carry them.")
    buys_fortified = serializers.BooleanField(**_optional("Milk and the like with added vitamin D. Default true."))
    meals = MealSerializer(many=True, **_optional("3 to 6, each slot once, in the order of the day."))
    household = serializers.IntegerField(min_value=1, max_value=20, **_optional("For how many to shop. Default 1."))
    pantry = StockSerializer(many=True, **_optional("What is in the kitchen: at most 40, eaten first, not bought."))
    max_minutes = serializers.IntegerField(min_value=5, max_value=480, **_optional("Longest time to cook a dish."))
    budget_tier = serializers.IntegerField(min_value=1, max_value=3, **_optional("1 cheap to 3 dear."))
    clinician_targets = serializers.DictField(child=ClinicianTargetSerializer(), **_optional("By nutrient key."))
    usual_soya_portions = serializers.FloatField(
        min_value=0,
        max_value=6,
        **_optional("Usual portions a day (a glass of soya drink, 80 g of tofu); only a thyroid tablet asks for it."),
    )
    usual_vitamin_k_ug = serializers.FloatField(min_value=10, max_value=2000, **_optional("Usual intake a day."))
    habits = HabitsSerializer(**_optional())
    heat_or_sport_hours = serializers.FloatField(min_value=0, max_value=24, **_optional("a day"))
    sun = SunSerializer(**_optional())
    cramps = CrampsSerializer(**_optional())
    reference_set = serializers.ChoiceField(choices=REFERENCE_SETS, **_optional("Default us."))


class WrappedProfileSerializer(serializers.Serializer[Any]):
    profile = ProfileSerializer()


#: The body of the stateless computations.
PROFILE_BODY = PolymorphicProxySerializer(
    component_name="ProfileBody",
    serializers=[ProfileSerializer, WrappedProfileSerializer],
    resource_type_field_name=None,
)

EXAMPLE = {
    "age_years": 68,
    "sex": "female",
    "life_stage": "none",
    "height_cm": 165,
    "weight_kg": 68,
    "medications": [{"name": "Lasix 40 mg", "times": ["08:00"]}],
    "allergies": ["milk"],
}
PROFILE_EXAMPLE = OpenApiExample("A woman of 68 who takes furosemide", EXAMPLE, request_only=True)
