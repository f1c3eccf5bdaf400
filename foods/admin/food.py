"""How does a curator look after foods? The list shows the four nutrients; an unknown amount says so."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foods import search, selectors, services
from foods.admin.base import CuratedAdmin, TabularInline, shown
from foods.admin.filters import AssumedZero, NotMeasured, WithoutPortion
from foods.models import Alias, Correction, Food, FoodGroup, NutrientAmount, Origin, Portion, Source, TagState
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS


class AmountInline(TabularInline[NutrientAmount, Food]):
    model = NutrientAmount
    fields = ("nutrient", "amount", "unit", "origin", "derivation")
    readonly_fields = ("unit", "origin", "derivation")
    ordering = ("pk",)
    extra = 0

    @admin.display(description=_("unit per 100 g"))
    def unit(self, row: NutrientAmount) -> str:
        nutrient = NUTRIENTS.get(row.nutrient)
        return nutrient.unit.value if nutrient else ""


class PortionInline(TabularInline[Portion, Food]):
    model = Portion
    fields = ("position", "amount", "unit", "grams", "doubt")
    extra = 0


class AliasInline(TabularInline[Alias, Food]):
    model = Alias
    extra = 0


class CorrectionInline(TabularInline[Correction, Food]):
    model = Correction
    fields = readonly_fields = ("what", "action", "was", "becomes", "why", "dated")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Food)
class FoodAdmin(CuratedAdmin[Food]):
    list_display = ("ndb_no", "name", "group", "magnesium", "calcium", "potassium", "vitamin_d", "state")
    list_display_links = ("ndb_no", "name")
    list_filter = (NotMeasured, AssumedZero, WithoutPortion, "in_survey", "state", "group")
    list_select_related = ("group",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("search_text",)
    search_help_text = _("Words in any order (milk whole, lentils cooked), or an NDB number (01077)")
    raw_id_fields = ("unfortified",)
    readonly_fields = ("not_measured", "carries", "undecided")
    inlines = (AmountInline, PortionInline, AliasInline, CorrectionInline)
    fieldsets = (
        (None, {"fields": ("ndb_no", "name", "display_name", "group", "source", "state", "in_survey")}),
        (_("Names"), {"fields": ("scientific_name", "common_name", "manufacturer")}),
        (_("As bought"), {"fields": ("refuse_pct", "refuse_description", "unfortified")}),
        (_("What is known"), {"fields": ("not_measured", "carries", "undecided")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Food]:
        foods = super().get_queryset(request)
        for key in PRIORITY_KEYS:
            foods = selectors.with_amount(foods, key)
        return foods

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Food], search_term: str
    ) -> tuple[QuerySet[Food], bool]:
        """The same search as everywhere, best first unless a column was chosen; an NDB number finds its food."""
        text = search_term.strip()
        if not text:
            return queryset, False
        if text.isdigit():
            return queryset.filter(ndb_no__startswith=text), False
        chosen = queryset.query.order_by
        found = search.matching(queryset, text)
        return (found.order_by(*chosen) if request.GET.get("o") else found), False

    @admin.display(description="Mg", ordering="magnesium_mg")
    def magnesium(self, food: Food) -> str:
        return _shown(food, "magnesium_mg")

    @admin.display(description="Ca", ordering="calcium_mg")
    def calcium(self, food: Food) -> str:
        return _shown(food, "calcium_mg")

    @admin.display(description="K", ordering="potassium_mg")
    def potassium(self, food: Food) -> str:
        return _shown(food, "potassium_mg")

    @admin.display(description=_("Vitamin D"), ordering="vitamin_d_ug")
    def vitamin_d(self, food: Food) -> str:
        return _shown(food, "vitamin_d_ug")

    @admin.display(description=_("Not measured"))
    def not_measured(self, food: Food) -> str:
        known = {row.nutrient for row in food.amounts.all()}
        return ", ".join(nutrient.label for key, nutrient in NUTRIENTS.items() if key not in known) or "–"

    @admin.display(description=_("Carries"))
    def carries(self, food: Food) -> str:
        present = [row.tag for row in food.tags.all() if row.state == TagState.PRESENT]
        return ", ".join(tag_labels().get(tag, tag) for tag in present) or "–"

    @admin.display(description=_("Undecided, treated as carried"))
    def undecided(self, food: Food) -> str:
        decided = {row.tag for row in food.tags.all()}
        return ", ".join(label for tag, label in tag_labels().items() if tag not in decided) or "–"

    def save_model(self, request: HttpRequest, obj: Food, form: ModelForm[Food], change: bool) -> None:
        obj.by_hand = obj.by_hand or not change
        services.save_food(food=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool) -> None:
        """An amount that is typed in is a curator's amount from then on."""
        for row in formset.save(commit=False):
            if isinstance(row, NutrientAmount):
                row.origin, row.derivation = Origin.CURATED, ""
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The aliases are saved only now, and a food is found by them too."""
        super().save_related(request, form, formsets, change)
        services.save_food(food=form.instance)


def _shown(food: Food, nutrient: str) -> str:
    """From the column that the list's query adds."""
    return shown(nutrient, getattr(food, nutrient))


@admin.register(Source)
class SourceAdmin(CuratedAdmin[Source]):
    list_display = ("title", "version", "licence")


@admin.register(FoodGroup)
class FoodGroupAdmin(CuratedAdmin[FoodGroup]):
    list_display = ("code", "name")
