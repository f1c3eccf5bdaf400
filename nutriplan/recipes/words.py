"""Which words of a line say which food is meant? Negations become one word, and words that change nothing go.

"Unsalted", "no salt added" and "without salt" are one word here, "skinless" and "skin removed" another. Whatever else
is denied ("dairy-free", "not skimmed") becomes a word that no food carries, so that the line is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from foods.tag_rules import words_of

Bag = frozenset[str]

#: What is said in several words, and the one it becomes; in this order.
_ONE_WORD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\b(free|cage)[- ]range[d]?\b|\bcage[- ]free\b", " "),
        (r"\b(fat|salt)[- ]free\b", r" \1free "),
        (r"\b(un-?salted|no[- ](added[- ])?salt([- ]added)?|without (added )?salt|saltfree)\b", " unsalted "),
        (r"\b(skinless|without( the)? skin|no skin|skin[- ]off|skin (removed|discarded))\b", " skinless "),
        (r"\b(with( the)? skin|skin[- ]on)\b", " skinon "),
        (r"\b(boneless|without (the )?bones?|deboned|bones? (removed|discarded))\b", " boneless "),
        (r"\bbone[- ]in\b", " bonein "),
        (r"\bsemi[- ]?skimmed\b", " semiskimmed "),
        (r"\b(non-?[- ]?fat|fatfree|0 ?% ?fat|0 ?%)(?!\w)", " fatfree "),
        (r"\blow[- ]?fat\b", " lowfat "),
        (r"\b(reduced|lower|less)[- ]fat\b", " reducedfat "),
        (r"\bfull[- ]fat\b", " fullfat "),
        (r"\b((low|lower|reduced|less)[- ](in )?(sodium|salt))\b", " lowsodium "),
        (r"\b(unsweetened|no[- ](added[- ])?sugar([- ]added)?|without (added )?sugar)\b", " unsweetened "),
        (r"\bun-?pasteuri[sz]ed\b", " unpasteurised "),
        (r"\bpasteuri[sz]ed\b", " pasteurised "),
        (r"\b(stem|seed|core|pit|stone|rib|rind|top|end|husk)s?( and [a-z]+)? (removed|discarded)\b", " "),
        (r"\bun-?drained\b", " undrained "),
        (r"\b(80 ?/ ?20|20 ?% fat)\b", " 20fat "),
        (r"\b(85 ?/ ?15|15 ?% fat)\b", " 15fat "),
        (r"\b(90 ?/ ?10|10 ?% fat)\b", " 10fat "),
        (r"\b(\d+) ?% (fat|lean|cacao|cocoa)\b", r" \1\2 "),
        (r"\b(\d+) ?%", r" \1pct "),
        (r"\ball[- ]purpose\b", " allpurpose "),
        (r"\bextra[- ](firm|soft|sharp|mature|lean|thick|hot|light)\b", r" extra\1 "),
        (r"\bwhole[- ]?wheat\b|\bwholewheat\b", " wholewheat "),
        (r"\bwhole[- ]?grain\b", " wholegrain "),
        (r"\bhalf[- ]and[- ]half\b", " halfandhalf "),
        (r"\b(canned|tinned|from a (can|tin))\b", " canned "),
        (r"\bnot ([a-z]+)", r" not\1 "),
        (r"\b(?:without|no|minus|except|non)[- ]([a-z]+)", r" not\1 "),
        (r"\b([a-z]+)[- ]free\b", r" \1free "),
    )
)  # fmt: skip
#: Words that change neither which food it is nor what is in it: sizes, cuts, care, and talk.
_NEUTRAL: Bag = frozenset(
    words_of(
        # Talk
        "a about additional an and approx approximately as at by each few for from handful heaped in inch into it level"
        " more of on optional or over per plus scant serve serving some the their to total very you your"
        # Sizes and care
        " big bite extra jumbo large medium size sized small thick thin tiny best good great high nice organic premium"
        " quality room temperature ripe preferably"
        # Cuts, and what else is done by hand
        " bashed beaten brushed chopped coarsely cored crosswise crumbled crushed cubed cut deseeded"
        " deveined diagonally diced dice divided drizzled finely floret flaked freshly garnish gently grated halved"
        " half hulled julienned julienne lengthwise lightly matchstick melted minced piece picked pitted"
        " pounded pressed pureed quarter quartered removed rough roughly scrubbed seeded separated sifted"
        " shaved shredded slice sliced smashed softened squeezed stemmed stoned thawed thinly torn trimmed"
        " washed whisked discarded deribbed topped tailed well loosely"
        # What it is for
        " dusting greasing brushing frying sprinkling taste needed kneading "
    )
)
#: What may be said of any food without naming another, although some are listed without their peel.
SOFT: Bag = frozenset({"peeled", "rinsed"})
#: Where the rough singular of a plural is not the word itself, and one spelling for both.
_CANONICAL = {
    "can": "canned",
    "tin": "canned",
    "leave": "leaf",
    "halve": "half",
    "loave": "loaf",
    "chilly": "chili",
    "chily": "chili",
    "chilli": "chili",
    "chile": "chili",
    "yoghurt": "yogurt",
    "soya": "soy",
}


#: What the words of a food deny -> tags that it must be known not to carry.
DENIED_TAGS: Mapping[str, Bag] = {
    "dairyfree": frozenset({"dairy"}),
    "milkfree": frozenset({"dairy"}),
    "notdairy": frozenset({"dairy"}),
    "notmilk": frozenset({"dairy"}),
    "eggfree": frozenset({"egg"}),
    "notegg": frozenset({"egg"}),
    "glutenfree": frozenset({"gluten"}),
    "notgluten": frozenset({"gluten"}),
    "wheatfree": frozenset({"wheat"}),
    "notwheat": frozenset({"wheat"}),
    "nutfree": frozenset({"tree_nut", "peanut"}),
    "notnut": frozenset({"tree_nut", "peanut"}),
    "peanutfree": frozenset({"peanut"}),
    "notpeanut": frozenset({"peanut"}),
    "soyfree": frozenset({"soy"}),
    "soyafree": frozenset({"soy"}),
    "notsoy": frozenset({"soy"}),
    "sesamefree": frozenset({"sesame"}),
    "alcoholfree": frozenset({"alcohol"}),
    "notalcohol": frozenset({"alcohol"}),
    "vegan": frozenset({"animal"}),
    "vegetarian": frozenset({"meat", "fish", "crustacean", "mollusc", "gelatin"}),
}


def bag(text: str) -> Bag:
    """The words of a text, each once and in the singular, with negations as one word."""
    return frozenset(_CANONICAL.get(word, word) for word in words_of(one_word(text)))


def one_word(text: str) -> str:
    for pattern, word in _ONE_WORD:
        text = pattern.sub(word, text)
    return text


def telling(words: Bag) -> Bag:
    """Those that say something about the food."""
    return frozenset(word for word in words - _NEUTRAL if not word.isdigit())


def in_a_can(units: tuple[str, ...]) -> bool:
    return any("canned" in bag(unit) for unit in units)


def denies(word: str) -> bool:
    """Whether the word denies something ("dairyfree", "notskimmed")."""
    return word.startswith("not") or (word.endswith("free") and word != "free")
