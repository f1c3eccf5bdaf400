"""What do all admin pages share? Typed bases, and how an amount that nobody knows is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from foods import curation, services
from foods.models import Food
from foods.models.history import because
from nutriplan.domain.nutrients import display

_M = TypeVar("_M", bound=Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
else:
    # The type stubs know these as generic; Django itself does not.

    class ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, _model: Any) -> Any:
            return cls

    class TabularInline(admin.TabularInline):
        def __class_getitem__(cls, _model: Any) -> Any:
            return cls


if TYPE_CHECKING:
    HistoryAdmin = admin.ModelAdmin
else:
    from simple_history.admin import SimpleHistoryAdmin

    class HistoryAdmin(SimpleHistoryAdmin, ModelAdmin):
        """History with who, when, what and why; every version can be looked at and put back."""


if TYPE_CHECKING:
    RowForm = forms.ModelForm[Any]
    RowFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    RowForm, RowFormSet = forms.ModelForm, forms.BaseInlineFormSet


class ExplainedForm(RowForm):
    """A form that asks why."""

    change_reason = forms.CharField(
        required=False, label=_("Why"), help_text=_("Kept in the history."), widget=forms.TextInput(attrs={"size": 60})
    )


class CuratedAdmin(ModelAdmin[_M]):
    """An admin whose every change gives its part of the data a new version."""

    part = services.FOODS
    save_on_top = True

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.mark_edited(part=self.part, foods=self.foods_of([form.instance]))

    def delete_model(self, request: HttpRequest, obj: _M) -> None:
        foods = self.foods_of([obj])
        super().delete_model(request, obj)
        services.mark_edited(part=self.part, foods=foods)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[_M]) -> None:
        foods = self.foods_of(queryset)
        super().delete_queryset(request, queryset)
        services.mark_edited(part=self.part, foods=foods)

    def foods_of(self, _rows: Iterable[_M]) -> list[int] | None:
        """The foods that change with these rows; None: any may."""
        return None


NOT_MEASURED = _("not measured")


def shown(nutrient: str, amount: float | None) -> str:
    """The amount with its unit; what nobody knows is never shown as 0."""
    return str(NOT_MEASURED) if amount is None else display(nutrient, amount)


class WithHistory(HistoryAdmin[_M]):
    """An admin whose changes can be compared and put back; a version that is put back says so in its reason."""

    def history_form_view(self, request: HttpRequest, object_id: str, version_id: str) -> HttpResponse:
        setattr(request, "_version_put_back", version_id)  # noqa: B010 - the request is not ours, save_model reads it
        view: Any = super()
        answer: HttpResponse = view.history_form_view(request, object_id, version_id)
        return answer

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """?old=...&new=...: what differs between these two versions, above the list of all."""
        context = {**self._compared(request, object_id), **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def _compared(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        chosen = [request.GET.get(name, "") for name in ("old", "new")]
        if not all(pk.isdigit() for pk in chosen):
            return {"compared": None}
        records: Any = getattr(self.model, "history").filter(**{self.model._meta.pk.attname: object_id})  # noqa: B009, SLF001
        old, new = (records.filter(pk=pk).first() for pk in chosen)
        if old is None or new is None:
            return {"compared": None}
        delta = new.diff_against(old, foreign_keys_are_objs=True)
        told: Any = self
        changes = told.get_historical_record_context_helper(request, new).context_for_delta_changes(delta)
        return {"compared": changes, "compared_old": old, "compared_new": new}

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """What is about to change can be put back, also where it was loaded and never edited."""
        if change:
            curation.keep_first_version(form.instance)
        return super().save_form(request, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Every part with the reason of the save; a part that was loaded can be put back too."""
        reason = self.reason_of(request, form)
        for row in formset.save(commit=False):
            _kept(row, reason, request.user).save()
        for row in formset.deleted_objects:
            _kept(row, reason, request.user).delete()
        formset.save_m2m()

    def reason_of(self, request: HttpRequest, form: Any) -> str:
        """What is kept in the history as the why of this save."""
        version = getattr(request, "_version_put_back", None)
        if version is not None:
            record: Any = getattr(self.model, "history").filter(history_id=version).first()  # noqa: B009
            return f"Put back as it was on {record.history_date:%Y-%m-%d %H:%M}" if record else "Put back"
        return str(form.cleaned_data.get("change_reason", ""))


def _kept(row: Any, reason: str, by: Any) -> Any:
    if hasattr(type(row), "history"):
        curation.keep_first_version(row)
    because(row, reason=reason, by=by)
    return row


class KnownFoodsSelect(AutocompleteSelect):
    """An autocomplete field that is told the foods of the page at once instead of asking for each row."""

    known: dict[str, str]

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        chosen = [pk for pk in value if pk]
        if not all(pk in self.known for pk in chosen):
            groups: list[Any] = super().optgroups(name, value, attrs)
            return groups
        blank = [] if self.is_required or self.allow_multiple_selected else [self.create_option(name, "", "", False, 0)]
        options = [self.create_option(name, pk, self.known[pk], True, 0, attrs=attrs) for pk in chosen]
        return [(None, blank + options, 0)]


def foods_by_key(foods: QuerySet[Food]) -> dict[str, str]:
    return {str(pk): name for pk, name in foods.values_list("pk", "name")}
