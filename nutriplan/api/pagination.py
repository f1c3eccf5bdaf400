"""Which part of a long list is this, and where is the next? One envelope for every list."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from nutriplan.api.query import Asked, Kind, Param, fault
from nutriplan.domain.errors import InputFaults

Json = dict[str, Any]

MOST_A_PAGE = 200
PAGING = (
    Param("page_size", f"How many at once, at most {MOST_A_PAGE}.", Kind.WHOLE, least=1, most=MOST_A_PAGE),
    Param("page", "Which page, from 1. Instead of cursor.", Kind.WHOLE, least=1, most=1_000_000),
    Param("cursor", "Where to go on: taken from next or previous of an earlier answer, not made by hand."),
)


def listing(name: str, child: serializers.Serializer[Any]) -> serializers.Serializer[Any]:
    """The envelope of a list, for the schema."""
    return inline_serializer(
        name=name,
        fields={
            "count": serializers.IntegerField(help_text="How many there are in all."),
            "next": serializers.CharField(allow_null=True, help_text="Address of the next page; null on the last."),
            "previous": serializers.CharField(allow_null=True),
            "results": child,
        },
    )


def answer(
    request: Request, asked: Asked, rows: QuerySet[Any] | Sequence[Any], render: Callable[[Any], Json], *, size: int
) -> Json:
    """The page that was asked for. size: how many where nobody says. Raises Http404 past the last page."""
    size = asked.whole("page_size", size)
    start = _start(asked, size)
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    if start and start >= count:
        raise Http404
    after, before = start + size, max(0, start - size)
    return {
        "count": count,
        "next": _address(request, after, asked) if after < count else None,
        "previous": _address(request, before, asked) if start else None,
        "results": [render(row) for row in rows[start:after]],
    }


def _start(asked: Asked, size: int) -> int:
    if "cursor" not in asked:
        return (asked.whole("page", 1) - 1) * size
    if "page" in asked:
        raise InputFaults([fault("page", "conflict", "and cursor exclude each other")])
    try:
        found = re.fullmatch(rb"at([0-9]{1,9})", base64.b64decode(asked.text("cursor"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        found = None
    if not found:
        raise InputFaults([fault("cursor", "unknown_cursor", "is not one that an answer gave")])
    return int(found[1])


def _address(request: Request, start: int, asked: Asked) -> str:
    """The same question, further on; in pages for those who asked in pages."""
    query = request.query_params.copy()
    size = asked.whole("page_size", 0)
    if "page" in asked and size and start % size == 0:
        query["page"] = str(start // size + 1)
    else:
        query.pop("page", None)
        query["cursor"] = base64.urlsafe_b64encode(f"at{start:07d}".encode()).decode()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
