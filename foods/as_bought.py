"""What does the label of something bought decide that the food alone leaves open? What it is bought without, and what
has to be looked for on it.

A loaf may hold milk: so much the food says. A dish may be made with a loaf bought without milk, if the line on the
shopping list and the name of the ingredient say so. The food itself stays undecided: whoever looks it up, or cooks a
recipe of their own with it, has been told nothing about their loaf.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from foods.tag_rules import IMPLIED
from foods.vocabulary import allergen_labels
from nutriplan.domain.composition import Composition

#: How a line that is written from the tags begins. Nobody writes one by hand: it would say something else one day.
CHECK = "check the label for"
_ANIMAL = "animal"


def bought_without(food: Composition, without: Collection[str]) -> Composition:
    """The food as it must be bought. Only what is left open can be decided by a label; what it carries it keeps.

    With the last thing that may come from an animal goes the question whether anything does.
    """
    settled = food.undecided_tags & frozenset(without)
    if not settled:
        return food
    left_open = food.undecided_tags - settled
    if any(IMPLIED.get(tag) == _ANIMAL for tag in settled) and not any(
        IMPLIED.get(tag) == _ANIMAL for tag in left_open
    ):
        left_open -= {_ANIMAL}
    return replace(food, undecided_tags=left_open, display_name=f"{food.shown_name}, {in_words(settled)}")


def in_words(without: Collection[str]) -> str:
    """As a label says it: "without milk or egg"."""
    return f"without {_listed([label for tag, label in allergen_labels().items() if tag in without], 'or')}"


def label_note(food: Composition, note: str = "") -> str:
    """What to look for in the shop: the note of the purchase, and every allergen that is still open."""
    open_ones = [tag for tag in allergen_labels() if tag in food.undecided_tags]
    if "gluten" in open_ones:
        open_ones = [tag for tag in open_ones if tag != "wheat"]
    check = f"{CHECK} {_listed([allergen_labels()[tag] for tag in open_ones], 'and')}" if open_ones else ""
    return "; ".join(filter(None, (note, check)))


def faults(*, name: str, note: str, without: Collection[str]) -> Iterator[str]:
    """What is wrong with a line of the shopping list. Whoever buys by it reads its name, so the name must say it."""
    for tag in sorted(set(without) - set(allergen_labels())):
        yield f"without has no {tag!r}; known: {', '.join(allergen_labels())}"
    said = in_words(without)
    if not set(without) - set(allergen_labels()) and without and said not in name:
        yield f'is bought {said}, and the name "{name}" must say so'
    if CHECK in note:
        yield f'the note must not say "{CHECK}": that is written from the tags left open'


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
