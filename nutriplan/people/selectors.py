"""Which words may a profile use, and what is published for whom? Reads of the knowledge, for the doors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nutriplan.domain.advice import AdviceBook
from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.claims import Evidence, Ledger
from nutriplan.domain.medicines import Medicine
from nutriplan.domain.references import Group, IntakeRange, Per, ReferenceIntake, ReferenceTables
from nutriplan.knowledge import loader


def caution_book() -> CautionBook:
    """Conditions, blood results, allergens, danger signs and medicines, each with the label to show."""
    return loader.load().cautions


def plan_evidence() -> Evidence:
    """What may be said about plans and cramps, and how good the evidence is."""
    return loader.load().evidence


def ledger() -> Ledger:
    """What is said about food, habits and cramps, and what was found."""
    return loader.load().ledger


def advice_book() -> AdviceBook:
    """Cards of advice, myths and warnings, whom they are for, and what must never be recommended."""
    return loader.load().advice


def reference_tables() -> ReferenceTables:
    """Everything published that the targets are made of, with its sources."""
    return loader.load().references


def knowledge_version() -> str:
    """What is known now, as kept plans remember it."""
    return loader.load().version


@cache
def medicine_names() -> tuple[str, ...]:
    """Every name of a medicine we can check, generic or brand, to suggest while someone types."""
    names = {name for medicine in caution_book().medicines for name in medicine.names}
    return tuple(sorted(names, key=str.casefold))


def medicines_named(text: str) -> tuple[Medicine, ...]:
    """Medicines with a name that has a word starting as typed, or that the whole text resolves to; all for no text."""
    book = caution_book().medicines
    if not text.strip():
        return book.medicines
    names = set(book.search(text, limit=len(medicine_names())))
    resolved = set(book.resolve(text).medicines)
    return tuple(
        medicine
        for medicine in book.medicines
        if medicine in resolved or not names.isdisjoint((*medicine.names, *medicine.alone))
    )


@dataclass(frozen=True, slots=True)
class PublishedIntakes:
    """What the tables say of a group: rows with what is needed or not to be exceeded, and ranges of energy shares."""

    intakes: tuple[ReferenceIntake, ...]
    ranges: tuple[IntakeRange, ...]


def reference_intakes(group: Group) -> PublishedIntakes:
    """The published rows that apply to a group of people, in the order of the tables."""
    tables = loader.load().references
    keys = [key for reference_set, key in tables.intakes if reference_set is group.reference_set]
    rows = [
        row
        for key in keys
        for row in dict.fromkeys(
            (*(row for per in Per for row in tables.needs(key, group, per)), *tables.ceilings(key, group))
        )
    ]
    asked = dict.fromkeys((row.key, row.kind, row.per) for row in tables.ranges)
    ranges = [row for key, kind, per in asked for row in tables.ranges_for(key, kind, group, per)]
    return PublishedIntakes(tuple(rows), tuple(ranges))
