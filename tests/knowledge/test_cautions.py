import re
from collections.abc import Iterator
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.cautions import evaluate
from nutriplan.domain.findings import Findings
from nutriplan.domain.mealtimes import arrange_meals
from nutriplan.domain.person import LifeStage, Medication, Person, Sex, Supplement
from nutriplan.domain.rules import LimitNutrient, Period, RequireNutrient, Scope
from nutriplan.domain.triage import triage
from nutriplan.knowledge import cautions_reader

CASES = yaml.safe_load((Path(__file__).parent / "caution_cases.yaml").read_text(encoding="utf-8"))["cases"]


@cache
def book() -> CautionBook:
    faults: list[str] = []
    read = cautions_reader.read(faults)
    assert faults == []
    return read


def eater(**said: Any) -> Person:
    for name in ("conditions", "lab_flags", "allergies", "flags", "diet_rules", "red_flags"):
        said[name] = frozenset(said.get(name, ()))
    taken = tuple(one if isinstance(one, Medication) else Medication(one) for one in said.pop("medications", ()))
    sex, stage = Sex(said.pop("sex", "female")), LifeStage(said.pop("life_stage", "none"))
    body = {"age_years": 40, "height_cm": 170, "weight_kg": 70}
    return Person(**{**body, **said}, sex=sex, life_stage=stage, medications=taken)


def found(**said: Any) -> Findings:
    return evaluate(eater(**said), book())


def fired(findings: Findings) -> set[str]:
    return {one.rule.id for one in findings.fired}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_exactly_the_rules_of_the_case_fire(case: dict[str, Any]) -> None:
    findings = fired(found(**case["person"]))
    assert findings == set(case["fires"])
    assert not findings & set(case["not"])


# What the plan is held to --------------------------------------------------------------------------------------------


@pytest.mark.requirement("C1")
def test_kidney_disease_raises_neither_magnesium_potassium_nor_fluid() -> None:
    for stage in ("ckd_g1_g2", "ckd_g3a", "ckd_g3b", "ckd_g4", "ckd_g5", "ckd_unknown_stage", "dialysis"):
        findings = found(conditions=[stage, "hypertension"], age_years=75)
        assert {"magnesium_mg", "potassium_mg", "water_g"} <= set(findings.clinician_sets)
        assert not {"magnesium_mg", "potassium_mg", "water_g"} & {floor.key for floor in findings.floors}


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    "medicine", ["ramipril", "losartan", "aliskiren", "spironolactone", "trimethoprim", "Asparkam", "Entresto"]
)
def test_medicines_that_raise_potassium_stop_it_being_pushed_up(medicine: str) -> None:
    findings = found(conditions=["hypertension"], medications=[medicine])
    assert "potassium_mg" in findings.clinician_sets


@pytest.mark.requirement("C12", "P15")
def test_blood_pressure_alone_raises_potassium_from_food() -> None:
    findings = found(conditions=["hypertension"])
    assert [floor.minimum for floor in findings.floors if floor.key == "potassium_mg"] == [3500]
    assert [cap.maximum for cap in findings.caps if cap.key == "sodium_mg"] == [2300]


@pytest.mark.requirement("C4")
def test_magnesium_is_not_pushed_up_in_myasthenia_or_heart_block_but_in_thyroid_disease_or_after_a_clot() -> None:
    for condition in ("myasthenia_gravis", "heart_block"):
        assert "magnesium_mg" in found(conditions=[condition]).clinician_sets
    for condition in ("hypothyroidism", "thrombosis_history"):
        assert "magnesium_mg" not in found(conditions=[condition]).clinician_sets


def test_no_limit_on_magnesium_counts_food() -> None:
    limits = [effect for rule in book().rules for effect in rule.effects if isinstance(effect, LimitNutrient)]
    magnesium = [limit for limit in limits if limit.nutrient == "magnesium_mg"]
    assert len(magnesium) == 2
    assert {limit.scope for limit in magnesium} == {Scope.SUPPLEMENTS_ONLY}


@pytest.mark.requirement("G2")
def test_pregnancy_excludes_what_the_requirement_lists() -> None:
    out = set(found(life_stage="pregnant", pregnancy_week=20).excluded)
    assert {
        "liver", "fish_liver_oil", "raw_fish", "refrigerated_smoked_fish", "unpasteurised_milk",
        "mould_ripened_soft_cheese", "raw_egg", "high_mercury_fish", "alcohol", "kelp_iodine", "energy_drink",
        "liquorice",
    } <= out  # fmt: skip


