"""Which foods are there, what is in one, and how do they compare? For anyone, and held against a session's answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foods import selectors
from foods.food_lists import Basis, FoodFilters
from foods.levels import daily_values
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.instead import Who
from nutriplan.domain.nutrients import KEYS, NUTRIENTS, PRIORITY_KEYS
from nutriplan.plans import instead, may_eat
from nutriplan.web.presenters import foods as shown
from nutriplan.web.presenters import verdicts
from nutriplan.web.presenters.evidence import warnings_about
from nutriplan.web.views.answers import checked_of, profile_of

PAGE_SIZE = 20
MOST_COMPARED = 6
#: The longest search that is looked at.
LONGEST = 200


@never_cache
@require_safe
def foods(request: HttpRequest) -> HttpResponse:
    """Search, filters and ranking. A word that is not known here is passed over: the page is for people."""
    asked = request.GET
    basis, rank, level = _basis(asked), _one_of(asked, "rank", KEYS), _one_of(asked, "level", _level_words())
    groups = list(selectors.food_groups())
    group = _one_of(asked, "group", [one.code for one in groups])
    who = _who(request)
    mine = who is not None and asked.get("mine") == "on"
    key, _, word = level.partition(":")
    filters = FoodFilters(
        text=asked.get("q", "").replace("\0", "")[:LONGEST].strip(),
        group=group,
        basis=basis,
        order=rank,
        high_in=(key,) if word == "high" else (),
        good_in=(key,) if word == "good" else (),
        low_in=(key,) if word == "low" else (),
        free_of=tuple(sorted(who.findings.excluded)) if who and mine else (),
    )
    page = Paginator(selectors.listed(filters), PAGE_SIZE).get_page(asked.get("page"))
    avoided = who.person.avoid_foods if who and mine else frozenset()
    rows = [shown.row(one, basis=basis, first=rank) for one in page if one.food.pk not in avoided]
    kept = {"q": filters.text, "group": group, "level": level, "rank": rank, "basis": basis.value}
    kept |= {"mine": "on"} if mine else {}
    return render(
        request,
        "web/foods.html",
        {
            "rows": rows,
            "page": page,
            "asked": kept,
            "query": urlencode({name: value for name, value in kept.items() if value}),
            "choices": [
                ("group", "Group", "All", [(one.code, one.name) for one in groups], group),
                ("level", "Level", "Any", _level_choices(), level),
                ("rank", "Most of", "Best match", _nutrient_choices(), rank),
                ("basis", "Per", "", shown.BASES.items(), basis.value),
            ],
            "knows_you": who is not None,
            "not_checked": who.findings.not_checked if who and mine else (),
            "warnings": warnings_about(filters.text),
        },
    )


@never_cache
@require_safe
def food(request: HttpRequest, food_id: int) -> HttpResponse:
    found = selectors.food_detail(food_id)
    helping = selectors.helping(food_id) if found else None
    if found is None or helping is None:
        raise Http404
    checked = checked_of(request)
    judged = may_eat.about_helpings([helping], checked)[0] if checked else None
    more = _one_of(request.GET, "more", KEYS)
    return render(
        request,
        "web/food.html",
        {
            "food": shown.detail(found, helping, instead.concerned(checked) if checked else None),
            "verdict": verdicts.verdict(judged, checked) if judged and checked else None,
            "not_checked": checked.findings.not_checked if checked else (),
            "more": more,
            "more_label": NUTRIENTS[more].label if more else "",
            "wishes": [(key, NUTRIENTS[key].label) for key in PRIORITY_KEYS],
            **(_swaps(request, food_id, more) if more else {}),
        },
    )


@never_cache
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    ids = list(dict.fromkeys(int(text) for text in request.GET.getlist("id") if text.isdecimal() and len(text) < 16))
    basis = _basis(request.GET)
    found = selectors.side_by_side(ids[:MOST_COMPARED], basis) if ids else []
    return render(
        request,
        "web/compare.html",
        {
            "page": shown.comparison(found, basis),
            "basis": basis.value,
            "bases": shown.BASES.items(),
            "too_many": len(ids) > MOST_COMPARED,
            "most": MOST_COMPARED,
        },
    )


def _swaps(request: HttpRequest, food_id: int, nutrient: str) -> dict[str, Any]:
    profile = profile_of(request)
    try:
        found = (
            instead.find(food_id=food_id, nutrient=nutrient)
            if profile is None
            else instead.find_for(food_id=food_id, nutrient=nutrient, profile=profile, today=timezone.localdate())
        )
    except InputFaults:
        return {"why_none": "Please check your answers first: they cannot be held against foods as they are."}
    if found is None:
        return {}
    return {
        "swaps": [shown.swap(nutrient, one) for one in found.alternatives],
        "why_none": found.why_none,
        "checked": found.checked,
    }


# What was asked, and by whom ------------------------------------------------------------------------------------------


def _who(request: HttpRequest) -> Who | None:
    checked = checked_of(request)
    return instead.concerned(checked) if checked else None


def _one_of(asked: QueryDict, name: str, known: Any) -> str:
    word = asked.get(name, "")
    return word if word in known else ""


def _basis(asked: QueryDict) -> Basis:
    return Basis(_one_of(asked, "basis", shown.BASES) or Basis.PER_100_G.value)


def _level_words() -> list[str]:
    return [f"{key}:{word}" for key in daily_values() for word in shown.LEVELS]


def _level_choices() -> list[tuple[str, str]]:
    keys = [*PRIORITY_KEYS, *(key for key in daily_values() if key not in PRIORITY_KEYS)]
    return [(f"{key}:{word}", f"{says} {NUTRIENTS[key].label}") for key in keys for word, says in shown.LEVELS.items()]


def _nutrient_choices() -> list[tuple[str, str]]:
    keys = [*PRIORITY_KEYS, *(key for key in KEYS if key not in PRIORITY_KEYS)]
    return [(key, NUTRIENTS[key].label) for key in keys]
