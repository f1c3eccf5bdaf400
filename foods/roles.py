"""Who may do what with the foods? Three groups; whoever stands in one does exactly what it says here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from foods.models import Food

EDITOR, REVIEWER, ADMIN = "editor", "reviewer", "admin"
#: Permissions that no model brings by itself: codename -> the words for it.
OWN = {
    "publish_food": "Can publish, retire and review foods",
    "merge_food": "Can merge foods",
    "import_food": "Can import foods from a file",
    "export_food": "Can export foods to a file",
    "view_knowledge": "Can read the rules, medicines and reference values with their sources",
    "try_rules": "Can count which kept plans other rules would change",
}
READ_KNOWLEDGE, TRY_RULES = "foods.view_knowledge", "foods.try_rules"
_EDITED = ("food", "dish", "purchase")
_PARTS = ("nutrientamount", "portion", "alias", "foodtag", "pack", "dishslot", "ingredient", "step")
#: What a role may do on top of looking at everything in the foods.
SAYS: Mapping[str, str] = {
    EDITOR: "writes foods, amounts with a reason, portions, names, tags, purchases and dishes; imports and exports; "
    "reads the knowledge",
    REVIEWER: "does what an editor does, publishes, retires, reviews and merges foods, and tries other rules",
    ADMIN: "does everything with the foods, deletes, and gives people their roles",
}


def _codenames(role: str) -> Iterator[str]:
    models = [model._meta.model_name for model in apps.get_app_config("foods").get_models()]  # noqa: SLF001
    yield from (f"view_{model}" for model in models)
    yield from (f"{verb}_{model}" for model in _EDITED for verb in ("add", "change"))
    yield from (f"{verb}_{model}" for model in _PARTS for verb in ("add", "change", "delete"))
    yield from ("import_food", "export_food", "view_knowledge")
    if role != EDITOR:
        yield from ("publish_food", "merge_food", "try_rules")
    if role == ADMIN:
        yield from (f"{verb}_{model}" for model in models for verb in ("add", "change", "delete"))


@transaction.atomic
def create_roles() -> list[str]:
    """Make the three groups, or bring them back to what is said here. Needs the permissions that migrate makes."""
    food = ContentType.objects.get_for_model(Food)
    for codename, name in OWN.items():
        Permission.objects.update_or_create(content_type=food, codename=codename, defaults={"name": name})
    for role in (EDITOR, REVIEWER, ADMIN):
        group, _ = Group.objects.get_or_create(name=role)
        allowed = Permission.objects.filter(content_type__app_label="foods", codename__in=set(_codenames(role)))
        if role == ADMIN:
            allowed |= Permission.objects.filter(
                content_type__app_label="auth", content_type__model__in=("user", "group")
            )
        group.permissions.set(allowed)
    return [EDITOR, REVIEWER, ADMIN]
