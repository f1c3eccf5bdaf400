"""How does what is said to people read as an entry? Claims with what was found, cards of advice, what is blocked."""

from __future__ import annotations

from collections.abc import Iterable

from nutriplan.domain.advice import AdviceBook, Card, Remedy
from nutriplan.domain.claims import KIND_SAYS, Backing, Claim, best_kind, verification_of
from nutriplan.domain.rules import Source
from nutriplan.reviewing.entries import Entry, Part
from nutriplan.reviewing.rule_words import nutrient, plain


def of_claim(claim: Claim) -> Entry:
    return Entry(
        key=claim.id,
        title=claim.claim,
        facets={
            "status": frozenset({claim.status.value}),
            "topic": frozenset({plain(claim.topic.value)}),
            "kind": frozenset({KIND_SAYS[claim.basis]}),
            "verification": frozenset({claim.verification}),
        },
        parts=(
            Part("What was found", (f"{claim.status.value}: {claim.finding}",)),
            Part("It rests on", _rests_on(claim.backings)),
            *([Part("Nutrients", tuple(sorted(map(nutrient, claim.nutrients))))] if claim.nutrients else []),
        ),
        sources=_sources(claim.backings),
        verification=claim.verification,
        reviewed=claim.review.done,
        due=claim.review.due,
        approved_by=claim.review.by,
    )


def of_card(card: Card, book: AdviceBook) -> Entry:
    def named(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(book.groups[key].label if key in book.groups else plain(key) for key in keys))

    verification = verification_of(card.backings)
    kept_from = named(card.not_for)
    return Entry(
        key=card.id,
        title=card.title,
        facets={
            "kind": frozenset({plain(card.kind.value)}),
            "evidence": frozenset({card.evidence.value}),
            "audience": frozenset(named(card.audience)),
            "verification": frozenset({verification}),
        },
        parts=(
            Part("What the person reads", (card.text,)),
            Part("Evidence", (card.evidence.value,)),
            Part("For", named(card.audience)),
            *([Part("Not for", kept_from)] if kept_from else []),
            Part("It rests on", (*_rests_on(card.backings), *card.claims)),
        ),
        sources=_sources(card.backings),
        verification=verification,
        also=book.words_of(card),
        reviewed=card.review.done,
        due=card.review.due,
        approved_by=card.review.by,
    )


def of_remedy(remedy: Remedy) -> Entry:
    return Entry(
        key=remedy.key,
        title=remedy.label,
        facets={},
        parts=(Part("Known by", remedy.names), Part("Its warning", (remedy.card,))),
    )


def _rests_on(backings: Iterable[Backing]) -> tuple[str, ...]:
    return (KIND_SAYS[best_kind(backings)],)


def _sources(backings: Iterable[Backing]) -> tuple[Source, ...]:
    return tuple(backing.source for backing in backings)
