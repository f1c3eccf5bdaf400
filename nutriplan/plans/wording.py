"""What do the pots and lines of a plan document say? The words that the terminal and the pages share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any


def halves(servings: float) -> str:
    """ "1", "½", "1½"."""
    whole, half = divmod(round(servings * 2), 2)
    return f"{whole or ''}{'½' if half else ''}"


def cooked(pot: Mapping[str, Any], weekday: str) -> str:
    """What is cooked beyond this meal, or where the leftovers come from; nothing where all is eaten at once.

    weekday: how a day is named, as strftime writes it ("%a": Wed).
    """

    def named(iso: str) -> str:
        return f"{date.fromisoformat(iso):{weekday}}"

    if pot["kind"] == "leftovers":
        return f"leftovers from {named(pot['from'])}"
    rest = [f"{halves(one['servings'])} for {named(one['date'])}" for one in pot["later"]]
    if pot["left"]:
        rest.append(f"{halves(pot['left'])} {'to freeze' if pot['freeze'] else 'too much'}")
    return f"cook {halves(pot['servings'])} servings: {', '.join(rest)}" if rest else ""


def is_bought(line: Mapping[str, Any]) -> bool:
    """Not so where the kitchen has all of it."""
    return bool(line["bought_g"] > 0 or not line["in_hand_g"])


#: What keeps no longer than this has to be bought with the day in mind on which it is eaten.
_SHORT_DAYS = 3
#: Of what keeps longer than this once it is opened nobody has to be told.
_LONG_DAYS = 14


def bought_how(line: Mapping[str, Any]) -> str:
    """What to know in the shop: what the label must say, and how long the food keeps where that changes what one does.

    A plan that was kept before foods said how long they keep says nothing of it.
    """
    return "; ".join(filter(None, (line["note"], _keeps(line), "dearer than most" if _tier(line) == 3 else "")))


def _tier(line: Mapping[str, Any]) -> int | None:
    found: int | None = line.get("price_tier")
    return found


def _keeps(line: Mapping[str, Any]) -> str:
    keeps, opened = line.get("keeps_days"), line.get("opened_days")
    if keeps is None or opened is None or line["staple"]:
        return ""
    told = [f"keeps {_days(keeps)}"] if line["spoils"] and keeps <= _SHORT_DAYS else []
    if line["spare_g"] > 0 and opened < keeps and opened <= _LONG_DAYS:
        told.append(f"{'' if told else 'keeps '}{_days(opened)} once opened")
    return ", ".join(told)


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def at_most_per_cent(share: float) -> str:
    """A share that nothing passes, in whole per cent, rounded up so that it stays true."""
    return f"{math.ceil(share * 100 - 1e-6)} %"
