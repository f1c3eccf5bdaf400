"""Which drug classes does a name stand for? Whole words only; a near miss is asked about, never taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nutriplan.domain.doses import Content, contents_in
from nutriplan.domain.spelling import Spellings

Words = tuple[str, ...]

#: Words that say how much, how often or in which form; they never change the medicine.
_FORM_TEXT = """
    mg mcg ug g ml l iu unit units mmol meq tablet tablets tab tabs capsule capsules cap caps pill pills drop
    drops syrup liquid solution suspension sachet sachets powder spray patch cream gel injection injections pen
    inhaler inhaled oral chewable effervescent soluble dispersible coated xr xl er sr mr cr la ec dr retard
    forte release modified extended prolonged slow delayed immediate gastro resistant daily once twice day a per
    of the in at night morning evening bedtime every week weekly low high dose strength supplement supplements
    medicine medication generic human combination bd od tds qds prn i take my taking tbl fct ret sol inj actavis
    teva sandoz mylan ratiopharm hexal stada zentiva viatris thrice time times x hour hours hrs hourly days weeks
    month months monthly fortnightly one two three four five six half each other alternate bid tid qid eod mane
    nocte noon midday lunchtime afternoon breakfast lunch dinner supper meal meals food eating before after on an to
    or up as needed required directed necessary when if several few some sometimes occasionally doses pieces
"""
#: Salts that end a generic name ("atorvastatin calcium"): part of the name, not a second medicine.
_SALT_TEXT = """
    sodium potassium calcium magnesium hydrochloride hcl hydrobromide besilate besylate maleate mesilate
    mesylate tartrate succinate fumarate sulfate sulphate citrate acetate phosphate disodium trihydrate
    dihydrate monohydrate anhydrous etexilate medoxomil axetil nitrate bromide arginine erbumine tosylate lysine
    hemihydrate trometamol carbonate hyclate
"""
_FORM_WORDS = frozenset(_FORM_TEXT.split())
_SALTS = frozenset(_SALT_TEXT.split())
_SIGNS = frozenset({"+", "/", ",", ";", "&"})
_JOINERS = _SIGNS | {"and", "with", "plus"}
_NEGATIONS = frozenset({"no", "not", "without", "never", "stopped", "except", "minus"})
_CLAUSE_ENDS = frozenset({",", ";", "but"})
_AMOUNT = re.compile(r"\d+(mg|mcg|ug|g|ml|iu|units?|mmol|meq|x)?|x\d+|\d+x\d+(mg|mcg|ug|g)?|q\d+h|\d+hourly")
#: One word as it was typed, accents and trade-mark signs included; what is between two words stays outside.
_TYPED_WORD = re.compile(r"((?:[^\W_]|['’`®™℠\u0300-\u036f])+)")
#: What is no part of a name. Trade-mark signs come off before the letters are made plain: "™" would become "tm".
_NO_LETTERS = re.compile(r"['’`®™℠©]|\((?:r|tm|c)\)")
#: More names than these nobody reads.
_MOST_ASKED = 4
#: A shorter word beside others is too often an ordinary one.
_LONG_ENOUGH = 6


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
    """What a name was understood as. classes empty: not resolved, so not checked. unread: words nobody understood.
    names: the spellings of the list that were found in it, in their order."""

    name: str
    classes: frozenset[str]
    medicines: tuple[Medicine, ...] = ()
    unread: tuple[str, ...] = ()
    names: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask back about a name. several: it is the name of several things; else nobody knows it as it is written.
    names: at most four to choose from, each of which resolves. answers: for each name all of what was typed with that
    name in its place, so that strength, how often and other medicines are not lost with the answer."""

    names: tuple[str, ...]
    answers: tuple[str, ...]
    several: bool = False


