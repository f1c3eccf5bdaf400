"""Which tags does a food carry, which surely not, and which rule says so? By its name, group and amounts alone.

What nothing decides stays undecided, and undecided counts as carrying wherever a tag has to be avoided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from foods.tag_rules import IMPLIED, Combined, GroupRule, Measured, Phrase, TagRules, Words, plain, rules, singular
from foods.vocabulary import tag_labels
from nutriplan.domain.nutrients import display

#: A food without a reference serving: no usual serving is heavier, so below the cut-off in this much is below it.
MOST_SERVED_G = 250.0
_TOKEN = re.compile(r"[^\W_]+|[,;()]")
_MARKS = frozenset(",;()")
_TRADE_NAME = re.compile(r"\b(?!USDA\b|ARA\b|DHA\b|KAMUT\b|TVP\b|UHT\b)[A-Z][A-Z'&]{2,}\b")
_NEGATORS = frozenset({"without", "no", "non", "not", "never"})
_ENDS_NEGATION = frozenset({"with", "but"})
_LIKENESS_AFTER = frozenset(
    ("flavor", "flavour", "flavored", "flavoured", "flavoring", "substitute", "type", "style", "like", "alternative")
)
_INCLUDES = frozenset({"includes", "include", "including"})
_LIKENESS_BEFORE = frozenset({"imitation", "artificial", "mock", "faux", "simulated"})


_REASONS: Mapping[str, str] = {
    "reviewed": "reviewed for this food by hand",
    "override": "decided for this food alone, because the rules would be wrong",
    "policy": "nothing in the name, the group or the amounts speaks of it",
    "text": "these words say nothing of it",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a food. group: its code; empty for a text that no table holds. assumed: nutrient keys whose
    zero the source assumes. serving_g: the reference serving; None where there is none."""

    name: str
    group: str = ""
    ndb_no: str = ""
    manufacturer: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    serving_g: float | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Tag -> key of the rule that decided it, or, for what is undecided, that keeps it open."""

    present: dict[str, str]
    absent: dict[str, str]
    undecided: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart. grams: every run of words that is no longer than the longest phrase. For every word, negated:
    a "without" reaches it; unsure: it stands in brackets that begin with "includes"; breaks: a mark follows it."""

    words: Words
    grams: frozenset[Words]
    negated: tuple[bool, ...]
    unsure: tuple[bool, ...]
    breaks: tuple[bool, ...]

    def holds(self, phrases: frozenset[Words]) -> bool:
        return not self.grams.isdisjoint(phrases)


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    phrase: Phrase
    sure: bool
    negated: bool

    def hidden_by(self, other: _Match) -> bool:
        """Whether it begins inside the other, or ends there: "milk, raw" in "coconut milk, raw"."""
        longer = (other.end - other.start, -other.start) > (self.end - self.start, -self.start)
        return longer and self.start < other.end and other.start < self.end


@dataclass(slots=True)
class _Findings:
    """What speaks for and against each tag while a food is decided; the first rule that says so is kept."""

    present: dict[str, str] = field(default_factory=dict)
    maybe: dict[str, str] = field(default_factory=dict)
    denied: dict[str, str] = field(default_factory=dict)
    ruled_out: dict[str, str] = field(default_factory=dict)
    free: dict[str, str] = field(default_factory=dict)

    def imply(self) -> None:
        for found in (self.present, self.maybe):
            reached = list(found)
            while reached:
                tag = reached.pop()
                implied = IMPLIED.get(tag)
                if implied and implied not in found:
                    found[implied] = found[tag]
                    reached.append(implied)

    def verdict(self, tag: str) -> tuple[str, str] | None:
        """What was found of the tag, the strongest first; None where nothing was."""
        if tag in self.free:
            return "absent", self.free[tag]
        if tag in self.present:
            return "present", self.present[tag]
        if tag in self.ruled_out:
            return "absent", self.ruled_out[tag]
        if tag in self.maybe:
            return "undecided", self.maybe[tag]
        return ("absent", self.denied[tag]) if tag in self.denied else None


