"""Which words stand for the keys of a document? One place, so that the page speaks one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nutriplan.domain.intake import ENOUGH
from nutriplan.domain.nutrients import NUTRIENTS, display

Document = Mapping[str, Any]

#: Below this share something is not known and the page says "at least".
KNOWN = 0.995

SHORT: Mapping[str, str] = {"magnesium_mg": "Mg", "calcium_mg": "Ca", "potassium_mg": "K", "vitamin_d_ug": "D"}

#: How soon, in a word and in full; most urgent first.
URGENCY: Mapping[str, tuple[str, str]] = {
    "emergency": ("Now", "Please call your emergency number now, or go to an emergency department."),
    "same_day": ("Today", "Please call your doctor's practice or your local out-of-hours line today."),
    "routine": ("Soon", "Please book an ordinary appointment."),
}

SLOTS: Mapping[str, str] = {
    "breakfast": "Breakfast",
    "morning_snack": "Morning snack",
    "lunch": "Lunch",
    "afternoon_snack": "Afternoon snack",
    "dinner": "Dinner",
    "evening_snack": "Evening snack",
}

ASSUMED: Mapping[str, str] = {
    "height_cm": "your height",
    "weight_kg": "your weight",
    "activity": "how active you are",
    "household": "how many people eat",
    "diet": "what you eat",
}


def per_cent(share: float) -> str:
    """Whole per cent, rounded down while the aim is missed, so that "100 %" always means reached."""
    return f"{round(share * 100) if share >= ENOUGH else int(share * 100 + 1e-9)} %"


def amount(key: str, value: float, known_share: float = 1.0) -> str:
    """The amount with its unit; "≥" where a part of it is not known."""
    return f"{'≥ ' if known_share < KNOWN else ''}{display(key, value)}"


def label(key: str) -> str:
    return NUTRIENTS[key].label


def grams(weight: float) -> str:
    if weight < 1:
        return "a pinch"
    return f"{weight / 1000:.2f} kg" if weight >= 1000 else f"{weight:.0f} g"


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def spoken(labels: list[str]) -> str:
    """Nutrients in running text: "magnesium and vitamin D"."""
    return joined([name.replace("vitamin d", "vitamin D") for name in labels])


def joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    address: str


def source(found: Mapping[str, Any]) -> Source:
    """Only an address that a browser opens safely becomes a link."""
    named = [str(found[name]) for name in ("title", "publisher", "year") if found.get(name)]
    address = str(found.get("address") or "")
    return Source(", ".join(named), address if address.startswith(("https://", "http://")) else "")
