"""What is a recipe's household measure for one serving of it? "2 cups, cooked" for two is "1 cup, cooked" for one."""

from __future__ import annotations

import re
from fractions import Fraction

#: "1 1/2", "3/4", "0.5" or "2", wherever it first stands: "about 10 halves", "juice of 1/2 lemon".
_NUMBER = re.compile(r"(?P<whole>\d+)\s+(?P<part>\d+/\d+)|(?P<fraction>\d+/\d+)|(?P<decimal>\d+(?:\.\d+)?)")
#: Smaller than a 16th of a spoon is a pinch to any cook.
_SMALLEST = Fraction(1, 16)
_INVARIANT = frozenset({"tbsp", "tsp", "oz", "lb", "g", "ml"})


def per_serving(measure: str, servings: int) -> str:
    """The measure of one serving; without a number in it, the measure and by how many it is shared."""
    if servings == 1 or not measure:
        return measure
    found = _NUMBER.search(measure)
    if not found:
        return f"{measure}, shared by {servings}"
    whole = _amount(found)
    amount = whole / servings
    before, after = measure[: found.start()], measure[found.end() :]
    if amount < _SMALLEST and after.strip().startswith(("tsp", "tbsp")):
        return f"{before}a pinch"
    return f"{before}{_print(amount)}{_singular(after) if amount <= 1 < whole else after}"


def _amount(found: re.Match[str]) -> Fraction:
    if found["whole"]:
        return Fraction(found["whole"]) + Fraction(found["part"])
    return Fraction(found["fraction"] or found["decimal"])


def _print(amount: Fraction) -> str:
    whole, rest = divmod(amount, 1)
    if not rest:
        return str(whole)
    if rest.denominator > 16:
        return f"{float(amount):.2g}"
    return f"{whole} {rest}" if whole else str(rest)


def _singular(text: str) -> str:
    """The counted thing in the singular: of "cups slices, cooked" the cups, of "medium bananas, peeled" the bananas."""
    counted, *rest = re.split(r"(,| of | before | with )", text, maxsplit=1)
    if counted.split()[:1] == ["cups"]:
        return text.replace("cups", "cup", 1)
    return "".join([" ".join(map(_word_singular, counted.split(" "))), *rest])


def _word_singular(word: str) -> str:
    if word in _INVARIANT or len(word) < 4 or word.endswith("ss") or not word.endswith("s"):
        return word
    if word.endswith("lves"):
        return f"{word[:-3]}f"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("toes", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
