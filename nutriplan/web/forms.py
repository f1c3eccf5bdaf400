"""What does the page ask? The questions as Django forms; what the answers may be, the profile reader decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from nutriplan.domain.errors import Fault
from nutriplan.web import faults, vocabulary
from nutriplan.web.fields import Number, Pick, Ticks
from nutriplan.web.more_form import MoreForm

MEDICINE_ROWS = 15
SUPPLEMENT_ROWS = 8
LIMIT_ROWS = 6
PANTRY_ROWS = 8
#: Rows that are open from the start; the rest wait behind "more".
OPEN_ROWS = 3
DOSE_TIMES = 4
#: The answer "none of these" when we ask which medicine is meant.
AS_WRITTEN = "as-written"
_KEEP = "None of these. Keep what I wrote; it may then not be checked."


def _time_field(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class Row(forms.Form):
    """One of several alike: a medicine or a supplement, with the times it is taken at."""

    use_required_attribute = False
    times: tuple[str, ...] = tuple(f"time_{place}" for place in range(DOSE_TIMES))

    def clocks(self) -> list[str]:
        """The times given, in the order of the boxes; seconds, which some browsers add, are dropped."""
        return [str(self.cleaned_data[name])[:5] for name in self.times if self.cleaned_data.get(name)]

    def time_names(self) -> list[str]:
        """The boxes behind `clocks`, so that a fault finds its box."""
        return [name for name in self.times if self.cleaned_data.get(name)]

    def answered(self) -> bool:
        return any(self.cleaned_data.values())

    def first_time(self) -> forms.BoundField:
        return self[self.times[0]]

    def further_times(self) -> list[forms.BoundField]:
        return [self[name] for name in self.times[1:]]

    def needs_further_times(self) -> bool:
        return any(box.value() or box.errors for box in self.further_times())


class MedicineRow(Row):
    name = forms.CharField(
        label="Medicine",
        required=False,
        widget=forms.TextInput(
            attrs={"list": "medicine-names", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    time_0 = _time_field("Taken at")
    time_1 = _time_field("Second time")
    time_2 = _time_field("Third time")
    time_3 = _time_field("Fourth time")
    #: What was chosen when we asked back, and the name we asked about: the answer counts for that name alone.
    meant = forms.CharField(required=False)
    asked_about = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers: tuple[str, ...] = ()

    def answered(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name in ("name", *self.times))

    def entry(self) -> dict[str, object]:
        name, meant = self.cleaned_data["name"], self._meant()
        entry = {"name": (meant if meant not in ("", AS_WRITTEN) else name) or None, "times": self.clocks()}
        return {**entry, "as_written": True} if meant == AS_WRITTEN else entry

    def _meant(self) -> str:
        answers = self.cleaned_data
        return str(answers["meant"]) if answers["name"] == answers["asked_about"] else ""

    def ask(self, names: tuple[str, ...]) -> None:
        """Offer these names to choose from. What was chosen before, for another word of the row, stands in the box now:
        who then keeps what they wrote keeps that choice."""
        self.offers = names
        so_far = self._meant()
        if so_far not in ("", AS_WRITTEN):
            answers = QueryDict(mutable=True)
            answers.update(self.data)
            answers[self.add_prefix("name")] = so_far
            self.data = answers

    def choices(self) -> list[tuple[str, str, bool]]:
        """What to choose from when we ask back: value, words, chosen already. Empty where nothing is asked."""
        typed, asked = str(self["name"].value() or "").strip(), self["asked_about"].value()
        chosen = str(self["meant"].value() or "") if typed and typed == asked else ""
        names = self.offers or ((chosen,) if chosen not in ("", AS_WRITTEN) else ())
        if not names and not chosen:
            return []
        return [*((name, name, name == chosen) for name in names), (AS_WRITTEN, _KEEP, chosen == AS_WRITTEN)]


class SupplementRow(Row):
    nutrient = forms.ChoiceField(label="Supplement", required=False, choices=vocabulary.supplements)
    amount = Number(label="Amount each time")
    time_0 = _time_field("Taken at")
    time_1 = _time_field("Second time")
    time_2 = _time_field("Third time")
    time_3 = _time_field("Fourth time")

    def entry(self) -> dict[str, object]:
        return {
            "nutrient": self.cleaned_data.get("nutrient") or None,
            "amount": self.cleaned_data["amount"],
            "times": self.clocks(),
        }


class LimitRow(forms.Form):
    """What the person's own clinic said about one nutrient; it stands above every rule."""

    use_required_attribute = False
    nutrient = forms.ChoiceField(label="Nutrient", required=False, choices=vocabulary.clinic_nutrients)
    min = Number(label="At least, a day")
    max = Number(label="At most, a day")

    def answered(self) -> bool:
        return any(self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("nutrient") == "" and self.answered():
            self.add_error("nutrient", "Please choose which nutrient this limit is for, or empty the row.")
        return cleaned

    def entry(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("min", "max") if self.cleaned_data.get(name) is not None}


class PantryRow(forms.Form):
    """A food that is in the kitchen already."""

    use_required_attribute = False
    food = forms.CharField(
        label="Food",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": "120"}),
    )
    grams = Number(label="Grams", help_text="1 lb = 450")
    use_by = forms.DateField(
        label="Use by",
        help_text="If it says so",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give the day to use it by as a date, such as 2026-03-28."},
    )

    def answered(self) -> bool:
        return any(self.cleaned_data.values())

    def entry(self) -> dict[str, object]:
        given = self.cleaned_data
        use_by = given.get("use_by")
        return {
            "food": given["food"] or None,
            "grams": given["grams"],
            **({"use_by": use_by.isoformat()} if use_by else {}),
        }


class PlanForm(forms.Form):
    """Everything the page asks, and the profile that it makes."""

    use_required_attribute = False

    age_years = Number(label="Age", help_text="4 or more")
    sex = Pick(label="Sex", choices=vocabulary.SEX, help_text="Reference intakes differ by sex.")
    height_cm = Number(label="Height, cm", help_text="5 ft 7 in = 170")
    weight_kg = Number(label="Weight, kg", help_text="150 lb = 68")
    activity = Pick(label="How active are you on most days?", choices=vocabulary.ACTIVITIES, initial="low_active")

    life_stage = Pick(label="Does one of these fit you?", choices=vocabulary.LIFE_STAGES, initial="none")
    pregnancy_week = Number(label="Week of pregnancy", whole=True, help_text="1 to 42, if known")
    pre_pregnancy_weight_kg = Number(label="Weight before, kg", help_text="If known")
    months_postpartum = Number(label="Months since the birth", help_text="0 to 36, if known")

    conditions = Ticks(label="Health conditions", choices=vocabulary.conditions)
    lab_flags = Ticks(label="Blood test results", choices=vocabulary.lab_flags)
    flags = Ticks(label="Signs and habits", choices=vocabulary.reported_signs)

    allergies = Ticks(label="Allergies", choices=vocabulary.allergens)
    diet = Pick(label="What do you eat?", choices=vocabulary.DIETS, initial="omnivore")
    rules = Ticks(label="Any rules?", choices=vocabulary.DIET_RULES)
    buys_fortified = Pick(
        label="Do you buy foods with added vitamins and minerals?",
        choices=vocabulary.YES_NO,
        initial="yes",
        help_text="Such as plant drinks with calcium, or breakfast cereal with vitamin D.",
    )

    household = Number(label="People eating", whole=True, initial=1, help_text="You included")
    max_minutes = Number(label="Minutes for a dish", whole=True, help_text="At most; empty: any")
    days = Number(label="Days", whole=True, initial=7, help_text="1 to 28")
    start = forms.DateField(
        label="First day",
        help_text="Today, or later",
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give the first day as a date, such as 2026-03-28."},
    )

    #: Asked on a page of its own, because which signs are asked depends on the other answers.
    red_flags = Ticks(label="Danger signs", choices=vocabulary.danger_signs)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.medicines = [MedicineRow(data, prefix=f"medicine-{n}", label_suffix="") for n in range(MEDICINE_ROWS)]
        self.supplements = [
            SupplementRow(data, prefix=f"supplement-{n}", label_suffix="") for n in range(SUPPLEMENT_ROWS)
        ]
        self.pantry = [PantryRow(data, prefix=f"pantry-{n}", label_suffix="") for n in range(PANTRY_ROWS)]
        self.limits = [LimitRow(data, prefix=f"limit-{n}", label_suffix="") for n in range(LIMIT_ROWS)]
        self.more = MoreForm(data)

    def _rows(self) -> list[forms.Form]:
        return [*self.medicines, *self.supplements, *self.limits, self.more, *self.pantry]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self._refuse_doubles(), *(row.is_valid() for row in self._rows())])

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if not isinstance(days, float) or not days.is_integer():
            raise forms.ValidationError("Days must be a whole number from 1 to 28.")
        return int(days)

    def _refuse_doubles(self) -> bool:
        """The same nutrient in two rows of the clinic's numbers would lose one of them."""
        seen: set[str] = set()
        for row in self.limits:
            key = row.cleaned_data.get("nutrient", "") if row.is_valid() else ""
            if key in seen:
                row.add_error("nutrient", "This nutrient stands in another row already. Please keep one row for it.")
                return False
            seen |= {key} - {""}
        return True

    # What the answers make -------------------------------------------------------------------------------------------

    def profile(self) -> dict[str, object]:
        """The profile of the REST contract. What was left empty is left out, so that the answer says it was assumed.

        Answers at fault are left out too: the other faults can be found in the same go.
        """
        answers = self.cleaned_data
        given = {name: answers[name] for name in _AS_THEY_ARE if answers.get(name) not in (None, "")}
        fortified = answers.get("buys_fortified")
        return {
            **given,
            **self.more.entries(),
            **({"buys_fortified": fortified == "yes"} if fortified else {}),
            "red_flags": list(answers.get("red_flags", ())),
            "medications": [row.entry() for row in self._answered(self.medicines)],
            "supplements": [row.entry() for row in self._answered(self.supplements)],
            "pantry": [row.entry() for row in self._answered(self.pantry)],
            "clinician_targets": {
                row.cleaned_data["nutrient"]: row.entry() for row in self.limits if row.cleaned_data.get("nutrient")
            },
        }

    def _answered(self, rows: list[Any]) -> list[Any]:
        return [row for row in rows if row.answered()]

    def add_faults(self, found: Iterable[Fault]) -> None:
        """Put each fault of the reader beside the box it came from."""
        # All boxes are found first: an error takes the answer out of the row, which would then not count as answered.
        for fault, (form, name) in [(fault, self._box_of(fault)) for fault in found]:
            if fault.suggestions and isinstance(form, MedicineRow):
                form.ask(fault.suggestions)
            form.add_error(name, faults.in_words(fault, form.fields[name].label if name else ""))

    def _box_of(self, fault: Fault) -> tuple[forms.Form, str | None]:
        parts = fault.pointer.strip("/").split("/")
        rows: Mapping[str, list[Any]] = {
            "medications": self.medicines,
            "supplements": self.supplements,
            "pantry": self.pantry,
        }
        if parts[0] in rows and len(parts) > 2:
            row = self._answered(rows[parts[0]])[int(parts[1])]
            name = row.time_names()[int(parts[3])] if parts[2] == "times" and len(parts) > 3 else parts[2]
            return row, name if name in row.fields else next(iter(row.fields))
        if parts[0] == "clinician_targets" and len(parts) > 1:
            limits = (row for row in self.limits if row.cleaned_data.get("nutrient") == parts[1])
            return next(limits, self), parts[2] if len(parts) > 2 else "nutrient"
        if self.more.box_of(fault):
            return self.more, self.more.box_of(fault)
        name = _OTHER_NAMES.get(parts[0], parts[0])
        return self, name if name in self.fields else None

    # What the page shows ---------------------------------------------------------------------------------------------

    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id of the box to jump to, in the order of the page."""
        listed = [("", str(error)) for error in self.non_field_errors()]
        for form in (self, *self._rows()):
            for box in form:
                listed += [(box.auto_id, str(error)) for error in box.errors]
        return listed


#: Names in the contract that the page calls otherwise.
_OTHER_NAMES = {"start_date": "start"}
#: Fields that carry the same name and value in the profile.
_AS_THEY_ARE = (
    "age_years", "sex", "height_cm", "weight_kg", "activity", "life_stage", "pregnancy_week", "pre_pregnancy_weight_kg",
    "months_postpartum", "conditions", "lab_flags", "flags", "allergies", "diet", "rules", "household", "max_minutes",
)  # fmt: skip
