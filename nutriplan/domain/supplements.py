"""What is taken besides food, and what does it leave of a maximum?"""

from __future__ import annotations

from collections.abc import Iterator

from nutriplan.domain.frequency import how_often
from nutriplan.domain.person import Person
from nutriplan.domain.targets import HELD_ON

#: Tablets hold the preformed or added form of these, and it is that form which the upper level counts.
HELD_AS = {key: held for (key, _), held in HELD_ON.items()}


def taken_daily(person: Person) -> dict[str, float]:
    """Nutrient key -> what all declared supplements and medicines add up to in a day, in the unit of the key. An
    antacid of calcium is calcium; what a medicine brings counts only where it is known."""
    sums: dict[str, float] = {}
    for nutrient, per_day in _taken(person):
        for key in {nutrient, HELD_AS.get(nutrient, nutrient)}:
            sums[key] = sums.get(key, 0.0) + per_day
    return sums


def _taken(person: Person) -> Iterator[tuple[str, float]]:
    for supplement in person.supplements:
        yield supplement.nutrient, supplement.per_day
    for medicine in person.medications:
        for nutrient, amount in medicine.contents.items():
            yield nutrient, amount * how_often(medicine.name).per_day(len(medicine.times))


def left_for_food(maximum: float, taken: float) -> float:
    """What a maximum on the whole intake leaves for food beside the supplements taken.

    Where supplements alone are above it, no food could mend that: food then stays below the maximum by itself, and the
    rule about the supplement speaks up.
    """
    return maximum - taken if taken < maximum else maximum
