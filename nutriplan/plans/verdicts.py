"""How is it said whether somebody may eat something? Plain sentences with rule and source, the same at every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from nutriplan.domain.findings import DoseWindow
from nutriplan.domain.may_eat import Answer, Most, Reason, Verdict, Why
from nutriplan.domain.nutrients import NUTRIENTS, display
from nutriplan.domain.rules import Period
from nutriplan.people import selectors
from nutriplan.plans.document import clock, food_named, source_document
from nutriplan.plans.may_eat import Answered, Changed, Judged, Kind
from nutriplan.proposal import Proposal

Json = dict[str, Any]

#: An answer in a word or two.
WORDS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.AVOID: "Do not eat",
        Answer.NOT_KNOWN: "Not known",
        Answer.LIMIT: "With limits",
        Answer.PARTLY_CHECKED: "Not all checked",
        Answer.ALLOWED: "Allowed",
    }
)
_PER: Mapping[Period, str] = MappingProxyType({Period.MEAL: "a meal", Period.DAY: "a day", Period.WEEK: "a week"})
_BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "allergy": "your allergy ({})",
        "diet": "your diet ({})",
        "diet_rule": "your rule ({})",
        "wish": "your wish",
        "clinician": "the limit that your clinician set",
        "upper_level": "the upper level for everyone your age",
    }
)
_CHECK_LABEL = "Not known: do not eat it until the label is checked."


def answered_document(answered: Answered, checked: Proposal) -> Json:
    """What was asked about, with an answer for each food or dish that may be meant."""
    return {
        "answer": answered.answer and answered.answer.value,
        "says": says(answered, checked),
        "words": answered.words and verdict_document(answered.words, checked),
        "results": [judged_document(one, checked) for one in answered.judged],
        "food_count": answered.food_count,
        "nearest": [{"id": food_id, "name": name} for food_id, name in answered.nearest],
        "not_checked": [f"{what}: not checked. Ask a pharmacist." for what in checked.findings.not_checked],
    }


def judged_document(one: Judged, checked: Proposal) -> Json:
    food = one.serving.parts[0].food if one.kind is Kind.FOOD else None
    return {
        "kind": one.kind.value,
        "id": one.id,
        "name": one.serving.name,
        "food": food and food_named(food),
        "measure": one.measure,
        "grams": round(one.serving.grams, 1),
        **verdict_document(one.verdict, checked),
        "with_stand_ins": one.changed and _changed_document(one.changed, checked),
    }


def _changed_document(changed: Changed, checked: Proposal) -> Json:
    return {
        "name": changed.serving.name,
        **verdict_document(changed.verdict, checked),
        "says": _changed_says(changed, checked),
    }


def verdict_document(verdict: Verdict, checked: Proposal) -> Json:
    return {
        "answer": verdict.answer.value,
        "word": WORDS[verdict.answer],
        "says": _sentence(verdict, checked),
        "reasons": [_reason(reason, checked) for reason in verdict.reasons],
    }


# Sentences ------------------------------------------------------------------------------------------------------------


def says(answered: Answered, checked: Proposal) -> str:
    """The answer to the question as a whole."""
    if answered.words is not None and answered.answer is Answer.AVOID:
        return _sentence(answered.words, checked)
    if not answered.judged:
        words = answered.words
        return _sentence(words, checked) if words else "Not known: we know no food or dish of this name."
    if answered.answer is None:
        return "It depends on which one is meant: each has its own answer."
    return _sentence(answered.judged[0].verdict, checked)


def _sentence(verdict: Verdict, checked: Proposal) -> str:
    return _SENTENCES[verdict.answer](verdict, checked)


def _not_known(verdict: Verdict, checked: Proposal) -> str:
    if not checked.targets:
        return f"Not known: nothing is checked for you. {checked.reason}"
    if any(reason.why is Why.MAY_HOLD for reason in verdict.reasons):
        return _CHECK_LABEL
    return "Not known: do not eat it until somebody who knows has told you."


def _limited(verdict: Verdict, _checked: Proposal) -> str:
    if all(reason.why is Why.APART for reason in verdict.reasons):
        return "You may eat this, but not close to your medicine."
    return "You may eat this, within limits."


def _partly_checked(_verdict: Verdict, checked: Proposal) -> str:
    unchecked = "; ".join(checked.findings.not_checked)
    return f"Nothing we check speaks against it, but not everything was checked: {unchecked}."


def _changed_says(changed: Changed, checked: Proposal) -> str:
    told = f"{changed.serving.told[:1].upper()}{changed.serving.told[1:]}"
    whole = f"Not as it is written. {told} {_CHANGED[changed.verdict.answer](changed.verdict)}"
    unchecked = "; ".join(checked.findings.not_checked)
    if unchecked:
        return f"{whole}, but not everything was checked: {unchecked}."
    return f"{whole}, and a plan may serve it so."


def _changed_limited(verdict: Verdict) -> str:
    if all(reason.why is Why.APART for reason in verdict.reasons):
        return "you may eat it, not close to your medicine"
    return "you may eat it within limits"


#: What is said of a dish with stand-ins; one to be avoided, or not known, is never held up.
_CHANGED: Mapping[Answer, Callable[[Verdict], str]] = MappingProxyType(
    {
        Answer.LIMIT: _changed_limited,
        Answer.PARTLY_CHECKED: lambda _verdict: "nothing we check speaks against it",
        Answer.ALLOWED: lambda _verdict: "nothing speaks against it",
    }
)

_SENTENCES: Mapping[Answer, Callable[[Verdict, Proposal], str]] = MappingProxyType(
    {
        Answer.AVOID: lambda _verdict, _checked: "Do not eat this; a plan for you leaves it out too.",
        Answer.NOT_KNOWN: _not_known,
        Answer.LIMIT: _limited,
        Answer.PARTLY_CHECKED: _partly_checked,
        Answer.ALLOWED: lambda _verdict, _checked: "Allowed: none of our rules speaks against it for you.",
    }
)


def _reason(reason: Reason, checked: Proposal) -> Json:
    rule = next((fired.rule for fired in checked.findings.fired if fired.rule.id == reason.rule_id), None)
    return {
        "answer": reason.answer.value,
        "why": reason.why.value,
        "rule": rule and rule.id,
        "because": None if rule else _because(reason.rule_id) or None,
        "food": reason.food or None,
        "tag": reason.tag or None,
        "nutrient": reason.key or None,
        "title": rule.title if rule else _title(reason),
        "says": _SAYS[reason.why](reason),
        "message": rule.message if rule else None,
        "rule_why": rule.why if rule else None,
        "action": rule.action if rule else None,
        "sources": [source_document(source) for source in rule.sources] if rule else [],
        "most": reason.most and _most(reason.most),
        "not_between": reason.window and _window(reason.window),
    }


def _because(rule_id: str) -> str:
    kind, _, key = rule_id.partition(":")
    return _BECAUSE[kind].format(key.replace("_", " ")) if kind in _BECAUSE else ""


def _title(reason: Reason) -> str:
    because = _because(reason.rule_id)
    return because[:1].upper() + because[1:] if because else "Your plan"


def _label(reason: Reason) -> str:
    """What the reason is about: a nutrient, or what a food tag means."""
    if reason.key in NUTRIENTS:
        return _spoken(NUTRIENTS[reason.key].label)
    known = selectors.caution_book().food_tags
    return known[reason.tag].label if reason.tag in known else reason.tag.replace("_", " ")


def _spoken(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def _holds(reason: Reason) -> str:
    because = _because(reason.rule_id)
    what = f"{reason.food}: {_label(reason)}" if reason.tag else f"{reason.food}, which you do not want"
    return f"{what}. Left out because of {because}." if because else f"{what}."


def _may_hold(reason: Reason) -> str:
    return f"{reason.food} may be or contain: {_label(reason)}. Nobody has checked; please read the label."


def _refused(reason: Reason) -> str:
    return f"{reason.says[:1].upper()}{reason.says[1:].rstrip('.')}."


def _amount(reason: Reason) -> str:
    most, what = reason.most, _label(reason)
    if most is None:
        return what
    if reason.answer is Answer.AVOID:
        return (
            f"You are to have no {what} at all; this brings up to {display(reason.key, most.brings or 0.0)} a serving."
        )
    amount = f"At most {_grams(most.grams)} of this {_PER[most.period]} ({_servings(most.servings)})"
    if most.maximum is None or most.brings is None:
        return f"{amount}, with everything else that counts as: {what}."
    brings = display(reason.key, most.brings)
    whole = display(reason.key, most.maximum)
    limit = f"A serving brings up to {brings} of {what}; the limit is {whole} {_PER[most.period]}."
    return f"{limit} {amount}, if nothing else brings any."


def _grams(grams: float) -> str:
    """Rounded down: a limit is not stretched by rounding."""
    step = 5 if grams >= 50 else 1
    return f"{int(grams // step) * step} g" if grams >= 1 else "less than 1 g"


def _servings(count: float) -> str:
    if count < 1:
        return "less than a serving"
    halves = int(count * 2) / 2
    return "1 serving" if halves == 1 else f"{halves:g} servings"


def _steady(reason: Reason) -> str:
    return f"Eat about the same amount of this from day to day. It counts for: {_label(reason)}."


def _apart(reason: Reason) -> str:
    window = reason.window
    if window is None:
        return ""
    hours = f"Not from {clock(window.opens)} to {clock(window.closes)}"
    dose = f"{window.medicine} at {window.dose_at:%H:%M}"
    if window.tags is None:
        return f"{hours}: {dose} needs an empty stomach."
    return f"{hours}: {dose} has to be kept apart from it ({_label(reason)})."


def _ask(reason: Reason) -> str:
    return f"Some people have to limit this ({_label(reason)}). {reason.says or 'Ask your care team whether you do.'}"


def _unmeasured(reason: Reason) -> str:
    return f"Nobody knows how much {_label(reason)} is in it, and you have a limit for that."


_SAYS: Mapping[Why, Callable[[Reason], str]] = MappingProxyType(
    {
        Why.HOLDS: _holds,
        Why.MAY_HOLD: _may_hold,
        Why.REFUSED: _refused,
        Why.UNMEASURED: _unmeasured,
        Why.AMOUNT: _amount,
        Why.STEADY: _steady,
        Why.APART: _apart,
        Why.ASK: _ask,
    }
)


# Numbers --------------------------------------------------------------------------------------------------------------


def _most(most: Most) -> Json:
    return {
        "grams": round(most.grams, 1),
        "servings": round(most.servings, 2),
        "per": most.period.value,
        "nutrient_limit": most.maximum,
        "serving_brings": None if most.brings is None else round(most.brings, 4),
    }


def _window(window: DoseWindow) -> Json:
    return {
        "from": clock(window.opens),
        "until": clock(window.closes),
        "medicine": window.medicine,
        "dose_at": window.dose_at.strftime("%H:%M"),
        "any_food": window.tags is None,
    }
