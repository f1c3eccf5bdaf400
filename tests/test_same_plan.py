"""One question has one plan: on a busy machine, with another seed of Python's hashes, and from every database."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection

from nutriplan.planner.solve import solve
from nutriplan.proposal import Wishes
from tests.content_hash import content_hash
from tests.loaded_foods import WRITTEN_FROM
from tests.planner.instances import week
from tests.questions import EXAMPLES, asked_for, example

SCRIPT = """
import json
from nutriplan.planner.solve import solve
from tests.planner.instances import week
solution = solve(week(dishes=60, hard=True, gap=0.3))
print(json.dumps([[c.day, c.slot, c.offer, c.halves] for c in solution.cells] + [solution.objective, solution.bound]))
"""
#: Whatever has a say in what is asked, beside what stands in the tables.
ASKED_BY = (
    "nutriplan/*.py",
    "nutriplan/people/*.py",
    "nutriplan/plans/*.py",
    "nutriplan/planner/problem.py",
    "tests/questions.py",
)
BUSY = "while True: pass"


def started(script: str, hash_seed: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.requirement("Q6")
def test_two_at_once_beside_busy_neighbours_answer_as_one_alone() -> None:
    solution = solve(week(dishes=60, hard=True, gap=0.3))
    alone = [*([c.day, c.slot, c.offer, c.halves] for c in solution.cells), solution.objective, solution.bound]
    neighbours = [started(BUSY, "0") for _ in range(2)]
    try:
        answers = [json.loads(one.communicate()[0]) for one in [started(SCRIPT, "1"), started(SCRIPT, "4711")]]
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.communicate()
    assert answers == [alone, alone]


@pytest.mark.requirement("Q6")
@pytest.mark.django_db
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_database_asks_the_same(name: str, request: pytest.FixtureRequest) -> None:
    """The suite runs on SQLite and on PostgreSQL: what one has asked is remembered for the other, as long as nothing
    changes that has a say in it."""
    asked = asked_for(example(name), Wishes(7, date(2026, 1, 5), 1))
    assert asked is not None
    problem = asked[2].problem
    parts = {
        "offers": problem.offers, "measures": sorted(problem.measures.items()), "limits": problem.limits,
        "rest": (problem.days, problem.slots, problem.locks, problem.no_repeat_days, problem.gap, problem.seed),
    }  # fmt: skip
    hashes = {part: hashlib.sha256(_told(value).encode()).hexdigest() for part, value in parts.items()}
    memory = request.config.cache
    assert memory is not None
    place = f"question/{content_hash((*WRITTEN_FROM, *ASKED_BY))}-{name}"
    remembered = memory.get(place, {})
    memory.set(place, {**remembered, connection.vendor: hashes})
    assert all(other == hashes for other in remembered.values()), f"{connection.vendor} asks differently"


def _told(value: object) -> str:
    """The same words for the same value: sets in order."""
    return json.dumps(value, default=_plain, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]
