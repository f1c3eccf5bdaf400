"""Which cards of advice concern this person, after the cautions have had their say?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from nutriplan.domain import instead
from nutriplan.domain.advice import CardKind, Shown, Told, cards_for
from nutriplan.domain.tokens import tokens_of
from nutriplan.knowledge import loader
from nutriplan.plans import services
from nutriplan.plans.instead import who_of
from nutriplan.proposal import Proposal


@dataclass(frozen=True, slots=True)
class ForMe:
    """reason: why a clinician comes first; empty where none does. not_checked: what no rule could look at."""

    cards: tuple[Shown, ...]
    reason: str
    not_checked: tuple[str, ...]


def for_anyone(kinds: Collection[CardKind] = ()) -> tuple[Shown, ...]:
    """The cards for somebody of whom nothing is known: each with everybody whom it is not for."""
    return cards_for(loader.load().advice, kinds=kinds)


def for_person(*, profile: object, today: date) -> ForMe:
    """The cards that concern a person. Raises InputFaults for a profile that cannot be used."""
    return for_checked(services.check_person(profile=profile, today=today)[1])


def for_checked(checked: Proposal) -> ForMe:
    """The same for a person whose cautions were looked at already."""
    return ForMe(cards_for(loader.load().advice, told_by(checked)), checked.reason, checked.findings.not_checked)


def told_by(checked: Proposal) -> Told:
    """What cards need to know of a person whose cautions were looked at."""
    known = loader.load()
    encouraged = frozenset().union(*(card.encourages for card in known.advice.cards.values()))
    who = who_of(checked)
    # With a danger sign, or with something that no rule could look at, nobody is told to have more of anything.
    unsure = who is None or bool(checked.findings.not_checked)
    return Told(
        tokens=tokens_of(checked.person, known.cautions),
        assumed=frozenset(checked.person.assumed),
        held=frozenset(key for key in encouraged if unsure or instead.why_none(key, who)),
    )
