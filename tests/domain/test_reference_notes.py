import pytest

from nutriplan.domain.cautions import evaluate
from nutriplan.domain.reference_notes import reference_notes
from nutriplan.domain.rules import RequireNutrient, Scope
from nutriplan.domain.targets import Target
from tests.domain.cast import person
from tests.domain.rulebook import book, rule

FOLATE = Target("folate_ug", 320.0, 600.0, None, Scope.TOTAL, "RDA", "Dietary Reference Intakes (IOM, 1998)")
ADDED = Target("folic_acid_ug", None, None, 1000.0, Scope.TOTAL, "UL", "UL")
TARGETS = {"folate_ug": FOLATE, "folic_acid_ug": ADDED}
FINDINGS = evaluate(
    person(conditions=frozenset({"ill"})), book(rule("R-1", RequireNutrient("folic_acid_ug", 400, "ug", "advised")))
)


@pytest.mark.requirement("C14")
def test_the_reference_intake_is_said_with_its_source_and_no_dose() -> None:
    (said,) = reference_notes(FINDINGS, TARGETS)
    assert "600 µg a day in all (Dietary Reference Intakes (IOM, 1998))" in said
    assert "Ask a clinician" in said
    assert "400" not in said


def test_without_a_reference_intake_nothing_is_said() -> None:
    assert reference_notes(FINDINGS, {"folic_acid_ug": ADDED}) == ()
