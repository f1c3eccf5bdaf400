"""Do the values of the reference tables make sense together? EAR below RDA, bands without gap or overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from nutriplan.domain.person import Sex
from nutriplan.domain.references import Band, EnergyEquation, IntakeRange, Per, ReferenceIntake, Stage
from nutriplan.domain.rules import Scope

#: A line of ages that reaches the age at which plans begin must go on to this age: a person must not fall off its end.
PLANS_FROM_YEARS = 4.0
OLDEST_YEARS = 130.0

#: What the bands have in common, with their sex and line of ages; and their subgroup.
Line = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A band and where it stands. head: what it shares with the bands it must fit. to_the_end: plans rely on it."""

    place: str
    band: Band
    head: tuple[str, ...]
    to_the_end: bool


def faults_of_values(intake: ReferenceIntake) -> Iterator[tuple[str, str]]:
    """(column, sentence) for every value that contradicts another one of its row."""
    if intake.aim is None and intake.ear is None and intake.ceiling is None:
        yield "rda", "the row has no value"
    if intake.rda is not None and intake.ai is not None:
        yield "ai", "a row has an RDA or an AI, never both"
    if intake.ear is not None and intake.rda is None:
        yield "ear", "an EAR without the RDA made of it"
    if intake.ear is not None and intake.rda is not None and intake.ear > intake.rda:
        yield "ear", f"the EAR {intake.ear:g} is above the RDA {intake.rda:g}"
    counted_on_everything = intake.ul is not None and intake.scope is Scope.TOTAL and intake.per is Per.DAY
    if counted_on_everything and intake.aim is not None and intake.ul is not None and intake.ul < intake.aim:
        yield "ul", f"the UL of the total intake {intake.ul:g} is below the RDA or AI {intake.aim:g}"
    if intake.cdrr is not None and intake.aim is not None and intake.cdrr < intake.aim:
        yield "cdrr", f"the CDRR {intake.cdrr:g} is below the RDA or AI {intake.aim:g}"


def faults_of_lines(placed: Iterable[Placed]) -> Iterator[str]:
    """A sentence for every two bands that overlap or leave a gap, and every line of ages that ends too early."""
    lines: defaultdict[Line, list[Placed]] = defaultdict(list)
    for piece in placed:
        for sex in list(Sex) if piece.band.sex is None else [piece.band.sex]:
            lines[(*piece.head, sex.value, piece.band.line.value), piece.band.subgroup].append(piece)
    ends: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for line, pieces in lines.items():
        pieces.sort(key=lambda piece: piece.band.age_from)
        yield from _faults_between(line, pieces)
        if pieces[-1].to_the_end and pieces[-1].band.line is Stage.GENERAL:
            # Subgroups may carry a line on (iron before and after the menopause): the end is that of all together.
            ends[line[0]] = max(ends[line[0]], pieces[-1].band.age_to)
    for head, end in ends.items():
        if PLANS_FROM_YEARS < end < OLDEST_YEARS:
            yield f"{' '.join(head)}: the line of ages ends at {end:g} years"


def pieces_of_intake(place: str, intake: ReferenceIntake) -> Iterator[Placed]:
    """Needs and ceilings are separate lines: the European set prints them in separate tables."""
    head = (intake.reference_set.value, intake.key, intake.per.value)
    to_the_end = intake.per is not Per.ADDITION
    if intake.aim is not None or intake.ear is not None:
        yield Placed(place, intake.band, (*head, "needs"), to_the_end)
    if intake.ceiling is not None:
        yield Placed(place, intake.band, (*head, "ceilings"), to_the_end)


def piece_of_range(place: str, row: IntakeRange) -> Placed:
    head = (row.reference_set.value if row.reference_set else "any", row.key, row.kind, row.per.value)
    return Placed(place, row.band, head, row.kind in {"AMDR", "AI", "limit"})


def piece_of_equation(place: str, row: EnergyEquation) -> Placed:
    return Placed(place, row.band, (row.equation_set, row.output, row.activity), row.output == "EER")


def _faults_between(line: Line, pieces: list[Placed]) -> Iterator[str]:
    name = " ".join((*line[0], line[1])).strip()
    for earlier, later in pairwise(pieces):
        end, start = earlier.band.age_to, later.band.age_from
        if start < end:
            yield f"{later.place}: age_from_years: {name}: overlaps the band {earlier.band.age_from:g} to {end:g}"
        elif start > end:
            yield f"{later.place}: age_from_years: {name}: nothing between {end:g} and {start:g} years"
