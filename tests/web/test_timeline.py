from __future__ import annotations

from typing import Any

from nutriplan.web.presenters.timeline import Mark, Timeline, timeline

MEAL = {"time": "07:30", "kind": "meal", "what": "breakfast"}
DOSE = {"time": "06:30", "kind": "dose", "what": "Euthyrox"}
IRON = {"time": "06:45", "kind": "supplement", "what": "iron_mg"}
APART = {
    "time": "03:30", "until": "07:00", "kind": "keep_apart", "what": "Euthyrox", "from_what": ["any food"],
    "clashes_with": [],
}  # fmt: skip
TABLETS = {
    **APART, "time": "22:30", "until": "10:30", "from_what": ["calcium tablets", "iron tablets"],
    "clashes_with": [{"time": "06:45", "what": "iron supplement"}],
}  # fmt: skip


def drawn(*entries: dict[str, Any]) -> Timeline:
    found = timeline({"timeline": list(entries)})
    assert found is not None
    return found


def test_meals_alone_need_no_clock() -> None:
    assert timeline({"timeline": [MEAL]}) is None
    assert timeline({}) is None


def test_there_is_a_strip_for_each_kind_and_each_thing_to_keep_away() -> None:
    lines = drawn(APART, DOSE, IRON, MEAL, TABLETS).lines
    assert [line.name for line in lines] == [
        "Meals", "Medicines", "Supplements", "No food (Euthyrox)", "No tablets with calcium and iron (Euthyrox)",
    ]  # fmt: skip
    assert lines[0].spoken == "Meals: 07:30 Breakfast"
    assert lines[2].spoken == "Supplements: 06:45 Iron"


def test_a_window_is_as_wide_as_its_hours() -> None:
    (_, line) = drawn(APART, DOSE).lines
    assert line.marks == (Mark(210, 210),)


def test_a_window_across_midnight_is_drawn_at_both_ends() -> None:
    line = drawn(TABLETS).lines[0]
    assert line.marks == (Mark(0, 630), Mark(1350, 90))


def test_midnight_itself_stays_on_the_strip() -> None:
    assert drawn({**DOSE, "time": "23:59"}).lines[0].marks[0].x + 14 <= 1440
    assert drawn({**APART, "time": "20:00", "until": "00:00"}).lines[0].marks == (Mark(1200, 240),)


def test_a_clash_is_said_on_the_strip_and_in_the_list() -> None:
    found = drawn(APART, DOSE, IRON, TABLETS)
    assert [line.clash for line in found.lines] == [False, False, False, True]
    (said,) = [moment.clash for moment in found.moments if moment.clash]
    assert said == "You take iron supplement at 06:45: too close. Ask your pharmacist which one to move."


def test_what_several_rules_ask_for_is_told_once() -> None:
    assert len(drawn(APART, DOSE, {**APART, "rule": "OTHER"}).moments) == 2
