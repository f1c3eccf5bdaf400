"""Is something eaten often enough? No waking gap above five hours with pregnancy or medicines that lower sugar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.findings import DoseWindow
from nutriplan.domain.mealtimes import STEP_MINUTES, NoRoomForMeals
from nutriplan.domain.person import LifeStage, MealTime, Person, SlotName
from nutriplan.domain.tokens import drug_classes_of

#: The longest gap between two meals (P3, a design value).
LONGEST_GAP_MINUTES = 5 * 60
#: Classes of medicines that lower blood sugar.
SUGAR_LOWERING = frozenset(
    """insulin sulfonylurea metformin sglt2_inhibitor glp1_agonist dpp4_inhibitor thiazolidinedione
    alpha_glucosidase_inhibitor""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Added:
    """A snack that was put into a gap, and why."""

    meal: MealTime
    because: str

    @property
    def sentence(self) -> str:
        snack = self.meal.slot.value.replace("_", " ")
        why = f"{self.because}, more than five hours without food is too long"
        return f"We added the {snack} at {self.meal.at:%H:%M}: {why}."


def why_no_long_gap(person: Person, book: CautionBook) -> str:
    """What asks for short gaps, in words; empty where nothing does."""
    if person.life_stage is LifeStage.PREGNANT:
        return "in pregnancy"
    lowers_sugar = drug_classes_of(person, book) & SUGAR_LOWERING
    return "with a medicine that lowers sugar" if lowers_sugar else ""


def close_gaps(
    meals: Sequence[MealTime], windows: Iterable[DoseWindow], because: str
) -> tuple[tuple[MealTime, ...], tuple[Added, ...]]:
    """The meals in order of the day with snacks in every gap that is too long, outside the hours without food.

    Raises NoRoomForMeals where no snack can close a gap.
    """
    closed = [window for window in windows if window.tags is None]
    placed = sorted(meals, key=lambda meal: meal.at)
    added = [snack for before, after in pairwise(placed) for snack in _snacks(before, after, closed, because)]
    together = sorted([*placed, *added], key=lambda meal: meal.at)
    return tuple(together), tuple(Added(snack, because) for snack in added)


def _snacks(before: MealTime, after: MealTime, closed: Sequence[DoseWindow], because: str) -> list[MealTime]:
    first, last = _minute(before), _minute(after)
    needed = -(-(last - first) // LONGEST_GAP_MINUTES) - 1
    if needed < 1:
        return []
    order = list(SlotName)
    free = order[order.index(before.slot) + 1 : order.index(after.slot)]
    minutes = [
        _open_near(first + (last - first) * n // (needed + 1), first, last, closed) for n in range(1, needed + 1)
    ]
    times = [first, *(minute for minute in minutes if minute is not None), last]
    if len(free) < needed or any(later - earlier > LONGEST_GAP_MINUTES for earlier, later in pairwise(times)):
        raise NoRoomForMeals(
            f"{because.capitalize()}, no more than five hours should pass without food. Please add a meal between your "
            f"{_words(before.slot)} and your {_words(after.slot)}, or move them closer together."
        )
    slots = _snacks_first(free)[:needed]
    return [
        MealTime(slot, time(*divmod(at, 60)))
        for slot, at in zip(sorted(slots, key=order.index), times[1:-1], strict=True)
    ]


def _snacks_first(free: Sequence[SlotName]) -> list[SlotName]:
    """A snack rather than a second lunch."""
    return sorted(free, key=lambda slot: not slot.value.endswith("snack"))


def _open_near(wanted: int, first: int, last: int, closed: Sequence[DoseWindow]) -> int | None:
    """The minute nearest to the wanted one at which food is allowed."""
    minutes = range(first + STEP_MINUTES, last, STEP_MINUTES)
    fitting = (at for at in minutes if not any(window.contains(time(*divmod(at, 60))) for window in closed))
    return min(fitting, key=lambda at: abs(at - wanted), default=None)


def _minute(meal: MealTime) -> int:
    return meal.at.hour * 60 + meal.at.minute


def _words(slot: SlotName) -> str:
    return slot.value.replace("_", " ")
