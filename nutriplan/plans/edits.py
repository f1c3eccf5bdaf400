"""Which changes of a plan can be asked for? Each as a value that can be worked out again on a plan that moved on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nutriplan.people.profile import ReadProfile
from nutriplan.plans import changes
from nutriplan.plans.changes import Changed
from nutriplan.plans.desk import Desk, Kept, desk_of
from nutriplan.plans.wanted import Wanted


@dataclass(frozen=True)
class Bench:
    """A plan as it is kept now, to be changed today. read: its profile, read today."""

    kept: Kept
    read: ReadProfile
    today: date

    @cached_property
    def desk(self) -> Desk:
        return self.desk_with(self.kept.wanted)

    def desk_with(self, wanted: Wanted) -> Desk:
        """The same plan with other wishes. Raises NotNow."""
        return desk_of(kept=self.kept, read=self.read, today=self.today, wanted=wanted)


Edit = Callable[[Bench], Changed]


def lock(meal_id: int, *, locked: bool) -> Edit:
    """A dish stays, or need not stay any more."""

    def edit(bench: Bench) -> Changed:
        changes.check_lock(bench.desk, bench.desk.meal(meal_id), locked=locked)
        return changes.set_lock(bench.kept, meal_id, locked=locked)

    return edit


def serve(meal_id: int, servings: float) -> Edit:
    """Another portion of a dish."""
    return lambda bench: changes.set_servings(bench.desk, meal_id, servings)


def swap(meal_id: int, dish_id: int | None) -> Edit:
    """The given dish for a meal; None: the best."""
    return lambda bench: changes.swap(bench.desk, meal_id, dish_id)


def ban(dish_id: int) -> Edit:
    """A dish never comes again in this plan."""
    return lambda bench: changes.mended(bench.desk_with(changes.ban(bench.desk, dish_id)))


def ban_meal(meal_id: int) -> Edit:
    """The dish of a meal never comes again in this plan."""
    return lambda bench: ban(bench.desk.meal(meal_id).dish_id)(bench)


def allow(dish_id: int) -> Edit:
    """A dish may come again. Nothing changes until the plan is made anew."""

    def edit(bench: Bench) -> Changed:
        wanted = changes.allow(bench.desk.wanted, dish_id)
        return changes.with_wishes(bench.kept, wanted)

    return edit


def lighten(day: date, most_minutes: int | None) -> Edit:
    """At most so many minutes of work on a day; None: as many as it takes."""
    return lambda bench: changes.mended(bench.desk_with(changes.lighten(bench.desk.kept, day, most_minutes)))


def use_up(food: str | int, grams: float, by: date | None) -> Edit:
    """A food is eaten by a day."""
    return lambda bench: changes.mended(bench.desk_with(changes.use_up(bench.desk.kept, food, grams, by)))


def mend() -> Edit:
    """The fewest dishes changed that keep every rule and wish of today."""
    return lambda bench: changes.mended(bench.desk)


def plan_anew(seed: int | None = None) -> Edit:
    """What is locked stays, everything else is planned anew; without a seed by the next one."""

    def edit(bench: Bench) -> Changed:
        following = (bench.kept.document["solver"] or {"seed": 0})["seed"] % 2_147_483_647 + 1
        return changes.planned_anew(bench.desk, following if seed is None else seed)

    return edit


def undo() -> Edit:
    """The plan as it was before the last change; undone twice it is as it was."""
    return lambda bench: changes.undone(bench.desk_with(changes.wanted_before(bench.kept)))
