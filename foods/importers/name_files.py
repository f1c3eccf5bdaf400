"""What do people call the foods? Display names and other names (CSV, edited by people), as rows or all the faults."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from foods.importers.table import TableFaults

DISPLAY_NAMES, ALIASES = "display_names.csv", "aliases.csv"
FILES = (DISPLAY_NAMES, ALIASES)
LONGEST_DISPLAY_NAME, LONGEST_ALIAS, LONGEST_NOTE = 120, 100, 200


@dataclass(frozen=True, slots=True)
class AliasRow:
    """note: where the food is only the nearest to what the name means."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """By NDB number. display: what people call the food. aliases: what else they call it."""

    display: Mapping[str, str]
    aliases: Mapping[str, tuple[AliasRow, ...]]


NO_NAMES = Names({}, {})


def read(folder: Path, foods: Mapping[str, str]) -> Names:
    """The names of a folder; a file that is not there holds none. foods: NDB number -> name of the table, which every
    line has to repeat. Raises TableFaults with every faulty line."""
    faults: list[str] = []
    display: dict[str, str] = {}
    for where, line in _lines(folder / DISPLAY_NAMES, foods, faults):
        name = line["display_name"].strip()
        if not name or len(name) > LONGEST_DISPLAY_NAME or line["ndb_no"] in display:
            faults.append(f"{where}: {line['ndb_no']} needs one display name of at most {LONGEST_DISPLAY_NAME} letters")
        display[line["ndb_no"]] = name
    aliases: dict[str, dict[str, AliasRow]] = defaultdict(dict)
    for where, line in _lines(folder / ALIASES, foods, faults):
        row = AliasRow(line["alias"].strip(), line["note"].strip())
        if not row.name or len(row.name) > LONGEST_ALIAS or len(row.note) > LONGEST_NOTE:
            faults.append(f"{where}: an alias has 1 to {LONGEST_ALIAS} letters, its note at most {LONGEST_NOTE}")
        if row.name in aliases[line["ndb_no"]]:
            faults.append(f"{where}: {line['ndb_no']} has the alias {row.name!r} twice")
        aliases[line["ndb_no"]][row.name] = row
    if faults:
        raise TableFaults(faults)
    return Names(display, {ndb_no: tuple(rows.values()) for ndb_no, rows in aliases.items()})


def _lines(path: Path, foods: Mapping[str, str], faults: list[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    if not path.exists():
        return
    for number, line in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), start=2):
        where = f"{path.name}, line {number}"
        if foods.get(line["ndb_no"]) != line["food"]:
            is_called = foods.get(line["ndb_no"], "no food")
            faults.append(f"{where}: {line['ndb_no']} is {is_called!r}, not {line['food']!r}")
        else:
            yield where, line
