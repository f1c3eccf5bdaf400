from nutriplan.domain.cautions import evaluate
from nutriplan.domain.person import ClinicianTarget, Person
from nutriplan.domain.rules import Effect, LimitNutrient, Period, RaiseTarget, ReplaceTarget, Scope
from nutriplan.domain.targets import Target
from nutriplan.domain.tightening import hold_at_reference, tighten
from tests.domain.cast import person
from tests.domain.rulebook import book, rule


def target(key: str, low: float | None, aim: float | None, top: float | None, scope: Scope = Scope.TOTAL) -> Target:
    return Target(key, low, aim, top, scope, "RDA", "a source")


TARGETS = {
    one.key: one
    for one in (
        target("calcium_mg", 800, 1000, 2500),
        target("magnesium_mg", 350, 420, 350, Scope.SUPPLEMENTS_ONLY),
        target("potassium_mg", None, 3400, None),
        target("vitamin_d_ug", 10, 15, 100),
        target("sodium_mg", None, 1500, 2300),
    )
}
ILL = person(conditions=frozenset({"ill"}))


def tightened(*effects: Effect, eater: Person = ILL) -> dict[str, Target]:
    return tighten(TARGETS, evaluate(eater, book(rule("R-1", *effects))), eater)


def cap(key: str, maximum: float, scope: Scope = Scope.TOTAL) -> LimitNutrient:
    return LimitNutrient(key, maximum, "mg", Period.DAY, scope, "")


def left_to_clinic(*keys: str) -> ReplaceTarget:
    return ReplaceTarget(frozenset(keys))


def told(**own: ClinicianTarget) -> Person:
    return person(conditions=frozenset({"ill"}), clinician_targets=own)


def test_without_findings_nothing_changes() -> None:
    assert tighten(TARGETS, evaluate(person(), book()), person()) == TARGETS


def test_a_cap_lowers_the_maximum_and_the_aim() -> None:
    calcium = tightened(cap("calcium_mg", 900))["calcium_mg"]
    assert (calcium.min, calcium.aim, calcium.max) == (800, 900, 900)
    assert "R-1" in calcium.why


def test_a_laxer_cap_changes_nothing() -> None:
    assert tightened(cap("calcium_mg", 3000))["calcium_mg"].max == 2500


def test_a_floor_raises_the_aim() -> None:
    assert tightened(RaiseTarget("vitamin_d_ug", 20, "ug", ""))["vitamin_d_ug"].aim == 20


def test_a_floor_below_the_aim_does_not_lower_it() -> None:
    assert tightened(RaiseTarget("calcium_mg", 700, "mg", ""))["calcium_mg"].aim == 1000


def test_what_a_clinician_sets_has_no_aim_and_is_held_at_the_reference() -> None:
    potassium = tightened(left_to_clinic("potassium_mg"))["potassium_mg"]
    assert potassium.clinician_sets
    assert (potassium.min, potassium.aim, potassium.max) == (None, None, 3400)
    assert "R-1" in potassium.why


def test_magnesium_of_food_is_held_only_when_a_clinician_sets_it() -> None:
    assert tightened(cap("magnesium_mg", 65, Scope.SUPPLEMENTS_ONLY))["magnesium_mg"].scope is Scope.SUPPLEMENTS_ONLY
    held = tightened(left_to_clinic("magnesium_mg"))["magnesium_mg"]
    assert (held.max, held.scope) == (420, Scope.TOTAL)


def test_the_hold_is_a_hard_cap_with_the_id_of_the_rule() -> None:
    findings = evaluate(ILL, book(rule("R-1", left_to_clinic("potassium_mg", "vitamin_d_ug"))))
    held = {one.key: one for one in hold_at_reference(findings, TARGETS).caps}
    assert (held["potassium_mg"].rule_id, held["potassium_mg"].maximum) == ("R-1", 3400)
    assert (held["vitamin_d_ug"].period, held["vitamin_d_ug"].maximum) == (Period.WEEK, 7 * 15)


def test_a_cap_that_a_rule_gives_takes_the_place_of_the_hold() -> None:
    findings = evaluate(ILL, book(rule("R-1", left_to_clinic("calcium_mg"), cap("calcium_mg", 1000))))
    assert len(hold_at_reference(findings, TARGETS).caps) == 1


def test_salt_left_to_the_clinic_is_not_cut_by_the_general_limit() -> None:
    assert tightened(left_to_clinic("sodium_mg"))["sodium_mg"].max is None
    assert tightened(left_to_clinic("sodium_mg"), cap("sodium_mg", 2000))["sodium_mg"].max == 2000


def test_the_clinicians_maximum_replaces_the_hold_and_pushes_nothing_up() -> None:
    eater = told(potassium_mg=ClinicianTarget(max=2000))
    potassium = tightened(left_to_clinic("potassium_mg"), eater=eater)["potassium_mg"]
    assert (potassium.aim, potassium.max, potassium.clinician_sets) == (None, 2000, True)


def test_the_clinicians_minimum_becomes_the_aim() -> None:
    eater = told(potassium_mg=ClinicianTarget(min=2500, max=3000))
    potassium = tightened(left_to_clinic("potassium_mg"), eater=eater)["potassium_mg"]
    assert (potassium.min, potassium.aim, potassium.max, potassium.clinician_sets) == (2500, 2500, 3000, False)


def test_a_clinicians_maximum_below_the_aim_lowers_it() -> None:
    calcium = tightened(eater=told(calcium_mg=ClinicianTarget(max=700)))["calcium_mg"]
    assert (calcium.min, calcium.aim, calcium.max) == (700, 700, 700)


def test_a_clinicians_value_is_named_as_theirs_even_where_it_is_laxer_than_a_rule() -> None:
    """Issue 5.5: accepted when entered as such, and never passed off as the rule's."""
    who = told(sodium_mg=ClinicianTarget(max=3000))
    findings = evaluate(who, book(rule("R-1", cap("sodium_mg", 2000))))
    assert [(one.rule_id, one.maximum) for one in findings.caps] == [("clinician", 3000)]
    sodium = tighten(TARGETS, findings, who)["sodium_mg"]
    assert sodium.max == 3000
    assert "set by your clinician" in sodium.why


def test_tightening_twice_changes_nothing_more() -> None:
    findings = evaluate(ILL, book(rule("R-1", left_to_clinic("potassium_mg"), cap("calcium_mg", 900))))
    once = tighten(TARGETS, findings, ILL)
    assert tighten(once, findings, ILL) == once
