from dataclasses import replace

import pytest

from nutriplan.domain.person import ReferenceSet, Sex
from nutriplan.domain.references import Band, Per, ReferenceIntake, Stage
from nutriplan.domain.rules import Scope, Source
from nutriplan.knowledge.reference_checks import faults_of_lines, faults_of_values, pieces_of_intake

ROW = ReferenceIntake(
    ReferenceSet.US, "calcium_mg", Per.DAY, Band(None, Stage.GENERAL, 0, 130), 800, 1000, None, 2500, None, Scope.TOTAL,
    Source("a table"), "two",
)  # fmt: skip


def faults(*rows: ReferenceIntake) -> list[str]:
    return list(faults_of_lines(piece for row in rows for piece in pieces_of_intake("a.csv:2", row)))


def aged(age_from: float, age_to: float, sex: Sex | None = None, subgroup: str = "") -> ReferenceIntake:
    return replace(ROW, band=Band(sex, Stage.ADULT, age_from, age_to, subgroup))


def test_a_sound_row_has_no_fault() -> None:
    assert list(faults_of_values(ROW)) == []
    assert faults(ROW) == []


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        (replace(ROW, ear=1001), "ear"),
        (replace(ROW, rda=None), "ear"),
        (replace(ROW, ai=900), "ai"),
        (replace(ROW, ul=999), "ul"),
        (replace(ROW, cdrr=999), "cdrr"),
        (replace(ROW, ear=None, rda=None, ul=None), "rda"),
    ],
)
def test_values_that_contradict_each_other(changed: ReferenceIntake, column: str) -> None:
    assert column in [named for named, _ in faults_of_values(changed)]


def test_an_upper_level_of_tablets_may_lie_below_the_rda() -> None:
    assert list(faults_of_values(replace(ROW, ul=350, scope=Scope.SUPPLEMENTS_ONLY))) == []


def test_bands_of_one_sex_continue_those_of_both() -> None:
    assert faults(aged(0, 9), aged(9, 130, Sex.FEMALE), aged(9, 130, Sex.MALE)) == []
    assert any("ends at 9 years" in fault for fault in faults(aged(0, 9), aged(9, 130, Sex.FEMALE)))


def test_overlap_and_gap_are_told_apart() -> None:
    assert any("overlaps" in fault for fault in faults(aged(0, 20), aged(19, 130)))
    assert any("nothing between 18 and 19" in fault for fault in faults(aged(0, 18), aged(19, 130)))


def test_subgroups_may_carry_a_line_to_its_end() -> None:
    assert faults(aged(0, 18), aged(18, 130, subgroup="premenopausal")) == []


def test_a_line_that_ends_before_plans_begin_may_end() -> None:
    assert faults(aged(0, 1)) == []
