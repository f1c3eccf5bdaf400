import csv
from pathlib import Path
from typing import Any

import pytest

from nutriplan.domain import energy
from nutriplan.domain.person import Activity, LifeStage, Person, Sex
from nutriplan.domain.references import EnergyEquation
from nutriplan.knowledge import references

Vector = dict[str, str]

with (Path(__file__).parent / "energy_vectors.csv").open(newline="") as _file:
    VECTORS: list[Vector] = list(csv.DictReader(_file))


@pytest.fixture(scope="module")
def equations() -> tuple[EnergyEquation, ...]:
    return references.read([]).equations


def compute(vector: Vector, equations: tuple[EnergyEquation, ...]) -> float:
    age, height, weight = (float(vector[name]) for name in ("age_years", "height_cm", "weight_kg"))
    sex, final = Sex(vector["sex"]), vector["output"] == "EER"
    if vector["set"] == "mifflin_1990":
        return energy.mifflin_1990(equations, sex=sex, age_years=age, height_cm=height, weight_kg=weight)
    word = {"sedentary": "inactive", "any": "active"}.get(vector["activity"], vector["activity"])
    activity = Activity(word)
    if vector["life_stage"] == "pregnant":
        return energy.nasem_2023_pregnant(
            equations, age_years=age, height_cm=height, weight_kg=weight, week=float(vector["week"]), activity=activity,
            bmi_before=22, deposition=final,
        )  # fmt: skip
    if vector["set"] == "iom_2005":
        return energy.iom_2005(
            equations, sex=sex, age_years=age, height_cm=height, weight_kg=weight, activity=activity
        )  # fmt: skip
    return energy.nasem_2023(
        equations, sex=sex, age_years=age, height_cm=height, weight_kg=weight, activity=activity, growth=final
    )  # fmt: skip


def test_all_89_published_and_worked_inputs_are_here() -> None:
    assert len(VECTORS) == 89
    assert sum(bool(vector["printed_kcal"]) for vector in VECTORS) == 55


@pytest.mark.parametrize(
    "vector", VECTORS, ids=lambda v: "-".join(v[k] for k in ("set", "sex", "life_stage", "activity"))
)
def test_the_equations_return_the_worked_results(vector: Vector, equations: tuple[EnergyEquation, ...]) -> None:
    got = compute(vector, equations)
    assert got == pytest.approx(float(vector["expected_kcal"]), abs=0.06)
    if vector["printed_kcal"]:
        # Published tables print a rounded mean age; an infant's month moves the result most.
        assert got == pytest.approx(float(vector["printed_kcal"]), abs=2.9)


def woman(**changes: Any) -> Person:
    return Person(**{"age_years": 30, "sex": Sex.FEMALE, "height_cm": 163, "weight_kg": 57, **changes})


def test_a_woman_who_is_low_active(equations: tuple[EnergyEquation, ...]) -> None:
    assert energy.eer(woman(), equations) == pytest.approx(2133.2, abs=0.1)


def test_the_first_trimester_adds_nothing(equations: tuple[EnergyEquation, ...]) -> None:
    early = woman(life_stage=LifeStage.PREGNANT, pregnancy_week=13)
    assert energy.eer(early, equations) == energy.eer(woman(), equations)


def test_from_week_14_the_equation_of_pregnancy_holds(equations: tuple[EnergyEquation, ...]) -> None:
    later = woman(life_stage=LifeStage.PREGNANT, pregnancy_week=24, weight_kg=66, pre_pregnancy_weight_kg=58)
    assert energy.eer(later, equations) == pytest.approx(2659.2, abs=0.1)


def test_an_unknown_week_counts_as_the_middle(equations: tuple[EnergyEquation, ...]) -> None:
    unknown = woman(life_stage=LifeStage.PREGNANT)
    assert energy.eer(unknown, equations) == energy.eer(
        woman(life_stage=LifeStage.PREGNANT, pregnancy_week=20), equations
    )


