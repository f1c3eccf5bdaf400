"""What do the reference tables on disk say? Published values as domain values; everything dubious is a fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.person import ReferenceSet, Sex
from nutriplan.domain.references import (
    UNCOUNTED,
    ActivityLevel,
    Band,
    EnergyEquation,
    IntakeRange,
    LabelValue,
    Per,
    ReferenceIntake,
    ReferenceTables,
    Stage,
)
from nutriplan.domain.rules import Scope, Source
from nutriplan.domain.units import UnitMismatch, convert
from nutriplan.knowledge import reference_checks
from nutriplan.knowledge.csv_rows import Row, columns, read_rows

FOLDER = Path(__file__).parent / "reference_values"

INTAKE_COLUMNS = columns(
    "nutrient,per,sex,life_stage,age_from_years,age_to_years,subgroup,ear,rda,ai,ul,cdrr,"
    "unit,form,ul_scope,source,checked,note"
)
RANGE_COLUMNS = columns(
    "set,nutrient,kind,sex,life_stage,age_from_years,age_to_years,subgroup,low,high,per,unit,source,checked,note"
)
EQUATION_COLUMNS = columns(
    "set,output,sex,life_stage,age_from_years,age_to_years,activity,condition,intercept,per_year,per_height,per_kg,"
    "per_week,activity_factor,add_kcal,height_unit,source,checked"
)
LEVEL_COLUMNS = columns("set,age_from_years,age_to_years,activity,pal_from,pal_to,source,checked")
LABEL_COLUMNS = columns("set,kind,nutrient,population,value,unit,form,source,checked,note")
SOURCE_COLUMNS = columns("id,title,publisher,year,section,address,checked_on,review_due")
NOTE_COLUMNS = columns("nutrient,note,source")

#: Equivalents a nutrient may be published in; everything else is a fault, since no factor joins the two.
FORMS: Mapping[str, frozenset[str]] = {
    "vitamin_a_ug": frozenset({"", "RAE", "RE"}),
    "folate_ug": frozenset({"", "DFE"}),
    "niacin_mg": frozenset({"", "NE"}),
}
SUBGROUPS = frozenset(
    columns(
        "premenopausal,postmenopausal,smoker,trimester_1,trimester_2,trimester_3,lactation_0_6,lactation_7_plus,"
        "phytate_300,phytate_600,phytate_900,phytate_1200,"
    )
)
CONDITIONS = SUBGROUPS | {"overweight", "bmi_below_18_5", "bmi_18_5_to_25", "bmi_25_to_30", "bmi_from_30"}
KINDS = frozenset({"AMDR", "AI", "limit", "guidance", "as_low_as_possible", "less_is_better"})
WORDLESS_KINDS = frozenset({"as_low_as_possible", "less_is_better"})
ACTIVITIES = frozenset({"inactive", "sedentary", "low_active", "active", "very_active", "any", "resting"})
CHECKED = frozenset({"two", "one", "none"})

Sources = dict[str, Source]
Fact = TypeVar("Fact")


def read(faults: list[str], folder: Path = FOLDER) -> ReferenceTables:
    """Read every table of the folder. What is wrong is appended to `faults`, all of it; faulty rows are left out."""
    sources = _sources(folder, faults)

    def table(name: str, header: tuple[str, ...], build: Callable[[Row, Sources], Fact]) -> list[tuple[str, Fact]]:
        """(place, fact) of every row that has no fault."""
        found = ((row, _whole(row, sources, build)) for row in read_rows(folder / name, header, faults))
        return [(row.place, fact) for row, fact in found if fact is not None]

    intakes = [
        *table("us_intakes.csv", INTAKE_COLUMNS, _us_intake),
        *table("eu_intakes.csv", INTAKE_COLUMNS, _eu_intake),
    ]
    ranges = table("ranges.csv", RANGE_COLUMNS, _range)
    equations = table("energy_equations.csv", EQUATION_COLUMNS, _equation)
    faults.extend(
        reference_checks.faults_of_lines(
            [
                *(piece for place, row in intakes for piece in reference_checks.pieces_of_intake(place, row)),
                *(reference_checks.piece_of_range(place, row) for place, row in ranges),
                *(reference_checks.piece_of_equation(place, row) for place, row in equations),
            ]
        )
    )
    return ReferenceTables(
        intakes=_by_key(intake for _, intake in intakes),
        ranges=tuple(row for _, row in ranges),
        equations=tuple(row for _, row in equations),
        activity_levels=tuple(row for _, row in table("activity_levels.csv", LEVEL_COLUMNS, _level)),
        label_values=tuple(row for _, row in table("label_values.csv", LABEL_COLUMNS, _label)),
        sources=sources,
        notes=dict(note for _, note in table("notes.csv", NOTE_COLUMNS, _note)),
    )


def _whole(row: Row, sources: Sources, build: Callable[[Row, Sources], Fact]) -> Fact | None:
    """What the row says, or None when building it found a fault."""
    before = len(row.faults)
    fact = build(row, sources)
    return fact if len(row.faults) == before else None


def _by_key(intakes: Iterable[ReferenceIntake]) -> dict[tuple[ReferenceSet, str], tuple[ReferenceIntake, ...]]:
    found: defaultdict[tuple[ReferenceSet, str], list[ReferenceIntake]] = defaultdict(list)
    for intake in intakes:
        found[intake.reference_set, intake.key].append(intake)
    return {key: tuple(rows) for key, rows in found.items()}


def _sources(folder: Path, faults: list[str]) -> Sources:
    sources: Sources = {}
    for row in read_rows(folder / "sources.csv", SOURCE_COLUMNS, faults):
        for column in ("id", "title", "publisher", "year", "address"):
            if not row.text(column):
                row.fault(column, "is empty")
        if row.text("id") in sources:
            row.fault("id", f"{row.text('id')!r} stands twice")
        title, publisher, year, section, address = (
            row.text(column) for column in ("title", "publisher", "year", "section", "address")
        )
        days = row.day("checked_on"), row.day("review_due")
        sources[row.text("id")] = Source(title, publisher, year, section, address, *days)
    return sources


def _source(row: Row, sources: Sources) -> Source:
    name = row.text("source")
    if not name:
        row.fault("source", "a value without a source may not be loaded")
    elif name not in sources:
        row.fault("source", f"{name!r} does not stand in sources.csv")
    return sources.get(name, Source(name))


def _key(row: Row) -> str:
    key = row.text("nutrient")
    if key not in NUTRIENTS and key not in UNCOUNTED:
        row.fault("nutrient", f"{key!r} is neither in the vocabulary nor on the list of what is not counted")
    return key


def _factor(row: Row, key: str) -> float:
    """As `_unit_factor`, for tables whose unit has a form (RAE, DFE, NE)."""
    if row.text("form") not in FORMS.get(key, frozenset({""})):
        row.fault("form", f"{key} is not counted in {row.text('form')!r}")
    return _unit_factor(row, key)


def _unit_factor(row: Row, key: str) -> float:
    """What turns the published unit into the unit of the key."""
    try:
        return convert(1.0, source=row.text("unit"), target=key.rsplit("_", 1)[-1])
    except UnitMismatch as mismatch:
        row.fault("unit", str(mismatch))
        return 1.0


def _scaled(row: Row, column: str, factor: float) -> float | None:
    value = row.number(column)
    # Rounded to 12 digits: 900 ug must read as 0.9 mg, not as 0.9000000000000001.
    return None if value is None else float(f"{value * factor:.12g}")


def _sex(row: Row) -> Sex | None:
    text = row.one_of("sex", ("female", "male", "any"))
    return Sex(text) if text in {"female", "male"} else None


def _band(row: Row, subgroup_column: str, subgroups: frozenset[str]) -> Band:
    band = Band(
        _sex(row),
        row.word("life_stage", Stage, Stage.GENERAL),
        row.required("age_from_years"),
        row.required("age_to_years"),
        row.one_of(subgroup_column, subgroups),
    )
    if not 0 <= band.age_from < band.age_to:
        row.fault("age_to_years", f"the band {band.age_from:g} to {band.age_to:g} years is empty")
    if band.line in {Stage.PREGNANT, Stage.LACTATING} and band.sex is not Sex.FEMALE:
        row.fault("sex", f"a row of the life stage {band.stage.value} is about women")
    return band


def _us_intake(row: Row, sources: Sources) -> ReferenceIntake:
    return _intake(row, ReferenceSet.US, sources)


def _eu_intake(row: Row, sources: Sources) -> ReferenceIntake:
    return _intake(row, ReferenceSet.EU, sources)


def _intake(row: Row, reference_set: ReferenceSet, sources: Sources) -> ReferenceIntake:
    key = _key(row)
    factor = _factor(row, key)
    ear, rda, ai, ul, cdrr = (_scaled(row, column, factor) for column in ("ear", "rda", "ai", "ul", "cdrr"))
    scope = Scope.TOTAL
    if ul is None and row.text("ul_scope"):
        row.fault("ul_scope", "a scope without an upper level")
    elif ul is not None:
        scope = row.word("ul_scope", Scope, Scope.TOTAL)
    per = row.word("per", Per, Per.DAY)
    band = _band(row, "subgroup", SUBGROUPS)
    source = _source(row, sources)
    checked = row.one_of("checked", CHECKED)
    intake = ReferenceIntake(
        reference_set, key, per, band, ear, rda, ai, ul, cdrr, scope, source, checked, row.text("note")
    )  # fmt: skip
    for column, sentence in reference_checks.faults_of_values(intake):
        row.fault(column, sentence)
    return intake


def _range(row: Row, sources: Sources) -> IntakeRange:
    key = _key(row)
    per = row.word("per", Per, Per.DAY)
    share = per is Per.ENERGY_PERCENT
    if share and row.text("unit") != "%":
        row.fault("unit", "a share of energy is given in %")
    factor = 1.0 if share else _unit_factor(row, key)
    low, high = _scaled(row, "low", factor), _scaled(row, "high", factor)
    kind = row.one_of("kind", KINDS)
    if (low is None and high is None) != (kind in WORDLESS_KINDS):
        row.fault("low", f"the numbers do not fit the kind {kind}")
    if low is not None and high is not None and low > high:
        row.fault("low", f"{low:g} is above high {high:g}")
    chosen = row.one_of("set", ("us", "eu", "any"))
    reference_set = ReferenceSet(chosen) if chosen in {"us", "eu"} else None
    band = _band(row, "subgroup", SUBGROUPS)
    checked = row.one_of("checked", CHECKED)
    return IntakeRange(reference_set, key, kind, band, low, high, per, _source(row, sources), checked, row.text("note"))


def _equation(row: Row, sources: Sources) -> EnergyEquation:
    row.one_of("checked", CHECKED)
    return EnergyEquation(
        equation_set=row.one_of("set", ("nasem_2023", "iom_2005", "mifflin_1990")),
        output=row.one_of("output", ("EER", "TEE", "REE", "addition")),
        band=_band(row, "condition", CONDITIONS),
        activity=row.one_of("activity", ACTIVITIES),
        intercept=row.required("intercept"),
        per_year=row.required("per_year"),
        per_height=row.required("per_height"),
        per_kg=row.required("per_kg"),
        per_week=row.required("per_week"),
        activity_factor=row.required("activity_factor"),
        add_kcal=row.required("add_kcal"),
        height_unit=row.one_of("height_unit", ("cm", "m")),
        source=_source(row, sources),
    )


def _level(row: Row, sources: Sources) -> ActivityLevel:
    _source(row, sources)
    row.one_of("checked", CHECKED)
    level = ActivityLevel(
        row.one_of("set", ("nasem_2023", "iom_2005")),
        row.required("age_from_years"),
        row.required("age_to_years"),
        row.one_of("activity", ACTIVITIES),
        row.required("pal_from"),
        row.required("pal_to"),
    )
    if not 1 <= level.pal_from < level.pal_to:
        row.fault("pal_to", f"the range {level.pal_from:g} to {level.pal_to:g} is empty")
    return level


def _label(row: Row, sources: Sources) -> LabelValue:
    key = _key(row)
    row.one_of("checked", CHECKED)
    kind = row.one_of("kind", ("daily_value", "nrv", "reference_intake"))
    amount = _scaled(row, "value", _factor(row, key))
    if amount is None:
        row.fault("value", "is empty")
    reference_set = row.word("set", ReferenceSet, ReferenceSet.US)
    return LabelValue(reference_set, kind, key, row.text("population"), amount or 0.0, _source(row, sources))


def _note(row: Row, sources: Sources) -> tuple[str, str]:
    _source(row, sources)
    if not row.text("note"):
        row.fault("note", "is empty")
    return _key(row), row.text("note")
