from pathlib import Path

import pytest

from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.domain.references import ReferenceTables
from nutriplan.knowledge import loader, references


def test_everything_loads_and_is_kept() -> None:
    assert loader.load() is loader.load()
    assert loader.load().references.daily_value("magnesium_mg") == 420


def test_the_version_is_twelve_hex_digits_of_the_files() -> None:
    version = loader.load().version
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert version == loader.version_of(loader.FOLDER)


def test_the_version_changes_with_a_fact_and_not_with_prose(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1")
    before = loader.version_of(tmp_path)
    (tmp_path / "README.md").write_text("prose")
    assert loader.version_of(tmp_path) == before
    (tmp_path / "a.csv").write_text("2")
    assert loader.version_of(tmp_path) != before


def test_a_fault_refuses_everything_and_tells_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(faults: list[str]) -> ReferenceTables:
        faults.extend(["a.csv:1: one", "a.csv:2: two"])
        return ReferenceTables({}, (), (), (), (), {})

    monkeypatch.setattr(references, "read", read)
    with pytest.raises(KnowledgeFaults) as refused:
        loader.load.__wrapped__()
    assert refused.value.faults[:2] == ("a.csv:1: one", "a.csv:2: two")