def decide(food: Subject, book: TagRules | None = None) -> Decisions:
    """Every tag of the vocabulary, decided or left open, for one food of a table."""
    book = book or rules()
    name = _take_apart(food.name, book.longest)
    found = _Findings()
    group = next((rule for rule in book.groups.get(food.group, ()) if rule.covers(name.words)), None)
    closed = group is not None and group.closed and not _opened(food, name, group)
    _read_name(food, name, book, found)
    if group is not None:
        _note(found, group.tags, group.maybe, group.denied, group.key)
    _combine(food, name, book, found)
    for measured in book.measured:
        _measure(food, name, measured, found)
    override = book.overrides.get(food.ndb_no)
    if override is not None:
        _overrule(found, override.tags, override.maybe, override.denied)
    found.imply()
    return _close(food, book, found, f"simple:{group.key}" if closed and group else "")


def tags_of_text(text: str, book: TagRules | None = None) -> Decisions:
    """The tags that a few words say ("smoked salmon", "raw milk"); more is not known, so nothing else is ruled out."""
    book = book or rules()
    name = _take_apart(text, book.longest)
    food = Subject(text)
    found = _Findings()
    _read_name(food, name, book, found)
    _combine(food, name, book, found)
    found.imply()
    done = Decisions({}, {}, {})
    for tag in book.policy:
        part, key = found.verdict(tag) or ("undecided", "text")
        _into(done, part)[tag] = key
    return done


def reason_of(rule: str, book: TagRules | None = None) -> str:
    """Why a rule decided as it did, for whoever asks about a tag; empty for a rule that is no longer there."""
    book = book or rules()
    if rule in _REASONS:
        return _REASONS[rule]
    kind, _, key = rule.partition(":")
    if kind == "needs":
        return f"comes only with {tag_labels().get(key, key)}, which the food does not carry"
    if kind == "simple":
        return f"{book.why.get(key, '')}; what is not named is not in it".removeprefix("; ")
    measured = next((row for row in book.measured if row.key == rule), None)
    if measured is not None:
        per = "a reference serving" if measured.per_serving else "100 g"
        return f"decided by its amount: more than {display(measured.nutrient, measured.over)} in {per}, or not"
    return book.why.get(rule, "")


@lru_cache(maxsize=8192)
def _word(token: str) -> str:
    return singular(plain(token))


def _take_apart(text: str, longest: int) -> _Name:
    tokens = _TOKEN.findall(text.casefold().replace("'", "").replace("’", ""))
    words: list[str] = []
    negated: list[bool] = []
    unsure: list[bool] = []
    breaks: list[bool] = []
    denying = including = False
    before = ""
    for mark in tokens:
        if mark in _MARKS:
            denying, including = False, including and mark != ")"
            if breaks:
                breaks[-1] = True
        else:
            denying = denying and mark not in _ENDS_NEGATION
            words.append(_word(mark))
            negated.append(denying)
            unsure.append(including)
            breaks.append(False)
            denying = denying or mark in _NEGATORS
            including = including or (before == "(" and mark in _INCLUDES)
        before = mark
    return _Name(tuple(words), _runs(words, longest), tuple(negated), tuple(unsure), tuple(breaks))


def _runs(words: list[str], longest: int) -> frozenset[Words]:
    count = len(words)
    return frozenset(
        tuple(words[start:end]) for start in range(count) for end in range(start + 1, min(count, start + longest) + 1)
    )


def _opened(food: Subject, name: _Name, rule: GroupRule) -> bool:
    """Whether something says that the food is not as simple as its group."""
    if not rule.branded and (food.manufacturer or _TRADE_NAME.search(food.name)):
        return True
    return name.holds(rule.opened_by)