@dataclass(slots=True)
class _Reading:
    """Where the walk over the words of one name stands."""

    found: list[Medicine] = field(default_factory=list)
    alone: list[Medicine] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    names: list[tuple[Words, str]] = field(default_factory=list)
    after: str = "start"
    negated: bool = False

    def take(self, name: Words, medicines: Iterable[Medicine], kind: str) -> None:
        self.after = kind
        if not self.negated:
            (self.found if kind == "name" else self.alone).extend(medicines)
            self.names.append((name, kind))


def words_of(text: str) -> Words:
    """The words of a name: lower case, no accents or trade-mark signs; joining signs are words of their own."""
    plain = unicodedata.normalize("NFKD", _NO_LETTERS.sub("", text.casefold()))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+|[+/,;&]", plain))


def _name_words(name: str) -> Words:
    return tuple(word for word in words_of(name) if word not in _SIGNS)


def _without_amounts(name: str) -> Words:
    """The words of a name without strength, form and how often; all of them where nothing else was said."""
    words = _name_words(name)
    return tuple(word for word in words if word not in _FORM_WORDS and not _AMOUNT.fullmatch(word)) or words


def _with_name(typed: str, asked: Words, name: str) -> str:
    """What was typed with the name in place of these words; what was typed around them stays as it is."""
    pieces = _TYPED_WORD.split(typed)
    left, kept = list(asked), []
    for gap, word in zip(pieces[::2], pieces[1::2], strict=False):
        if left and words_of(word) == (left[0],):
            kept.append(f"{gap}{name}" if len(left) == len(asked) else "")
            left.pop(0)
        else:
            kept.append(f"{gap}{word}")
    return "".join([*kept, pieces[-1]])


