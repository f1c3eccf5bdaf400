"""What does an import bring? Foods as any importer reads them, and every row that it had to refuse, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Amount(NamedTuple):
    """Per 100 g, in the unit of the nutrient's key. origin: a code of foods.models.Origin."""

    value: float
    origin: str
    derivation: str


class Measure(NamedTuple):
    """A household measure: `amount` of `unit` weighs `grams`. doubt: why the weight is not to be relied on."""

    position: int
    amount: float
    unit: str
    grams: float
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class IncomingFood:
    """One food of a release or a spreadsheet. fdc_id 0: it has none; gtin "": it is no packaged product.

    number: what the food is known by in its source; at most 12 characters. sr_number: its number in USDA SR28, by which
    it is recognised there; "" where it has none. source: a key of the sources that the importer describes. amounts: by
    nutrient key, absent: unknown.
    """

    line: int
    number: str
    name: str
    group: str
    source: str
    amounts: Mapping[str, Amount]
    measures: tuple[Measure, ...] = ()
    fdc_id: int = 0
    gtin: str = ""
    sr_number: str = ""
    manufacturer: str = ""


class Rejection(NamedTuple):
    """A row that was refused. content: its cells as they stood, so that they can be mended."""

    file: str
    line: int
    record: str
    reason: str
    content: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of an import that is written as a whole. position: how many parts are done once it is written."""

    position: int
    read: int
    foods: tuple[IncomingFood, ...]
    rejections: tuple[Rejection, ...]
