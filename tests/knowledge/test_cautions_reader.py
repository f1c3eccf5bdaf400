import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutriplan.knowledge import cautions_reader
from nutriplan.knowledge.cautions_reader import FOLDER

RULES = "cautions/rules_thyroid.yaml"
RULE: dict[str, Any] = {
    "id": "TST-ONE",
    "title": "A title",
    "when": {"any": ["cond:gout"]},
    "effects": [{"exclude_foods": ["liver"]}],
    "severity": "minor",
    "message": "A message.",
    "why": "A reason.",
    "action": "An action.",
    "evidence": "label",
    "verification": "read",
    "sources": ["KDOQI"],
    "review_date": yaml.safe_load("2026-11-22"),
    "next_review": yaml.safe_load("2027-11-22"),
    "authored": yaml.safe_load("2026-11-22"),
    "examples": [{"fires": {"conditions": ["gout"]}}, {"not": {"conditions": ["gerd"]}}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("cautions", "medications", "triage"):
        # Without the rules: one drawn rule is enough, and quicker to read.
        shutil.copytree(FOLDER / name, tmp_path / name, ignore=shutil.ignore_patterns("rules_*"))
    (tmp_path / RULES).write_text(yaml.safe_dump({"rules": [RULE]}), encoding="utf-8")
    return tmp_path


def faults_with(folder: Path, **changes: Any) -> list[str]:
    """The faults when one rule file holds just the drawn rule, changed; a change to None removes the cell."""
    rule = {name: value for name, value in {**RULE, **changes}.items() if value is not None}
    (folder / RULES).write_text(yaml.safe_dump({"rules": [rule]}), encoding="utf-8")
    faults: list[str] = []
    cautions_reader.read(faults, folder)
    return faults


def test_the_book_on_disk_has_no_fault() -> None:
    faults: list[str] = []
    book = cautions_reader.read(faults)
    assert faults == []
    assert (len(book.rules), len(book.red_flags), len(book.food_tags)) == (200, 54, 94)
    assert len(book.doctors) == 8


def test_the_drawn_rule_has_no_fault(folder: Path) -> None:
    assert faults_with(folder) == []


@pytest.mark.parametrize("cell", sorted(set(RULE) - {"id"}))
def test_a_rule_without_one_of_its_cells_is_refused(folder: Path, cell: str) -> None:
    faults = faults_with(folder, **{cell: None})
    assert faults
    assert all("TST-ONE" in fault for fault in faults)
    assert any(cell in fault for fault in faults)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": ["NOBODY"]}, "NOBODY"),
        ({"sources": []}, "at least one source"),
        ({"when": {"any": ["cond:gout", "med:no_such_class"]}}, "med:no_such_class"),
        ({"when": {"any": ["cond:no_such_illness"]}}, "cond:no_such_illness"),
        ({"when": {"none": ["cond:gout"]}}, "at least one token"),
        ({"when": {"any": ["cond:gout"], "some": []}}, "some"),
        ({"severity": "grave"}, "grave"),
        ({"examples": [{"fires": {}}]}, "for whom it does not"),
        ({"examples": [{"fires": {}}, {"not": ["gout"]}]}, "must be a mapping"),
        ({"evidence": "hearsay"}, "hearsay"),
        ({"review_date": "soon"}, "must be a date"),
        ({"next_review": yaml.safe_load("2026-11-22")}, "must come after"),
        ({"id": "Thyroid rule"}, "must look like"),
        ({"extra": 1}, "extra"),
        ({"message": "  "}, "message must be a text"),
    ],
)
def test_a_rule_with_a_wrong_word_is_refused(folder: Path, changes: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in faults_with(folder, **changes))


