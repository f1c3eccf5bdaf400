"""How much is needed? Person + reference values -> a minimum, an aim and a maximum for every nutrient, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from nutriplan.domain.rules import Scope


@dataclass(frozen=True, slots=True)
class Target:
    """What one day should bring of one nutrient, in the unit of the key.

    min: below it the intake is probably too low (EAR, or the low end of an AMDR); None where no such value exists.
    aim: what the plan works towards (RDA, AI, EER). max: the upper level or cap, counted on `scope` only.
    basis: what the aim is ("RDA", "AI", "EER", "AMDR", "CDRR"). clinician_sets: nothing is planned towards; see `why`.
    """

    key: str
    min: float | None
    aim: float | None
    max: float | None
    scope: Scope
    basis: str
    source: str
    why: str = ""
    clinician_sets: bool = False
