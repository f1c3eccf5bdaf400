"""Which medicines do we know, what do products bring, and what could a vague name mean? Read from three tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nutriplan.domain.doses import Content
from nutriplan.domain.medicines import Medicine, MedicineBook
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.rules import VERIFICATION_SAYS
from nutriplan.knowledge.csv_rows import Row, columns, read_rows

_MEDICINES = columns("generic,other_names,brands,alone,classes,availability,note")
_CONTENTS = columns("name,nutrient,amount,unit,source,verification")
_VAGUE = columns("said,choices")
_AVAILABILITY = frozenset({"rx", "otc", "rx/otc", "otc/rx"})


def read_medicines(folder: Path, supplement_keys: frozenset[str], faults: list[str]) -> MedicineBook:
    """The book of medicines. supplement_keys: nutrients that only tablets are counted in."""
    medicines = tuple(_medicines(folder / "medicines.csv", faults))
    listed = MedicineBook(medicines)
    contents = tuple(_contents(folder / "contents.csv", listed, supplement_keys, faults))
    return MedicineBook(medicines, contents, dict(_vague(folder / "vague_names.csv", listed, faults)))


def _medicines(path: Path, faults: list[str]) -> Iterator[Medicine]:
    for row in read_rows(path, _MEDICINES, faults):
        row.one_of("availability", _AVAILABILITY)
        classes = frozenset(_cells(row.text("classes")))
        if not classes:
            row.fault("classes", "is empty: a medicine without a class would look checked")
        if not row.text("generic"):
            row.fault("generic", "is empty")
        yield Medicine(
            generic=row.text("generic"),
            classes=classes,
            other_names=_cells(row.text("other_names")),
            brands=_cells(row.text("brands")),
            alone=_cells(row.text("alone")),
            availability=row.text("availability"),
            note=row.text("note"),
        )


def _contents(
    path: Path, listed: MedicineBook, supplement_keys: frozenset[str], faults: list[str]
) -> Iterator[Content]:
    for row in read_rows(path, _CONTENTS, faults):
        key = row.text("nutrient")
        if key not in NUTRIENTS.keys() | supplement_keys:
            row.fault("nutrient", f"{key!r} is not a nutrient key")
        amount = row.number("amount")
        if row.text("unit") != ("" if amount is None else key.rsplit("_", 1)[-1]):
            row.fault("unit", "must be the unit of the nutrient key, and empty without an amount")
        if not row.text("source"):
            row.fault("source", "is empty")
        _must_resolve(row, "name", row.text("name"), listed)
        verification = row.one_of("verification", VERIFICATION_SAYS.keys())
        yield Content(row.text("name"), key, amount, row.text("source"), verification)


def _vague(path: Path, listed: MedicineBook, faults: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in read_rows(path, _VAGUE, faults):
        said, choices = row.text("said"), _cells(row.text("choices"))
        if not choices:
            row.fault("choices", "is empty")
        if listed.resolve(said).classes:
            row.fault("said", f"{said!r} is the name of a medicine")
        for choice in choices:
            _must_resolve(row, "choices", choice, listed)
        yield said, choices


def _must_resolve(row: Row, column: str, name: str, listed: MedicineBook) -> None:
    read = listed.resolve(name)
    if not read.classes or read.unread:
        row.fault(column, f"{name!r} is no name of medicines.csv")


def _cells(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
