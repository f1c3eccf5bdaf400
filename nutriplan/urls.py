"""Which address opens which door?"""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/knowledge/", include("nutriplan.reviewing.urls")),
    path("admin/", admin.site.urls),
    path("", include("nutriplan.api.urls")),
    path("", include("nutriplan.web.urls")),
]

handler500 = "nutriplan.api.errors.server_error"
handler400 = "nutriplan.web.views.errors.bad_request"
