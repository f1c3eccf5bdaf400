import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foods.importers import fixture_files, load_dishes
from foods.importers.table import TableFaults
from tests.foods.test_sr28 import TEXTS, sdist


def called(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_loading_again_says_that_nothing_changed() -> None:
    assert called("load_data").startswith("8789 foods up to date\n")
    assert called("load_foods") == "8789 foods up to date\n"
    assert called("load_dishes").endswith("dishes up to date\n")


@pytest.mark.django_db
def test_faults_are_listed_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_seeds: object) -> None:
        raise TableFaults(["a.toml: one", "b.csv: two"])

    monkeypatch.setattr(load_dishes, "load", refuse)
    with pytest.raises(CommandError, match=r"2 faults, nothing was written:\n  a.toml: one\n  b.csv: two"):
        called("load_dishes", "--again")


def test_corrections_that_do_not_fit_stop_the_build(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such food"):
        called("build_fixtures", "--sdist", str(sdist(tmp_path, list(TEXTS))), "--to", str(tmp_path))
    assert not (tmp_path / fixture_files.FOODS).exists()


@pytest.mark.django_db
def test_the_quality_report_counts_and_lists() -> None:
    report = called("check_foods", "--check", "parts_within_whole")
    assert "without_portion: 297" in report
    assert "07089 Sausage, Italian, pork, cooked" in report
