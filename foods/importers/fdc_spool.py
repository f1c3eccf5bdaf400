"""How are 400,000 foods and their millions of values brought together in little memory? By sorting them into heaps.

The tables of a release are not in one order. Every row is put into the heap that its food falls into; a heap holds some
thousand foods with all that is said about them, and is small enough to be read at once. The same release always gives
the same heaps, so that an import can go on at the heap where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from foods.importers import fdc_files
from foods.importers.fdc_files import Release
from foods.importers.fdc_values import Vocabulary
from foods.importers.incoming import Rejection

#: As many files as may be open at once anywhere; foods a heap, as few as the number of files allows.
MOST_HEAPS, FOODS_A_HEAP = 240, 2_000
SEPARATOR = "\x1f"
#: Letter of a row in a heap -> (file, columns, columns that older or newer releases lack). The food's id comes first.
TABLES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "F": (fdc_files.FOOD, ("fdc_id", "data_type", "description"), ("food_category_id",)),
    "B": (
        fdc_files.BRANDED,
        ("fdc_id", "gtin_upc"),
        (
            "brand_owner",
            "brand_name",
            "branded_food_category",
            "serving_size",
            "serving_size_unit",
            "household_serving_fulltext",
        ),
    ),
    "L": (fdc_files.LEGACY, ("fdc_id", "NDB_number"), ()),
    "D": (fdc_files.FOUNDATION, ("fdc_id", "NDB_number"), ()),
    "S": (fdc_files.SURVEY, ("fdc_id",), ("wweia_category_number", "wweia_category_code")),
    "P": (
        fdc_files.MEASURE,
        ("fdc_id", "gram_weight"),
        ("seq_num", "amount", "measure_unit_id", "portion_description", "modifier"),
    ),
}
AMOUNTS = "N"


def gtin_number(text: str) -> int:
    """The number below a bar code, without leading zeros, which releases keep or lose; 0: a wrong check digit."""
    digits = text.strip()
    if not digits.isdecimal() or not 8 <= len(digits) <= 14:
        return 0
    weighed = sum(map(int, digits[-1::-2])) + 3 * sum(map(int, digits[-2::-2]))
    return 0 if weighed % 10 else int(digits)


def ndb_number(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else 0


#: Tables in which several ids can stand for one food: the newest, which has the highest id, is the one in force.
IDENTITY: dict[str, Callable[[str], int]] = {"B": gtin_number, "D": ndb_number}


@dataclass(slots=True)
class Counts:
    """What was read and not asked for. nutrients: ids that are not counted here; strange: not even in nutrient.csv."""

    rows: Counter[str] = field(default_factory=Counter)
    nutrients: Counter[int] = field(default_factory=Counter)
    strange: Counter[int] = field(default_factory=Counter)
    empty: int = 0
    other_types: Counter[str] = field(default_factory=Counter)
    older: int = 0
    orphans: int = 0

    def notes(self) -> list[str]:
        """In words, what was read and is not among the foods though nothing is wrong with it."""
        said = [f"{count} rows in {file}" for file, count in self.rows.items()]
        said += [
            f"{self.nutrients.total()} values of {len(self.nutrients)} nutrients that are not counted here",
            f"{self.strange.total()} values of {len(self.strange)} nutrient ids that nutrient.csv does not hold",
            f"{self.empty} values without an amount: not known",
            f"{self.older} older editions of a food that is there in a newer one",
            f"{self.orphans} rows about foods that food.csv does not hold",
        ]
        said += [f"{count} of type {kind or 'unknown'}: no foods" for kind, count in sorted(self.other_types.items())]
        return [note for note in said if not note.startswith("0 ")]


@dataclass(slots=True)
class Spool:
    """newest: (table, GTIN or NDB number) as a number -> the highest id of a food that has it."""

    folder: Path
    heaps: int
    counts: Counts = field(default_factory=Counts)
    rejections: list[Rejection] = field(default_factory=list)
    newest: dict[str, dict[int, int]] = field(default_factory=lambda: {letter: {} for letter in IDENTITY})

    def heap(self, number: int) -> Iterator[list[str]]:
        """The rows of a heap: letter, line, id of the food, cells."""
        path = self._path(number)
        # Only line feeds end a row: other separators may stand in a name.
        with path.open(encoding="utf-8", newline="\n") as stream:
            for row in stream:
                yield row[:-1].split(SEPARATOR)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:03}"

    def fill(self, release: Release, words: Vocabulary) -> None:
        with ExitStack() as stack:
            heaps = [
                stack.enter_context(self._path(number).open("w", encoding="utf-8", newline="\n"))
                for number in range(self.heaps)
            ]
            for letter in TABLES:
                self._fill_table(letter, release, heaps)
            self._fill_amounts(release, words, heaps)

    def _fill_table(self, letter: str, release: Release, heaps: Sequence[TextIO]) -> None:
        file, columns, optional = TABLES[letter]
        for line, cells in release.rows(file, columns, optional=optional):
            self.counts.rows[file] += 1
            try:
                food = int(cells[0])
            except ValueError:
                self.rejections.append(Rejection(file, line, "", f"fdc_id {cells[0]!r} is not a number"))
                continue
            if letter in self.newest:
                self._note_newest(letter, cells[1], food)
            texts = (cell.strip().replace(SEPARATOR, " ") for cell in cells[1:])
            text = SEPARATOR.join((letter, str(line), str(food), *texts))
            heaps[food % self.heaps].write(" ".join(text.splitlines()) + "\n")

    def _note_newest(self, letter: str, identity: str, food: int) -> None:
        number = IDENTITY[letter](identity)
        newest = self.newest[letter]
        if number and newest.get(number, 0) < food:
            newest[number] = food

    def is_newest(self, letter: str, identity: str, food: int) -> bool:
        return self.newest[letter].get(IDENTITY[letter](identity), food) == food

    def _fill_amounts(self, release: Release, words: Vocabulary, heaps: Sequence[TextIO]) -> None:
        columns, count = ("fdc_id", "nutrient_id", "amount"), self.heaps
        read = 0
        for line, (food, nutrient, amount, derived) in release.rows(
            fdc_files.AMOUNT, columns, optional=("derivation_id",)
        ):
            read += 1
            if words.reading(nutrient) is None:
                self._pass_over(line, food, nutrient, words)
            elif food.isdecimal() and amount.isprintable() and derived.isprintable():
                heaps[int(food) % count].write(f"N\x1f{line}\x1f{food}\x1f{nutrient}\x1f{amount}\x1f{derived}\n")
            else:
                self._refuse(line, food, f"fdc_id {food!r} or amount {amount!r} is not a number")
        self.counts.rows[fdc_files.AMOUNT] = read

    def _pass_over(self, line: int, food: str, nutrient: str, words: Vocabulary) -> None:
        if not nutrient.isdecimal():
            self._refuse(line, food, f"nutrient_id {nutrient!r} is not a number")
        elif words.nutrients and int(nutrient) not in words.nutrients:
            self.counts.strange[int(nutrient)] += 1
        else:
            self.counts.nutrients[int(nutrient)] += 1

    def _refuse(self, line: int, food: str, reason: str) -> None:
        self.rejections.append(Rejection(fdc_files.AMOUNT, line, food[:40], reason))


def spool(release: Release, words: Vocabulary, folder: Path) -> Spool:
    """Sort a release into heaps below the folder."""
    heaps = min(MOST_HEAPS, max(1, round(release.size(fdc_files.FOOD) / FOODS_A_HEAP)))
    filled = Spool(folder, heaps)
    filled.fill(release, words)
    return filled
