import io
import tarfile
from pathlib import Path

import pytest

from foods.importers import sr28
from foods.importers.table import FoodTable, TableFaults

TEXTS = {
    "FD_GROUP.txt": "~0100~^~Dairy and Egg Products~\r\n",
    "FOOD_DES.txt": (
        "~01001~^~0100~^~Crème brûlée~^~CREME~^~custard~^~~^~Y~^~Shell~^12^~Bos~^6.38^4.27^8.79^3.87\r\n"
        "~00999~^~0100~^~Milk~^~MILK~^~~^~~^~~^~~^^~~^^^^\r\n"
    ),
    "NUT_DATA.txt": (
        "~01001~^~304~^2^16^0.07^~1~^~A~^~~^~~^^^^^^^~~^11/1976^\r\n"
        "~01001~^~262~^0^0^^~7~^~Z~^~~^~~^^^^^^^~~^11/1976^\r\n"
        "~01001~^~999~^5^0^^~1~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
        "~01001~^~324~^60^0^^~4~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
        "~00999~^~324~^41^0^^~4~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
        "~00999~^~328~^1.0^0^^~1~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
    ),
    "WEIGHT.txt": "~01001~^2^1^~cup~^227^^\r\n~01001~^1^3^~oz~^85^^\r\n",
}


def table() -> FoodTable:
    return sr28.read(TEXTS.__getitem__)


def test_foods_are_read_with_their_leading_zeros_in_order() -> None:
    milk, creme = table().foods
    assert (milk.ndb_no, creme.ndb_no, creme.name) == ("00999", "01001", "Crème brûlée")
    assert (creme.in_survey, creme.refuse_pct, milk.refuse_pct) == (True, "12", "")


def test_amounts_keep_print_source_and_derivation() -> None:
    amounts = table().foods[1].amounts
    assert (amounts["magnesium_mg"].printed, amounts["magnesium_mg"].origin) == ("2", "1")
    assert (amounts["caffeine_mg"].origin, amounts["caffeine_mg"].derivation) == ("7", "Z")


def test_an_absent_row_and_an_unknown_number_give_no_amount() -> None:
    assert set(table().foods[1].amounts) == {"magnesium_mg", "caffeine_mg", "vitamin_d_ug"}


def test_vitamin_d_falls_back_to_international_units_only_without_micrograms() -> None:
    milk, creme = table().foods
    assert creme.amounts["vitamin_d_ug"].printed == "1.5"
    assert milk.amounts["vitamin_d_ug"].printed == "1.0"


def test_household_measures_stand_in_their_sequence() -> None:
    assert [(p.position, p.amount, p.unit, p.grams) for p in table().foods[1].portions] == [
        (1, "3", "oz", "85"),
        (2, "1", "cup", "227"),
    ]


def sdist(folder: Path, names: list[str]) -> Path:
    path = folder / "release.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            content = TEXTS[name].encode("latin-1")
            member = tarfile.TarInfo(f"release-1/{sr28.FOLDER}{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_the_release_is_read_out_of_a_source_distribution(tmp_path: Path) -> None:
    assert sr28.read_sdist(sdist(tmp_path, list(TEXTS))) == table()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableFaults, match=r"WEIGHT\.txt"):
        sr28.read_sdist(sdist(tmp_path, ["FD_GROUP.txt", "FOOD_DES.txt", "NUT_DATA.txt"]))
