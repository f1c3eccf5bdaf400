"""What lies in a FoodData Central release? Its CSV files, from a folder or a zip, read row by row by their columns."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from foods.importers.table import TableFaults

FOOD, AMOUNT, MEASURE, NUTRIENT = "food.csv", "food_nutrient.csv", "food_portion.csv", "nutrient.csv"
CATEGORY, SURVEY_CATEGORY, UNIT = "food_category.csv", "wweia_food_category.csv", "measure_unit.csv"
DERIVATION, ORIGIN = "food_nutrient_derivation.csv", "food_nutrient_source.csv"
BRANDED, LEGACY, FOUNDATION, SURVEY = (
    "branded_food.csv",
    "sr_legacy_food.csv",
    "foundation_food.csv",
    "survey_fndds_food.csv",
)
#: Without these two nothing can be imported; any of the others may be missing.
NEEDED = (FOOD, AMOUNT)
READ = (
    *NEEDED,
    MEASURE,
    NUTRIENT,
    CATEGORY,
    SURVEY_CATEGORY,
    UNIT,
    DERIVATION,
    ORIGIN,
    BRANDED,
    LEGACY,
    FOUNDATION,
    SURVEY,
)
_BLOCK = 1 << 20
Row = tuple[int, list[str]]


class Release:
    """The files of a release. Raises TableFaults when the path holds none, or not those that are needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._openers = dict(_openers(path))
        missing = [name for name in NEEDED if name not in self._openers]
        if missing:
            raise TableFaults([f"{path} holds no {name}" for name in missing])

    def __contains__(self, name: str) -> bool:
        return name in self._openers

    def rows(self, name: str, columns: Sequence[str], *, optional: Sequence[str] = ()) -> Iterator[Row]:
        """(line, the cells of these columns) of every row; nothing where the release has no such file.

        Optional columns, which follow the others, are "" where the file does not have them. Raises TableFaults when a
        column is missing.
        """
        if name not in self._openers:
            return
        with self._openers[name]() as binary, io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream)
            header = [column.strip() for column in next(lines, [])]
            missing = [column for column in columns if column not in header]
            if missing:
                raise TableFaults([f"{name} has no column {column}" for column in missing])
            places = [header.index(column) if column in header else -1 for column in (*columns, *optional)]
            width = max(places) + 1
            for cells in lines:
                if len(cells) < width:
                    cells.extend([""] * (width - len(cells)))
                yield lines.line_num, [cells[place] if place >= 0 else "" for place in places]

    def fingerprint(self) -> str:
        """The same for the same files, wherever they lie."""
        digest = hashlib.sha256()
        for name in READ:
            if name in self._openers:
                digest.update(name.encode())
                with self._openers[name]() as binary:
                    while block := binary.read(_BLOCK):
                        digest.update(block)
        return digest.hexdigest()

    def size(self, name: str) -> int:
        """Rows of the file, at a guess from its first hundred kilobytes; enough to divide the work."""
        with self._openers[name]() as binary:
            start = binary.read(100_000)
        rows = max(start.count(b"\n"), 1)
        return int(self._bytes(name) / max(len(start) / rows, 1.0))

    def _bytes(self, name: str) -> int:
        if self.path.is_dir():
            return next(path.stat().st_size for path in self.path.rglob(name))
        with zipfile.ZipFile(self.path) as archive:
            return next(info.file_size for info in archive.infolist() if Path(info.filename).name == name)


Opener = Callable[[], BinaryIO]


def _openers(path: Path) -> Iterator[tuple[str, Opener]]:
    if path.is_dir():
        yield from ((found.name, _file_opener(found)) for found in sorted(path.rglob("*.csv")) if found.name in READ)
        return
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise TableFaults([f"{path} is neither a folder nor a zip file"])
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if Path(member).name in READ:
                yield Path(member).name, _member_opener(path, member)


def _file_opener(path: Path) -> Opener:
    return lambda: path.open("rb")


def _member_opener(path: Path, member: str) -> Opener:
    # The archive is closed with its member: zipfile counts who still reads from it.
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:
            return archive.open(member)  # type: ignore[return-value]  # readable, which is all that is asked

    return opened
