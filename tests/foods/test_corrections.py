from dataclasses import replace

import pytest

from foods.importers import corrections, fixture_files
from foods.importers.table import CorrectionRow, TableFaults
from tests.foods.test_sr28 import table

REMOVE = CorrectionRow("01001", "caffeine_mg", "remove", "0", "", "not measured", "2026-01-02")


def test_a_removed_value_becomes_unknown() -> None:
    corrected = corrections.apply(table(), [REMOVE])
    assert "caffeine_mg" not in corrected.foods[1].amounts
    assert corrected.corrections == (REMOVE,)


def test_a_set_value_says_that_it_was_corrected() -> None:
    corrected = corrections.apply(table(), [replace(REMOVE, action="set", becomes="3")])
    assert corrected.foods[1].amounts["caffeine_mg"].origin == "corrected"


def test_a_doubted_measure_keeps_its_grams() -> None:
    doubt = CorrectionRow("01001", "portion:1", "doubt", "85", "", "twice", "2026-01-02")
    portions = corrections.apply(table(), [doubt]).foods[1].portions
    assert [(p.grams, p.doubt) for p in portions] == [("85", "twice"), ("227", "")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ndb_no": "77777"}, "no such food"),
        ({"was": "1"}, "the source says"),
        ({"what": "energy_kcal"}, "the source says"),
        ({"dated": "yesterday"}, "needs a date"),
        ({"why": ""}, "reason"),
        ({"action": "guess"}, "action is"),
        ({"action": "set"}, "new value"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(change: dict[str, str], fault: str) -> None:
    with pytest.raises(TableFaults, match=fault):
        corrections.apply(table(), [replace(REMOVE, **change)])


def test_every_correction_in_the_file_is_dated_and_explained() -> None:
    rows = corrections.read(fixture_files.FIXTURES / "sources" / "sr28_patches.csv")
    assert len(rows) == 53
    assert all(row.why and row.dated for row in rows)
