"""What do the reviewed rules for food tags say? Read from their file once, checked, as plain frozen rows."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.conf import settings

from foods.importers.table import TableFaults
from foods.vocabulary import tag_labels

RULES: Path = settings.BASE_DIR / "fixtures" / "sources" / "tag_rules.yaml"
ALL = "all"
Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: The groups of SR28, which the rules were reviewed for. In a group of another table a tag that the policy rules out by
#: group stays open.
GROUPS = frozenset(f"{number:02d}00" for number in (*range(1, 23), 25, 35, 36))

#: A food that carries the first also carries the second.
IMPLIED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("meat", "gelatin", "fish", "crustacean", "mollusc", "egg", "dairy", "honey"), "animal"),
        **dict.fromkeys(("red_meat", "poultry"), "meat"),
        **dict.fromkeys(("beef", "pork"), "red_meat"),
        **dict.fromkeys(("oily_fish", "raw_fish"), "fish"),
        "wheat": "gluten",
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a name and what they say. See the head of the file for every field."""

    key: str
    why: str
    tags: frozenset[str]
    maybe: frozenset[str]
    denied: frozenset[str]
    hides: frozenset[str]
    free: frozenset[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupRule:
    key: str
    why: str
    groups: frozenset[str]
    heads: tuple[Words, ...]
    tags: frozenset[str]
    maybe: frozenset[str]
    denied: frozenset[str]
    closed: bool
    branded: bool
    opened_by: frozenset[Words]

    def covers(self, words: Words) -> bool:
        return not self.heads or any(words[: len(head)] == head for head in self.heads)


@dataclass(frozen=True, slots=True)
class Combined:
    """A word that means something together with a tag the food already carries ("raw" with meat)."""

    key: str
    why: str
    carried: frozenset[str]
    words: frozenset[Words]
    groups: frozenset[str]
    tags: frozenset[str]
    maybe: frozenset[str]
    denied: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount that decides a tag. per_serving: of the reference serving, else of 100 g."""

    key: str
    tag: str
    nutrient: str
    over: float
    per_serving: bool
    also_absent: bool
    words: frozenset[Words]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Policy:
    """open, closed: group codes in which the unnamed tag of such a food stays undecided; ("all",): everywhere."""

    open: frozenset[str]
    closed: frozenset[str]
    only_with: frozenset[str]

    def leaves_open(self, group: str, *, closed: bool) -> bool:
        groups = self.closed if closed else self.open
        return ALL in groups or group in groups


@dataclass(frozen=True, slots=True)
class Override:
    ndb_no: str
    name: str
    why: str
    tags: frozenset[str]
    maybe: frozenset[str]
    denied: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Words after which these tags of a name are a likeness ("veggie burger", "gluten-free pasta")."""

    words: frozenset[Words]
    tags: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class TagRules:
    """phrases: by their words. groups: by group code, in the order of the file. why: rule key -> its reason."""

    phrases: Mapping[Words, tuple[Phrase, ...]]
    by_first: Mapping[str, tuple[Words, ...]]
    longest: int
    groups: Mapping[str, tuple[GroupRule, ...]]
    combined: tuple[Combined, ...]
    measured: tuple[Measured, ...]
    policy: Mapping[str, Policy]
    likeness: tuple[Likeness, ...]
    overrides: Mapping[str, Override]
    why: Mapping[str, str]

    @cache  # noqa: B019 - there is one set of rules in a process
    def defaults(self, group: str, *, closed: bool) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
        """(tag, left open where nothing names it, the tags it only comes with), those without such tags first."""
        known = group in GROUPS
        rows = [
            (tag, not known or policy.leaves_open(group, closed=closed), tuple(sorted(policy.only_with)))
            for tag, policy in self.policy.items()
        ]
        return tuple(sorted(rows, key=lambda row: bool(row[2])))


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")


def words_of(text: str) -> Words:
    """The words of a name, each plain and in its singular."""
    return tuple(singular(word) for word in _WORD.findall(plain(text)))


@cache
def singular(word: str) -> str:
    """A rough singular, the same for rules and names: "berries" -> "berry", "radishes" -> "radish"; "pie" and "pies"
    meet in "py"."""
    if len(word) > 2 and word.endswith(("ies", "ie")):
        return f"{word.removesuffix('s').removesuffix('ie')}y"
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("oes", "ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


@cache
def rules() -> TagRules:
    """The rules of the project. Raises TableFaults with everything that is wrong with the file."""
    return read(RULES)


def read(path: Path) -> TagRules:
    """The rules of a file. Raises TableFaults with every unknown tag and every key that stands twice."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader)  # noqa: S506 - the C twin of SafeLoader
    faults = [*_unknown_tags(document), *_twice(document)]
    if faults:
        raise TableFaults([f"{path.name}: {fault}" for fault in faults])
    phrases = _phrases(document["phrases"])
    groups = _groups(document["groups"])
    combined = tuple(_combined(entry) for entry in document["combined"])
    overrides = {entry["ndb_no"]: _override(entry) for entry in document["overrides"]}
    return TagRules(
        phrases=phrases,
        by_first=_by_first(phrases),
        longest=max(len(words) for words in phrases),
        groups=groups,
        combined=combined,
        measured=tuple(_measured(entry) for entry in document["numbers"]),
        policy={tag: _policy(entry) for tag, entry in document["policy"].items()},
        likeness=tuple(Likeness(_many(entry["words"]), _set(entry, "tags")) for entry in document["likeness"]),
        overrides=overrides,
        why={entry["id"]: str(entry["why"]) for part in ("phrases", "combined", "groups") for entry in document[part]},
    )


def _unknown_tags(document: Mapping[str, Any]) -> Iterable[str]:
    known = frozenset(tag_labels())
    for tag in sorted(known ^ frozenset(document["policy"])):
        yield f"policy and vocabulary differ in {tag!r}"
    for part in ("phrases", "combined", "groups", "likeness", "overrides"):
        for entry in document[part]:
            named = {tag for key in ("tags", "maybe", "not", "hides", "free", "with") for tag in entry.get(key) or ()}
            yield from (
                f"{entry.get('id') or entry.get('ndb_no')} has the unknown tag {tag!r}" for tag in sorted(named - known)
            )


def _twice(document: Mapping[str, Any]) -> Iterable[str]:
    seen: set[str] = set()
    for part in ("phrases", "combined", "groups", "numbers"):
        for entry in document[part]:
            if entry["id"] in seen:
                yield f"{entry['id']} stands twice"
            seen.add(entry["id"])


def _many(texts: Iterable[str] | None) -> frozenset[Words]:
    return frozenset(words_of(text) for text in texts or ())


def _set(entry: Mapping[str, Any], key: str) -> frozenset[str]:
    found = entry.get(key) or ()
    return frozenset([found] if isinstance(found, str) else found)


def _phrases(entries: Iterable[Mapping[str, Any]]) -> Mapping[Words, tuple[Phrase, ...]]:
    found: dict[Words, list[Phrase]] = defaultdict(list)
    for entry in entries:
        phrase = Phrase(
            key=entry["id"],
            why=entry["why"],
            tags=_set(entry, "tags"),
            maybe=_set(entry, "maybe"),
            denied=_set(entry, "not"),
            hides=_set(entry, "hides"),
            free=_set(entry, "free"),
            groups=_set(entry, "groups"),
        )
        for words in _many(entry["words"]):
            found[words].append(phrase)
    return {words: tuple(rows) for words, rows in found.items()}


def _by_first(phrases: Iterable[Words]) -> Mapping[str, tuple[Words, ...]]:
    found: dict[str, list[Words]] = defaultdict(list)
    for words in phrases:
        found[words[0]].append(words)
    return {first: tuple(rows) for first, rows in found.items()}


def _groups(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[GroupRule, ...]]:
    found: dict[str, list[GroupRule]] = defaultdict(list)
    for entry in entries:
        rule = GroupRule(
            key=entry["id"],
            why=entry["why"],
            groups=_set(entry, "groups"),
            heads=tuple(words_of(head) for head in entry.get("heads") or ()),
            tags=_set(entry, "tags"),
            maybe=_set(entry, "maybe"),
            denied=_set(entry, "not"),
            closed=bool(entry.get("closed")),
            branded=bool(entry.get("branded")),
            opened_by=_many(entry.get("opened_by")),
        )
        for code in rule.groups:
            found[code].append(rule)
    return {code: tuple(rows) for code, rows in found.items()}


def _combined(entry: Mapping[str, Any]) -> Combined:
    return Combined(
        key=entry["id"],
        why=entry["why"],
        carried=_set(entry, "with"),
        words=_many(entry.get("words")),
        groups=_set(entry, "groups"),
        tags=_set(entry, "tags"),
        maybe=_set(entry, "maybe"),
        denied=_set(entry, "not"),
    )


def _measured(entry: Mapping[str, Any]) -> Measured:
    return Measured(
        key=entry["id"],
        tag=entry["tag"],
        nutrient=entry["nutrient"],
        over=float(entry["over"]),
        per_serving=entry["per"] == "serving",
        also_absent=entry["decides"] == "both",
        words=_many(entry.get("words")),
        groups=_set(entry, "groups"),
    )


def _policy(entry: Mapping[str, Any]) -> Policy:
    return Policy(_set(entry, "open"), _set(entry, "closed"), _set(entry, "only_with"))


def _override(entry: Mapping[str, Any]) -> Override:
    return Override(
        ndb_no=entry["ndb_no"],
        name=entry["name"],
        why=entry["why"],
        tags=_set(entry, "tags"),
        maybe=_set(entry, "maybe"),
        denied=_set(entry, "not"),
    )
