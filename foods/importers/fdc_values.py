"""What do the rows of one food in FoodData Central say? Which of its many ids counts, in which unit, and since when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from foods.importers import plausible
from foods.importers.incoming import Amount
from foods.models.food import Origin
from nutriplan.domain.nutrients import BY_FDC, BY_SR
from nutriplan.domain.units import VITAMIN_D_IU_PER_UG, UnitMismatch, convert

#: Ids that mean the same as ours, best first; our own id is the first where it is not named.
#: Energy by specific Atwater factors is nearest to what was measured, then by general ones, then as stated, then in kJ.
_INSTEAD: Mapping[str, tuple[int, ...]] = {
    "energy_kcal": (2048, 2047, 1008, 1062),
    "vitamin_d_ug": (1114, 1110),
    "fat_g": (1004, 1085),
    "fibre_g": (1079, 2033),
    "sugars_g": (2000, 1063),
    "linoleic_acid_g": (1269, 1316),
    "alpha_linolenic_acid_g": (1270, 1404),
}
#: 1110 is vitamin D in international units, 1062 energy in kilojoules; all others are in the unit of the key.
_OTHER_UNIT: Mapping[int, str] = {1110: "IU", 1062: "kJ"}
_UNITS: Mapping[str, str] = {"G": "g", "MG": "mg", "UG": "ug", "KCAL": "kcal", "KJ": "kJ", "IU": "IU"}


class Reading(NamedTuple):
    """How an amount of this id is taken: as which key, how willingly (0 first), by which factor, and the most."""

    key: str
    rank: int
    factor: float
    most: float


def _factor(key: str, unit: str) -> float:
    if unit == "IU" and key == "vitamin_d_ug":
        return 1.0 / VITAMIN_D_IU_PER_UG
    return convert(1.0, source=unit, target=key.rsplit("_", 1)[1])


def _readings() -> Mapping[int, Reading]:
    found: dict[int, Reading] = {}
    for own, nutrient in BY_FDC.items():
        for rank, fdc_id in enumerate(_INSTEAD.get(nutrient.key, (own,))):
            unit = _OTHER_UNIT.get(fdc_id, nutrient.unit.value)
            found[fdc_id] = Reading(nutrient.key, rank, _factor(nutrient.key, unit), plausible.MOST[nutrient.key])
    return found


READINGS: Mapping[int, Reading] = _readings()
#: Survey foods of some releases name nutrients by their three-digit number in SR; no id is that small.
_NUMBERS: Mapping[int, int] = {int(number): nutrient.fdc for number, nutrient in BY_SR.items()} | {
    957: 2047,
    958: 2048,
    268: 1062,
    324: 1110,
}
#: food_nutrient_source.csv, for releases without it: its id -> the code, which is that of SR28.
_SOURCE_CODES: Mapping[str, str] = {
    "1": "1",
    "2": "4",
    "3": "5",
    "4": "6",
    "5": "7",
    "6": "8",
    "7": "9",
    "8": "11",
    "9": "12",
    "10": "13",
}


@dataclass(slots=True)
class Vocabulary:
    """What the small tables of a release say. derivations: id -> (code, origin). known: readings by printed id."""

    readings: dict[int, Reading] = field(default_factory=lambda: dict(READINGS))
    nutrients: frozenset[int] = frozenset()
    derivations: dict[str, tuple[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    known: dict[str, Reading | None] = field(default_factory=dict)

    def reading(self, printed: str) -> Reading | None:
        """How to take the id; None: it is not one of the nutrients counted here."""
        if printed not in self.known:
            number = int(printed) if printed.isdecimal() else 0
            self.known[printed] = self.readings.get(number) or self.readings.get(_NUMBERS.get(number, 0))
        return self.known[printed]

    def with_units(self, units: Mapping[int, str]) -> list[str]:
        """Take the units as the release states them (nutrient.csv). Gives the reasons where one cannot be used."""
        refused = []
        for nutrient_id, unit in units.items():
            own = self.readings.get(nutrient_id)
            if own is None:
                continue
            try:
                factor = _factor(own.key, _UNITS.get(unit.strip().upper(), unit))
            except UnitMismatch as mismatch:
                del self.readings[nutrient_id]
                refused.append(f"nutrient {nutrient_id} ({own.key}) in {unit}: {mismatch}")
            else:
                self.readings[nutrient_id] = own._replace(factor=factor)
        self.nutrients = frozenset(units)
        return refused


def derivation(code: str, source_id: str, codes: Mapping[str, str]) -> tuple[str, str]:
    """(code, origin) of a row of food_nutrient_derivation.csv. Label codes begin with L, whatever source they claim."""
    if code.startswith("L"):
        return code, Origin.FROM_LABEL.value
    if code == "Z":
        return code, Origin.ASSUMED_ZERO.value
    origin = codes.get(source_id) or _SOURCE_CODES.get(source_id, "")
    if origin not in Origin.values:
        origin = Origin.ANALYSED.value if code == "A" else Origin.CALCULATED.value
    return code, origin


class Taken(NamedTuple):
    amounts: dict[str, Amount]
    faults: list[tuple[int, str, dict[str, str]]]
    empty: int


def amounts(rows: Iterable[Sequence[str]], words: Vocabulary, *, otherwise: str) -> Taken:
    """The amounts of one food out of its rows (line, nutrient id, amount, derivation id).

    Faults by their line, with the cells that are at fault. otherwise: the origin of a value without a derivation.
    """
    best: dict[str, tuple[int, Amount]] = {}
    faults: list[tuple[int, str, dict[str, str]]] = []
    empty = 0
    unsaid = ("", otherwise)
    for line, nutrient, text, derived in rows:
        reading = words.reading(nutrient)
        if reading is None or not text:
            empty += reading is not None
            continue
        value = _number(text) * reading.factor
        key, kept = reading.key, best.get(reading.key)
        # Written so that what is not a number fails it.
        fault = (_clash(kept, reading, value) if kept else "") if 0 <= value <= reading.most else _why(text, reading)
        if fault:
            faults.append((int(line), fault, {"nutrient_id": nutrient, "amount": text}))
        elif kept is None or reading.rank < kept[0]:
            best[key] = (reading.rank, _amount(value, words.derivations.get(derived, unsaid)))
    return Taken({key: amount for key, (_, amount) in best.items()}, faults, empty)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _why(text: str, reading: Reading) -> str:
    try:
        return plausible.fault_of_amount(reading.key, plausible.number(text) * reading.factor)
    except ValueError as reason:
        return f"{reading.key}: {reason}"


def _clash(kept: tuple[int, Amount], reading: Reading, value: float) -> str:
    if kept[0] != reading.rank or kept[1].value == round(value, 6):
        return ""
    return f"{reading.key}: {value:g} after {kept[1].value:g} for the same food"


def _amount(value: float, derived: tuple[str, str]) -> Amount:
    code, origin = derived
    if origin == Origin.ASSUMED_ZERO and value:
        origin = Origin.CALCULATED.value
    return Amount(round(value, 6), origin, code[:5])
