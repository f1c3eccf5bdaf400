"""Which foods are never to be planned for somebody who names what they do not like? All that the words may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foods import selectors
from nutriplan.plans.meant import carriers, names_that_carry
from nutriplan.recipes.words import Bag, bag, telling

#: Words for a whole kind of food -> its tags: tofu is soya and mayonnaise has egg, whatever they are called.
KINDS: Mapping[Bag, frozenset[str]] = {
    telling(bag(words)): frozenset(tags.split())
    for words, tags in {
        "meat": "meat", "red meat": "red_meat", "beef": "beef", "pork": "pork", "poultry": "poultry", "liver": "liver",
        "gelatine": "gelatin", "gelatin": "gelatin", "fish": "fish", "oily fish": "oily_fish",
        "shellfish": "crustacean mollusc", "seafood": "fish crustacean mollusc", "egg": "egg", "dairy": "dairy",
        "honey": "honey", "wheat": "wheat", "gluten": "gluten", "soya": "soy", "soy": "soy", "peanut": "peanut",
        "nut": "tree_nut peanut", "tree nut": "tree_nut", "sesame": "sesame", "celery": "celery",
        "mustard": "mustard", "alcohol": "alcohol", "caffeine": "caffeine_source", "coffee": "coffee_tea",
        "spicy food": "spicy", "hot spice": "spicy",
    }.items()
}  # fmt: skip


class NotFoods(ValueError):
    """names: what was named and is no food here."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Unwanted:
    """foods: ids. tags: kinds of food."""

    foods: frozenset[int]
    tags: frozenset[str]


NOTHING = Unwanted(frozenset(), frozenset())


def not_wanted(names: Iterable[str]) -> Unwanted:
    """Every food whose name carries the words, and all of the kind where they name one. Raises NotFoods.

    Words that only the name of a dish carries, and none of the foods in it, are refused too: "mushroom soup" finds a
    tin of soup in the table, and leaving that out would leave the dish in.
    """
    found = {name: carriers(name) for name in names}
    kinds = {name: KINDS.get(telling(bag(name)), frozenset[str]()) for name in found}
    wrong = [name for name, foods in found.items() if not kinds[name] and (not foods or _is_a_dish(name, foods))]
    if wrong:
        raise NotFoods(wrong)
    return Unwanted(frozenset[int]().union(*found.values()), frozenset[str]().union(*kinds.values()))


def _is_a_dish(name: str, foods: frozenset[int]) -> bool:
    called = names_that_carry(name, selectors.servings())
    return bool(called) and not any(part.food.food_id in foods for dish in called for part in dish.parts)
