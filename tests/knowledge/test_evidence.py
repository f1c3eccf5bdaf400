from pathlib import Path

import pytest

from nutriplan.domain.claims import Grade
from nutriplan.knowledge import evidence, loader


@pytest.mark.requirement("H1")
def test_the_line_of_every_plan_has_a_grade_and_a_source() -> None:
    faults: list[str] = []
    line = evidence.read(faults, loader.load().ledger.backings)
    assert (line.grade, faults) == (Grade.MIXED, [])
    assert line.sources[0].title


@pytest.mark.requirement("H1")
def test_an_unsourced_ungraded_line_is_refused_with_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "line.yaml"
    file.write_text("grade: proven\nmessage: It works.\nauthored: 2026-11-22\n", encoding="utf-8")
    faults: list[str] = []
    evidence.read(faults, {}, file)
    assert len(faults) == 4
