"""What other rules would change for kept plans: worked out again from their profiles, and only counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from foods import services as foods
from foods.models import TagState
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.knowledge import loader
from nutriplan.plans import rule_changes
from tests.foods.factories import food_with
from tests.plans.kept import keep

pytestmark = pytest.mark.django_db
WARFARIN = {"medications": [{"name": "warfarin", "times": ["18:00"]}]}
THINNERS = loader.FOLDER / "cautions/rules_blood_thinners.yaml"


def changed(path: Path, old: str, new: str) -> dict[str, bytes]:
    said = path.read_text(encoding="utf-8")
    assert old in said
    return {path.name: said.replace(old, new).encode()}


@pytest.mark.requirement("M4")
def test_a_plan_made_under_the_rules_in_force_does_not_change() -> None:
    keep(**WARFARIN)
    found = rule_changes.since_made()
    assert (found.kept, found.looked_at, found.changed, found.refused, found.left_out, found.rules) == (
        1,
        1,
        0,
        0,
        0,
        (),
    )


@pytest.mark.requirement("M4")
def test_a_caution_that_read_otherwise_and_one_that_was_not_there() -> None:
    plan = keep(**WARFARIN)
    first, *rest = plan.document["cautions"]
    plan.document["cautions"] = [*rest[1:], {**first, "message": "as it read before"}, {**first, "rule": "GONE"}]
    plan.save()
    found = {row.rule_id: (row.newly, row.no_longer, row.otherwise) for row in rule_changes.since_made().rules}
    assert found == {first["rule"]: (0, 0, 1), rest[0]["rule"]: (1, 0, 0), "GONE": (0, 1, 0)}


@pytest.mark.requirement("M4")
def test_a_file_of_rules_is_tried_on_those_it_speaks_to_alone() -> None:
    keep(**WARFARIN)
    keep()
    found = rule_changes.with_files(files=changed(THINNERS, "tolerance_pct: 20", "tolerance_pct: 10"))
    assert (found.looked_at, found.changed) == (2, 1)
    assert [(row.newly, row.no_longer, row.otherwise) for row in found.rules] == [(0, 0, 1)]
    assert rule_changes.since_made().changed == 0


@pytest.mark.requirement("M4")
def test_a_file_is_tried_on_the_drawn_people_too_who_are_named() -> None:
    found = rule_changes.with_files(files=changed(THINNERS, "tolerance_pct: 20", "tolerance_pct: 10"))
    assert (found.kept, [(one.name, one.rules) for one in found.samples]) == (
        0,
        [("man-60-warfarin", ("RX-VKA-VITK",))],
    )


@pytest.mark.requirement("M4")
@pytest.mark.parametrize(("amount", "over"), [(1400.0, 0), (1600.0, 1), (None, 0)])
def test_a_plan_above_a_limit_of_a_nutrient_is_counted(amount: float | None, over: int) -> None:
    plan = keep(clinician_targets={"sodium_mg": {"max": 1500}})
    plan.document["days"][0]["totals"] = {"sodium_mg": {"amount": amount, "known_share": 1.0}}
    plan.save()
    assert rule_changes.since_made().over_a_cap == over


def test_a_new_file_of_rules_is_tried_beside_the_others() -> None:
    keep()
    kidney = (loader.FOLDER / "cautions/rules_kidney.yaml").read_text(encoding="utf-8")
    start = kidney.index("- id: RX-MG-LAX-CKD")
    one = kidney[start : kidney.index("- id:", start + 5)].replace("RX-MG-LAX-CKD", "ZQ-NEW")
    new = f"rules:\n{one.replace('  when:', '  when:' + chr(10) + '    any: [diet:omnivore]', 1)}"
    with pytest.raises(KnowledgeFaults):
        rule_changes.with_files(files={"nonsense.yaml": new.encode()})
    everybody = new.replace(one[one.index("    all:") : one.index("  effects:")], "")
    found = rule_changes.with_files(files={"rules_new.yaml": everybody.encode()})
    assert [(row.rule_id, row.newly) for row in found.rules] == [("ZQ-NEW", 1)]


def test_a_profile_that_cannot_be_read_any_more_is_counted_and_nothing_else_is_lost() -> None:
    plan = keep()
    plan.profile["conditions"] = ["no such condition"]
    plan.save()
    keep()
    assert (rule_changes.since_made().refused, rule_changes.since_made().looked_at) == (1, 2)


@pytest.mark.requirement("M4")
def test_a_plan_that_holds_what_is_left_out_now_is_counted() -> None:
    food = food_with({}, tags=[])
    keep(food.pk, allergies=["sesame"])
    keep(food.pk)
    tried = rule_changes.with_tag(food_id=food.pk, tag="sesame")
    assert (tried.looked_at, tried.holding, tried.left_out) == (2, 2, 1)
    assert rule_changes.with_tag(food_id=food.pk, tag="celery").left_out == 0
    assert rule_changes.with_tag(food_id=food_with({}).pk, tag="sesame").holding == 0
    assert rule_changes.since_made().left_out == 0
    foods.set_tag(food=food, tag="sesame", state=TagState.PRESENT, reason="the label says so")
    found = rule_changes.since_made()
    assert (found.left_out, found.changed) == (1, 1)


def test_only_the_newest_are_looked_at() -> None:
    keep()
    keep()
    found = rule_changes.since_made(most=1)
    assert (found.kept, found.looked_at) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("../rules_kidney.yaml", b"rules: []", "no file of rules"),
        ("us_intakes.csv", b"x", "no file of rules"),
        ("rules_kidney.yaml", b"\xff\xfe", "no text in UTF-8"),
        ("medicines.csv", b"generic\nzq\n", "medicines.csv"),
    ],
)
def test_what_cannot_be_tried_says_why(name: str, content: bytes, told: str) -> None:
    with pytest.raises(KnowledgeFaults, match=told):
        rule_changes.with_files(files={name: content})
