from dataclasses import replace

from nutriplan.domain.composition import Sum
from nutriplan.domain.intake import attainment
from nutriplan.domain.rules import Scope
from nutriplan.domain.targets import Target

AIM = Target("calcium_mg", 800, 1000, 2500, Scope.TOTAL, "RDA", "test")
DAYS = ({"calcium_mg": Sum(900, 1, 900)}, {"calcium_mg": Sum(500, 0.5, 800)})


def test_share_of_aim_is_the_known_mean_over_the_aim() -> None:
    found = attainment(DAYS, {"calcium_mg": AIM})["calcium_mg"]
    assert (found.share_of_aim, found.worst_day, found.mean.known_share) == (0.7, 500, 0.75)
    assert found.falls_short


def test_no_aim_no_share() -> None:
    found = attainment(DAYS, {"calcium_mg": replace(AIM, aim=None)})["calcium_mg"]
    assert found.share_of_aim is None
    assert not found.falls_short


def test_nothing_known_is_not_nothing_eaten() -> None:
    found = attainment(({"calcium_mg": Sum(0, 0, 50)},), {"calcium_mg": AIM})["calcium_mg"]
    assert found.share_of_aim is None
