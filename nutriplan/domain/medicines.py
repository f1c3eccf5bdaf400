"""Which drug classes does a name stand for? Whole words only; a near miss is offered, never taken."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Words = tuple[str, ...]

#: Words that say how much, how often or in which form; they never change the medicine.
_FORM_TEXT = """
    mg mcg ug g ml l iu unit units mmol meq tablet tablets tab tabs capsule capsules cap caps pill pills drop
    drops syrup liquid solution suspension sachet sachets powder spray patch cream gel injection injections pen
    inhaler inhaled oral chewable effervescent soluble dispersible coated xr xl er sr mr cr la ec dr retard
    forte release modified extended prolonged slow delayed immediate gastro resistant daily once twice day a per
    of the in at night morning evening bedtime every week weekly low high dose strength supplement supplements
    medicine medication generic human combination bd od tds qds prn i take my taking
"""
#: Salts that end a generic name ("atorvastatin calcium"): part of the name, not a second medicine.
_SALT_TEXT = """
    sodium potassium calcium magnesium hydrochloride hcl hydrobromide besilate besylate maleate mesilate
    mesylate tartrate succinate fumarate sulfate sulphate citrate acetate phosphate disodium trihydrate
    dihydrate monohydrate anhydrous etexilate medoxomil axetil nitrate bromide arginine erbumine tosylate lysine
    hemihydrate trometamol
"""
_FORM_WORDS = frozenset(_FORM_TEXT.split())
_SALTS = frozenset(_SALT_TEXT.split())
_SIGNS = frozenset({"+", "/", ",", ";", "&"})
_JOINERS = _SIGNS | {"and", "with", "plus"}
_NEGATIONS = frozenset({"no", "not", "without", "never", "stopped", "except", "minus"})
_CLAUSE_ENDS = frozenset({",", ";", "but"})
_AMOUNT = re.compile(r"\d+(mg|mcg|ug|g|ml|iu|units?|mmol|meq|x)?")


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of the list. alone: names that count only when no other word claims them ("calcium", which is
    also the end of "atorvastatin calcium")."""

    generic: str
    classes: frozenset[str]
    other_names: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    availability: str = ""
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.generic, *self.other_names, *self.brands)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name was understood as. classes empty: not resolved, so not checked. unread: words nobody understood."""

    name: str
    classes: frozenset[str]
    medicines: tuple[Medicine, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """Where the walk over the words of one name stands."""

    found: list[Medicine] = field(default_factory=list)
    alone: list[Medicine] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    after: str = "start"
    negated: bool = False

    def take(self, medicines: Iterable[Medicine], kind: str) -> None:
        self.after = kind
        if not self.negated:
            (self.found if kind == "name" else self.alone).extend(medicines)


def words_of(text: str) -> Words:
    """The words of a name: lower case, no accents or trade-mark signs; joining signs are words of their own."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`®™]", "", plain)
    return tuple(re.findall(r"[^\W_]+|[+/,;&]", plain))


def _name_words(name: str) -> Words:
    return tuple(word for word in words_of(name) if word not in _SIGNS)


class MedicineBook:
    """The list of medicines, ready to look names up in."""

    def __init__(self, medicines: Iterable[Medicine]) -> None:
        self.medicines = tuple(medicines)
        self._by_words: dict[Words, list[Medicine]] = {}
        self._alone: dict[Words, list[Medicine]] = {}
        self._display: dict[str, str] = {}
        for medicine in self.medicines:
            self._enter(medicine)
        self._longest = max((len(words) for words in self._by_words), default=1)

    def __iter__(self) -> Iterator[Medicine]:
        return iter(self.medicines)

    def __len__(self) -> int:
        return len(self.medicines)

    def _enter(self, medicine: Medicine) -> None:
        for name in medicine.names:
            words = _name_words(name)
            if words and words not in {_name_words(alone) for alone in medicine.alone}:
                self._by_words.setdefault(words, []).append(medicine)
            self._display.setdefault(" ".join(words), name)
        for name in medicine.alone:
            self._alone.setdefault(_name_words(name), []).append(medicine)
            self._display.setdefault(" ".join(_name_words(name)), name)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset().union(*(medicine.classes for medicine in self.medicines))

    def resolve(self, name: str) -> Resolution:
        """What the name stands for. Several medicines in one name give the classes of all of them."""
        words = words_of(name)
        reading = _Reading()
        place = 0
        while place < len(words):
            place += self._read_at(words, place, reading)
        # "calcium folinate": a bare mineral beside a word nobody knows is more likely a part of that unknown name.
        found = [*reading.found, *([] if reading.unread else reading.alone)]
        medicines = tuple(dict.fromkeys(found))
        classes = frozenset().union(*(medicine.classes for medicine in medicines))
        return Resolution(name, classes, medicines, tuple(reading.unread))

    def _read_at(self, words: Words, place: int, reading: _Reading) -> int:
        """Read the longest name that starts here, or one word; how many words were read."""
        length, medicines = self._longest_name(words, place)
        if length:
            reading.take(medicines, "name")
            return length
        self._read_word(words[place], reading)
        return 1

    def _longest_name(self, words: Words, place: int) -> tuple[int, list[Medicine]]:
        for end in range(min(len(words), place + 2 * self._longest), place, -1):
            if words[place] in _SIGNS or words[end - 1] in _SIGNS:
                continue
            candidate = tuple(word for word in words[place:end] if word not in _SIGNS)
            if candidate in self._by_words:
                return end - place, self._by_words[candidate]
        return 0, []

    def _read_word(self, word: str, reading: _Reading) -> None:
        if word in _CLAUSE_ENDS:
            reading.negated = False
        if word in _JOINERS or word == "but":
            reading.after = "joiner"
        elif word in _NEGATIONS:
            reading.negated = True
        elif word in _SALTS and reading.after == "name":
            return
        elif (word,) in self._alone:
            reading.take(self._alone[(word,)], "alone")
        elif word not in _FORM_WORDS and not _AMOUNT.fullmatch(word) and not reading.negated:
            reading.unread.append(word)

    def suggest(self, name: str) -> tuple[str, ...]:
        """Up to three names that look like what was not understood, to ask about; never taken by themselves."""
        reading = self.resolve(name)
        if reading.classes and not reading.unread:
            return ()
        whole = " ".join(word for word in words_of(name) if word not in _FORM_WORDS and not _AMOUNT.fullmatch(word))
        near: list[str] = []
        for asked in (whole, *(word for word in reading.unread if len(word) > 3)):
            near += difflib.get_close_matches(asked, self._display, n=3, cutoff=0.8)
        return tuple(self._display[key] for key in dict.fromkeys(near))[:3]

    def search(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Names with a word that starts as typed, for suggestions while typing; those that start so themselves
        first."""
        typed = " ".join(_name_words(text))
        if not typed:
            return ()
        hits = [key for key in self._display if key.startswith(typed) or f" {typed}" in key]
        hits.sort(key=lambda key: (not key.startswith(typed), key))
        return tuple(self._display[key] for key in hits[:limit])
