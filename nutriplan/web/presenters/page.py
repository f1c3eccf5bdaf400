"""What stands on the page of a plan, and in which order? First what needs a clinician, then cautions, then the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from nutriplan.web.presenters import bars, shopping, week
from nutriplan.web.presenters.kept import clinician
from nutriplan.web.presenters.words import ASSUMED, URGENCY, Document, joined, label, per_cent

#: Severity -> how it is said. The icon of the same name differs in shape, so that colour is never the only sign.
_SEVERITY: Mapping[str, str] = {
    "contraindicated": "Must not",
    "major": "Important",
    "moderate": "Take care",
    "minor": "Good to know",
    "info": "For information",
}
_LOUD = ("contraindicated", "major")
_EVIDENCE: Mapping[str, str] = {
    "supported": "well supported",
    "mixed": "mixed: some studies say yes, others no",
    "weak": "weak",
    "contradicted": "contradicted",
    "unsafe": "unsafe",
}


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    address: str


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
    """what: the sign or the caution behind it. more: when it becomes more urgent."""

    what: str
    why: str
    clinician: str
    urgency: str
    level: str
    more: str


@dataclass(frozen=True, slots=True)
class Gap:
    label: str
    share: str
    because: str
    would_help: str


@dataclass(frozen=True, slots=True)
class Evidence:
    grade: str
    message: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """state: "ready", "referred" or "infeasible"; without a plan `reason` says why and everything below is empty."""

    state: str
    title: str
    reason: str
    referrals: tuple[Referral, ...]
    loud: tuple[Caution, ...]
    quiet: tuple[Caution, ...]
    not_checked: tuple[str, ...]
    notes: tuple[str, ...]
    assumed: str
    bars: bars.Bars | None
    gaps: tuple[Gap, ...]
    days: tuple[week.Day, ...]
    shopping: shopping.List | None
    evidence: Evidence | None
    solver: str
    versions: str
    fingerprint: str


def page(kept: Mapping[str, Any]) -> Page:
    """kept: what `kept.keep` made, fresh or out of a session."""
    document = kept["document"]
    ready = document["state"] == "ready"
    cautions = [_caution(one, kept["reasons"].get(one["rule"], ())) for one in document["cautions"]]
    return Page(
        state=document["state"],
        title=_title(document),
        reason=document["reason"] or "",
        referrals=_referrals(kept),
        loud=tuple(one for one in cautions if one.severity in _LOUD),
        quiet=tuple(one for one in cautions if one.severity not in _LOUD),
        not_checked=tuple(document["not_checked"]),
        notes=(*document["warnings"], *document["notes"]),
        assumed=_assumed(document["assumed"]),
        bars=bars.bars(document) if ready else None,
        gaps=tuple(_gap(found) for found in document["shortfalls"]) if ready else (),
        days=week.days(document, kept["recipes"]) if ready else (),
        shopping=shopping.shopping(document["shopping_list"]) if ready else None,
        evidence=_evidence(document.get("evidence")),
        solver=_solver(document["solver"]) if ready else "",
        versions=f"Foods {document['data']['foods_version']}, rules {document['data']['rules_version']}",
        fingerprint=_fingerprint(document),
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


def _referrals(kept: Mapping[str, Any]) -> tuple[Referral, ...]:
    """Danger signs that were ticked, then what the rules ask a clinician about; the most urgent first."""
    document = kept["document"]
    titles = {one["rule"]: one for one in document["cautions"]}
    found = [
        Referral(one["sign"], one["why"], one["clinician"], URGENCY[one["urgency"]], one["urgency"], "")
        for one in kept["signs"]
    ]
    for one in document["referrals"]:
        rule = titles.get(one["rule"], {})
        found.append(
            Referral(
                what=rule.get("title", one["rule"]),
                why=rule.get("why", ""),
                clinician=clinician(one["clinician"]),
                urgency=URGENCY.get(one["urgency"], one["urgency"]),
                level=one["urgency"],
                more=one["escalate_if"] or "",
            )
        )
    order = list(URGENCY)
    return tuple(sorted(found, key=lambda one: order.index(one.level) if one.level in order else 0))


def _caution(found: Mapping[str, Any], because: Any) -> Caution:
    return Caution(
        severity=found["severity"],
        word=_SEVERITY[found["severity"]],
        title=found["title"],
        message=found["message"],
        why=found["why"],
        action=found["action"],
        because="; ".join(because),
        sources=tuple(_source(one) for one in found["sources"]),
        evidence=found["evidence"],
        reviewed=found["review_date"],
    )


def _source(found: Mapping[str, Any]) -> Source:
    """Only an address that a browser opens safely becomes a link."""
    named = [str(found[name]) for name in ("title", "publisher", "year") if found.get(name)]
    address = str(found.get("address") or "")
    return Source(", ".join(named), address if address.startswith(("https://", "http://")) else "")


# The rest ------------------------------------------------------------------------------------------------------------


def _assumed(names: list[str]) -> str:
    told = [ASSUMED[name] for name in names if name in ASSUMED]
    if not told:
        return ""
    return f"You did not tell us {joined(told)}. We used a common value; the plan fits better when you fill it in."


def _gap(found: Mapping[str, Any]) -> Gap:
    return Gap(
        label=label(found["nutrient"]),
        share=per_cent(found["share_of_aim"]),
        because=found["because"],
        would_help=found["would_help"],
    )


def _evidence(found: Mapping[str, Any] | None) -> Evidence | None:
    if not found:
        return None
    grade = _EVIDENCE.get(found["grade"], found["grade"])
    return Evidence(grade, found["message"], tuple(_source(one) for one in found["sources"]))


def _solver(found: Mapping[str, Any] | None) -> str:
    if not found:
        return ""
    return (
        f"Worked out in {found['seconds']:.1f} seconds by {found['engine']}. No plan that keeps your limits can score "
        f"more than {found['gap'] * 100:.1f} % better; that is proven, not guessed."
    )


def _fingerprint(document: Document) -> str:
    """Names this plan on this device, so that ticks of an older list are not shown on it; tells nothing about it."""
    lines = [
        line["name"] for aisle in (document["shopping_list"] or {"aisles": ()})["aisles"] for line in aisle["lines"]
    ]
    return sha256("\n".join([document["start_date"], *lines]).encode()).hexdigest()[:16]
