import pytest

from nutriplan.domain.absorption import counted, note_on_oxalate
from tests.domain.cast import MILK, food

SPINACH = food("Spinach", {"calcium_mg": 140.0, "magnesium_mg": 80.0}, tags=frozenset({"vegetable", "high_oxalate"}))
ALMONDS = food("Almonds", {"calcium_mg": 270.0}, tags=frozenset({"high_oxalate", "tree_nut"}))


@pytest.mark.requirement("P17")
def test_calcium_of_spinach_counts_little_and_that_of_milk_in_full() -> None:
    assert counted("calcium_mg", [(SPINACH, 100.0)]) == pytest.approx(25.0)
    assert counted("calcium_mg", [(MILK, 100.0), (ALMONDS, 100.0)]) == pytest.approx(390.0)


def test_other_nutrients_of_greens_count_in_full() -> None:
    assert counted("magnesium_mg", [(SPINACH, 100.0)]) == 80.0


@pytest.mark.requirement("P17")
def test_it_is_said_where_greens_bring_much_of_the_calcium() -> None:
    assert "140 mg" in note_on_oxalate([(SPINACH, 200.0)], days=2)
    assert note_on_oxalate([(SPINACH, 200.0)], days=7) == ""
