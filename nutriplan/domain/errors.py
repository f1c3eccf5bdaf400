"""What can go wrong that a person can act on? The one family of errors; each door maps it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one place of an input. pointer: RFC 6901 JSON pointer ("/meals/0/time"). suggestions: what
    may have been meant, to be asked back and never taken by itself."""

    pointer: str
    code: str
    detail: str
    suggestions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.detail}"


class NutriPlanError(Exception):
    """The root of everything that NutriPlan refuses on purpose."""


class InputFaults(NutriPlanError):
    """An input that cannot be used; carries every fault, not just the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class KnowledgeFaults(NutriPlanError):
    """Facts that may not be loaded: unsourced, unknown, mis-united. Carries all of them at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
