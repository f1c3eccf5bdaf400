"""Which foods need a curator? Filters for what is not known, assumed, overridden, flagged, due or fails a check."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foods import quality, quality_reports, selectors
from foods.models import AmountOverride, Food, FoodState, NutrientAmount, Origin, Portion
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS

SOON = datetime.timedelta(days=30)


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


class Flagged(admin.SimpleListFilter):
    title = _("flagged: carries")
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(tag_labels().items(), key=lambda item: item[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        tag = self.value()
        return selectors.with_tags(queryset, [tag]) if tag and tag in tag_labels() else queryset


class ReviewDue(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("due")), ("soon", _("due within 30 days")), ("never", _("never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        today = timezone.localdate()
        asked = {
            "due": Q(next_review__lte=today),
            "soon": Q(next_review__lte=today + SOON),
            "never": Q(last_reviewed__isnull=True),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(asked).exclude(state=FoodState.RETIRED)


class FailingCheck(admin.SimpleListFilter):
    title = _("quality check failing")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("any", str(_("any of them"))), *((key, check.title) for key, check in quality.CHECKS.items())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        asked = self.value()
        if asked != "any" and asked not in quality.CHECKS:
            return queryset
        return quality_reports.failing(queryset, quality.CHECKS if asked == "any" else [str(asked)])


class Overridden(admin.SimpleListFilter):
    title = _("override")
    parameter_name = "override"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("has one"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(Exists(AmountOverride.objects.filter(food=OuterRef("pk"))))
