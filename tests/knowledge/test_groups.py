"""What the rules do for medicines by kind, for conditions and for groups of people, and what each danger sign means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nutriplan.domain.person import Activity
from nutriplan.domain.targets import Target
from nutriplan.domain.triage import triage
from nutriplan.knowledge import loader
from nutriplan.proposal import Proposal, Wishes, check
from tests.knowledge.test_cautions import eater, fired, found

KNOWLEDGE = loader.load()
BOOK = KNOWLEDGE.cautions


def checked(**said: Any) -> Proposal:
    return check(eater(**said), KNOWLEDGE, Wishes(start=date(2026, 1, 5)))


def targets(**said: Any) -> dict[str, Target]:
    return dict(checked(**said).targets)


# Medicines -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    ("medicine", "rule"),
    [
        ("Polysorb", "RX-ADSORBENT"),
        ("Polyphepan", "RX-ADSORBENT"),
        ("medicinal charcoal", "RX-ADSORBENT"),
        ("Rennie", "RX-CALCIUM-CARB"),
        ("Almagel", "RX-ANTACID-METAL"),
    ],
)
def test_antacids_and_sorbents_have_their_own_note_by_kind(medicine: str, rule: str) -> None:
    rules = fired(found(medications=[medicine]))
    kinds = {"RX-ADSORBENT", "RX-CALCIUM-CARB", "RX-ANTACID-METAL"}
    assert rule in rules & kinds


@pytest.mark.requirement("C7")
@pytest.mark.parametrize(
    ("medicine", "rule"),
    [
        *((name, "RX-AED-D") for name in ("phenytoin", "phenobarbital", "primidone", "carbamazepine", "Hexamidine")),
        ("prednisolone", "RX-STEROID-BONE"),
    ],
)
def test_what_uses_up_vitamin_d_asks_for_a_blood_test(medicine: str, rule: str) -> None:
    findings = found(medications=[medicine])
    assert rule in fired(findings)
    assert rule in {referral.rule_id for referral in findings.referrals}


@pytest.mark.requirement("C8")
@pytest.mark.parametrize("medicine", ["simvastatin", "salbutamol", "amlodipine", "bisoprolol", "raloxifene"])
def test_a_medicine_that_may_bring_cramps_is_named_and_changes_no_target(medicine: str) -> None:
    findings = found(medications=[medicine])
    says = [one.rule for one in findings.fired if one.rule.id.startswith("RX-CRAMP")]
    assert says
    assert all("stop" not in rule.message.lower() or "do not stop" in rule.message.lower() for rule in says)
    assert targets(medications=[medicine]) == targets()


# Conditions ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C11")
@pytest.mark.parametrize(
    "said", [{"conditions": ["diabetes"]}, {"medications": ["insulin"]}, {"medications": ["gliclazide"]}]
)
def test_diabetes_keeps_carbohydrate_steady(said: dict[str, Any]) -> None:
    assert "carbohydrate_g" in {steady.key for steady in found(**said).steady}


@pytest.mark.requirement("C11")
@pytest.mark.parametrize("medicine", ["insulin", "gliclazide"])
def test_what_lowers_sugar_says_what_to_do_when_it_falls(medicine: str) -> None:
    (rule,) = [one.rule for one in found(medications=[medicine]).fired if one.rule.id == "RX-HYPOGLY"]
    assert "low sugar" in rule.action


@pytest.mark.requirement("C12", "P9", "P15")
@pytest.mark.parametrize("condition", ["heart_failure", "hypertension"])
def test_heart_and_pressure_cap_salt(condition: str) -> None:
    caps = {cap.key: cap.maximum for cap in found(conditions=[condition]).caps}
    assert caps["sodium_mg"] <= 2300


@pytest.mark.requirement("C12", "P9")
def test_with_heart_failure_nobody_is_told_to_drink_more() -> None:
    for age in (60, 80):
        fluid = targets(conditions=["heart_failure"], age_years=age)["water_g"]
        assert (fluid.aim, fluid.clinician_sets) == (None, True)


# Groups of people ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("G1")
def test_each_third_of_a_pregnancy_has_its_cautions() -> None:
    first, second, third = (fired(found(life_stage="pregnant", pregnancy_week=week)) for week in (8, 20, 32))
    assert "PRG-CRAMPS" in second & third
    assert "PRG-CRAMPS" not in first
    assert "PRG-FOLIC" in first - second


@pytest.mark.requirement("G1")
def test_who_cannot_keep_food_down_is_sent_to_the_maternity_team_today() -> None:
    judged = checked(life_stage="pregnant", pregnancy_week=8, flags=["severe_vomiting"]).triage
    assert (judged.level.value, judged.reasons[0].because) == ("same_day", "PRG-NAUSEA")


@pytest.mark.requirement("G6")
@pytest.mark.parametrize(("age", "tag"), [(4.5, "whole_nuts"), (10, "caffeine_source"), (10, "kelp_iodine")])
def test_children_are_not_served_what_is_not_for_them(age: float, tag: str) -> None:
    assert tag in found(age_years=age).excluded


@pytest.mark.requirement("G6", "I1")
def test_a_child_has_a_childs_targets() -> None:
    assert targets(age_years=10)["calcium_mg"].aim == 1300
    assert targets(age_years=10)["magnesium_mg"].aim == 240


@pytest.mark.requirement("G8", "I1")
def test_from_71_vitamin_d_and_calcium_are_those_of_the_age_and_kidneys_are_asked_about() -> None:
    old = targets(age_years=72)
    assert (old["vitamin_d_ug"].aim, old["calcium_mg"].aim) == (20, 1200)
    assert "OLD-KIDNEY" in fired(found(age_years=72))


@pytest.mark.requirement("G9", "I1")
def test_breastfeeding_has_its_own_targets_and_rules() -> None:
    findings = found(life_stage="lactating", months_postpartum=3)
    assert {"LAC-CAFF", "LAC-ALCOHOL"} <= fired(findings)
    limited = {tag for allowance in findings.allowances for tag in allowance.limits}
    assert "kelp_iodine" in {*findings.excluded, *limited}
    assert targets(life_stage="lactating", months_postpartum=3)["vitamin_a_ug"].aim == 1300


@pytest.mark.requirement("I8")
def test_who_moves_more_needs_more_energy() -> None:
    needs = [targets(activity=level)["energy_kcal"].aim or 0 for level in Activity]
    assert needs == sorted(set(needs))


@pytest.mark.requirement("H5")
@pytest.mark.parametrize(
    "symptom",
    [
        *({"flags": [flag]} for flag in ("severe_muscle_pain", "dark_urine", "claudication", "severe_vomiting")),
        {"cramps_per_week": 7.0},
        {"red_flags": ["RF41", "RF45", "RF48"]},
    ],
    ids=str,
)
def test_no_symptom_moves_a_target(symptom: dict[str, Any]) -> None:
    assert targets(**symptom) == targets()


# Danger signs --------------------------------------------------------------------------------------------------------

#: What the requirements name, and the sign that stands for it.
SIGNS = {
    "emergency": {
        "a fit, or passing out": "RF01",
        "signs of a stroke": "RF52",
        "chest pain or short breath": "RF07",
        "a cold, pale, numb leg": "RF18",
        "heat stroke": "RF33",
        "a poison": "RF10",
        "a stiff neck with fever": "RF53",
        "tetanus after a wound": "RF11",
        "pre-eclampsia": "RF03",
    },
    "same_day": {
        "one swollen, warm leg": "RF06",
        "a cramp of over ten minutes, or one after another": "RF09",
        "a fluttering heart": "RF54",
    },
    "routine": {
        "broken sleep": "RF41",
        "a new medicine": "RF40",
        "numbness": "RF42",
        "back pain": "RF16",
        "pain on walking": "RF17",
        "restless legs": "RF48",
    },
}


@pytest.mark.requirement("R1", "R2", "R3", "R4", "R7")
@pytest.mark.parametrize(("level", "sign"), [(level, sign) for level in SIGNS for sign in SIGNS[level].values()])
def test_a_sign_of_the_requirements_is_as_urgent_as_they_say(level: str, sign: str) -> None:
    person = eater(red_flags=[sign])
    judged = triage(person, found(red_flags=[sign]), BOOK)
    assert (judged.level.value, judged.reasons[0].because) == (level, sign)
    assert judged.reasons[0].why


@pytest.mark.requirement("R3")
def test_hands_that_lock_and_tingle_are_at_least_as_urgent_as_asked_for() -> None:
    assert BOOK.red_flags["RF08"].urgency == "emergency"


@pytest.mark.requirement("R5")
@pytest.mark.parametrize(
    ("sign", "clinician"),
    [("RF18", "blood vessel"), ("RF20", "blood vessel"), ("RF14", "nerve"), ("RF47", "foot"), ("RF37", "children's"),
     ("RF43", "kidney"), ("RF25", "heart"), ("RF03", "midwife"), ("RF06", "your doctor"), ("RF45", "hormone")],
)  # fmt: skip
def test_a_sign_names_whom_to_see(sign: str, clinician: str) -> None:
    person = eater(red_flags=[sign])
    assert clinician in triage(person, found(red_flags=[sign]), BOOK).reasons[0].clinician
