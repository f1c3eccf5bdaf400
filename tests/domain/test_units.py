import pytest

from nutriplan.domain.units import VITAMIN_D_IU_PER_UG, UnitMismatch, convert


@pytest.mark.parametrize(
    ("amount", "source", "target", "expected"),
    [
        (900, "ug", "mg", 0.9),
        (3, "mg", "ug", 3000),
        (1, "oz", "g", 28.349523125),
        (2.5, "L", "g", 2500),
        (418.4, "kJ", "kcal", 100),
    ],
)
def test_converts(amount: float, source: str, target: str, expected: float) -> None:
    assert convert(amount, source=source, target=target) == pytest.approx(expected)


@pytest.mark.parametrize(("source", "target"), [("g", "kcal"), ("IU", "ug"), ("mg", "furlong")])
def test_refuses_what_no_factor_joins(source: str, target: str) -> None:
    with pytest.raises(UnitMismatch):
        convert(1, source=source, target=target)


def test_vitamin_d_alone_has_an_iu() -> None:
    assert 800 / VITAMIN_D_IU_PER_UG == 20
