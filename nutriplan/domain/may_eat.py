"""May this person eat this, and how much of it? One answer for a food or a dish, from what the plan goes by.

Nothing is judged a second time: what a plan refuses is refused here, amounts are counted as the plan counts them, and a
tag that nobody has decided never makes a food harmless.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from nutriplan.domain.besides import besides
from nutriplan.domain.findings import DoseWindow, NutrientCap, Steady
from nutriplan.domain.instead import Stance, Who, concerns
from nutriplan.domain.menu import share_used
from nutriplan.domain.offering import Kind, Refusal, closes
from nutriplan.domain.rules import KeepSteady, LimitFood, Period, Rule, Scope
from nutriplan.domain.servings import Serving
from nutriplan.domain.targets import Target

#: A limit that this many servings fit into is none in practice, and is not told.
SERVINGS_TOLD: Mapping[Period, float] = MappingProxyType({Period.MEAL: 2.0, Period.DAY: 10.0, Period.WEEK: 70.0})
#: Rule ids of the reference upper levels start like this ("upper_level:retinol_ug").
UPPER_LEVEL = "upper_level:"


class Answer(StrEnum):
    """The gravest first. partly_checked: nothing speaks against it, but something about the person was not looked at,
    so it is not called allowed."""

    AVOID = "avoid"
    NOT_KNOWN = "not_known"
    LIMIT = "limit"
    PARTLY_CHECKED = "partly_checked"
    ALLOWED = "allowed"


class Why(StrEnum):
    """holds: it carries what has to be avoided. may_hold: nobody has decided. refused: a plan leaves it out for another
    reason, which `says` tells. unmeasured: how much of a limited nutrient is in it is neither known nor estimated.
    amount: only so much. steady: about the same from day to day. apart: not around a dose. ask: a rule limits it only
    for some, so ask."""

    HOLDS = "holds"
    MAY_HOLD = "may_hold"
    REFUSED = "refused"
    UNMEASURED = "unmeasured"
    AMOUNT = "amount"
    STEADY = "steady"
    APART = "apart"
    ASK = "ask"


_ANSWERS: Mapping[Why, Answer] = MappingProxyType(
    {
        Why.HOLDS: Answer.AVOID,
        Why.MAY_HOLD: Answer.NOT_KNOWN,
        Why.REFUSED: Answer.AVOID,
        Why.UNMEASURED: Answer.NOT_KNOWN,
        Why.AMOUNT: Answer.LIMIT,
        Why.STEADY: Answer.LIMIT,
        Why.APART: Answer.LIMIT,
        Why.ASK: Answer.LIMIT,
    }
)


@dataclass(frozen=True, slots=True)
class Most:
    """How much of it fills a limit, if nothing else counts towards the limit: so many servings, and grams as eaten, in
    the period. maximum, brings: of a limited nutrient, in its unit; brings is the upper estimate of one serving."""

    servings: float
    grams: float
    period: Period
    maximum: float | None = None
    brings: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """rule_id: also "allergy:milk", "diet:vegan", "wish:spicy", "clinician", "upper_level:retinol_ug"; empty: none.
    food: what it is in, as people call it. says: words of a rule or of the plan that hold for this food alone."""

    why: Why
    rule_id: str
    food: str = ""
    tag: str = ""
    key: str = ""
    most: Most | None = None
    window: DoseWindow | None = None
    says: str = ""
    answer_as: Answer | None = None

    @property
    def answer(self) -> Answer:
        return self.answer_as or _ANSWERS[self.why]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gravest answer, and every reason, the gravest first."""

    answer: Answer
    reasons: tuple[Reason, ...] = ()


def judge(serving: Serving, who: Who, refusal: Refusal | None) -> Verdict:
    """The answer for one serving. refusal: why a plan would not serve it, whatever the meal; None: it would."""
    found = [
        *_kept_out(serving, who),
        *_allowances(serving, who),
        *_caps(serving, who),
        *_upper_levels(serving, who),
        *_steady(serving, who),
        *_apart(serving, who),
        *_said(serving, who),
    ]
    if refusal and not any(reason.answer in (Answer.AVOID, Answer.NOT_KNOWN) for reason in found):
        found.append(_refused(refusal))
    return verdict_of(found, checked=not who.findings.not_checked)


def verdict_of(reasons: Iterable[Reason], *, checked: bool) -> Verdict:
    """checked: whether everything about the person could be looked at."""
    order = list(Answer)
    once: list[Reason] = []
    for reason in reasons:
        if reason not in once:
            once.append(reason)
    ordered = tuple(sorted(once, key=lambda reason: order.index(reason.answer)))
    without = Answer.ALLOWED if checked else Answer.PARTLY_CHECKED
    return Verdict(ordered[0].answer if ordered else without, ordered)


def said_of(serving: Serving, who: Who) -> Verdict | None:
    """What follows from the tags alone, of something of which no amount is known; None where they forbid nothing."""
    found = list(_kept_out(serving, who))
    return verdict_of(found, checked=True) if found else None


def _refused(refusal: Refusal) -> Reason:
    answer = Answer.NOT_KNOWN if refusal.kind is Kind.NOT_KNOWN else Answer.AVOID
    rule_id = refusal.rule_ids[0] if refusal.rule_ids else ""
    return Reason(Why.REFUSED, rule_id, says=refusal.because, answer_as=answer)


_OUT = {Stance.OUT: Why.HOLDS, Stance.NOT_CHECKED: Why.MAY_HOLD}


