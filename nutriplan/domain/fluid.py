"""How much to drink? Said in words beside a plan: a plan of dishes cannot count what comes from the tap."""

from __future__ import annotations

from collections.abc import Mapping

from nutriplan.domain.findings import Findings
from nutriplan.domain.person import Person
from nutriplan.domain.targets import Target

WATER = "water_g"
#: Nobody is told to drink faster than this (P10, a design value): the kidneys clear little more, and much more at once
#: thins the salt of the blood.
MOST_LITRES_AN_HOUR = 0.8
#: From so many hours of heat or sport a day on they are spoken of (P16, a design value).
LONG_HOURS = 1.0
#: Conditions with which nobody is told to drink or salt more after sweating.
KEEPS_SALT_AND_FLUID = frozenset({"hypertension", "heart_failure", "cirrhosis", "preeclampsia"})
#: Nutrients whose target a clinician sets for hearts and kidneys; then salt and fluid are theirs as well.
_THEIRS = frozenset({WATER, "sodium_mg", "potassium_mg"})

_ASK = "How much to drink: please follow what your care team told you. The plan does not push fluid up."
_HEAT_ASK = (
    "Heat, hard work or long sport: please ask your care team how much to drink and whether any salt is right for you. "
    "We suggest neither."
)
_HEAT = (
    "Heat, hard work or long sport: drink a little often, to thirst. After heavy sweating have a drink with some salt "
    "in it (an electrolyte drink), or food beside the water: in small studies plain water alone did worse then."
)
_TOO_MUCH = f"Never more than {MOST_LITRES_AN_HOUR:g} litres an hour: too much water at once is dangerous too."


def notes_on_fluid(person: Person, findings: Findings, targets: Mapping[str, Target]) -> tuple[str, ...]:
    """What is said of drinking, the day's guide first."""
    sweats = person.heat_or_sport_hours >= LONG_HOURS
    if WATER in findings.clinician_sets:
        return (_ASK, *([_HEAT_ASK] if sweats else []))
    guide = _guide(targets)
    if not sweats:
        return (f"{guide} {_TOO_MUCH}",)
    kept_low = person.conditions & KEEPS_SALT_AND_FLUID or _THEIRS & findings.clinician_sets.keys()
    return (f"{guide} {_TOO_MUCH}", _HEAT_ASK if kept_low else _HEAT)


def _guide(targets: Mapping[str, Target]) -> str:
    target = targets.get(WATER)
    if target is None or not target.aim:
        return "Drink to thirst."
    return (
        f"Drink to thirst. As a guide, {target.aim / 1000:.1f} litres of water a day in all, what is in food included."
    )
