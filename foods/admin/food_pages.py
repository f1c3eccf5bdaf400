"""Which pages do curators work from? Review queue, quality report, duplicates, merge, one value with its override."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foods import curation, merging, quality, quality_reports, services, unmerging
from foods.admin import moves
from foods.admin.base import shown
from foods.admin.food_actions import ReasonForm
from foods.duplicates import duplicates
from foods.importers import plausible
from foods.models import AmountOverride, Confidence, Food, FoodState, GroupCeiling, NutrientAmount
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS, display

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Food]
else:
    Base = object

#: Rows that a report shows at once; the list behind its link shows all.
SHOWN = 100
_COMPARED = ("energy_kcal", "protein_g", "fat_g", "carbohydrate_g", *PRIORITY_KEYS)


class OverrideForm(ReasonForm):
    amount = forms.FloatField(label=_("Amount in 100 g"), required=False, min_value=0)
    unknown = forms.BooleanField(label=_("nobody knows: take the value away"), required=False)
    confidence = forms.ChoiceField(label=_("Confidence"), choices=Confidence.choices, initial=Confidence.MEDIUM)
    field_order = ("amount", "unknown", "confidence", "reason")

    def __init__(self, *args: Any, nutrient: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nutrient = nutrient

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        amount = given.get("amount")
        if amount is None and not given.get("unknown") and "amount" not in self.errors:
            self.add_error("amount", _("Enter an amount, or say that nobody knows it."))
        if amount is not None and given.get("unknown"):
            self.add_error("unknown", _("Either an amount or not known."))
        if amount is not None and (fault := plausible.fault_of_amount(self.nutrient, amount)):
            self.add_error("amount", fault)
        return given


class MergeForm(forms.Form):
    keep = forms.CharField(label=_("Keep (NDB number)"), max_length=12)
    away = forms.CharField(label=_("Merge into it and retire (NDB number)"), max_length=12)

    def _food(self, name: str) -> Food:
        food = Food.objects.filter(ndb_no=self.cleaned_data[name].strip()).select_related("group").first()
        if food is None:
            raise forms.ValidationError(_("There is no food with this number."))
        return food

    def clean_keep(self) -> Food:
        return self._food("keep")

    def clean_away(self) -> Food:
        return self._food("away")


class FoodPages(Base):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("review/", view(self.review_view), name="foods_food_review"),
            path("quality/", view(self.quality_view), name="foods_food_quality"),
            path("duplicates/", view(self.duplicates_view), name="foods_food_duplicates"),
            path("merge/", view(self.merge_view), name="foods_food_merge"),
            path("<int:pk>/undo-merge/", view(self.undo_merge_view), name="foods_food_undo_merge"),
            path("<int:pk>/nutrient/<str:nutrient>/", view(self.nutrient_view), name="foods_food_nutrient"),
            *super().get_urls(),
        ]

    def _page(self, request: HttpRequest, template: str, title: Any, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/foods/{template}.html", shared)

    def _need(self, request: HttpRequest, *permissions: str) -> None:
        if not all(request.user.has_perm(permission) for permission in permissions):
            raise PermissionDenied

    def review_view(self, request: HttpRequest) -> HttpResponse:
        """Drafts that wait for a reviewer, and published foods whose review is due."""
        self._need(request, "foods.view_food")
        foods = Food.objects.select_related("group", "source")
        today = timezone.localdate()
        queues = (
            ("draft", _("Drafts that wait to be published"), foods.filter(state=FoodState.DRAFT), "state__exact=draft"),
            (
                "due",
                _("Published foods whose review is due"),
                foods.filter(state=FoodState.PUBLISHED, next_review__lte=today).order_by("next_review"),
                "review=due&state__exact=published",
            ),
        )
        shown_queues = [
            {"key": key, "title": title, "count": rows.count(), "foods": rows[:SHOWN], "query": query}
            for key, title, rows, query in queues
        ]
        may = curation.may_publish(request.user)
        return self._page(request, "review", _("Review queue"), queues=shown_queues, may_publish=may, most=SHOWN)

    def quality_view(self, request: HttpRequest) -> HttpResponse:
        """Every named check with its count; one check with its findings."""
        self._need(request, "foods.view_food")
        if request.method == "POST":
            self._need(request, "foods.change_food")
            quality_reports.check_all(lambda _said: None)
            messages.success(request, _("All foods were checked."))
            return redirect(request.get_full_path())
        report, asked = quality_reports.report(), request.GET.get("check", "")
        checks: list[dict[str, Any]] = [
            {"key": key, "check": check, "count": report.counts[key].findings, "foods": report.counts[key].foods}
            for key, check in quality.CHECKS.items()
        ]
        most = max((row["count"] for row in checks), default=0) or 1
        for row in checks:
            row["width"] = f"{200 * row['count'] / most:.1f}"
        chosen = quality.CHECKS.get(asked)
        return self._page(
            request,
            "quality",
            _("Quality checks"),
            checks=checks,
            asked=asked,
            chosen=chosen,
            findings=quality_reports.of_check(asked, most=SHOWN) if chosen else (),
            report=report,
            may_check=request.user.has_perm("foods.change_food"),
            most=SHOWN,
        )

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        self._need(request, "foods.view_food")
        may = request.user.has_perm(merging.MERGE)
        count, groups = duplicates(most=SHOWN)
        return self._page(request, "duplicates", _("Duplicates"), groups=groups, count=count, may_merge=may)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Two foods side by side and what would move; done only when confirmed with a reason."""
        self._need(request, merging.MERGE)
        given = request.POST if request.method == "POST" else request.GET
        asked = given.get("keep") and given.get("away")
        form = MergeForm(given) if asked else MergeForm(initial=given.dict())
        if not asked or not form.is_valid():
            return self._page(request, "merge", _("Merge two foods"), form=form)
        keep, away = form.cleaned_data["keep"], form.cleaned_data["away"]
        confirm = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and confirm.is_valid() and self._merged(request, keep, away, confirm):
            return redirect("admin:foods_food_change", keep.pk)
        found = merging.impact(keep=keep, away=away)
        context = {"impact": found, "compared": _compared(keep, away), "confirm": confirm, "moves": moves.merged(found)}
        return self._page(request, "merge", _("Merge two foods"), form=form, **context)

    def _merged(self, request: HttpRequest, keep: Food, away: Food, confirm: ReasonForm) -> bool:
        try:
            merging.merge(keep=keep, away=away, reason=confirm.cleaned_data["reason"], by=request.user)
        except InputFaults as faults:
            _say(request, faults)
            return False
        messages.success(request, _("%(away)s was merged into this food.") % {"away": f"{away.ndb_no} {away}"})
        return True

    def undo_merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would go back, what would not and why; done only when confirmed with a reason."""
        self._need(request, merging.MERGE)
        food = get_object_or_404(Food.objects.select_related("merged_into__merged_into"), pk=pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                unmerging.undo_merge(food=food, reason=form.cleaned_data["reason"], by=request.user)
            except InputFaults as faults:
                _say(request, faults)
                return redirect("admin:foods_food_undo_merge", pk)
            messages.success(request, _("The merge was undone."))
            return redirect("admin:foods_food_change", pk)
        found = unmerging.impact(food=food)
        context = {"impact": found, "moves": moves.undone(found)}
        return self._page(request, "undo_merge", _("Undo the merge"), food=food, form=form, **context)

    def nutrient_view(self, request: HttpRequest, pk: int, nutrient: str) -> HttpResponse:
        """One value: in force, what the source says, why; override it, or put back the source."""
        self._need(request, "foods.view_food")
        if nutrient not in NUTRIENTS:
            raise Http404
        food = get_object_or_404(Food.objects.select_related("group"), pk=pk)
        reverting = "revert" in request.POST
        form = OverrideForm(
            request.POST if request.method == "POST" and not reverting else None,
            nutrient=nutrient,
            initial={"amount": request.GET.get("amount"), "reason": request.GET.get("reason")},
        )
        back = ReasonForm(request.POST if reverting else None, prefix="back")
        if request.method == "POST" and self._value_written(request, food, nutrient, back if reverting else form):
            return redirect("admin:foods_food_change", pk)
        context = {"food": food, "nutrient": NUTRIENTS[nutrient], "form": form, "back": back}
        return self._page(request, "nutrient", NUTRIENTS[nutrient].label, **context, **_value(food, nutrient))

    def _value_written(self, request: HttpRequest, food: Food, nutrient: str, form: forms.Form) -> bool:
        self._need(request, "foods.change_nutrientamount")
        if not form.is_valid():
            return False
        given = form.cleaned_data
        try:
            if isinstance(form, OverrideForm):
                services.set_amount(
                    food=food,
                    nutrient=nutrient,
                    amount=given["amount"],
                    reason=given["reason"],
                    by=request.user,
                    confidence=Confidence(given["confidence"]),
                )
            else:
                services.revert_amount(food=food, nutrient=nutrient, reason=given["reason"], by=request.user)
        except InputFaults as faults:
            _say(request, faults)
            return False
        messages.success(request, _("%(label)s was changed.") % {"label": NUTRIENTS[nutrient].label})
        return True


def _say(request: HttpRequest, faults: InputFaults) -> None:
    for fault in faults.faults:
        messages.error(request, fault.detail)


def _value(food: Food, nutrient: str) -> dict[str, Any]:
    """What is known of one value; 5 queries."""
    row = NutrientAmount.objects.filter(food=food, nutrient=nutrient).first()
    override = AmountOverride.objects.filter(food=food, nutrient=nutrient).select_related("by").first()
    ceiling = GroupCeiling.objects.filter(group=food.group_id, nutrient=nutrient).first()
    history = NutrientAmount.history.filter(food_id=food.pk, nutrient=nutrient)
    found = [
        finding.detail for finding in quality_reports.of_foods([food.pk]) if NUTRIENTS[nutrient].label in finding.detail
    ]
    return {
        "in_force": shown(nutrient, row.amount if row else None),
        "origin": row.get_origin_display() if row else "",
        "override": override,
        "original": shown(nutrient, override.original_amount) if override else "",
        "ceiling": display(nutrient, ceiling.amount) if ceiling else "",
        "findings": found,
        "history": history.select_related("history_user")[:20],
    }


def _compared(keep: Food, away: Food) -> list[tuple[str, str, str, bool]]:
    rows = NutrientAmount.objects.filter(Q(food=keep) | Q(food=away), nutrient__in=_COMPARED)
    known = {(row.food_id, row.nutrient): row.amount for row in rows}
    told = []
    for key in _COMPARED:
        left, right = shown(key, known.get((keep.pk, key))), shown(key, known.get((away.pk, key)))
        told.append((NUTRIENTS[key].label, left, right, left != right))
    return told
