"""Which foods are never to be planned for somebody who names what they do not like? All that the words may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foods import selectors
from nutriplan.plans.meant import carriers, names_that_carry


class NotFoods(ValueError):
    """names: what was named and is no food here."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def foods_not_wanted(names: Iterable[str]) -> frozenset[int]:
    """Ids of every food whose name carries the words. Raises NotFoods.

    Words that only the name of a dish carries, and none of the foods in it, are refused too: "mushroom soup" finds a
    tin of soup in the table, and leaving that out would leave the dish in.
    """
    found = {name: carriers(name) for name in names}
    wrong = [name for name, foods in found.items() if not foods or _is_a_dish(name, foods)]
    if wrong:
        raise NotFoods(wrong)
    return frozenset[int]().union(*found.values())


def _is_a_dish(name: str, foods: frozenset[int]) -> bool:
    dishes = selectors.servings()
    called = names_that_carry(name, dishes)
    return bool(called) and not any(part.food.food_id in foods for dish in called for part in dish.parts)
