import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nutriplan.plans.models import Plan

pytestmark = pytest.mark.django_db

LEAST: dict[str, Any] = {"age_years": 45, "sex": "male", "life_stage": "none"}


def run(tmp_path: Path, profile: object, *arguments: str) -> str:
    file = tmp_path / "profile.json"
    file.write_text(profile if isinstance(profile, str) else json.dumps(profile), encoding="utf-8")
    out = io.StringIO()
    call_command("plan", "--profile", str(file), "--days", "1", "--start", "2026-01-05", *arguments, stdout=out)
    return out.getvalue()


def refusal(tmp_path: Path, profile: object, *arguments: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        run(tmp_path, profile, *arguments)
    assert not Plan.objects.exists()
    return refused.value


def test_prints_a_day_bars_and_a_list_within_100_columns(tmp_path: Path) -> None:
    text = run(tmp_path, LEAST, "--shopping")
    assert all(word in text for word in ("Your day", "Magnesium", "of 420 mg", "Shopping list", "evidence: mixed"))
    assert max(map(len, text.splitlines())) <= 100
    assert "…" not in text


def test_json_is_the_plan_document(tmp_path: Path) -> None:
    document = json.loads(run(tmp_path, LEAST, "--format", "json"))
    assert (document["state"], len(document["days"]), document["id"]) == ("ready", 1, None)


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("{not json", "is not JSON"),
        ({**LEAST, "age_years": 900}, "/age_years: must be from 0 to 120"),
        ('{"age_years": 45, "sex": "male", "life_stage": "none", "weight_kg": NaN}', "/weight_kg: must be a number"),
        ({**LEAST, "hight_cm": 170}, "/hight_cm: is not a field here; did you mean height_cm?"),
        ({**LEAST, "avoid_foods": [999_999_999]}, "there is no food 999999999"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_profile_that_cannot_be_used_ends_with_2_and_says_why(tmp_path: Path, profile: object, words: str) -> None:
    error = refusal(tmp_path, profile)
    assert error.returncode == 2
    assert words in str(error)


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("plan", "--profile", str(tmp_path / "none.json"))
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--days", "29"), "/days"), (("--seed", "-1"), "/seed"), (("--start", "soon"), "/start")],
)
def test_a_wrong_wish_ends_with_2(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    error = refusal(tmp_path, LEAST, *arguments)
    assert (error.returncode, words in str(error)) == (2, True)


def test_every_food_excluded_ends_with_3_and_a_reason(tmp_path: Path) -> None:
    error = refusal(
        tmp_path, {**LEAST, "avoid_tags": ["animal", "fruit", "vegetable", "legume", "gluten", "whole_grain"]}
    )
    assert error.returncode == 3
    assert "No dish is left for" in str(error)


@pytest.mark.requirement("I13")
def test_a_small_child_ends_with_3_and_is_sent_to_a_paediatrician(tmp_path: Path) -> None:
    error = refusal(tmp_path, {**LEAST, "age_years": 2})
    assert (error.returncode, "paediatrician" in str(error)) == (3, True)


@pytest.mark.requirement("R9")
def test_a_red_flag_ends_with_3_and_says_whom_to_see(tmp_path: Path) -> None:
    error = refusal(tmp_path, {**LEAST, "red_flags": ["RF01"]})
    assert (error.returncode, "emergency" in str(error)) == (3, True)


@pytest.mark.requirement("R9")
def test_a_red_flag_that_a_clinician_has_looked_at_is_acknowledged_on_the_command_line(tmp_path: Path) -> None:
    fainted = {**LEAST, "red_flags": ["RF01"]}
    assert "--acknowledge RF01" in str(refusal(tmp_path, fainted))
    text = " ".join(run(tmp_path, fainted, "--acknowledge", "RF01").split())
    assert text.index("passing out") < text.index("Your day")
    assert refusal(tmp_path, LEAST, "--acknowledge", "RF01").returncode == 2


@pytest.mark.requirement("I4")
def test_an_unknown_medicine_is_planned_with_and_shown_as_not_checked(tmp_path: Path) -> None:
    text = run(tmp_path, {**LEAST, "medications": [{"name": "Blorbazine"}]})
    assert "Blorbazine: not checked. Ask a pharmacist" in " ".join(text.split())


def test_what_is_in_the_kitchen_can_be_said_on_the_command_line(tmp_path: Path) -> None:
    text = run(tmp_path, LEAST, "--shopping", "--have", "brown rice:800", "--have", "eggs:300:2026-01-09")
    assert all(word in text for word in ("From your kitchen", "Brown rice, dry", "Eggs (use by 2026-01-09)"))


@pytest.mark.parametrize(
    ("have", "words"),
    [
        ("dragon scales:4", "“dragon scales” is not a food we know"),
        ("eggs", "/pantry/0/grams"),
        ("eggs:3:soon", "use_by"),
    ],
)
def test_a_kitchen_that_cannot_be_read_ends_with_2(tmp_path: Path, have: str, words: str) -> None:
    error = refusal(tmp_path, LEAST, "--have", have)
    assert error.returncode == 2
    assert words in str(error)


def test_a_second_profile_sits_at_the_same_table_and_stops_it_where_a_clinician_comes_first(tmp_path: Path) -> None:
    other = tmp_path / "ann.json"
    other.write_text(json.dumps({**LEAST, "red_flags": ["RF01"]}), encoding="utf-8")
    error = refusal(tmp_path, LEAST, "--profile", str(other))
    assert error.returncode == 3
    assert "No plan: ann: " in str(error)
