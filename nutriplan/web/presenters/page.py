"""What stands on the page of a plan, and in which order? First what needs a clinician, then cautions, then the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from nutriplan.domain.intake import ENOUGH
from nutriplan.domain.nutrients import PRIORITY_KEYS
from nutriplan.web.presenters import bars, gaps, shopping, week
from nutriplan.web.presenters import timeline as timelines
from nutriplan.web.presenters.changing import Changing
from nutriplan.web.presenters.kept import clinician
from nutriplan.web.presenters.words import (
    ASSUMED,
    URGENCY,
    Document,
    Source,
    joined,
    label,
    source,
    spoken,
)
from nutriplan.web.vocabulary import sentence

#: Severity -> how it is said. The icon of the same name differs in shape, so that colour is never the only sign.
_SEVERITY: Mapping[str, str] = {
    "contraindicated": "Strict",
    "major": "Important",
    "moderate": "Take care",
    "minor": "Good to know",
    "info": "For information",
}
_ORDINARY = "routine"
_LOUD = ("contraindicated", "major")
_EVIDENCE: Mapping[str, str] = {
    "supported": "well supported",
    "mixed": "mixed (some studies say yes, others no)",
    "weak": "weak",
    "contradicted": "contradicted",
    "unsafe": "unsafe",
}


@dataclass(frozen=True, slots=True)
class Caution:
    severity: str
    word: str
    title: str
    message: str
    why: str
    action: str
    because: str
    sources: tuple[Source, ...]
    evidence: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Referral:
    """what: the sign or caution behind it. when, how: how soon, in a word and in full. more: what makes it urgent."""

    what: str
    why: str
    clinician: str
    who_label: str
    when: str
    how: str
    level: str
    more: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Something for an ordinary appointment. sooner: what makes it urgent."""

    clinician: str
    topics: str
    sooner: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    grade: str
    message: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """state: "ready", "referred" or "infeasible"; without a plan `lead` says why and everything below is empty.

    stopped: a plan can be made once a clinician has looked at what is urgent. problem: why that was not done just now.
    seen: what a clinician has looked at, as the person says. changing: None where nothing can be changed. in_account:
    whether it is kept there, or else in the session.
    """

    state: str
    title: str
    lead: str
    urgent: tuple[Referral, ...]
    stopped: bool
    problem: str
    seen: tuple[str, ...]
    seen_advice: str
    talks: tuple[Talk, ...]
    loud: tuple[Caution, ...]
    quiet: tuple[Caution, ...]
    not_checked: tuple[str, ...]
    notes: tuple[str, ...]
    assumed: str
    bars: bars.Bars | None
    why: gaps.Why | None
    timeline: timelines.Timeline | None
    days: tuple[week.Day, ...]
    shopping: shopping.List | None
    evidence: Evidence | None
    solver: str
    versions: str
    fingerprint: str
    changing: Changing | None
    in_account: bool


def page(
    kept: Mapping[str, Any], *, problem: str = "", changing: Changing | None = None, in_account: bool = False
) -> Page:
    """kept: what `kept.keep` made, fresh or out of a session."""
    document = kept["document"]
    ready = document["state"] == "ready"
    cautions = [_caution(one, kept["reasons"].get(one["rule"], ())) for one in document["cautions"]]
    urgent = _urgent(kept)
    return Page(
        state=document["state"],
        title=_title(document),
        lead=_lead(document, urgent),
        urgent=urgent,
        stopped=document["triage"]["stops_planning"],
        problem=problem,
        seen=tuple(one["sign"] for one in document["triage"]["reasons"] if one["acknowledged"]),
        seen_advice=document["triage"]["advice"],
        talks=(*_talks(document), *_told_talks(kept)),
        loud=tuple(one for one in cautions if one.severity in _LOUD),
        quiet=tuple(one for one in cautions if one.severity not in _LOUD),
        not_checked=tuple(document["not_checked"]),
        notes=tuple(sentence(note) for note in (*document["warnings"], *document["notes"])),
        assumed=_assumed(document["assumed"]),
        bars=bars.bars(document) if ready else None,
        why=gaps.why(document) if ready else None,
        timeline=timelines.timeline(document) if ready else None,
        days=week.days(document, kept["recipes"]) if ready else (),
        shopping=shopping.shopping(document["shopping_list"]) if ready else None,
        evidence=_evidence(document.get("evidence")),
        solver=_solver(document["solver"]) if ready else "",
        versions=f"Foods {document['data']['foods_version']}, rules {document['data']['rules_version']}",
        fingerprint=_fingerprint(document),
        changing=changing,
        in_account=in_account,
    )


def _title(document: Document) -> str:
    if document["state"] == "referred":
        return "Please talk to a clinician first"
    if document["state"] == "infeasible":
        return "We could not make a plan"
    count = len(document["days"])
    first = date.fromisoformat(document["start_date"])
    what = "Your day" if count == 1 else "Your week" if count == 7 else f"Your {count} days"
    return f"{what} from {first:%A} {first.day} {first:%B}"


# Who comes first -----------------------------------------------------------------------------------------------------


