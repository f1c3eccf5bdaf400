"""What do tags say to an allergic or vegan reader? Yes, no, or nobody knows; undecided is never a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def levels(amounts: Mapping[str, float]) -> list[str]:
    """Tags that follow from what is known to be in 100 g: "magnesium:high"."""
    return [tag for tag, (key, least) in people.nutrient_levels().items() if amounts.get(key, 0.0) >= least]


def tag_words() -> tuple[str, ...]:
    return tuple(people.caution_book().food_tags)
