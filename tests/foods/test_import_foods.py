import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from foods.models import Food, FoodState, ImportBatch, ImportRejection

pytestmark = pytest.mark.django_db
HEADER = "name,group,magnesium_mg,sodium_mg,portions,origin,gtin,manufacturer\n"
GOOD = 'Zqbread of the house,1800,40,450,"1 slice = 35; 1 loaf = 800 g",label,,Zq Bakery\n'


def sheet(folder: Path, *lines: str, header: str = HEADER, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(header + "".join(lines), encoding="utf-8")
    return path


def called(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_foods", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_own_foods_arrive_as_drafts(tmp_path: Path) -> None:
    assert "1 foods read, 1 new" in called(sheet(tmp_path, GOOD))
    food = Food.objects.get(name="Zqbread of the house")
    assert (food.state, food.group.code, food.manufacturer) == (FoodState.DRAFT, "1800", "Zq Bakery")
    assert dict(food.amounts.values_list("nutrient", "amount")) == {"magnesium_mg": 40, "sodium_mg": 450}
    assert set(food.amounts.values_list("origin", flat=True)) == {"8"}
    assert list(food.portions.values_list("unit", "grams")) == [("slice", 35), ("loaf", 800)]


def test_they_can_be_published_at_once_and_their_group_be_named(tmp_path: Path) -> None:
    called(sheet(tmp_path, "Zqcurd,Dairy and Egg Products,9,,,,,\n"), "--publish")
    food = Food.objects.get(name="Zqcurd")
    assert (food.state, food.group.code) == (FoodState.PUBLISHED, "0100")
    assert not food.amounts.filter(nutrient="sodium_mg").exists()


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    said = called(sheet(tmp_path, GOOD, "Zqfault,1800,-4,,,,,\n"), "--dry-run")
    assert "new: Zqbread of the house (2 amounts, 2 measures)" in said
    assert "row 3, Zqfault: magnesium_mg: -4 is negative" in said
    assert "dry run, nothing written: 2 foods read, 1 new, 0 changed, 0 unchanged, 1 rows refused" in said
    assert not Food.objects.filter(name__startswith="Zqbread").exists()
    assert not ImportBatch.objects.exists()


def test_every_fault_of_a_row_is_said_and_the_other_rows_are_taken(tmp_path: Path) -> None:
    faulty = "Zqfault,Moon food,many,98000,1 bowl = 0,guess,123,\n"
    said = called(sheet(tmp_path, faulty, GOOD, GOOD))
    assert "3 foods read, 1 new, 0 changed, 0 unchanged, 2 rows refused" in said
    first, second = ImportRejection.objects.order_by("row")
    for reason in ("group: there is no group", "magnesium_mg: 'many'", "98000 in 100 g", "origin: 'guess'"):
        assert reason in first.reason
    assert first.content["gtin"] == "123"
    assert "gtin: '123'" in first.reason
    assert (second.row, second.reason) == (4, "the food of row 3 once more")


def test_the_second_import_changes_only_what_the_file_changed(tmp_path: Path) -> None:
    called(sheet(tmp_path, GOOD))
    assert "up to date" in called(sheet(tmp_path, GOOD))
    assert "0 new, 0 changed, 1 unchanged" in called(sheet(tmp_path, GOOD), "--again")
    changed = sheet(tmp_path, GOOD.replace(",40,", ",,").replace("35", "36"))
    said = called(changed, "--dry-run")
    assert "changed: Zqbread of the house: magnesium_mg 40 -> unknown; 2 measures -> 2 measures" in said
    assert "0 new, 1 changed" in called(changed)
    assert "0 foods deleted, 1 as before" in called("--rollback", ImportBatch.objects.latest("pk").pk)
    assert Food.objects.get(name="Zqbread of the house").amounts.filter(nutrient="magnesium_mg").exists()


def test_a_workbook_is_read_as_a_text_file_is(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["Name", "Group", "magnesium_mg", "portions", None])
    page.append(["Zqbread from a workbook", "1800", 41.5, "1 slice = 35", None])
    page.append([None, None, None, None, None])
    page.append(["Zqfault", "1800", "x", None, None])
    path = tmp_path / "own.xlsx"
    book.save(path)
    said = called(path)
    assert "2 foods read, 1 new" in said
    assert "own.xlsx, row 4, Zqfault: magnesium_mg: 'x' is not a number" in said


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name,magnesium_mg\n", "has no column group"),
        ("name,group,magnesium\n", "there is no column 'magnesium'"),
        ("name,group,iron_mg,iron_mg\n", "column iron_mg twice"),
        ("", "has no column name"),
    ],
)
def test_columns_that_cannot_be_understood_stop_the_import(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        called(sheet(tmp_path, header=header))


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        called(sheet(tmp_path, name="own.xlsx"))
    with pytest.raises(CommandError, match="cannot be read"):
        called(tmp_path / "nothing.csv")
