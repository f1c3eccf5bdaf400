"""What do all resources share? JSON, strict bodies, known parameters, who may store the answer, one schema style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.utils.cache import patch_cache_control
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nutriplan.api.errors import PROBLEM, ProblemSerializer
from nutriplan.api.parsers import StrictJSONParser
from nutriplan.api.query import Asked, Param, published, read
from nutriplan.domain.errors import Fault, InputFaults

View = TypeVar("View", bound=Callable[..., Any])
Json = dict[str, Any]

_SAYS = {
    400: "The input cannot be used; errors names every fault.",
    401: "Nobody is signed in.",
    403: "The CSRF token of the session is missing or wrong.",
    404: "There is no such thing, or it is somebody else's.",
    409: "It cannot be done with this plan.",
    412: "The plan is no longer as If-Match says.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not application/json.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
    500: "The plan did not pass its own safety check; nothing was shown.",
}
READS = (400, 429)
WRITES = (400, 403, 413, 415, 429)


class Session(SessionAuthentication):
    """The session of the web app. With a challenge, so that who is not signed in gets 401 and not 403."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="NutriPlan"'


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = Session
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> Json:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the web app. Requests that write also need the X-CSRFToken header.",
        }


class JsonOnly(BaseContentNegotiation):
    """Whatever is accepted, JSON is what there is."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        wanted = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class ResourceSchema(AutoSchema):
    """Publishes the parameters that a resource declares."""

    def get_override_parameters(self) -> list[Any]:
        if self.method == "GET" and isinstance(self.view, Resource):
            return [*published(self.view.params)]
        return []


class Resource(APIView):
    """A view of the API. params: the query parameters of GET; any other is refused, here and with every method."""

    params: ClassVar[tuple[Param, ...]] = ()
    #: Seconds that anyone may keep the answer; None: it may hold health data and nobody stores it.
    keep_seconds: ClassVar[int | None] = None

    authentication_classes: Sequence[type[BaseAuthentication]] = (Session,)
    parser_classes = (StrictJSONParser,)
    content_negotiation_class = JsonOnly
    schema = ResourceSchema()

    asked: Asked

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.asked = read(self.params if request.method in {"GET", "HEAD"} else (), request.query_params)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.keep_seconds is not None and response.status_code < 400:
            patch_cache_control(response, public=True, max_age=self.keep_seconds)
        else:
            patch_cache_control(response, no_store=True)
        return response


class ReferenceResource(Resource):
    """Facts, the same for everyone: nobody is looked up, and the answer may be kept for a while and asked for again."""

    keep_seconds = 300
    authentication_classes = ()


def body_of(request: Request) -> Json:
    """The body, which must be an object. Raises InputFaults."""
    body = request.data
    if not isinstance(body, dict):
        raise InputFaults([Fault("", "not_an_object", "must be a JSON object")])
    return body


def operation(
    operation_id: str,
    summary: str,
    *,
    tag: str,
    answers: Mapping[int, Any],
    problems: Sequence[int] = READS,
    description: str = "",
    request: Any = None,
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[View], View]:
    """How an operation stands in the schema."""
    said: dict[Any, Any] = dict(answers)
    for status in problems:
        said[status, PROBLEM] = OpenApiResponse(ProblemSerializer, _SAYS[status])
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        description=description or summary,
        tags=[tag],
        request=request,
        responses=said,
        examples=list(examples),
    )


def found(body: Json | list[Json] | None, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=status, headers=dict(headers or {}))
