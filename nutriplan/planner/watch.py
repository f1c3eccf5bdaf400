"""How far is the work, and is it still wanted? Progress goes out through it, a wish to stop comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

Progress = Callable[[float, str], None]


class Stopped(Exception):
    """The one who asked no longer wants the answer."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Reports the share of a part of the work: from `low` to `high` of the whole."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    low: float = 0.0
    high: float = 1.0

    def report(self, share: float, stage: str) -> None:
        """Say how much of this part is done (0 to 1), and stop when nobody waits any more."""
        if self.cancelled is not None and self.cancelled():
            raise Stopped
        if self.progress is not None:
            self.progress(self.low + (self.high - self.low) * min(1.0, share), stage)

    def part(self, low: float, high: float) -> Watch:
        """The watch over a part of this part."""
        width = self.high - self.low
        return replace(self, low=self.low + width * low, high=self.low + width * high)
