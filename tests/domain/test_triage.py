from dataclasses import replace
from typing import Any

import pytest

from nutriplan.domain.caution_book import Doctor, RedFlag
from nutriplan.domain.cautions import evaluate
from nutriplan.domain.errors import InputFaults
from nutriplan.domain.rules import ReferToClinician
from nutriplan.domain.triage import SEEN_ADVICE, Level, Triage, triage, whom_to_see
from tests.domain.cast import person
from tests.domain.rulebook import book, rule

FLAGS = tuple(
    RedFlag(f"F-{urgency}", f"sign {urgency}", urgency, "why", "gp", "a source", "read")
    for urgency in ("emergency", "same_day", "routine")
)


def judged(*signs: str, urgency: str = "") -> Triage:
    rules = [rule("R-1", ReferToClinician("gp", urgency))] if urgency else []
    eater = person(red_flags=frozenset(f"F-{sign}" for sign in signs), conditions=frozenset({"ill"}))
    rulebook = book(*rules, red_flags=FLAGS)
    return triage(eater, evaluate(eater, rulebook), rulebook)


def test_nothing_reported_lets_a_person_plan() -> None:
    assert judged() == Triage(Level.SELF_CARE)
    assert not judged().stops_planning


@pytest.mark.parametrize(("sign", "stops"), [("emergency", True), ("same_day", True), ("routine", False)])
def test_a_red_flag_stops_planning_unless_it_is_routine(sign: str, stops: bool) -> None:
    found = judged(sign)
    assert (found.level.value, found.stops_planning) == (sign, stops)
    assert found.reasons[0].clinician == "your doctor"


@pytest.mark.parametrize(("urgency", "stops"), [("emergency", True), ("same_day", True), ("routine", False)])
def test_an_urgent_referral_of_a_rule_stops_planning(urgency: str, stops: bool) -> None:
    found = judged(urgency=urgency)
    assert found.stops_planning is stops
    assert found.reasons[0].because == "R-1"


def test_the_most_urgent_reason_decides_and_stands_first() -> None:
    found = judged("routine", "emergency", urgency="same_day")
    assert [reason.because for reason in found.reasons] == ["F-emergency", "R-1", "F-routine"]
    assert found.level is Level.EMERGENCY


def seen(*signs: str, acknowledged: tuple[str, ...], urgency: str = "") -> Triage:
    rules = [rule("R-1", ReferToClinician("gp", urgency))] if urgency else []
    flags = frozenset(f"F-{sign}" for sign in signs)
    eater = person(red_flags=flags, conditions=frozenset({"ill"}), acknowledged=frozenset(acknowledged))
    rulebook = book(*rules, red_flags=FLAGS)
    return triage(eater, evaluate(eater, rulebook), rulebook)


@pytest.mark.requirement("R9")
def test_what_was_looked_at_stops_no_plan_and_stays_among_the_reasons() -> None:
    found = seen("emergency", acknowledged=("F-emergency",))
    assert not found.stops_planning
    assert (found.level, found.advice) == (Level.EMERGENCY, SEEN_ADVICE)
    assert [(reason.because, reason.acknowledged) for reason in found.reasons] == [("F-emergency", True)]


@pytest.mark.requirement("R9")
def test_every_one_of_them_must_have_been_looked_at() -> None:
    assert seen("emergency", acknowledged=("F-emergency",), urgency="same_day").stops_planning
    assert not seen("emergency", acknowledged=("F-emergency", "R-1"), urgency="same_day").stops_planning


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("signs", "early"), [((), "F-emergency"), (("routine",), "F-routine"), (("emergency",), "R-9")]
)
def test_nothing_is_acknowledged_in_advance(signs: tuple[str, ...], early: str) -> None:
    with pytest.raises(InputFaults) as refused:
        seen(*signs, acknowledged=(early,))
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/acknowledged", "nothing_to_acknowledge")
    ]


def test_a_sign_nobody_knows_is_refused() -> None:
    with pytest.raises(InputFaults):
        judged("odd")


def test_every_level_says_what_to_do() -> None:
    assert all(level.advice for level in Level)


DOCTORS = (
    Doctor("D-1", "an illness", "kidneys", "a source", "read", when=frozenset({"cond:ill"})),
    Doctor("D-2", "a sign", "nerves", "a source", "read", signs=frozenset({"F-routine"})),
    Doctor("D-3", "childhood", "children", "a source", "read", when=frozenset({"age:child"}), straight=True),
)


@pytest.mark.requirement("R5")
@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ({}, "your doctor"),
        ({"conditions": frozenset({"ill"})}, "your doctor first; then perhaps kidneys, if an illness may be behind it"),
        ({"red_flags": frozenset({"F-routine"})}, "your doctor first; then perhaps nerves, if a sign may be behind it"),
        ({"age_years": 8}, "children"),
    ],
)
def test_whom_to_see_follows_what_may_be_behind_it(who: dict[str, Any], whom: str) -> None:
    rulebook = replace(book(red_flags=FLAGS), doctors=DOCTORS)
    assert whom_to_see(person(**who), rulebook) == whom
