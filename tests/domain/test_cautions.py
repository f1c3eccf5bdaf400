from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from nutriplan.domain.cautions import evaluate, fires
from nutriplan.domain.findings import Floor
from nutriplan.domain.person import ClinicianTarget, LifeStage, Medication, Person, Supplement
from nutriplan.domain.rules import (
    Effect,
    ExcludeFoods,
    KeepSteady,
    LimitFood,
    LimitNutrient,
    Period,
    RaiseTarget,
    ReferToClinician,
    ReplaceTarget,
    Scope,
    Severity,
)
from tests.domain.cast import person
from tests.domain.rulebook import book, rule

KEYS = ("potassium_mg", "calcium_mg", "magnesium_mg")
ILL = person(conditions=frozenset({"ill"}))


def cap(maximum: float, key: str = "calcium_mg", **changes: object) -> LimitNutrient:
    fields = {"unit": "mg", "period": Period.DAY, "scope": Scope.TOTAL, "basis": "", **changes}
    return LimitNutrient(key, maximum, **fields)  # type: ignore[arg-type]


def floor(minimum: float, key: str = "calcium_mg", unit: str = "mg") -> RaiseTarget:
    return RaiseTarget(key, minimum, unit, "")


def test_a_rule_of_a_condition_excludes_its_foods() -> None:
    findings = evaluate(ILL, book(rule("R-1", ExcludeFoods(frozenset({"liver"})))))
    assert findings.excluded["liver"] == ("R-1",)
    assert findings.fired[0].because == ("cond:ill",)


def test_a_healthy_person_has_no_findings() -> None:
    findings = evaluate(person(), book(rule("R-1", ExcludeFoods(frozenset({"liver"})))))
    assert (findings.fired, dict(findings.excluded), findings.not_checked) == ((), {}, ())


def test_every_group_needs_a_token_and_no_token_of_none_may_be_there() -> None:
    both = rule("R-1", any_of=(), all_of=(frozenset({"a:1", "a:2"}), frozenset({"b:1"})), none_of=frozenset({"c:1"}))
    assert fires(both, frozenset({"a:2", "b:1"}))
    assert not fires(both, frozenset({"a:2"}))
    assert not fires(both, frozenset({"a:2", "b:1", "c:1"}))


def test_the_most_severe_rule_comes_first() -> None:
    minor, grave = rule("R-1", severity=Severity.MINOR), rule("R-2", severity=Severity.CONTRAINDICATED)
    assert [found.rule.id for found in evaluate(ILL, book(minor, grave)).fired] == ["R-2", "R-1"]


def test_a_replaced_target_cancels_every_rule_that_raises_it() -> None:
    rules = book(rule("R-1", floor(1000)), rule("R-2", ReplaceTarget(frozenset({"calcium_mg"}))))
    findings = evaluate(ILL, rules)
    assert findings.floors == ()
    assert findings.clinician_sets == {"calcium_mg": ("R-2",)}


def test_the_lowest_cap_wins_and_trims_the_floor() -> None:
    findings = evaluate(ILL, book(rule("R-1", cap(1500), floor(1200)), rule("R-2", cap(1000))))
    assert [(one.rule_id, one.maximum) for one in findings.caps] == [("R-2", 1000)]
    assert findings.floors == (Floor("R-1", "calcium_mg", 1000),)


def test_a_cap_on_supplements_is_not_a_cap_on_food() -> None:
    findings = evaluate(ILL, book(rule("R-1", cap(350, "magnesium_mg", scope=Scope.SUPPLEMENTS_ONLY))))
    assert findings.caps[0].scope is Scope.SUPPLEMENTS_ONLY


def test_the_limit_of_the_age_band_overrides_the_general_one() -> None:
    rules = book(rule("R-1", cap(65, max_by_age={"child": 110, "adult": 350})))
    assert evaluate(person(age_years=8, conditions=frozenset({"ill"})), rules).caps[0].maximum == 110
    assert evaluate(person(age_years=2, conditions=frozenset({"ill"})), rules).caps[0].maximum == 65


def test_a_cap_per_kilogram_uses_the_weight() -> None:
    ill = person(weight_kg=60, conditions=frozenset({"ill"}))
    assert evaluate(ill, book(rule("R-1", cap(1.3, "protein_g", unit="g_per_kg")))).caps[0].maximum == 78


def test_a_maximum_of_the_clinician_stands_above_the_rules() -> None:
    own = person(conditions=frozenset({"ill"}), clinician_targets={"calcium_mg": ClinicianTarget(max=1400)})
    findings = evaluate(own, book(rule("R-1", cap(1000), floor(1500))))
    assert [(one.rule_id, one.maximum) for one in findings.caps] == [("clinician", 1400)]
    assert findings.floors == ()


