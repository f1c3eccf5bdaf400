"""What must not be on this person's plate? A second, simpler reading of the raw files, with none of the product's code.

It reads the rules, medicines and tag decisions by itself, knows diets by the first digits of a food's number, and
allergens by the words of its name. It knows less than the product: whatever it forbids, the product must forbid too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from tests.safety.profiles import KNOWLEDGE, NONSENSE, Profile, read_yaml, vocabulary

Rule = Mapping[str, Any]

_LAND = {"05", "07", "10", "13", "17"}  # poultry, sausages, pork, beef, lamb and game
#: Diet or rule of faith -> first two digits of the numbers of foods that it leaves out.
GROUPS_OUT: Mapping[str, set[str]] = {
    "pescatarian": _LAND,
    "vegetarian": _LAND | {"15"},
    "vegan": _LAND | {"15", "01"},
    "kosher": _LAND | {"15"},
    "halal": {"10"},
    "no_pork": {"10"},
    "no_beef": {"13"},
}
#: Allergy -> words of a name that mean it, and names with such a word that do not.
WORDS_OUT: Mapping[str, tuple[str, str]] = {
    "milk": (
        r"milk|cheese|butter|buttermilk|yogurt|whey|kefir|cream|casein",
        r"coconut milk|nondairy|(peanut|almond|nut|seed|cocoa|sesame) butter|butterhead|cream style|^beverages",
    ),
    "egg": (r"eggs?|mayonnaise|meringue", r"egg.?(free|less)|without|plant-based"),
    "peanut": (r"peanuts?", r"peanut.free"),
    "wheat": (r"wheat|bulgur|couscous|semolina|seitan", r"buckwheat|gluten.free|wheat.free"),
    "soy": (r"soy|soya|soybeans?|tofu|tempeh|miso|edamame|soymilk", r"soy.free|without"),
    "sesame": (r"sesame|tahini", r"sesame.free"),
    "celery": (r"celery|celeriac", ""),
    "mustard": (r"mustard", r"mustard greens|greens, mustard|spinach, mustard|mustard spinach"),
    "fish": (r"salmon|tuna|cod|trout|herring|sardines?|mackerel|anchov\w+|haddock|halibut", ""),
    "crustacean": (r"shrimps?|prawns?|crab|lobster|crayfish", ""),
}


@cache
def rules() -> tuple[Rule, ...]:
    files = sorted((KNOWLEDGE / "cautions").glob("rules_*.yaml"))
    return tuple(rule for file in files for rule in read_yaml(file)["rules"])


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """Medicine -> its classes, by the raw table."""
    found: dict[str, frozenset[str]] = {}
    with (KNOWLEDGE / "medications/medicines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = frozenset(word.strip() for word in row["classes"].split(";"))
            found[row["generic"]] = found.get(row["generic"], frozenset()) | own
    return found


def tokens(profile: Profile) -> set[str]:
    words, age = vocabulary(), profile["age_years"]
    bands = {band for band, (start, below) in words["age_bands"].items() if start <= age < below}
    taken = {word for medicine in profile["medications"] for word in classes().get(medicine["name"], ())}
    taken |= {words["supplement_classes"].get(one["nutrient"]) for one in profile.get("supplements", ())} - {None}
    kinds = {
        "cond": profile["conditions"], "lab": profile["lab_flags"], "allergy": profile["allergies"], "age": bands,
        "flag": profile["flags"], "med": taken, "diet": [profile["diet"]], "stage": _stages(profile),
        "clinic": profile.get("clinician_targets", {}),
    }  # fmt: skip
    return {f"{kind}:{key}" for kind, keys in kinds.items() for key in keys}


def _stages(profile: Profile) -> list[str]:
    stage, week = profile["life_stage"], profile.get("pregnancy_week")
    if stage != "pregnant":
        return [] if stage == "none" else [stage]
    thirds = ["pregnant_t1", "pregnant_t2", "pregnant_t3"]
    return thirds if week is None else [thirds[0 if week < 14 else 1 if week < 28 else 2]]


def fired(profile: Profile) -> tuple[Rule, ...]:
    return _fired(frozenset(tokens(profile)))


@lru_cache(maxsize=16)
def _fired(own: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if _fires(rule["when"], own))


def _fires(when: Mapping[str, Any], own: frozenset[str]) -> bool:
    any_of, groups, none = set(when.get("any", ())), when.get("all", ()), set(when.get("none", ()))
    return (not any_of or bool(any_of & own)) and all(set(group) & own for group in groups) and not none & own


def effects(profile: Profile, kind: str) -> Iterator[tuple[Rule, Any]]:
    return ((rule, effect[kind]) for rule in fired(profile) for effect in rule["effects"] if kind in effect)


def by_age(effect: Mapping[str, Any], profile: Profile) -> float:
    """The lowest limit for the age, or the general one."""
    own = [
        most for band, most in effect.get("max_by_age", {}).items()
        if vocabulary()["age_bands"][band][0] <= profile["age_years"] < vocabulary()["age_bands"][band][1]
    ]  # fmt: skip
    return float(min(own, default=effect["max"]))


@dataclass(frozen=True, slots=True)
class Ban:
    """tags, number prefixes and words of names that keep a food off the plate."""

    tags: frozenset[str]
    prefixes: frozenset[str]
    words: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = field(default=())

    def hit_by(self, ndb_no: str, name: str, absent: frozenset[str]) -> list[str]:
        """What forbids the food. absent: the tags that somebody decided it does not carry."""
        named = [
            word.pattern for word, spared in self.words if word.search(name) and not (spared and spared.search(name))
        ]
        return [*sorted(self.tags - absent), *sorted(self.prefixes & {ndb_no[:2]}), *named]


def ban(profile: Profile) -> Ban:
    """Everything that this person must not be served, whenever."""
    tags = {tag for _, effect in effects(profile, "exclude_foods") for tag in effect}
    tags |= {
        limit["tag"]
        for _, limit in effects(profile, "limit_food")
        if limit["per"] != "dose_window" and "only_if" not in limit and by_age(limit, profile) <= 0
    }
    tags |= {tag for allergy in profile["allergies"] for tag in vocabulary()["allergens"][allergy]["tags"]}
    tags |= set(profile.get("avoid_tags", ()))
    ways = [profile["diet"], *profile["rules"]]
    prefixes = set().union(*(GROUPS_OUT.get(way, set()) for way in ways))
    words = [WORDS_OUT[allergy] for allergy in profile["allergies"] if allergy in WORDS_OUT]
    return Ban(frozenset(tags), frozenset(prefixes), tuple(_patterns(*pair) for pair in words))


@cache
def _patterns(word: str, spared: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    whole = re.compile(rf"(?<!\w)({word})(?!\w)", re.IGNORECASE)
    return whole, re.compile(spared, re.IGNORECASE) if spared else None


def replaced(profile: Profile) -> set[str]:
    """Nutrients whose target only a clinician may set, unless one did by a minimum."""
    keys = vocabulary()["nutrients"]
    found = {keys[word] for _, words in effects(profile, "replace_target") for word in words if keys[word]}
    told = profile.get("clinician_targets", {})
    return {key for key in found if told.get(key, {}).get("min") is None}


def nonsense(profile: Profile) -> list[str]:
    return [one["name"] for one in profile["medications"] if one["name"] in NONSENSE]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def windows(profile: Profile) -> Iterator[tuple[str, int, int, frozenset[str] | None]]:
    """(rule, opens, closes, tags kept out; None: all food) around every dose, in minutes of the day."""
    for rule in fired(profile):
        named = {*rule["when"].get("any", ()), *(token for group in rule["when"].get("all", ()) for token in group)}
        for at in _doses(profile, named):
            yield from _windows_of(rule, at)


def _doses(profile: Profile, named: Iterable[str]) -> Iterator[int]:
    wanted = {token.removeprefix("med:") for token in named if token.startswith("med:")}
    for medicine in profile["medications"]:
        if classes().get(medicine["name"], frozenset()) & wanted:
            yield from map(minutes, medicine["times"])


def _windows_of(rule: Rule, at: int) -> Iterator[tuple[str, int, int, frozenset[str] | None]]:
    for effect in rule["effects"]:
        apart, limit = effect.get("separate_from_nutrient"), effect.get("limit_food")
        if apart and apart["scope"] != "supplement":
            tags = None if apart["scope"] == "any_food" else frozenset(apart.get("food_tags", ()))
            yield rule["id"], at - int(apart["hours_after"] * 60), at + int(apart["hours_before"] * 60), tags
        elif limit and limit["per"] == "dose_window":
            width = int(limit["window_hours"] * 60)
            yield rule["id"], at - width, at + width, frozenset({limit["tag"]})


def inside(minute: int, opens: int, closes: int) -> bool:
    return any(opens < minute + shift < closes for shift in (-1440, 0, 1440))
