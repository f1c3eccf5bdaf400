"""In which groups do the foods stand?"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from nutriplan.api.base import Json, ReferenceResource, found, operation
from nutriplan.api.pagination import PAGING, answer, listing


class FoodGroupSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="For ?group= of /foods/.")
    name = serializers.CharField()
    food_count = serializers.IntegerField()


class FoodGroupList(ReferenceResource):
    params = PAGING

    @operation(
        "food_groups_list",
        "Groups of foods",
        tag="foods",
        answers={200: listing("FoodGroupPage", FoodGroupSerializer(many=True))},
    )
    def get(self, request: Request) -> Response:
        return found(answer(request, self.asked, selectors.food_groups(), _group, size=200))


def _group(group: selectors.Group) -> Json:
    return {"code": group.code, "name": group.name, "food_count": group.food_count}