def test_a_maximum_alone_does_not_let_a_plan_push_the_nutrient_up() -> None:
    own = person(conditions=frozenset({"ill"}), clinician_targets={"potassium_mg": ClinicianTarget(max=2000)})
    findings = evaluate(own, book(rule("R-1", ReplaceTarget(frozenset({"potassium_mg"})))))
    assert "potassium_mg" in findings.clinician_sets
    assert findings.caps[0].maximum == 2000


def test_a_minimum_of_the_clinician_is_a_value_to_plan_towards() -> None:
    own = person(conditions=frozenset({"ill"}), clinician_targets={"calcium_mg": ClinicianTarget(min=1200)})
    rules = book(rule("R-1", ReplaceTarget(frozenset({"calcium_mg"})), cap(1000)))
    findings = evaluate(own, rules)
    assert dict(findings.clinician_sets) == {}
    assert findings.floors == (Floor("clinician", "calcium_mg", 1200),)
    assert findings.caps == ()


def test_a_food_limit_of_nothing_leaves_the_tag_out() -> None:
    none = LimitFood("liquorice", 0, "portion", Period.DAY)
    findings = evaluate(ILL, book(rule("R-1", none)))
    assert findings.excluded["liquorice"] == ("R-1",)
    assert findings.allowances == ()


def test_alternatives_share_one_allowance() -> None:
    best = LimitFood("best", 3, "fish serving", Period.WEEK, alternative_to=frozenset({"good"}))
    good = LimitFood("good", 1, "fish serving", Period.WEEK, alternative_to=frozenset({"best"}))
    (allowance,) = evaluate(ILL, book(rule("R-1", best, good))).allowances
    assert allowance.limits == {"best": 255, "good": 85}
    assert allowance.period is Period.WEEK


def test_the_lower_of_two_food_limits_stands() -> None:
    much, little = (LimitFood("caffeine_source", mg, "mg_caffeine", Period.DAY) for mg in (400, 200))
    (allowance,) = evaluate(ILL, book(rule("R-1", much), rule("R-2", little))).allowances
    assert (allowance.rule_id, allowance.measure, allowance.limits) == (
        "R-2",
        "caffeine_mg",
        {"caffeine_source": 200},
    )


def test_a_limit_that_needs_a_clinics_word_waits_for_it() -> None:
    limit = LimitFood("high_phosphorus", 2, "portion", Period.DAY, only_if="clinic:phosphorus_mg")
    rules = book(rule("R-1", limit))
    told = person(conditions=frozenset({"ill"}), clinician_targets={"phosphorus_mg": ClinicianTarget(max=800)})
    assert evaluate(ILL, rules).allowances == ()
    assert evaluate(told, rules).allowances[0].limits == {"high_phosphorus": 60}


def test_the_narrowest_tolerance_is_kept_and_uncounted_words_follow_their_tag() -> None:
    rules = book(
        rule("R-1", KeepSteady("vitamin_k_ug", 25), KeepSteady("soy", 20, "soy")),
        rule("R-2", KeepSteady("vitamin_k_ug", 20, "high_vitamin_k")),
    )
    found = {(one.key, one.tag): one.tolerance_pct for one in evaluate(ILL, rules).steady}
    assert found == {("vitamin_k_ug", ""): 20, ("", "soy"): 20}


def test_what_no_table_counts_is_said_and_not_planned() -> None:
    findings = evaluate(ILL, book(rule("R-1", floor(220, "iodine", "ug"), cap(100, "tyramine", period=Period.MEAL))))
    assert set(findings.uncounted) == {("iodine", "R-1"), ("tyramine", "R-1")}
    assert (findings.caps, findings.floors) == ((), ())


def test_litres_of_urine_are_not_taken_for_litres_drunk() -> None:
    findings = evaluate(ILL, book(rule("R-1", floor(2.5, "water_g", "l_urine"))))
    assert findings.floors == ()
    assert findings.uncounted == (("water_g", "R-1"),)


def test_a_pregnancy_of_unknown_week_is_in_every_trimester() -> None:
    rules = book(*(rule(f"R-{n}", any_of=(f"stage:pregnant_t{n}",)) for n in (1, 2, 3)))
    unknown = evaluate(person(life_stage=LifeStage.PREGNANT), rules)
    assert {found.rule.id for found in unknown.fired} == {"R-1", "R-2", "R-3"}
    for week, expected in ((13, "R-1"), (14, "R-2"), (27, "R-2"), (28, "R-3")):
        fired = evaluate(person(life_stage=LifeStage.PREGNANT, pregnancy_week=week), rules).fired
        assert [found.rule.id for found in fired] == [expected]