@pytest.mark.parametrize(("weight_before", "deposited"), [(45, 300), (60, 200), (75, 150), (95, -50)])
def test_what_is_laid_down_depends_on_the_bmi_before(
    equations: tuple[EnergyEquation, ...], weight_before: float, deposited: float
) -> None:
    person = woman(
        life_stage=LifeStage.PREGNANT, pregnancy_week=24, weight_kg=70, pre_pregnancy_weight_kg=weight_before
    )
    base = 693.35 - 2.04 * 30 + 5.73 * 163 + 10.2 * 70 + 9.16 * 24
    assert energy.eer(person, equations) == pytest.approx(base + deposited)


@pytest.mark.parametrize(("months", "milk"), [(None, 400), (0, 400), (6, 400), (7, 380), (14, 380)])
def test_breastfeeding_adds_the_milk(equations: tuple[EnergyEquation, ...], months: float | None, milk: float) -> None:
    person = woman(life_stage=LifeStage.LACTATING, months_postpartum=months)
    assert energy.eer(person, equations) == pytest.approx(energy.eer(woman(), equations) + milk)


def test_a_breastfeeding_girl_has_no_growth_on_top(equations: tuple[EnergyEquation, ...]) -> None:
    girl = woman(age_years=17)
    feeding = woman(age_years=17, life_stage=LifeStage.LACTATING, months_postpartum=2)
    assert energy.eer(feeding, equations) == pytest.approx(energy.eer(girl, equations) - 20 + 400)


@pytest.mark.parametrize(
    ("sex", "age", "growth"),
    [(Sex.MALE, 4, 15), (Sex.MALE, 9, 25), (Sex.MALE, 14, 20),
     (Sex.FEMALE, 8.9, 15), (Sex.FEMALE, 9, 30), (Sex.FEMALE, 18.9, 20)],
)  # fmt: skip
def test_children_get_their_growth(equations: tuple[EnergyEquation, ...], sex: Sex, age: float, growth: float) -> None:
    both = [
        energy.nasem_2023(
            equations, sex=sex, age_years=age, height_cm=130, weight_kg=30, activity=Activity.ACTIVE, growth=with_growth
        )
        for with_growth in (True, False)
    ]
    assert both[0] - both[1] == pytest.approx(growth)


def test_iom_2005_additions_and_overweight(equations: tuple[EnergyEquation, ...]) -> None:
    assert energy.iom_2005_addition(equations, LifeStage.PREGNANT, "trimester_2") == 340
    assert energy.iom_2005_addition(equations, LifeStage.PREGNANT, "trimester_3") == 452
    assert energy.iom_2005_addition(equations, LifeStage.LACTATING, "lactation_0_6") == 330
    heavy = energy.iom_2005(
        equations, sex=Sex.FEMALE, age_years=40, height_cm=165, weight_kg=90, activity=Activity.INACTIVE,
        overweight=True,
    )  # fmt: skip
    assert heavy == pytest.approx(448 - 7.95 * 40 + 11.4 * 90 + 619 * 1.65)


def test_no_equation_is_an_error_with_a_name(equations: tuple[EnergyEquation, ...]) -> None:
    with pytest.raises(energy.NoEquation, match="mifflin_1990"):
        energy.mifflin_1990(equations, sex=Sex.MALE, age_years=90, height_cm=170, weight_kg=70)


@pytest.mark.parametrize(
    ("age", "pal", "expected"),
    [(30, 1.45, Activity.INACTIVE), (30, 1.53, Activity.LOW_ACTIVE), (30, 1.85, Activity.VERY_ACTIVE),
     (6, 1.45, Activity.ACTIVE), (30, 2.6, None)],
)  # fmt: skip
def test_activity_is_matched_by_its_number(age: float, pal: float, expected: Activity | None) -> None:
    levels = references.read([]).activity_levels
    assert energy.activity_for_pal(levels, age_years=age, pal=pal) is expected


def test_the_standard_error_belongs_to_the_person() -> None:
    assert energy.standard_error(woman()) == 241
    assert energy.standard_error(woman(age_years=12)) == 221
    assert energy.standard_error(woman(life_stage=LifeStage.PREGNANT)) == 302
    assert energy.standard_error(woman(sex=Sex.MALE)) == 342
