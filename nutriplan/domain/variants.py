"""How does a dish become one that somebody may eat? What is in the way gives place to what stands in for it.

A variant is a dish like any other: its nutrients, tags, cautions and shopping follow from the foods that are in it now,
and whoever offers it asks the same questions of it as of every dish. Its name and its first step say what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nutriplan.domain.composition import Composition
from nutriplan.domain.dish_faults import longest_kept
from nutriplan.domain.servings import Part, Serving, Swap

#: Between the key of a dish and what was done to it: "porridge~dairy-free".
_MARK = "~"
#: Names of foods begin with a capital; inside a sentence only these keep it.
_PROPER = frozenset({"Atlantic", "French", "Greek", "Monterey", "Pacific", "Swiss"})


@dataclass(frozen=True, slots=True)
class _Change:
    """swap None: the ingredient is left out, which its writer allows."""

    part: Part
    swap: Swap | None


def variant(serving: Serving, fits: Callable[[Part], bool]) -> Serving | None:
    """The dish with every ingredient that does not fit replaced by the first stand-in that does, or left out if it is
    optional. None where nothing can be done about one of them, or nothing need be."""
    changes = [_Change(part, _stand_in(part, fits)) for part in serving.parts if not fits(part)]
    parts = _parts(serving, changes)
    if not changes or not parts or any(change.swap is None and not change.part.optional for change in changes):
        return None
    told = _told(changes)
    changed = replace(
        serving,
        key=f"{serving.key}{_MARK}{'-'.join(_labels(changes))}",
        name=f"{serving.name}, {told}",
        parts=parts,
        steps=(f"This time {told}.", *serving.steps),
        changes=len(changes),
        told=told,
    )
    return replace(changed, keeps_days=min(serving.keeps_days, longest_kept(changed)[0]))


def _stand_in(part: Part, fits: Callable[[Part], bool]) -> Swap | None:
    return next((swap for swap in part.swaps if fits(swap.part)), None)


def _parts(serving: Serving, changes: Sequence[_Change]) -> tuple[Part, ...]:
    instead = {id(change.part): change.swap.part if change.swap else None for change in changes}
    found = (instead.get(id(part), part) for part in serving.parts)
    return tuple(part for part in found if part is not None)


def _labels(changes: Sequence[_Change]) -> list[str]:
    return sorted({change.swap.for_whom.value if change.swap else "less" for change in changes})


def _told(changes: Sequence[_Change]) -> str:
    """ "with soya drink instead of milk, and without mustard"."""
    swapped = [_instead(change.part, change.swap) for change in changes if change.swap]
    left_out = [_called(change.part.food) for change in changes if not change.swap]
    told = [f"with {_listed(swapped)}"] if swapped else []
    told += [f"without {_listed(left_out)}"] if left_out else []
    return " and ".join(told)


def _instead(part: Part, swap: Swap) -> str:
    old, new = _called(part.food), _called(swap.part.food)
    return f"{new if new != old else _inside(swap.part.food.shown_name)} instead of {old}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _called(food: Composition) -> str:
    """Its name without what is said after a comma or in brackets: "milk", "Atlantic cod"."""
    return _inside(food.shown_name.partition(",")[0].partition(" (")[0])


def _inside(name: str) -> str:
    return name if name.split(maxsplit=1)[0] in _PROPER else f"{name[:1].lower()}{name[1:]}"
