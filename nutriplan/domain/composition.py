"""How much is in it, and what is unknown? A food's composition, and sums that say how much of them is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Composition:
    """What the planner knows of one food, per 100 g of edible portion.

    amounts: nutrient key -> amount per 100 g in the key's unit. A key that is absent is unknown, never zero.
    ceilings: nutrient key -> 90th percentile of the food's group per 100 g, the estimate a maximum uses for an unknown.
    assumed: keys whose value the source assumes to be zero (SR28 source code 7).
    tags: caution, allergen and diet tags it carries. undecided_tags: tags nobody has decided for this food; whoever
    must avoid one of them is not offered the food.
    """

    food_id: int
    ndb_no: str
    name: str
    group: str
    amounts: Mapping[str, float]
    ceilings: Mapping[str, float] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    undecided_tags: frozenset[str] = frozenset()
    display_name: str = ""

    @property
    def shown_name(self) -> str:
        """What people call it, or else the name in the table."""
        return self.display_name or self.name

    @property
    def is_identified(self) -> bool:
        """Whether it is a food of ours. Below zero stands an ingredient of which only the words are known."""
        return self.food_id > 0

    def may_carry(self, tag: str) -> bool:
        """Whether the food carries the tag or nobody knows that it does not."""
        return tag in self.tags or tag in self.undecided_tags


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of one nutrient.

    known: the sum over the parts whose value is known. known_share: 0 to 1, the share of the grams with a known value.
    upper: known plus the estimate for the unknown parts; what maximums and warnings are held against.
    """

    known: float
    known_share: float
    upper: float

    @property
    def amount(self) -> float | None:
        """The amount to show; None where nothing is known."""
        return self.known if self.known_share > 0 else None


def sum_of(parts: Iterable[tuple[Composition, float]], keys: Iterable[str]) -> dict[str, Sum]:
    """Sum nutrients over (composition, grams as eaten) pairs.

    Minimums read `known`, maximums read `upper`. An unknown without any ceiling for its group contributes infinity to
    `upper`: it cannot be shown to stay below a limit.
    """
    portions = list(parts)
    grams = sum(weight for _, weight in portions)
    return {key: _sum_one(key, portions, grams) for key in keys}


def _sum_one(key: str, portions: list[tuple[Composition, float]], grams: float) -> Sum:
    known = upper = known_grams = 0.0
    for food, weight in portions:
        amount = food.amounts.get(key)
        if amount is not None:
            known += amount * weight / 100
            known_grams += weight
        elif weight > 0:
            upper += food.ceilings.get(key, float("inf")) * weight / 100
    return Sum(known, known_grams / grams if grams else 1.0, known + upper)
