from __future__ import annotations

from typing import Any

import pytest

from nutriplan.domain.advice import CardKind
from nutriplan.domain.advice_checks import contradictions, faults, instructs_wrongly
from nutriplan.domain.claims import Grade
from tests.domain.cards import QUININE, TEACHING, card
from tests.domain.test_claims import claim

CLAIMS = {"C1": claim("C1"), "C2": claim("C2", Grade.CONTRADICTED), "C3": claim("C3", Grade.UNSAFE)}


def said(**changes: Any) -> str:
    return "; ".join(faults(card(**changes), CLAIMS, (QUININE,)))


def test_a_sound_card_may_be_published() -> None:
    assert said(claims=("C1",)) == ""


@pytest.mark.requirement("A3")
def test_a_card_is_short_and_says_for_whom() -> None:
    assert "61 words" in said(text="word " * 61)
    assert said(text="word " * 60) == ""
    assert "audience" in said(audience=frozenset())


@pytest.mark.requirement("H6")
@pytest.mark.parametrize("claim_id", ["C2", "C3"])
def test_nothing_is_recommended_on_the_strength_of_a_refuted_claim(claim_id: str) -> None:
    assert claim_id in said(claims=(claim_id,))
    assert said(claims=(claim_id,), kind=CardKind.MYTH) == ""
    assert said(claims=(claim_id,), kind=CardKind.SAFETY) == ""


@pytest.mark.requirement("H6")
@pytest.mark.parametrize("grade", [Grade.CONTRADICTED, Grade.UNSAFE])
def test_what_is_refuted_is_not_recommended(grade: Grade) -> None:
    assert "myth or safety" in said(evidence=grade)


@pytest.mark.requirement("C15", "M5")
def test_what_is_blocked_may_not_even_be_named_by_a_recommendation() -> None:
    assert "names quinine" in said(text="A glass of tonic water at night.")
    assert "names quinine" in said(title="Quinine")
    assert said(text="An isotonic drink.") == ""
    assert said(text="No quinine.", kind=CardKind.SAFETY) == ""


@pytest.mark.requirement("H1")
def test_a_recommendation_needs_something_that_anybody_can_read() -> None:
    assert "anybody can read" in said(backings=(TEACHING,))


def test_a_warning_is_kept_from_nobody_and_encourages_nothing() -> None:
    assert "kept from nobody" in said(kind=CardKind.DANGER_SIGN, not_for=frozenset({"kidney"}))
    assert "encourages nothing" in said(kind=CardKind.MYTH, encourages=frozenset({"magnesium_mg"}))


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    "sentence",
    [
        "Point your toes down",
        "Pull the toes down hard",
        "Stand on tiptoe until it goes",
        "Prick the muscle with a pin",
        "Keep the foot pointing downwards",
        "Pointing the toes helps",
    ],
)
def test_the_wrong_way_is_noticed(sentence: str) -> None:
    assert instructs_wrongly(sentence)
    assert "toes down" in said(text=f"{sentence}.")


@pytest.mark.requirement("A2")
@pytest.mark.parametrize(
    "sentence", ["Never point the toes down", "Do not prick the muscle", "Draw the toes up", "One foot back, heel down"]
)
def test_the_right_way_and_a_warning_pass(sentence: str) -> None:
    assert not instructs_wrongly(sentence)


@pytest.mark.requirement("A10")
def test_opposite_advice_cannot_stand_side_by_side() -> None:
    up, down = card("UP", stands={"legs": "raised"}), card("DOWN", stands={"legs": "lowered"})
    assert list(contradictions([up, down])) == ["UP and DOWN stand differently on 'legs'"]
    assert list(contradictions([up, card("UP2", stands={"legs": "raised"})])) == []
    myth = card("DOWN", kind=CardKind.MYTH, stands={"legs": "lowered"})
    assert list(contradictions([up, myth])) == []
