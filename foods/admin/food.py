"""How does a curator look after foods? The list shows the four nutrients; an unknown amount says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foods import search, selectors, services
from foods.admin import parts_history
from foods.admin.base import CuratedAdmin, ExplainedForm, WithHistory, shown
from foods.admin.charts import daily_value_bars
from foods.admin.exchange import FoodExchange
from foods.admin.filters import (
    AssumedZero,
    FailingCheck,
    Flagged,
    NotMeasured,
    Overridden,
    ReviewDue,
    WithoutPortion,
)
from foods.admin.food_actions import FoodActions
from foods.admin.food_inlines import (
    AliasInline,
    AmountFormSet,
    AmountInline,
    CorrectionInline,
    OverrideInline,
    PortionInline,
    PurchaseInline,
    TagFormSet,
    TagInline,
)
from foods.admin.food_pages import FoodPages
from foods.admin.putting_back import PuttingBack
from foods.curation import may_publish
from foods.merging import MERGE
from foods.models import Alias, Food, FoodGroup, FoodState, Source, TagState
from foods.models.history import because
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS

#: Changed by actions with a reason, never by the form; a version that is put back does not bring them back either.
_BY_ACTION = ("state", "merged_into_id", "last_reviewed", "next_review", "reviewed_by_id")


@admin.register(Food)
class FoodAdmin(FoodPages, FoodActions, FoodExchange, PuttingBack, CuratedAdmin[Food], WithHistory[Food]):
    form = ExplainedForm
    list_display = (
        "ndb_no",
        "food_name",
        "group",
        "magnesium",
        "calcium",
        "potassium",
        "vitamin_d",
        "state_shown",
        "next_review",
    )
    list_display_links = ("ndb_no", "food_name")
    list_filter = (
        "state",
        FailingCheck,
        ReviewDue,
        NotMeasured,
        AssumedZero,
        WithoutPortion,
        Overridden,
        "in_survey",
        ("source", admin.RelatedOnlyFieldListFilter),
        Flagged,
        "group",
    )
    list_select_related = ("group",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("search_text",)
    search_help_text = _("Words in any order (milk whole, lentils cooked), or an NDB number (01077)")
    raw_id_fields = ("unfortified",)
    readonly_fields = ("picture", "standing", "not_measured", "carries", "carries_not", "undecided")
    inlines = (
        OverrideInline,
        AmountInline,
        PortionInline,
        AliasInline,
        TagInline,
        PurchaseInline,
        CorrectionInline,
    )
    change_form_template = "admin/foods/food/change_form.html"
    change_list_template = "admin/foods/food/change_list.html"
    object_history_template = "admin/foods/food/history.html"
    fieldsets = (
        (None, {"fields": ("ndb_no", "name", "display_name", "group", "source", "in_survey", "change_reason")}),
        (_("At a glance"), {"fields": ("standing", "picture")}),
        (
            _("Other names"),
            {"fields": ("scientific_name", "common_name", "manufacturer", "gtin", "fdc_id"), "classes": ("collapse",)},
        ),
        (
            _("Serving, and as bought"),
            {
                "fields": ("racc_g", "racc_source", "refuse_pct", "refuse_description", "unfortified"),
                "classes": ("collapse",),
            },
        ),
        (_("What is known"), {"fields": ("not_measured", "carries", "carries_not", "undecided")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Food]:
        foods: QuerySet[Food] = super().get_queryset(request)
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

    @admin.display(description=_("Name"), ordering="name")
    def food_name(self, food: Food) -> SafeString | str:
        if not food.display_name:
            return food.name
        return format_html("{}<br><small>{}</small>", food.display_name, food.name)

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

    @admin.display(description=_("State"), ordering="state")
    def state_shown(self, food: Food) -> SafeString:
        return format_html('<span class="curation-state curation-{}">{}</span>', food.state, food.get_state_display())

    @admin.display(description=_("Four nutrients, 100 g"))
    def picture(self, food: Food) -> SafeString | str:
        if not food.pk:
            return "–"
        return daily_value_bars({row.nutrient: row.amount for row in food.amounts.all()})

    @admin.display(description=_("State and review"))
    def standing(self, food: Food) -> SafeString | str:
        if not food.pk:
            return str(_("A new food is a draft until a reviewer publishes it."))
        if food.merged_into_id is not None:
            url = reverse("admin:foods_food_change", args=[food.merged_into_id])
            return format_html('{} <a href="{}">{}</a>', _("Retired; merged into"), url, food.merged_into)
        last = f"{food.last_reviewed:%Y-%m-%d}" if food.last_reviewed else _("never")
        due = f"{food.next_review:%Y-%m-%d}" if food.next_review else _("no date set")
        who = f" ({food.reviewed_by})" if food.reviewed_by_id else ""
        return format_html(
            "{} · {}: {}{} · {}: {}", self.state_shown(food), _("last reviewed"), last, who, _("next review"), due
        )

    @admin.display(description=_("Not measured"))
    def not_measured(self, food: Food) -> str:
        known = {row.nutrient for row in food.amounts.all()} if food.pk else set()
        return ", ".join(nutrient.label for key, nutrient in NUTRIENTS.items() if key not in known) or "–"

    @admin.display(description=_("Carries"))
    def carries(self, food: Food) -> str:
        return _listed(food, TagState.PRESENT)

    @admin.display(description=_("Does not carry"))
    def carries_not(self, food: Food) -> str:
        return _listed(food, TagState.ABSENT)

    @admin.display(description=_("Undecided, treated as carried"))
    def undecided(self, food: Food) -> str:
        decided = {row.tag for row in food.tags.all()} if food.pk else set()
        return ", ".join(label for tag, label in tag_labels().items() if tag not in decided) or "–"

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Groups and sources have their own pages; four icons beside each would invite to delete one."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("group", "source"):
            for name in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, name, False)
        return field

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Food | None:
        """With what the page says three times, fetched once."""
        found = self.get_queryset(request).filter(pk=object_id) if str(object_id).isdigit() else Food.objects.none()
        related = found.select_related("group", "source", "merged_into", "reviewed_by")
        return related.prefetch_related("amounts", "tags").first()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["may_publish"] = may_publish(request.user)
        context["may_merge"] = request.user.has_perm(MERGE)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Food, form: ModelForm[Food], change: bool) -> None:
        if change:
            for name, value in Food.objects.filter(pk=obj.pk).values(*_BY_ACTION).get().items():
                setattr(obj, name, value)
        else:
            obj.state = FoodState.DRAFT
        obj.by_hand = True
        because(obj, reason=self.reason_of(request, form), by=request.user)
        services.save_food(food=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool) -> None:
        """Amounts and tags go through the services, each with its reason."""
        if isinstance(formset, AmountFormSet | TagFormSet):
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
            formset.write(request.user)
            return
        super().save_formset(request, form, formset, change)

    def foods_of(self, rows: Iterable[Food]) -> list[int] | None:
        return [food.pk for food in rows]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The aliases are saved only now, and a food is found by them too."""
        super().save_related(request, form, formsets, change)
        food = form.instance
        if any(formset.model is Alias and formset.has_changed() for formset in formsets):
            food.skip_history_when_saving = True
            services.save_food(food=food)
            del food.skip_history_when_saving

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        context = {
            "values": parts_history.of_food(int(object_id)) if object_id.isdigit() else [],
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)


def _shown(food: Food, nutrient: str) -> str:
    """From the column that the list's query adds."""
    return shown(nutrient, getattr(food, nutrient))


def _listed(food: Food, state: TagState) -> str:
    tags = [row.tag for row in food.tags.all() if row.state == state] if food.pk else []
    return ", ".join(tag_labels().get(tag, tag) for tag in tags) or "–"


@admin.register(Source)
class SourceAdmin(CuratedAdmin[Source]):
    list_display = ("title", "version", "licence")


@admin.register(FoodGroup)
class FoodGroupAdmin(CuratedAdmin[FoodGroup]):
    list_display = ("code", "name")
