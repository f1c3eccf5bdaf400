"""How long do the rules take: read by a new process, asked of somebody who takes ten medicines, and a name resolved?

python -m tests.bench.cautions_bench

Needs no database. Prints rows of a table. Each reading is a process of its own, so nothing is warm but the disk.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import time as clock
from pathlib import Path
from typing import TypeVar

from nutriplan.domain import cautions
from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.person import Medication, Person, Sex, Supplement
from nutriplan.knowledge import loader

HEAD = "| what | times | p50 ms | p95 ms | most ms |\n|---|---|---|---|---|\n"
TYPED = Path(__file__).parents[1] / "knowledge/typed_names.csv"
PROCESSES, PEOPLE, MEDICINES, CONDITIONS = 10, 300, 10, 5
T = TypeVar("T")
#: Processor time of the one call, after the modules are imported.
_COLD = """
import time
from nutriplan.knowledge import loader
started = time.process_time()
loader.load()
print((time.process_time() - started) * 1000)
"""


def main() -> None:
    sys.stdout.write(HEAD)
    row("knowledge read, in a new process", [cold() for _ in range(PROCESSES)])
    book = loader.load().cautions
    row(f"rules asked: {MEDICINES} medicines, {CONDITIONS} conditions", asked(book))
    with TYPED.open(encoding="utf-8", newline="") as file:
        typed = [line["typed"] for line in csv.DictReader(file)]
    book.medicines.question("warm-up")
    row("a typed name resolved", spent(book.medicines.resolve, typed * 5))
    row("a typed name asked about", spent(book.medicines.question, typed * 5))


def row(what: str, ms: list[float]) -> None:
    ms.sort()
    p50, p95 = ms[len(ms) // 2], ms[min(len(ms) - 1, len(ms) * 95 // 100)]
    sys.stdout.write(f"| {what} | {len(ms)} | {p50:.2f} | {p95:.2f} | {ms[-1]:.2f} |\n")
    sys.stdout.flush()


def cold() -> float:
    return float(subprocess.run([sys.executable, "-c", _COLD], check=True, capture_output=True, text=True).stdout)


def asked(book: CautionBook) -> list[float]:
    """Classes are looked up for each person, as the door does."""
    chance = random.Random(5)
    people = [ill(book, chance) for _ in range(PEOPLE)]
    return spent(lambda who: cautions.evaluate(who, book), people)


def ill(book: CautionBook, chance: random.Random) -> Person:
    """Somebody with ten medicines, each twice a day, and five conditions."""
    names = [medicine.generic for medicine in chance.sample(book.medicines.medicines, MEDICINES)]
    hours = (clock(8), clock(20))
    return Person(
        age_years=chance.uniform(18, 95),
        sex=chance.choice((Sex.FEMALE, Sex.MALE)),
        height_cm=170,
        weight_kg=70,
        conditions=frozenset(chance.sample(sorted(book.conditions), CONDITIONS)),
        medications=tuple(Medication(name, hours) for name in names),
        supplements=(Supplement("magnesium_mg", 200, (clock(12),)),),
    )


def spent(work: Callable[[T], object], over: Iterable[T]) -> list[float]:
    """Milliseconds of the processor, one by one."""
    found = []
    for one in over:
        started = time.process_time()
        work(one)
        found.append((time.process_time() - started) * 1000)
    return found


if __name__ == "__main__":
    main()
