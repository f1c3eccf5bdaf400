"""What a browser would send: the forms of a page as they stand, and files to import."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

FOODS = reverse("admin:foods_food_changelist")
IMPORT = reverse("admin:foods_food_import")
CONFIRM = reverse("admin:foods_food_process_import")
FORMATS = {"csv": "0", "xlsx": "1", "json": "2"}


def page(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def change_url(instance: Any) -> str:
    return reverse(f"admin:foods_{instance._meta.model_name}_change", args=[instance.pk])


def form_of(client: Client, url: str) -> dict[str, str]:
    """What the browser would send back if nothing was typed."""
    response = client.get(url)
    sent: dict[str, str] = {}
    forms = [response.context["adminform"].form, *(f.formset for f in response.context["inline_admin_formsets"])]
    for form in forms:
        parts = [form] if not hasattr(form, "forms") else [form.management_form, *form.forms]
        for field in (bound for part in parts for bound in part):
            value = field.value()
            if value is True:
                sent[field.html_name] = "on"
            elif value is not None and value is not False:
                sent[field.html_name] = str(value)
    return sent


def try_file(client: Client, content: bytes, *, ending: str = "csv", reason: str = "the spring delivery") -> Any:
    """Upload a file: the answer shows the errors, or the preview."""
    file = SimpleUploadedFile(f"foods.{ending}", content)
    return client.post(IMPORT, {"import_file": file, "format": FORMATS[ending], "resource": "0", "reason": reason})


def confirm(client: Client, preview: Any) -> Any:
    return client.post(CONFIRM, {"confirm": "yes", **preview.context["confirm_form"].initial})
