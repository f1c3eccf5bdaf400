"""Does a clinician come first? Red flags and urgent referrals stop planning; the reasons are said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.findings import Findings
from nutriplan.domain.person import Person


class Level(StrEnum):
    """How soon somebody has to look at it; most urgent first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    ROUTINE = "routine"
    SELF_CARE = "self_care"

    @property
    def stops_planning(self) -> bool:
        return self in {Level.EMERGENCY, Level.SAME_DAY}

    @property
    def advice(self) -> str:
        return _ADVICE[self]


_ADVICE = {
    Level.EMERGENCY: "Please call the emergency number now. We will not make a plan until you have been seen.",
    Level.SAME_DAY: "Please speak to a doctor or pharmacist today. We will not make a plan until you have.",
    Level.ROUTINE: "Please raise this with your doctor at the next visit. You can plan in the meantime.",
    Level.SELF_CARE: "Nothing you told us needs a doctor before you plan.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clinician comes first. because: the id of the red flag or rule. clinician: how to name whom to see."""

    because: str
    level: Level
    sign: str
    why: str
    clinician: str


@dataclass(frozen=True, slots=True)
class Triage:
    """The most urgent level found, and every reason, most urgent first."""

    level: Level
    reasons: tuple[Reason, ...] = ()

    @property
    def stops_planning(self) -> bool:
        return self.level.stops_planning


def triage(person: Person, findings: Findings, book: CautionBook) -> Triage:
    """Look at the red flags reported and at what the fired rules refer for.

    Raises InputFaults for a red flag that is not on the list: a sign nobody knows must not pass as harmless.
    """
    unknown = sorted(person.red_flags - set(book.red_flags))
    if unknown:
        raise InputFaults([Fault("/red_flags", "unknown", f"We do not know the sign {sign!r}.") for sign in unknown])
    reasons = [*_from_red_flags(person, book), *_from_rules(findings, book)]
    order = list(Level)
    reasons.sort(key=lambda reason: (order.index(reason.level), reason.because))
    return Triage(reasons[0].level if reasons else Level.SELF_CARE, tuple(reasons))


def _from_red_flags(person: Person, book: CautionBook) -> list[Reason]:
    flags = [book.red_flags[key] for key in person.red_flags]
    return [
        Reason(flag.id, Level(flag.urgency), flag.sign, flag.why, book.clinicians.get(flag.clinician, flag.clinician))
        for flag in flags
    ]


def _from_rules(findings: Findings, book: CautionBook) -> list[Reason]:
    rules = {found.rule.id: found.rule for found in findings.fired}
    return [
        Reason(
            referral.rule_id,
            Level(referral.urgency),
            rules[referral.rule_id].message,
            rules[referral.rule_id].why,
            book.clinicians.get(referral.clinician, referral.clinician),
        )
        for referral in findings.referrals
    ]
