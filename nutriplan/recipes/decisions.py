"""What does a person decide on a recipe? Untrusted JSON read into decisions, with every fault named at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.errors import InputFaults
from nutriplan.domain.person import SlotName
from nutriplan.domain.servings import Role
from nutriplan.people.reader import Reader
from nutriplan.recipes.lines import LONGEST_LINE
from nutriplan.recipes.pages import LONGEST_NAME, MOST_LINES, MOST_MINUTES, MOST_SERVINGS

MOST_GRAMS = 20_000
MOST_STEPS, LONGEST_STEP = 40, 1000


class Verdict(StrEnum):
    """food: this food of ours. unlisted: none of our foods. left_out: made without it. ask: back to open."""

    FOOD = "food"
    UNLISTED = "unlisted"
    LEFT_OUT = "left_out"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class LineDecision:
    """text: what the line is changed to, read anew before anything else is decided on it; may be several lines."""

    position: int
    text: str | None = None
    verdict: Verdict | None = None
    food_id: int | None = None
    grams: float | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Only what is given changes; None leaves it as it is."""

    name: str | None = None
    servings: int | None = None
    minutes: int | None = None
    role: Role | None = None
    slots: tuple[SlotName, ...] | None = None
    steps: tuple[str, ...] | None = None
    cooked_through: bool | None = None
    lines: tuple[LineDecision, ...] = ()


def read(body: Mapping[str, object]) -> Decisions:
    """Raises InputFaults."""
    reader = Reader(body)
    slots = reader.keys("slots", [slot.value for slot in SlotName]) if "slots" in body else None
    found = Decisions(
        name=reader.text("name", LONGEST_NAME, required=False),
        servings=reader.whole("servings", 1, MOST_SERVINGS),
        minutes=reader.whole("minutes", 1, MOST_MINUTES),
        role=reader.choice("role", Role, required=False),
        slots=None if slots is None else tuple(slot for slot in SlotName if slot.value in slots),
        steps=_steps(reader, body),
        cooked_through=reader.flag("cooked_through"),
        lines=tuple(_line(one) for one in reader.objects("lines", 0, MOST_LINES) or ()),
    )
    reader.refuse_unknown()
    if reader.faults:
        raise InputFaults(reader.faults)
    return found


def _steps(reader: Reader, body: Mapping[str, object]) -> tuple[str, ...] | None:
    if not reader.has("steps"):
        return None
    steps = body["steps"]
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        reader.fault("steps", "not_a_list", f"must be a list of at most {MOST_STEPS} steps")
        return None
    for place, step in enumerate(steps):
        if not isinstance(step, str) or not step.strip() or len(step) > LONGEST_STEP:
            reader.fault(f"steps/{place}", "not_a_text", f"must be a text of 1 to {LONGEST_STEP} characters")
    return tuple(step.strip() for step in steps if isinstance(step, str))


def _line(reader: Reader) -> LineDecision:
    position = reader.whole("position", 1, MOST_LINES)
    if position is None and not reader.has("position"):
        reader.fault("position", "required", "is required")
    verdict = reader.choice("decision", Verdict, required=False)
    food_id = reader.whole("food_id", 1, 2**53)
    if verdict is Verdict.FOOD and food_id is None and not reader.has("food_id"):
        reader.fault("food_id", "required", "is required with the decision food")
    found = LineDecision(
        position=position or 0,
        text=reader.text("text", LONGEST_LINE, required=False),
        verdict=verdict or (Verdict.FOOD if food_id is not None else None),
        food_id=food_id,
        grams=reader.number("grams", 0.01, MOST_GRAMS),
    )
    reader.refuse_unknown()
    return found
