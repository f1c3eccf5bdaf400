from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from nutriplan.domain.advice import AdviceBook, CardKind, Told, asked_about, cards_for
from nutriplan.knowledge import advice_reader, cautions_reader, loader


@cache
def read(folder: Path = advice_reader.FOLDER) -> tuple[AdviceBook, list[str]]:
    faults: list[str] = []
    known = loader.load()
    return advice_reader.read(faults, known.ledger, cautions_reader.tokens_of(known.cautions), folder), faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(advice_reader.FOLDER, tmp_path / "advice"))


@pytest.mark.requirement("A3")
def test_all_cards_are_there_and_may_be_published() -> None:
    book, faults = read()
    assert faults == []
    assert {f"AD{number:02}" for number in range(1, 60)} <= set(book.cards)
    assert all(card.title and card.backings and card.audience for card in book.cards.values())


@pytest.mark.requirement("A1")
def test_first_aid_begins_with_the_stretch_of_the_calf() -> None:
    first = next(card for card in read()[0].cards.values() if card.kind is CardKind.FIRST_AID)
    assert first.title == "Stretch the calf"
    assert "toes slowly up" in first.text
    assert "ten seconds" in first.text


@pytest.mark.requirement("A9")
@pytest.mark.parametrize(
    "typed",
    [
        "honey and calcium",
        "does protein block calcium? too much protein",
        "three quarters of cramps from magnesium",
        "magnets",
        "stuffy rooms",
        "lactate",
        "ketosis from protein",
    ],
)
def test_every_popular_myth_has_its_card(typed: str) -> None:
    assert any(card.kind is CardKind.MYTH for card in asked_about(read()[0], typed))


@pytest.mark.requirement("C15")
@pytest.mark.parametrize(
    "typed",
    [
        "quinine",
        "tonic water",
        "chloral hydrate",
        "barbiturates",
        "Diacarb",
        "datura tincture",
        "tansy",
        "wormwood",
        "mustard plaster",
        "spirit rub",
        "prick it with a pin",
        "hot shower, as hot as bearable",
    ],
)
def test_every_unsafe_remedy_answers_with_a_safety_card(typed: str) -> None:
    assert any(card.kind is CardKind.SAFETY for card in asked_about(read()[0], typed))


@pytest.mark.requirement("A5", "A6", "A7", "R7")
@pytest.mark.parametrize(
    ("card_id", "audience", "says"),
    [
        ("AD08", "swimmers", "15 °C"),
        ("AD07", "sport", "Stop"),
        ("AD53", "everyone", "urge to move"),
        ("AD14", "everyone", "Ten seconds, three times, each leg, every evening"),
        ("AD15", "everyone", "Sit with one leg out"),
    ],
)
def test_swimmers_athletes_restless_legs_and_the_bedtime_stretch_have_a_card(
    card_id: str, audience: str, says: str
) -> None:
    card = read()[0].cards[card_id]
    assert audience in card.audience
    assert says in card.text


@pytest.mark.requirement("G1")
@pytest.mark.parametrize(
    ("third", "card_id", "says"),
    [("t1", "PG01", "call your midwife"), ("t2", "PG02", "calves"), ("t3", "PG03", "Go to sleep on your side")],
)
def test_each_third_of_a_pregnancy_has_its_own_card(third: str, card_id: str, says: str) -> None:
    shown = {one.card.id: one.card for one in cards_for(read()[0], Told(frozenset({f"stage:pregnant_{third}"})))}
    assert {"PG01", "PG02", "PG03"} & shown.keys() == {card_id}
    assert says in shown[card_id].text


@pytest.mark.requirement("G1", "C4")
def test_who_must_limit_magnesium_is_not_told_of_the_need_for_it() -> None:
    told = Told(frozenset({"stage:pregnant_t2"}), held=frozenset({"magnesium_mg"}))
    assert "PG02" not in {one.card.id for one in cards_for(read()[0], told)}


@pytest.mark.requirement("G6", "G8")
@pytest.mark.parametrize(
    ("token", "card_id", "says"),
    [
        ("age:child_4_8", "AD50", "see a children’s doctor"),
        ("age:teen_14_18", "AD50", "No heat creams"),
        ("age:older_65_plus", "AD51", "sitting if you are unsteady"),
    ],
)
def test_children_and_older_people_have_their_card(token: str, card_id: str, says: str) -> None:
    shown = {one.card.id: one.card for one in cards_for(read()[0], Told(frozenset({token})))}
    assert says in shown[card_id].text
    assert {"AD50", "AD51"} & shown.keys() == {card_id}


@pytest.mark.requirement("H7")
def test_every_card_is_due_within_24_months_of_its_review() -> None:
    for card in read()[0].cards.values():
        assert 0 < (card.review.due - card.review.done).days <= 731


def test_every_group_is_spoken_of() -> None:
    book = read()[0]
    spoken = frozenset().union(*(card.audience | card.not_for for card in book.cards.values()))
    assert set(book.groups) - spoken == set()


SMOKING = 'kind: habits\n  text: "Smokers report'


@pytest.mark.requirement("A3", "H6", "C15", "A2", "A10")
@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("cards_habits.yaml", "sources: [GRANDNER_2017]", "sources: []", "at least one source"),
        ("cards_habits.yaml", "sources: [GRANDNER_2017]", "sources: [TEACHING]", "anybody can read"),
        ("cards_habits.yaml", "evidence: supported", "evidence: sure", "'sure' is not a known word"),
        ("cards_habits.yaml", "  evidence: supported\n", "", "evidence: None is not a known word"),
        ("cards_habits.yaml", "  review_date: 2026-11-25\n", "", "review_date must be a date"),
        ("cards_habits.yaml", "audience: [everyone]", "audience: [smokers]", "'smokers' is not a known word"),
        ("cards_habits.yaml", "audience: [everyone]", "audience: []", "audience must be a list"),
        ("cards_habits.yaml", "claims: [CL079]", "claims: [CL003]", "CL003, which is contradicted"),
        ("cards_habits.yaml", "claims: [CL079]", "claims: [CL999]", "'CL999' is not a known word"),
        ("cards_habits.yaml", SMOKING, SMOKING.replace("Smokers", "word " * 60 + "Smokers"), "at most 60"),
        ("cards_habits.yaml", SMOKING, SMOKING.replace("Smokers", "Have tonic water. Smokers"), "names quinine"),
        ("cards_habits.yaml", SMOKING, SMOKING.replace("Smokers", "Point the toes down. Smokers"), "toes down"),
        ("cards_habits.yaml", "id: AD31", "id: AD35", "the id stands twice"),
        ("cards_safety.yaml", "not_for: []", "not_for: [pregnant]", "kept from nobody"),
        ("cards_first_aid.yaml", "id: AD10", "id: AD10\n  stands: {legs: lowered}", "stand differently"),
        ("blocklist.yaml", "card: SF04", "card: AD01", "'AD01' is not a safety card"),
        ("blocklist.yaml", "names: [\"tansy\"]", "names: []", "names must be a list"),
        ("groups.yaml", "stage:lactating", "stage:nursing", "'stage:nursing' is not a known word"),
    ],
)  # fmt: skip
def test_what_may_not_be_published_is_refused(folder: Path, file: str, old: str, new: str, says: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(says in fault for fault in read(folder)[1]), read(folder)[1]


def test_all_faults_come_at_once(folder: Path) -> None:
    for file, old, new in (("habits", "AD31", ""), ("eating", "evidence: mixed", "evidence: none")):
        path = folder / f"cards_{file}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert len(read(folder)[1]) == 2
