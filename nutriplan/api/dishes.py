"""Which dishes are there, how is one made, and what is in a serving of it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from foods.models import Dish
from foods.search import normalise
from nutriplan.api import tag_answers
from nutriplan.api.base import READS, Json, ReferenceResource, found, operation
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.plan_shapes import FoodRefSerializer, SumSerializer
from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.api.shapes import CUISINES, ROLES, SLOTS
from nutriplan.domain.errors import InputFaults
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


class DishIngredientSerializer(serializers.Serializer[Any]):
    """Of one serving. buy_as null: bought as it is eaten."""

    food = FoodRefSerializer()
    grams = serializers.FloatField(help_text="As eaten.")
    measure = serializers.CharField(help_text="The same in kitchen words.")
    buy_as = BuyAsSerializer(allow_null=True)


class DishSerializer(serializers.Serializer[Any]):
    """Ingredients and nutrients are of one serving; the recipe in steps makes servings of them."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    slots = serializers.ListField(child=serializers.ChoiceField(choices=SLOTS))
    minutes = serializers.IntegerField()
    servings = serializers.IntegerField(help_text="How many the recipe makes.")
    cuisine = serializers.ChoiceField(choices=CUISINES)
    cost_tier = serializers.IntegerField(help_text="1 cheap, 2 middling, 3 dear.")
    ingredients = DishIngredientSerializer(many=True)
    steps = serializers.ListField(child=serializers.CharField())
    nutrients = serializers.DictField(child=SumSerializer(), help_text="Of one serving, by nutrient key.")
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
        chosen = _chosen(self.asked)
        rows = selectors.dishes_queryset().filter(pk__in=list(chosen)).order_by("name", "key")
        return found(answer(request, self.asked, rows, lambda dish: _dish(dish, chosen[dish.pk]), size=50))


class DishDetail(ReferenceResource):
    @operation("dishes_get", "One dish", tag="dishes", answers={200: DishSerializer}, problems=(*READS, 404))
    def get(self, request: Request, dish_id: int) -> Response:
        serving = {one.dish_id: one for one in selectors.servings()}.get(dish_id)
        dish = selectors.dishes_queryset().filter(pk=dish_id).first() if serving else None
        if serving is None or dish is None:
            raise Http404
        return found(_dish(dish, serving))


def _chosen(asked: Asked) -> Mapping[int, Serving]:
    """The dishes that are asked for, by id. Raises InputFaults for a word that is no allergen or tag."""
    unknown = [word for word in asked.texts("free_of") if word not in tag_answers.free_of_words()]
    if unknown:
        raise InputFaults(
            [fault("free_of", "unknown_key", f"{word[:60]!r} is not known; see /allergens/") for word in unknown]
        )
    absent = tag_answers.tags_to_be_free_of(asked.texts("free_of"), asked.texts("diet"))
    return {one.dish_id: one for one in selectors.servings() if _fits(one, asked, absent)}


def _fits(serving: Serving, asked: Asked, absent: frozenset[str]) -> bool:
    name = normalise(serving.name)
    return (
        all(f" {word}" in name for word in normalise(asked.text("search")).split())
        and asked.text("slot") in {"", *(slot.value for slot in serving.slots)}
        and asked.text("role") in {"", serving.role.value}
        and asked.text("cuisine") in {"", serving.cuisine.value}
        and serving.minutes <= asked.whole("max_minutes", 1440)
        and not any(part.may_carry_any(absent) for part in serving.parts)
    )


def _dish(dish: Dish, serving: Serving) -> Json:
    sums = serving.sums(KEYS)
    undecided = frozenset().union(*(part.food.undecided_tags for part in serving.parts)) - serving.tags
    return {
        "id": dish.pk,
        "key": dish.key,
        "name": dish.name,
        "role": serving.role.value,
        "slots": [slot for slot in SLOTS if slot in serving.slots],
        "minutes": dish.minutes,
        "servings": dish.servings,
        "cuisine": serving.cuisine.value,
        "cost_tier": dish.cost_tier,
        "ingredients": [_ingredient(part) for part in serving.parts],
        "steps": list(serving.steps),
        "nutrients": {
            key: {
                "amount": _rounded(key, sums[key].amount),
                "known_share": round(sums[key].known_share, 4),
            }
            for key in KEYS
        },
        "tags": sorted(serving.tags),
        "undecided_tags": sorted(undecided),
        "allergens": tag_answers.allergens(serving.tags, undecided),
        "diets": tag_answers.diets(serving.tags, undecided),
    }


def _rounded(key: str, amount: float | None) -> float | None:
    return None if amount is None else round(amount, NUTRIENTS[key].decimals + 2)


def _ingredient(part: Part) -> Json:
    buy = part.purchase
    return {
        "food": food_named(part.food),
        "grams": round(part.grams, 2),
        "measure": part.measure,
        "buy_as": buy
        and {
            "name": buy.name,
            "ndb_no": buy.ndb_no,
            "grams": round(part.grams / buy.eaten_per_bought, 2),
            "aisle": buy.aisle,
            "staple": buy.staple,
            "packs": [{"label": pack.label, "grams": pack.grams} for pack in buy.packs],
            "note": buy.note or None,
        },
    }
