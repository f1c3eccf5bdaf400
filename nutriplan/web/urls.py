"""Which address shows which page?"""

from __future__ import annotations

from django.urls import path

from nutriplan.web.views import pages, plan

app_name = "web"
urlpatterns = [
    path("", plan.home, name="home"),
    path("plan/", plan.plan, name="plan"),
    path("forget/", plan.forget, name="forget"),
    path("evidence/", pages.evidence, name="evidence"),
]
