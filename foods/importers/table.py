"""What does any public table of foods say? The plain rows every importer gives and the loader takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nutriplan.domain.errors import NutriPlanError


class TableFaults(NutriPlanError):
    """Files that may not be loaded, with every fault found; nothing was written."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class AmountRow:
    """Per 100 g. printed: the number as the source prints it. origin: a code of foods.models.Origin."""

    printed: str
    origin: str
    derivation: str


@dataclass(frozen=True, slots=True)
class PortionRow:
    position: int
    amount: str
    unit: str
    grams: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FoodRow:
    """One food. refuse_pct: as printed, empty where the source is silent. amounts: by nutrient key; absent: unknown."""

    ndb_no: str
    group: str
    name: str
    common_name: str
    manufacturer: str
    scientific_name: str
    in_survey: bool
    refuse_pct: str
    refuse_description: str
    amounts: Mapping[str, AmountRow]
    portions: tuple[PortionRow, ...]

    def with_amounts(self, amounts: Mapping[str, AmountRow]) -> FoodRow:
        return replace(self, amounts=amounts)

    def with_portions(self, portions: tuple[PortionRow, ...]) -> FoodRow:
        return replace(self, portions=portions)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    ndb_no: str
    what: str
    action: str
    was: str
    becomes: str
    why: str
    dated: str


@dataclass(frozen=True, slots=True)
class FoodTable:
    """groups: code -> name. foods: sorted by NDB number."""

    groups: Mapping[str, str]
    foods: tuple[FoodRow, ...]
    corrections: tuple[CorrectionRow, ...] = ()
