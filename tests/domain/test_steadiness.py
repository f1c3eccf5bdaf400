import pytest

from nutriplan.domain.findings import Findings, Steady
from nutriplan.domain.rules import Scope
from nutriplan.domain.steadiness import amounts, band, levels_of
from nutriplan.domain.targets import Target
from tests.domain.cast import food, person


def target(key: str, aim: float | None = None, most: float | None = None, **changes: object) -> Target:
    given = {"min": None, "scope": Scope.TOTAL, "basis": "RDA", "source": "", **changes}
    return Target(key=key, aim=aim, max=most, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("needed", "level"),
    [
        (target("sodium_mg", None, 2300.0, basis="CDRR"), 1840.0),
        (target("protein_g", 56.0, 175.0, min=50.0, basis="AMDR"), 112.5),
        (target("iron_mg", 8.0), 8.0),
        (target("caffeine_mg", None, 400.0, basis="limit"), 0.0),
    ],
)
def test_the_level_without_a_usual_amount(needed: Target, level: float) -> None:
    findings = Findings(steady=(Steady("X", needed.key, 20.0),))
    assert levels_of(person(), {needed.key: needed}, findings) == {needed.key: pytest.approx(level)}


def test_what_the_person_usually_has_is_the_level() -> None:
    findings = Findings(steady=(Steady("X", "vitamin_k_ug", 20.0), Steady("Y", "", 20.0, tag="soy")))
    who = person(usual_vitamin_k_ug=300.0, usual_soya_portions=1.0)
    assert levels_of(who, {"vitamin_k_ug": target("vitamin_k_ug", 120.0)}, findings) == {
        "vitamin_k_ug": 300.0,
        "soy": 7.0,
    }


def test_fluid_is_not_held_by_what_dishes_bring() -> None:
    findings = Findings(steady=(Steady("X", "water_g", 20.0),))
    assert levels_of(person(), {"water_g": target("water_g", 3700.0)}, findings) == {}


@pytest.mark.parametrize(
    ("steady", "level", "least", "most"),
    [
        (Steady("X", "vitamin_k_ug", 20.0), 100.0, 80.0, 120.0),
        (Steady("X", "", 20.0, tag="soy"), 0.0, 0.0, 3.5),
        (Steady("X", "", 20.0, tag="soy"), 7.0, 3.5, 10.5),
        (Steady("X", "caffeine_mg", 25.0), 0.0, 0.0, 25.0),
    ],
)
def test_a_day_stays_in_its_band(steady: Steady, level: float, least: float, most: float) -> None:
    assert band(steady, level) == pytest.approx((least, most))


def test_soya_is_followed_by_its_protein() -> None:
    tofu = food("Tofu", {"protein_g": 10.0}, tags=frozenset({"soy"}))
    beef = food("Beef", {"protein_g": 30.0})
    assert amounts("soy", [(tofu, 80.0), (beef, 100.0)]) == (8.0, 8.0)


def test_a_nutrient_is_followed_as_known_and_as_its_upper_estimate() -> None:
    kale, mystery = food("Kale", {"vitamin_k_ug": 400.0}), food("Mystery", ceilings={"vitamin_k_ug": 50.0})
    assert amounts("vitamin_k_ug", [(kale, 50.0), (mystery, 100.0)]) == (200.0, 250.0)