def _read_name(food: Subject, name: _Name, book: TagRules, found: _Findings) -> None:
    matches = list(_matches(food, name, book))
    wide = [match for match in matches if match.phrase.hides]
    likeness = frozenset[str]().union(*(row.tags for row in book.likeness if name.holds(row.words)))
    for match in matches:
        if match.negated:
            continue
        phrase = match.phrase
        hidden = frozenset[str]().union(*(other.phrase.hides for other in wide if match.hidden_by(other)))
        sure, maybe = phrase.tags - hidden, phrase.maybe - hidden
        if not match.sure:
            sure, maybe = frozenset(), sure | maybe
        sure, maybe = sure - likeness, maybe | (sure & likeness)
        _note(found, sure, maybe, phrase.denied if match.sure else frozenset(), phrase.key)
        for tag in phrase.free:
            found.free.setdefault(tag, phrase.key)


def _matches(food: Subject, name: _Name, book: TagRules) -> Iterator[_Match]:
    words = name.words
    unsure = ("not", "included") in name.grams
    for start, first in enumerate(words):
        for phrase_words in book.by_first.get(first, ()):
            end = start + len(phrase_words)
            if words[start:end] != phrase_words:
                continue
            after = words[end] if end < len(words) and not name.breaks[end - 1] else ""
            before = words[start - 1] if start and not name.breaks[start - 1] else ""
            likeness = after in _LIKENESS_AFTER or before in _LIKENESS_BEFORE
            for phrase in book.phrases[phrase_words]:
                if not phrase.groups or food.group in phrase.groups:
                    sure = not (likeness or unsure or name.unsure[start])
                    negated = name.negated[start] or (after == "free" and not phrase.free)
                    yield _Match(start, end, phrase, sure=sure, negated=negated)


def _note(found: _Findings, tags: frozenset[str], maybe: frozenset[str], denied: frozenset[str], key: str) -> None:
    for part, named in ((found.present, tags), (found.maybe, maybe), (found.denied, denied)):
        for tag in named:
            part.setdefault(tag, key)


def _combine(food: Subject, name: _Name, book: TagRules, found: _Findings) -> None:
    found.imply()
    for rule in book.combined:
        if _applies(food, name, rule, found):
            _note(found, rule.tags, rule.maybe, frozenset(), rule.key)
            for tag in rule.denied:
                found.ruled_out.setdefault(tag, rule.key)
    found.imply()


def _applies(food: Subject, name: _Name, rule: Combined, found: _Findings) -> bool:
    if found.present.keys().isdisjoint(rule.carried) or (rule.groups and food.group not in rule.groups):
        return False
    return not rule.words or name.holds(rule.words)


def _measure(food: Subject, name: _Name, rule: Measured, found: _Findings) -> None:
    amount = food.amounts.get(rule.nutrient)
    if amount is None or (rule.groups and food.group not in rule.groups) or (rule.words and not name.holds(rule.words)):
        return
    served = food.serving_g if rule.per_serving else 100.0
    if served is not None and amount * served / 100 > rule.over:
        found.present.setdefault(rule.tag, rule.key)
        return
    assumed = amount == 0 and rule.nutrient in food.assumed and not rule.per_serving
    if rule.also_absent and not assumed and amount * (served or MOST_SERVED_G) / 100 <= rule.over:
        found.ruled_out.setdefault(rule.tag, rule.key)


def _overrule(found: _Findings, tags: frozenset[str], maybe: frozenset[str], denied: frozenset[str]) -> None:
    for tag in tags | maybe | denied:
        for part in (found.present, found.maybe, found.denied, found.ruled_out, found.free):
            part.pop(tag, None)
    _note(found, tags, maybe, denied, "override")


def _close(food: Subject, book: TagRules, found: _Findings, simple: str) -> Decisions:
    """What is left: by the policy of each tag; tags that only come with another are decided after it."""
    done = Decisions({}, {}, {})
    for tag, leaves_open, only_with in book.defaults(food.group, closed=bool(simple)):
        verdict = found.verdict(tag)
        if verdict is not None:
            _into(done, verdict[0])[tag] = verdict[1]
        elif only_with and all(other in done.absent for other in only_with):
            done.absent[tag] = f"needs:{only_with[0]}"
        elif leaves_open:
            done.undecided[tag] = "policy"
        else:
            done.absent[tag] = simple or "policy"
    return done


def _into(done: Decisions, part: str) -> dict[str, str]:
    return {"present": done.present, "absent": done.absent, "undecided": done.undecided}[part]
