"""How does a curator say what a food is bought as, and which tags it carries?"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from foods import services
from foods.admin.base import CuratedAdmin, TabularInline, WithHistory
from foods.models import FoodTag, Pack, Purchase, TagState
from foods.models.history import because


class PackInline(TabularInline[Pack, Purchase]):
    model = Pack
    extra = 0


@admin.register(Purchase)
class PurchaseAdmin(CuratedAdmin[Purchase], WithHistory[Purchase]):
    list_display = ("name", "food", "eaten_per_bought", "aisle", "is_staple", "keeps_days", "opened_days", "price_tier")
    list_filter = ("aisle", "is_staple", "price_tier", "by_hand")
    list_select_related = ("food",)
    search_fields = ("name", "food__name")
    autocomplete_fields = ("food", "bought_as")
    inlines = (PackInline,)

    def save_model(self, request: HttpRequest, obj: Purchase, form: ModelForm[Purchase], change: bool) -> None:
        obj.by_hand = True
        because(obj, reason=self.reason_of(request, form), by=request.user)
        super().save_model(request, obj, form, change)


@admin.register(FoodTag)
class FoodTagAdmin(CuratedAdmin[FoodTag], WithHistory[FoodTag]):
    """One decision a row; a food without a row for a tag is undecided."""

    list_display = ("food", "tag", "state", "reason", "by_hand")
    list_filter = ("state", "by_hand", "tag")
    list_select_related = ("food",)
    search_fields = ("food__name", "food__ndb_no", "tag")
    autocomplete_fields = ("food",)
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: FoodTag | None = None, change: bool = False, **kwargs: Any) -> Any:
        """A decision by hand overrides the rules, so it says why."""
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["reason"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: FoodTag, form: ModelForm[FoodTag], change: bool) -> None:
        """Through the service. A decision that stands on another food or tag now leaves the old one undecided."""
        if change:
            for old in FoodTag.objects.filter(pk=obj.pk).exclude(food=obj.food_id, tag=obj.tag):
                services.set_tag(food=old.food, tag=old.tag, state=None, by=request.user)
        services.set_tag(food=obj.food, tag=obj.tag, state=TagState(obj.state), reason=obj.reason, by=request.user)
        obj.pk = FoodTag.objects.get(food=obj.food, tag=obj.tag).pk
