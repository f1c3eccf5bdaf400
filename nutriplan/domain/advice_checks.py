"""May this card be published? Every reason against it; whoever publishes cards asks here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nutriplan.domain.advice import EVERYONE, Card, Remedy, named_remedies
from nutriplan.domain.claims import Claim

#: As much as somebody with a cramp reads.
MOST_WORDS = 60
#: Down with the toes, on tiptoe or a needle is the wrong way round in a cramp.
_WRONG_WAY = re.compile(
    r"\b(toes?|foot|feet)\b[^.;:,]{0,20}\bdown(wards?)?\b|\bpoint(ed|ing)?\W+(your\W+|the\W+)?(toes?|foot|feet)\b"
    r"|\btip-?\s?toes?\b|\bprick",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(no|not|never|without|avoid|nothing|leave out)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;]+")


def faults(card: Card, claims: Mapping[str, Claim], blocklist: Iterable[Remedy]) -> Iterator[str]:
    """What is wrong with a card, in sentences; nothing where it may be shown."""
    count = len(card.text.split())
    if count > MOST_WORDS:
        yield f"has {count} words; a card has at most {MOST_WORDS}"
    if not card.audience:
        yield f"needs an audience ({EVERYONE}, or groups)"
    if any(instructs_wrongly(sentence) for sentence in _SENTENCE.findall(f"{card.title}. {card.text}")):
        yield "tells somebody to point the toes down, stand on tiptoe or prick the muscle"
    if card.kind.is_positive:
        yield from _of_a_positive_card(card, claims, blocklist)
    if card.kind.is_warning and card.not_for:
        yield "is a warning, and a warning is kept from nobody: not_for must be empty"
    if not card.kind.is_positive and card.encourages:
        yield f"a card of the kind {card.kind} encourages nothing"


def _of_a_positive_card(card: Card, claims: Mapping[str, Claim], blocklist: Iterable[Remedy]) -> Iterator[str]:
    if card.evidence.is_refuted:
        yield f"recommends something that is {card.evidence}; that belongs on a card of the kind myth or safety"
    for claim_id in card.claims:
        if claim_id in claims and claims[claim_id].status.is_refuted:
            yield f"recommends on the strength of {claim_id}, which is {claims[claim_id].status}"
    for remedy in named_remedies(f"{card.title} {card.text}", blocklist):
        yield f"names {remedy.label}, which only a card of the kind myth or safety may name"
    if not any(backing.kind.is_published for backing in card.backings):
        yield "needs a source that anybody can read"


def instructs_wrongly(sentence: str) -> bool:
    """Whether a sentence tells to point the toes down, to stand on tiptoe or to prick, without a no before it."""
    found = _WRONG_WAY.search(sentence)
    return found is not None and not _NO.search(sentence[: found.start()])


def contradictions(cards: Iterable[Card]) -> Iterator[str]:
    """Pairs of cards that recommend opposite things; they must never stand side by side."""
    stands: dict[str, Card] = {}
    for card in cards:
        for question, answer in card.stands.items() if card.kind.is_positive else ():
            other = stands.setdefault(question, card)
            if other.stands[question] != answer:
                yield f"{other.id} and {card.id} stand differently on {question!r}"
