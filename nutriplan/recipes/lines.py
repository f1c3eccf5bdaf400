"""What does an ingredient line say? Its food in words, its amounts, and what is done to it; no food is looked up yet.

The parser and its weights take half a second and 100 MB, so they are read when the first line is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

TAGGER: Path = Path(__file__).parent / "tagger"
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Amount:
    """least, most: the ends of a range, the same where there is none. unit: in the singular, "" for a mere number.
    each: of every single piece or can, of which another amount says how many."""

    least: float
    most: float
    unit: str
    each: bool = False

    @property
    def middle(self) -> float:
        return (self.least + self.most) / 2


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """names: more than one where the line offers a choice or speaks of several foods. done: preparation and remarks."""

    text: str
    names: tuple[str, ...]
    amounts: tuple[Amount, ...]
    size: str = ""
    done: str = ""


def parse(text: str) -> ParsedLine:
    """Take a line apart. What cannot be read has no names or no amounts."""
    text = " ".join(text.split())[:LONGEST_LINE]
    if not any(letter.isalpha() for letter in text):
        return ParsedLine(text, (), ())
    found = _parser()(text)
    told = (found.preparation, found.comment, found.purpose)
    return ParsedLine(
        text=text,
        names=tuple(name.text for name in found.name),
        amounts=tuple(amount for one in found.amount for amount in _amounts(one)),
        size=found.size.text if found.size else "",
        done=", ".join(part.text for part in told if part),
    )


@cache
def _parser() -> Any:
    import nltk.data  # noqa: PLC0415 - whoever imports no recipe pays nothing for it

    # Before the parser is imported: it looks for the weights at once, and would fetch them from outside.
    nltk.data.path.insert(0, str(TAGGER))
    from ingredient_parser import parse_ingredient  # noqa: PLC0415

    return parse_ingredient


def _amounts(found: Any) -> list[Amount]:
    """One amount, or a sum of them ("1 lb 2 oz") in the unit of the first."""
    if not hasattr(found, "amounts"):
        one = _amount(found)
        return [one] if one else []
    whole = found.combined()
    total = float(whole.magnitude)
    return [Amount(total, total, _unit(whole.units))]


def _amount(found: Any) -> Amount | None:
    if not (isinstance(found.quantity, Fraction) and isinstance(found.quantity_max, Fraction)):
        return None
    each = bool(found.SINGULAR)
    return Amount(float(found.quantity), float(found.quantity_max), _unit(found.unit), each)


def _unit(unit: Any) -> str:
    return str(unit).strip().lower()
