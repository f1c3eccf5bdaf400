"""How does it read on a page whether I may eat something? The answer, its icon, and a card for every reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutriplan.plans.may_eat import Answered, Judged
from nutriplan.plans.verdicts import answered_document, judged_document
from nutriplan.proposal import Proposal
from nutriplan.web.presenters.words import Source, source

Json = Mapping[str, Any]

#: Answer -> the icon and the colours of cautions; the word beside it says the same.
_ICONS: Mapping[str, str] = {
    "avoid": "contraindicated",
    "not_known": "unchecked",
    "limit": "moderate",
    "partly_checked": "unchecked",
    "allowed": "allowed",
}
#: So many answers stand open; of more each is opened by hand.
_OPEN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    icon: str
    word: str
    title: str
    says: str
    message: str
    action: str
    why: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What is said of a dish with stand-ins, beside the verdict on it as written."""

    says: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    icon: str
    word: str
    says: str
    reasons: tuple[Reason, ...]
    changed: Changed | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """kind: "food" or "dish"."""

    kind: str
    pk: int
    name: str
    measure: str
    verdict: Verdict
    is_open: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """icon empty: it depends on which one is meant. more: what was not judged, in a sentence."""

    icon: str
    word: str
    says: str
    words: tuple[Reason, ...]
    rows: tuple[Row, ...]
    more: str
    nearest: tuple[tuple[int, str], ...]


def answer(found: Answered, checked: Proposal) -> Answer:
    document = answered_document(found, checked)
    overall = document["answer"]
    rows = document["results"]
    shown = sum(row["kind"] == "food" for row in rows)
    return Answer(
        icon=_ICONS[overall] if overall else "",
        word=_word(overall, rows, document),
        says=document["says"],
        words=_reasons(document["words"]) if document["words"] else (),
        rows=tuple(_row(row, is_open=len(rows) <= _OPEN) for row in rows),
        more=_more(shown, document["food_count"]),
        nearest=tuple((one["id"], one["name"]) for one in document["nearest"]),
    )


def verdict(one: Judged, checked: Proposal) -> Verdict:
    return _verdict(judged_document(one, checked))


def _word(overall: str | None, rows: Sequence[Json], document: Json) -> str:
    if overall is None:
        return "It depends"
    said = [row["word"] for row in rows if row["answer"] == overall]
    told = document["words"]["word"] if document["words"] else "Not known"
    return str(said[0] if said else told)


def _more(shown: int, count: int) -> str:
    return f"The nearest {shown} of {count} foods. More words find fewer of them." if 0 < shown < count else ""


def _row(found: Json, *, is_open: bool) -> Row:
    return Row(
        kind=found["kind"],
        pk=found["id"],
        name=found["name"],
        measure=_measure(found),
        verdict=_verdict(found),
        is_open=is_open,
    )


def _measure(found: Json) -> str:
    said = str(found["measure"])
    return said if said.endswith("eaten") else f"{said} ({found['grams']:.0f} g)"


def _verdict(found: Json) -> Verdict:
    changed = found["with_stand_ins"]
    return Verdict(
        icon=_ICONS[found["answer"]],
        word=found["word"],
        says=found["says"],
        reasons=_reasons(found),
        changed=Changed(changed["says"], _reasons(changed)) if changed else None,
    )


def _reasons(found: Json) -> tuple[Reason, ...]:
    return tuple(_reason(one) for one in found["reasons"])


def _reason(found: Json) -> Reason:
    return Reason(
        icon=_ICONS[found["answer"]],
        word=_REASON_WORDS[found["why"]],
        title=found["title"],
        says=found["says"],
        message=found["message"] or "",
        action=found["action"] or "",
        why=found["rule_why"] or "",
        sources=tuple(source(one) for one in found["sources"]),
    )


_REASON_WORDS: Mapping[str, str] = {
    "holds": "Not for you",
    "may_hold": "Not checked, so not for you",
    "refused": "Not for you",
    "unmeasured": "Not known",
    "amount": "Only so much of it",
    "steady": "About the same each day",
    "apart": "Not close to your medicine",
    "ask": "Ask about it",
}
