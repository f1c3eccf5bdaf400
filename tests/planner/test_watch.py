import pytest

from nutriplan.planner.watch import Stopped, Watch


def test_a_part_reports_its_share_of_the_whole() -> None:
    told: list[tuple[float, str]] = []
    watch = Watch(lambda share, stage: told.append((round(share, 9), stage)))
    part = watch.part(0.2, 0.6).part(0.5, 1.0)
    part.report(0.0, "start")
    part.report(0.5, "half")
    part.report(2.0, "more than all")
    assert told == [(0.4, "start"), (0.5, "half"), (0.6, "more than all")]


def test_it_stops_when_nobody_waits_any_more() -> None:
    told: list[float] = []
    watch = Watch(lambda share, _stage: told.append(share), lambda: True)
    with pytest.raises(Stopped):
        watch.part(0.0, 0.5).report(0.5, "late")
    assert told == []


def test_nobody_needs_to_watch() -> None:
    Watch().report(0.5, "alone")
