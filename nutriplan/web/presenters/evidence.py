"""How are claims, cards and verdicts about foods shown? In plain words, each with its evidence and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foods.food_claims import Judged
from nutriplan.domain.advice import Card, CardKind, Shown, asked_about
from nutriplan.domain.claims import KIND_SAYS, Backing, Claim, Grade, Statement, Topic, Verdict
from nutriplan.people import selectors
from nutriplan.plans.document import source_document
from nutriplan.web.presenters.words import Source, label, source

GRADES: Mapping[str, str] = {
    Grade.SUPPORTED: "supported",
    Grade.MIXED: "mixed",
    Grade.WEAK: "weak",
    Grade.CONTRADICTED: "contradicted",
    Grade.UNSAFE: "unsafe",
}
TOPICS: Mapping[str, str] = {
    Topic.MINERALS: "Minerals and vitamins",
    Topic.FOODS: "Foods as sources",
    Topic.MEALS: "Meals",
    Topic.UPTAKE: "What helps or hinders uptake",
    Topic.TIMING: "Time of day",
    Topic.FLUIDS: "Drinking",
    Topic.HABITS: "Habits",
    Topic.EXERCISE: "Exercise and stretching",
    Topic.MASSAGE: "Massage and baths",
    Topic.FIRST_AID: "First aid",
    Topic.HOME_REMEDIES: "Home remedies",
    Topic.MEDICINES: "Medicines",
    Topic.CONDITIONS: "Illnesses",
    Topic.SIGNS: "Signs of a cramp",
    Topic.DANGER_SIGNS: "Danger signs",
    Topic.PREGNANCY: "Pregnancy",
    Topic.CHILDREN: "Children",
    Topic.OLDER_PEOPLE: "Older people",
    Topic.SEEING_A_DOCTOR: "Seeing a doctor",
}
_KINDS: Mapping[CardKind, str] = {
    CardKind.DANGER_SIGN: "Get help first",
    CardKind.FIRST_AID: "While a cramp lasts",
    CardKind.DOCTOR: "Seeing a doctor",
    CardKind.MEDICINES: "Medicines and kidneys",
    CardKind.PREGNANCY: "In pregnancy",
    CardKind.CHILDREN: "Children",
    CardKind.OLDER: "From sixty on",
    CardKind.STRETCHING: "Stretching",
    CardKind.EATING: "Eating and drinking",
    CardKind.HABITS: "Habits",
    CardKind.EDUCATION: "What is known",
    CardKind.MYTH: "Popular, and not so",
    CardKind.SAFETY: "Better left alone",
}
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.HOLDS: "holds",
    Verdict.WEAK: "weak",
    Verdict.FAILS: "does not hold",
    Verdict.UNKNOWN: "not known",
}
#: Width of the drawing of a bar.
_WIDE = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, claim or card. grade: the key of its evidence; grade_says: the same in words. says: what was found,
    or the text of a card. basis: what kind of source it rests on; empty where that is not shown."""

    title: str
    says: str
    grade: str
    grade_says: str
    sources: tuple[Source, ...]
    basis: str = ""
    reviewed: str = ""
    not_if: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class CountBar:
    grade: str
    label: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class FoodRow:
    """share: of the Daily Value in a serving. warning: what must be said with it; empty where nothing must."""

    name: str
    food_id: int | None
    share: str
    serving: str
    verdict: str
    says: str
    warning: str


@dataclass(frozen=True, slots=True)
class FoodGroup:
    key: str
    label: str
    summary: str
    rows: tuple[FoodRow, ...]


def statement(one: Statement) -> Item:
    return Item(one.title, one.text, one.status, GRADES[one.status], _sources(one.backings))


def claim(one: Claim) -> Item:
    return Item(
        one.claim,
        one.finding,
        one.status,
        GRADES[one.status],
        _sources(one.backings),
        basis=KIND_SAYS[one.basis],
        reviewed=f"{one.review.done:%B %Y}",
    )


def card(one: Card) -> Item:
    return shown_card(Shown(one, (), ()))


def warnings_about(text: str) -> list[Item]:
    """Warnings about something unsafe that a search names."""
    return [card(one) for one in asked_about(selectors.advice_book(), text) if one.kind is CardKind.SAFETY]


def shown_card(one: Shown) -> Item:
    return Item(
        one.card.title,
        one.card.text,
        one.card.evidence,
        GRADES[one.card.evidence],
        _sources(one.card.backings),
        reviewed=f"{one.card.review.done:%B %Y}",
        not_if=tuple(group.label for group in one.not_if),
        for_whom=tuple(group.label for group in one.for_whom),
    )


def sections(cards: Iterable[Shown]) -> list[Section]:
    """Cards under a heading for each kind, in the order of the kinds."""
    by_kind: dict[CardKind, list[Item]] = {}
    for one in cards:
        by_kind.setdefault(one.card.kind, []).append(shown_card(one))
    return [Section(kind.value, _KINDS[kind], tuple(by_kind[kind])) for kind in CardKind if kind in by_kind]


def bars(counts: Mapping[Grade, int]) -> list[CountBar]:
    """How many claims there are of each grade, drawn against the most."""
    most = max(counts.values(), default=0) or 1
    return [CountBar(grade, GRADES[grade], count, round(_WIDE * count / most)) for grade, count in counts.items()]


def food_groups(judged: Iterable[Judged]) -> list[FoodGroup]:
    """Foods by what they are named for, the richest first."""
    by_nutrient: dict[str, list[Judged]] = {}
    for one in judged:
        by_nutrient.setdefault(one.claim.nutrient, []).append(one)
    return [_food_group(key, rows) for key, rows in by_nutrient.items()]


def _food_group(key: str, judged: list[Judged]) -> FoodGroup:
    holds = sum(one.verdict is Verdict.HOLDS for one in judged)
    rows = sorted(judged, key=lambda one: (-(one.pct or 0.0), one.claim.name))
    return FoodGroup(key, label(key), f"{holds} of {len(judged)} hold", tuple(_food_row(one) for one in rows))


def _food_row(one: Judged) -> FoodRow:
    warnings = warnings_about(one.claim.name)
    share = "not known" if one.pct is None else f"{one.pct:.0f} %" if one.pct >= 1 else "less than 1 %"
    return FoodRow(
        one.claim.name,
        one.food_id,
        share,
        f"{one.serving_g:.0f} g" if one.serving_g else "not known",
        one.verdict,
        _VERDICTS[one.verdict],
        " ".join(warning.says for warning in warnings),
    )


def _sources(backings: Iterable[Backing]) -> tuple[Source, ...]:
    return tuple(source(source_document(one.source)) for one in backings)
