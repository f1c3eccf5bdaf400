"""Does a clinician come first? Red flags and urgent referrals stop planning until each has been looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from nutriplan.domain.caution_book import CautionBook, RedFlag
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.findings import Findings
from nutriplan.domain.person import LifeStage, Person
from nutriplan.domain.tokens import tokens_of

#: Nobody answers more questions than these before a plan, and so many of them at most are for this person alone.
MOST_QUESTIONS, MOST_OF_ONES_OWN = 10, 6
#: Signs of pre-eclampsia stand before everything else in pregnancy and in the six weeks after.
OUTRANKS = frozenset({"RF02", "RF03"})
SIX_WEEKS_IN_MONTHS = 1.5
#: From so many cramps a week on, a doctor should hear of it (a design value of ours).
CRAMPS_PER_WEEK = 1.0
WEEKLY_CRAMPS = "cramps_weekly"
_WEEKLY_WHY = "Cramps that come every week deserve a look at medicines and blood values."
GP, MATERNITY = "gp", "obstetric/midwife"


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
#: What is said instead once a clinician has looked at everything that stopped the plan.
SEEN_ADVICE = (
    "You told us that a clinician has looked at this. "
    "If it comes back or gets worse, call the emergency number or your doctor at once."
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clinician comes first. because: the id of the red flag or rule. clinician: how to name whom to see.
    acknowledged: the person says that a clinician has looked at it."""

    because: str
    level: Level
    sign: str
    why: str
    clinician: str
    acknowledged: bool = False

    @property
    def stops_planning(self) -> bool:
        return self.level.stops_planning and not self.acknowledged


@dataclass(frozen=True, slots=True)
class Triage:
    """The most urgent level found, and every reason, most urgent first. An acknowledged reason stays among them."""

    level: Level
    reasons: tuple[Reason, ...] = ()

    @property
    def stops_planning(self) -> bool:
        return any(reason.stops_planning for reason in self.reasons)

    @property
    def advice(self) -> str:
        return SEEN_ADVICE if self.level.stops_planning and not self.stops_planning else self.level.advice


def triage(person: Person, findings: Findings, book: CautionBook) -> Triage:
    """Look at the red flags reported and at what the fired rules refer for.

    Raises InputFaults for a red flag that is not on the list: a sign nobody knows must not pass as harmless. And for
    an acknowledgement of what does not stop the plan: nobody waves through in advance what they have not been told.
    """
    unknown = sorted(person.red_flags - set(book.red_flags))
    if unknown:
        raise InputFaults([Fault("/red_flags", "unknown", f"We do not know the sign {sign!r}.") for sign in unknown])
    reasons = [*_from_red_flags(person, book), *_from_rules(findings, book), *_from_cramps(person, book)]
    _refuse_in_advance(person, reasons)
    reasons = [replace(reason, acknowledged=reason.because in person.acknowledged) for reason in reasons]
    order = list(Level)
    first = OUTRANKS if is_with_child(person) else frozenset()
    reasons.sort(key=lambda reason: (order.index(reason.level), reason.because not in first, reason.because))
    return Triage(reasons[0].level if reasons else Level.SELF_CARE, tuple(reasons))


def _refuse_in_advance(person: Person, reasons: Iterable[Reason]) -> None:
    stopping = {reason.because for reason in reasons if reason.level.stops_planning}
    early = sorted(person.acknowledged - stopping)
    if early:
        says = "does not stop a plan for this person, so there is nothing to acknowledge"
        raise InputFaults([Fault("/acknowledged", "nothing_to_acknowledge", f"{one} {says}") for one in early])


def is_with_child(person: Person) -> bool:
    """Pregnant, or in the six weeks after a birth; a birth of unknown date may be as near."""
    if person.life_stage is LifeStage.PREGNANT:
        return True
    months = person.months_postpartum
    return person.life_stage is LifeStage.LACTATING and (months is None or months <= SIX_WEEKS_IN_MONTHS)


def questions_for(person: Person, book: CautionBook) -> tuple[RedFlag, ...]:
    """The signs to ask this person about, in their order; at most ten. First what pregnancy, medicines, conditions or
    age make likely, the most urgent of it first, then what everybody is asked. The others can still be told."""
    tokens = tokens_of(person, book)
    order = list(Level)
    own = [flag for flag in book.red_flags.values() if flag.asked_when & tokens]
    if not is_with_child(person):
        own = [flag for flag in own if flag.id not in OUTRANKS]
    own.sort(key=lambda flag: (flag.id not in OUTRANKS, order.index(Level(flag.urgency)), flag.id))
    general = [flag for flag in book.red_flags.values() if flag.everybody is not None]
    general.sort(key=lambda flag: flag.everybody or 0)
    return tuple(dict.fromkeys((*own[:MOST_OF_ONES_OWN], *general)))[:MOST_QUESTIONS]


def _from_cramps(person: Person, book: CautionBook) -> list[Reason]:
    """Cramps every week are a matter for the next visit; a rare one is not."""
    if (person.cramps_per_week or 0) < CRAMPS_PER_WEEK:
        return []
    return [Reason(WEEKLY_CRAMPS, Level.ROUTINE, "Cramps every week", _WEEKLY_WHY, whom_to_see(person, book))]


def whom_to_see(person: Person, book: CautionBook) -> str:
    """Whom to see about cramps, by what may be behind them (requirement R5): the doctor one knows first, who sends on;
    children and pregnant people straight to their own. In the six weeks after a birth the maternity unit as well."""
    tokens = tokens_of(person, book)
    suspected = [one for one in book.doctors if one.when & tokens or one.signs & person.red_flags]
    named = [(book.clinicians.get(one.clinician, one.clinician), one) for one in suspected]
    straight = [clinician for clinician, one in named if one.straight]
    if is_with_child(person) and not straight:
        straight = [book.clinicians.get(MATERNITY, MATERNITY)]
    first = straight[0] if straight else book.clinicians.get(GP, GP)
    sent_on = [f"{clinician}, if {one.cause} may be behind it" for clinician, one in named if not one.straight]
    return "; then perhaps ".join([f"{first} first" if sent_on else first, *sent_on])


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
