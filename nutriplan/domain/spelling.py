"""Which known names are a slip of the finger away from what was typed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: Letters from which two slips are looked past; a shorter word with two slips could be too many others.
TWO_SLIPS_FROM = 9
#: Shorter words are not looked at: with one slip "tea" is "TCA".
SHORTEST = 4
#: So many names that share most letter pairs are measured.
_MEASURED = 16


class Spellings:
    """Known spellings, indexed by their letter pairs. Spellings are compared as given: fold case and blanks before."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._spellings = tuple(dict.fromkeys(spellings))
        self._by_pair: dict[str, list[int]] = {}
        for number, spelling in enumerate(self._spellings):
            for pair in _pairs(spelling):
                self._by_pair.setdefault(pair, []).append(number)

    def near(self, typed: str) -> tuple[str, ...]:
        """The spellings within one slip (two in a long word) of what was typed, the nearest first. A slip is a letter
        too many, too few, another one, or two that changed places."""
        if len(typed) < SHORTEST:
            return ()
        allowed = 2 if len(typed) >= TWO_SLIPS_FROM else 1
        shared: Counter[int] = Counter()
        for pair in _pairs(typed):
            shared.update(self._by_pair.get(pair, ()))
        found = []
        for number, _ in shared.most_common(_MEASURED):
            spelling = self._spellings[number]
            slips = slips_between(typed, spelling, allowed)
            if slips <= allowed:
                found.append((slips, spelling[:1] != typed[:1], spelling))
        return tuple(spelling for _, _, spelling in sorted(found))


def _pairs(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def slips_between(one: str, other: str, most: int) -> int:
    """The optimal string alignment distance; any number above `most` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, before, row = before, row, [place]
        for spot, against in enumerate(other, 1):
            cost = min(before[spot] + 1, row[spot - 1] + 1, before[spot - 1] + (letter != against))
            if place > 1 and spot > 1 and letter == other[spot - 2] and one[place - 2] == against:
                cost = min(cost, above[spot - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
