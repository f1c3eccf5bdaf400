"""What does a release of USDA FoodData Central say? Reads its CSV files into foods, heap by heap, in little memory."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foods.importers import fdc_files, fdc_values, measure_words, plausible
from foods.importers.fdc_files import Release
from foods.importers.fdc_spool import Counts, Spool, gtin_number, spool
from foods.importers.fdc_values import Vocabulary
from foods.importers.incoming import Batch, IncomingFood, Measure, Rejection
from foods.models.food import Origin

#: Data types that are foods; the others are samples and purchases that these were made from.
SOURCES: Mapping[str, str] = {
    "foundation_food": "usda-fdc-foundation",
    "sr_legacy_food": "usda-fdc-sr-legacy",
    "survey_fndds_food": "usda-fdc-survey",
    "branded_food": "usda-fdc-branded",
}
#: Where a value without a derivation comes from: survey foods are calculated, branded foods say what the label says.
_OTHERWISE = {
    "survey_fndds_food": Origin.CALCULATED.value,
    "branded_food": Origin.FROM_LABEL.value,
}
BRANDED_GROUP, NO_GROUP = "4500", "FDC"
Rows = Mapping[str, list[list[str]]]


def _title(part: str) -> str:
    return f"USDA FoodData Central: {part}"


TITLES: Mapping[str, str] = {
    "usda-fdc": "USDA FoodData Central",
    "usda-fdc-foundation": _title("Foundation Foods"),
    "usda-fdc-sr-legacy": _title("SR Legacy"),
    "usda-fdc-survey": _title("Food and Nutrient Database for Dietary Studies"),
    "usda-fdc-branded": _title("Branded Foods"),
}


def described(key: str, version: str) -> dict[str, str]:
    """A source as it has to be cited."""
    publisher = "US Department of Agriculture, Agricultural Research Service"
    return {
        "key": key,
        "title": TITLES[key],
        "publisher": publisher,
        "version": version[:60],
        "licence": "public domain (CC0 1.0)",
        "citation": f"{publisher}. {TITLES[key]}, {version}. fdc.nal.usda.gov",
    }


@dataclass(slots=True)
class FdcTable:
    """A release that was sorted into heaps. groups: code -> name of every group that a food can be in."""

    release: Release
    words: Vocabulary
    heaps: Spool
    groups: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    refused_units: list[str] = field(default_factory=list)

    @property
    def parts(self) -> int:
        return self.heaps.heaps

    @property
    def counts(self) -> Counts:
        return self.heaps.counts

    def batches(self, *, done: int = 0) -> Iterator[Batch]:
        """The foods of heap after heap, without those that are done already."""
        for number in range(done, self.parts):
            yield self._batch(number)

    def _batch(self, number: int) -> Batch:
        by_food: dict[str, dict[str, list[list[str]]]] = defaultdict(lambda: defaultdict(list))
        for letter, line, food, *cells in self.heaps.heap(number):
            by_food[food][letter].append([line, *cells])
        rejections = [*self.heaps.rejections, *self._unit_rejections()] if number == 0 else []
        foods: list[IncomingFood] = []
        read = 0
        for fdc_id in sorted(by_food, key=int):
            rows = by_food[fdc_id]
            if self._is_food(fdc_id, rows):
                read += 1
                foods += self._food(fdc_id, rows, rejections)
        return Batch(number + 1, read, tuple(foods), tuple(rejections))

    def _unit_rejections(self) -> list[Rejection]:
        return [Rejection(fdc_files.NUTRIENT, 1, "", reason) for reason in self.refused_units]

    def _is_food(self, fdc_id: str, rows: Rows) -> bool:
        if not rows["F"]:
            self.counts.orphans += sum(map(len, rows.values()))
            return False
        data_type = rows["F"][0][1]
        if data_type not in SOURCES:
            self.counts.other_types[data_type] += 1
            return False
        for letter in ("B", "D"):
            if rows[letter] and not self.heaps.is_newest(letter, rows[letter][0][1], int(fdc_id)):
                self.counts.older += 1
                return False
        return True

    def _food(self, fdc_id: str, rows: Rows, rejections: list[Rejection]) -> list[IncomingFood]:
        """The food, or nothing where it was refused; what was refused of it is added to the rejections."""
        line, data_type, name, category = rows["F"][0]
        said = {"fdc_id": fdc_id, "data_type": data_type, "description": name}
        taken = fdc_values.amounts(rows["N"], self.words, otherwise=_OTHERWISE.get(data_type, Origin.UNSAID.value))
        self.counts.empty += taken.empty
        rejections += (Rejection(fdc_files.AMOUNT, at, fdc_id, why, {**said, **more}) for at, why, more in taken.faults)
        fault = _fault(rows, name) or plausible.fault_of_food(taken.amounts)
        if fault:
            rejections.append(Rejection(fdc_files.FOOD, int(line), fdc_id, fault, said))
            return []
        brand = rows["B"][0] if rows["B"] else ["0"] + [""] * 7
        food = IncomingFood(
            line=int(line),
            number=f"FDC{fdc_id}",
            name=name[:300],
            group=self._group(data_type, category, brand[4], rows["S"]),
            source=SOURCES[data_type],
            amounts=taken.amounts,
            measures=self._measures(fdc_id, rows, brand, rejections),
            fdc_id=int(fdc_id),
            gtin=_gtin(brand[1]),
            sr_number=rows["L"][0][1].zfill(5) if rows["L"] else "",
            manufacturer=(brand[3] or brand[2])[:100],
        )
        return [food]

    def _group(self, data_type: str, category: str, brand_category: str, survey: list[list[str]]) -> str:
        if data_type == "branded_food":
            return self._named_group("B", brand_category) if brand_category else BRANDED_GROUP
        if data_type == "survey_fndds_food":
            code = next((cell for cell in survey[0][1:] if cell), category) if survey else category
            return f"W{code}" if f"W{code}" in self.groups else NO_GROUP
        return self.categories.get(category, NO_GROUP)

    def _named_group(self, letter: str, name: str) -> str:
        """A group that has a name but no code in the release."""
        digest = hashlib.sha256(name.casefold().encode()).hexdigest()
        code = f"{letter}{digest[:7]}"
        self.groups.setdefault(code, name[:120])
        return code

    def _measures(
        self, fdc_id: str, rows: Rows, brand: Sequence[str], rejections: list[Rejection]
    ) -> tuple[Measure, ...]:
        found: dict[tuple[str, float], Measure] = {}
        for file, line, measure in self._stated(fdc_id, rows, brand, rejections):
            fault = plausible.fault_of_measure(measure)
            if fault:
                rejections.append(Rejection(file, line, fdc_id, fault))
            else:
                found.setdefault((measure.unit, measure.amount), measure)
        ordered = sorted(found.values(), key=lambda measure: measure.position)
        return tuple(measure._replace(position=place) for place, measure in enumerate(ordered, start=1))

    def _stated(
        self, fdc_id: str, rows: Rows, brand: Sequence[str], rejections: list[Rejection]
    ) -> Iterator[tuple[str, int, Measure]]:
        for line, grams, sequence, amount, unit, description, modifier in rows["P"]:
            position = int(sequence) if sequence.isdecimal() else int(line)
            try:
                measure = measure_words.from_portion(
                    position,
                    amount=amount,
                    unit=self.words.units.get(unit, ""),
                    description=description,
                    modifier=modifier,
                    grams=grams,
                )
            except ValueError as reason:
                rejections.append(Rejection(fdc_files.MEASURE, int(line), fdc_id, str(reason)))
            else:
                if measure:
                    yield fdc_files.MEASURE, int(line), measure
        try:
            serving = measure_words.from_label(brand[5], brand[6], brand[7])
        except ValueError as reason:
            rejections.append(Rejection(fdc_files.BRANDED, int(brand[0]), fdc_id, str(reason)))
        else:
            if serving:
                yield fdc_files.BRANDED, int(brand[0]), serving


def _fault(rows: Rows, name: str) -> str:
    if any(row[1:] != rows["F"][0][1:] for row in rows["F"]):
        return "the same fdc_id stands in food.csv twice, and differs"
    return "" if name else "has no description"


def _gtin(text: str) -> str:
    """As printed, with the leading zeros that some releases lose; "" where its check digit is wrong."""
    return text.strip().zfill(12) if gtin_number(text) else ""


def read(path: Path, *, folder: Path) -> FdcTable:
    """The release at the path (a folder or a zip), sorted into heaps below the folder. Raises TableFaults."""
    release = Release(path)
    words = Vocabulary()
    units = {
        int(number): unit
        for _, (number, unit) in release.rows(fdc_files.NUTRIENT, ("id", "unit_name"))
        if number.isdecimal()
    }
    refused = words.with_units(units)
    codes = {number: code for _, (number, code) in release.rows(fdc_files.ORIGIN, ("id", "code"))}
    for _, (number, code, source) in release.rows(fdc_files.DERIVATION, ("id", "code"), optional=("source_id",)):
        words.derivations[number] = fdc_values.derivation(code, source, codes)
    words.units = {number: name for _, (number, name) in release.rows(fdc_files.UNIT, ("id", "name"))}
    table = FdcTable(release, words, spool(release, words, folder), refused_units=refused)
    _read_groups(table)
    return table


def _read_groups(table: FdcTable) -> None:
    table.groups.update({BRANDED_GROUP: "Branded Food Products Database", NO_GROUP: "FoodData Central, no group"})
    for _, (number, code, name) in table.release.rows(fdc_files.CATEGORY, ("id", "code", "description")):
        table.groups[code[:8]] = name[:120]
        table.categories[number] = code[:8]
    survey = ("wweia_food_category", "wweia_food_category_description")
    for _, (code, name) in table.release.rows(fdc_files.SURVEY_CATEGORY, survey):
        table.groups[f"W{code}"[:8]] = name[:120]


def version(path: Path) -> str:
    """The date in the name of the release, as the publisher names its files; otherwise its name."""
    dated = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
    return dated.group() if dated else path.name
