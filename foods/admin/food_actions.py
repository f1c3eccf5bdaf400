"""What can be done to many foods at once? Each action shows the foods first, asks why, and says what was not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from foods import curation, quality_reports, services
from foods.models import Food, FoodState, TagState
from foods.vocabulary import tag_choices
from nutriplan.domain.errors import InputFaults

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Food]
else:
    Base = object

#: As many as a person can look at; more is a change of the data that belongs into a file.
MOST = 500


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(attrs={"size": 60}))


class DateForm(ReasonForm):
    on = forms.DateField(label=_("Next review on"), widget=forms.DateInput(attrs={"type": "date"}))


class TagForm(ReasonForm):
    tag = forms.ChoiceField(label=_("Tag"), choices=tag_choices)
    state = forms.ChoiceField(label=_("State"), choices=TagState.choices)


def _state(state: FoodState) -> Callable[[Food, dict[str, Any], Any], None]:
    def change(food: Food, given: dict[str, Any], by: Any) -> None:
        curation.set_state(food=food, state=state, reason=given["reason"], by=by)

    return change


def _reviewed(food: Food, given: dict[str, Any], by: Any) -> None:
    curation.mark_reviewed(food=food, reason=given["reason"], by=by)


def _due(food: Food, given: dict[str, Any], by: Any) -> None:
    curation.set_next_review(food=food, on=given["on"], reason=given["reason"], by=by)


def _tag(food: Food, given: dict[str, Any], by: Any) -> None:
    state = TagState(given["state"])
    services.set_tag(food=food, tag=given["tag"], state=state, reason=given["reason"], by=by)


@dataclass(frozen=True, slots=True)
class Action:
    title: Any
    advice: Any
    permission: str
    apply: Callable[[Food, dict[str, Any], Any], None]
    form: type[ReasonForm] = ReasonForm


ACTIONS: Mapping[str, Action] = {
    "publish": Action(
        _("Publish"),
        _("Published foods are found, listed and planned with. Publishing counts as a review."),
        curation.PUBLISH,
        _state(FoodState.PUBLISHED),
    ),
    "retire": Action(
        _("Retire"),
        _("Retired foods are not found any more; dishes that use them are not offered."),
        curation.PUBLISH,
        _state(FoodState.RETIRED),
    ),
    "draft": Action(
        _("Take back to draft"), _("Not found until published again."), curation.PUBLISH, _state(FoodState.DRAFT)
    ),
    "reviewed": Action(
        _("Mark as reviewed today"), _("The next review is due in a year."), curation.PUBLISH, _reviewed
    ),
    "review_date": Action(
        _("Set the review date"),
        _("From that day on they stand in the review queue."),
        "foods.change_food",
        _due,
        DateForm,
    ),
    "tag": Action(
        _("Decide on a tag"),
        _("A decision by hand stands above the rules and keeps its reason."),
        "foods.change_foodtag",
        _tag,
        TagForm,
    ),
}


class FoodActions(Base):
    """The actions of the list, and the page on which each is confirmed."""

    actions = tuple(f"bulk_{name}" for name in ACTIONS)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/<slug:name>/", view, name="foods_food_bulk"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        for name, action in ACTIONS.items():
            if request.user.has_perm(action.permission):
                actions[f"bulk_{name}"] = (_chosen(name), f"bulk_{name}", action.title)
            else:
                actions.pop(f"bulk_{name}", None)
        return actions

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        action = ACTIONS.get(name)
        if action is None:
            raise Http404
        if not request.user.has_perm(action.permission):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        keys = [key for key in given.getlist("ids") if key.isdigit()][:MOST]
        foods = list(Food.objects.filter(pk__in=keys).select_related("group").order_by("ndb_no"))
        form = action.form(request.POST if request.method == "POST" else None)
        if foods and request.method == "POST" and form.is_valid():
            _apply(request, action, foods, form.cleaned_data)
            return redirect(_back(request, foods))
        context = {
            **self.admin_site.each_context(request),
            "title": action.title,
            "action": action,
            "foods": foods,
            "failing": _failing(foods),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/foods/bulk.html", context)


def _chosen(name: str) -> Callable[[Any, HttpRequest, QuerySet[Food]], HttpResponse | None]:
    """The action of the list: go to the page that shows the foods and asks why."""

    def chosen(admin_: Any, request: HttpRequest, queryset: QuerySet[Food]) -> HttpResponse | None:
        keys = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            admin_.message_user(request, _("Choose at most %d foods at once.") % MOST, messages.ERROR)
            return None
        query = urlencode({"ids": keys}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:foods_food_bulk', args=[name])}?{query}")

    return chosen


def _apply(request: HttpRequest, action: Action, foods: list[Food], given: dict[str, Any]) -> None:
    """One food at a time; one that cannot be changed is named and does not hold up the others."""
    done = 0
    for food in foods:
        try:
            action.apply(food, given, request.user)
            done += 1
        except InputFaults as faults:
            messages.error(request, f"{food.ndb_no} {food}: {'; '.join(fault.detail for fault in faults.faults)}")
    if done:
        messages.success(request, _("%(title)s: %(count)d foods done.") % {"title": action.title, "count": done})


def _back(request: HttpRequest, foods: list[Food]) -> str:
    if len(foods) == 1:
        return reverse("admin:foods_food_change", args=[foods[0].pk])
    return reverse("admin:foods_food_changelist")


def _failing(foods: list[Food]) -> dict[int, list[str]]:
    """What speaks against publishing them: food -> findings of the checks."""
    failing: dict[int, list[str]] = {}
    for row in quality_reports.of_foods(food.pk for food in foods):
        failing.setdefault(row.food_id, []).append(row.detail)
    return failing
