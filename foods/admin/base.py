"""What do all admin pages share? Typed bases, and how an amount that nobody knows is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foods import services
from foods.models import Food
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


class CuratedAdmin(ModelAdmin[_M]):
    """An admin whose every change gives its part of the data a new version."""

    part = services.FOODS

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.mark_edited(part=self.part)

    def delete_model(self, request: HttpRequest, obj: _M) -> None:
        super().delete_model(request, obj)
        services.mark_edited(part=self.part)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[_M]) -> None:
        super().delete_queryset(request, queryset)
        services.mark_edited(part=self.part)


NOT_MEASURED = _("not measured")


def shown(nutrient: str, amount: float | None) -> str:
    """The amount with its unit; what nobody knows is never shown as 0."""
    return str(NOT_MEASURED) if amount is None else display(nutrient, amount)


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
