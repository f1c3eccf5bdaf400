"""Which foods need a curator? Filters for what is not measured, only assumed, or has no household measure."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foods import selectors
from foods.models import Food, NutrientAmount, Origin, Portion
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS


class _PriorityNutrient(admin.SimpleListFilter):
    """One choice for each of the four nutrients the plans are about."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, NUTRIENTS[key].label) for key in PRIORITY_KEYS]


class NotMeasured(_PriorityNutrient):
    title = _("not measured")
    parameter_name = "not_measured"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        key = self.value()
        return selectors.lacking(queryset, key) if key in PRIORITY_KEYS else queryset


class AssumedZero(_PriorityNutrient):
    title = _("assumed to be zero")
    parameter_name = "assumed_zero"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        key = self.value()
        if key not in PRIORITY_KEYS:
            return queryset
        assumed = NutrientAmount.objects.filter(food=OuterRef("pk"), nutrient=key, origin=Origin.ASSUMED_ZERO)
        return queryset.filter(Exists(assumed))


class WithoutPortion(admin.SimpleListFilter):
    title = _("household measure")
    parameter_name = "portion"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("none that can be relied on"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        if self.value() != "none":
            return queryset
        return queryset.filter(~Exists(Portion.objects.filter(food=OuterRef("pk"), doubt="")))
