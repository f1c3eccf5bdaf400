import pytest

from nutriplan.domain.person import LifeStage, Person, ReferenceSet, Sex
from nutriplan.domain.references import (
    Band,
    Group,
    Per,
    ReferenceIntake,
    Stage,
    group_of,
    lactation_mark,
    rows_for,
    trimester,
)
from nutriplan.domain.rules import Scope, Source


def row(stage: Stage, age_from: float, age_to: float, rda: float, subgroup: str = "") -> ReferenceIntake:
    band = Band(Sex.FEMALE, stage, age_from, age_to, subgroup)
    source = Source("a table")
    return ReferenceIntake(
        ReferenceSet.US, "iron_mg", Per.DAY, band, None, rda, None, None, None, Scope.TOTAL, source, "two"
    )  # fmt: skip


ROWS = [
    row(Stage.CHILD, 4, 19, 1),
    row(Stage.ADULT, 19, 130, 2),
    row(Stage.ADULT, 19, 130, 3, "smoker"),
    row(Stage.PREGNANT, 19, 51, 4),
]


def rdas(age: float, stage: LifeStage = LifeStage.NONE, sex: Sex = Sex.FEMALE, *marks: str) -> list[float | None]:
    return [found.rda for found in rows_for(ROWS, Group(ReferenceSet.US, sex, age, stage, frozenset(marks)))]


def test_the_row_of_the_age_is_found() -> None:
    assert rdas(18.99) == [1]
    assert rdas(19) == [2]


def test_nothing_is_found_for_another_sex_or_outside_every_band() -> None:
    assert rdas(30, sex=Sex.MALE) == []
    assert rdas(3) == []


def test_a_mark_brings_the_row_of_its_subgroup() -> None:
    assert rdas(30, LifeStage.NONE, Sex.FEMALE, "smoker") == [3]


def test_a_life_stage_has_its_own_line() -> None:
    assert rdas(30, LifeStage.PREGNANT) == [4]
    assert rdas(30, LifeStage.LACTATING) == [2]


@pytest.mark.parametrize(("age", "both"), [(16, [4, 1]), (60, [4, 2])])
def test_outside_its_own_line_the_nearest_band_and_the_age_count(age: float, both: list[float]) -> None:
    assert rdas(age, LifeStage.PREGNANT) == both


@pytest.mark.parametrize(("week", "expected"), [(0, 1), (13, 1), (14, 2), (27, 2), (28, 3), (41, 3), (None, 2)])
def test_trimesters(week: int | None, expected: int) -> None:
    assert trimester(week) == expected


def test_full_breastfeeding_is_assumed_up_to_six_months() -> None:
    assert [lactation_mark(months) for months in (None, 6, 6.1)] == [
        "lactation_0_6",
        "lactation_0_6",
        "lactation_7_plus",
    ]


def test_a_person_carries_the_marks_of_their_groups() -> None:
    who = Person(52, Sex.FEMALE, 165, 60, life_stage=LifeStage.PREGNANT, pregnancy_week=30, smoker=True)
    assert {"premenopausal", "smoker", "trimester_3"} <= group_of(who).marks
    assert "postmenopausal" in group_of(Person(51, Sex.FEMALE, 165, 60)).marks
    assert "premenopausal" in group_of(Person(30, Sex.FEMALE, 165, 60)).marks
    assert not {"premenopausal", "postmenopausal"} & group_of(Person(30, Sex.MALE, 165, 60)).marks
