"""What is eaten when, and how close does it come? Recomputed from the compositions; the solver is never believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nutriplan.domain.besides import Besides, besides
from nutriplan.domain.composition import Composition, Sum, sum_of
from nutriplan.domain.findings import Allowance, Findings, NutrientCap, Steady
from nutriplan.domain.food_kinds import DRIED_FRUIT_G_PER_DAY, dried_fruit_g, is_salted_for_bedtime, never_chosen
from nutriplan.domain.offering import closes
from nutriplan.domain.person import MealTime, Person
from nutriplan.domain.rules import Period, Scope
from nutriplan.domain.servings import Serving
from nutriplan.domain.steadiness import amounts, band, tracked
from nutriplan.domain.targets import HELD_EVERY_DAY, Target

#: Amounts are recomputed in another order than the solver's, so a limit may be exceeded by rounding, and by no more.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Helping:
    """A dish on the table: servings counts whole servings (0.5 steps) for this person."""

    serving: Serving
    servings: float
    locked: bool = False

    def portions(self) -> Iterator[tuple[Composition, float]]:
        return self.serving.portions(self.servings)


@dataclass(frozen=True, slots=True)
class Meal:
    time: MealTime
    helpings: tuple[Helping, ...]

    def portions(self) -> Iterator[tuple[Composition, float]]:
        return (portion for helping in self.helpings for portion in helping.portions())


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    meals: tuple[Meal, ...]

    def portions(self) -> Iterator[tuple[Composition, float]]:
        return (portion for meal in self.meals for portion in meal.portions())


@dataclass(frozen=True, slots=True)
class Menu:
    days: tuple[Day, ...]

    def helpings(self) -> Iterator[tuple[Day, Meal, Helping]]:
        return ((day, meal, helping) for day in self.days for meal in day.meals for helping in meal.helpings)

    def weeks(self) -> Iterator[tuple[Day, ...]]:
        """Blocks of seven days from the first; the last may be shorter."""
        return (self.days[start : start + 7] for start in range(0, len(self.days), 7))


def totals_by_day(menu: Menu, keys: Sequence[str]) -> tuple[dict[str, Sum], ...]:
    return tuple(sum_of(day.portions(), keys) for day in menu.days)


def mean_day(days: Sequence[Mapping[str, Sum]], key: str) -> Sum:
    """The average day: known and upper are means, known_share is the mean share."""
    count = len(days)
    return Sum(
        sum(day[key].known for day in days) / count,
        sum(day[key].known_share for day in days) / count,
        sum(day[key].upper for day in days) / count,
    )


def broken_limits(
    menu: Menu, *, person: Person, findings: Findings, targets: Mapping[str, Target], levels: Mapping[str, float]
) -> tuple[str, ...]:
    """Every hard limit the menu breaks, in words; empty for a menu that may be shown.

    levels: what a keep-steady rule follows -> the level it holds every day to.
    """
    beside = besides(person)
    return (
        *_broken_exclusions(menu, person, findings),
        *_broken_windows(menu, findings),
        *(line for cap in findings.caps for line in _broken_cap(menu, cap, beside)),
        *(line for allowance in findings.allowances for line in _broken_allowance(menu, allowance, beside)),
        *(line for steady in findings.steady for line in _broken_steady(menu, steady, levels)),
        *_broken_upper_levels(menu, targets, beside),
        *_broken_for_everyone(menu),
    )


def _broken_upper_levels(menu: Menu, targets: Mapping[str, Target], beside: Besides) -> Iterator[str]:
    levels = [target for target in targets.values() if target.is_upper_level]
    days = totals_by_day(menu, [target.key for target in levels])
    for target in levels:
        by_day = [day[target.key].upper for day in days]
        upper = max(by_day) if target.key in HELD_EVERY_DAY else sum(by_day) / len(by_day)
        if target.max is not None and _over(upper, beside.room(target.key, target.max)):
            where = "a day" if target.key in HELD_EVERY_DAY else "the average day"
            yield f"{target.key}: {upper:.1f} on {where} is above the upper level {target.max:g}"


def _broken_for_everyone(menu: Menu) -> Iterator[str]:
    """What no plan does, whoever eats it."""
    for day, meal, helping in menu.helpings():
        for part in helping.serving.parts:
            for tag in sorted(never_chosen(part.food)):
                yield f"{day.date}: {helping.serving.name} holds {tag}, which no plan has"
            if is_salted_for_bedtime(part.food, meal.time.slot):
                yield f"{day.date}: {helping.serving.name} is salted fish or pickles at bedtime"
    for day in menu.days:
        dried = dried_fruit_g(day.portions())
        if _over(dried, DRIED_FRUIT_G_PER_DAY):
            yield f"{day.date}: {dried:.0f} g of dried fruit"


def _broken_exclusions(menu: Menu, person: Person, findings: Findings) -> Iterator[str]:
    for day, _, helping in menu.helpings():
        for part in helping.serving.parts:
            if part.food.food_id in person.avoid_foods:
                yield f"{day.date}: {helping.serving.name} contains {part.food.name}, which is not wanted"
            for tag, rule_ids in findings.excluded.items():
                if part.food.may_carry(tag):
                    yield f"{day.date}: {helping.serving.name} may carry {tag} ({', '.join(rule_ids)})"


def _broken_windows(menu: Menu, findings: Findings) -> Iterator[str]:
    for day, meal, helping in menu.helpings():
        for window in findings.windows:
            if window.contains(meal.time.at) and closes(window, helping.serving):
                yield f"{day.date} {meal.time.slot}: {helping.serving.name} is too close to {window.medicine}"
    for day in menu.days:
        for meal in day.meals:
            yield from _broken_window_amounts(day, meal, findings)


def _broken_window_amounts(day: Day, meal: Meal, findings: Findings) -> Iterator[str]:
    for window in findings.windows:
        if not window.key_limits or not window.contains(meal.time.at):
            continue
        sums = sum_of(meal.portions(), window.key_limits)
        for key, most in window.key_limits.items():
            if _over(sums[key].upper, most):
                yield f"{day.date} {meal.time.slot}: {key} {sums[key].upper:.1f} above {most:g} near {window.medicine}"


def _stretches(menu: Menu, period: Period) -> Iterator[tuple[str, list[tuple[Composition, float]]]]:
    if period is Period.WEEK:
        for week in menu.weeks():
            yield f"week of {week[0].date}", [portion for day in week for portion in day.portions()]
        return
    for day in menu.days:
        if period is Period.MEAL:
            for meal in day.meals:
                yield f"{day.date} {meal.time.slot}", list(meal.portions())
        else:
            yield f"{day.date}", list(day.portions())


def _broken_cap(menu: Menu, cap: NutrientCap, beside: Besides) -> Iterator[str]:
    if cap.scope is Scope.SUPPLEMENTS_ONLY:
        return
    maximum = beside.room(cap.key, cap.maximum, cap.period)
    for where, portions in _stretches(menu, cap.period):
        upper = sum_of(portions, (cap.key,))[cap.key].upper
        if _over(upper, maximum):
            yield f"{where}: {cap.key} {upper:.1f} above {maximum:g} ({cap.rule_id})"


def share_used(allowance: Allowance, portions: Iterable[tuple[Composition, float]]) -> float:
    """How much of the allowance these portions use: 1 is all of it."""
    portions = list(portions)
    if allowance.measure != "grams":
        return sum_of(portions, (allowance.measure,))[allowance.measure].upper / min(allowance.limits.values())
    return sum(
        grams / limit for food, grams in portions for tag, limit in allowance.limits.items() if food.may_carry(tag)
    )


def _broken_allowance(menu: Menu, allowance: Allowance, beside: Besides) -> Iterator[str]:
    left = beside.share_left(allowance)
    for where, portions in _stretches(menu, allowance.period):
        used = share_used(allowance, portions)
        if _over(used, left):
            of_what = f"of what {allowance.rule_id} allows of {', '.join(allowance.limits)}"
            yield f"{where}: {used:.2f} {of_what}, where {left:.2f} is left"


def _broken_steady(menu: Menu, steady: Steady, levels: Mapping[str, float]) -> Iterator[str]:
    what = tracked(steady)
    if what not in levels:
        return
    least, most = band(steady, levels[what])
    for day in menu.days:
        known, upper = amounts(what, day.portions())
        if _over(least, known) or _over(upper, most):
            yield f"{day.date}: {what} {known:.1f} strays from {levels[what]:.1f} ({steady.rule_id})"


def _over(amount: float, limit: float) -> bool:
    return amount > limit + TOLERANCE * max(1.0, abs(limit))
