"""Where is the contract read? The OpenAPI document, and a browsable page that names no outside host."""

from __future__ import annotations

from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from nutriplan.api.base import Resource


class Schema(SpectacularAPIView):
    throttle_classes = ()


class Docs(SpectacularSwaggerSplitView):
    url_name = "api:schema"
    template_name = "api/docs.html"


@extend_schema(exclude=True)
class Nothing(Resource):
    """Every other address under /api/: a problem in JSON, or the way to the same address with its last slash."""

    def dispatch(self, request: Request, *args: object, **kwargs: object) -> HttpResponseBase:  # type: ignore[override]
        if request.method in {"GET", "HEAD"} and _is_there(f"{request.path_info}/"):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{request.path}/{'?' if query else ''}{query}")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise Http404


def _is_there(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.url_name != "nothing"
