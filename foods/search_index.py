"""Which foods carry these words? An index in memory: word -> foods, the foods in the order of how plain they are.

No database here, so SQLite and PostgreSQL cannot differ. A question costs as much as its words have foods.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from foods.search_words import BETWEEN_NAMES, FILLERS, normalise, spellings

Ids = NDArray[np.int64]
Places = NDArray[np.int32]

MOST_WORDS = 8
#: How far a word of the food is from the word asked for: the same, longer, or one slip of the finger away.
WHOLE, BEGUN, SLIP, MISSING = 0, 1, 4, 99
#: Shorter words have too many neighbours.
SHORTEST_SLIP = 4
#: Neighbours that are tried, the most frequent first.
MOST_SLIPS = 6
#: A word that fewer than one food in so many has may itself be a slip, if a neighbour is so many times as frequent.
RARE_FOODS, RARE_TIMES = 20_000, 20
#: How many words that nobody knows are kept with their neighbours.
MOST_SLIPS_KEPT = 20_000


class Row(NamedTuple):
    """What is known of a food here. rank: smaller is plainer; ties go by the order the rows are given in."""

    food_id: int
    text: str
    rank: int
    published: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """ids with their distance and rank, not yet in order."""

    ids: Ids
    distance: NDArray[np.int16]
    rank: Ids


class _Gathered:
    """Words of foods while they are read; kept as numbers, because the texts of 400,000 foods are large."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.flat = array("i")
        self.lengths = array("i")

    def add(self, words: Collection[str]) -> None:
        numbers = self.numbers
        self.flat.extend([numbers.setdefault(word, len(numbers)) for word in words])
        self.lengths.append(len(words))


class _Postings:
    """Word -> places of the foods that have it, for words in alphabetical order."""

    def __init__(self, gathered: _Gathered, places: Places) -> None:
        self.words = sorted(gathered.numbers)
        alphabetical = np.empty(len(self.words), dtype=np.int32)
        alphabetical[[gathered.numbers[word] for word in self.words]] = np.arange(len(self.words), dtype=np.int32)
        word_of = alphabetical[np.asarray(gathered.flat, dtype=np.int32)]
        foods = np.repeat(places, np.asarray(gathered.lengths, dtype=np.int32))
        self._foods: Places = foods[np.argsort(word_of, kind="stable")]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(word_of, minlength=len(self.words)))])
        self.at = {word: at for at, word in enumerate(self.words)}

    def count(self, word: str) -> int:
        return len(self.foods(self.at[word]))

    def foods(self, at: int) -> Places:
        return self._foods[self._starts[at] : self._starts[at + 1]]

    def foods_between(self, first: int, last: int) -> Places:
        """Of all words from the first to before the last; their foods lie side by side."""
        return self._foods[self._starts[first] : self._starts[last]]


