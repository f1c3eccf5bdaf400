from __future__ import annotations

import pytest

from nutriplan.reviewing.shelves import SHELVES


def said(shelf: str, *words: str) -> list[str]:
    """What the entries say whose title has all the words."""
    found = [entry for entry in SHELVES[shelf].read() if all(word in entry.title for word in words)]
    return [line for entry in found for part in entry.parts for line in part.lines]


@pytest.mark.requirement("M3")
def test_an_equation_is_written_out_with_its_numbers() -> None:
    """Mifflin 1990, women: 10 kg + 6.25 cm - 5 years - 161."""
    assert "-161 − 5 × years + 10 × kg + 6.25 × height in cm" in said("equations", "mifflin", "female")


@pytest.mark.requirement("M3")
def test_a_range_has_both_ends_and_what_they_are_shares_of() -> None:
    assert any(line.startswith("from 45 to 65 % of energy") for line in said("ranges", "Carbohydrate"))


@pytest.mark.requirement("M3")
def test_a_value_for_labels_says_that_it_is_no_target() -> None:
    assert "420 mg" in said("label-values", "Magnesium")