def test_overlapping_age_bands_both_fire() -> None:
    rules = book(rule("R-1", any_of=("age:adult",)), rule("R-2", any_of=("age:old",)))
    assert len(evaluate(person(age_years=65), rules).fired) == 2
    assert len(evaluate(person(age_years=64.9), rules).fired) == 1


def test_a_declared_supplement_meets_the_rules_of_its_class() -> None:
    rules = book(rule("R-1", any_of=("med:magnesium_supplement",)))
    assert evaluate(person(supplements=(Supplement("magnesium_mg", 100),)), rules).fired


def test_a_medicine_nobody_resolved_is_looked_up_once_more() -> None:
    rules = book(rule("R-1", any_of=("med:loop_diuretic",)))
    assert evaluate(person(medications=(Medication("Lasix 40 mg"),)), rules).fired


def test_an_unknown_medicine_is_named_as_not_checked_and_flagged() -> None:
    rules = book(rule("R-1", any_of=("flag:unknown_medicine",)))
    findings = evaluate(person(medications=(Medication("Blorbazine"),)), rules)
    assert findings.not_checked == ("Blorbazine",)
    assert findings.fired


def test_a_condition_without_any_rule_is_named_as_not_checked() -> None:
    rules = book(rule("R-1", any_of=("cond:ill",), none_of=frozenset({"cond:rare"})))
    findings = evaluate(person(conditions=frozenset({"rare"}), lab_flags=frozenset({"odd"})), rules)
    assert findings.not_checked == ("a rare illness", "an odd result")


def test_hours_around_a_medicine_without_times_are_named_as_not_checked() -> None:
    from nutriplan.domain.rules import SeparateFromNutrient

    apart = SeparateFromNutrient(frozenset({"calcium_mg"}), "any_food", 1, 1)
    rules = book(rule("R-1", apart, any_of=("med:thyroid_hormone",)))
    silent = evaluate(person(medications=(Medication("Euthyrox"),)), rules)
    told = evaluate(person(medications=(Medication("Euthyrox", (time(7, 0),)),)), rules)
    assert (silent.windows, len(silent.not_checked)) == ((), 1)
    assert "give the time" in silent.not_checked[0]
    assert (len(told.windows), told.not_checked) == (1, ())


def test_referrals_are_carried_over() -> None:
    (referral,) = evaluate(ILL, book(rule("R-1", ReferToClinician("gp", "routine", "worse")))).referrals
    assert (referral.rule_id, referral.clinician, referral.urgency, referral.escalate_if) == (
        "R-1",
        "gp",
        "routine",
        "worse",
    )


# Precedence holds whatever the rules say -----------------------------------------------------------------------------

amounts = st.floats(1, 5000)
effects = st.one_of(
    st.builds(lambda key, top: cap(top, key), st.sampled_from(KEYS), amounts),
    st.builds(lambda key, low: floor(low, key), st.sampled_from(KEYS), amounts),
    st.builds(ReplaceTarget, st.frozensets(st.sampled_from(KEYS), min_size=1)),
    st.builds(ExcludeFoods, st.frozensets(st.sampled_from(("dairy", "liver", "soy")), min_size=1)),
    st.builds(
        lambda tag, top: LimitFood(tag, top, "portion", Period.DAY),
        st.sampled_from(("dairy", "liver", "soy")),
        st.integers(0, 3),
    ),
)
targets = st.dictionaries(
    st.sampled_from(KEYS),
    st.builds(ClinicianTarget, st.none() | amounts, st.none() | amounts).filter(
        lambda own: own.min is None or own.max is None or own.min <= own.max
    ),
)
people = st.builds(lambda own: person(conditions=frozenset({"ill"}), clinician_targets=own), targets)


@settings(deadline=None)  # the machine may be busy; nothing here is about speed
@given(st.lists(effects, min_size=1, max_size=12), people)
def test_precedence(said: list[Effect], eater: Person) -> None:
    rules = [rule(f"R-{number}", effect) for number, effect in enumerate(said)]
    findings = evaluate(eater, book(*rules))
    for effect in said:
        if isinstance(effect, ExcludeFoods):
            assert effect.tags <= set(findings.excluded)
    floors = {one.key: one.minimum for one in findings.floors}
    caps = {one.key: one.maximum for one in findings.caps}
    assert not set(floors) & set(findings.clinician_sets)
    assert all(floors[key] <= caps[key] for key in floors.keys() & caps.keys())
    for key, own in eater.clinician_targets.items():
        assert own.max is None or caps[key] == own.max
    assert not any(set(one.limits) <= set(findings.excluded) for one in findings.allowances)
