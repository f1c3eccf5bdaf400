from pathlib import Path

from nutriplan.domain.person import Sex
from nutriplan.knowledge.csv_rows import Row, columns, read_rows


def row(faults: list[str], **cells: str) -> Row:
    return Row("a.csv:2", cells, faults)


def test_a_row_reads_text_numbers_and_words() -> None:
    faults: list[str] = []
    one = row(faults, name="zinc", value="1.5", sex="female")
    assert (one.text("name"), one.number("value"), one.word("sex", Sex, Sex.MALE)) == ("zinc", 1.5, Sex.FEMALE)
    assert faults == []


def test_an_empty_cell_is_unknown_not_zero() -> None:
    faults: list[str] = []
    assert row(faults, value="").number("value") is None
    assert faults == []


def test_a_missing_required_number_is_a_fault() -> None:
    faults: list[str] = []
    row(faults, value="").required("value")
    assert faults == ["a.csv:2: value: is empty"]


def test_every_fault_names_file_line_and_column() -> None:
    faults: list[str] = []
    broken = row(faults, value="inf", amount="-1", sex="both")
    broken.number("value")
    broken.number("amount")
    broken.word("sex", Sex, Sex.MALE)
    assert faults == [
        "a.csv:2: value: 'inf' is not a number",
        "a.csv:2: amount: -1 is below zero",
        "a.csv:2: sex: 'both' is not one of female, male",
    ]


def test_rows_are_read_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,name\n1, one \n2,two,too many\n3,three\n")
    faults: list[str] = []
    rows = list(read_rows(path, columns("id,name"), faults))
    assert [(one.place, one.text("name")) for one in rows] == [("a.csv:2", "one"), ("a.csv:4", "three")]
    assert faults == ["a.csv:3: the row does not have 2 cells"]


def test_a_missing_file_is_one_fault(tmp_path: Path) -> None:
    faults: list[str] = []
    assert list(read_rows(tmp_path / "none.csv", columns("id"), faults)) == []
    assert faults == ["none.csv: the file is missing"]
