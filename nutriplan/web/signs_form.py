"""Which danger signs are asked before a plan? This person's own questions, at most ten, with the rest one tap away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from nutriplan.domain.caution_book import RedFlag
from nutriplan.web import vocabulary
from nutriplan.web.fields import Ticks


class SignsForm(forms.Form):
    """Unanswered is not "no": a sign or "none of these" must be ticked."""

    use_required_attribute = False

    red_flags = Ticks(label="Danger signs")
    further_flags = Ticks(label="More signs")
    no_flags = forms.BooleanField(label="None of these fits me", required=False)

    def __init__(self, questions: Iterable[RedFlag], data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        asked = [(flag.id, flag.sign) for flag in questions]
        self._offer("red_flags", asked)
        self._offer("further_flags", [choice for choice in vocabulary.danger_signs() if choice not in asked])

    def _offer(self, name: str, choices: list[vocabulary.Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what it is
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._ticked(cleaned) and cleaned.get("no_flags"):
            self.add_error("red_flags", "You ticked a sign and also “None of these fits me”. Please keep only one.")
        elif not self._ticked(cleaned) and not cleaned.get("no_flags"):
            self.add_error("red_flags", "Please tick what fits you, or “None of these fits me”.")
        return cleaned

    def signs(self) -> list[str]:
        """What was ticked, by its key."""
        return self._ticked(self.cleaned_data)

    def _ticked(self, cleaned: dict[str, Any]) -> list[str]:
        return [*cleaned.get("red_flags", ()), *cleaned.get("further_flags", ())]
