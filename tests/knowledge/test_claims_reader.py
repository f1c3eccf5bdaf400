from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from nutriplan.domain.claims import Grade, Ledger, Topic
from nutriplan.knowledge import claims_reader, loader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(claims_reader.FOLDER, tmp_path / "claims"))


@cache
def read(folder: Path = claims_reader.FOLDER) -> tuple[Ledger, list[str]]:
    faults: list[str] = []
    return claims_reader.read(faults, folder), faults


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.requirement("Q4", "H1")
def test_all_claims_are_there_each_with_a_status_and_a_source() -> None:
    ledger, faults = read()
    assert faults == []
    assert sorted(ledger.claims) == [f"CL{number:03}" for number in range(1, 266)]
    assert all(claim.backings and claim.finding for claim in ledger.claims.values())
    assert {claim.topic for claim in ledger.claims.values()} == set(Topic)


def test_the_statuses_are_those_of_the_review() -> None:
    counts = read()[0].counts()
    assert {grade.value: count for grade, count in counts.items()} == {
        "supported": 60,
        "mixed": 81,
        "weak": 78,
        "contradicted": 28,
        "unsafe": 18,
    }
    assert read()[0].claims["CL003"].status is Grade.CONTRADICTED


@pytest.mark.requirement("H7")
def test_every_claim_is_due_within_24_months_of_its_review() -> None:
    for claim in read()[0].claims.values():
        assert 0 < (claim.review.due - claim.review.done).days <= 731


@pytest.mark.requirement("H2")
def test_the_statements_say_what_everybody_should_know() -> None:
    said = " ".join(f"{one.title} {one.text}" for one in read()[0].statements)
    for part in ("over 55", "older adults", "pregnancy", "calcium, vitamin D and B vitamins", "not a treatment"):
        assert part in said


def test_every_source_is_used_somewhere() -> None:
    known = loader.load()
    used = {one.id for claim in known.ledger.claims.values() for one in claim.backings}
    used |= {one.id for card in known.advice.cards.values() for one in card.backings}
    assert set(known.ledger.backings) - used == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("ledger/timing.csv", "SABATIER_2011,magnesium_mg", ",magnesium_mg", "without a source"),
        ("ledger/timing.csv", "SABATIER_2011,", "NOBODY,", "'NOBODY' is not known"),
        ("ledger/timing.csv", "contradicted", "proven", "'proven' is not one of"),
        ("ledger/timing.csv", "2028-11-24", "", "is not a date"),
        ("ledger/timing.csv", "2028-11-24", "2026-11-25", "must come after"),
        ("ledger/timing.csv", "magnesium_mg", "magnesium", "'magnesium' is not known"),
        ("ledger/timing.csv", "CL072", "CL071", "CL071 stands twice"),
        ("sources.csv", "systematic_review", "hearsay", "'hearsay' is not one of"),
        ("sources.csv", ",yes", ",maybe", "'maybe' is not one of"),
        ("food_claims.csv", ",CL0", ",XX0", "is not known"),
        ("food_claims.csv", "magnesium_mg", "magic_mg", "is not one of"),
        ("statements.yaml", "status: supported", "status: sure", "'sure' is not a known word"),
        ("statements.yaml", "sources: [NIDIRECT, MILLER_2021]", "sources: []", "at least one source"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(folder: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(folder / file, old, new)
    assert any(says in fault and file.rpartition("/")[2] in fault for fault in read(folder)[1]), read(folder)[1]


def test_all_faults_come_at_once(folder: Path) -> None:
    spoil(folder / "ledger/timing.csv", "contradicted", "proven")
    spoil(folder / "ledger/meals.csv", "TEACHING", "NOBODY")
    (folder / "ledger/gossip.csv").write_text("", encoding="utf-8")
    faults = read(folder)[1]
    assert len(faults) == 3
    assert "gossip.csv: no topic is called so" in faults
