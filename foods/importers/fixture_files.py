"""How is the table kept in fixtures/? Five CSV files, three of them gzipped: sorted, and always the same bytes."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings

from foods.importers.table import AmountRow, CorrectionRow, FoodRow, FoodTable, PortionRow
from nutriplan.domain.nutrients import KEYS

FIXTURES: Path = settings.BASE_DIR / "fixtures"
GROUPS, FOODS, AMOUNTS, PORTIONS, CORRECTIONS = (
    "food_groups.csv",
    "foods.csv.gz",
    "amounts.csv.gz",
    "portions.csv.gz",
    "corrections.csv",
)
FILES = (GROUPS, FOODS, AMOUNTS, PORTIONS, CORRECTIONS)
_FOOD_COLUMNS = (
    "ndb_no",
    "group",
    "name",
    "common_name",
    "manufacturer",
    "scientific_name",
    "in_survey",
    "refuse_pct",
    "refuse_description",
)
_CORRECTION_COLUMNS = ("ndb_no", "what", "action", "was", "becomes", "why", "dated")


def write(table: FoodTable, folder: Path) -> None:
    """Write the five files; the same table gives the same bytes."""
    foods = sorted(table.foods, key=lambda food: food.ndb_no)
    _write(folder / GROUPS, ("code", "name"), sorted(table.groups.items()))
    _write(folder / FOODS, _FOOD_COLUMNS, (_food_line(food) for food in foods))
    _write(folder / AMOUNTS, ("ndb_no", *KEYS), (_amount_line(food) for food in foods))
    _write(
        folder / PORTIONS,
        ("ndb_no", "position", "amount", "unit", "grams", "doubt"),
        ((food.ndb_no, p.position, p.amount, p.unit, p.grams, p.doubt) for food in foods for p in food.portions),
    )
    _write(
        folder / CORRECTIONS,
        _CORRECTION_COLUMNS,
        ([getattr(row, column) for column in _CORRECTION_COLUMNS] for row in table.corrections),
    )


def read(folder: Path) -> FoodTable:
    """The table as written."""
    portions: dict[str, list[PortionRow]] = defaultdict(list)
    for ndb_no, position, amount, unit, grams, doubt in _read(folder / PORTIONS):
        portions[ndb_no].append(PortionRow(int(position), amount, unit, grams, doubt))
    amounts = dict(_read_amounts(folder / AMOUNTS))
    foods = tuple(
        _food(dict(zip(_FOOD_COLUMNS, row, strict=True)), amounts[row[0]], tuple(portions[row[0]]))
        for row in _read(folder / FOODS)
    )
    corrections = tuple(CorrectionRow(*row) for row in _read(folder / CORRECTIONS))
    return FoodTable({code: name for code, name in _read(folder / GROUPS)}, foods, corrections)  # noqa: C416


def content_hash(paths: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of the files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _food(line: Mapping[str, str], amounts: Mapping[str, AmountRow], portions: tuple[PortionRow, ...]) -> FoodRow:
    return FoodRow(
        ndb_no=line["ndb_no"],
        group=line["group"],
        name=line["name"],
        common_name=line["common_name"],
        manufacturer=line["manufacturer"],
        scientific_name=line["scientific_name"],
        in_survey=line["in_survey"] == "Y",
        refuse_pct=line["refuse_pct"],
        refuse_description=line["refuse_description"],
        amounts=amounts,
        portions=portions,
    )


def _food_line(food: FoodRow) -> list[str]:
    texts = {column: getattr(food, column) for column in _FOOD_COLUMNS}
    texts["in_survey"] = "Y" if food.in_survey else ""
    return list(texts.values())


def _amount_line(food: FoodRow) -> list[str]:
    """A cell is "printed|origin|derivation"; an empty cell is an unknown amount."""
    cells = [food.amounts.get(key) for key in KEYS]
    return [food.ndb_no, *(f"{c.printed}|{c.origin}|{c.derivation}" if c else "" for c in cells)]


def _read_amounts(path: Path) -> Iterator[tuple[str, dict[str, AmountRow]]]:
    lines = _lines(path)
    keys = next(lines)[1:]
    for ndb_no, *cells in lines:
        yield ndb_no, {key: AmountRow(*cell.split("|")) for key, cell in zip(keys, cells, strict=True) if cell}


def _write(path: Path, header: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    content = text.getvalue().encode()
    # No time stamp and no file name in the gzip header: the bytes depend on the content alone.
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0) if path.suffix == ".gz" else content)


def _lines(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    yield from csv.reader(io.StringIO(text, newline=""))


def _read(path: Path) -> Iterator[list[str]]:
    """The lines below the header."""
    lines = _lines(path)
    next(lines)
    yield from lines
