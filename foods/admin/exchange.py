"""How do foods come and go as a file? One row a food, nutrients in columns; every change goes through the services.

An empty cell changes nothing; the word "unknown" takes an amount away. Nothing is written while one row is faulty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources, widgets
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, JSON, XLSX
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from foods import services
from foods.curation import keep_first_version, may_publish
from foods.importers import house, plausible
from foods.models import Food, FoodGroup, FoodState, Source
from foods.models.history import because
from nutriplan.domain.nutrients import NUTRIENTS

if TYPE_CHECKING:
    Exchange = admin.ModelAdmin[Food]

    class FileForm(forms.Form):
        """What the library ships without types."""

    class FileConfirmForm(forms.Form):
        """Likewise."""

else:
    FileForm, FileConfirmForm, Exchange = ImportForm, ConfirmImportForm, ImportExportMixin

UNKNOWN = "unknown"
COLUMNS = (
    "ndb_no",
    "name",
    "display_name",
    "group",
    "state",
    "manufacturer",
    "gtin",
    "common_name",
    "scientific_name",
    "refuse_pct",
    "racc_g",
    "racc_source",
)
#: A row of a file of foods is small; more than this is an import of a table, which the command line does.
MOST_ROWS = 2000


def known(food: Any) -> dict[str, float | None]:
    """The amounts of a food as they will be; read once, then changed by the row."""
    if "known_amounts" not in food.__dict__:
        rows = food.amounts.all() if food.pk else ()
        food.known_amounts = {row.nutrient: row.amount for row in rows}
    amounts: dict[str, float | None] = food.known_amounts
    return amounts


class NutrientField(fields.Field):  # type: ignore[misc]
    """One nutrient per 100 g. Unknown is an empty cell, never 0."""

    def get_value(self, instance: Any) -> float | None:
        return None if instance is None else known(instance).get(self.attribute)

    def export(self, instance: Any, **_kwargs: Any) -> Any:
        value = self.get_value(instance)
        return "" if value is None else value

    def save(self, instance: Any, row: Mapping[str, Any], is_m2m: bool = False, **_kwargs: Any) -> None:
        text = str(row.get(self.column_name) if row.get(self.column_name) is not None else "").strip()
        if text.casefold() == UNKNOWN:
            known(instance).pop(self.attribute, None)
        elif text:
            value = plausible.number(text)
            if fault := plausible.fault_of_amount(self.attribute, value):
                raise ValueError(fault)
            known(instance)[self.attribute] = value


class GroupWidget(widgets.ForeignKeyWidget):  # type: ignore[misc]
    """By code ("0100") or by name; a spreadsheet takes the zero off a code."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> FoodGroup | None:
        text = str(value or "").strip()
        groups = FoodGroup.objects
        code = text.zfill(4) if text.isdigit() else text
        found = groups.filter(code=code).first() or groups.filter(name__iexact=text).first()
        if text and found is None:
            raise ValueError(f"there is no food group {text!r}")
        return found


