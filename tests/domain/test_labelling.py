import pytest

from nutriplan.domain.diet import DIET_RULES, DIETS
from nutriplan.domain.labelling import Answer, Level, diet_answer, level_of, levels, standings

DAILY = {"potassium_mg": 4700.0, "vitamin_d_ug": 20.0}


@pytest.mark.requirement("D3")
@pytest.mark.parametrize(
    ("pct", "level"),
    [
        (20.0, Level.HIGH),
        (19.99, Level.GOOD),
        (10.0, Level.GOOD),
        (9.99, Level.LOW),
        (0.0, Level.LOW),
        (None, Level.UNKNOWN),
    ],
)
def test_levels_follow_the_claims_and_nothing_is_rounded_up(pct: float | None, level: Level) -> None:
    assert level_of(pct) is level


@pytest.mark.requirement("D4")
def test_a_banana_is_a_good_source_of_potassium_by_its_reference_serving_only() -> None:
    banana = {"potassium_mg": 358.0, "energy_kcal": 89.0}
    reference = standings(banana, serving_g=140, daily_values=DAILY)[0]
    fruit = standings(banana, serving_g=118, daily_values=DAILY)[0]
    assert (round(reference.pct_per_serving or 0, 1), reference.serving) == (10.7, Level.GOOD)
    assert (round(fruit.pct_per_serving or 0, 1), fruit.serving) == (9.0, Level.LOW)
    assert reference.pct_per_100_kcal == fruit.pct_per_100_kcal == pytest.approx(8.56, abs=0.01)


def test_an_unknown_amount_is_unknown_and_not_low() -> None:
    row = standings({"energy_kcal": 89.0}, serving_g=140, daily_values=DAILY)[1]
    assert (row.serving, row.density, row.pct_per_serving) == (Level.UNKNOWN, Level.UNKNOWN, None)


def test_without_a_reference_serving_only_the_density_is_known() -> None:
    row = standings({"potassium_mg": 558.0, "energy_kcal": 23.0}, serving_g=None, daily_values=DAILY)[0]
    assert (row.serving, row.density) == (Level.UNKNOWN, Level.HIGH)


@pytest.mark.parametrize("energy", [None, 0.0, 1.0])
def test_what_has_no_energy_has_no_density(energy: float | None) -> None:
    amounts = {"potassium_mg": 37.0} | ({} if energy is None else {"energy_kcal": energy})
    assert standings(amounts, serving_g=360, daily_values=DAILY)[0].density is Level.UNKNOWN


@pytest.mark.requirement("D2")
def test_an_assumed_zero_is_unknown_and_says_that_it_is_assumed() -> None:
    row = standings({"vitamin_d_ug": 0.0}, serving_g=85, daily_values=DAILY, assumed=frozenset({"vitamin_d_ug"}))[1]
    assert (row.serving, row.estimated, row.per_100_g) == (Level.UNKNOWN, True, 0.0)


def test_a_diet_is_answered_yes_no_or_unknown() -> None:
    vegan, halal = DIETS["vegan"], DIET_RULES["halal"]
    assert diet_answer(vegan, present=frozenset({"dairy"}), undecided=frozenset({"egg"})) is Answer.NO
    assert diet_answer(vegan, present=frozenset({"soy"}), undecided=frozenset({"egg"})) is Answer.UNKNOWN
    assert diet_answer(vegan, present=frozenset({"soy"}), undecided=frozenset({"celery"})) is Answer.YES
    assert diet_answer(halal, present=frozenset({"meat", "beef"}), undecided=frozenset()) is Answer.YES


@pytest.mark.parametrize("serving_g", [140.0, None])
def test_levels_in_bulk_are_those_of_the_standings(serving_g: float | None) -> None:
    amounts = {"potassium_mg": 358.0, "energy_kcal": 89.0, "vitamin_d_ug": 0.0}
    assumed = frozenset({"vitamin_d_ug"})
    rows = standings(amounts, serving_g=serving_g, daily_values=DAILY, assumed=assumed)
    told = [(row.nutrient, row.serving, row.density) for row in rows if row.density is not Level.UNKNOWN]
    assert list(levels(amounts, serving_g=serving_g, daily_values=DAILY, assumed=assumed)) == told
