"""Which words may a profile use? The closed vocabularies, for the doors that offer them."""

from __future__ import annotations

from functools import cache

from nutriplan.domain.caution_book import CautionBook
from nutriplan.knowledge import loader


def caution_book() -> CautionBook:
    """Conditions, blood results, allergens, danger signs and medicines, each with the label to show."""
    return loader.load().cautions


@cache
def medicine_names() -> tuple[str, ...]:
    """Every name of a medicine we can check, generic or brand, to suggest while someone types."""
    names = {name for medicine in caution_book().medicines for name in medicine.names}
    return tuple(sorted(names, key=str.casefold))
