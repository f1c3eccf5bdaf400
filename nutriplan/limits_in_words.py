"""What does a limit of the planner mean to the person it holds back? Its name turned into words, and whom to ask.

The planner names what is in the way as `formulation` and `pattern` named it; here each of those names has its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nutriplan.domain.findings import Findings
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.planner.reach import REPEATS

#: How the wish to eat what is in the kitchen begins; the food follows, and a number in brackets.
USE_UP = "use up "
#: Whom a safety rule sends to when it names nobody itself.
SOMEBODY = "your doctor or pharmacist"

_ENERGY = "your energy need, which a day's meals stay close to"
_ROOM = "a meal has one main dish and a side dish or two"
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "energy of the day, within 10 %": _ENERGY,
        "energy of the day, within 5 %": _ENERGY,
        "energy on average": _ENERGY,
        "no meal above 30 % of the day": "no meal is larger than 30 % of the day",
        "dried fruit, one serving a day": "at most one serving of dried fruit a day",
        "magnesium spread over the day": "magnesium is spread over the meals of the day",
    }
)
#: By how a name begins.
_BEGUN: Mapping[str, str] = MappingProxyType(
    {
        "main dish: ": _ROOM,
        "side dishes: ": _ROOM,
        REPEATS: "how often one dish may come back",
        USE_UP: "using up {rest}",
        "size of the ": "the usual {name}",
    }
)
#: What everybody is advised and a plan aims at. Left aside it may bring something else; it stays good advice.
_HABITS: Mapping[str, str] = MappingProxyType(
    {
        "vegetables and fruit": "400 g of vegetables and fruit a day",
        "oily fish": "oily fish every week",
        "red meat": "little red meat",
        "processed meat": "little processed meat",
        "free sugar": "little added sugar",
        "whole grain": "half of the grain whole",
        "grain that is not whole": "half of the grain whole",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """text: without a full stop. is_habit: advice for everybody, neither a safety rule nor an aim of the person."""

    text: str
    is_habit: bool = False


def in_words(name: str, findings: Findings, clinicians: Mapping[str, str]) -> Said:
    """name: of a limit or rule of the planner. clinicians: rule id -> whom it sends to."""
    if name in _HABITS:
        return Said(_HABITS[name], is_habit=True)
    if name in _SAID:
        return Said(_SAID[name])
    begun = next((said for start, said in _BEGUN.items() if name.startswith(start)), "")
    if begun:
        return Said(begun.format(rest=name.removeprefix(USE_UP).rpartition(" (")[0], name=name))
    rule_id, colon, _ = name.partition(": ")
    return Said(_of_rule(rule_id, findings, clinicians) if colon else _of_nutrient(name))


def _of_rule(rule_id: str, findings: Findings, clinicians: Mapping[str, str]) -> str:
    title = next((fired.rule.title for fired in findings.fired if fired.rule.id == rule_id), rule_id)
    return f"a safety limit: {title} (it is never crossed; ask {clinicians.get(rule_id, SOMEBODY)} about it)"


def _of_nutrient(name: str) -> str:
    """Names that begin with the key of a nutrient: its aim, its range, its maximum, its share of every day."""
    key, _, kind = name.partition(" ")
    label = NUTRIENTS[key].label.lower() if key in NUTRIENTS else key
    if kind == "maximum":
        return f"the most of {label} that is safe or advised (ask {SOMEBODY} about it)"
    return f"the aim for {label} on every day" if kind == "every day" else f"the aim for {label}"
