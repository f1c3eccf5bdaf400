"""What moves with a merge, or goes back with its undoing, as the rows of a card?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foods.merging import Impact
from foods.models import FoodTag
from foods.unmerging import Return
from foods.vocabulary import tag_labels

Row = tuple[str | Promise, list[str]]


def merged(found: Impact) -> list[Row]:
    """The rows of a merge."""
    return [
        (_("Dishes"), found.dishes),
        (_("Dishes in which it stands in for another food"), found.stands_in),
        (_("What is bought for it"), [str(found.purchase)] if found.purchase else []),
        (_("Names"), [found.away.name, *_named(found.aliases)]),
        *_both(found),
    ]


def undone(found: Return) -> list[Row]:
    """The rows of its undoing."""
    return [
        (_("Dishes"), found.dishes),
        (_("What is bought for it"), _named(found.purchases)),
        (_("Names"), _named(found.aliases)),
        (_("Names that the kept food loses again"), _named(found.names)),
        *_both(found),
    ]


def _both(found: Impact | Return) -> list[Row]:
    return [
        (_("Bought for other foods"), _named(found.bought)),
        (_("Tags decided by hand"), _decided(found.tags)),
        (_("Plain counterpart of"), _named(found.plain_of)),
    ]


def _named(things: Iterable[object]) -> list[str]:
    return [str(thing) for thing in things]


def _decided(tags: Iterable[FoodTag]) -> list[str]:
    labels = tag_labels()
    return [f"{labels[tag.tag]}: {tag.get_state_display()}" for tag in tags]
