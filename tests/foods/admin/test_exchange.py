import csv
import io
import json
from typing import Any

import pytest
import tablib
from django.test import Client

from foods import selectors
from foods.models import Food, NutrientAmount
from tests.foods.admin.browser_forms import FOODS, IMPORT, confirm, try_file
from tests.foods.factories import FoodGroupFactory, food_with

pytestmark = pytest.mark.django_db
EXPORT = f"{FOODS}export/"
GROUP = "0900"


def rows_of(count: int) -> list[dict[str, Any]]:
    return [
        {
            "ndb_no": f"Z{number:04}",
            "name": f"Zqberry {number}, raw",
            "group": GROUP,
            "magnesium_mg": 10 + number,
            "calcium_mg": "" if number % 2 else 30,
            "vitamin_d_ug": 0,
        }
        for number in range(count)
    ]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


#: The seven rows an editor got wrong: row below the header, column, what was typed, what is said.
FAULTS = [
    (3, "magnesium_mg", "twelve", "is not a number"),
    (11, "magnesium_mg", "-4", "is negative"),
    (20, "calcium_mg", "250000", "is more than 100 g can hold"),
    (42, "group", "Berries and such", "there is no food group"),
    (57, "name", "", "cannot be blank|missing"),
    (80, "ndb_no", "Z0001", "the same number as in row 3"),
    (99, "magnesium_mg", "nan", "is not a finite number"),
]


def test_an_editor_imports_100_foods_mends_7_rows_from_the_report_and_imports_them(admin_client: Client) -> None:
    rows = rows_of(100)
    for line, column, typed, _said in FAULTS:
        rows[line - 1][column] = typed
    report = try_file(admin_client, as_csv(rows))
    assert "confirm_form" not in report.context or report.context["confirm_form"] is None
    invalid = {row.number: row.field_specific_errors for row in report.context["result"].invalid_rows}
    assert set(invalid) == {line for line, *_rest in FAULTS}
    assert all(column in invalid[line] for line, column, *_rest in FAULTS)
    text = report.content.decode().replace("&#x27;", "'")
    assert "7 rows cannot be taken" in text
    for _line, _column, _typed, said in FAULTS:
        assert any(part in text for part in said.split("|")), said
    assert not Food.objects.filter(ndb_no__startswith="Z0").exists()

    preview = try_file(admin_client, as_csv(rows_of(100)))
    assert "100 new" in preview.content.decode()
    assert not Food.objects.filter(ndb_no__startswith="Z0").exists()
    assert confirm(admin_client, preview).status_code == 302

    foods = Food.objects.filter(ndb_no__startswith="Z0")
    assert (foods.count(), set(foods.values_list("state", flat=True))) == (100, {"draft"})
    food = foods.get(ndb_no="Z0001")
    assert {row.nutrient: row.amount for row in food.amounts.all()} == {"magnesium_mg": 11, "vitamin_d_ug": 0}
    history = food.history.get()
    assert (history.history_change_reason, history.history_user.username) == ("the spring delivery", "admin")
    assert NutrientAmount.history.filter(food_id=food.pk).count() == 2


def test_a_misspelt_column_is_refused_and_not_left_out(admin_client: Client) -> None:
    report = try_file(admin_client, b"ndb_no,name,group,magnesum_mg\nZ1,Zq,0900,4\n")
    assert "unknown columns: magnesum_mg" in report.content.decode()


def test_an_empty_cell_changes_nothing_and_unknown_takes_away(admin_client: Client) -> None:
    food = food_with({"magnesium_mg": 5, "calcium_mg": 7, "zinc_mg": 1}, ndb_no="Z7")
    content = f"ndb_no,name,group,magnesium_mg,calcium_mg,zinc_mg\nZ7,{food.name.replace(',', '')},,,unknown,2\n"
    assert confirm(admin_client, try_file(admin_client, content.encode())).status_code == 302
    assert dict(food.amounts.values_list("nutrient", "amount")) == {"magnesium_mg": 5, "zinc_mg": 2}
    assert set(food.overrides.values_list("nutrient", "original_amount")) == {("calcium_mg", None), ("zinc_mg", None)}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_what_is_exported_is_imported_again_without_a_change(admin_client: Client, ending: str) -> None:
    food = food_with({"magnesium_mg": 12.5, "vitamin_d_ug": 0}, ndb_no="09Z71", group=FoodGroupFactory.create())
    number = {"csv": "0", "xlsx": "1", "json": "2"}[ending]
    answer = admin_client.post(f"{EXPORT}?q=Zqfood", {"format": number, "resource": "0"})
    assert answer.status_code == 200
    content = answer.content
    if ending == "json":
        row = next(row for row in json.loads(content) if row["ndb_no"] == "09Z71")
        assert (row["magnesium_mg"], row["vitamin_d_ug"], row["calcium_mg"]) == (12.5, 0, "")
    if ending == "xlsx":
        assert "09Z71" in tablib.Dataset().load(content, "xlsx")["ndb_no"]
    before = selectors.data_version()
    preview = try_file(admin_client, content, ending=ending)
    result = preview.context["result"]
    assert (result.totals["new"], result.totals["update"], result.has_validation_errors()) == (0, 0, False)
    confirm(admin_client, preview)
    assert selectors.data_version() == before
    assert food.amounts.count() == 2


def test_an_import_needs_a_reason(admin_client: Client) -> None:
    assert "reason" in try_file(admin_client, as_csv(rows_of(1)), reason="").context["form"].errors


def test_the_preview_writes_no_style_into_the_page(admin_client: Client) -> None:
    food_with({"magnesium_mg": 5}, ndb_no="Z7", name="Zq")
    text = try_file(admin_client, b"ndb_no,name,magnesium_mg\nZ7,Zq,6\n").content.decode()
    assert "<b>magnesium_mg</b> <del>5.0</del> <ins>6.0</ins>" in text
    for path in (IMPORT, EXPORT):
        text += admin_client.get(path).content.decode()
    assert " style=" not in text
    assert "onchange=" not in text