@pytest.mark.requirement("G2", "P11")
def test_pregnancy_limits_caffeine_and_fish() -> None:
    limits = {tuple(sorted(one.limits)): one for one in found(life_stage="pregnant").allowances}
    assert limits["caffeine_source",].limits == {"caffeine_source": 200}
    assert limits["best_choice_fish", "good_choice_fish"].limits == {"best_choice_fish": 255, "good_choice_fish": 85}
    assert limits["best_choice_fish", "good_choice_fish"].period is Period.WEEK


@pytest.mark.requirement("C10", "C13", "D8")
@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ({"conditions": ["hypothyroidism"]}, "kelp_iodine"),
        ({"medications": ["lithium"]}, "kelp_iodine"),
        ({"age_years": 12}, "kelp_iodine"),
        ({"age_years": 12}, "caffeine_source"),
        ({"age_years": 4.5}, "whole_nuts"),
        ({"age_years": 66}, "deli_meat"),
        ({"medications": ["warfarin"]}, "cranberry"),
        ({"medications": ["Nardil"]}, "high_tyramine"),
        ({"medications": ["ramipril"]}, "salt_substitute"),
        ({"medications": ["simvastatin"]}, "grapefruit"),
        ({"conditions": ["ckd_g4"]}, "star_fruit"),
        ({"conditions": ["coeliac"]}, "gluten"),
        ({"conditions": ["addisons"]}, "liquorice"),
    ],
)
def test_a_food_is_left_out(said: dict[str, Any], tag: str) -> None:
    assert tag in found(**said).excluded
    assert tag not in found(age_years=40).excluded


@pytest.mark.requirement("I10")
@pytest.mark.parametrize("allergy", sorted(book().allergens))
def test_an_allergy_is_excluded_by_its_rule_and_once_more_by_the_diet(allergy: str) -> None:
    findings = found(allergies=[allergy])
    for tag in book().allergens[allergy].tags:
        assert findings.excluded[tag] == (f"ALG-{allergy.upper()}", f"allergy:{allergy}")


@pytest.mark.requirement("C9")
def test_warfarin_keeps_vitamin_k_within_a_fifth() -> None:
    (steady,) = found(medications=["warfarin"]).steady
    assert (steady.key, steady.tolerance_pct) == ("vitamin_k_ug", 20)


def test_addison_is_not_held_to_little_salt() -> None:
    findings = found(conditions=["addisons"])
    assert "sodium_mg" in findings.clinician_sets
    assert not [cap for cap in findings.caps if cap.key == "sodium_mg"]


@pytest.mark.requirement("I5", "T3")
@pytest.mark.parametrize(
    ("nutrient", "per_day", "flagged"),
    [("magnesium_mg", 350, False), ("magnesium_mg", 351, True), ("vitamin_d_ug", 101, True), ("zinc_mg", 41, True)],
)
def test_supplements_above_the_upper_limit_raise_a_flag(nutrient: str, per_day: float, flagged: bool) -> None:
    rules = fired(found(supplements=(Supplement(nutrient, per_day),)))
    assert bool(rules & {"RX-MG-DUP", "RX-D-DUP", "RX-OTHER-DUP"}) is flagged


def test_the_flags_speak_of_the_same_numbers_as_their_rules() -> None:
    for rule in book().rules:
        limits = [effect for effect in rule.effects if isinstance(effect, LimitNutrient)]
        for flag in (book().flags[token[5:]] for token in rule.any_of if token.startswith("flag:")):
            for limit in limits:
                assert dict(flag.over[limit.nutrient]) == dict(limit.max_by_age), rule.id


# Around a dose -------------------------------------------------------------------------------------------------------


def windows(name: str, at: time) -> set[tuple[str, int, int, frozenset[str] | None]]:
    taken = [Medication(name, (at,))]
    return {(one.rule_id, one.opens, one.closes, one.tags) for one in found(medications=taken).windows}


@pytest.mark.requirement("C5")
def test_levothyroxine_at_seven_lets_breakfast_be_at_half_past() -> None:
    taken = eater(medications=[Medication("Euthyrox", (time(7, 0),))])
    findings = evaluate(taken, book())
    assert arrange_meals(taken.meals, findings.windows).moves == ()
    assert windows("Euthyrox", time(7, 0)) == {
        ("RX-LEVO-CATION", 180, 660, frozenset()),
        ("RX-LEVO-FOOD", 240, 450, None),
        ("RX-LEVO-FOOD", 360, 480, frozenset({"coffee_tea"})),
    }


