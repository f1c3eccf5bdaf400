"""Which dishes are there, how is one made, and what is in a serving of it?"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from foods.dish_lists import DishFilters, chosen, of_daily_value
from nutriplan.api import tag_answers
from nutriplan.api.base import READS, Json, ReferenceResource, found, operation
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.plan_shapes import KEEPS, OPENED, PRICE_TIER, FoodRefSerializer, SumSerializer
from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.api.shapes import CUISINES, ROLES, SLOTS
from nutriplan.domain.composition import Sum
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.kitchen import Scaling, Season, SwapFor
from nutriplan.domain.nutrients import KEYS, NUTRIENTS
from nutriplan.domain.servings import Part, Serving
from nutriplan.plans.document import food_named


class DishPackSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    grams = serializers.FloatField()


class BuyAsSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    ndb_no = serializers.CharField()
    grams = serializers.FloatField(help_text="As sold, for one serving.")
    aisle = serializers.CharField()
    staple = serializers.BooleanField()
    packs = DishPackSerializer(many=True)
    note = serializers.CharField(allow_null=True, help_text="What to look for on the label.")
    keeps_days = serializers.IntegerField(allow_null=True, help_text=KEEPS)
    opened_days = serializers.IntegerField(allow_null=True, help_text=OPENED)
    price_tier = serializers.IntegerField(allow_null=True, help_text=PRICE_TIER)


class DishSwapSerializer(serializers.Serializer[Any]):
    for_whom = serializers.ChoiceField(choices=[one.value for one in SwapFor])
    food = FoodRefSerializer()
    grams = serializers.FloatField()
    measure = serializers.CharField()


class DishIngredientSerializer(serializers.Serializer[Any]):
    """Of one serving. buy_as null: bought as it is eaten."""

    food = FoodRefSerializer()
    grams = serializers.FloatField(help_text="As eaten.")
    measure = serializers.CharField(help_text="The same in kitchen words.")
    buy_as = BuyAsSerializer(allow_null=True)
    optional = serializers.BooleanField(help_text="May be left out by the cook.")
    swaps = DishSwapSerializer(many=True, help_text="What may stand in for it; the first choice first.")


class DishSumSerializer(SumSerializer):
    of_daily_value = serializers.FloatField(
        allow_null=True, help_text="What is known of it as a share of the US Daily Value; null: no value or amount."
    )


class DishSerializer(serializers.Serializer[Any]):
    """Ingredients and nutrients are of one serving; the recipe in steps makes servings of them."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    slots = serializers.ListField(child=serializers.ChoiceField(choices=SLOTS))
    minutes = serializers.IntegerField()
    active_minutes = serializers.IntegerField(help_text="Hands-on, of those minutes.")
    keeps_days = serializers.IntegerField(help_text="Days in the fridge after the day it was cooked; 0: eat at once.")
    freezes = serializers.BooleanField()
    equipment = serializers.ListField(child=serializers.CharField())
    seasons = serializers.ListField(
        child=serializers.ChoiceField(choices=[one.value for one in Season]), help_text="None: all year."
    )
    scaling = serializers.ChoiceField(choices=[one.value for one in Scaling])
    servings = serializers.IntegerField(help_text="How many the recipe makes.")
    cuisine = serializers.ChoiceField(choices=CUISINES)
    cost_tier = serializers.IntegerField(help_text="1 cheap, 2 middling, 3 dear.")
    ingredients = DishIngredientSerializer(many=True)
    steps = serializers.ListField(child=serializers.CharField())
    nutrients = serializers.DictField(child=DishSumSerializer(), help_text="Of one serving, by nutrient key.")
    tags = serializers.ListField(child=serializers.CharField(), help_text="Tags that an ingredient carries.")
    undecided_tags = serializers.ListField(
        child=serializers.CharField(), help_text="Tags nobody has decided for an ingredient; count them as carried."
    )
    allergens = serializers.DictField(child=serializers.ChoiceField(choices=tag_answers.ANSWERS))
    diets = serializers.DictField(child=serializers.BooleanField(allow_null=True))


