from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

import pytest

from nutriplan.domain.composition import Composition
from nutriplan.domain.findings import Allowance, DoseWindow, Findings, NutrientCap, Steady
from nutriplan.domain.instead import Helping, Stance, Who, alternatives, concerns, why_none
from nutriplan.domain.person import Person, Sex
from nutriplan.domain.rules import Period, Scope

PERSON = Person(age_years=45, sex=Sex.MALE, height_cm=178, weight_kg=78)
MG = "magnesium_mg"


def helping(number: int, name: str, magnesium: float | None, **more: object) -> Helping:
    amounts: Mapping[str, float | None] = {MG: magnesium, "energy_kcal": 100.0, "potassium_mg": 100.0}
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    food = Composition(food_id=number, ndb_no=str(number), name=name, group="Test", amounts=known)
    return Helping(replace(food, **more), 100, "1 cup")  # type: ignore[arg-type]


HERE = helping(1, "Lettuce, raw", 10)
RICH = helping(2, "Spinach, raw", 80)


def found(*candidates: Helping, findings: Findings | None = None) -> list[str]:
    who = Who(PERSON, findings, {}) if findings else None
    return [one.helping.food.name for one in alternatives(MG, HERE, candidates, who)]


def test_more_of_it_comes_first_and_less_or_unknown_never() -> None:
    some, less, unknown = helping(3, "Chard, raw", 40), helping(4, "Iceberg", 5), helping(5, "Mystery", None)
    assert found(some, unknown, RICH, less) == ["Spinach, raw", "Chard, raw"]


def test_the_same_food_prepared_another_way_is_no_other_food() -> None:
    assert found(RICH, helping(3, "Spinach, frozen, chopped", 60), helping(4, "Lettuce, cooked", 90)) == [
        "Spinach, raw"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tags": frozenset({"alcohol"})},
        {"assumed": frozenset({MG})},
        {"amounts": {MG: 80.0, "energy_kcal": 300.0}},
        {"amounts": {MG: 80.0}},
    ],
    ids=["alcohol", "assumed", "much more energy", "energy unknown"],
)
def test_some_foods_are_offered_to_nobody(wrong: dict[str, object]) -> None:
    assert found(helping(2, "Spinach, raw", 80, **wrong)) == []


def test_a_swap_says_what_it_changes_and_what_nobody_knows() -> None:
    (one,) = alternatives(MG, HERE, [RICH])
    assert (one.changes[MG].before, one.changes[MG].after, one.changes[MG].difference) == (10, 80, 70)
    assert one.changes["calcium_mg"].difference is None


@pytest.mark.parametrize("state", ["tags", "undecided_tags"])
@pytest.mark.parametrize(
    "findings",
    [
        Findings(excluded={"dairy": ("allergy:milk",)}),
        Findings(allowances=(Allowance("R1", "grams", {"dairy": 100}, Period.DAY),)),
        Findings(steady=(Steady("R1", "", 10, "dairy"),)),
    ],
    ids=["excluded", "limited", "steady"],
)
def test_nothing_is_offered_that_holds_or_may_hold_what_a_caution_is_about(state: str, findings: Findings) -> None:
    assert found(helping(2, "Yogurt", 80, **{state: frozenset({"dairy"})}), findings=findings) == []
    assert found(RICH, findings=findings) == ["Spinach, raw"]


def test_a_food_the_person_does_not_want_is_not_offered() -> None:
    who = Who(replace(PERSON, avoid_foods=frozenset({2})), Findings(), {})
    assert alternatives(MG, HERE, [RICH], who) == ()


@pytest.mark.parametrize(
    "findings",
    [
        Findings(clinician_sets={MG: ("CKD",)}),
        Findings(steady=(Steady("R1", MG, 10),)),
        Findings(caps=(NutrientCap("R1", MG, 300, Period.DAY, Scope.TOTAL),)),
    ],
    ids=["clinician", "steady", "capped"],
)
def test_nobody_is_told_to_eat_more_of_what_is_held(findings: Findings) -> None:
    assert "Magnesium" in why_none(MG, Who(PERSON, findings, {}))
    assert found(RICH, findings=findings) == []


def test_a_limit_on_tablets_is_no_limit_on_food() -> None:
    findings = Findings(caps=(NutrientCap("R1", MG, 350, Period.DAY, Scope.SUPPLEMENTS_ONLY),))
    assert found(RICH, findings=findings) == ["Spinach, raw"]


@pytest.mark.parametrize(("potassium", "offered"), [(100.0, True), (101.0, False), (None, False)])
def test_a_swap_brings_no_more_of_what_a_clinician_sets(potassium: float | None, offered: bool) -> None:
    known = {MG: 80.0, "energy_kcal": 100.0}
    amounts = known if potassium is None else {**known, "potassium_mg": potassium}
    findings = Findings(clinician_sets={"potassium_mg": ("CKD",)})
    assert bool(found(helping(2, "Spinach", 80, amounts=amounts), findings=findings)) is offered


@pytest.mark.parametrize(("potassium", "offered"), [(120.0, True), (141.0, False)])
def test_only_a_trace_more_of_what_is_limited(potassium: float, offered: bool) -> None:
    amounts = {MG: 80.0, "energy_kcal": 100.0, "potassium_mg": potassium}
    findings = Findings(caps=(NutrientCap("R1", "potassium_mg", 2000, Period.DAY, Scope.TOTAL),))
    assert bool(found(helping(2, "Spinach", 80, amounts=amounts), findings=findings)) is offered


def test_the_concerns_of_a_food_are_told_gravest_first() -> None:
    findings = Findings(
        excluded={"dairy": ("allergy:milk",), "egg": ("allergy:egg",)},
        allowances=(Allowance("R1", "grams", {"cheese": 30}, Period.DAY),),
        windows=(DoseWindow("R2", "Pill", time(8), 360, 600, frozenset({"dairy"}), frozenset()),),
    )
    tagged = helping(2, "Cheese", 80, tags=frozenset({"dairy", "cheese"}), undecided_tags=frozenset({"egg"}))
    told = [(one.stance, one.tag, one.rule_ids) for one in concerns(tagged.food, PERSON, findings)]
    assert told == [
        (Stance.OUT, "dairy", ("allergy:milk",)),
        (Stance.NOT_CHECKED, "egg", ("allergy:egg",)),
        (Stance.LIMITED, "cheese", ("R1",)),
        (Stance.APART, "dairy", ("R2",)),
    ]
    assert concerns(RICH.food, PERSON, findings) == ()
