"""Which test proves which requirement? The rows, the marks on the tests, and the table docs/requirements.md.

    python -m tests.requirements

runs every test that carries `@pytest.mark.requirement("C1", ...)` and writes the table with how each ended. Arguments
go to pytest (`-n 2`, or `tests/api` to run a part: what is not run keeps what the table said of it).
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS_FILE = ROOT / "tests/requirements.csv"
TABLE = ROOT / "docs/requirements.md"
MARK = "requirement"
#: Rows of these letters are about safety and honesty: each needs a test, or a reason why it is not built.
STRICT = frozenset("HICGRA")


class State(StrEnum):
    """part: what is built is tested, and the reason says what is missing."""

    BUILT = "built"
    PART = "part"
    NOT_BUILT = "not built"
    OUT_OF_SCOPE = "out of scope"


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    section: str
    priority: str
    sentence: str
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A test that carries the mark. at: "tests/web/test_pages.py::test_it"."""

    at: str
    ids: tuple[str, ...]


def rows() -> tuple[Row, ...]:
    with ROWS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(one["id"], one["section"], one["priority"], one["sentence"], State(one["state"]), one["reason"])
            for one in csv.DictReader(file)
        )


def proofs() -> tuple[Proof, ...]:
    """Every test with the mark, read from the files: nothing is imported or run."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return tuple(proof for path in files for proof in marked_in(path.relative_to(ROOT).as_posix(), path.read_text()))


def marked_in(name: str, text: str) -> Iterator[Proof]:
    for node in ast.walk(ast.parse(text)) if MARK in text else ():
        if isinstance(node, ast.FunctionDef):
            calls = [call for call in node.decorator_list if isinstance(call, ast.Call) and _is_mark(call)]
            ids = [word.value for call in calls for word in call.args if isinstance(word, ast.Constant)]
            if ids:
                yield Proof(f"{name}::{node.name}", tuple(map(str, ids)))


def _is_mark(call: ast.Call) -> bool:
    return ast.unparse(call.func) == f"pytest.mark.{MARK}"


def faults(known: Iterable[Row], marked: Iterable[Proof]) -> list[str]:
    """What does not fit between the rows and the tests, each with what to do about it."""
    known, marked = list(known), list(marked)
    ids, proven = {row.id for row in known}, {one for proof in marked for one in proof.ids}
    found = [
        f"{proof.at} names {one}, which is no row of tests/requirements.csv"
        for proof in marked
        for one in proof.ids
        if one not in ids
    ]
    for row in known:
        if row.state is not State.BUILT and not row.reason:
            found.append(f"{row.id} is {row.state} and gives no reason")
        if row.state in {State.BUILT, State.PART} and row.id[0] in STRICT and row.id not in proven:
            found.append(f"{row.id} is {row.state} and no test names it: mark one, or say why it is not built")
        if row.state is State.NOT_BUILT and row.id in proven:
            found.append(f"{row.id} has a test and is listed as not built: correct its state in tests/requirements.csv")
    return found


# The table -----------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Outcomes:
    """A plugin of pytest: how each test ended. A test with many cases passes when all of them do."""

    ended: dict[str, str] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0]
        if report.when == "call" or not report.passed:
            worst = self.ended.get(name, "passed")
            self.ended[name] = worst if report.passed else report.outcome


def table(known: Iterable[Row], marked: Iterable[Proof], ended: Mapping[str, str]) -> str:
    known = list(known)
    by_id: dict[str, list[str]] = {}
    for proof in marked:
        for one in proof.ids:
            by_id.setdefault(one, []).append(f"{_shown(proof.at)} {ended.get(proof.at, 'not run')}")
    lines = [_HEAD, "| rows | built | part | not built | out of scope |", "|---|---|---|---|---|", _counts(known)]
    for section, group in groupby(known, key=lambda row: row.section):
        lines += [f"\n## {section}\n", "| id | priority | requirement | state | tests |", "|---|---|---|---|---|"]
        for row in group:
            state = f"{row.state}: {row.reason}" if row.reason else row.state.value
            tests = "<br>".join(by_id.get(row.id, ())) or "–"
            lines.append(f"| {row.id} | {row.priority} | {row.sentence} | {state} | {tests} |")
    return "\n".join(lines) + "\n"


_HEAD = """# Requirements and the tests that prove them

Written by `python -m tests.requirements`; do not edit. Rows stand in `tests/requirements.csv`; a test names the rows
it proves with `@pytest.mark.requirement("C1")`. Rows of the sections on evidence, questions, cautions, groups, referral
and advice need a test, or a reason why they are not built; `tests/house/test_requirements.py` insists.
"""


def _shown(at: str) -> str:
    path, _, name = at.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


def _counts(known: list[Row]) -> str:
    return f"| {len(known)} | " + " | ".join(str(sum(row.state is state for row in known)) for state in State) + " |"


def named_in(text: str) -> dict[str, tuple[str, str]]:
    """Id -> (state with its reason, tests) of each row of a written table."""
    cells = (line.strip("|").split("|") for line in text.splitlines() if re.match(r"\| [A-Z]\d+ ", line))
    return {row[0].strip(): (row[3].strip(), row[4].strip()) for row in cells}


def ended_in(text: str) -> dict[str, str]:
    """Test -> how it ended, by a written table."""
    shown = re.findall(r"\[([^\]|]+)\]\(\.\./([^)]+)\) ([a-z ]+)", text)
    return {f"{path}::test_{name.replace(' ', '_')}": ended.strip() for name, path, ended in shown}


def main() -> int:
    outcomes = Outcomes()
    code = pytest.main(["-m", MARK, "-q", *sys.argv[1:]], plugins=[outcomes])
    before = ended_in(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    TABLE.write_text(table(rows(), proofs(), {**before, **outcomes.ended}), encoding="utf-8")
    return int(code)


if __name__ == "__main__":
    raise SystemExit(main())