def _urgent(kept: Mapping[str, Any]) -> tuple[Referral, ...]:
    """Danger signs that were ticked, and what the rules call urgent; the most urgent first."""
    document = kept["document"]
    rules = {one["rule"]: one for one in document["cautions"]}
    seen = {one["because"] for one in document["triage"]["reasons"] if one["acknowledged"]}
    signs = (one for one in kept["signs"] if one["id"] not in seen)
    found = [_referral(one["sign"], one["why"], one["clinician"], one["urgency"], "") for one in signs]
    for one in document["referrals"]:
        if one["urgency"] != _ORDINARY and one["rule"] not in seen:
            rule = rules.get(one["rule"], {})
            who = clinician(one["clinician"])
            what = rule.get("title", one["rule"])
            found.append(_referral(what, rule.get("why", ""), who, one["urgency"], one["escalate_if"] or ""))
    order = list(URGENCY)
    return tuple(sorted(found, key=lambda one: order.index(one.level) if one.level in order else 0))


def stopping(document: Document) -> tuple[str, ...]:
    """Ids of what stops the plan until a clinician has looked at it."""
    return tuple(one["because"] for one in document["triage"]["reasons"] if one["stops_planning"])


def _referral(what: str, why: str, who: str, level: str, more: str) -> Referral:
    when, how = URGENCY.get(level, ("Now", level))
    who_label = "Who follows up" if level == "emergency" else "Who"
    return Referral(what, why, who, who_label, when, how, level, more.rstrip("."))


def _talks(document: Document) -> tuple[Talk, ...]:
    """What can wait for an ordinary appointment, one line a clinician."""
    titles = {one["rule"]: one["title"] for one in document["cautions"]}
    by_clinician: dict[str, list[Mapping[str, Any]]] = {}
    for one in document["referrals"]:
        if one["urgency"] == _ORDINARY:
            by_clinician.setdefault(clinician(one["clinician"]), []).append(one)
    return tuple(
        Talk(
            who,
            "; ".join(dict.fromkeys(titles.get(one["rule"], one["rule"]) for one in found)),
            tuple(dict.fromkeys(one["escalate_if"].rstrip(".") for one in found if one["escalate_if"])),
        )
        for who, found in by_clinician.items()
    )


def _told_talks(kept: Mapping[str, Any]) -> Iterator[Talk]:
    """What can wait too, and comes neither from a rule nor from a sign that was ticked: cramps every week."""
    document = kept["document"]
    said = {one["rule"] for one in document["referrals"]} | {one["id"] for one in kept["signs"]}
    for one in document["triage"]["reasons"]:
        if one["level"] == _ORDINARY and one["because"] not in said:
            yield Talk(one["clinician"], f"{one['sign']}. {one['why'].rstrip('.')}", ())


def _lead(document: Document, urgent: tuple[Referral, ...]) -> str:
    """What the plan brings, or why there is none. Urgent cards below say the rest, so the lead stays short."""
    if document["state"] == "ready":
        return _reached(document)
    if document["state"] != "referred" or not urgent:
        return document["reason"] or ""
    return f"{urgent[0].how} We make no plan until someone has looked at this with you."


def _reached(document: Document) -> str:
    """How the four nutrients do, in a sentence. Where a clinician sets the aim, nothing is said to be reached."""
    open_keys = [key for key in PRIORITY_KEYS if key in document["attainment"]]
    aimed = [key for key in open_keys if not document["targets"][key]["clinician_sets"]]
    shares = {key: document["attainment"][key]["share_of_aim"] for key in aimed}
    reached = [label(key).lower() for key, share in shares.items() if share is not None and share >= ENOUGH]
    rest = [label(key).lower() for key in aimed if label(key).lower() not in reached]
    left = [label(key).lower() for key in open_keys if key not in aimed]
    said = []
    if left:
        said.append(f"Your clinician sets your {spoken(left)}: the plan aims at no number of its own there.")
    if reached:
        said.append(f"On an average day this plan reaches your aim for {spoken(reached)}.")
    if rest:
        said.append(f"It stays below your aim for {spoken(rest)}; the reason stands below.")
    return " ".join(said)


def _caution(found: Mapping[str, Any], because: Any) -> Caution:
    return Caution(
        severity=found["severity"],
        word=_SEVERITY[found["severity"]],
        title=found["title"],
        message=found["message"],
        why=found["why"],
        action=found["action"],
        because="; ".join(because),
        sources=tuple(source(one) for one in found["sources"]),
        evidence=found["evidence"],
        reviewed=found["review_date"],
    )


# The rest ------------------------------------------------------------------------------------------------------------


def _assumed(names: list[str]) -> str:
    told = [ASSUMED[name] for name in names if name in ASSUMED]
    if not told:
        return ""
    return f"You did not tell us {joined(told)}. We used a common value; the plan fits better when you fill it in."


def _evidence(found: Mapping[str, Any] | None) -> Evidence | None:
    if not found:
        return None
    grade = _EVIDENCE.get(found["grade"], found["grade"])
    return Evidence(grade, found["message"], tuple(source(one) for one in found["sources"]))


def _solver(found: Mapping[str, Any] | None) -> str:
    if not found:
        return ""
    return (
        f"Worked out in {found['seconds']:.1f} seconds by {found['engine']}. It is proven that no plan which keeps all "
        f"your limits fits your aims and wishes more than {found['gap'] * 100:.1f} % better."
    )


def _fingerprint(document: Document) -> str:
    """Names this plan on this device, so that ticks of an older list are not shown on it; tells nothing about it."""
    lines = [
        line["name"] for aisle in (document["shopping_list"] or {"aisles": ()})["aisles"] for line in aisle["lines"]
    ]
    return sha256("\n".join([document["start_date"], *lines]).encode()).hexdigest()[:16]
