"""How much energy is used in a day? One function per published equation set; the coefficients stand in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nutriplan.domain.person import Activity, LifeStage, Person, Sex
from nutriplan.domain.references import (
    ASSUMED_WEEK,
    ActivityLevel,
    EnergyEquation,
    Stage,
    lactation_mark,
    trimester,
)

ADULT_YEARS = 19.0
#: Standard error of one person's predicted expenditure in kcal a day: NASEM 2023, Table 5-8.
STANDARD_ERROR: dict[str, float] = {"man": 342.0, "woman": 241.0, "boy": 258.0, "girl": 221.0, "pregnant": 302.0}
#: The first set's words of activity in the words of IOM 2005. The limits of PAL differ: prefer `activity_for_pal`.
_IOM_2005_WORD = {Activity.INACTIVE: "sedentary"}


class NoEquation(LookupError):
    """No published equation covers these inputs."""


def nasem_2023(
    equations: Iterable[EnergyEquation],
    *,
    sex: Sex,
    age_years: float,
    height_cm: float,
    weight_kg: float,
    activity: Activity,
    growth: bool = True,
) -> float:
    """EER in kcal a day of anyone who is neither in the second half of pregnancy nor breastfeeding (NASEM 2023).

    growth False leaves out the energy that children and infants lay down, which gives TEE.
    """
    row = _row(equations, "nasem_2023", "EER", Stage.GENERAL, sex=sex, age=age_years, activity=activity)
    return _kcal(row, age_years, height_cm, weight_kg) + (row.add_kcal if growth else 0.0)


def nasem_2023_pregnant(
    equations: Iterable[EnergyEquation],
    *,
    age_years: float,
    height_cm: float,
    weight_kg: float,
    week: float,
    activity: Activity,
    bmi_before: float,
    deposition: bool = True,
) -> float:
    """EER in the second and third trimester: the weight of today, the BMI from before pregnancy (NASEM 2023).

    deposition False leaves out the energy that is laid down, which gives TEE.
    """
    row = _row(
        equations, "nasem_2023", "EER", Stage.PREGNANT, activity=activity, condition=_bmi_class(bmi_before)
    )  # fmt: skip
    return _kcal(row, age_years, height_cm, weight_kg, week) + (row.add_kcal if deposition else 0.0)


def nasem_2023_lactating(
    equations: Sequence[EnergyEquation],
    *,
    age_years: float,
    height_cm: float,
    weight_kg: float,
    activity: Activity,
    months_postpartum: float | None,
) -> float:
    """EER while breastfeeding: TEE without growth, plus the milk, less what the body gives (NASEM 2023)."""
    condition = lactation_mark(months_postpartum)
    milk = _row(equations, "nasem_2023", "addition", Stage.LACTATING, condition=condition)
    tee = nasem_2023(
        equations,
        sex=Sex.FEMALE,
        age_years=age_years,
        height_cm=height_cm,
        weight_kg=weight_kg,
        activity=activity,
        growth=False,
    )
    return tee + milk.add_kcal


def iom_2005(
    equations: Iterable[EnergyEquation],
    *,
    sex: Sex,
    age_years: float,
    height_cm: float,
    weight_kg: float,
    activity: Activity,
    overweight: bool = False,
) -> float:
    """EER of IOM 2002/2005, to compare with older plans; overweight True gives its TEE for keeping that weight."""
    row = _row(
        equations,
        "iom_2005",
        "TEE" if overweight else "EER",
        Stage.GENERAL,
        sex=sex,
        age=age_years,
        activity=_IOM_2005_WORD.get(activity, activity.value),
        condition="overweight" if overweight else "",
    )
    return _kcal(row, age_years, height_cm, weight_kg) + row.add_kcal


def iom_2005_addition(equations: Iterable[EnergyEquation], stage: LifeStage, condition: str) -> float:
    """kcal a day added to the EER of IOM 2002/2005. condition: "trimester_1" to "_3", "lactation_0_6" or "_7_plus"."""
    return _row(equations, "iom_2005", "addition", Stage(stage.value), condition=condition).add_kcal


def mifflin_1990(
    equations: Iterable[EnergyEquation], *, sex: Sex, age_years: float, height_cm: float, weight_kg: float
) -> float:
    """Resting energy in kcal a day (Mifflin-St Jeor 1990): a check, not a target."""
    row = _row(equations, "mifflin_1990", "REE", Stage.GENERAL, sex=sex, age=age_years, activity="resting")
    return _kcal(row, age_years, height_cm, weight_kg)


def eer(person: Person, equations: Sequence[EnergyEquation]) -> float:
    """The person's EER in kcal a day by NASEM 2023, the default of both reference sets.

    It holds a weight steady in health; it is no number for losing weight. Pregnant without a week counts as week 20;
    without a weight from before, today's weight gives the BMI class.
    """
    if person.life_stage is LifeStage.LACTATING:
        return nasem_2023_lactating(
            equations,
            age_years=person.age_years,
            height_cm=person.height_cm,
            weight_kg=person.weight_kg,
            activity=person.activity,
            months_postpartum=person.months_postpartum,
        )
    if person.life_stage is LifeStage.PREGNANT and trimester(person.pregnancy_week) > 1:
        before = person.pre_pregnancy_weight_kg or person.weight_kg
        return nasem_2023_pregnant(
            equations,
            age_years=person.age_years,
            height_cm=person.height_cm,
            weight_kg=person.weight_kg,
            week=ASSUMED_WEEK if person.pregnancy_week is None else person.pregnancy_week,
            activity=person.activity,
            bmi_before=before / (person.height_cm / 100) ** 2,
        )
    return nasem_2023(
        equations,
        sex=person.sex,
        age_years=person.age_years,
        height_cm=person.height_cm,
        weight_kg=person.weight_kg,
        activity=person.activity,
    )


def standard_error(person: Person) -> float:
    """How far the person's EER may be off, in kcal a day: about two in three people lie within it."""
    if person.life_stage is LifeStage.PREGNANT:
        return STANDARD_ERROR["pregnant"]
    adult = person.age_years >= ADULT_YEARS
    if person.sex is Sex.FEMALE:
        return STANDARD_ERROR["woman" if adult else "girl"]
    return STANDARD_ERROR["man" if adult else "boy"]


