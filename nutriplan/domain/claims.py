"""What is said about food, habits and cramps, and how good is the evidence for it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nutriplan.domain.rules import Source


class Grade(StrEnum):
    """How well research supports a claim."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    WEAK = "weak"
    CONTRADICTED = "contradicted"
    UNSAFE = "unsafe"

    @property
    def is_refuted(self) -> bool:
        """Such a claim is only ever shown to correct it or to warn of it."""
        return self in {Grade.CONTRADICTED, Grade.UNSAFE}


class Topic(StrEnum):
    """What a claim is about; each is a file of the ledger."""

    MINERALS = "minerals_and_vitamins"
    FOODS = "foods"
    MEALS = "meals"
    UPTAKE = "uptake"
    TIMING = "timing"
    FLUIDS = "fluids"
    HABITS = "habits"
    EXERCISE = "exercise"
    MASSAGE = "massage_and_baths"
    FIRST_AID = "first_aid"
    HOME_REMEDIES = "home_remedies"
    MEDICINES = "medicines"
    CONDITIONS = "conditions"
    SIGNS = "signs"
    DANGER_SIGNS = "danger_signs"
    PREGNANCY = "pregnancy"
    CHILDREN = "children"
    OLDER_PEOPLE = "older_people"
    SEEING_A_DOCTOR = "seeing_a_doctor"


class Kind(StrEnum):
    """What sort of publication a source is, the most reliable first."""

    SYSTEMATIC_REVIEW = "systematic_review"
    GUIDELINE = "guideline"
    WARNING = "warning"
    TRIAL = "trial"
    STUDY = "study"
    TABLE = "table"
    REVIEW = "review"
    HEALTH_SERVICE = "health_service"
    TEACHING = "teaching"
    SEARCH = "search"

    @property
    def is_published(self) -> bool:
        """Whether there is something that anybody could read."""
        return self not in {Kind.TEACHING, Kind.SEARCH}


#: How a kind of source is named to whoever reads a claim.
KIND_SAYS: Mapping[Kind, str] = {
    Kind.SYSTEMATIC_REVIEW: "a systematic review of trials",
    Kind.GUIDELINE: "a guideline or reference value",
    Kind.WARNING: "a warning of a regulator or on a label",
    Kind.TRIAL: "a trial",
    Kind.STUDY: "a study that only observed, or had no comparison",
    Kind.TABLE: "tables of what foods contain",
    Kind.REVIEW: "an overview article or textbook",
    Kind.HEALTH_SERVICE: "a page of a health service",
    Kind.TEACHING: "what clinicians commonly teach; no publication is named yet",
    Kind.SEARCH: "a search that found no study",
}


@dataclass(frozen=True, slots=True)
class Backing:
    """One source of a claim or card. read: "yes", "copy" (a copy or summary of it) or "no" (not yet)."""

    id: str
    source: Source
    kind: Kind
    read: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who wrote and compared an item when. by: the health professional who approved it; empty while nobody has."""

    authored: date
    done: date
    due: date
    by: str = ""

    def is_due(self, today: date) -> bool:
        return today >= self.due


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is said, and what was found. nutrients: keys that it speaks of."""

    id: str
    topic: Topic
    status: Grade
    claim: str
    finding: str
    backings: tuple[Backing, ...]
    nutrients: frozenset[str]
    review: Review

    @property
    def basis(self) -> Kind:
        """The most reliable kind of source it rests on."""
        return best_kind(self.backings)

    @property
    def verification(self) -> str:
        """How far it was compared with its sources: a word of VERIFICATION_SAYS."""
        return verification_of(self.backings)


def best_kind(backings: Iterable[Backing]) -> Kind:
    order = list(Kind)
    return min((backing.kind for backing in backings), key=order.index, default=Kind.SEARCH)


def verification_of(backings: Iterable[Backing]) -> str:
    """ "read" where every source was read, "knowledge" where none was, not even a copy."""
    read = {backing.read for backing in backings}
    if read == {"yes"}:
        return "read"
    return "knowledge" if read <= {"no"} else "partial"


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the few things that everybody should know before they read further."""

    id: str
    title: str
    status: Grade
    text: str
    backings: tuple[Backing, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Evidence:
    """What every plan says about itself. Never without a grade and a source."""

    grade: Grade
    message: str
    sources: tuple[Source, ...]


# Foods that are named as sources --------------------------------------------------------------------------------------

#: Per cent of the Daily Value in one reference serving: from here on "rich in" holds, and below the second it fails.
HOLDS_PCT, FAILS_BELOW_PCT = 10.0, 5.0


class Verdict(StrEnum):
    HOLDS = "holds"
    WEAK = "weak"
    FAILS = "fails"
    UNKNOWN = "unknown"


def verdict(pct_of_daily_value: float | None) -> Verdict:
    """What becomes of "this food is a source of that nutrient". None: it was never measured."""
    if pct_of_daily_value is None:
        return Verdict.UNKNOWN
    if pct_of_daily_value >= HOLDS_PCT:
        return Verdict.HOLDS
    return Verdict.WEAK if pct_of_daily_value >= FAILS_BELOW_PCT else Verdict.FAILS


@dataclass(frozen=True, slots=True)
class FoodClaim:
    """A food that is named as a source of a nutrient. name: as people say it. ndb_no, food: what it is in the table.
    claims: ids of the claims that name it."""

    name: str
    ndb_no: str
    food: str
    nutrient: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every claim by its id, the foods they name, and what everybody should know."""

    claims: Mapping[str, Claim] = field(default_factory=dict)
    foods: tuple[FoodClaim, ...] = ()
    statements: tuple[Statement, ...] = ()
    backings: Mapping[str, Backing] = field(default_factory=dict)

    def find(self, *, status: str = "", topic: str = "", nutrient: str = "", text: str = "") -> tuple[Claim, ...]:
        """The claims that fit everything asked, in the order of the ledger. text: each word begins a word of it."""
        wanted = text.casefold().split()
        return tuple(
            claim
            for claim in self.claims.values()
            if (not status or claim.status == status)
            and (not topic or claim.topic == topic)
            and (not nutrient or nutrient in claim.nutrients)
            and begin_words(wanted, f"{claim.claim} {claim.finding}")
        )

    def foods_of(self, claim_id: str) -> tuple[FoodClaim, ...]:
        return tuple(one for one in self.foods if claim_id in one.claims)

    def counts(self) -> Mapping[Grade, int]:
        """How many claims there are of each grade."""
        return {grade: sum(claim.status is grade for claim in self.claims.values()) for grade in Grade}


def begin_words(beginnings: Iterable[str], text: str) -> bool:
    """Whether each of the beginnings, in lower case, begins a word of the text."""
    words = [word.strip(".,:;()\"'?!") for word in text.casefold().replace("-", " ").split()]
    return all(any(word.startswith(beginning) for word in words) for beginning in beginnings)
