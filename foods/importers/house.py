"""What does a spreadsheet of own foods say? A row a food: name, group, amounts per 100 g, household measures.

Columns: name and group (its code or its name) must be there; any nutrient key ("magnesium_mg"), `manufacturer`, `gtin`,
`portions` ("1 cup = 240; 1 tbsp = 15") and `origin` of the amounts (analysed, calculated, label, literature) may be. An
empty cell says: not known. A food is recognised by its name.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from foods.importers import measure_words, plausible
from foods.importers.fdc_spool import gtin_number
from foods.importers.incoming import Amount, Batch, IncomingFood, Measure, Rejection
from foods.importers.table import TableFaults
from foods.models import FoodGroup
from foods.models.food import Origin
from foods.search import normalise
from nutriplan.domain.nutrients import KEYS

SOURCE = {
    "key": "house",
    "title": "Foods of this house",
    "publisher": "This installation",
    "version": "as imported",
    "licence": "as entered by its curators",
    "citation": "Entered by the curators of this installation.",
}
NEEDED = ("name", "group")
OTHER = ("manufacturer", "gtin", "portions", "origin")
ORIGINS = {
    "": Origin.UNSAID,
    "analysed": Origin.ANALYSED,
    "calculated": Origin.CALCULATED,
    "label": Origin.FROM_LABEL,
    "literature": Origin.LITERATURE,
}
Cells = Mapping[str, str]


@dataclass(slots=True)
class HouseTable:
    """groups: code -> name of those that are stored already; a spreadsheet makes no new ones."""

    file: str
    groups: Mapping[str, str]
    foods: list[IncomingFood] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    read: int = 0

    def batch(self) -> Batch:
        return Batch(1, self.read, tuple(self.foods), tuple(self.rejections))


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> HouseTable:
    """The foods of the file, and every row that was refused with all that is wrong with it.

    Raises TableFaults when it is no spreadsheet or its columns cannot be understood.
    """
    table = HouseTable(path.name, dict(FoodGroup.objects.values_list("code", "name")))
    named = {normalise(word): code for code, name in table.groups.items() for word in (name, code)}
    seen: dict[str, int] = {}
    for line, cells in _rows(path):
        table.read += 1
        faults: list[str] = []
        food = _food(line, cells, named, faults)
        if food.number in seen:
            faults.append(f"the food of row {seen[food.number]} once more")
        seen.setdefault(food.number, line)
        if faults:
            table.rejections.append(Rejection(path.name, line, cells["name"], "; ".join(faults), cells))
        else:
            table.foods.append(food)
    return table


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(row as the spreadsheet counts, its cells by column) of every row that is not empty."""
    lines = enumerate(_lines(path), start=1)
    _, header = next(lines, (1, []))
    columns = [column.strip().lower() for column in header]
    _check(path, columns)
    for line, texts in lines:
        cells = {column: text.strip() for column, text in zip(columns, texts, strict=False) if column}
        if any(cells.values()):
            yield line, dict.fromkeys((*NEEDED, *OTHER), "") | cells


def _check(path: Path, columns: list[str]) -> None:
    known = {*NEEDED, *OTHER, *KEYS, ""}
    faults = [f"{path.name} has no column {column}" for column in NEEDED if column not in columns]
    faults += [f"{path.name}: there is no column {column!r}" for column in columns if column not in known]
    faults += [f"{path.name}: column {column} twice" for column in sorted(set(columns)) if columns.count(column) > 1]
    if faults:
        raise TableFaults(faults)


def _lines(path: Path) -> Iterable[list[str]]:
    try:
        if path.suffix.lower() == ".xlsx":
            return _sheet(path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))
    except (InvalidFileException, BadZipFile, UnicodeDecodeError, csv.Error, OSError, KeyError, ValueError) as error:
        raise TableFaults([f"{path.name} cannot be read: {error}"]) from error


def _sheet(path: Path) -> list[list[str]]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    finally:
        book.close()


def _food(line: int, cells: Cells, groups: Mapping[str, str], faults: list[str]) -> IncomingFood:
    name = cells["name"]
    if not name or len(name) > 300:
        faults.append("name: must be there, and no longer than 300 letters")
    group = groups.get(normalise(cells["group"]), "")
    if not group:
        faults.append(f"group: there is no group {cells['group']!r}")
    gtin = cells["gtin"]
    if gtin and not gtin_number(gtin):
        faults.append(f"gtin: {gtin!r} is not 8 to 14 digits with the right check digit")
    amounts = _amounts(cells, faults)
    whole = plausible.fault_of_food(amounts)
    if whole:
        faults.append(whole)
    digest = hashlib.sha256(normalise(name).encode()).hexdigest()
    return IncomingFood(
        line=line,
        number=f"H{digest[:11]}",
        name=name,
        group=group,
        source=SOURCE["key"],
        amounts=amounts,
        measures=_measures(cells["portions"], faults),
        gtin=gtin,
        manufacturer=cells["manufacturer"][:100],
    )


def _amounts(cells: Cells, faults: list[str]) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    origin = ORIGINS.get(cells["origin"].lower())
    if origin is None:
        faults.append(f"origin: {cells['origin']!r} is none of {', '.join(filter(None, ORIGINS))}")
    for key in KEYS:
        text = cells.get(key, "")
        if not text:
            continue
        try:
            value = plausible.number(text)
        except ValueError as reason:
            faults.append(f"{key}: {reason}")
            continue
        fault = plausible.fault_of_amount(key, value)
        if fault:
            faults.append(fault)
        else:
            found[key] = Amount(value, (origin or Origin.UNSAID).value, "")
    return found


def _measures(text: str, faults: list[str]) -> tuple[Measure, ...]:
    """("1 cup = 240; 1 tbsp = 15") -> two measures with their weight in grams."""
    found: list[Measure] = []
    for position, part in enumerate(filter(None, map(str.strip, text.split(";"))), start=1):
        words, _, grams = part.rpartition("=")
        try:
            amount, unit = measure_words.counted(words)
            measure = Measure(position, amount, unit[:100], plausible.number(grams.strip().removesuffix("g").strip()))
        except ValueError as reason:
            faults.append(f"portions: {part!r}: {reason}")
            continue
        fault = plausible.fault_of_measure(measure)
        if fault:
            faults.append(f"portions: {fault}")
        found.append(measure)
    return tuple(found)
