from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Allowance, DoseWindow, Findings, Fired, NutrientCap, Steady
from nutriplan.domain.instead import Who
from nutriplan.domain.may_eat import Answer, Verdict, Why, judge, said_of, verdict_of
from nutriplan.domain.offering import Kind, Refusal
from nutriplan.domain.person import Supplement
from nutriplan.domain.rules import KeepSteady, LimitFood, Period, Rule, Scope, Severity
from nutriplan.domain.servings import Serving
from nutriplan.domain.targets import Target
from tests.domain.cast import MILK, OATS, food, person, serving

BREAD = food("Bread", {"sodium_mg": 500.0}, tags=frozenset({"wheat"}))


def asked(
    *parts: tuple[Composition, float],
    findings: Findings | None = None,
    refusal: Refusal | None = None,
    targets: dict[str, Target] | None = None,
) -> Verdict:
    return judge(serving("dish", *parts), Who(person(), findings or Findings(), targets or {}), refusal)


def reasons(verdict: Verdict) -> list[tuple[Why, str]]:
    return [(reason.why, reason.rule_id) for reason in verdict.reasons]


def rule(*effects: LimitFood | KeepSteady) -> Fired:
    day = date(2026, 1, 1)
    written = Rule(
        id="R1", title="", any_of=frozenset(), all_of=(), none_of=frozenset(), effects=effects, severity=Severity.INFO,
        message="", why="", action="", evidence="", verification="read", sources=(), review_date=day, next_review=day,
        authored=day,
    )  # fmt: skip
    return Fired(written, ())


def cap(maximum: float, period: Period = Period.DAY, scope: Scope = Scope.TOTAL) -> Findings:
    return Findings(caps=(NutrientCap("R1", "sodium_mg", maximum, period, scope),))


def test_what_nothing_speaks_against_is_allowed() -> None:
    assert asked((BREAD, 50)) == Verdict(Answer.ALLOWED)


def test_what_must_be_avoided_is_named_with_every_rule() -> None:
    verdict = asked((BREAD, 50), (MILK, 100), findings=Findings(excluded={"dairy": ("R1", "allergy:milk")}))
    assert verdict.answer is Answer.AVOID
    assert reasons(verdict) == [(Why.HOLDS, "R1"), (Why.HOLDS, "allergy:milk")]
    assert {reason.food for reason in verdict.reasons} == {"Milk"}


def test_an_undecided_tag_is_not_known_and_never_allowed() -> None:
    verdict = asked((OATS, 50), findings=Findings(excluded={"gluten": ("CND-COELIAC",)}))
    assert (verdict.answer, reasons(verdict)) == (Answer.NOT_KNOWN, [(Why.MAY_HOLD, "CND-COELIAC")])


def test_the_gravest_answer_wins() -> None:
    both = Findings(excluded={"gluten": ("R1",), "dairy": ("R2",)})
    assert asked((OATS, 50), (MILK, 100), findings=both).answer is Answer.AVOID


@pytest.mark.parametrize(("kind", "answer"), [(Kind.RULE, Answer.AVOID), (Kind.NOT_KNOWN, Answer.NOT_KNOWN)])
def test_what_a_plan_refuses_is_never_allowed(kind: Kind, answer: Answer) -> None:
    dish: Serving = serving("dish", (BREAD, 50))
    verdict = asked((BREAD, 50), refusal=Refusal(dish, "too close to a dose", kind, ("R1",)))
    assert (verdict.answer, verdict.reasons[0].says) == (answer, "too close to a dose")


def test_with_something_unchecked_nothing_is_called_allowed() -> None:
    assert asked((BREAD, 50), findings=Findings(not_checked=("Zyxwv",))).answer is Answer.PARTLY_CHECKED
    limited = replace(cap(1000), not_checked=("Zyxwv",))
    assert asked((BREAD, 50), findings=limited).answer is Answer.LIMIT


# Only so much ---------------------------------------------------------------------------------------------------------


def test_a_limit_in_grams_says_how_much_of_it_fills_it() -> None:
    findings = Findings(allowances=(Allowance("R1", "grams", {"wheat": 80.0}, Period.WEEK),))
    verdict = asked((BREAD, 40), (MILK, 60), findings=findings)
    most = verdict.reasons[0].most
    assert verdict.answer is Answer.LIMIT
    assert most is not None
    assert (most.servings, most.grams, most.period) == (2.0, 200.0, Period.WEEK)


def test_a_limit_that_nobody_reaches_is_not_told() -> None:
    assert asked((BREAD, 1), findings=Findings(allowances=(Allowance("R1", "grams", {"wheat": 80}, Period.DAY),))) == (
        Verdict(Answer.ALLOWED)
    )


def test_a_capped_nutrient_says_what_a_serving_brings() -> None:
    verdict = asked((BREAD, 100), findings=cap(2000))
    most = verdict.reasons[0].most
    assert verdict.answer is Answer.LIMIT
    assert most is not None
    assert (most.brings, most.maximum, most.servings, most.grams) == (500.0, 2000.0, 4.0, 400.0)


def test_tablets_use_up_their_part_of_a_cap() -> None:
    who = Who(person(supplements=(Supplement("sodium_mg", 1000.0),)), cap(2000), {})
    (reason,) = judge(serving("dish", (BREAD, 100)), who, None).reasons
    assert reason.most is not None
    assert reason.most.servings == 2.0


