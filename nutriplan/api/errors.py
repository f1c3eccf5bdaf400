"""How is a refusal said? Every error of the API as one RFC 9457 problem; nothing of what was sent is logged."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views import defaults
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.plans.desk import NoSuchMeal, NotNow
from nutriplan.plans.services import Stale
from nutriplan.proposal import PlanUnsafe

PROBLEM = "application/problem+json"
#: What is wrong with an input. Changes of plans that are refused say why in a type of their own (`NotNow`); all others
#: say no more than their status does.
INVALID_INPUT = "urn:nutriplan:problem:invalid-input"

#: A body of a megabyte can be wrong in ten thousand places; nobody reads on after these.
MOST_LISTED = 100
NOTHING = "There is nothing at this address. Addresses end in a slash."
_UNSAFE = "The plan did not pass its own safety check; nothing was shown. We have noted it. A different seed may work."

logger = logging.getLogger(__name__)


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "A body may have at most 1 MiB."


class NothingToBuy(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT
    default_detail = "This plan has no meals, so there is nothing to buy. Its reason says why."


class ErrorSerializer(serializers.Serializer[Any]):
    """One fault. pointer: a JSON pointer into the body ("/profile/age_years"); for the query, "/query/<parameter>".
    suggestions is there where something else may have been meant: each is a whole answer, to be sent in its place."""

    pointer = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    suggestions = serializers.ListField(child=serializers.CharField(), required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457. errors is there where the input is at fault, and names all its faults at once (the first hundred)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]


def problem(
    status: int,
    detail: str,
    *,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    kind: str = "about:blank",
) -> Response:
    body: dict[str, Any] = {
        "type": INVALID_INPUT if faults else kind,
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
    if faults:
        body["errors"] = [_error(one) for one in faults[:MOST_LISTED]]
    return Response(body, status=status, headers=dict(headers or {}), content_type=PROBLEM)


def _error(fault: Fault) -> dict[str, Any]:
    said: dict[str, Any] = {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}
    return {**said, "suggestions": list(fault.suggestions)} if fault.suggestions else said


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to what a view raised; None for what nobody foresaw, which Django then reports."""
    set_rollback()
    if isinstance(error, InputFaults):
        return problem(400, _in_a_sentence(error.faults), faults=error.faults)
    if isinstance(error, PlanUnsafe):
        logger.error("a plan did not pass its own safety check and was not shown")
        return problem(500, _UNSAFE)
    if isinstance(error, NotNow):
        return problem(409, error.reason, kind=f"urn:nutriplan:problem:{error.code.replace('_', '-')}")
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, _words(error.detail), headers=_headers(error))
    for kind, status, detail in _BELOW:
        if isinstance(error, kind):
            return problem(status, detail)
    return None


#: What is raised below us, most special first.
_BELOW: tuple[tuple[type[Exception], int, str], ...] = (
    (RequestDataTooBig, 413, str(TooLarge.default_detail)),
    (Http404, 404, NOTHING),
    (NoSuchMeal, 404, "This plan has no meal of this number."),
    (Stale, 412, "The plan has changed since you saw it. Read it again, then decide."),
    (PermissionDenied, 403, "This is not allowed."),
    (SuspiciousOperation, 400, "The request could not be read."),
    (UnreadablePostError, 400, "The request ended before its body did."),
)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort for what nobody foresaw: JSON under /api/, the plain error page elsewhere."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    body = {
        "type": "about:blank",
        "title": HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
        "status": 500,
        "detail": "Something went wrong on our side.",
    }
    return JsonResponse(body, status=500, content_type=PROBLEM)


def _in_a_sentence(faults: Sequence[Fault]) -> str:
    first = faults[0]
    where = (
        "" if first.pointer.startswith("/query/") else f"{first.pointer or 'The body'}: "
    )  # a query's detail names it
    rest = f" And {len(faults) - 1} more; see errors." if len(faults) > 1 else ""
    return f"{where}{first.detail}.{rest}"


def _words(detail: Any) -> str:
    """The detail of a framework's error, which may be nested, as one line."""
    if isinstance(detail, Mapping):
        return "; ".join(f"{name}: {_words(value)}" for name, value in detail.items())
    if isinstance(detail, list | tuple):
        return "; ".join(_words(value) for value in detail)
    return str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    wait = getattr(error, "wait", None)
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = f"{max(1, round(wait or 60))}"
    header = getattr(error, "auth_header", None)
    if header:
        headers["WWW-Authenticate"] = header
    return headers
