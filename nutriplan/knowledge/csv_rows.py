"""What does one row of a knowledge file say, and what is wrong with it? Faults are collected, never raised here."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that writes what is wrong with it into `faults` as "file:line: column: sentence"."""

    place: str
    cells: Mapping[str, str]
    faults: list[str]

    def fault(self, column: str, sentence: str) -> None:
        self.faults.append(f"{self.place}: {column}: {sentence}")

    def text(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str) -> float | None:
        """The number, None where the cell is empty or faulty. Published values are never negative."""
        value = self.signed(column)
        if value is not None and value < 0:
            self.fault(column, f"{value:g} is below zero")
            return None
        return value

    def signed(self, column: str) -> float | None:
        text = self.cells[column]
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(column, f"{text!r} is not a number")
            return None
        return value

    def required(self, column: str) -> float:
        """A number that may not be missing; a missing one is a fault and reads as 0."""
        value = self.signed(column)
        if value is None and not self.cells[column]:
            self.fault(column, "is empty")
        return value or 0.0

    def day(self, column: str) -> date:
        """A day (2026-01-31); anything else is a fault and reads as the first of all days."""
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            self.fault(column, f"{self.cells[column]!r} is not a date (2026-01-31)")
            return date.min

    def one_of(self, column: str, words: Collection[str]) -> str:
        text = self.cells[column]
        if text not in words:
            self.fault(column, f"{text!r} is not one of {', '.join(sorted(words))}")
        return text

    def word(self, column: str, kind: type[Word], default: Word) -> Word:
        """The member of the vocabulary; an unknown word is a fault and reads as the default."""
        try:
            return kind(self.cells[column])
        except ValueError:
            self.one_of(column, [member.value for member in kind])
            return default


def columns(line: str) -> tuple[str, ...]:
    """The header of a file as its first line spells it."""
    return tuple(line.split(","))


def read_rows(path: Path, header: Sequence[str], faults: list[str]) -> Iterator[Row]:
    """The rows of a CSV file with exactly these columns; an unreadable file is one fault and has no rows."""
    if not path.is_file():
        faults.append(f"{path.name}: the file is missing")
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or ()) != list(header):
            faults.append(f"{path.name}:1: the columns must be {','.join(header)}")
            return
        for cells in reader:
            place = f"{path.name}:{reader.line_num}"
            if None in cells or None in cells.values():
                faults.append(f"{place}: the row does not have {len(header)} cells")
                continue
            yield Row(place, {name: value.strip() for name, value in cells.items()}, faults)
