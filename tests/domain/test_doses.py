import pytest

from nutriplan.domain.doses import Content, contents_in

MAGNESIUM = Content("magnesium", "magnesium_mg", None)
VITAMIN_D = Content("vitamin d", "vitamin_d_ug", None)
RENNIE = Content("rennie", "calcium_mg", 272)


@pytest.mark.parametrize(
    ("typed", "known", "brings"),
    [
        ("magnesium 0.25 g", [MAGNESIUM], {"magnesium_mg": 250}),
        ("magnesium 1,000 mg", [MAGNESIUM], {"magnesium_mg": 1000}),
        ("magnesium 12,5 mg", [MAGNESIUM], {"magnesium_mg": 12.5}),
        ("vitamin D 1000 IU", [VITAMIN_D], {"vitamin_d_ug": 25}),
        ("vitamin D 20,000 iu once a week", [VITAMIN_D], {"vitamin_d_ug": 500}),
        ("magnesium 200 IU", [MAGNESIUM], {}),
        ("magnesium", [MAGNESIUM], {}),
        ("magnesium 100 mg 200 mg", [MAGNESIUM], {}),
        ("Rennie 2 tablets", [RENNIE], {"calcium_mg": 272}),
    ],
)
def test_what_one_tablet_brings(typed: str, known: list[Content], brings: dict[str, float]) -> None:
    assert contents_in(typed, known) == pytest.approx(brings)