def test_a_cap_on_tablets_is_none_on_food() -> None:
    assert asked((BREAD, 100), findings=cap(100, scope=Scope.SUPPLEMENTS_ONLY)).answer is Answer.ALLOWED


def test_a_cap_of_nothing_keeps_out_what_brings_some() -> None:
    assert asked((BREAD, 100), findings=cap(0)).answer is Answer.AVOID
    assert asked((food("Water", {"sodium_mg": 0.0}), 100), findings=cap(0)).answer is Answer.ALLOWED


def test_an_amount_nobody_can_estimate_is_not_known() -> None:
    verdict = asked((food("Mystery", {"energy_kcal": 1.0}), 100), findings=cap(2000))
    assert (verdict.answer, reasons(verdict)) == (Answer.NOT_KNOWN, [(Why.UNMEASURED, "R1")])


def test_an_unknown_amount_counts_as_the_estimate_of_its_group() -> None:
    guessed = food("Guess", {"energy_kcal": 1.0}, ceilings={"sodium_mg": 1000.0})
    (reason,) = asked((guessed, 100), findings=cap(2000)).reasons
    assert reason.most is not None
    assert reason.most.brings == 1000.0


def test_a_serving_above_the_upper_level_of_a_day_is_told() -> None:
    level = Target("retinol_ug", None, None, 3000.0, Scope.TOTAL, "UL", "")
    liver = food("Liver", {"retinol_ug": 9000.0})
    (reason,) = asked((liver, 100), targets={"retinol_ug": level}).reasons
    assert reason.rule_id == "upper_level:retinol_ug"
    assert reason.most is not None
    assert reason.most.servings == pytest.approx(7 / 3)
    assert asked((liver, 30), targets={"retinol_ug": level}).answer is Answer.ALLOWED


# When, and how evenly -------------------------------------------------------------------------------------------------


def window(tags: frozenset[str] | None) -> Findings:
    return Findings(windows=(DoseWindow("R1", "Pill", time(8), 360, 600, tags, frozenset()),))


@pytest.mark.parametrize(
    ("tags", "answer"),
    [(frozenset({"dairy"}), Answer.LIMIT), (None, Answer.LIMIT), (frozenset[str](), Answer.ALLOWED)],
    ids=["milk", "any food", "tablets"],
)
def test_hours_around_a_dose(tags: frozenset[str] | None, answer: Answer) -> None:
    assert asked((MILK, 100), findings=window(tags)).answer is answer


@pytest.mark.parametrize(("vitamin_k", "told"), [(30.0, True), (20.0, False)])
def test_what_would_move_a_steady_nutrient_is_told(vitamin_k: float, told: bool) -> None:
    target = Target("vitamin_k_ug", None, 120.0, None, Scope.TOTAL, "AI", "")
    leaf = food("Leaf", {"vitamin_k_ug": vitamin_k})
    findings = Findings(steady=(Steady("R1", "vitamin_k_ug", 20),))
    verdict = asked((leaf, 100), findings=findings, targets={"vitamin_k_ug": target})
    assert (Why.STEADY in {reason.why for reason in verdict.reasons}) is told


def test_what_a_steady_rule_tracks_by_tag_is_told() -> None:
    findings = Findings(
        fired=(rule(KeepSteady("vitamin_k_ug", 20, "high_vitamin_k")),), steady=(Steady("R1", "vitamin_k_ug", 20),)
    )
    assert asked((food("Kale", tags=frozenset({"high_vitamin_k"})), 10), findings=findings).answer is Answer.LIMIT


def test_a_limit_for_some_only_is_told_as_a_question() -> None:
    fired = rule(LimitFood("dairy", 2, "portion", Period.DAY, only_if="clinic:phosphorus_mg", note="Only then."))
    (reason,) = asked((MILK, 100), findings=Findings(fired=(fired,))).reasons
    assert (reason.why, reason.answer, reason.says) == (Why.ASK, Answer.LIMIT, "Only then.")


# Words alone ----------------------------------------------------------------------------------------------------------


def test_words_forbid_by_their_tags_alone_and_never_allow() -> None:
    who = Who(person(), Findings(excluded={"dairy": ("R1",), "gluten": ("R2",)}), {})
    assert said_of(serving("raw milk", (MILK, 0)), who) == verdict_of(
        judge(serving("raw milk", (MILK, 0)), who, None).reasons, checked=True
    )
    assert said_of(serving("bread", (BREAD, 0)), who) is None


@pytest.mark.requirement("P11")
@pytest.mark.parametrize(
    ("mugs", "answer", "room"), [(0, Answer.LIMIT, 200.0), (1, Answer.LIMIT, 60.0), (2, Answer.AVOID, 0.0)]
)
def test_what_is_drunk_already_leaves_less_of_an_allowance(mugs: int, answer: Answer, room: float) -> None:
    chocolate = serving("dish", (food("Chocolate", {"caffeine_mg": 60.0}), 100))
    rule = Findings(allowances=(Allowance("PRG-CAFF", "caffeine_mg", {"caffeine_source": 200.0}, Period.DAY),))
    verdict = judge(chocolate, Who(person(coffee_cups=mugs), rule, {}), None)
    (reason,) = verdict.reasons
    assert (verdict.answer, reason.most and reason.most.maximum) == (answer, room)
