from pathlib import Path

import pytest

from foods.importers.name_files import ALIASES, DISPLAY_NAMES, AliasRow, read
from foods.importers.table import TableFaults

FOODS = {"1": "Zqfruit, raw", "2": "Zqroot, raw"}


def write(folder: Path, name: str, *lines: str) -> None:
    head = "ndb_no,food,display_name" if name == DISPLAY_NAMES else "ndb_no,food,alias,note"
    (folder / name).write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")


def test_names_are_read_by_number(tmp_path: Path) -> None:
    write(tmp_path, DISPLAY_NAMES, '1,"Zqfruit, raw",Zqfruit')
    write(tmp_path, ALIASES, '1,"Zqfruit, raw",zqf,', '1,"Zqfruit, raw",zqg,the nearest')
    names = read(tmp_path, FOODS)
    assert names.display == {"1": "Zqfruit"}
    assert names.aliases == {"1": (AliasRow("zqf"), AliasRow("zqg", "the nearest"))}


def test_without_files_there_are_no_names(tmp_path: Path) -> None:
    assert read(tmp_path, FOODS).display == {}


def test_every_faulty_line_is_told(tmp_path: Path) -> None:
    write(tmp_path, DISPLAY_NAMES, '1,"Zqroot, raw",Zqfruit', '2,"Zqroot, raw",')
    write(tmp_path, ALIASES, "9,Nothing,zq,", '1,"Zqfruit, raw",zqf,', '1,"Zqfruit, raw",zqf,')
    with pytest.raises(TableFaults) as faults:
        read(tmp_path, FOODS)
    assert len(faults.value.faults) == 4
