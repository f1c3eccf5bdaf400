"""What is counted? The vocabulary of nutrients."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nutriplan.api.base import Json, ReferenceResource, found, operation
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.domain.nutrients import NUTRIENTS, Nutrient


class NutrientSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="Ends in its unit: magnesium_mg.")
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField()
    group = serializers.CharField()
    decimals = serializers.IntegerField(help_text="How many are worth showing.")
    fdc_id = serializers.IntegerField(help_text="Nutrient id of FoodData Central.")
    sr_number = serializers.CharField(help_text="Nutr_No of USDA SR28.")
    infoods = serializers.CharField(help_text="INFOODS tagname.")
    priority = serializers.BooleanField(help_text="One of the four that plans are about.")


class NutrientList(ReferenceResource):
    params = PAGING

    @operation(
        "nutrients_list",
        "Nutrients that foods, targets and plans are given in",
        tag="reference",
        answers={200: listing("NutrientPage", NutrientSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, tuple(NUTRIENTS.values()), _nutrient, size=200))


def _nutrient(nutrient: Nutrient) -> Json:
    return {
        "key": nutrient.key,
        "label": nutrient.label,
        "unit": nutrient.unit.value,
        "group": nutrient.group,
        "decimals": nutrient.decimals,
        "fdc_id": nutrient.fdc,
        "sr_number": nutrient.sr,
        "infoods": nutrient.infoods,
        "priority": nutrient.priority,
    }
