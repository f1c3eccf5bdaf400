"""What are the choices called on the page? Plain labels, and the order in which a tired person looks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nutriplan.domain.diet import DIET_LABELS, DIET_RULE_LABELS
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.units import Unit
from nutriplan.people import selectors

Choice = tuple[str, str]

SEX: tuple[Choice, ...] = (("female", "Female"), ("male", "Male"))

LIFE_STAGES: tuple[Choice, ...] = (
    ("none", "None of these"),
    ("trying_to_conceive", "Trying for a baby"),
    ("pregnant", "Pregnant"),
    ("lactating", "Breastfeeding"),
)

ACTIVITIES: tuple[Choice, ...] = (
    ("inactive", "Mostly sitting, little walking"),
    ("low_active", "Some walking, about an hour on my feet"),
    ("active", "On my feet or exercising most days"),
    ("very_active", "Hard physical work or training"),
)

DIETS: tuple[Choice, ...] = tuple(DIET_LABELS.items())
DIET_RULES: tuple[Choice, ...] = tuple(DIET_RULE_LABELS.items())

YES_NO: tuple[Choice, ...] = (("yes", "Yes"), ("no", "No"))

#: How cramps come, in the words that a clinician asks for. The profile takes them as they are shown.
CRAMP_TIMES: tuple[Choice, ...] = tuple(
    (word, word)
    for word in (
        "At night in bed",
        "Sitting or resting",
        "During exercise or work",
        "After exercise or work",
        "In heat",
    )
)
CRAMP_PLACES: tuple[Choice, ...] = tuple(
    (word, word)
    for word in ("Calf", "Foot or toes", "Thigh", "Arm or hand", "Elsewhere", "One side only", "Both sides")
)

#: What people take as tablets or drops and the rules look at.
_SUPPLEMENTS = (
    "magnesium_mg",
    "calcium_mg",
    "vitamin_d_ug",
    "potassium_mg",
    "iron_mg",
    "zinc_mg",
    "retinol_ug",
    "vitamin_b6_mg",
    "folic_acid_ug",
    "vitamin_b12_ug",
    "vitamin_c_mg",
    "vitamin_e_mg",
    "vitamin_k_ug",
)
#: What clinics set limits for.
_CLINIC = (
    "potassium_mg",
    "phosphorus_mg",
    "sodium_mg",
    "calcium_mg",
    "magnesium_mg",
    "protein_g",
    "vitamin_d_ug",
    "vitamin_k_ug",
    "iron_mg",
    "carbohydrate_g",
)
_SUPPLEMENT_NAMES = {"retinol_ug": "Vitamin A (retinol)", "folic_acid_ug": "Folic acid", "vitamin_k_ug": "Vitamin K"}

#: Conditions under plain headings. A key that stands in no group still gets offered, under "Other conditions".
_CONDITION_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Kidneys",
        (
            "ckd_g1_g2", "ckd_g3a", "ckd_g3b", "ckd_g4", "ckd_g5", "ckd_unknown_stage", "dialysis", "transplant",
            "kidney_stones", "kidney_stones_uric", "fluid_restriction",
        ),
    ),
    (
        "Heart and blood vessels",
        (
            "hypertension", "heart_failure", "heart_block", "peripheral_artery_disease", "thrombosis_history",
            "varicose_veins",
        ),
    ),
    ("Diabetes", ("diabetes", "diabetes_gestational")),
    (
        "Thyroid, parathyroid and minerals in the blood",
        (
            "hypothyroidism", "hyperthyroidism", "radioiodine_planned", "hyperparathyroidism", "hypoparathyroidism",
            "hyperkalaemia", "hypokalaemia_treated", "hypercalcaemia", "addisons", "haemochromatosis",
        ),
    ),
    (
        "Stomach, bowel and liver",
        ("gerd", "coeliac", "lactose_intolerance", "ibd", "bariatric_surgery", "cirrhosis"),
    ),
    ("Bones and joints", ("osteoporosis", "gout")),
    ("Pregnancy", ("preeclampsia",)),
)  # fmt: skip


def conditions() -> list[tuple[str, list[Choice]]]:
    """Every condition that the rules know, under its heading."""
    known = selectors.caution_book().conditions
    grouped = {key for _, keys in _CONDITION_GROUPS for key in keys}
    groups = [(title, _labelled(known, keys)) for title, keys in _CONDITION_GROUPS]
    groups.append(("Other conditions", _labelled(known, [key for key in known if key not in grouped])))
    return [(title, choices) for title, choices in groups if choices]


def lab_flags() -> list[Choice]:
    return [(key, sentence(label)) for key, label in selectors.caution_book().lab_flags.items()]


def allergens() -> list[Choice]:
    return [(key, sentence(one.label)) for key, one in selectors.caution_book().allergens.items()]


def danger_signs() -> list[Choice]:
    """Every danger sign, the most urgent first."""
    order = ("emergency", "same_day", "routine")
    signs = sorted(selectors.caution_book().red_flags.values(), key=lambda flag: order.index(flag.urgency))
    return [(flag.id, flag.sign) for flag in signs]


def reported_signs() -> list[Choice]:
    return [(key, sentence(label)) for key, label in selectors.caution_book().reported_flags.items()]


def supplements() -> list[Choice]:
    return _with_units(_SUPPLEMENTS)


def clinic_nutrients() -> list[Choice]:
    return _with_units(_CLINIC)


def _with_units(keys: Iterable[str]) -> list[Choice]:
    """Nutrient keys with the unit that an amount is read in."""
    chosen = [NUTRIENTS[key] for key in keys]
    named = [(one.key, _SUPPLEMENT_NAMES.get(one.key, one.label), unit_word(one.unit)) for one in chosen]
    return [("", "Choose …"), *((key, f"{name}, in {unit}") for key, name, unit in named)]


def condition_label(key: str) -> str:
    return selectors.caution_book().conditions.get(key, key.replace("_", " "))


def lab_label(key: str) -> str:
    return selectors.caution_book().lab_flags.get(key, key.replace("_", " "))


def unit_word(unit: Unit) -> str:
    return "µg" if unit is Unit.MICROGRAM else unit.value


def sentence(text: str) -> str:
    """With a capital first letter and the rest as it is ("CKD" stays "CKD")."""
    return text[:1].upper() + text[1:]


def _labelled(known: Mapping[str, str], keys: Iterable[str]) -> list[Choice]:
    return [(key, sentence(known[key])) for key in keys if key in known]
