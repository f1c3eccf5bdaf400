"""Which dishes are there, and what is one like? For anyone, and held against a session's answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foods import selectors
from foods.dish_lists import DishFilters, chosen
from foods.levels import daily_values
from nutriplan.domain.diet import DIET_LABELS, DIET_RULE_LABELS, DIET_RULES, DIETS
from nutriplan.domain.kitchen import Cuisine, Season
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS
from nutriplan.domain.servings import Serving
from nutriplan.people.selectors import caution_book
from nutriplan.plans import instead, may_eat
from nutriplan.proposal import Proposal
from nutriplan.web.presenters import dishes as shown
from nutriplan.web.presenters import verdicts
from nutriplan.web.presenters.words import SLOTS
from nutriplan.web.views.answers import checked_of
from nutriplan.web.vocabulary import allergens, sentence

PAGE_SIZE = 24
LONGEST = 200
MINUTES = ("10", "15", "20", "30", "45", "60")
_LEFT_OUT: Mapping[str, frozenset[str]] = {key: tags for key, tags in {**DIETS, **DIET_RULES}.items() if tags}
_DIETS = [(key, says) for key, says in {**DIET_LABELS, **DIET_RULE_LABELS}.items() if key in _LEFT_OUT]
_CUISINES = [(one.value, sentence(one.value)) for one in Cuisine if one is not Cuisine.ANY]
_SEASONS = [(one.value, sentence(one.value)) for one in Season]


@never_cache
@require_safe
def dishes(request: HttpRequest) -> HttpResponse:
    """Search and filters. A word that is not known here is passed over: the page is for people."""
    asked = _asked(request.GET)
    checked = checked_of(request)
    found = chosen(_library(checked), _filters(asked))
    mine = checked is not None and request.GET.get("mine") == "on"
    if checked and mine:
        found = may_eat.not_refused(found, checked)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    who = instead.concerned(checked) if checked else None
    kept = {name: value for name, value in asked.items() if value} | ({"mine": "on"} if mine else {})
    return render(
        request,
        "web/dishes.html",
        {
            "rows": [shown.row(one, who) for one in page],
            "page": page,
            "asked": asked,
            "mine": mine,
            "narrowed": len(kept) > ("q" in kept),
            "query": urlencode(kept),
            "choices": _choices(asked),
            "knows_you": checked is not None,
            "of_aim": bool(who and who.targets),
            "not_checked": checked.findings.not_checked if checked and mine else (),
        },
    )


@never_cache
@require_safe
def dish(request: HttpRequest, dish_id: int) -> HttpResponse:
    checked = checked_of(request)
    serving = next((one for one in _library(checked) if one.dish_id == dish_id), None)
    if serving is None:
        raise Http404
    judged = may_eat.about_serving(serving, checked) if checked else None
    who = instead.concerned(checked) if checked else None
    return render(
        request,
        "web/dish.html",
        {
            "dish": shown.detail(serving, who, caution_book()),
            "verdict": verdicts.verdict(judged, checked) if judged and checked else None,
            "not_checked": checked.findings.not_checked if checked else (),
        },
    )


def _library(checked: Proposal | None) -> tuple[Serving, ...]:
    """With the foods that this visitor buys."""
    return selectors.servings(fortified=checked.person.buys_fortified if checked else True)


def _asked(given: QueryDict) -> dict[str, str]:
    """The filters as given, where they are known."""
    known: Mapping[str, Collection[str]] = {
        "slot": SLOTS,
        "diet": _LEFT_OUT,
        "free": caution_book().allergens,
        "minutes": MINUTES,
        "cuisine": [value for value, _ in _CUISINES],
        "season": [value for value, _ in _SEASONS],
        "high": daily_values(),
    }
    words = given.get("q", "").replace("\0", "")[:LONGEST].strip()
    picked = {name: str(given.get(name, "")) for name in known}
    return {"q": words} | {name: word if word in known[name] else "" for name, word in picked.items()}


def _filters(asked: Mapping[str, str]) -> DishFilters:
    absent = _LEFT_OUT.get(asked["diet"], frozenset[str]())
    if asked["free"]:
        absent |= caution_book().allergens[asked["free"]].tags
    return DishFilters(
        words=asked["q"],
        slot=asked["slot"],
        cuisine=asked["cuisine"],
        season=asked["season"],
        max_minutes=int(asked["minutes"]) if asked["minutes"] else None,
        absent=absent,
        high_in=(asked["high"],) if asked["high"] else (),
    )


Choices = list[tuple[str, str]]


def _choices(asked: Mapping[str, str]) -> list[tuple[str, str, str, Choices, str]]:
    """Every filter of the page: its name, its label, what stands for "not asked", the choices and the one chosen."""
    keys = [*PRIORITY_KEYS, *(key for key in daily_values() if key not in PRIORITY_KEYS)]
    filters: list[tuple[str, str, str, Choices]] = [
        ("slot", "Meal", "Any", list(SLOTS.items())),
        ("minutes", "Ready in", "Any time", [(value, f"{value} minutes") for value in MINUTES]),
        ("diet", "Diet", "Any", _DIETS),
        ("free", "Surely free of", "Nothing", allergens()),
        ("high", "High in", "Anything", [(key, NUTRIENTS[key].label) for key in keys]),
        ("cuisine", "Cuisine", "Any", _CUISINES),
        ("season", "Season", "Any", _SEASONS),
    ]
    return [(*one, asked[one[0]]) for one in filters]
