"""What do the reference tables say of a group of people? Rows of published values, and which of them apply to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nutriplan.domain.person import LifeStage, Person, ReferenceSet, Sex
from nutriplan.domain.rules import Scope, Source

#: Published, but in no food table that we read: kept in the tables, never a target of a plan.
UNCOUNTED: frozenset[str] = frozenset(
    {
        "iodine_ug",
        "biotin_ug",
        "chromium_ug",
        "molybdenum_ug",
        "chloride_mg",
        "nicotinic_acid_mg",
        "nicotinamide_mg",
        "added_sugars_g",
        "free_sugars_g",
        "epa_dha_mg",
        "salt_g",
    }
)
#: Nobody is asked about menopause; the American tables change at 51 as well.
MENOPAUSE_YEARS = 51.0
#: Zinc of the European set depends on phytate. Plans rich in whole grains, pulses and nuts lie near 900 mg a day.
PHYTATE_MARK = "phytate_900"
#: Used when a pregnant person gave no week: the middle of pregnancy.
ASSUMED_WEEK = 20


class Stage(StrEnum):
    """Whom a row is about. The first four share one line of ages; the others are lines of their own."""

    GENERAL = "general"
    INFANT = "infant"
    CHILD = "child"
    ADULT = "adult"
    TRYING = "trying"
    PREGNANT = "pregnant"
    LACTATING = "lactating"


AGE_LINE: frozenset[Stage] = frozenset({Stage.GENERAL, Stage.INFANT, Stage.CHILD, Stage.ADULT})


class Per(StrEnum):
    """What an amount is counted by. ADDITION: added to the value of the same person without it."""

    DAY = "day"
    KG = "kg"
    MEGAJOULE = "mj"
    ADDITION = "addition"
    ENERGY_PERCENT = "energy_percent"
    KILO_KCAL = "1000_kcal"
    MEAL = "meal"
    DOSE = "dose"


@dataclass(frozen=True, slots=True)
class Band:
    """The people of one row: age_from <= age < age_to, in years. sex None: both. subgroup: a mark they must carry."""

    sex: Sex | None
    stage: Stage
    age_from: float
    age_to: float
    subgroup: str = ""

    @property
    def line(self) -> Stage:
        """The line of ages this band is a piece of."""
        return Stage.GENERAL if self.stage in AGE_LINE else self.stage

    def covers(self, age: float) -> bool:
        return self.age_from <= age < self.age_to

    def distance(self, age: float) -> float:
        """Years from the age to the band, 0 inside it."""
        return max(self.age_from - age, age - self.age_to, 0.0)


@dataclass(frozen=True, slots=True)
class ReferenceIntake:
    """One published row, in the unit of `key` (per `per`). ear, rda, ai: what is needed (EFSA: AR, PRI, AI).
    ul, cdrr: what not to exceed, counted on `scope`. checked: how many sources were compared: "two", "one", "none"."""

    reference_set: ReferenceSet
    key: str
    per: Per
    band: Band
    ear: float | None
    rda: float | None
    ai: float | None
    ul: float | None
    cdrr: float | None
    scope: Scope
    source: Source
    checked: str
    note: str = ""

    @property
    def aim(self) -> float | None:
        return self.ai if self.rda is None else self.rda

    @property
    def ceiling(self) -> float | None:
        return self.cdrr if self.ul is None else self.ul


@dataclass(frozen=True, slots=True)
class IntakeRange:
    """A range or limit that is no DRI row: an AMDR, a guideline, a house rule. reference_set None: of both sets.
    low, high: in the unit of `key`, or per cent of energy when `per` says so."""

    reference_set: ReferenceSet | None
    key: str
    kind: str
    band: Band
    low: float | None
    high: float | None
    per: Per
    source: Source
    checked: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EnergyEquation:
    """kcal a day = intercept + per_year * age + activity_factor * (per_kg * kg + per_height * height)
    + per_week * week, then add_kcal (growth, deposition, milk).

    height_unit: "cm" or "m". output: EER, TEE, REE or addition. The band's subgroup is the condition it holds for."""

    equation_set: str
    output: str
    band: Band
    activity: str
    intercept: float
    per_year: float
    per_height: float
    per_kg: float
    per_week: float
    activity_factor: float
    add_kcal: float
    height_unit: str
    source: Source


@dataclass(frozen=True, slots=True)
class ActivityLevel:
    """The range of PAL (total over basal energy) that an equation set gives one name."""

    equation_set: str
    age_from: float
    age_to: float
    activity: str
    pal_from: float
    pal_to: float


