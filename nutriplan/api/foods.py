"""Which foods are there, and what is in one? Search, filters and order over the real table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from foods import selectors
from foods.food_lists import Basis, FoodFilters, ListedFood
from nutriplan.api import food_shapes, tag_answers
from nutriplan.api.base import READS, ReferenceResource, found, operation
from nutriplan.api.food_shapes import DETAIL_FIELDS, ROW_FIELDS, FoodRowSerializer, FoodSerializer
from nutriplan.api.pagination import PAGING, answer, listing
from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.nutrients import KEYS, NUTRIENTS

_ORDERS = frozenset(sign + word for word in (*KEYS, "name", "ndb_no") for sign in ("", "-"))
FIELDS = Param("fields", "Only these, separated by commas: id,name,nutrients.magnesium_mg.")


def _bounds() -> Iterable[Param]:
    for key, nutrient in NUTRIENTS.items():
        unit = f"{nutrient.label}, {nutrient.unit.value} per basis. A food whose amount is unknown is never listed."
        yield Param(f"{key}__gte", f"At least this much {unit}", Kind.NUMBER)
        yield Param(f"{key}__lte", f"At most this much {unit}", Kind.NUMBER)


def _levels() -> Iterable[Param]:
    for name, says in (
        ("high_in", "20 % or more of the Daily Value"),
        ("good_in", "10 % or more of the Daily Value"),
        ("low_in", "less than 10 % of the Daily Value"),
    ):
        yield Param(
            name,
            f"A nutrient of which a reference serving surely holds {says}; with basis=100kcal: 100 kcal of it. "
            "Repeated: all of them.",
            choices=KEYS,
            many=True,
        )


class FoodList(ReferenceResource):
    params = (
        Param(
            "search",
            "Words of the name or of another name, in any order; a word may be begun or have one slip of the finger. "
            "The plainest foods come first.",
        ),
        Param("group", "Code of a group, see /food-groups/."),
        Param(
            "tag",
            "A food tag that it carries, or magnesium:high, :good or :low, which say the same as high_in, good_in and "
            "low_in; repeated: all of them.",
            many=True,
        ),
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
        Param(
            "basis",
            "What amounts, bounds and order are per. portion: the first household measure that can be relied on; a "
            "food without one has unknown amounts.",
            choices=tuple(one.value for one in Basis),
        ),
        *_levels(),
        Param("ordering", "name, ndb_no or a nutrient key; with a minus from high to low. Unknown amounts come last."),
        FIELDS,
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
        foods = _chosen(self.asked, contents=food_shapes.needs_contents(wanted))
        basis = self.asked.text("basis", Basis.PER_100_G.value)
        return found(answer(request, self.asked, foods, lambda one: food_shapes.brief(one, wanted, basis), size=50))


class FoodDetail(ReferenceResource):
    params = (FIELDS,)

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


def _chosen(asked: Asked, *, contents: bool) -> Sequence[ListedFood]:
    """Raises InputFaults for words that are no tag, group or order."""
    _check_words(asked)
    order = asked.text("ordering")
    tags, rated = tag_answers.tags_and_levels(asked.texts("tag"))
    filters = FoodFilters(
        text=asked.text("search"),
        group=asked.text("group"),
        minimums=_given(asked, "gte"),
        maximums=_given(asked, "lte"),
        basis=Basis(asked.text("basis", Basis.PER_100_G.value)),
        tags=tags,
        free_of=tuple(sorted(tag_answers.tags_to_be_free_of(asked.texts("free_of"), asked.texts("diet")))),
        high_in=(*asked.texts("high_in"), *rated["high"]),
        good_in=(*asked.texts("good_in"), *rated["good"]),
        low_in=(*asked.texts("low_in"), *rated["low"]),
        # The selector names the direction the other way round: there a bare key means highest first.
        order=_turned(order) if order.removeprefix("-") in KEYS else order,
    )
    return selectors.listed(filters, amounts=contents, tags=contents)


def _turned(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def _given(asked: Asked, bound: str) -> dict[str, float]:
    amounts = {key: asked.number(f"{key}__{bound}") for key in KEYS}
    return {key: amount for key, amount in amounts.items() if amount is not None}


def _check_words(asked: Asked) -> None:
    faults = [
        fault(name, "unknown_key", f"{word[:60]!r} is not known; see {see}")
        for name, known, see in (
            ("tag", {*tag_answers.tag_words(), *tag_answers.level_words()}, "the tags of /foods/{id}/"),
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
