"""What does one tablet bring? From what the label of the product says, or the strength that was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nutriplan.domain.units import VITAMIN_D_IU_PER_UG, Unit, UnitMismatch, convert


@dataclass(frozen=True, slots=True)
class Content:
    """What a product brings of one nutrient, in the unit of the key, in one tablet. name: a name of it.
    amount None: the typed strength is the amount ("magnesium 250 mg"), which holds for bare minerals and vitamins; the
    strength of a salt would be that of the salt."""

    name: str
    nutrient: str
    amount: float | None
    source: str = ""
    verification: str = ""


_STRENGTH = re.compile(r"(\d+(?:[.,]\d+)*)\s*(mg|mcg|ug|g|iu|ie|i\.u\.|units?)(?![^\W_])")
_UNITS: Mapping[str, str] = MappingProxyType({"mcg": "ug", "ie": "iu", "i.u.": "iu", "unit": "iu", "units": "iu"})


def contents_in(name: str, known: Sequence[Content]) -> dict[str, float]:
    """Nutrient key -> amount of one tablet. Where strengths and names do not pair off, nothing is guessed."""
    found: dict[str, float] = {}
    typed = [content for content in known if content.amount is None]
    strengths = _strengths(name)
    for content in known:
        amount = content.amount
        if amount is None and len(typed) == len(strengths):
            amount = _in_unit_of(content.nutrient, *strengths[typed.index(content)])
        if amount is not None:
            found[content.nutrient] = found.get(content.nutrient, 0.0) + amount
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.casefold()).replace("µ", "u").replace("μ", "u")


def _strengths(name: str) -> list[tuple[float, str]]:
    return [(_number(digits), _UNITS.get(unit, unit)) for digits, unit in _STRENGTH.findall(_plain(name))]


def _number(digits: str) -> float:
    """ "1,000" is a thousand and "0,5" a half."""
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits)
    whole = digits.replace(",", "") if grouped else digits.replace(",", ".")
    head, _, rest = whole.partition(".")
    return float(f"{head}.{rest.replace('.', '')}" if rest else head)


def _in_unit_of(key: str, amount: float, unit: str) -> float | None:
    target = key.rsplit("_", 1)[1]
    if unit == "iu":
        # The units of other vitamins depend on their chemical form.
        return amount / VITAMIN_D_IU_PER_UG if key == "vitamin_d_ug" else None
    try:
        return convert(amount, source=unit, target=Unit(target).value)
    except UnitMismatch:
        return None
