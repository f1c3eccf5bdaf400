"""Does a real plan hold for every one of the 2,000 people, whatever they wish? Too long for the suite, so it is run by
hand.

    python -m tests.safety            all of them, in hours
    python -m tests.safety 100 200    those of these numbers
    python -m tests.safety 0 2000 13  every thirteenth of them

Each has 1 to 14 days, a kitchen and a wish about waste of their own (tests/safety/wishes.py). For every third the
dishes of some places are then kept and the others planned anew. Needs the loaded database that `make setup` makes (or
DATABASE_URL). Prints what is wrong, also what a plan fell over, and ends with 1; nothing wrong ends with 0.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django
from rich.console import Console
from rich.progress import track

from tests.safety.profiles import PEOPLE, profile

LOCKED_EVERY = 3


def main() -> int:
    """Plan for everybody and print every fault."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nutriplan.settings")
    django.setup()
    people = range(*map(int, sys.argv[1:])) if len(sys.argv) > 2 else range(PEOPLE)
    console, wrong, states = Console(), 0, Counter[str]()
    with ThreadPoolExecutor(1) as worker:  # what falls over is told like any other fault, and the next one planned
        for number in track(people, "Planning for each", console=console, transient=True):
            future = worker.submit(_planned, number)
            fell = future.exception()
            state, faults = ("fell over", [repr(fell)]) if fell else future.result()
            states[state] += 1
            wrong += bool(faults)
            for fault in faults:
                console.print(f"{number}: {fault}", soft_wrap=True)
    console.print(f"{len(people)} people: {dict(states)}; with a fault: {wrong}")
    return int(wrong > 0)


def _planned(number: int) -> tuple[str, list[str]]:
    from tests.safety.checks import planned_faults
    from tests.safety.wishes import kept, lock_faults, wishes, with_kitchen

    who, wished = with_kitchen(profile(number), number), wishes(number)
    state, faults = planned_faults(who, wished)
    if state == "ready" and number % LOCKED_EVERY == 0:
        faults += lock_faults(who, wished, kept(number))
    return state, faults


if __name__ == "__main__":
    raise SystemExit(main())
