"""Which kinds of facts are there to review, and how does each read as an entry?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from nutriplan.domain.caution_book import CautionBook, RedFlag
from nutriplan.domain.doses import Content
from nutriplan.domain.medicines import Medicine
from nutriplan.domain.nutrients import NUTRIENTS, display
from nutriplan.domain.rules import Rule, Source
from nutriplan.people import selectors
from nutriplan.reviewing import reference_entries, rule_words, said
from nutriplan.reviewing.entries import Entry, Part

#: The filter by how far a fact was compared with its source; every kind that keeps it has it.
VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of fact. filters: facet -> its heading. read: every fact of the kind, in its order."""

    title: str
    lead: str
    filters: Mapping[str, str]
    read: Callable[[], tuple[Entry, ...]]


@cache
def rules() -> tuple[Entry, ...]:
    book = selectors.caution_book()
    return tuple(_rule(rule, book) for rule in book.rules)


@cache
def medicines() -> tuple[Entry, ...]:
    book = selectors.caution_book()
    seen: Counter[str] = Counter()
    found = []
    for medicine in book.medicines:
        seen[medicine.generic] += 1
        found.append(_medicine(medicine, seen[medicine.generic], book))
    return tuple(found)


@cache
def tablets() -> tuple[Entry, ...]:
    return tuple(_tablet(place, content) for place, content in enumerate(selectors.caution_book().medicines.brought, 1))


@cache
def danger_signs() -> tuple[Entry, ...]:
    book = selectors.caution_book()
    return tuple(_danger_sign(flag, book) for flag in book.red_flags.values())


@cache
def claims() -> tuple[Entry, ...]:
    return tuple(said.of_claim(claim) for claim in selectors.ledger().claims.values())


@cache
def cards() -> tuple[Entry, ...]:
    book = selectors.advice_book()
    return tuple(said.of_card(card, book) for card in book.cards.values())


@cache
def blocked() -> tuple[Entry, ...]:
    return tuple(map(said.of_remedy, selectors.advice_book().blocklist))


@cache
def reference_values() -> tuple[Entry, ...]:
    rows = (row for found in selectors.reference_tables().intakes.values() for row in found)
    return tuple(reference_entries.of_intake(place, row) for place, row in enumerate(rows, 1))


@cache
def ranges() -> tuple[Entry, ...]:
    rows = selectors.reference_tables().ranges
    return tuple(reference_entries.of_range(place, row) for place, row in enumerate(rows, 1))


@cache
def equations() -> tuple[Entry, ...]:
    rows = selectors.reference_tables().equations
    return tuple(reference_entries.of_equation(place, row) for place, row in enumerate(rows, 1))


@cache
def label_values() -> tuple[Entry, ...]:
    rows = selectors.reference_tables().label_values
    return tuple(reference_entries.of_label_value(place, row) for place, row in enumerate(rows, 1))


SHELVES: Mapping[str, Shelf] = {
    "rules": Shelf(
        "Caution rules",
        "What is left out, limited, kept apart or asked about, for whom and on whose authority.",
        {"severity": "severity", "effect": "what it does", "evidence": "evidence", VERIFICATION: "checked"},
        rules,
    ),
    "medicines": Shelf(
        "Medicines",
        "The names people type, and the classes by which the rules know a medicine.",
        {"class": "class", "availability": "sold", "rules": "rules"},
        medicines,
    ),
    "tablets": Shelf(
        "What tablets bring",
        "What one tablet of a product brings. It counts towards totals and upper levels.",
        {"nutrient": "nutrient", VERIFICATION: "checked"},
        tablets,
    ),
    "danger-signs": Shelf(
        "Danger signs",
        "For these a clinician comes before any plan.",
        {"urgency": "how soon", "clinician": "whom to see", VERIFICATION: "checked"},
        danger_signs,
    ),
    "claims": Shelf(
        "Claims",
        "What is said about food, habits and cramps, what was found, and how good the evidence is.",
        {"status": "what was found", "topic": "topic", "kind": "best source", VERIFICATION: "checked"},
        claims,
    ),
    "cards": Shelf(
        "Advice, myths and warnings",
        "Cards as people read them, whom they are for and whom they are not for.",
        {"kind": "kind", "evidence": "evidence", "audience": "for", VERIFICATION: "checked"},
        cards,
    ),
    "blocked": Shelf(
        "Never recommended",
        "What nothing here may recommend, whoever writes it. A search for it shows its warning.",
        {},
        blocked,
    ),
    "reference-values": Shelf(
        "Reference values",
        "How much is needed, and what not to exceed, as published.",
        {"set": "published for", "nutrient": "nutrient", VERIFICATION: "checked"},
        reference_values,
    ),
    "ranges": Shelf(
        "Ranges and limits",
        "Advised shares of energy, limits of caffeine and alcohol, and rules of this house.",
        {"set": "published for", "nutrient": "nutrient", "kind": "kind", VERIFICATION: "checked"},
        ranges,
    ),
    "equations": Shelf(
        "Energy",
        "The equations by which the energy of a day is worked out.",
        {"equations": "published by", "output": "gives"},
        equations,
    ),
    "label-values": Shelf(
        "Values for labels",
        "What per cent on labels and levels of foods are counted in; never a person's target.",
        {"set": "published for", "nutrient": "nutrient", "kind": "kind"},
        label_values,
    ),
}


