"""What is a word of a food's name, and which other spellings mean the same? Pure text, no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: Between the names of one food, so that each has a first word of its own.
BETWEEN_NAMES = "|"
LONGEST = 600
#: A number keeps its decimals and its per cent sign: "2%" is not "0.2%".
_WORD = re.compile(r"(?:[0-9]+\.)*[^\W_]+%?")
#: Kinds that the table puts before what the food is.
_KIND = re.compile(r"^(Beverages|Fish|Nuts|Seeds|Spices|Cereals|Crustaceans|Mollusks|Oil|Leavening agents), (.*)$")
#: What the table says in brackets is another name, of a food or of nothing: "Plums, dried (prunes)".
_IN_BRACKETS = re.compile(r"\(([^()0-9]{3,40})\)")
#: Words that mean the same food or form, in every spelling people type.
_SAME = (
    ("yogurt", "yoghurt", "yoghourt", "yogourt", "yogurts"),
    ("eggplant", "aubergine"),
    ("zucchini", "courgette"),
    ("arugula", "rocket", "rucola"),
    ("rutabaga", "swede"),
    ("beet", "beetroot"),
    ("shrimp", "prawn"),
    ("cilantro", "coriander"),
    ("garbanzo", "chickpea"),
    ("lowfat", "skimmed"),
    ("nonfat", "skim", "skimmed"),
    ("catsup", "ketchup"),
    ("filbert", "hazelnut"),
    ("oatmeal", "porridge"),
    ("cornmeal", "polenta"),
    ("molasses", "treacle"),
    ("doughnut", "donut"),
    ("omelet", "omelette"),
    ("whisky", "whiskey"),
    ("chili", "chilli", "chile"),
    ("sulfured", "sulphured"),
    ("mold", "mould"),
    ("gray", "grey"),
    ("draft", "draught"),
    ("licorice", "liquorice"),
    ("tomato", "tomatoes", "tomatos"),
    ("potato", "potatoes", "potatos"),
    ("calf", "calves"),
    ("leaf", "leaves"),
    ("loaf", "loaves"),
    ("half", "halves"),
)
_SAME_AS = {
    word: tuple(other for group in _SAME if word in group for other in group) for group in _SAME for word in group
}
#: British endings and what the table writes.
_ENDINGS = (("our", "or"), ("oured", "ored"), ("ised", "ized"), ("ise", "ize"), ("fibre", "fiber"), ("litre", "liter"))
#: Said between the words that matter; a food need not have them.
FILLERS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "it", "of", "on", "or", "the", "to", "with"]
)


def normalise(text: str) -> str:
    """Lower-case words of letters and digits without accents, between single spaces, with a space at both ends."""
    return f" {' '.join(_WORD.findall(_plain(text)))} "


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower().replace("'", "")
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")


def search_text(names: Iterable[str]) -> str:
    """What a food is found by: all its names, normalised, cut at a word where they are too long to keep.

    A name that opens with its kind ("Fish, salmon, pink, raw") moves it to the end, so that salmon is the head of it; a
    name in brackets has a head of its own.
    """
    told = [name for name in names if name]
    told += [other for name in told for other in _IN_BRACKETS.findall(name)]
    texts = dict.fromkeys(normalise(_KIND.sub(r"\2 \1", name)) for name in told)
    text = BETWEEN_NAMES.join(text for text in texts if text.strip())
    return text if len(text) <= LONGEST else text[: text.rindex(" ", 0, LONGEST) + 1]


def spellings(word: str) -> tuple[str, ...]:
    """The word, its singular and plural, and what else is written for the same."""
    forms = dict.fromkeys(_numbers(word))
    for form in tuple(forms):
        forms.update(dict.fromkeys(_SAME_AS.get(form, ())))
    for form in tuple(forms):
        forms.update(
            dict.fromkeys(form[: -len(old)] + new for old, new in _ENDINGS if form.endswith(old) and len(form) > 4)
        )
    for form in tuple(forms):
        forms.update(dict.fromkeys(_numbers(form)))
    return tuple(forms)


def _numbers(word: str) -> list[str]:
    """Singular and plural of a word, whichever it is."""
    if not word.isalpha() or len(word) < 3:
        return [word]
    forms = [word, *_singulars(word)]
    return [*forms, *(plural for form in forms for plural in _plurals(form))]


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


def _plurals(word: str) -> list[str]:
    if word.endswith("ss"):
        return [f"{word}es"]
    if word.endswith("s"):
        return []
    plurals = [f"{word}s", f"{word}es"]
    if word.endswith("y") and word[-2] not in "aeiou":
        plurals.append(f"{word[:-1]}ies")
    if word.endswith("f"):
        plurals.append(f"{word[:-1]}ves")
    return plurals
