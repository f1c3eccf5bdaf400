"""A second, independent reading of the fixture file: sums straight from the rows, with none of the product's code."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "fixtures/amounts.csv.gz"


@cache
def amounts() -> dict[tuple[str, str], float]:
    """(NDB number, nutrient key) -> amount per 100 g. A cell is "amount|source|derivation"; an empty one is unknown."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return {
            (row["ndb_no"], key): float(cell.split("|")[0])
            for row in csv.DictReader(lines)
            for key, cell in row.items()
            if key != "ndb_no" and cell
        }


def total(key: str, eaten: list[tuple[str, float]]) -> tuple[float | None, float]:
    """The known sum of the nutrient (None where nothing is known), and the share of the grams that is known."""
    known = [(amounts()[ndb, key], grams) for ndb, grams in eaten if (ndb, key) in amounts()]
    grams = sum(weight for _, weight in eaten)
    share = sum(weight for _, weight in known) / grams
    return (sum(amount * weight / 100 for amount, weight in known) if known else None), share
