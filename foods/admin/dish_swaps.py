"""How does a curator write what may stand in for an ingredient? In rows on the page of the dish.

A stand-in belongs to an ingredient and not to the dish itself, so the rows are no inline of Django's usual kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.checks import InlineModelAdminChecks
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField, modelformset_factory
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foods.admin.base import KnownFoodsSelect, RowForm, TabularInline, foods_by_key
from foods.models import Dish, Food, Ingredient, Swap

if TYPE_CHECKING:
    SwapRows = BaseModelFormSet[Swap, Any]
else:
    SwapRows = BaseModelFormSet


class SwapForm(RowForm):
    class Meta:
        model = Swap
        fields = ("ingredient", "for_whom", "food", "position", "grams", "measure")


class SwapFormSet(SwapRows):
    """The stand-ins of one dish. The admin hands over the dish as `instance`, as to any inline."""

    def __init__(self, *args: Any, instance: Dish | None = None, save_as_new: bool = False, **kwargs: Any) -> None:
        self.instance = instance
        rows = Swap.objects.none()
        if instance is not None and instance.pk:
            rows = Swap.objects.filter(ingredient__dish=instance).select_related("ingredient", "food")
        kwargs["queryset"] = rows.order_by("ingredient__position", "position")
        self.ingredients = [(item.pk, f"{item.position}. {item.food}") for item in _ingredients(instance)]
        super().__init__(*args, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return "swaps"

    def add_fields(self, form: Any, index: int | None) -> None:
        """Only the ingredients of this dish can have a stand-in here; they are asked for once, not once a row."""
        super().add_fields(form, index)
        field = form.fields["ingredient"]
        field.queryset = Ingredient.objects.filter(pk__in=[pk for pk, _name in self.ingredients])
        field.widget.choices = [("", "---------"), *self.ingredients]


def _ingredients(dish: Dish | None) -> QuerySet[Ingredient]:
    if dish is None or not dish.pk:
        return Ingredient.objects.none()
    return Ingredient.objects.filter(dish=dish).select_related("food").order_by("position")


class _Checks(InlineModelAdminChecks):
    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        """There is no foreign key to the dish; the form set finds the rows by the ingredients."""
        return []


class SwapInline(TabularInline[Swap, Dish]):
    model = Swap
    form = SwapForm
    formset: Any = SwapFormSet
    checks_class = _Checks
    fields = ("ingredient", "for_whom", "food", "position", "grams", "measure")
    autocomplete_fields = ("food",)
    extra = 0
    verbose_name_plural = _("what may stand in")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        may_delete = self.has_delete_permission(request, obj)
        made = modelformset_factory(
            Swap,
            form=self.form,
            formset=self.formset,
            fields=self.fields,
            extra=0,
            can_delete=may_delete,
            formfield_callback=lambda field, **given: self.formfield_for_dbfield(field, request, **given),
        )
        field = made.form.base_fields["food"]
        if isinstance(field, ModelChoiceField) and obj is not None:
            know_foods(field, Food.objects.filter(swapped_in__ingredient__dish=obj))
        return made


def know_foods(field: ModelChoiceField[Any], foods: QuerySet[Food]) -> None:
    """The names of these foods in one query, not one a row."""
    wrapper: Any = field.widget
    asking = wrapper.widget
    wrapper.widget = KnownFoodsSelect(asking.field, asking.admin_site, choices=asking.choices)
    wrapper.widget.known = foods_by_key(foods)
