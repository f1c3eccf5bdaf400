"""Which foods and dishes do these words mean? By whole words, each of which the name must carry, and knowing negation.

"Tea" is no steak, "milk" is not what has none, and "unpasteurised milk" is answered by no other milk. A slip of the
finger is asked back, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foods import ingredient_foods, search, selectors
from foods.search_words import BETWEEN_NAMES, spellings
from nutriplan.domain.servings import Serving
from nutriplan.recipes.words import DENIED_TAGS, Bag, bag, telling

#: So many of the nearest foods are looked at, and so many of those that fit are answered for.
LOOKED_AT = 400
MOST_FOODS, MOST_DISHES, MOST_NEAREST = 20, 10, 6
#: What a word promises of a food -> tags that are then known not to be carried.
_PROMISES: Mapping[str, frozenset[str]] = {
    **DENIED_TAGS,
    "pasteurised": frozenset({"unpasteurised_milk", "soft_unpasteurised_cheese", "unpasteurised_juice"}),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """foods: ids, the nearest first, of which there are food_count in all. nearest: ids of foods that carry other
    words, to ask whether one of them was meant; only where nothing fits."""

    foods: tuple[int, ...]
    food_count: int
    dishes: tuple[Serving, ...]
    nearest: tuple[int, ...] = ()


def meant(text: str, dishes: Iterable[Serving]) -> Meant:
    words = telling(bag(text))
    if not words:
        return Meant((), 0, ())
    foods = _foods(text, words)
    fitting = names_that_carry(text, dishes)
    nearest = () if foods or fitting else tuple(_near(text, words))
    return Meant(foods[:MOST_FOODS], len(foods), fitting[:MOST_DISHES], nearest[:MOST_NEAREST])


def carriers(text: str) -> frozenset[int]:
    """Ids of all foods whose name carries every word, however many."""
    words = telling(bag(text))
    if not words:
        return frozenset()
    texts = selectors.search_texts([int(food_id) for food_id in search.ranked(text, published=False)])
    return frozenset(food_id for food_id, names in texts.items() if _carries(words, _words_of(names)))


def names_that_carry(text: str, dishes: Iterable[Serving]) -> tuple[Serving, ...]:
    """The dishes whose name carries every word."""
    words = telling(bag(text))
    return tuple(dish for dish in dishes if words and _carries(words, _words_of(dish.name)))


def _foods(text: str, words: Bag) -> tuple[int, ...]:
    """Looked for under all the words, and where that finds nothing under all but one: "unsalted butter" stands in the
    table as "Butter, without salt"."""
    for asked in _searches(text, words):
        ids = [int(food_id) for food_id in search.ranked(asked)[:LOOKED_AT]]
        texts = selectors.search_texts(ids)
        found = _fitting([food_id for food_id in ids if food_id in texts], texts, words)
        if found:
            return found
    return ()


def _searches(text: str, words: Bag) -> Iterator[str]:
    yield text
    promised = words & _PROMISES.keys()
    yield " ".join(sorted(words - promised))
    for word in sorted(words):
        yield " ".join(sorted(words - {word}))


def _fitting(ids: Sequence[int], texts: Mapping[int, str], words: Bag) -> tuple[int, ...]:
    promised = words & _PROMISES.keys()
    named = [food_id for food_id in ids if _carries(words - promised, _words_of(texts[food_id]))]
    if not promised:
        return tuple(named)
    foods = ingredient_foods.by_ids(named)
    tags = frozenset[str]().union(*(_PROMISES[word] for word in promised))
    return tuple(
        food_id
        for food_id in named
        if food_id in foods and (promised <= _words_of(texts[food_id]) or tags <= foods[food_id].ruled_out)
    )


def _carries(words: Bag, name: Bag) -> bool:
    return all(_forms(word) & name for word in words)


@lru_cache(maxsize=4096)
def _forms(word: str) -> Bag:
    """The word in every spelling that means the same."""
    return frozenset({word}).union(*(bag(form) for form in spellings(word)))


@lru_cache(maxsize=16_384)
def _words_of(names: str) -> Bag:
    """The words of all names of a food; what a name denies is a word of its own."""
    return frozenset[str]().union(*(bag(name) for name in names.split(BETWEEN_NAMES)))


def _near(text: str, words: Bag) -> Iterator[int]:
    seen: set[int] = set()
    for asked in _searches(text, words):
        for food_id in map(int, search.ranked(asked)[:MOST_NEAREST]):
            if food_id not in seen:
                seen.add(food_id)
                yield food_id
