"""What else may be told? Habits, cramps, usual soya and foods that are not wanted: all optional, each in a fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from nutriplan.domain.errors import Fault
from nutriplan.plans.unwanted import NOTHING, NotFoods, Unwanted, not_wanted
from nutriplan.web import vocabulary
from nutriplan.web.fields import Number, Pick, Ticks

#: So long a list of foods is read.
LONGEST = 400
#: Where each answer stands in the profile.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "coffee_cups": ("habits", "coffee_cups"),
    "tea_cups": ("habits", "tea_cups"),
    "cola_cans": ("habits", "cola_cans"),
    "energy_drink_cans": ("habits", "energy_drink_cans"),
    "sweet_drink_glasses": ("habits", "sweet_drink_glasses"),
    "alcohol_units": ("habits", "alcohol_units"),
    "smoker": ("habits", "smoker"),
    "heat_or_sport_hours": ("heat_or_sport_hours",),
    "cramps_per_week": ("cramps", "per_week"),
    "cramps_when": ("cramps", "when"),
    "cramps_where": ("cramps", "where"),
    "cramps_minutes": ("cramps", "minutes"),
    "cramps_pain": ("cramps", "pain"),
    "usual_soya_portions": ("usual_soya_portions",),
    "usual_vitamin_k_ug": ("usual_vitamin_k_ug",),
}
#: What becomes of the foods that are named.
_LEFT_OUT = ("avoid_foods", "avoid_tags")


class MoreForm(forms.Form):
    use_required_attribute = False

    usual_soya_portions = Number(label="Soya portions a day", help_text="0 to 6")
    usual_vitamin_k_ug = Number(label="Vitamin K a day, µg", help_text="10 to 2000")

    cramps_per_week = Number(label="Cramps a week", help_text="Every 2 weeks: 0.5")
    cramps_minutes = Number(label="Minutes each lasts", help_text="About")
    cramps_pain = Number(label="Pain, 0 to 10", help_text="10 is the worst")
    cramps_when = Ticks(label="When do they come?", choices=vocabulary.CRAMP_TIMES)
    cramps_where = Ticks(label="Where?", choices=vocabulary.CRAMP_PLACES)

    coffee_cups = Number(label="Coffee, mugs a day")
    tea_cups = Number(label="Tea, mugs a day")
    cola_cans = Number(label="Cola, cans a day", help_text="330 ml, diet too")
    energy_drink_cans = Number(label="Energy drinks, cans", help_text="250 ml, a day")
    sweet_drink_glasses = Number(label="Sweet drinks, glasses", help_text="250 ml, a day")
    alcohol_units = Number(label="Alcohol, units a day")
    heat_or_sport_hours = Number(label="Sport or heat, hours a day", help_text="That make you sweat")
    smoker = Pick(label="Do you smoke?", choices=vocabulary.YES_NO)

    dislikes = forms.CharField(
        label="Foods you do not want",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Foods you do not want: please keep to {LONGEST} characters."},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_smoker(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["smoker"])

    def clean_cramps_when(self) -> str:
        return ", ".join(self.cleaned_data["cramps_when"])

    def clean_cramps_where(self) -> str:
        return ", ".join(self.cleaned_data["cramps_where"])

    def clean_dislikes(self) -> Unwanted:
        """Every food that is meant. What means none is refused: it would be planned in spite of the wish."""
        names = [name for part in self.cleaned_data["dislikes"].split(",") if (name := part.strip())]
        try:
            return not_wanted(names)
        except NotFoods as wrong:
            shown = ", ".join(f"“{name}”" for name in wrong.names)
            raise forms.ValidationError(
                f"Foods you do not want: we know no food called {shown}. Please name single foods, with commas between."
            ) from wrong

    def entries(self) -> dict[str, Any]:
        """The part of the profile that these answers make; what was left empty is left out."""
        made: dict[str, Any] = {}
        for name, (first, *rest) in _PLACES.items():
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            if rest:
                made.setdefault(first, {})[rest[0]] = value
            else:
                made[first] = value
        unwanted = self.cleaned_data.get("dislikes") or NOTHING
        left_out = zip(_LEFT_OUT, (unwanted.foods, unwanted.tags), strict=True)
        return made | {name: sorted(keys) for name, keys in left_out if keys}

    def box_of(self, fault: Fault) -> str | None:
        """The box that a fault came from; None where it is none of these."""
        parts = tuple(fault.pointer.strip("/").split("/"))
        if parts[0] in _LEFT_OUT:
            return "dislikes"
        return next((name for name, place in _PLACES.items() if parts[: len(place)] == place), None)
