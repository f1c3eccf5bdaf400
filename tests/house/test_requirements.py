"""Every requirement is proven by a test or says why not, and docs/requirements.md says the same."""

from __future__ import annotations

import re

from tests import requirements
from tests.requirements import Proof, Row, State

ROWS = requirements.rows()
PROOFS = requirements.proofs()


def row(state: State, reason: str = "", one: str = "C1") -> Row:
    return Row(one, "Section", "must", "A sentence.", state, reason)


def test_all_rows_are_there_once() -> None:
    assert len(ROWS) == len({one.id for one in ROWS}) == 121


def test_rows_and_tests_fit() -> None:
    assert requirements.faults(ROWS, PROOFS) == []


def test_no_mark_stands_where_it_is_not_read() -> None:
    """The mark belongs on the test itself: on a module or a single case it would not be found."""
    for path in sorted((requirements.ROOT / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        written = re.findall(rf"mark\.{requirements.MARK}\(", text, re.MULTILINE)
        assert len(written) == len(list(requirements.marked_in(path.name, text))), path


def test_what_does_not_fit_is_named() -> None:
    proof = Proof("tests/x.py::test_y", ("C1",))
    assert requirements.faults([row(State.BUILT)], [proof]) == []
    assert "no test names it" in requirements.faults([row(State.BUILT)], [])[0]
    assert "no test names it" in requirements.faults([row(State.PART, "why")], [])[0]
    assert "gives no reason" in requirements.faults([row(State.NOT_BUILT)], [])[0]
    assert "listed as not built" in requirements.faults([row(State.NOT_BUILT, "why")], [proof])[0]
    assert "no row of" in requirements.faults([], [proof])[0]
    assert requirements.faults([row(State.BUILT, one="P1")], []) == []


def test_a_mark_is_found_on_its_test() -> None:
    text = f'@pytest.mark.{requirements.MARK}("C1", "G4")\n@pytest.mark.slow\ndef test_it(): ...\n'
    assert list(requirements.marked_in("tests/x.py", text)) == [Proof("tests/x.py::test_it", ("C1", "G4"))]


def test_the_table_says_how_each_test_ended() -> None:
    proof = Proof("tests/x.py::test_it_works", ("C1",))
    table = requirements.table([row(State.PART, "A half.")], [proof], {proof.at: "failed"})
    assert requirements.named_in(table) == {"C1": ("part: A half.", "[it works](../tests/x.py) failed")}
    assert requirements.ended_in(table) == {proof.at: "failed"}


def test_the_written_table_has_every_row_as_it_stands_and_names_only_tests_that_exist() -> None:
    """Else run `python -m tests.requirements`, which also names the tests that are new."""
    written = requirements.TABLE.read_text(encoding="utf-8")
    now = requirements.named_in(requirements.table(ROWS, PROOFS, {}))
    assert {one: state for one, (state, _) in requirements.named_in(written).items()} == {
        one: state for one, (state, _) in now.items()
    }
    assert set(requirements.ended_in(written)) <= {proof.at for proof in PROOFS}
