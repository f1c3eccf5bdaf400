"""How does a fault of the profile read beside the box it came from? In a sentence that says how to mend it."""

from __future__ import annotations

from nutriplan.domain.errors import Fault

#: Faults that need more than the limit; by (field, code).
_SENTENCES = {
    ("age_years", "required"): "Please fill in your age. Needs differ by age.",
    ("sex", "required"): "Please choose one. Reference intakes differ by sex.",
    ("life_stage", "required"): "Please choose one; “None of these” is an answer too.",
    (
        "life_stage",
        "conflict",
    ): "Pregnancy and breastfeeding need “Female” and an age from 10 to 59. Please check all three.",
    ("pregnancy_week", "conflict"): "You gave a week of pregnancy. Choose “Pregnant” above, or empty this box.",
    (
        "months_postpartum",
        "conflict",
    ): "You gave months since a birth. Choose “Breastfeeding” above, or empty this box.",
    ("name", "required"): "You gave a time but no medicine. Please name it, or empty the times.",
    ("nutrient", "required"): "Please choose which supplement this amount or time is of, or empty the row.",
    ("food", "required"): "You gave grams or a date but no food. Please name it, or empty the row.",
    ("grams", "required"): "Please say how many grams of it you have.",
    ("amount", "required"): "Please give the amount each time; it stands on the label.",
}

#: What is asked back about a medicine, and the names to choose from.
_ASKED_BACK = {
    "did_you_mean": "We do not know this medicine as it is written. Do you mean {names}? Please choose.",
    "which_one": "This can be several medicines. Do you take {names}? Please choose.",
}

_CLINIC = {
    "required": "Please give the least, the most, or both, as your clinic said.",
    "conflict": "The least is above the most. Please check both with your clinic's letter.",
}


def field_of(fault: Fault) -> str:
    """The name of the field that a fault is of; empty where it is of the whole."""
    return next((part for part in reversed(fault.pointer.split("/")) if part and not part.isdigit()), "")


def in_words(fault: Fault, label: object) -> str:
    """The fault as a sentence that stands alone, so that the summary at the top can repeat it."""
    name = field_of(fault)
    if fault.pointer.startswith("/clinician_targets/") and fault.code in _CLINIC:
        return _CLINIC[fault.code]
    if fault.code in _ASKED_BACK:
        return _ASKED_BACK[fault.code].format(names=" or ".join(fault.suggestions))
    fixed = _SENTENCES.get((name, fault.code))
    if fixed:
        return fixed
    if name == "times":
        return f"{label}: please give a time of day from 00:00 to 23:59."
    subject = str(label).partition(",")[0]  # "Height, cm"
    detail = f"{subject} {fault.detail}" if subject else fault.detail[:1].upper() + fault.detail[1:]
    return detail if detail.endswith((".", "?")) else f"{detail}."
