"""What stands on the page of a food below its names? Amounts, overrides, portions, names, tags and what is bought.

Amounts and tags are written by the services, each with its reason; the rows here only carry what was typed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foods import services
from foods.admin.base import RowForm, RowFormSet, TabularInline, shown
from foods.importers import plausible
from foods.models import (
    Alias,
    AmountOverride,
    Confidence,
    Correction,
    Food,
    FoodTag,
    NutrientAmount,
    Portion,
    Purchase,
    TagState,
)
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import NUTRIENTS


class Said(forms.Widget):
    """What cannot be changed in a row that exists, as words; a list of fifty choices in each row would be slow."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<strong>{}</strong><input type="hidden" name="{}" value="{}">', self.label, name, value)


class ReasonedForm(RowForm):
    """A row whose change needs a reason; the service saves it."""

    reason_needed = _("Say why this is changed.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if set(self.changed_data) - {"reason"} and not str(cleaned.get("reason") or "").strip():
            self.add_error("reason", ValidationError(self.reason_needed, code="required"))
        return cleaned

    def validate_unique(self) -> None:
        """The service renews a row that exists."""

    def validate_constraints(self) -> None:
        """The service checks what it writes, with the reason in its place."""


class AmountForm(ReasonedForm):
    reason = forms.CharField(required=False, label=_("why change it"), widget=forms.TextInput(attrs={"size": 28}))

    class Meta:
        model = NutrientAmount
        fields = ("nutrient", "amount", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nutrient = NUTRIENTS.get(self.instance.nutrient)
        if self.instance.pk and nutrient:
            self.fields["nutrient"].disabled = True
            self.fields["nutrient"].widget = Said(nutrient.label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        key, amount = cleaned.get("nutrient"), cleaned.get("amount")
        if key and amount is not None and (fault := plausible.fault_of_amount(key, amount)):
            self.add_error("amount", fault)
        return cleaned


class AmountFormSet(RowFormSet):
    """A row that is taken away says why too."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if not str(form.data.get(form.add_prefix("reason"), "")).strip():
                label = getattr(form.fields["nutrient"].widget, "label", "")
                raise ValidationError(_("Say why the amount of %(label)s goes.") % {"label": label}, code="required")

    def write(self, by: Any) -> None:
        """Through the service, one at a time: each has a reason and a history."""
        for form in self.deleted_forms:
            reason = str(form.data.get(form.add_prefix("reason"), ""))
            services.set_amount(food=self.instance, nutrient=form.instance.nutrient, amount=None, reason=reason, by=by)
        for form in self.forms:
            given = form.cleaned_data
            if set(form.changed_data) - {"reason"} and form not in self.deleted_forms:
                services.set_amount(
                    food=self.instance,
                    nutrient=given["nutrient"],
                    amount=given["amount"],
                    reason=given["reason"],
                    by=by,
                )


class AmountInline(TabularInline[NutrientAmount, Food]):
    """The value in force, where it comes from, how far it can be relied on, and what the source says."""

    model = NutrientAmount
    form = AmountForm
    formset = AmountFormSet
    fields = ("nutrient", "amount", "unit", "source_says", "confidence_shown", "origin_shown", "reason")
    readonly_fields = ("unit", "origin_shown", "confidence_shown", "source_says")
    ordering = ("pk",)
    extra = 0
    verbose_name_plural = _("nutrients in 100 g")

    def get_queryset(self, request: HttpRequest) -> QuerySet[NutrientAmount]:
        override = AmountOverride.objects.filter(food=OuterRef("food"), nutrient=OuterRef("nutrient"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                original=Subquery(override.values("original_amount")[:1], output_field=FloatField()),
                override_confidence=Subquery(override.values("confidence")[:1], output_field=CharField()),
            )
        )

    @admin.display(description=_("unit"))
    def unit(self, row: NutrientAmount) -> str:
        nutrient = NUTRIENTS.get(row.nutrient)
        return nutrient.unit.value.replace("ug", "µg") if nutrient else ""

    @admin.display(description=_("where from"))
    def origin_shown(self, row: NutrientAmount) -> SafeString | str:
        if not row.pk:
            return ""
        code = f" ({row.derivation})" if row.derivation else ""
        kind = "curation-mark curation-assumed" if row.is_assumed else ""
        return format_html('<span class="{}">{}{}</span>', kind, row.get_origin_display(), code)

    @admin.display(description=_("confidence"))
    def confidence_shown(self, row: NutrientAmount) -> SafeString | str:
        if not row.pk:
            return ""
        level = getattr(row, "override_confidence", None) or row.confidence
        return format_html('<span class="curation-mark curation-{}">{}</span>', level, Confidence(level).label)

    @admin.display(description=_("the source says"))
    def source_says(self, row: NutrientAmount) -> SafeString | str:
        if not row.pk:
            return ""
        url = reverse("admin:foods_food_nutrient", args=[row.food_id, row.nutrient])
        if not getattr(row, "override_confidence", None):
            return format_html('<a href="{}">{}</a>', url, _("override"))
        said = shown(row.nutrient, getattr(row, "original", None))
        return format_html('<del>{}</del> <a href="{}">{}</a>', said, url, _("why, revert"))


class ReadOnlyInline(TabularInline[Any, Food]):
    extra = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OverrideInline(ReadOnlyInline):
    model = AmountOverride
    fields = ("value", "original", "reason", "confidence", "by", "at", "page")
    verbose_name_plural = _("overrides of the source")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by").order_by("nutrient")

    @admin.display(description=_("in force"))
    def value(self, row: AmountOverride) -> str:
        return f"{NUTRIENTS[row.nutrient].label}: {shown(row.nutrient, row.amount)}"

    @admin.display(description=_("the source says"))
    def original(self, row: AmountOverride) -> SafeString:
        said = row.get_original_origin_display()
        return format_html("<del>{}</del> {}", shown(row.nutrient, row.original_amount), f"({said})" if said else "")

    @admin.display(description="")
    def page(self, row: AmountOverride) -> SafeString:
        url = reverse("admin:foods_food_nutrient", args=[row.food_id, row.nutrient])
        return format_html('<a class="button" href="{}">{}</a>', url, _("Change or revert"))


class PortionInline(TabularInline[Portion, Food]):
    model = Portion
    fields = ("position", "amount", "unit", "grams", "doubt")
    extra = 0


class AliasInline(TabularInline[Alias, Food]):
    model = Alias
    fields = ("name", "note")
    extra = 0


class TagForm(ReasonedForm):
    reason_needed = _("Say how you know: what the label or the recipe says.")

    class Meta:
        model = FoodTag
        fields = ("tag", "state", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["tag"].disabled = True
            self.fields["tag"].widget = Said(tag_labels().get(self.instance.tag, self.instance.tag))


class TagFormSet(RowFormSet):
    def write(self, by: Any) -> None:
        food = self.instance
        for form in self.deleted_forms:
            services.set_tag(food=food, tag=form.instance.tag, state=None, reason="made undecided again", by=by)
        for form in self.forms:
            given = form.cleaned_data
            if form.has_changed() and given.get("tag") and form not in self.deleted_forms:
                state = TagState(given["state"])
                services.set_tag(food=food, tag=given["tag"], state=state, reason=given["reason"], by=by)


class TagInline(TabularInline[FoodTag, Food]):
    """What the food carries, and every decision by hand; what it does not carry by rule is said above in one line."""

    model = FoodTag
    form = TagForm
    formset = TagFormSet
    fields = ("tag", "state", "reason", "decided")
    readonly_fields = ("decided",)
    extra = 0
    verbose_name_plural = _("tags: what it carries, and what was decided by hand")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FoodTag]:
        rows = super().get_queryset(request).select_related("by")
        return rows.filter(Q(state=TagState.PRESENT) | Q(by_hand=True)).order_by(F("by_hand").desc(), "tag")

    @admin.display(description=_("decided by"))
    def decided(self, row: FoodTag) -> str:
        if not row.pk:
            return ""
        return str(row.by or _("hand")) if row.by_hand else f"{_('rule')} {row.rule}"


class PurchaseInline(ReadOnlyInline):
    """What has to be bought; its packs are on its own page, which is a step away."""

    model = Purchase
    fk_name = "food"
    fields = ("name", "aisle", "eaten_per_bought", "packs_shown", "page")
    verbose_name_plural = _("bought as")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("packs")

    @admin.display(description=_("packs"))
    def packs_shown(self, row: Purchase) -> str:
        return ", ".join(map(str, row.packs.all())) or str(_("sold loose"))

    @admin.display(description="")
    def page(self, row: Purchase) -> SafeString:
        url = reverse("admin:foods_purchase_change", args=[row.pk])
        return format_html('<a class="button" href="{}">{}</a>', url, _("Change purchase and packs"))


class CorrectionInline(ReadOnlyInline):
    model = Correction
    fields = ("what", "action", "was", "becomes", "why", "dated")