def _kept_out(serving: Serving, who: Who) -> Iterator[Reason]:
    for part in serving.parts:
        for concern in concerns(part.food, who.person, who.findings):
            for rule_id in concern.rule_ids if concern.stance in _OUT else ():
                yield Reason(_OUT[concern.stance], rule_id, part.food.shown_name, concern.tag)


# Only so much ---------------------------------------------------------------------------------------------------------


def _allowances(serving: Serving, who: Who) -> Iterator[Reason]:
    portions = [(part.food, part.grams) for part in serving.parts]
    beside = besides(who.person)
    for allowance in who.findings.allowances:
        share = share_used(allowance, portions)
        tag = next((tag for tag in allowance.limits if serving.grams_with(tag)), "")
        if allowance.measure == "grams":
            yield from _amount(serving, share, allowance.period, allowance.rule_id, key="", tag=tag, maximum=None)
        else:
            maximum = min(allowance.limits.values())
            room = beside.room(allowance.measure, maximum, allowance.period)
            cap = NutrientCap(allowance.rule_id, allowance.measure, maximum, allowance.period, Scope.TOTAL)
            yield from _of_cap(serving, cap, share * maximum, room, tag)


def _caps(serving: Serving, who: Who) -> Iterator[Reason]:
    beside = besides(who.person)
    for cap in who.findings.caps:
        if cap.scope is not Scope.SUPPLEMENTS_ONLY:
            room = beside.room(cap.key, cap.maximum, cap.period)
            yield from _of_cap(serving, cap, serving.sums((cap.key,))[cap.key].upper, room)


def _of_cap(serving: Serving, cap: NutrientCap, upper: float, room: float, tag: str = "") -> Iterator[Reason]:
    """upper: the upper estimate of one serving. room: what tablets and drinks leave of the cap."""
    if room > 0:
        yield from _amount(serving, upper / room, cap.period, cap.rule_id, key=cap.key, tag=tag, maximum=room)
    elif math.isinf(upper):
        yield Reason(Why.UNMEASURED, cap.rule_id, key=cap.key, tag=tag)
    elif upper > 0:
        none = Most(0.0, 0.0, cap.period, 0.0, upper)
        yield Reason(Why.AMOUNT, cap.rule_id, key=cap.key, tag=tag, most=none, answer_as=Answer.AVOID)


def _amount(
    serving: Serving, share: float, period: Period, rule_id: str, *, key: str, tag: str, maximum: float | None
) -> Iterator[Reason]:
    """share: of the limit, that one serving uses."""
    if math.isinf(share):
        yield Reason(Why.UNMEASURED, rule_id, key=key, tag=tag)
    elif share > 0 and 1 / share < SERVINGS_TOLD[period]:
        brings = None if maximum is None else share * maximum
        most = Most(1 / share, serving.grams / share, period, maximum, brings)
        yield Reason(Why.AMOUNT, rule_id, key=key, tag=tag, most=most)


def _upper_levels(serving: Serving, who: Who) -> Iterator[Reason]:
    """Told only where a serving every day would be too much. What is not known of these keeps nothing out."""
    capped = {cap.key for cap in who.findings.caps if cap.scope is not Scope.SUPPLEMENTS_ONLY}
    for key, target in who.targets.items():
        upper = serving.sums((key,))[key].upper
        if target.max and target.is_upper_level and key not in capped and target.max < upper < math.inf:
            share = upper / (7 * target.max)
            most = Most(1 / share, serving.grams / share, Period.WEEK, 7 * target.max, upper)
            yield Reason(Why.AMOUNT, f"{UPPER_LEVEL}{key}", key=key, most=most)


# When, and how evenly -------------------------------------------------------------------------------------------------


def _steady(serving: Serving, who: Who) -> Iterator[Reason]:
    """Foods of which a serving more or less would move a nutrient out of the band that a rule keeps it in."""
    tracked = {
        fired.rule.id: effect.tracked_tag
        for fired in who.findings.fired
        for effect in fired.rule.effects
        if isinstance(effect, KeepSteady) and effect.tracked_tag
    }
    for steady in who.findings.steady:
        tag = steady.tag or tracked.get(steady.rule_id, "")
        if (tag and serving.grams_with(tag)) or _moves(serving, steady, who.targets.get(steady.key)):
            yield Reason(Why.STEADY, steady.rule_id, key=steady.key, tag=tag)


def _moves(serving: Serving, steady: Steady, target: Target | None) -> bool:
    usual = (target.aim or target.max) if target else None
    if not usual:
        return False
    return serving.sums((steady.key,))[steady.key].upper > usual * steady.tolerance_pct / 100


def _apart(serving: Serving, who: Who) -> Iterator[Reason]:
    for window in who.findings.windows:
        if closes(window, serving):
            tag = next((tag for tag in sorted(window.tags or ()) if serving.grams_with(tag)), "")
            yield Reason(Why.APART, window.rule_id, tag=tag, window=window)


def _said(serving: Serving, who: Who) -> Iterator[Reason]:
    """Limits that a rule speaks of and a plan is not held to, because they hold only for some of those it fires for."""
    held = {tag for allowance in who.findings.allowances for tag in allowance.limits} | who.findings.excluded.keys()
    for fired in who.findings.fired:
        for limit in _limits_of(fired.rule):
            if limit.only_if and limit.tag not in held and serving.grams_with(limit.tag):
                yield Reason(Why.ASK, fired.rule.id, tag=limit.tag, says=limit.note)


def _limits_of(rule: Rule) -> Iterator[LimitFood]:
    return (one for one in rule.effects if isinstance(one, LimitFood) and one.period is not Period.DOSE_WINDOW)
