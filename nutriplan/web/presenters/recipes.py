"""What does the page of a recipe say? Its lines with what is asked of each, and the answers as they were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutriplan.domain.errors import Fault
from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS, display
from nutriplan.domain.person import SlotName
from nutriplan.web.faults import field_of
from nutriplan.web.presenters.words import KNOWN

Json = dict[str, Any]
Posted = Mapping[str, str]

SHOWN_KEYS = (*PRIORITY_KEYS, "energy_kcal", "protein_g", "sodium_mg", "phosphorus_mg")
ASK, UNLISTED, LEFT_OUT = "ask", "unlisted", "left_out"
_DECIDED = {"unlisted": UNLISTED, "left_out": LEFT_OUT}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """status: a word for the state of the line; asked: what is to be decided, empty where nothing is."""

    position: int
    text: str
    status: str
    asked: str
    choices: tuple[Choice, ...]
    grams: str
    weighed: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    label: str
    amount: str
    known: str


def line_rows(recipe: Json, posted: Posted, faults: Mapping[int, tuple[str, ...]]) -> tuple[LineRow, ...]:
    return tuple(_line_row(line, posted, faults.get(line["position"], ())) for line in recipe["lines"])


def _line_row(line: Json, posted: Posted, faults: tuple[str, ...]) -> LineRow:
    name = f"line-{line['position']}"
    chosen = posted.get(f"{name}-food", chosen_of(line))
    return LineRow(
        position=line["position"],
        text=posted.get(f"{name}-text", line["text"]),
        status=_status(line),
        asked=_asked(line),
        choices=_choices(line, chosen),
        grams=posted.get(f"{name}-grams", grams_of(line)),
        weighed=line["weighed"] if line["weighed"] and line["grams"] is not None else "",
        faults=faults,
    )


def chosen_of(line: Json) -> str:
    """What stands chosen for a line: a food's id, or what else was decided."""
    if line["food"]:
        return str(line["food"]["id"])
    return _DECIDED.get(line["match"], ASK)


def grams_of(line: Json) -> str:
    return "" if line["grams"] is None else f"{line['grams']:.6g}"


def _status(line: Json) -> str:
    if line["open"]:
        return "Please decide"
    return {"chosen": "You decided", "unlisted": "None of our foods", "left_out": "Left out"}.get(
        line["match"], "Recognised"
    )


def _asked(line: Json) -> str:
    if not line["open"]:
        return ""
    told = [line["why"]] if line["match"] == "asked" and line["why"] else []
    told += [line["weighed"]] if line["grams"] is None and line["weighed"] else []
    return " ".join(_sentence(text) for text in told)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}"


def _choices(line: Json, chosen: str) -> tuple[Choice, ...]:
    foods = {str(food["id"]): food["display_name"] for food in line["suggestions"]}
    if line["food"]:
        foods = {str(line["food"]["id"]): line["food"]["display_name"], **foods}
    rows = [
        (ASK, "– please choose –"),
        *foods.items(),
        (UNLISTED, "None of these foods"),
        (LEFT_OUT, "I make it without this"),
    ]
    return tuple(Choice(value, label, value == chosen) for value, label in rows)


def amounts(recipe: Json) -> tuple[Amount, ...]:
    """What one serving brings. What is not known is never shown as nothing."""
    rows = []
    for key in SHOWN_KEYS:
        found = recipe["nutrients"][key]
        known = found["known_share"]
        amount = "not known" if found["amount"] is None else display(key, found["amount"])
        rows.append(
            Amount(NUTRIENTS[key].label, amount, "" if known >= KNOWN else f"known for {known:.0%} of the weight")
        )
    return tuple(rows)


def slot_choices(recipe: Json, posted: Sequence[str] | None) -> tuple[Choice, ...]:
    chosen = recipe["slots"] if posted is None else posted
    return tuple(Choice(slot.value, slot.value.replace("_", " "), slot.value in chosen) for slot in SlotName)


#: Fields of the page and how a fault of them begins.
LABELS = {
    "name": "The name",
    "servings": "Serves",
    "minutes": "Minutes",
    "slots": "Meals",
    "steps": "Your own steps",
    "text": "The line",
    "grams": "Grams",
    "food_id": "The food",
    "role": "What it is",
}


def in_words(fault: Fault, line: str = "") -> str:
    """The fault as a sentence that names its field and the limit. line: the ingredient it belongs to."""
    name = field_of(fault)
    label = f"{LABELS.get(name, '')} of “{line}”" if line else LABELS.get(name, "")
    detail = f"{label} {fault.detail}" if label else fault.detail[:1].upper() + fault.detail[1:]
    return detail if detail.endswith((".", "?")) else f"{detail}."
