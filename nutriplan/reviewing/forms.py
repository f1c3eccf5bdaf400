"""What may be tried? A changed file of rules, or a food that carries a tag; each form gives what it would change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foods import selectors as foods
from foods.models import Food
from foods.vocabulary import tag_choices
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.plans import rule_changes
from nutriplan.plans.rule_changes import Changes, TagChange

#: The largest file of facts has 30 kB.
_MOST_BYTES = 1_000_000


class FilesForm(forms.Form):
    file = forms.FileField(
        label=_("A changed file"),
        help_text=_("Under its own name, such as rules_kidney.yaml or medicines.csv. It is read, tried and forgotten."),
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if (given.size or 0) > _MOST_BYTES:
            raise forms.ValidationError(_("This is too large for a file of facts."))
        return given

    def tried(self) -> Changes | None:
        """None, with everything that is wrong in the file beside the field, where it cannot be read."""
        given = self.cleaned_data["file"]
        try:
            return rule_changes.with_files(files={str(given.name): given.read()})
        except KnowledgeFaults as faults:
            for fault in faults.faults:
                self.add_error("file", fault)
            return None


class TagForm(forms.Form):
    food = forms.CharField(label=_("Food (NDB number)"), max_length=12)
    tag = forms.ChoiceField(label=_("would carry, or might carry"), choices=tag_choices)

    def clean_food(self) -> Food:
        found = foods.food_numbered(self.cleaned_data["food"].strip())
        if found is None:
            raise forms.ValidationError(_("There is no food with this number."))
        return found

    def tried(self) -> TagChange:
        return rule_changes.with_tag(food_id=self.cleaned_data["food"].pk, tag=self.cleaned_data["tag"])
