"""How is one name, ingredient or stand-in put back as it was? Then and now beside each other, done with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from foods import curation
from foods.admin import parts_history
from foods.admin.food_actions import ReasonForm
from nutriplan.domain.errors import InputFaults

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class PuttingBack(Base):
    """For the admin of a model whose parts have a history of their own."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.put_back_view)
        name = f"foods_{self.opts.model_name}_put_back"
        return [path("<int:pk>/put-back/<slug:kind>/<int:record>/", view, name=name), *super().get_urls()]

    def put_back_view(self, request: HttpRequest, pk: int, kind: str, record: int) -> HttpResponse:
        if not request.user.has_perm(f"foods.change_{kind}"):
            raise PermissionDenied
        owner = get_object_or_404(self.model, pk=pk)
        found = parts_history.record_of(kind, owner, record)
        if found is None:
            raise Http404
        back = reverse(f"admin:foods_{self.opts.model_name}_history", args=[pk])
        form = ReasonForm(request.POST or None, initial={"reason": _("Put back as it was")})
        if request.method == "POST" and form.is_valid():
            try:
                curation.put_back(record=found, reason=form.cleaned_data["reason"], by=request.user)
            except InputFaults as faults:
                for fault in faults.faults:
                    messages.error(request, fault.detail)
            else:
                messages.success(request, _("It is as it was."))
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Put back"),
            "opts": self.opts,
            "owner": owner,
            "record": found,
            "then": found.instance,
            "now": type(found.instance).objects.filter(pk=found.instance.pk).first(),
            "form": form,
            "back": back,
        }
        return TemplateResponse(request, "admin/foods/put_back.html", context)
