"""The small release of tests/foods/data/fdc, as a folder, as a zip and as its foods."""

from __future__ import annotations

import zipfile
from pathlib import Path

from foods.importers import fdc
from foods.importers.fdc import FdcTable
from foods.importers.incoming import IncomingFood, Rejection

FOLDER = Path(__file__).parent / "data" / "fdc"


def as_zip(path: Path) -> Path:
    """As the publisher packs it: everything below one folder."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(FOLDER.glob("*.csv")):
            archive.write(file, f"FoodData_Central_csv_2024-04-18/{file.name}")
    return path


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The release with one text in one file replaced."""
    folder.mkdir()
    for path in FOLDER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def read(path: Path, heaps: Path) -> tuple[FdcTable, dict[int, IncomingFood], list[Rejection]]:
    heaps.mkdir(exist_ok=True)
    table = fdc.read(path, folder=heaps)
    batches = list(table.batches())
    foods = {food.fdc_id: food for batch in batches for food in batch.foods}
    return table, foods, [row for batch in batches for row in batch.rejections]
