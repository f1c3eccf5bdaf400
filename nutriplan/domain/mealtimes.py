"""When is eaten, if medicines need an empty stomach? Meals moved out of the hours without food, by the least
shift."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from nutriplan.domain.errors import NutriPlanError
from nutriplan.domain.findings import DoseWindow
from nutriplan.domain.person import MealTime, SlotName

#: Settings of this product: meals stay this far apart (or as far as the person has them already) ...
LEAST_GAP_MINUTES = 90
#: ... and within these hours, unless the person eats earlier or later already.
EARLIEST_MINUTE = 5 * 60
LATEST_MINUTE = 23 * 60
STEP_MINUTES = 5


class NoRoomForMeals(NutriPlanError):
    """The hours without food leave no time for all meals; carries a sentence to show."""


@dataclass(frozen=True, slots=True)
class Move:
    """One meal that moves, and the windows it moves out of. A meal may also move to keep its distance (no
    windows)."""

    slot: SlotName
    was: time
    now: time
    rule_ids: tuple[str, ...]
    medicines: tuple[str, ...]

    @property
    def sentence(self) -> str:
        meal = self.slot.value.replace("_", " ")
        why = f"to keep food away from {' and '.join(self.medicines)}" if self.medicines else "to keep meals apart"
        return f"We moved your {meal} from {self.was:%H:%M} to {self.now:%H:%M} {why}."


@dataclass(frozen=True, slots=True)
class MealArrangement:
    """The meals as they can be eaten, in the order of the day, and what moved."""

    meals: tuple[MealTime, ...]
    moves: tuple[Move, ...] = ()


def arrange_meals(meals: Sequence[MealTime], windows: Iterable[DoseWindow]) -> MealArrangement:
    """Move meals out of the windows that allow no food at all: the least total shift that keeps the order of the day
    and the distance between meals. Windows that only keep some foods out do not move a meal.

    Raises NoRoomForMeals when no time of the day is left for one of them.
    """
    closed = [window for window in windows if window.tags is None]
    placed = sorted(meals, key=lambda meal: meal.at)
    if not any(window.contains(meal.at) for window in closed for meal in placed):
        return MealArrangement(tuple(placed))
    minutes = [_minute(meal.at) for meal in placed]
    times = _least_shift(minutes, _open_minutes(minutes, closed))
    if times is None:
        names = " and ".join(dict.fromkeys(window.medicine for window in closed))
        raise NoRoomForMeals(
            f"We could not fit {len(placed)} meals around {names}. "
            "Try fewer meals, or ask your pharmacist about the times."
        )
    arranged = tuple(MealTime(meal.slot, time(*divmod(at, 60))) for meal, at in zip(placed, times, strict=True))
    moves = tuple(_move(old, new.at, closed) for old, new in zip(placed, arranged, strict=True) if old.at != new.at)
    return MealArrangement(arranged, moves)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _move(old: MealTime, now: time, closed: Iterable[DoseWindow]) -> Move:
    met = [window for window in closed if window.contains(old.at)]
    rule_ids = tuple(dict.fromkeys(window.rule_id for window in met))
    return Move(old.slot, old.at, now, rule_ids, tuple(dict.fromkeys(window.medicine for window in met)))


def _open_minutes(wanted: Sequence[int], closed: Sequence[DoseWindow]) -> list[int]:
    """Minutes at which food is allowed: a grid, the edges of the windows, and times at the least distance from
    those."""
    first, last = min(EARLIEST_MINUTE, *wanted), max(LATEST_MINUTE, *wanted)
    edges = {edge % 1440 for window in closed for edge in (window.opens, window.closes)}
    anchors = {*wanted, *edges}
    steps = range(-len(wanted), len(wanted) + 1)
    candidates = {*range(first, last + 1, STEP_MINUTES), *(a + LEAST_GAP_MINUTES * n for a in anchors for n in steps)}
    return sorted(
        minute
        for minute in candidates
        if first <= minute <= last and not any(window.contains(time(*divmod(minute, 60))) for window in closed)
    )


def _least_shift(wanted: Sequence[int], allowed: Sequence[int]) -> list[int] | None:
    """The time of each meal out of `allowed`, or None. Dynamic programme: best[t] is the least shift of the meals
    so far with the last one at t."""
    best = [float(abs(minute - wanted[0])) for minute in allowed]
    choices: list[list[int]] = []
    for before, here in itertools.pairwise(wanted):
        gap = min(LEAST_GAP_MINUTES, here - before)
        costs: list[float] = []
        came_from: list[int] = []
        cheapest, behind = -1, 0
        for minute in allowed:
            while behind < len(allowed) and allowed[behind] <= minute - max(gap, 1):
                if cheapest < 0 or best[behind] < best[cheapest]:
                    cheapest = behind
                behind += 1
            came_from.append(cheapest)
            costs.append(abs(minute - here) + (best[cheapest] if cheapest >= 0 else math.inf))
        best = costs
        choices.append(came_from)
    return _walk_back(allowed, best, choices)


def _walk_back(allowed: Sequence[int], best: Sequence[float], choices: Sequence[Sequence[int]]) -> list[int] | None:
    place = min(range(len(allowed)), key=best.__getitem__, default=-1)
    if place < 0 or math.isinf(best[place]):
        return None
    times = [allowed[place]]
    for came_from in reversed(choices):
        place = came_from[place]
        times.append(allowed[place])
    return times[::-1]
