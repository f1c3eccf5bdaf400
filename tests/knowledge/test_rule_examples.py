"""Every rule, with the people of its own file: those it fires for, those near to that it does not, what it changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nutriplan.domain import rules as r
from nutriplan.domain.cautions import evaluate
from nutriplan.domain.findings import Findings
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.person import Person
from nutriplan.knowledge import loader
from nutriplan.people.profile import read_profile

RULES = loader.load().cautions.rules
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def told(profile: dict[str, Any]) -> Person:
    """The person of an example, through the same reader as every door; medicines are taken at eight."""
    named = [{"name": name, "as_written": True, "times": ["08:00"]} for name in profile.get("medications", ())]
    whole = {"age_years": 40, "sex": "female", "life_stage": "none", **profile, "medications": named}
    return read_profile(whole, loader.load(), today=date(2026, 1, 5)).person


def found_for(profile: dict[str, Any]) -> Findings:
    return evaluate(told(profile), loader.load().cautions)


def first_that_fires(rule: r.Rule) -> dict[str, Any]:
    return dict(next(example.profile for example in rule.examples if example.fires))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda one: getattr(one, "id", None) or one.fires)
def test_a_rule_fires_for_its_examples_and_not_for_the_near_ones(rule: r.Rule, example: r.Example) -> None:
    fired = {one.rule.id for one in found_for(dict(example.profile)).fired}
    assert (rule.id in fired) is example.fires


def test_an_example_and_its_near_miss_differ_in_what_they_say() -> None:
    for rule in RULES:
        yes = [example.profile for example in rule.examples if example.fires]
        assert all(example.profile not in yes for example in rule.examples if not example.fires), rule.id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_effect_of_a_rule_changes_what_is_planned_or_read(rule: r.Rule) -> None:
    profile = first_that_fires(rule)
    findings = found_for(profile)
    (fired,) = [one for one in findings.fired if one.rule.id == rule.id]
    assert fired.because
    assert rule.message
    for effect in rule.effects:
        assert _acts(effect, rule, findings, profile), effect


def _acts(effect: r.Effect, rule: r.Rule, findings: Findings, profile: dict[str, Any]) -> bool:
    match effect:
        case r.ExcludeFoods(tags=tags):
            acts = all(rule.id in findings.excluded[tag] for tag in tags)
        case r.LimitFood():
            acts = _limits_food(effect, findings, profile)
        case r.LimitNutrient() | r.RaiseTarget():
            acts = _moves_amount(effect, rule, findings)
        case r.ReplaceTarget(nutrients=keys):
            acts = all(rule.id in findings.clinician_sets[key] for key in keys)
        case r.SeparateFromNutrient(nutrients=keys):
            acts = any(window.rule_id == rule.id and window.nutrients == keys for window in findings.windows)
        case r.KeepSteady(nutrient=key, tracked_tag=tag):
            acts = any(one.key == key or (tag and one.tag == tag) for one in findings.steady)
        case r.ReferToClinician(urgency=urgency):
            acts = any(one.rule_id == rule.id and one.urgency == urgency for one in findings.referrals)
        case _:  # what may deplete, raise or cramp, and supplements to avoid or ask about, is said by the rule
            acts = len(f"{rule.message} {rule.action}".split()) > 5
    return bool(acts)


def _limits_food(effect: r.LimitFood, findings: Findings, profile: dict[str, Any]) -> bool:
    if effect.only_if:
        kind, key = effect.only_if.split(":")
        awaited = {"clinician_targets": {key: {"max": 800}}} if kind == "clinic" else {"flags": [key]}
        findings = found_for({**profile, **awaited})
    if effect.period is r.Period.DOSE_WINDOW:
        return any(window.tags == frozenset({effect.tag}) for window in findings.windows)
    return effect.tag in findings.excluded or any(effect.tag in one.limits for one in findings.allowances)


def _moves_amount(effect: r.LimitNutrient | r.RaiseTarget, rule: r.Rule, findings: Findings) -> bool:
    key = effect.nutrient
    if (key, rule.id) in findings.uncounted:
        return True
    if isinstance(effect, r.RaiseTarget):
        return any(floor.key == key for floor in findings.floors)
    if effect.period is r.Period.DOSE_WINDOW:
        return any(key in window.key_limits for window in findings.windows if window.rule_id == rule.id)
    caps = [cap for cap in findings.caps if cap.key == key and cap.scope is effect.scope]
    return key in NUTRIENTS and any(cap.period is effect.period for cap in caps)


def test_how_far_a_fact_was_checked_is_said_in_words() -> None:
    assert r.VERIFICATION_SAYS["knowledge"] == "Not yet checked against its source."
    assert {rule.verification for rule in RULES} <= r.VERIFICATION_SAYS.keys()
