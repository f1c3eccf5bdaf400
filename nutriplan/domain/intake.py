"""Is it enough? A menu's average day against the targets: what falls short, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nutriplan.domain.composition import Sum
from nutriplan.domain.menu import mean_day
from nutriplan.domain.targets import Target

#: Below this share of the aim a shortfall is named; above it the difference is rounding.
ENOUGH = 0.995


@dataclass(frozen=True, slots=True)
class Attainment:
    """How a plan does on one nutrient. mean: of the average day. worst_day: the lowest day's known amount.
    share_of_aim: mean / aim, None where nothing is aimed at or nothing is known."""

    key: str
    mean: Sum
    worst_day: float
    share_of_aim: float | None

    @property
    def falls_short(self) -> bool:
        return self.share_of_aim is not None and self.share_of_aim < ENOUGH


def attainment(days: Sequence[Mapping[str, Sum]], targets: Mapping[str, Target]) -> dict[str, Attainment]:
    """One answer per target that the days count. Unknown amounts count as nothing towards an aim."""
    return {key: _attain(key, days, target) for key, target in targets.items() if key in days[0]}


def _attain(key: str, days: Sequence[Mapping[str, Sum]], target: Target) -> Attainment:
    mean = mean_day(days, key)
    share = mean.known / target.aim if target.aim and mean.amount is not None else None
    return Attainment(key, mean, min(day[key].known for day in days), share)
