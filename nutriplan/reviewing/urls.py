"""Which address of the admin shows which facts?"""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from nutriplan.reviewing import views

_view = admin.site.admin_view

app_name = "reviewing"
urlpatterns = [
    path("", _view(views.home), name="home"),
    path("due/", _view(views.due), name="due"),
    path("changes/", _view(views.changes), name="changes"),
    path("<slug:shelf>/", _view(views.shelf), name="shelf"),
    path("<slug:shelf>/print/", _view(views.sheets), name="sheets"),
    path("<slug:shelf>/table/", _view(views.table), name="table"),
    path("<slug:shelf>/fact/<path:key>/", _view(views.fact), name="fact"),
]
