"""Which cards concern this person, and which must not be shown? Advice with its audience, its limits and its source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from nutriplan.domain.caution_book import UNKNOWN_MEDICINE
from nutriplan.domain.claims import Backing, Grade, Review, begin_words
from nutriplan.domain.medicines import words_of

EVERYONE = "everyone"
#: Field of a profile -> the kind of token that only it can tell.
_TOLD_BY: Mapping[str, str] = {"conditions": "cond", "allergies": "allergy", "medications": "med"}


class CardKind(StrEnum):
    """What a card is for, in the order in which cards are shown."""

    DANGER_SIGN = "danger_sign"
    FIRST_AID = "first_aid"
    DOCTOR = "doctor"
    MEDICINES = "medicines"
    PREGNANCY = "pregnancy"
    CHILDREN = "children"
    OLDER = "older"
    STRETCHING = "stretching"
    EATING = "eating"
    HABITS = "habits"
    EDUCATION = "education"
    MYTH = "myth"
    SAFETY = "safety"

    @property
    def is_positive(self) -> bool:
        """Whether it recommends something. Myths and warnings only correct."""
        return self not in {CardKind.MYTH, CardKind.SAFETY}

    @property
    def is_warning(self) -> bool:
        """A warning is kept from nobody."""
        return self in {CardKind.DANGER_SIGN, CardKind.DOCTOR, CardKind.MYTH, CardKind.SAFETY}


class Belongs(StrEnum):
    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Group:
    """People, as cards speak of them. any_of: tokens that put someone into it; none: no profile can tell, so everybody
    is told. label: goes on after "if" ("you are pregnant")."""

    key: str
    label: str
    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of advice, at most 60 words. audience, not_for: keys of groups. encourages: nutrient keys that it
    invites to have more of. stands: a question on which popular advice disagrees -> where the card stands. words: what
    people call it."""

    id: str
    kind: CardKind
    title: str
    text: str
    evidence: Grade
    backings: tuple[Backing, ...]
    claims: tuple[str, ...]
    audience: frozenset[str]
    not_for: frozenset[str]
    review: Review
    encourages: frozenset[str] = frozenset()
    stands: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that nothing here may ever recommend. names: what it is called. card: the id of its safety card."""

    key: str
    label: str
    names: tuple[str, ...]
    card: str


@dataclass(frozen=True, slots=True)
class AdviceBook:
    """cards: by id, in the order in which they are shown."""

    cards: Mapping[str, Card] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    blocklist: tuple[Remedy, ...] = ()

    def words_of(self, card: Card) -> tuple[str, ...]:
        """Everything that people call what the card speaks of."""
        return (*card.words, *(name for remedy in self.blocklist if remedy.card == card.id for name in remedy.names))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a person here. tokens: None where nobody told us anything. assumed: fields of the profile that
    were not given. held: nutrient keys that this person must not be invited to have more of."""

    tokens: frozenset[str] | None = None
    assumed: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


NOBODY = Told()


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as this person gets it. for_whom: groups it is about, where nobody knows whether the person is in one.
    not_if: groups it is not for, where nobody knows that either."""

    card: Card
    for_whom: tuple[Group, ...]
    not_if: tuple[Group, ...]


def belongs(group: Group, told: Told) -> Belongs:
    """Whether somebody is in a group. A field that was not filled in, or a medicine nobody knew, leaves it open."""
    if told.tokens is None or not group.any_of:
        return Belongs.UNDECIDED
    if group.any_of & told.tokens:
        return Belongs.YES
    kinds = {token.partition(":")[0] for token in group.any_of}
    silent = {_TOLD_BY[name] for name in told.assumed if name in _TOLD_BY}
    if f"flag:{UNKNOWN_MEDICINE}" in told.tokens:
        silent.add("med")
    return Belongs.UNDECIDED if kinds & silent else Belongs.NO


def cards_for(book: AdviceBook, told: Told = NOBODY, kinds: Collection[CardKind] = ()) -> tuple[Shown, ...]:
    """The cards that concern a person, in their order. Whoever is in a group that a card is not for never gets it;
    where that is open, the card comes with the groups it is not for. kinds: none means all."""
    found = (_shown(book, card, told) for card in book.cards.values() if not kinds or card.kind in kinds)
    return tuple(one for one in found if one is not None)


def _shown(book: AdviceBook, card: Card, told: Told) -> Shown | None:
    if card.encourages & told.held:
        return None
    audience = {key: belongs(book.groups[key], told) for key in card.audience - {EVERYONE}}
    not_for = {key: belongs(book.groups[key], told) for key in card.not_for}
    if Belongs.YES in not_for.values() or (audience and set(audience.values()) == {Belongs.NO}):
        return None
    in_it = EVERYONE in card.audience or Belongs.YES in audience.values()
    return Shown(
        card,
        () if in_it else _open(book, audience),
        _open(book, not_for),
    )


def _open(book: AdviceBook, found: Mapping[str, Belongs]) -> tuple[Group, ...]:
    return tuple(book.groups[key] for key in sorted(found) if found[key] is Belongs.UNDECIDED)


# Looking something up -------------------------------------------------------------------------------------------------


def asked_about(book: AdviceBook, text: str) -> tuple[Card, ...]:
    """Warnings and myths about something that the text names, by whole words."""
    said = _plain(text)
    return tuple(
        card
        for card in book.cards.values()
        if not card.kind.is_positive and any(_phrase(words) in said for words in book.words_of(card))
    )


def find(
    book: AdviceBook, *, kind: str = "", audience: str = "", evidence: str = "", text: str = ""
) -> tuple[Card, ...]:
    """The cards that fit everything asked, in their order. With a text, warnings and myths about what it names come
    first, and then every card with words that begin as its words do."""
    wanted = text.casefold().split()
    named = asked_about(book, text)
    rest = (card for card in book.cards.values() if begin_words(wanted, f"{card.title} {card.text}"))
    return tuple(
        card
        for card in {card.id: card for card in (*named, *rest)}.values()
        if (not kind or card.kind == kind)
        and (not audience or audience in card.audience)
        and (not evidence or card.evidence == evidence)
    )


def named_remedies(text: str, blocklist: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """What must never be recommended and stands in the text, by whole words: "tonic" is not in "isotonic"."""
    said = _plain(text)
    return tuple(remedy for remedy in blocklist if any(_phrase(name) in said for name in remedy.names))


def _plain(text: str) -> str:
    """The words of a text between single spaces, with a space at both ends."""
    return f" {' '.join(word for word in words_of(text) if word.isalnum())} "


#: A phrase of the knowledge is looked for again and again; what people type is not kept.
_phrase = lru_cache(maxsize=1_000)(_plain)
