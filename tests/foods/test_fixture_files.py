from pathlib import Path

from foods.importers import corrections, fixture_files
from tests.foods.test_corrections import REMOVE
from tests.foods.test_sr28 import table


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    corrected = corrections.apply(table(), [REMOVE])
    fixture_files.write(corrected, tmp_path)
    assert fixture_files.read(tmp_path) == corrected


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        fixture_files.write(table(), folder)
    assert all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in fixture_files.FILES)


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1")
    before = fixture_files.content_hash([path])
    path.write_text("2")
    assert fixture_files.content_hash([path]) != before


def test_the_built_fixtures_are_small() -> None:
    assert sum((fixture_files.FIXTURES / name).stat().st_size for name in fixture_files.FILES) < 5_000_000


def test_the_built_fixtures_carry_the_corrections_of_the_sources() -> None:
    patches = corrections.read(fixture_files.FIXTURES / "sources" / "sr28_patches.csv")
    built = fixture_files.read(fixture_files.FIXTURES).corrections
    assert sorted(patches, key=lambda row: (row.ndb_no, row.what)) == list(built)
