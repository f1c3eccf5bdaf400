"""What do cooks mean by a name? A reviewed file of words and the one food they stand for, in the state as bought."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nutriplan.recipes.words import SOFT, Bag, bag, telling

FILE: Path = Path(__file__).parent / "cook_words.csv"


@dataclass(frozen=True, slots=True)
class Meaning:
    """needs: words that a line must have; also: words that it may have beside them."""

    ndb_no: str
    needs: Bag
    also: Bag

    def fits(self, words: Bag) -> bool:
        return self.needs <= words and words - self.needs - self.also <= SOFT


@dataclass(frozen=True, slots=True, eq=False)
class CookWords:
    """nouns: words that name a food by themselves. food: NDB number -> the name of the food as the table spells it, to
    check the file by. measured_as: NDB number -> that of a food whose household measures weigh the same."""

    by_word: Mapping[str, tuple[Meaning, ...]]
    vocabulary: Bag
    nouns: Bag
    food: Mapping[str, str]
    measured_as: Mapping[str, str]

    def meant(self, words: Bag) -> frozenset[str]:
        """NDB numbers of the foods that fit best: those that explain most words by what they need."""
        near = {meaning for word in words for meaning in self.by_word.get(word, ()) if meaning.fits(words)}
        most = max((len(meaning.needs) for meaning in near), default=0)
        return frozenset(meaning.ndb_no for meaning in near if len(meaning.needs) == most)


@cache
def cook_words() -> CookWords:
    """The file, read once."""
    by_word: dict[str, list[Meaning]] = defaultdict(list)
    food: dict[str, str] = {}
    measured_as: dict[str, str] = {}
    vocabulary: set[str] = set()
    nouns: set[str] = set()
    for line in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()):
        food[line["ndb_no"]] = line["food"]
        measured_as |= {line["ndb_no"]: line["measured_as"]} if line["measured_as"] else {}
        also = bag(line["also"])
        for variant in line["words"].split(";"):
            needs = telling(bag(variant))
            vocabulary |= needs | also
            nouns |= needs if len(needs) == 1 else set()
            for word in needs:
                by_word[word].append(Meaning(line["ndb_no"], needs, also))
    return CookWords(
        by_word={word: tuple(found) for word, found in by_word.items()},
        vocabulary=frozenset(vocabulary),
        nouns=frozenset(nouns),
        food=food,
        measured_as=measured_as,
    )
