from typing import Any

from rich.text import Text

from nutriplan.plans.terminal import _doses


def shown(*entries: dict[str, Any]) -> list[str]:
    return [part.plain for part in _doses({"timeline": list(entries)}) if isinstance(part, Text)]


MEAL = {"time": "07:30", "kind": "meal", "what": "breakfast"}
DOSE = {"time": "06:30", "kind": "dose", "what": "Euthyrox"}
APART = {"time": "03:30", "until": "07:00", "kind": "keep_apart", "what": "Euthyrox", "from_what": ["any food"]}


def test_without_a_dose_the_clock_is_not_shown() -> None:
    assert shown(MEAL) == []


def test_doses_and_the_hours_around_them_stand_between_the_meals() -> None:
    lines = shown(APART, DOSE, MEAL)
    assert lines[1:] == ["03:30 to 07:00  keep any food away from Euthyrox", "06:30  Euthyrox", "07:30  breakfast"]
