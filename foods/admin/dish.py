"""How does a curator write a dish? Ingredients, stand-ins, steps; what a serving holds and what contradicts itself."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foods import dish_servings, selectors, services
from foods.admin import parts_history
from foods.admin.base import CuratedAdmin, ExplainedForm, TabularInline, WithHistory, shown
from foods.admin.charts import daily_value_bars
from foods.admin.dish_swaps import SwapInline, know_foods
from foods.admin.putting_back import PuttingBack
from foods.models import Dish, DishSlot, Food, Ingredient, Step
from foods.models.history import because
from nutriplan.domain.composition import Sum, sum_of
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS, display


class SlotInline(TabularInline[DishSlot, Dish]):
    model = DishSlot
    extra = 0


class IngredientInline(TabularInline[Ingredient, Dish]):
    model = Ingredient
    fields = ("position", "food", "grams", "measure", "optional")
    autocomplete_fields = ("food",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ingredient]:
        return super().get_queryset(request).select_related("food")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The names of the dish's foods in one query, not one a row."""
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields["food"]
        if isinstance(field, ModelChoiceField) and obj is not None:
            know_foods(field, Food.objects.filter(ingredients__dish=obj))
        return formset


class StepInline(TabularInline[Step, Dish]):
    model = Step
    extra = 0


@admin.register(Dish)
class DishAdmin(PuttingBack, CuratedAdmin[Dish], WithHistory[Dish]):
    form = ExplainedForm
    part = services.DISHES
    list_display = ("name", "role", "meals", "servings", "minutes", "cost_tier", "declared", "is_published")
    list_filter = ("role", "slots__slot", "declared", "cuisine", "cost_tier", "is_published", "by_hand")
    search_fields = ("name", "key")
    prepopulated_fields = {"key": ("name",)}
    readonly_fields = ("contradictions", "nutrients_per_serving")
    inlines = (SlotInline, IngredientInline, SwapInline, StepInline)
    list_per_page = 50
    object_history_template = "admin/foods/dish/history.html"
    fieldsets = (
        (None, {"fields": ("name", "key", "role", "servings", "declared", "is_published", "change_reason")}),
        (
            _("In the kitchen"),
            {
                "fields": (
                    ("minutes", "active_minutes"),
                    ("keeps_days", "freezes"),
                    ("scaling", "cost_tier"),
                    "cuisine",
                    "equipment",
                    "seasons",
                )
            },
        ),
        (_("As saved"), {"fields": ("contradictions", "nutrients_per_serving")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dish]:
        return super().get_queryset(request).prefetch_related("slots")

    @admin.display(description=_("Meals"))
    def meals(self, dish: Dish) -> str:
        return ", ".join(slot.get_slot_display() for slot in dish.slots.all())

    def get_inlines(self, request: HttpRequest, obj: Dish | None) -> Any:
        """What stands in needs an ingredient that is saved."""
        return tuple(inline for inline in self.inlines if obj is not None or inline is not SwapInline)

    @admin.display(description=_("What contradicts itself"))
    def contradictions(self, dish: Dish) -> SafeString | str:
        found = dish_servings.faults_of(dish) if dish.pk else []
        if not found:
            return "–"
        return format_html("{}", format_html_join("", '<p class="curation-warn">{}</p>', ((said,) for said in found)))

    @admin.display(description=_("Nutrients per serving"))
    def nutrients_per_serving(self, dish: Dish) -> SafeString | str:
        if not dish.pk:
            return "–"
        rows = list(dish.ingredients.values_list("food_id", "grams"))
        foods = selectors.compositions(food_id for food_id, _grams in rows)
        sums = sum_of(((foods[food_id], grams / dish.servings) for food_id, grams in rows), NUTRIENTS)
        picture = daily_value_bars(
            {key: sums[key].amount if sums[key].amount is None else sums[key].known for key in PRIORITY_KEYS},
            at_least=frozenset(key for key in PRIORITY_KEYS if sums[key].known_share < 1),
        )
        lines = ((NUTRIENTS[key].label, _told(key, total)) for key, total in sums.items())
        return format_html(
            "{}<table>{}</table>", picture, format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", lines)
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """It is saved whatever it says, and what contradicts itself is said at once: a file would be refused."""
        super().save_related(request, form, formsets, change)
        for said in dish_servings.faults_of(form.instance):
            messages.warning(request, said)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        values = parts_history.of_dish(int(object_id)) if object_id.isdigit() else []
        return super().history_view(request, object_id, {"values": values, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Dish, form: ModelForm[Dish], change: bool) -> None:
        because(obj, reason=self.reason_of(request, form), by=request.user)
        services.save_dish(dish=obj)


def _told(key: str, total: Sum) -> str:
    """A sum with unknown parts is "at least": what is not measured does not count as nothing."""
    if total.amount is None or total.known_share >= 1:
        return shown(key, total.amount)
    return f"at least {display(key, total.known)} (measured in {total.known_share:.0%} of the weight)"
