import pytest

from nutriplan.domain.frequency import HowOften, how_often


@pytest.mark.parametrize(
    ("typed", "a_day"),
    [
        ("magnesium 200 mg twice a day", 2),
        ("magnesium 200 mg twice daily", 2),
        ("magnesium 200 mg 2x a day", 2),
        ("magnesium 200 mg 2x/day", 2),
        ("magnesium 200 mg 2x", 2),
        ("magnesium 200 mg x2", 2),
        ("magnesium 200 mg 2 x daily", 2),
        ("Magnesium 200mg BD", 2),
        ("magnesium 200 mg b.i.d.", 2),
        ("magnesium 200 mg tds", 3),
        ("magnesium 200 mg tid", 3),
        ("magnesium 200 mg qds", 4),
        ("magnesium 200 mg three times per day", 3),
        ("magnesium 200 mg every 8 hours", 3),
        ("magnesium 200 mg every 4 to 6 hours", 6),
        ("magnesium 200 mg 8-hourly", 3),
        ("magnesium 200 mg q8h", 3),
        ("magnesium 200 mg 1-0-1", 2),
        ("magnesium 200 mg morning and evening", 2),
        ("magnesium 200 mg in the morning and at night", 2),
        ("magnesium 200 mg 1 in the morning and 2 at night", 3),
        ("magnesium 200 mg 2 tablets morning and evening", 4),
        ("magnesium 200 mg with meals", 3),
        ("magnesium 200 mg twice a day with meals", 2),
        ("magnesium 200 mg daily, morning and evening", 2),
        ("magnesium 200 mg daily", 1),
        ("magnesium 200 mg a day", 1),
        ("magnesium 200 mg od", 1),
        ("magnesium 200 mg at bedtime", 1),
        ("magnesium 200 mg, 2 tablets a day", 2),
        ("magnesium 200 mg 2 every 8 hours", 6),
        ("magnesium 200 mg every other day", 1 / 2),
        ("magnesium 200 mg on alternate days", 1 / 2),
        ("vitamin D 20,000 IU weekly", 1 / 7),
        ("vitamin D 20,000 IU once a week", 1 / 7),
        ("vitamin D 20,000 IU every 2 weeks", 1 / 14),
        ("vitamin D 20,000 IU twice a week", 2 / 7),
        ("vitamin D 20,000 IU 3x/week", 3 / 7),
        ("vitamin D 20,000 IU once a month in the morning", 1 / 30),
        ("vitamin D3 1000 IU", None),
        ("Vitamin B12 50 ug", None),
        ("Calcium carbonate 1,250 mg", None),
        ("Magnesium Tender 200 mg", None),
    ],
)
def test_how_often_a_day(typed: str, a_day: float | None) -> None:
    found = how_often(typed)
    assert found.a_day == (None if a_day is None else pytest.approx(a_day))
    assert (found.at_once, found.unclear) == (1, False)


@pytest.mark.parametrize(
    ("typed", "at_once", "a_day"),
    [
        ("Rennie 2 tablets", 2, None),
        ("Rennie 1-2 tablets", 2, None),
        ("Rennie two tabs twice daily", 2, 2),
        ("Rennie half a tablet at night", 0.5, 1),
        ("Rennie ½ tablet", 0.5, None),
        ("2 x 200 mg magnesium daily", 2, 1),
        ("2x200 mg magnesium bd", 2, 2),
        ("2 tablets of magnesium 100 mg 3 times daily", 2, 3),
        ("weekly 2 capsules", 2, 1 / 7),
    ],
)
def test_how_many_at_once(typed: str, at_once: float, a_day: float | None) -> None:
    assert how_often(typed) == HowOften(at_once, a_day)


@pytest.mark.parametrize(
    "typed",
    [
        "Rennie as needed",
        "Rennie prn",
        "Rennie several times a day",
        "Rennie every few hours",
        "Rennie as directed",
        "Rennie tablets 2",
        "two magnesium 200 mg tablets a day",
        "vitamin D 20,000 IU once a week, 1 tablet daily",
    ],
)
def test_what_cannot_be_read_is_unclear_and_never_nothing(typed: str) -> None:
    found = how_often(typed)
    assert found.unclear
    assert found.per_day(0) >= 1


@pytest.mark.parametrize(
    ("typed", "clock_times", "per_day"),
    [
        ("Rennie", 0, 1),
        ("Rennie", 3, 3),
        ("Rennie 2 tablets", 3, 6),
        ("Rennie twice a day", 2, 2),
        ("Rennie twice a day", 1, 2),
        ("Rennie twice a day", 3, 3),
        ("vitamin D weekly", 1, 1 / 7),
    ],
)
def test_the_times_of_the_clock_and_the_words_together(typed: str, clock_times: int, per_day: float) -> None:
    assert how_often(typed).per_day(clock_times) == pytest.approx(per_day)