def find(shelf: str, key: str) -> Entry | None:
    return next((entry for entry in SHELVES[shelf].read() if entry.key == key), None)


def _rule(rule: Rule, book: CautionBook) -> Entry:
    return Entry(
        key=rule.id,
        title=rule.title,
        facets={
            "severity": frozenset({rule.severity.value}),
            "effect": frozenset(rule_words.EFFECTS[type(effect)] for effect in rule.effects),
            "evidence": frozenset({rule.evidence}),
            VERIFICATION: frozenset({rule.verification}),
        },
        parts=(
            Part("For whom", rule_words.for_whom(rule, book)),
            Part("What it does", rule_words.what_it_does(rule, book)),
            Part("What the person reads", (rule.message,)),
            Part("Why", (rule.why,)),
            Part("What to do", (rule.action,)),
            Part("It speaks to, for example", _examples(rule, fires=True)),
            Part("It does not speak to", _examples(rule, fires=False)),
        ),
        sources=rule.sources,
        verification=rule.verification,
        reviewed=rule.review_date,
        due=rule.next_review,
        approved_by=rule.reviewed_by,
        also=(rule.severity.value, rule.evidence),
    )


def _examples(rule: Rule, *, fires: bool) -> tuple[str, ...]:
    return tuple(rule_words.example(one) for one in rule.examples if one.fires is fires)


def _medicine(medicine: Medicine, time: int, book: CautionBook) -> Entry:
    """time: 2 where the name stands in the list for the second time, in other classes."""
    tokens = {f"med:{word}" for word in medicine.classes}
    concerned = [rule for rule in book.rules if tokens & rule.any_of.union(*rule.all_of)]
    reviewed, due = book.medicines_review or (None, None)
    names = (("Other names", medicine.other_names), ("Brands", medicine.brands))
    return Entry(
        key=medicine.generic if time == 1 else f"{medicine.generic} ({time})",
        title=medicine.generic,
        facets={
            "class": frozenset(map(rule_words.plain, medicine.classes)),
            "availability": frozenset({medicine.availability}),
            "rules": frozenset({"with rules" if concerned else "without a rule"}),
        },
        parts=(
            *(Part(heading, (", ".join(said),)) for heading, said in names if said),
            Part("Classes", tuple(sorted(map(rule_words.plain, medicine.classes)))),
            Part("Rules that look at it", tuple(f"{rule.id}: {rule.title}" for rule in concerned) or ("none",)),
            *([Part("Note", (medicine.note,))] if medicine.note else []),
        ),
        reviewed=reviewed,
        due=due,
        also=medicine.alone,
    )


def _tablet(place: int, content: Content) -> Entry:
    label = rule_words.nutrient(content.nutrient)
    if content.amount is None:
        brings = "as much as the strength that is typed"
    elif content.nutrient in NUTRIENTS:
        brings = display(content.nutrient, content.amount)
    else:
        brings = f"{content.amount:g} {content.nutrient.rsplit('_', 1)[-1]}"
    return Entry(
        key=str(place),
        title=f"{content.name}: {label}",
        facets={"nutrient": frozenset({label}), VERIFICATION: frozenset({content.verification})},
        parts=(Part("One tablet brings", (f"{label}: {brings}",)), Part("As the source says", (content.source,))),
        verification=content.verification,
    )


def _danger_sign(flag: RedFlag, book: CautionBook) -> Entry:
    reviewed, due = book.red_flags_review or (None, None)
    asked = "everybody" if flag.everybody is not None else "whoever ticks it"
    first = tuple(sorted(rule_words.token(word, book) for word in flag.asked_when))
    return Entry(
        key=flag.id,
        title=flag.sign,
        facets={
            "urgency": frozenset({rule_words.plain(flag.urgency)}),
            "clinician": frozenset({book.clinicians.get(flag.clinician, flag.clinician)}),
            VERIFICATION: frozenset({flag.verification}),
        },
        parts=(
            Part(
                "How soon, and whom to see", (f"{rule_words.plain(flag.urgency)}; {book.clinicians[flag.clinician]}",)
            ),
            Part("Why", (flag.why,)),
            Part("Asked of", first or (asked,)),
        ),
        sources=(Source(flag.source, address=flag.address),),
        verification=flag.verification,
        reviewed=reviewed,
        due=due,
    )
