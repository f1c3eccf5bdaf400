"""What do the pots and lines of a plan document say? The words that the terminal and the pages share."""

from __future__ import annotations

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
