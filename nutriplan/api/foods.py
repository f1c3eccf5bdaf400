"""Which foods are there, and what is in one? Search, filters and order over the real table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from foods.models import Food
from nutriplan.api import food_shapes, tag_answers
from nutriplan.api.base import READS, ReferenceResource, found, operation
from nutriplan.api.food_shapes import DETAIL_FIELDS, ROW_FIELDS, FoodRowSerializer, FoodSerializer
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.nutrients import KEYS, NUTRIENTS
from nutriplan.people import selectors as people

_ORDERS = frozenset(sign + word for word in (*KEYS, "name", "ndb_no") for sign in ("", "-"))
_FIELDS = Param("fields", "Only these, separated by commas: id,name,nutrients.magnesium_mg.")


def _bounds() -> Iterable[Param]:
    for key, nutrient in NUTRIENTS.items():
        unit = f"{nutrient.label}, {nutrient.unit.value} per 100 g. A food whose amount is unknown is never listed."
        yield Param(f"{key}__gte", f"At least this much {unit}", Kind.NUMBER)
        yield Param(f"{key}__lte", f"At most this much {unit}", Kind.NUMBER)


class FoodList(ReferenceResource):
    params = (
        Param("search", "Words of the name, in any order; the plainest foods come first."),
        Param("group", "Code of a group, see /food-groups/."),
        Param("tag", "A tag that it carries, such as legume or magnesium:high; repeated: all of them.", many=True),
        Param(
            "free_of",
            "An allergen or food tag that it surely does not carry; repeated: none of them. A food that nobody has "
            "decided on is not listed.",
            many=True,
        ),
        Param(
            "diet",
            "A diet or rule that it surely suits; repeated: all of them.",
            choices=tuple(tag_answers.SUITS),
            many=True,
        ),
        Param("basis", "What amounts are per. portion and 100kcal are not offered yet.", choices=("100g",)),
        Param("ordering", "name, ndb_no or a nutrient key; with a minus from high to low. Unknown amounts come last."),
        _FIELDS,
        *PAGING,
        *_bounds(),
    )

    @operation(
        "foods_list",
        "Foods, with what 100 g hold",
        tag="foods",
        answers={200: listing("FoodPage", FoodRowSerializer(many=True))},
        problems=(*READS, 404),
    )
    def get(self, request: Request) -> Response:
        wanted = fields_asked(self.asked, ROW_FIELDS)
        foods = _chosen(self.asked).prefetch_related("tags")
        return found(
            answer(request, self.asked, foods, lambda food: food_shapes.trimmed(food_shapes.row(food), wanted), size=50)
        )


class FoodDetail(ReferenceResource):
    params = (_FIELDS,)

    @operation(
        "foods_get",
        "One food, with the provenance of every value",
        tag="foods",
        answers={200: FoodSerializer},
        problems=(*READS, 404),
    )
    def get(self, request: Request, food_id: int) -> Response:
        wanted = fields_asked(self.asked, DETAIL_FIELDS)
        food = selectors.food_detail(food_id)
        if food is None:
            raise Http404
        return found(food_shapes.trimmed(food_shapes.whole(food), wanted))


def _chosen(asked: Asked) -> QuerySet[Food, Food]:
    """Raises InputFaults for words that are no tag, group or order."""
    _check_words(asked)
    order = asked.text("ordering")
    by_nutrient = order.removeprefix("-") in KEYS
    foods = selectors.foods_queryset(
        selectors.FoodFilters(
            text=asked.text("search"),
            group=asked.text("group"),
            minimums=_minimums(asked),
            maximums=_given(asked, "lte"),
            # The selector names the direction the other way round: there a bare key means highest first.
            order=_turned(order) if by_nutrient else "",
        )
    )
    foods = selectors.with_tags(foods, [tag for tag in asked.texts("tag") if tag in tag_answers.tag_words()])
    foods = selectors.free_of(
        foods, sorted(tag_answers.tags_to_be_free_of(asked.texts("free_of"), asked.texts("diet")))
    )
    return foods.order_by(order, "ndb_no") if order and not by_nutrient else foods


def _turned(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def _minimums(asked: Asked) -> dict[str, float]:
    """What is asked for in numbers and as "magnesium:high"; the higher of both."""
    least = _given(asked, "gte")
    for tag in asked.texts("tag"):
        if tag in people.nutrient_levels():
            key, amount = people.nutrient_levels()[tag]
            least[key] = max(amount, least.get(key, 0.0))
    return least


def _given(asked: Asked, bound: str) -> dict[str, float]:
    amounts = {key: asked.number(f"{key}__{bound}") for key in KEYS}
    return {key: amount for key, amount in amounts.items() if amount is not None}


def _check_words(asked: Asked) -> None:
    faults = [
        fault(name, "unknown_key", f"{word[:60]!r} is not known; see {see}")
        for name, known, see in (
            ("tag", (*tag_answers.tag_words(), *people.nutrient_levels()), "the tags of /foods/{id}/"),
            ("free_of", tag_answers.free_of_words(), "/allergens/"),
        )
        for word in asked.texts(name)
        if word not in known
    ]
    order = asked.text("ordering")
    if order and order not in _ORDERS:
        faults.append(
            fault("ordering", "unknown_key", f"{order[:60]!r} is not known; it may be name or a nutrient key")
        )
    group = asked.text("group")
    if group and group not in {one.code for one in selectors.food_groups()}:
        faults.append(fault("group", "unknown_key", f"{group[:60]!r} is not known; see /food-groups/"))
    if faults:
        raise InputFaults(faults)


def fields_asked(asked: Asked, known: tuple[str, ...]) -> tuple[str, ...]:
    """The fields to keep; none: all of them. Raises InputFaults that names every unknown one."""
    words: tuple[Any, ...] = tuple(word.strip() for word in asked.text("fields").split(",") if word.strip())
    unknown = [
        word for word in words if word not in known and not (word.startswith("nutrients.") and word[10:] in NUTRIENTS)
    ]
    if unknown:
        raise InputFaults([fault("fields", "unknown_field", f"has no {word[:60]!r}") for word in unknown])
    return words