class MedicineBook:
    """The list of medicines, ready to look names up in.

    contents: what one tablet of a product brings, by a name of it; kept as `brought`. vague: what people say that could
    be several medicines ("water tablet") -> the names to choose from.
    """

    def __init__(
        self,
        medicines: Iterable[Medicine],
        contents: Iterable[Content] = (),
        vague: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.medicines = tuple(medicines)
        self._by_words: dict[Words, list[Medicine]] = {}
        self._alone: dict[Words, list[Medicine]] = {}
        self._display: dict[str, str] = {}
        self._contents: dict[Words, list[Content]] = {}
        for medicine in self.medicines:
            self._enter(medicine)
        self.brought = tuple(contents)
        for content in self.brought:
            self._contents.setdefault(_name_words(content.name), []).append(content)
        self._vague = {_without_amounts(said): names for said, names in (vague or {}).items()}
        self._longest = max((len(words) for words in self._by_words), default=1)

    def __iter__(self) -> Iterator[Medicine]:
        return iter(self.medicines)

    def __len__(self) -> int:
        return len(self.medicines)

    def _enter(self, medicine: Medicine) -> None:
        alone = {_name_words(name): name for name in medicine.alone}
        for name in medicine.names:
            words = _name_words(name)
            if words and words not in alone:
                self._by_words.setdefault(words, []).append(medicine)
            self._display.setdefault(" ".join(words), name)
        for words, name in alone.items():
            self._alone.setdefault(words, []).append(medicine)
            self._display.setdefault(" ".join(words), name)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset().union(*(medicine.classes for medicine in self.medicines))

    # What a name stands for ------------------------------------------------------------------------------------------

    def resolve(self, name: str) -> Resolution:
        """What the name stands for. Several medicines in one name give the classes of all of them."""
        words = words_of(name)
        reading = _Reading()
        place = 0
        while place < len(words):
            place += self._read_at(words, place, reading)
        # "calcium folinate": a bare mineral beside a word nobody knows is more likely a part of that unknown name.
        kinds = {"name"} if reading.unread else {"name", "alone"}
        medicines = tuple(dict.fromkeys([*reading.found, *(reading.alone if "alone" in kinds else ())]))
        classes = frozenset().union(*(medicine.classes for medicine in medicines))
        names = tuple(found for found, kind in reading.names if kind in kinds)
        return Resolution(name, classes, medicines, tuple(reading.unread), names)

    def _read_at(self, words: Words, place: int, reading: _Reading) -> int:
        """Read the longest name that starts here, or one word; how many words were read."""
        length, name = self._longest_name(words, place)
        if length:
            reading.take(name, self._by_words[name], "name")
            return length
        self._read_word(words[place], reading)
        return 1

    def _longest_name(self, words: Words, place: int) -> tuple[int, Words]:
        for end in range(min(len(words), place + 2 * self._longest), place, -1):
            if words[place] in _SIGNS or words[end - 1] in _SIGNS:
                continue
            candidate = tuple(word for word in words[place:end] if word not in _SIGNS)
            if candidate in self._by_words:
                return end - place, candidate
        return 0, ()

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
            reading.take((word,), self._alone[(word,)], "alone")
        elif word not in _FORM_WORDS and not _AMOUNT.fullmatch(word) and not reading.negated:
            reading.unread.append(word)

    def contents(self, name: str) -> dict[str, float]:
        """Nutrient key -> what one tablet of what is named brings, where that is known."""
        known = [content for words in self.resolve(name).names for content in self._contents.get(words, ())]
        return contents_in(name, known)

    # What to ask back ------------------------------------------------------------------------------------------------

    def question(self, name: str) -> Question | None:
        """What to ask about a name before it is used; None where it is understood, or nothing like it is known."""
        said = _without_amounts(name)
        vague = self._vague.get(said) or self._vague.get(tuple(word.removesuffix("s") for word in said))
        if vague:
            return self._asked(name, dict.fromkeys(vague, said), several=True)
        read = self.resolve(name)
        twins = self._twins(read)
        if twins:
            return self._asked(name, twins, several=True)
        near = self._near(name, read)
        return self._asked(name, near, several=False) if near else None

    def _asked(self, typed: str, choices: Mapping[str, Words], *, several: bool) -> Question:
        """choices: each name -> the words of what was typed that it would stand for."""
        names = tuple(choices)[:_MOST_ASKED]
        return Question(names, tuple(self._answer(typed, choices[name], name) for name in names), several)

    def _answer(self, typed: str, asked: Words, name: str) -> str:
        """What was typed with the name in place of the words asked about; the name alone where it would not be read
        there."""
        answer = _with_name(typed, asked, name)
        return answer if self.resolve(name).classes <= self.resolve(answer).classes else name

    def _twins(self, read: Resolution) -> dict[str, Words]:
        """The ways to say which one is meant, where one spelling is the name of medicines of different classes."""
        for words in read.names:
            sharing = self._by_words.get(words, [])
            if len({medicine.classes for medicine in sharing}) > 1:
                return {own: words for medicine in sharing if (own := self._own_name(medicine))}
        return {}

    def _own_name(self, medicine: Medicine) -> str | None:
        """A name that no other medicine has."""
        own = (name for name in medicine.names if self._by_words.get(_name_words(name)) == [medicine])
        return next(own, None)

    def _near(self, name: str, read: Resolution) -> dict[str, Words]:
        """Every name that is a slip away from all of what was typed, or from one word of it that nobody knows."""
        if read.classes and not read.unread:
            return {}
        asked: list[Words] = [(word,) for word in read.unread if len(word) >= _LONG_ENOUGH]
        if not read.classes:
            asked.insert(0, _without_amounts(name))
        found: dict[str, Words] = {}
        for words in asked:
            for spelling in self._spellings.near("".join(words)):
                found.setdefault(self._spelt[spelling], words)
        return found

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """Every name of the list, without blanks and words of its form -> as it is written."""
        return {"".join(_without_amounts(name)): name for name in reversed(self._display.values())}

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._spelt)

    def search(self, text: str, limit: int = 8) -> tuple[str, ...]:
        """Names with a word that starts as typed, for suggestions while typing; those that start so themselves
        first."""
        typed = " ".join(_name_words(text))
        if not typed:
            return ()
        hits = [key for key in self._display if key.startswith(typed) or f" {typed}" in key]
        hits.sort(key=lambda key: (not key.startswith(typed), key))
        return tuple(self._display[key] for key in hits[:limit])
