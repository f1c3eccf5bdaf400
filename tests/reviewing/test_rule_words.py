from __future__ import annotations

import re

import pytest

from nutriplan.domain import rules as r
from nutriplan.people import selectors
from nutriplan.reviewing import rule_words

BOOK = selectors.caution_book()


def of(rule_id: str) -> r.Rule:
    rule = BOOK.rule(rule_id)
    assert rule is not None
    return rule


def test_a_rule_says_for_whom_and_what_it_does() -> None:
    assert rule_words.for_whom(of("RX-MG-LAX-CKD"), BOOK)[0].startswith("One of: medicine: antacid magnesium; ")
    assert "dialysis" in rule_words.for_whom(of("RX-MG-LAX-CKD"), BOOK)[1]
    (said,) = rule_words.what_it_does(of("RX-MG-LAX-CKD"), BOOK)
    assert said == (
        "Warns of these supplements, unless a clinician advised it: antacid magnesium, laxative magnesium, "
        "magnesium supplement."
    )


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_rule_is_said_without_a_key_of_the_program(rule: r.Rule) -> None:
    lines = (*rule_words.for_whom(rule, BOOK), *rule_words.what_it_does(rule, BOOK))
    assert len(lines) >= 2
    for line in lines:
        assert line.endswith(".") or ": " in line
        assert not re.search(r"[a-z]_[a-z]|\b(med|cond|lab|stage|flag|clinic):|None\b|\.\.", line), line


def test_every_effect_has_words() -> None:
    assert set(rule_words.EFFECTS) == set(r.Effect.__args__)


def test_an_amount_stands_with_its_unit_and_what_is_counted() -> None:
    limit = r.LimitNutrient("sodium_mg", 2300, "mg", r.Period.DAY, r.Scope.TOTAL, "a test", {"child_4_8": 1500})
    (said,) = rule_words.what_it_does(_with(limit), BOOK)
    assert said == (
        "At most 2,300 mg of Sodium a day, counting food and supplements together. "
        "By age: aged 4 to below 9 years: 1500. Basis: a test."
    )


def _with(*effects: r.Effect) -> r.Rule:
    from dataclasses import replace

    return replace(BOOK.rules[0], effects=effects)


def test_an_example_is_a_person_in_words() -> None:
    told = {"medications": ["warfarin"], "life_stage": "pregnant", "clinician_targets": {"sodium_mg": {"max": 1500}}}
    assert rule_words.example(r.Example(True, told)) == (
        "medications: warfarin; life stage: pregnant; clinician targets: sodium mg max 1500"
    )
    assert rule_words.example(r.Example(False, {})) == "nothing to report"