LIMIT = {"nutrient": "calcium", "max": 1000, "unit": "mg", "per": "day", "scope": "total", "basis": "in all"}
FOOD = {"tag": "alcohol", "max": 1, "unit": "drink", "per": "day"}
APART = {"nutrients": ["calcium"], "scope": "supplement", "hours_before": 2, "hours_after": 2}


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ({"exclude_foods": ["no_such_tag"]}, "no_such_tag"),
        ({"exclude_foods": []}, "list of words"),
        ({"heal": "cramps"}, "heal"),
        ({"replace_target": ["no_such_nutrient"]}, "no_such_nutrient"),
        ({"limit_nutrient": {**LIMIT, "unit": "kcal"}}, "unit"),
        ({"limit_nutrient": {**LIMIT, "unit": "spoon"}}, "spoon"),
        ({"limit_nutrient": {**LIMIT, "per": "fortnight"}}, "fortnight"),
        ({"limit_nutrient": {**LIMIT, "scope": "some"}}, "some"),
        ({"limit_nutrient": {**LIMIT, "max": -1}}, "must be a number"),
        ({"limit_nutrient": {**LIMIT, "max_by_age": {"child_1_3": 500}}}, "strictest"),
        ({"limit_nutrient": {**LIMIT, "max_by_age": {"elder": 2000}}}, "elder"),
        ({"limit_nutrient": {**LIMIT, "per": "dose_window"}}, "opens the window"),
        ({"limit_food": {**FOOD, "unit": "bucket"}}, "bucket"),
        ({"limit_food": {**FOOD, "per": "dose_window"}}, "window_hours"),
        ({"limit_food": {**FOOD, "alternative_to": ["liver"]}}, "name each other"),
        ({"limit_food": {**FOOD, "only_if": "flag:nothing"}}, "flag:nothing"),
        ({"separate_from_nutrient": {**APART, "scope": "food_and_supplement"}}, "food_tags"),
        ({"separate_from_nutrient": {**APART, "scope": "all"}}, "scope"),
        ({"keep_steady": {"nutrient": "soy", "tolerance_pct": 20}}, "tracked_tag"),
        ({"avoid_supplement": {"supplements": ["no_such_pill"], "unless": "none"}}, "no_such_pill"),
        ({"refer_to_clinician": {"clinician": "witch", "urgency": "routine"}}, "witch"),
        ({"refer_to_clinician": {"clinician": "gp", "urgency": "whenever"}}, "whenever"),
    ],
)
def test_an_effect_with_a_wrong_word_is_refused(folder: Path, effect: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in faults_with(folder, effects=[effect]))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    assert len(faults_with(folder, severity="grave", sources=["NOBODY"], review_date=None)) >= 3


def test_amounts_become_the_unit_of_the_key(folder: Path) -> None:
    effects = [
        {"raise_target": {"nutrient": "fluid", "min": 1.6, "unit": "l", "basis": "in all"}},
        {"limit_nutrient": {**LIMIT, "max": 1, "unit": "g", "max_by_age": {"teen_14_18": 2}}},
    ]
    assert faults_with(folder, effects=effects) == []
    rule = cautions_reader.read([], folder).rule("TST-ONE")
    assert rule is not None
    water, calcium = rule.effects
    assert (water.nutrient, water.minimum, water.unit) == ("water_g", 1600, "g")  # type: ignore[union-attr]
    assert (calcium.maximum, calcium.max_by_age) == (1000, {"teen_14_18": 2000})  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("cautions/food_tags.yaml", "  animal:", "  animal: {}\n  animal:", "stands twice"),
        ("cautions/vocabulary.yaml", "tags: [dairy]", "tags: [no_such_tag]", "no_such_tag"),
        ("cautions/vocabulary.yaml", "calcium: calcium_mg", "calcium: calcium_kg", "calcium_kg"),
        ("cautions/vocabulary.yaml", "infant_0_6m: [0, 0.5]", "infant_0_6m: [1, 0.5]", "infant_0_6m"),
        ("cautions/sources.yaml", 'publisher: "NHS"', 'publisher: ""', "publisher"),
        ("triage/red_flags.yaml", "urgency: emergency", "urgency: perhaps", "perhaps"),
        ("triage/doctors.yaml", "clinician: nephrologist", "clinician: plumber", "plumber"),
        ("triage/doctors.yaml", "signs: [RF16, RF47]", "signs: [RF99]", "RF99"),
        ("triage/doctors.yaml", "  signs: [RF16, RF47]\n", "", "in signs"),
        ("triage/red_flags.yaml", "review_date: 2026-11-22\n", "", "review_date"),
        ("medications/about.yaml", "next_review: 2027-11-22\n", "", "next_review"),
        ("medications/medicines.csv", "loop_diuretic,rx", ",rx", "classes"),
        ("medications/medicines.csv", "loop_diuretic,rx", "loop_diuretic,free", "free"),
    ],
)
def test_a_fault_in_another_file_is_found(folder: Path, name: str, old: str, new: str, said: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults: list[str] = []
    cautions_reader.read(faults, folder)
    assert any(said in fault and path.name in fault for fault in faults)


@pytest.mark.parametrize("name", ["cautions/sources.yaml", "triage/red_flags.yaml", "medications/medicines.csv"])
def test_a_missing_file_is_a_fault(folder: Path, name: str) -> None:
    (folder / name).unlink()
    faults: list[str] = []
    cautions_reader.read(faults, folder)
    assert any("missing" in fault for fault in faults)
