import shutil
from pathlib import Path

import pytest

from nutriplan.knowledge.cautions_reader import FOLDER, SUPPLEMENT_KEYS
from nutriplan.knowledge.medicines_reader import read_medicines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "medications", tmp_path, dirs_exist_ok=True)
    return tmp_path


def faults_of(folder: Path, file: str, line: str) -> list[str]:
    path = folder / file
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    faults: list[str] = []
    read_medicines(folder, SUPPLEMENT_KEYS, faults)
    return faults


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("contents.csv", "Blorbazine,iron_mg,1,mg,label,knowledge", "is no name of medicines.csv"),
        ("contents.csv", "Rennie,gold_mg,1,mg,label,knowledge", "is not a nutrient key"),
        ("contents.csv", "Rennie,iron_mg,1,ug,label,knowledge", "must be the unit"),
        ("contents.csv", "Rennie,iron_mg,1,mg,,knowledge", "source: is empty"),
        ("contents.csv", "Rennie,iron_mg,1,mg,label,hearsay", "hearsay"),
        ("vague_names.csv", "heart pill,Blorbazine", "is no name of medicines.csv"),
        ("vague_names.csv", "heart pill,", "choices: is empty"),
        ("vague_names.csv", "Lasix,furosemide", "is the name of a medicine"),
        ("medicines.csv", "newol,,,,,rx,", "classes: is empty"),
    ],
)
def test_a_row_at_fault_is_named(folder: Path, file: str, line: str, says: str) -> None:
    faults = faults_of(folder, file, line)
    assert any(says in fault and fault.startswith(file) for fault in faults), faults