class Index:
    """Built once from all rows; never changed."""

    def __init__(self, rows: Iterable[Row]) -> None:
        ids, ranks, published = array("q"), array("q"), array("b")
        words, heads = _Gathered(), _Gathered()
        for row in rows:
            ids.append(row.food_id)
            ranks.append(row.rank)
            published.append(row.published)
            words.add(set(row.text.split()) - {BETWEEN_NAMES})
            heads.add({name.split(None, 1)[0] for name in row.text.split(BETWEEN_NAMES) if name.strip()})
        order = np.argsort(np.asarray(ranks, dtype=np.int64), kind="stable")
        places = np.empty(len(ids), dtype=np.int32)
        places[order] = np.arange(len(ids), dtype=np.int32)
        self.ids: Ids = np.asarray(ids, dtype=np.int64)[order]
        self._rank: Ids = np.asarray(ranks, dtype=np.int64)[order]
        self._published = np.asarray(published, dtype=bool)[order]
        self._words = _Postings(words, places)
        self._heads = _Postings(heads, places)
        self._slips: dict[str, tuple[str, ...]] = {}

    def places(self, food_ids: Iterable[int]) -> Places:
        """Where these foods stand here, those that do."""
        return np.flatnonzero(np.isin(self.ids, list(food_ids))).astype(np.int32)

    def find(self, text: str, *, published: bool, without: Places | None = None) -> Matches:
        """The foods that carry every word. without: places that no longer hold."""
        words = asked(text)
        total = np.zeros(len(self.ids), dtype=np.int16)
        headed = np.zeros(len(self.ids), dtype=bool)
        for at, word in enumerate(words):
            meant = self._meant(word, joined_with_neighbours(words, at))
            total += self._distance(meant)
            self._mark_heads(meant, headed)
        if published:
            total[~self._published] = MISSING
        if without is not None:
            total[without] = MISSING
        found = np.flatnonzero(total < MISSING) if words else np.empty(0, dtype=np.int64)
        return Matches(self.ids[found], total[found] * 2 + ~headed[found], self._rank[found])

    def _meant(self, word: str, joined: Iterable[str]) -> _Meant:
        known = self._words.at
        whole = tuple(form for form in (*spellings(word), *joined) if form in known)
        first, last = _begun(self._words.words, word)
        return _Meant(word, whole, self._slips_of(word, whole, last > first), first, last)

    def _distance(self, meant: _Meant) -> NDArray[np.int16]:
        """Of every food, how far its nearest word is."""
        far = np.full(len(self.ids), MISSING, dtype=np.int16)
        for form in meant.slips:
            far[self._words.foods(self._words.at[form])] = SLIP
        far[self._words.foods_between(meant.first, meant.last)] = BEGUN
        for form in meant.whole:
            # One letter alone is the begin of a word; few foods are called C.
            far[self._words.foods(self._words.at[form])] = WHOLE if len(meant.word) > 1 else BEGUN
        return far

    def _mark_heads(self, meant: _Meant, headed: NDArray[np.bool_]) -> None:
        """Mark the foods of which a name opens with the word."""
        for form in (*meant.whole, *meant.slips):
            if form in self._heads.at:
                headed[self._heads.foods(self._heads.at[form])] = True
        headed[self._heads.foods_between(*_begun(self._heads.words, meant.word))] = True

    def _slips_of(self, word: str, whole: Sequence[str], begun: bool) -> tuple[str, ...]:
        """Words one slip away, where the word itself is unknown or so rare that it may be a slip in the data."""
        if len(word) < SHORTEST_SLIP or not word.isalpha() or (begun and not whole):
            return ()
        known = sum(self._words.count(form) for form in whole)
        if known > len(self.ids) // RARE_FOODS:
            return ()
        if word not in self._slips:
            if len(self._slips) > MOST_SLIPS_KEPT:
                self._slips.clear()
            self._slips[word] = self._neighbours(word, known)
        return self._slips[word]

    def _neighbours(self, word: str, known: int) -> tuple[str, ...]:
        near = [form for length in range(-1, 2) for form in _near(word, self._by_length.get(len(word) + length, ()))]
        if not near and not known:
            longer = [form for form in self._words.words if len(form) > len(word)]
            near = _near(word, longer, upto=len(word))
        frequent = sorted(near, key=lambda form: -self._words.count(form))[:MOST_SLIPS]
        forms = dict.fromkeys(other for form in frequent for other in spellings(form) if other in self._words.at)
        return tuple(form for form in forms if self._words.count(form) >= RARE_TIMES * known)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self._words.words:
            found.setdefault(len(word), []).append(word)
        return found


class _Meant(NamedTuple):
    """What a word that was asked for may be: words that are whole, or a slip away, and the range of those it begins."""

    word: str
    whole: tuple[str, ...]
    slips: tuple[str, ...]
    first: int
    last: int


def _begun(words: Sequence[str], word: str) -> tuple[int, int]:
    first = bisect_left(words, word)
    return first, bisect_left(words, f"{word}\U0010ffff", lo=first)


def _near(word: str, among: Sequence[str], upto: int | None = None) -> list[str]:
    """The words one insertion, deletion, change or swap away. upto: how much of them is looked at."""
    if not among:
        return []
    looked_at = among if upto is None else [other[:upto] for other in among]
    distance = process.cdist([word], looked_at, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)[0]
    return [among[int(at)] for at in np.flatnonzero(distance == 1)]


def asked(text: str) -> tuple[str, ...]:
    """The words that a food has to carry; the little ones between them only where there are no others."""
    words = tuple(dict.fromkeys(normalise(text).split()))[:MOST_WORDS]
    return tuple(word for word in words if word not in FILLERS) or words


def joined_with_neighbours(words: Sequence[str], at: int) -> list[str]:
    """The word written together with the one before it, and with the one after it: "oat meal" is "oatmeal"."""
    return ["".join(words[first : first + 2]) for first in (at - 1, at) if 0 <= first < len(words) - 1]


def in_order(parts: Sequence[Matches]) -> Ids:
    """All ids, best first: nearest words, then plainest."""
    ids, distance, rank = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("ids", "distance", "rank")
    )
    return np.asarray(ids[np.lexsort((rank, distance))], dtype=np.int64)
