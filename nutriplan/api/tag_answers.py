"""What do tags say to an allergic or vegan reader? Yes, no, or nobody knows; undecided is never a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from foods.levels import daily_values
from nutriplan.domain.diet import DIET_RULES, DIETS
from nutriplan.people import selectors as people

CONTAINS, FREE, UNKNOWN = "contains", "free", "unknown"
ANSWERS = (CONTAINS, FREE, UNKNOWN)
#: Every diet and rule that foods and dishes can be asked for.
SUITS: Mapping[str, frozenset[str]] = {**DIETS, **DIET_RULES}


def allergens(present: frozenset[str], undecided: frozenset[str]) -> dict[str, str]:
    """Allergen -> whether it is in."""
    found = people.caution_book().allergens
    return {key: _answer(allergen.tags, present, undecided) for key, allergen in found.items()}


def diets(present: frozenset[str], undecided: frozenset[str]) -> dict[str, bool | None]:
    """Diet or rule -> whether it suits; None: nobody knows."""
    verdicts = {CONTAINS: False, FREE: True, UNKNOWN: None}
    return {key: verdicts[_answer(tags, present, undecided)] for key, tags in SUITS.items()}


def _answer(tags: frozenset[str], present: frozenset[str], undecided: frozenset[str]) -> str:
    if tags & present:
        return CONTAINS
    return UNKNOWN if tags & undecided else FREE


def tags_to_be_free_of(words: Iterable[str], diets_asked: Iterable[str]) -> frozenset[str]:
    """The food tags that have to be absent for these allergens or tags, and these diets."""
    known = people.caution_book().allergens
    found: frozenset[str] = frozenset()
    for word in words:
        found |= known[word].tags if word in known else frozenset({word})
    return found.union(*(SUITS[diet] for diet in diets_asked))


def free_of_words() -> tuple[str, ...]:
    """What free_of may name: an allergen, or a food tag."""
    book = people.caution_book()
    return tuple(dict.fromkeys((*book.allergens, *book.food_tags)))


#: What is high is a good source too; the tags say both, as the filters do.
_SAYS: Mapping[str, tuple[str, ...]] = {"high": ("good", "high"), "good": ("good",), "low": ("low",)}


@cache
def level_words() -> Mapping[str, tuple[str, str]]:
    """Tags that follow from amounts, serving and Daily Value: "magnesium:high" -> nutrient key and level."""
    return {
        f"{key.rpartition('_')[0]}:{level}": (key, level) for key in daily_values() for level in ("high", "good", "low")
    }


def level_tags(levels: Mapping[str, str]) -> list[str]:
    """Nutrient key -> level, as the tags that say it."""
    return [f"{key.rpartition('_')[0]}:{word}" for key, level in levels.items() for word in _SAYS[level]]


def tags_and_levels(words: Iterable[str]) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The words that are food tags, and the nutrient keys that have to be high, good or low. All are known words."""
    known = level_words()
    rated: dict[str, list[str]] = {"high": [], "good": [], "low": []}
    tags: list[str] = []
    for word in words:
        if word in known:
            key, level = known[word]
            rated[level].append(key)
        else:
            tags.append(word)
    return tuple(tags), rated


def tag_words() -> tuple[str, ...]:
    return tuple(people.caution_book().food_tags)
