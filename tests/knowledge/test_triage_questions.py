"""R1 to R6, G4, I12: who is asked what, and what the answers lead to."""

from __future__ import annotations

from typing import Any

import pytest

from nutriplan.domain.cautions import evaluate
from nutriplan.domain.triage import MOST_QUESTIONS, Level, Triage, questions_for, triage
from nutriplan.knowledge import loader
from tests.knowledge.test_cautions import eater

BOOK = loader.load().cautions


def asked(**said: Any) -> list[str]:
    return [sign.id for sign in questions_for(eater(**said), BOOK)]


def judged(**said: Any) -> Triage:
    person = eater(**said)
    return triage(person, evaluate(person, BOOK), BOOK)


@pytest.mark.requirement("I12")
def test_a_healthy_person_is_asked_at_most_ten_the_gravest_first() -> None:
    assert asked()[:3] == ["RF01", "RF07", "RF18"]
    assert len(asked()) == MOST_QUESTIONS


@pytest.mark.requirement("I12")
@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"life_stage": "pregnant", "pregnancy_week": 30}, ["RF02", "RF03"]),
        ({"life_stage": "lactating", "months_postpartum": 1}, ["RF02", "RF03"]),
        ({"medications": ["digoxin"]}, ["RF25"]),
        ({"medications": ["lithium"]}, ["RF26"]),
        ({"age_years": 6}, ["RF38"]),
        ({"conditions": ["ckd_g4"]}, ["RF23"]),
        ({"medications": ["quinine"]}, ["RF29"]),
    ],
)
def test_what_this_person_is_likely_to_have_is_asked_first(said: dict[str, Any], first: list[str]) -> None:
    assert asked(**said)[: len(first)] == first
    assert len(asked(**said)) <= MOST_QUESTIONS


@pytest.mark.requirement("I12")
def test_with_everything_at_once_there_are_still_ten_and_the_general_ones_among_them() -> None:
    drugs = ["digoxin", "lithium", "ramipril", "omeprazole", "quinine", "insulin", "Nardil", "magnesium"]
    found = asked(medications=drugs, life_stage="pregnant", conditions=["ckd_g4"], allergies=["milk"])
    assert len(found) == len(set(found)) == MOST_QUESTIONS
    assert found[:2] == ["RF02", "RF03"]
    assert {"RF01", "RF07"} <= set(found)


def test_a_half_year_after_a_birth_pre_eclampsia_is_not_asked_about() -> None:
    assert not {"RF02", "RF03"} & set(asked(life_stage="lactating", months_postpartum=6))


@pytest.mark.requirement("G4")
@pytest.mark.parametrize("said", [{"life_stage": "pregnant"}, {"life_stage": "lactating", "months_postpartum": 1}])
def test_pre_eclampsia_stands_before_everything_else(said: dict[str, Any]) -> None:
    """G4: whatever else is ticked."""
    found = judged(**said, red_flags=["RF01", "RF07", "RF03", "RF41"])
    assert (found.level, found.reasons[0].because) == (Level.EMERGENCY, "RF03")


@pytest.mark.requirement("R6")
def test_one_rare_cramp_sends_no_healthy_person_anywhere() -> None:
    """R6."""
    assert judged(cramps_per_week=0.2) == Triage(Level.SELF_CARE)


@pytest.mark.requirement("R4", "R5")
@pytest.mark.parametrize(("age", "who"), [(40, "gp"), (10, "paediatrician")])
def test_cramps_every_week_are_for_the_next_visit(age: float, who: str) -> None:
    """R4, R5."""
    found = judged(cramps_per_week=1, age_years=age)
    assert not found.stops_planning
    assert BOOK.clinicians[who] in {reason.clinician for reason in found.reasons}
