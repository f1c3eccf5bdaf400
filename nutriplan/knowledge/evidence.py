"""What does every plan say about its own evidence? Read from one reviewed file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nutriplan.domain.claims import Backing, Evidence, Grade
from nutriplan.knowledge.claims_reader import backings_of, review_of
from nutriplan.knowledge.yaml_entries import read_file

FILE = Path(__file__).parent / "claims/plan_evidence.yaml"


def read(faults: list[str], backings: Mapping[str, Backing], path: Path = FILE) -> Evidence:
    """The evidence line. What is missing or unknown is added to faults."""
    file = read_file(path, faults)
    file.allow("grade message sources authored reviewed_by review_date next_review")
    grade = file.one_of("grade", frozenset(Grade))
    found = backings_of(file, backings)
    review_of(file)
    return Evidence(
        Grade(grade) if grade else Grade.WEAK, file.text("message").strip(), tuple(one.source for one in found)
    )