class Changes:
    """What a row would change, old and new; without the colours in the page that its policy forbids."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.columns = [field.column_name for field in resource.get_import_fields()]
        self.left = [] if new else self._read(resource, instance)
        self.right: list[Any] = []

    def _read(self, resource: Any, instance: Any) -> list[Any]:
        return [field.export(instance) for field in resource.get_import_fields()]

    def compare_with(self, resource: Any, instance: Any) -> None:
        self.right = self._read(resource, instance)

    def as_html(self) -> list[SafeString]:
        left = self.left or [""] * len(self.right)
        pairs = [row for row in zip(self.columns, left, self.right, strict=True) if row[1] != row[2]]
        return [
            format_html("<b>{}</b> <del>{}</del> <ins>{}</ins>", column, old, UNKNOWN if new == "" else new)
            for column, old, new in pairs
        ]


class FoodResource(resources.ModelResource):  # type: ignore[misc]
    group = fields.Field("group", "group", GroupWidget(FoodGroup, "code"))

    class Meta:
        model = Food
        name = "Foods with nutrients per 100 g"
        import_id_fields = ("ndb_no",)
        fields = (*COLUMNS, *NUTRIENTS)
        import_order = export_order = fields
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._seen: dict[str, int] = {}

    def get_queryset(self) -> QuerySet[Food]:
        return Food.objects.select_related("group").prefetch_related("amounts")

    def get_diff_class(self) -> type[Changes]:
        return Changes

    def before_import(self, dataset: Any, **_kwargs: Any) -> None:
        """A column that is misspelt would be left out without a word, so it is refused."""
        headers = list(dataset.headers or [])
        strange = [name for name in headers if name not in self._meta.fields]
        missing = [name for name in ("ndb_no", "name") if name not in headers]
        if strange or missing:
            told = [f"unknown columns: {', '.join(map(str, strange))}"] if strange else []
            told += [f"missing columns: {', '.join(missing)}"] if missing else []
            raise ValueError("; ".join(told))
        if len(dataset) > MOST_ROWS:
            raise ValueError(f"{len(dataset)} rows; import at most {MOST_ROWS} here, more with manage.py import_foods")

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        number = str(row.get("ndb_no") or "").strip()
        row["ndb_no"] = number
        if not number:
            raise ValidationError({"ndb_no": _("the number of the food is missing")})
        if number in self._seen:
            line = self._seen[number]
            raise ValidationError({"ndb_no": _("the same number as in row %(line)s") % {"line": line}})
        # Rows are counted as a spreadsheet does: the header is row 1.
        self._seen[number] = kwargs["row_number"] + 1

    def init_instance(self, row: Any = None) -> Food:
        """A food that comes in a file is a draft until a reviewer publishes it."""
        source, _made = Source.objects.get_or_create(key=house.SOURCE["key"], defaults=house.SOURCE)
        return Food(source=source, state=FoodState.DRAFT, by_hand=True)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        was = instance.state
        errors: dict[str, Any] = {}
        for field in self.get_import_fields():
            # An empty cell leaves what is known as it is.
            if str(row.get(field.column_name) if row.get(field.column_name) is not None else "").strip():
                try:
                    self.import_field(field, instance, row, **kwargs)
                except ValueError as fault:
                    errors[field.attribute] = ValidationError(str(fault), code="invalid")
        if instance.group_id is None and "group" not in errors:
            errors["group"] = ValidationError(_("the group is missing"), code="required")
        if instance.state != was and not may_publish(kwargs.get("user")):
            errors["state"] = ValidationError(_("only a reviewer changes the state"), code="forbidden")
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Through the services, row by row: history, search and versions follow."""
        reason, by = str(kwargs.get("reason") or "imported from a file"), kwargs.get("user")
        amounts = known(instance)
        keep_first_version(instance)
        because(instance, reason=reason, by=by)
        services.save_food(food=instance)
        before = dict(instance.amounts.values_list("nutrient", "amount"))
        changed = {key: amounts.get(key) for key in NUTRIENTS if amounts.get(key) != before.get(key)}
        if changed:
            services.set_amounts(food=instance, amounts=changed, reason=reason, by=by)


for _key in NUTRIENTS:
    FoodResource.fields[_key] = NutrientField(attribute=_key, column_name=_key)


class FoodImportForm(FileForm):
    reason = forms.CharField(
        label=_("Why"), help_text=_("Kept in the history of every food that changes."), max_length=300
    )


class FoodConfirmForm(FileConfirmForm):
    reason = forms.CharField(widget=forms.HiddenInput())


class FoodExchange(Exchange):
    """Import with preview and dry run, export as CSV, XLSX or JSON; who may do it is said by foods.roles."""

    resource_classes = [FoodResource]
    import_formats = export_formats = [CSV, XLSX, JSON]
    import_form_class = FoodImportForm
    confirm_form_class = FoodConfirmForm
    export_form_class = ExportForm
    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("foods.import_food"))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("foods.export_food"))

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        mixin: Any = super()
        initial: dict[str, Any] = mixin.get_confirm_form_initial(request, import_form)
        if import_form:
            initial["reason"] = import_form.cleaned_data["reason"]
        return initial

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        mixin: Any = super()
        given: dict[str, Any] = mixin.get_import_data_kwargs(**kwargs)
        if form is not None:
            given["reason"] = form.cleaned_data.get("reason", "")
        return given

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Food]:
        mixin: Any = super()
        found: QuerySet[Food] = mixin.get_export_queryset(request)
        return found.select_related("group").prefetch_related("amounts")
