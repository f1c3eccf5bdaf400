"""Which dishes are asked for? The library narrowed by what every serving derives from its ingredients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foods.levels import daily_values
from foods.search import normalise
from nutriplan.domain.composition import Sum
from nutriplan.domain.kitchen import Season
from nutriplan.domain.labelling import Level, level_of
from nutriplan.domain.servings import Serving


@dataclass(frozen=True, slots=True)
class DishFilters:
    """Empty: not asked for. words: each begins a word of the name. absent: tags that nothing in it carries or may
    carry. season: dishes of all the year too. high_in: nutrients of which a serving surely holds a fifth of the Daily
    Value."""

    words: str = ""
    slot: str = ""
    role: str = ""
    cuisine: str = ""
    season: str = ""
    max_minutes: int | None = None
    absent: frozenset[str] = frozenset()
    high_in: tuple[str, ...] = ()


def chosen(servings: Iterable[Serving], asked: DishFilters) -> list[Serving]:
    """Those that fit, in the order of their names."""
    words = normalise(asked.words).split()
    fitting = [one for one in servings if _fits(one, asked) and _is_called(one, words)]
    return sorted(fitting, key=lambda one: (one.name, one.key))


def _is_called(serving: Serving, words: Iterable[str]) -> bool:
    name = normalise(serving.name)
    return all(f" {word}" in name for word in words)


def _fits(serving: Serving, asked: DishFilters) -> bool:
    return (
        asked.slot in {"", *(slot.value for slot in serving.slots)}
        and asked.role in {"", serving.role.value}
        and asked.cuisine in {"", serving.cuisine.value}
        and (not asked.season or not serving.seasons or Season(asked.season) in serving.seasons)
        and (asked.max_minutes is None or serving.minutes <= asked.max_minutes)
        and not any(part.may_carry_any(asked.absent) for part in serving.parts)
        and all(_is_high(serving, key) for key in asked.high_in)
    )


def of_daily_value(key: str, total: Sum) -> float | None:
    """What is known of the nutrient as a share of its Daily Value (1.0 is all of it)."""
    value = daily_values().get(key)
    return None if total.amount is None or value is None else total.amount / value


def _is_high(serving: Serving, key: str) -> bool:
    share = of_daily_value(key, serving.sums((key,))[key])
    return share is not None and level_of(share * 100) is Level.HIGH
