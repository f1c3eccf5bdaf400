"""One person, three doors, the same cautions: none of them goes round the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from nutriplan.web.presenters import page as plan_page
from tests.safety import doors
from tests.safety.profiles import profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unsolved"), pytest.mark.xdist_group("doors")]

#: What every door says of a person, whatever is planned. The page leaves out nothing and adds nothing.
SAID = ("state", "reason", "targets", "cautions", "not_checked", "referrals", "notes", "timeline", "triage")
PEOPLE = range(3, 2000, 20)
_TEN = 10


@pytest.mark.requirement("C16")
@pytest.mark.parametrize("first", range(0, len(PEOPLE), _TEN))
def test_the_same_person_meets_the_same_cautions_by_every_door(first: int, tmp_path: Path) -> None:
    for number in PEOPLE[first : first + _TEN]:
        cache.clear()
        who = doors.that_the_page_can_ask(profile(number))
        api = doors.by_the_api(who)
        for document in (doors.by_the_command(who, tmp_path), doors.by_the_page(who)):
            assert {key: document[key] for key in SAID} == {key: api[key] for key in SAID}, number


@pytest.mark.requirement("C16")
@pytest.mark.parametrize("number", PEOPLE[::10])
def test_the_check_finds_what_a_plan_says(number: int) -> None:
    cache.clear()
    who = profile(number)
    found, planned = doors.by_the_check(who), doors.by_the_api(who)
    for key in ("state", "reason", "cautions", "not_checked", "referrals", "notes", "timeline"):
        assert found[key] == planned[key], number


@pytest.mark.requirement("C16")
@pytest.mark.parametrize("number", PEOPLE[5::10])
def test_the_page_shows_every_caution_and_all_that_is_not_checked(number: int) -> None:
    cache.clear()
    who = doors.that_the_page_can_ask(profile(number))
    document = doors.by_the_page(who)
    shown = plan_page.page({"document": document, "reasons": {}, "signs": (), "recipes": {}})
    said = {(one.title, one.message) for one in (*shown.loud, *shown.quiet)}
    assert said == {(one["title"], one["message"]) for one in document["cautions"]}
    assert shown.not_checked == tuple(document["not_checked"])