class DishList(ReferenceResource):
    params = (
        Param("search", "Words that begin a word of the name."),
        Param("slot", "A meal it suits.", choices=tuple(SLOTS)),
        Param("role", "main makes the meal, side comes with one.", choices=tuple(ROLES)),
        Param("cuisine", "Whose kitchen it comes from; any: everybody's.", choices=tuple(CUISINES)),
        Param("max_minutes", "Longest time to make it.", Kind.WHOLE, least=0, most=1440),
        Param("free_of", "An allergen or food tag that it surely does not hold; repeated: none of them.", many=True),
        Param("diet", "A diet or rule that it surely suits.", choices=tuple(tag_answers.SUITS), many=True),
        Param("season", "In season then, or all year.", choices=tuple(season.value for season in Season)),
        Param(
            "high_in",
            "A nutrient of which a serving surely holds 20 % or more of the Daily Value; repeated: all of them.",
            choices=KEYS,
            many=True,
        ),
        *PAGING,
    )

    @operation(
        "dishes_list",
        "Dishes that plans are made of",
        tag="dishes",
        answers={200: listing("DishPage", DishSerializer(many=True))},
        problems=(*READS, 404),
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, _chosen(self.asked), _dish, size=50))


class DishDetail(ReferenceResource):
    @operation("dishes_get", "One dish", tag="dishes", answers={200: DishSerializer}, problems=(*READS, 404))
    def get(self, request: Request, dish_id: int) -> Response:
        serving = next((one for one in selectors.servings() if one.dish_id == dish_id), None)
        if serving is None:
            raise Http404
        return found(_dish(serving))


def _chosen(asked: Asked) -> list[Serving]:
    """The dishes that are asked for. Raises InputFaults for a word that is no allergen or tag."""
    unknown = [word for word in asked.texts("free_of") if word not in tag_answers.free_of_words()]
    if unknown:
        raise InputFaults(
            [fault("free_of", "unknown_key", f"{word[:60]!r} is not known; see /allergens/") for word in unknown]
        )
    filters = DishFilters(
        words=asked.text("search"),
        slot=asked.text("slot"),
        role=asked.text("role"),
        cuisine=asked.text("cuisine"),
        season=asked.text("season"),
        max_minutes=asked.whole("max_minutes", 1440),
        absent=tag_answers.tags_to_be_free_of(asked.texts("free_of"), asked.texts("diet")),
        high_in=asked.texts("high_in"),
    )
    return chosen(selectors.servings(), filters)


def _dish(serving: Serving) -> Json:
    sums = serving.sums(KEYS)
    undecided = serving.undecided_tags
    return {
        "id": serving.dish_id,
        "key": serving.key,
        "name": serving.name,
        "role": serving.role.value,
        "slots": [slot for slot in SLOTS if slot in serving.slots],
        "minutes": serving.minutes,
        "active_minutes": serving.active_minutes,
        "keeps_days": serving.keeps_days,
        "freezes": serving.freezes,
        "equipment": list(serving.equipment),
        "seasons": [season.value for season in Season if season in serving.seasons],
        "scaling": serving.scaling.value,
        "servings": serving.recipe_servings,
        "cuisine": serving.cuisine.value,
        "cost_tier": serving.cost_tier,
        "ingredients": [_ingredient(part) for part in serving.parts],
        "steps": list(serving.steps),
        "nutrients": {key: _sum(key, sums[key]) for key in KEYS},
        "tags": sorted(serving.tags),
        "undecided_tags": sorted(undecided),
        "allergens": tag_answers.allergens(serving.tags, undecided),
        "diets": tag_answers.diets(serving.tags, undecided),
    }


def _sum(key: str, total: Sum) -> Json:
    share = of_daily_value(key, total)
    return {
        "amount": _rounded(key, total.amount),
        "known_share": round(total.known_share, 4),
        "of_daily_value": None if share is None else round(share, 4),
    }


def _rounded(key: str, amount: float | None) -> float | None:
    return None if amount is None else round(amount, NUTRIENTS[key].decimals + 2)


def _ingredient(part: Part) -> Json:
    buy = part.purchase
    return {
        "food": food_named(part.food),
        "grams": round(part.grams, 2),
        "measure": part.measure,
        "optional": part.optional,
        "swaps": [
            {
                "for_whom": swap.for_whom.value,
                "food": food_named(swap.part.food),
                "grams": round(swap.part.grams, 2),
                "measure": swap.part.measure,
            }
            for swap in part.swaps
        ],
        "buy_as": buy
        and {
            "name": buy.name,
            "ndb_no": buy.ndb_no,
            "grams": round(part.grams / buy.eaten_per_bought, 2),
            "aisle": buy.aisle,
            "staple": buy.staple,
            "packs": [{"label": pack.label, "grams": pack.grams} for pack in buy.packs],
            "note": buy.note or None,
            "keeps_days": buy.keeps_days,
            "opened_days": buy.opened_days,
            "price_tier": buy.price_tier,
        },
    }