@pytest.mark.requirement("C5")
def test_ciprofloxacin_goes_two_hours_before_or_six_after_minerals() -> None:
    assert windows("Cipro", time(12, 0)) == {
        ("RX-CIPRO-CATION", 360, 840, frozenset()),
        ("RX-CIPRO-CATION", 600, 840, frozenset({"dairy", "fortified_calcium"})),
    }


@pytest.mark.requirement("C5")
def test_alendronate_wants_a_night_without_food_and_half_an_hour_before_breakfast() -> None:
    assert windows("Fosamax", time(7, 0)) == {("RX-BISPH-30", 60, 450, None)}


def test_iron_keeps_tea_coffee_and_milk_an_hour_away() -> None:
    tags = {tag for _, _, _, kept_out in windows("ferrous sulfate", time(8, 0)) for tag in kept_out or ()}
    assert tags == {"coffee_tea", "dairy"}


def test_eltrombopag_limits_the_calcium_of_meals_in_its_hours() -> None:
    taken = [Medication("eltrombopag", (time(12, 0),))]
    (window,) = found(medications=taken).windows
    assert (window.opens, window.closes, dict(window.key_limits)) == (480, 840, {"calcium_mg": 50})


# Who comes first -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R1")
@pytest.mark.parametrize("flag", sorted(book().red_flags))
def test_every_red_flag_has_its_say(flag: str) -> None:
    person = eater(red_flags=[flag])
    judged = triage(person, evaluate(person, book()), book())
    assert judged.level.value == book().red_flags[flag].urgency
    assert judged.stops_planning is (judged.level.value != "routine")


@pytest.mark.parametrize(
    ("said", "stops"),
    [
        ({"lab_flags": ["potassium_high"]}, True),
        ({"life_stage": "pregnant", "medications": ["warfarin"]}, True),
        ({"life_stage": "pregnant", "conditions": ["preeclampsia"]}, True),
        ({"conditions": ["ckd_g4"]}, False),
        ({"medications": ["warfarin"]}, False),
    ],
)
def test_urgent_rules_stop_planning(said: dict[str, Any], stops: bool) -> None:
    person = eater(**said)
    assert triage(person, evaluate(person, book()), book()).stops_planning is stops


# How it is said ------------------------------------------------------------------------------------------------------

FORBIDDEN = re.compile(r"\b(treat\w*|cures?|prevents? cramps?|get rid)\b", re.IGNORECASE)


def sentences() -> Iterator[tuple[str, str]]:
    for rule in book().rules:
        for text in (rule.title, rule.message, rule.why, rule.action):
            yield rule.id, text
    for flag in book().red_flags.values():
        yield flag.id, f"{flag.sign}. {flag.why}"


@pytest.mark.requirement("H3")
def test_no_sentence_promises_to_heal() -> None:
    assert [place for place, text in sentences() if FORBIDDEN.search(text)] == []


@pytest.mark.requirement("C14")
def test_no_sentence_tells_anyone_to_take_an_amount_or_to_stop_a_medicine() -> None:
    dose = re.compile(r"\btake \d|\bstop (it|taking|your|the tablet)\b|\bswitch to\b", re.IGNORECASE)
    assert [place for place, text in sentences() if dose.search(text)] == []


@pytest.mark.requirement("C14")
def test_a_supplement_that_is_advised_is_asked_about_and_not_measured_out() -> None:
    for rule in book().rules:
        for effect in rule.effects:
            if isinstance(effect, RequireNutrient):
                texts = f"{rule.title} {rule.message} {rule.why} {rule.action}"
                assert "ask" in texts.lower()
                assert not re.search(rf"\b{effect.amount:g}\b", texts)


def test_messages_are_short_enough_to_read_at_night() -> None:
    assert [rule.id for rule in book().rules if len(rule.message) > 240 or len(rule.title) > 80] == []


@pytest.mark.requirement("I3")
@pytest.mark.parametrize("name", ["Lasix", "Asparkam", "Diacarb", "Magne-B6", "Calcium-D3 Nycomed", "Almagel", "Rennie",
                                  "Polysorb", "Polyphepan", "Benzonal", "Hexamidine"])  # fmt: skip
def test_brands_of_the_requirements_resolve(name: str) -> None:
    assert book().medicines.resolve(name).classes


@pytest.mark.requirement("C3")
def test_furosemide_is_a_loop_diuretic_and_no_thiazide() -> None:
    assert book().medicines.resolve("furosemide").classes == {"loop_diuretic"}


def test_every_name_of_the_list_resolves_to_its_own_classes() -> None:
    for medicine in book().medicines:
        for name in (*medicine.names, *medicine.alone):
            read = book().medicines.resolve(name)
            assert medicine.classes <= read.classes, name
            assert read.unread == (), name