@dataclass(frozen=True, slots=True)
class LabelValue:
    """One number for labels and tags, not a person's target. kind: daily_value (US), nrv or reference_intake (EU)."""

    reference_set: ReferenceSet
    kind: str
    key: str
    population: str
    amount: float
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Those who share a row: what the tables need to know of a person. marks: the subgroups they belong to."""

    reference_set: ReferenceSet
    sex: Sex
    age_years: float
    stage: LifeStage = LifeStage.NONE
    marks: frozenset[str] = frozenset()

    @property
    def own_line(self) -> Stage | None:
        """The line that is read before the line of ages; None for most people."""
        lines = {
            LifeStage.PREGNANT: Stage.PREGNANT,
            LifeStage.LACTATING: Stage.LACTATING,
            LifeStage.TRYING: Stage.TRYING,
        }
        return lines.get(self.stage)


@dataclass(frozen=True, slots=True)
class ReferenceTables:
    """Everything published that the targets are made of. notes: key -> a sentence to show beside the nutrient."""

    intakes: Mapping[tuple[ReferenceSet, str], tuple[ReferenceIntake, ...]]
    ranges: tuple[IntakeRange, ...]
    equations: tuple[EnergyEquation, ...]
    activity_levels: tuple[ActivityLevel, ...]
    label_values: tuple[LabelValue, ...]
    sources: Mapping[str, Source]
    notes: Mapping[str, str] = field(default_factory=dict)

    def daily_value(self, key: str) -> float | None:
        """The US Daily Value for adults and children from 4 years, for tags and labels; None where there is none."""
        for value in self.label_values:
            if (value.kind, value.key, value.population) == ("daily_value", key, "from_4_years"):
                return value.amount
        return None

    def needs(self, key: str, group: Group, per: Per = Per.DAY) -> tuple[ReferenceIntake, ...]:
        """The rows that say how much the group needs; see `rows_for`."""
        rows = self.intakes.get((group.reference_set, key), ())
        return rows_for([row for row in rows if row.per is per and (row.aim is not None or row.ear is not None)], group)

    def ceilings(self, key: str, group: Group) -> tuple[ReferenceIntake, ...]:
        """The rows that say what the group should not exceed; see `rows_for`."""
        rows = self.intakes.get((group.reference_set, key), ())
        return rows_for([row for row in rows if row.ceiling is not None], group)

    def ranges_for(self, key: str, kind: str, group: Group, per: Per) -> tuple[IntakeRange, ...]:
        """Every range of the kind that binds the group: those of its age and those of its life stage."""
        return tuple(
            row
            for row in self.ranges
            if (row.key, row.kind, row.per) == (key, kind, per)
            and row.reference_set in {None, group.reference_set}
            and row.band.sex in {None, group.sex}
            and (
                row.band.covers(group.age_years) if row.band.line is Stage.GENERAL else row.band.line is group.own_line
            )
        )


def rows_for(rows: Iterable[ReferenceIntake], group: Group) -> tuple[ReferenceIntake, ...]:
    """The rows that apply to the group: usually one.

    Pregnancy and breastfeeding have a line of their own. Where a table has none, the line of ages applies. Where that
    line does not reach the age (a pregnant 16-year-old in the European set), its nearest band applies together with
    the row of the age, and both come back: the caller keeps the larger need and the lower ceiling.
    """
    mine = [row for row in rows if row.band.sex in {None, group.sex} and row.band.subgroup in {"", *group.marks}]
    general = _at(group.age_years, [row for row in mine if row.band.line is Stage.GENERAL])
    own = [row for row in mine if row.band.line is group.own_line]
    if not own:
        return general
    inside = _at(group.age_years, own)
    if inside:
        return inside
    nearest = min(own, key=lambda row: row.band.distance(group.age_years)).band
    return (*_at(nearest.age_from, own), *general)


def _at(age: float, rows: list[ReferenceIntake]) -> tuple[ReferenceIntake, ...]:
    """The row of the age; one of a subgroup is closer to the person and wins over the general one."""
    found = sorted((row for row in rows if row.band.covers(age)), key=lambda row: not row.band.subgroup)
    return tuple(found[:1])


def trimester(week: int | None) -> int:
    """1 to 3, from the week of pregnancy: the second begins with week 14, the third with week 28."""
    weeks = ASSUMED_WEEK if week is None else week
    return 1 if weeks < 14 else 2 if weeks < 28 else 3


def group_of(person: Person) -> Group:
    """The person as the tables see them."""
    marks = {PHYTATE_MARK}
    if person.smoker:
        marks.add("smoker")
    if person.sex is Sex.FEMALE:
        after = person.age_years >= MENOPAUSE_YEARS and person.life_stage is LifeStage.NONE
        marks.add("postmenopausal" if after else "premenopausal")
    if person.life_stage is LifeStage.PREGNANT:
        marks.add(f"trimester_{trimester(person.pregnancy_week)}")
    if person.life_stage is LifeStage.LACTATING:
        marks.add(lactation_mark(person.months_postpartum))
    return Group(person.reference_set, person.sex, person.age_years, person.life_stage, frozenset(marks))


def lactation_mark(months_postpartum: float | None) -> str:
    """Full breastfeeding up to six months; unknown counts as that, the larger need."""
    return "lactation_7_plus" if months_postpartum is not None and months_postpartum > 6 else "lactation_0_6"
