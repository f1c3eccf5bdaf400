from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nutriplan.domain.drinks import DRINKS, Drink, drunk_daily, limit_of, notes_on_drinks
from nutriplan.domain.findings import Allowance, Findings, Fired, Steady
from nutriplan.domain.rules import Period, Rule, Scope, Severity
from nutriplan.domain.targets import Target
from nutriplan.knowledge import loader
from tests.domain.cast import person

LIMIT = {"caffeine_mg": Target("caffeine_mg", None, None, 400, Scope.TOTAL, "limit", "test")}
PREGNANT = Findings(allowances=(Allowance("PRG-CAFF", "caffeine_mg", {"caffeine_source": 200.0}, Period.DAY),))


def fired(title: str) -> Fired:
    day = date(2026, 1, 1)
    written = Rule(
        id="R1", title=title, any_of=frozenset(), all_of=(), none_of=frozenset(), effects=(), severity=Severity.INFO,
        message="", why="", action="", evidence="", verification="read", sources=(), review_date=day, next_review=day,
        authored=day,
    )  # fmt: skip
    return Fired(written, ())


@pytest.mark.requirement("P11", "I6")
def test_caffeine_of_all_drinks_adds_up() -> None:
    who = person(coffee_cups=1, tea_cups=2, cola_cans=1, energy_drink_cans=1)
    assert drunk_daily(who) == {"caffeine_mg": 140 + 150 + 40 + 80}


@pytest.mark.requirement("I6")
@pytest.mark.parametrize("drink", DRINKS, ids=lambda drink: drink.asked)
def test_every_drink_can_be_told_and_carries_a_tag_that_rules_know(drink: Drink) -> None:
    assert drunk_daily(person(**{drink.asked: 2})) == {key: 2 * each for key, each in drink.brings.items()}
    assert drink.tags
    assert drink.tags <= loader.load().cautions.food_tags.keys()


def test_who_told_nothing_is_told_nothing() -> None:
    assert notes_on_drinks(person(), PREGNANT, LIMIT) == ()


@pytest.mark.requirement("P11")
def test_what_is_left_of_the_limit_is_said() -> None:
    (note,) = notes_on_drinks(person(coffee_cups=2), Findings(), LIMIT)
    assert "up to 280 mg of caffeine a day" in note
    assert "your limit of 400 mg" in note


@pytest.mark.requirement("P11", "G2")
def test_above_the_limit_it_asks_for_less() -> None:
    (note,) = notes_on_drinks(person(coffee_cups=2), PREGNANT, LIMIT)
    assert "above your limit of 200 mg. The plan adds none. Please have less." in note


def test_with_lithium_nobody_is_told_to_drop_coffee_at_once() -> None:
    steady = Findings(steady=(Steady("RX-LI", "caffeine_mg", 25.0),))
    (note,) = notes_on_drinks(person(coffee_cups=4), steady, LIMIT)
    assert "Do not change this suddenly" in note
    assert "have less" not in note


def test_a_child_that_drinks_cola_should_have_none() -> None:
    (note,) = notes_on_drinks(person(cola_cans=1), Findings(), {"caffeine_mg": replace(LIMIT["caffeine_mg"], max=0)})
    assert "you should have none" in note


@pytest.mark.parametrize(
    ("drinks", "said"), [({"sweet_drink_glasses": 1}, True), ({"cola_cans": 1}, False), ({"tea_cups": 1}, False)]
)
def test_a_drink_that_a_rule_leaves_out_is_named_with_the_rule(drinks: dict[str, float], said: bool) -> None:
    findings = Findings(fired=(fired("Gout: less sugar"),), excluded={"sugary_drink": ("R1",)})
    told = " ".join(notes_on_drinks(person(**drinks), findings, {}))
    assert ("Please leave that out: Gout: less sugar." in told) is said


def test_a_drink_that_a_rule_limits_by_the_portion_is_named() -> None:
    limited = Allowance("R1", "grams", {"phosphate_additive": 30.0}, Period.DAY)
    findings = Findings(fired=(fired("Kidneys: phosphate"),), allowances=(limited,))
    (note,) = notes_on_drinks(person(cola_cans=1), findings, {})
    assert note == "You have cola. It counts towards this, and is not in the plan: Kidneys: phosphate."


def test_sugar_of_sweet_drinks_is_said_with_its_energy() -> None:
    (note,) = notes_on_drinks(person(sweet_drink_glasses=2), Findings(), {})
    assert note.startswith("Your sweet drinks bring about 52 g of sugar and 208 kcal a day.")


def test_the_lowest_limit_is_the_one_that_holds() -> None:
    assert limit_of("caffeine_mg", PREGNANT, LIMIT) == 200
    assert limit_of("alcohol_g", PREGNANT, LIMIT) is None
