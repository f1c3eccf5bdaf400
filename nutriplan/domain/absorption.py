"""How much of what is eaten does the body take up? Where little is, the planner does not count on it."""

from __future__ import annotations

from collections.abc import Iterable

from nutriplan.domain.composition import Composition, sum_of
from nutriplan.domain.nutrients import display

CALCIUM = "calcium_mg"
#: Of the calcium of spinach about 5 % is taken up, of that of milk 28 % (Heaney, Weaver and Recker 1988, Am J Clin Nutr
#: 47:707): oxalate holds it. So a plan counts this share of it.
OXALATE_SHARE = 5 / 28
#: From so much of the day's calcium on it is spoken of.
WORTH_SAYING_MG = 50.0


def _is_high_oxalate_green(food: Composition) -> bool:
    return {"high_oxalate", "vegetable"} <= food.tags


def counted(key: str, portions: Iterable[tuple[Composition, float]]) -> float:
    """The known amount that a plan counts towards an aim."""
    portions = list(portions)
    known = sum_of(portions, (key,))[key].known
    return known - (1 - OXALATE_SHARE) * _held_by_oxalate(portions) if key == CALCIUM else known


def _held_by_oxalate(portions: Iterable[tuple[Composition, float]]) -> float:
    greens = [(food, grams) for food, grams in portions if _is_high_oxalate_green(food)]
    return sum_of(greens, (CALCIUM,))[CALCIUM].known


def note_on_oxalate(portions: Iterable[tuple[Composition, float]], days: int) -> str:
    """What is said where greens bring much calcium that is hardly taken up; empty otherwise."""
    a_day = _held_by_oxalate(portions) / days
    if a_day < WORTH_SAYING_MG:
        return ""
    return (
        f"{display(CALCIUM, a_day)} of the day's calcium come from spinach, chard and the like. Little of it is taken "
        "up, so the plan does not rely on it."
    )
