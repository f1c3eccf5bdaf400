"""How does the page take what people type or choose? Nothing is required here: the profile reader names what is."""

from __future__ import annotations

from typing import Any

from django import forms


class Number(forms.CharField):
    """A number as people type it ("78,5"). What is no number is passed on as typed; the reader names the limit."""

    widget = forms.TextInput

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        mode = "numeric" if whole else "decimal"
        attrs = {"inputmode": mode, "autocomplete": "off", "maxlength": "12"}
        super().__init__(required=False, widget=forms.TextInput(attrs), **kwargs)

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return text


class Ticks(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Pick(forms.ChoiceField):
    """One of few. What must be answered, the profile reader knows."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
