import pytest

from nutriplan.domain.findings import Findings
from nutriplan.domain.fluid import notes_on_fluid
from nutriplan.domain.rules import Scope
from nutriplan.domain.targets import Target
from tests.domain.cast import person

TARGETS = {"water_g": Target("water_g", None, 2700.0, None, Scope.TOTAL, "AI", "")}
THEIRS = Findings(clinician_sets={"water_g": ("CND-HF",)})


def said(findings: Findings | None = None, **who: object) -> str:
    return " ".join(notes_on_fluid(person(**who), findings or Findings(), TARGETS))


@pytest.mark.requirement("P9", "P10")
def test_total_water_is_a_guide_with_thirst_first_and_a_limit_by_the_hour() -> None:
    text = said()
    assert "Drink to thirst" in text
    assert "2.7 litres" in text
    assert "0.8 litres an hour" in text


@pytest.mark.requirement("P9")
def test_where_a_clinic_sets_fluid_no_amount_is_said() -> None:
    text = said(THEIRS, heat_or_sport_hours=3)
    assert "care team" in text
    assert "litre" not in text
    assert "thirst" not in text


@pytest.mark.requirement("P16")
def test_after_heavy_sweat_salt_is_spoken_of_to_the_healthy_only() -> None:
    assert "electrolyte" in said(heat_or_sport_hours=2)
    assert "electrolyte" not in said(heat_or_sport_hours=0.5)
    assert "electrolyte" not in said(heat_or_sport_hours=2, conditions=frozenset({"hypertension"}))
    kidneys = Findings(clinician_sets={"potassium_mg": ("CND-CKD-K",)})
    assert "ask your care team" in said(kidneys, heat_or_sport_hours=2)
