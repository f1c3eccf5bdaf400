"""What may be said about food and cramps, and how good is the evidence?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nutriplan.domain.rules import Source


class Grade(StrEnum):
    """How well research supports a claim."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    WEAK = "weak"
    CONTRADICTED = "contradicted"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What every plan says about itself. Never without a grade and a source."""

    grade: Grade
    message: str
    sources: tuple[Source, ...]
