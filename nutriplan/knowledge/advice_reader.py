"""What does the advice on disk say? Cards, groups of people and the blocklist; what may not be published is a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nutriplan.domain.advice import EVERYONE, AdviceBook, Card, CardKind, Group, Remedy
from nutriplan.domain.advice_checks import contradictions
from nutriplan.domain.advice_checks import faults as faults_of
from nutriplan.domain.claims import Grade, Ledger
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.knowledge.claims_reader import backings_of, review_of
from nutriplan.knowledge.yaml_entries import Entry, list_of, read_file

FOLDER = Path(__file__).parent / "advice"
_CELLS = (
    "id title kind text evidence sources claims audience not_for encourages stands words authored reviewed_by "
    "review_date next_review"
)


def read(faults: list[str], ledger: Ledger, tokens: frozenset[str], folder: Path = FOLDER) -> AdviceBook:
    """Every card of the folder. tokens: what a group may look at. What is at fault is added to `faults`; a book read
    with faults must not be used."""
    groups = _groups(read_file(folder / "groups.yaml", faults), tokens)
    blocklist = tuple(_remedies(read_file(folder / "blocklist.yaml", faults)))
    found: dict[str, Card] = {}
    for path in sorted(folder.glob("cards_*.yaml")):
        file = read_file(path, faults)
        file.allow("cards")
        for entry in list_of(file, "cards"):
            card = _card(entry, ledger, groups)
            if card.id in found:
                entry.fault("the id stands twice")
            found[card.id] = card
            for sentence in faults_of(card, ledger.claims, blocklist):
                entry.fault(sentence)
    faults += [f"{folder.name}: {sentence}" for sentence in contradictions(found.values())]
    unsafe = [remedy for remedy in blocklist if not _has_its_card(remedy, found)]
    faults += [f"blocklist.yaml: {remedy.key}: {remedy.card!r} is not a safety card" for remedy in unsafe]
    order = list(CardKind)
    cards = sorted(found.values(), key=lambda card: order.index(card.kind))
    return AdviceBook({card.id: card for card in cards}, groups, blocklist)


def _has_its_card(remedy: Remedy, cards: Mapping[str, Card]) -> bool:
    return remedy.card in cards and cards[remedy.card].kind is CardKind.SAFETY


def _groups(file: Entry, tokens: frozenset[str]) -> dict[str, Group]:
    file.allow("groups")
    groups: dict[str, Group] = {}
    for key, entry in file.entries("groups"):
        entry.allow("label any")
        groups[key] = Group(key, entry.text("label"), entry.words("any", tokens, required=False))
    return groups


def _remedies(file: Entry) -> Iterator[Remedy]:
    file.allow("blocklist")
    for key, entry in file.entries("blocklist"):
        entry.allow("label names card")
        yield Remedy(key, entry.text("label"), _texts(entry, "names", required=True), entry.text("card"))


def _card(entry: Entry, ledger: Ledger, groups: Mapping[str, Group]) -> Card:
    entry.allow(_CELLS)
    kind, evidence = entry.one_of("kind", frozenset(CardKind)), entry.one_of("evidence", frozenset(Grade))
    return Card(
        id=entry.text("id"),
        kind=CardKind(kind) if kind else CardKind.EDUCATION,
        title=entry.text("title"),
        text=entry.text("text"),
        evidence=Grade(evidence) if evidence else Grade.WEAK,
        backings=backings_of(entry, ledger.backings),
        claims=tuple(entry.known("claims", one, ledger.claims.keys()) for one in _texts(entry, "claims")),
        audience=entry.words("audience", groups.keys() | {EVERYONE}),
        not_for=entry.words("not_for", groups.keys(), required=False),
        review=review_of(entry),
        encourages=entry.words("encourages", NUTRIENTS.keys(), required=False),
        stands=entry.labels("stands") if "stands" in entry.cells else {},
        words=_texts(entry, "words"),
    )


def _texts(entry: Entry, name: str, *, required: bool = False) -> tuple[str, ...]:
    """A list of texts; not one is a fault where it is required."""
    value = entry.cells.get(name, [])
    whole = isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    if not whole or (required and not value):
        entry.fault(f"{name} must be a list of texts, not {value!r}")
        return ()
    return tuple(value)
