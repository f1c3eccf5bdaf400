from __future__ import annotations

import pytest

from nutriplan.domain.advice import Belongs, CardKind, Told, asked_about, belongs, cards_for, find, named_remedies
from nutriplan.domain.claims import Grade
from tests.domain.cards import GROUPS, QUININE, book, card

ADULT = frozenset({"age:adult", "diet:omnivore"})


def ids(*cards_: object, told: Told) -> list[str]:
    return [one.card.id for one in cards_for(book(*cards_), told)]  # type: ignore[arg-type]


def test_a_card_for_everyone_reaches_everyone() -> None:
    assert ids(card(), told=Told()) == ["A1"]
    assert ids(card(), told=Told(ADULT)) == ["A1"]


@pytest.mark.requirement("A4")
def test_a_card_is_kept_from_whoever_it_is_not_for() -> None:
    soak = card(not_for=frozenset({"kidney"}))
    assert ids(soak, told=Told(ADULT | {"cond:ckd_g4"})) == []
    assert ids(soak, told=Told(ADULT)) == ["A1"]


@pytest.mark.requirement("A4")
def test_where_nobody_knows_the_card_comes_with_its_limits() -> None:
    soak = book(card(not_for=frozenset({"kidney", "clot"})))

    def limits(told: Told) -> list[str]:
        return [group.key for group in cards_for(soak, told)[0].not_if]

    assert limits(Told()) == ["clot", "kidney"]
    assert limits(Told(ADULT)) == ["clot"]
    assert limits(Told(ADULT, assumed=frozenset({"conditions"}))) == ["clot", "kidney"]


@pytest.mark.requirement("A4", "I4")
def test_a_medicine_that_nobody_knew_leaves_groups_of_medicines_open() -> None:
    told = Told(ADULT | {"flag:unknown_medicine"})
    assert belongs(GROUPS["thinner"], told) is Belongs.UNDECIDED
    assert belongs(GROUPS["kidney"], told) is Belongs.NO


@pytest.mark.requirement("A4")
def test_a_card_for_one_group_is_shown_to_it_and_to_nobody_who_is_not_in_it() -> None:
    bump = card(audience=frozenset({"pregnant"}))
    assert ids(bump, told=Told(ADULT)) == []
    assert ids(bump, told=Told(ADULT | {"stage:pregnant_t2"})) == ["A1"]
    assert [group.key for group in cards_for(book(bump), Told())[0].for_whom] == ["pregnant"]


@pytest.mark.requirement("C1", "C2")
def test_nobody_is_told_to_have_more_of_what_must_be_held() -> None:
    potatoes = card(encourages=frozenset({"potassium_mg"}))
    assert ids(potatoes, told=Told(ADULT, held=frozenset({"potassium_mg"}))) == []
    assert ids(potatoes, told=Told(ADULT, held=frozenset({"sodium_mg"}))) == ["A1"]


def test_kinds_can_be_asked_for() -> None:
    shown = cards_for(book(card("A1"), card("A2", kind=CardKind.MYTH)), kinds=(CardKind.MYTH,))
    assert [one.card.id for one in shown] == ["A2"]


@pytest.mark.requirement("C15")
@pytest.mark.parametrize("typed", ["quinine", "is Tonic Water good?", "TONIC-WATER", "no quinine!"])
def test_a_search_for_something_unsafe_finds_its_safety_card(typed: str) -> None:
    advice = book(card("NOQ", kind=CardKind.SAFETY), card("A2"))
    assert [one.id for one in asked_about(advice, typed)] == ["NOQ"]


@pytest.mark.requirement("A9")
def test_a_search_finds_myths_by_whole_words_and_never_ordinary_cards() -> None:
    advice = book(card("M1", kind=CardKind.MYTH, words=("magnet",)), card("A2", words=("magnet",)))
    assert [one.id for one in asked_about(advice, "a magnet on the calf")] == ["M1"]
    assert asked_about(advice, "magnetron") == ()
    assert asked_about(advice, "") == ()


def test_cards_are_found_by_what_they_are_and_say_with_warnings_first() -> None:
    advice = book(
        card("A1", text="Quinine is named here.", audience=frozenset({"pregnant"})),
        card("NOQ", kind=CardKind.SAFETY, evidence=Grade.UNSAFE),
    )

    def found(**asked: str) -> list[str]:
        return [one.id for one in find(advice, **asked)]

    assert found() == ["A1", "NOQ"]
    assert found(text="quinine") == ["NOQ", "A1"]
    assert found(text="nam her") == ["A1"]
    assert found(kind="safety") == found(evidence="unsafe") == ["NOQ"]
    assert found(audience="pregnant") == ["A1"]
    assert found(text="zebra") == []


def test_remedies_are_named_by_whole_words() -> None:
    assert named_remedies("A glass of tonic water at night", (QUININE,)) == (QUININE,)
    assert named_remedies("isotonic water", (QUININE,)) == ()
