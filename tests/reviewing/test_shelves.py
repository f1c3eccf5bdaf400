from __future__ import annotations

import pytest

from nutriplan.people import selectors
from nutriplan.reviewing.shelves import SHELVES, find

REVIEWED = (
    "rules", "medicines", "danger-signs", "claims", "cards", "reference-values", "ranges", "equations", "label-values",
)  # fmt: skip


@pytest.mark.parametrize("key", SHELVES)
def test_every_fact_is_found_again_by_its_key(key: str) -> None:
    found = SHELVES[key].read()
    assert len({entry.key for entry in found}) == len(found) > 0
    assert find(key, found[-1].key) == found[-1]
    assert find(key, "no such fact") is None


@pytest.mark.parametrize("key", SHELVES)
def test_every_fact_says_something_and_can_be_filtered(key: str) -> None:
    for entry in SHELVES[key].read():
        assert entry.title
        assert entry.parts
        assert all(part.lines and all(part.lines) for part in entry.parts), entry
        assert set(entry.facets) == set(SHELVES[key].filters)


def test_nothing_that_is_known_is_left_out() -> None:
    book, tables = selectors.caution_book(), selectors.reference_tables()
    counts = {key: len(shelf.read()) for key, shelf in SHELVES.items()}
    assert counts["rules"] == len(book.rules)
    assert counts["medicines"] == len(book.medicines)
    assert counts["danger-signs"] == len(book.red_flags)
    assert counts["claims"] == len(selectors.ledger().claims)
    assert counts["cards"] == len(selectors.advice_book().cards)
    assert counts["blocked"] == len(selectors.advice_book().blocklist)
    assert counts["reference-values"] == sum(map(len, tables.intakes.values()))
    assert counts["ranges"] == len(tables.ranges)
    assert counts["equations"] == len(tables.equations)
    assert counts["label-values"] == len(tables.label_values)


def test_a_medicine_names_the_rules_that_look_at_it() -> None:
    entry = find("medicines", "warfarin")
    assert entry is not None
    (rules,) = [part.lines for part in entry.parts if part.heading == "Rules that look at it"]
    assert any(line.startswith("RX-VKA-VITK") for line in rules)


@pytest.mark.requirement("H7", "M3")
@pytest.mark.parametrize("key", REVIEWED)
def test_every_fact_of_a_kind_that_is_reviewed_has_a_day_on_which_it_is_due(key: str) -> None:
    for entry in SHELVES[key].read():
        assert entry.due_on() is not None
        assert entry.reviewed is not None
