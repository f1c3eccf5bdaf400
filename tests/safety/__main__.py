"""Does a real plan hold for every one of the 2,000 people? Too long for the suite, so it is run by hand.

    python -m tests.safety            all of them, two days each
    python -m tests.safety 100 200    those of these numbers

Needs the loaded database that `make setup` makes (or DATABASE_URL). Prints what is wrong and ends with 1; nothing
wrong ends with 0.
"""

from __future__ import annotations

import os
import sys
from datetime import date

import django
from rich.console import Console
from rich.progress import track

from tests.safety.profiles import PEOPLE, profile

START = date(2026, 1, 5)


def main() -> int:
    """Plan for everybody and print every fault."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    from tests.safety.checks import planned_faults

    first, last = (*map(int, sys.argv[1:3]),) if len(sys.argv) > 2 else (0, PEOPLE)
    console, wrong, states = Console(), 0, dict[str, int]()
    for number in track(range(first, last), "Planning for each", console=console, transient=True):
        state, faults = planned_faults(profile(number), START)
        states[state] = states.get(state, 0) + 1
        wrong += bool(faults)
        for fault in faults:
            console.print(f"{number}: {fault}", soft_wrap=True)
    console.print(f"{last - first} people: {states}; with a fault: {wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
