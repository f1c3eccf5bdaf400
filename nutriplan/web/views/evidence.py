"""What is proven, what to do about a cramp, and what concerns me? Pages written from the knowledge."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foods import food_claims
from nutriplan.domain.advice import CardKind, asked_about
from nutriplan.domain.claims import Grade, Topic
from nutriplan.people import selectors
from nutriplan.plans import advice as cards
from nutriplan.web.presenters import evidence as shown
from nutriplan.web.views.answers import checked_of

PAGE_SIZE = 20
#: The longest search that is looked at.
LONGEST = 200


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """What is proven about cramps and food, and what is not; and every claim, to search and narrow."""
    text = _text(request)
    status, topic = _one_of(request, "status", list(Grade)), _one_of(request, "topic", list(Topic))
    ledger = selectors.ledger()
    page = Paginator(ledger.find(status=status, topic=topic, text=text), PAGE_SIZE).get_page(request.GET.get("page"))
    kept = {"q": text, "status": status, "topic": topic}
    return render(
        request,
        "web/evidence.html",
        {
            "statements": [shown.statement(one) for one in ledger.statements],
            "bars": shown.bars(ledger.counts()),
            "total": len(ledger.claims),
            "claims": [shown.claim(one) for one in page],
            "warnings": [shown.card(one) for one in asked_about(selectors.advice_book(), text)],
            "page": page,
            "asked": kept,
            "query": urlencode({name: value for name, value in kept.items() if value}),
            "grades": shown.GRADES.items(),
            "topics": shown.TOPICS.items(),
        },
    )


@require_safe
def foods(request: HttpRequest) -> HttpResponse:
    """Foods that are named as sources of something: whether that holds, from the amounts in the database."""
    judged = food_claims.judge(selectors.ledger().foods)
    return render(request, "web/evidence_foods.html", {"groups": shown.food_groups(judged)})


@never_cache
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """The cards that concern this visitor; for somebody who told us nothing, each with whom it is not for."""
    checked = checked_of(request)
    mine = cards.for_checked(checked) if checked else None
    text = _text(request)
    return render(
        request,
        "web/advice.html",
        {
            "sections": shown.sections(mine.cards if mine else cards.for_anyone()),
            "found": [shown.card(one) for one in asked_about(selectors.advice_book(), text)],
            "text": text,
            "knows_you": mine is not None,
            "reason": mine.reason if mine else "",
            "not_checked": mine.not_checked if mine else (),
        },
    )


@require_safe
def first_aid(request: HttpRequest) -> HttpResponse:
    """What to do about a cramp that is going on. The same for everyone, so that it can be kept for when there is no
    network."""
    steps = cards.for_anyone((CardKind.FIRST_AID,))
    signs = cards.for_anyone((CardKind.DANGER_SIGN, CardKind.DOCTOR))
    return render(
        request,
        "web/first_aid.html",
        {"steps": [shown.shown_card(one) for one in steps], "signs": [shown.shown_card(one) for one in signs]},
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page of first aid for when there is no network."""
    version = selectors.knowledge_version()
    return render(request, "web/first_aid_offline.js", {"version": version}, content_type="text/javascript")


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()


def _one_of(request: HttpRequest, name: str, known: list[str]) -> str:
    word = request.GET.get(name, "")
    return word if word in known else ""