def activity_for_pal(levels: Iterable[ActivityLevel], *, age_years: float, pal: float) -> Activity | None:
    """The NASEM 2023 category of a measured PAL; None outside 1.0 to 2.5. Categories match by number, not by word."""
    for level in levels:
        fits = level.age_from <= age_years < level.age_to and level.pal_from <= pal < level.pal_to
        if level.equation_set == "nasem_2023" and fits:
            return Activity(level.activity)
    return None


def _bmi_class(bmi: float) -> str:
    for below, name in ((18.5, "bmi_below_18_5"), (25.0, "bmi_18_5_to_25"), (30.0, "bmi_25_to_30")):
        if bmi < below:
            return name
    return "bmi_from_30"


def _kcal(row: EnergyEquation, age: float, height_cm: float, weight_kg: float, week: float = 0.0) -> float:
    height = height_cm if row.height_unit == "cm" else height_cm / 100
    body = row.per_kg * weight_kg + row.per_height * height
    return row.intercept + row.per_year * age + row.activity_factor * body + row.per_week * week


def _row(
    equations: Iterable[EnergyEquation],
    equation_set: str,
    output: str,
    line: Stage,
    *,
    sex: Sex = Sex.FEMALE,
    age: float | None = None,
    activity: str = "any",
    condition: str = "",
) -> EnergyEquation:
    """age None: the line has one equation for all ages."""
    for row in equations:
        same = (row.equation_set, row.output, row.band.line, row.band.subgroup) == (
            equation_set,
            output,
            line,
            condition,
        )
        fits = (
            row.band.sex in {None, sex} and row.activity in {activity, "any"} and (age is None or row.band.covers(age))
        )
        if same and fits:
            return row
    raise NoEquation(f"{equation_set}: no {output} for {line.value} {sex.value}, age {age}, {activity} {condition}")
