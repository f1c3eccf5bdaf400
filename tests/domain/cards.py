"""Small cards for the tests of advice: one drawn card at a time, no files."""

from __future__ import annotations

from datetime import date
from typing import Any

from nutriplan.domain.advice import AdviceBook, Card, CardKind, Group, Remedy
from nutriplan.domain.claims import Backing, Grade, Kind, Review
from nutriplan.domain.rules import Source

TRIAL = Backing("TRIAL", Source("A trial"), Kind.TRIAL, "yes")
TEACHING = Backing("TEACHING", Source("Common teaching"), Kind.TEACHING, "no")
GROUPS = {
    group.key: group
    for group in (
        Group("pregnant", "you are pregnant", frozenset({"stage:pregnant_t2"})),
        Group("kidney", "you have kidney disease", frozenset({"cond:ckd_g4"})),
        Group("thinner", "you take a blood thinner", frozenset({"med:anticoagulant_vka"})),
        Group("clot", "one leg is swollen", frozenset()),
    )
}
QUININE = Remedy("quinine", "quinine", ("quinine", "tonic water"), "NOQ")


def card(card_id: str = "A1", **changes: Any) -> Card:
    fields: dict[str, Any] = {
        "kind": CardKind.HABITS,
        "title": "Move",
        "text": "Stand up now and then.",
        "evidence": Grade.WEAK,
        "backings": (TRIAL,),
        "claims": (),
        "audience": frozenset({"everyone"}),
        "not_for": frozenset(),
        "review": Review(date(2026, 11, 25), date(2026, 11, 25), date(2028, 11, 24)),
        **changes,
    }
    return Card(id=card_id, **fields)


def book(*cards: Card) -> AdviceBook:
    return AdviceBook({one.id: one for one in cards}, GROUPS, (QUININE,))
