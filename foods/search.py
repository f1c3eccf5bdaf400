"""Which foods are meant by these words? The same answers on SQLite and PostgreSQL: plain LIKE over normalised words.

Words in any order, each at the start of a word of the food's names; singular finds plural and back; "tea" does not find
"steak". Foods that the dishes use come first, then plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from foods.models import Food, Purchase

MOST_WORDS = 8
#: How far from plain a group is: baby food, fast food, restaurant and native foods, mixed meals, snacks, cold cuts.
_GROUP_DISTANCE = {"0300": 40, "2100": 30, "3600": 30, "3500": 60, "2200": 15, "2500": 10, "0700": 5}
#: Words that say a food is a special form of itself.
_SPECIAL = frozenset(
    {
        "babyfood",
        "canned",
        "commodity",
        "concentrate",
        "condensed",
        "dehydrated",
        "diet",
        "dried",
        "dry",
        "fast",
        "fat",
        "flavored",
        "formulated",
        "freeze",
        "frozen",
        "glutinous",
        "human",
        "imitation",
        "industrial",
        "industrially",
        "light",
        "low",
        "lowfat",
        "mix",
        "nonfat",
        "pickled",
        "powder",
        "powdered",
        "reduced",
        "restaurant",
        "substitute",
        "sweetened",
        "unprepared",
    }
)
#: Words that say it is in the form people mean.
_PLAIN = frozenset(["raw", "whole", "fresh", "cooked", "boiled", "fluid", "brewed", "plain", "regular"])
_WORD = re.compile(r"[^\W_]+")
#: Kinds that the table puts before what the food is.
_KIND = re.compile(r"^(Beverages|Fish|Nuts|Seeds|Spices|Cereals|Crustaceans|Mollusks|Oil|Leavening agents), (.*)$")
_TRADE_NAME = re.compile(r"\b[A-Z][A-Z'&-]{3,}\b")


def normalise(text: str) -> str:
    """Lower-case words of letters and digits without accents, between single spaces, with a space at both ends."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")
    return f" {' '.join(_WORD.findall(plain))} "


def search_text(names: Iterable[str]) -> str:
    """What a food is found by: all its names, normalised, cut at a word where they are too long to keep.

    A name that opens with its kind ("Fish, salmon, pink, raw") moves it to the end, so that salmon is the head of it.
    """
    text = normalise(" ".join(_KIND.sub(r"\2 \1", name) for name in names))
    longest = 600
    return text if len(text) <= longest else text[: text.rindex(" ", 0, longest) + 1]


def plainness(name: str, *, group: str, in_survey: bool, manufacturer: str) -> int:
    """How far a food is from the plain thing people mean by its first word; smaller is plainer."""
    words = normalise(name).split()
    distance = 3 * name.count(",") + len(words)
    distance += _GROUP_DISTANCE.get(group, 0)
    distance += 4 * len(_SPECIAL.intersection(words)) - 4 * len(_PLAIN.intersection(words))
    distance += 25 if manufacturer or _TRADE_NAME.search(name) else 0
    return distance - (15 if in_survey else 0)


def variants(word: str) -> tuple[str, ...]:
    """The word, its singular and the plurals that do not begin with it ("berry" -> "berries")."""
    forms = [word, *_singulars(word)]
    forms += [plural for form in tuple(forms) for plural in _odd_plurals(form)]
    return tuple(dict.fromkeys(forms))


def _singulars(word: str) -> list[str]:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return []
    if word.endswith("ies"):
        return [f"{word[:-3]}y", word[:-1]]
    if word.endswith("ves"):
        return [f"{word[:-3]}f", word[:-1]]
    if word.endswith(("oes", "ches", "shes", "sses", "xes")):
        return [word[:-2]]
    return [word[:-1]]


def _odd_plurals(word: str) -> list[str]:
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou":
        return [f"{word[:-1]}ies"]
    if len(word) > 3 and word.endswith("f"):
        return [f"{word[:-1]}ves"]
    return []


def matching(foods: QuerySet[Food], text: str) -> QuerySet[Food]:
    """The foods that carry every word of the text, plainest first. No words: no foods."""
    words = normalise(text).split()[:MOST_WORDS]
    if not words:
        return foods.none()
    forms = [variants(word) for word in words]
    for word_forms in forms:
        foods = foods.filter(_any("contains", (f" {form}" for form in word_forms)))
    return foods.annotate(
        words_cut=sum((_misses(_whole(word_forms)) for word_forms in forms), start=Value(0)),
        head_miss=_misses(_any("startswith", (f" {form} " for f in forms for form in _with_plural(f)))),
        not_cooked_with=_misses(Exists(Purchase.objects.filter(food=OuterRef("pk")))),
        name_length=Length("name"),
    ).order_by("words_cut", "head_miss", "not_cooked_with", F("plainness").asc(), "name_length", "ndb_no")


def _with_plural(forms: Iterable[str]) -> list[str]:
    return [ending for form in forms for ending in (form, f"{form}s", f"{form}es")]


def _whole(forms: Iterable[str]) -> Q:
    return _any("contains", (f" {form} " for form in _with_plural(forms)))


def _any(lookup: str, texts: Iterable[str]) -> Q:
    found = Q()
    for text in texts:
        found |= Q(**{f"search_text__{lookup}": text})
    return found


def _misses(condition: Q | Exists) -> Combinable:
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())
