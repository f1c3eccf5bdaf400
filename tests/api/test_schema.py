from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
METHODS = {"get", "post", "put", "patch", "delete"}


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", one)
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
        if method in METHODS
    ]


def test_the_published_schema_is_fresh_valid_and_without_a_warning(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    says = "run: python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"
    assert made.read_text(encoding="utf-8") == PUBLISHED.read_text(encoding="utf-8"), says


def test_it_is_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"


def test_every_operation_has_a_summary_and_an_id_of_its_own(schema: dict[str, Any]) -> None:
    found = operations(schema)
    assert all(one["summary"] for _, one in found)
    assert len({one["operationId"] for _, one in found}) == len(found)


def test_every_post_says_what_it_reads(schema: dict[str, Any]) -> None:
    silent = {name for name, one in operations(schema) if name.startswith("post") and "requestBody" not in one}
    assert silent == {f"post /api/v1/plans/{{plan_id}}/{path}/" for path in ("undo", "shopping-list")}  # take nothing


def test_every_problem_is_problem_json(schema: dict[str, Any]) -> None:
    for name, one in operations(schema):
        for status, answer in one["responses"].items():
            if status.startswith("4"):
                assert list(answer["content"]) == ["application/problem+json"], f"{name} {status}"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nutrients/",
        "/api/v1/foods/",
        "/api/v1/foods/{food_id}/",
        "/api/v1/food-groups/",
        "/api/v1/dishes/",
        "/api/v1/dishes/{dish_id}/",
        "/api/v1/medications/",
        "/api/v1/conditions/",
        "/api/v1/allergens/",
        "/api/v1/diets/",
        "/api/v1/caution-rules/",
        "/api/v1/caution-rules/{rule_id}/",
        "/api/v1/reference-intakes/",
        "/api/v1/targets/",
        "/api/v1/cautions/check/",
        "/api/v1/plans/",
        "/api/v1/plans/{plan_id}/",
        "/api/v1/plans/{plan_id}/shopping-list/",
        "/healthz",
        "/readyz",
    ],
)
def test_the_resource_is_published(schema: dict[str, Any], path: str) -> None:
    assert path in schema["paths"]


def test_every_nutrient_can_be_filtered_by(schema: dict[str, Any]) -> None:
    names = {one["name"] for one in schema["paths"]["/api/v1/foods/"]["get"]["parameters"]}
    assert {"magnesium_mg__gte", "vitamin_d_ug__lte", "energy_kcal__lte"} <= names
