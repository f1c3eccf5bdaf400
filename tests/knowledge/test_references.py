import csv
import shutil
from pathlib import Path

import pytest

from nutriplan.domain.nutrients import KEYS
from nutriplan.domain.person import LifeStage, ReferenceSet, Sex
from nutriplan.domain.references import UNCOUNTED, Group, Per, ReferenceTables
from nutriplan.domain.rules import Scope
from nutriplan.knowledge import references

MAGNESIUM = "magnesium_mg,day,female,adult,19,31,"
MAGNESIUM_ROW = "magnesium_mg,day,female,adult,19,31,,255,310,,350,,mg,,supplements_only,iom_1997,two,"


@pytest.fixture(scope="module")
def tables() -> ReferenceTables:
    faults: list[str] = []
    found = references.read(faults)
    assert faults == []
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(references.FOLDER, tmp_path / "reference_values"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new))


def faults_of(folder: Path) -> list[str]:
    faults: list[str] = []
    references.read(faults, folder)
    return faults


def test_the_shipped_tables_have_no_fault(tables: ReferenceTables) -> None:
    assert len(tables.intakes) == 69


def test_the_tables_hold_every_published_row(tables: ReferenceTables) -> None:
    counts = dict.fromkeys(ReferenceSet, 0)
    for (chosen, _), rows in tables.intakes.items():
        counts[chosen] += len(rows)
    # 792 American rows and 4 additions for smokers; 609 European rows with a value and the advice on retinol.
    assert counts == {ReferenceSet.US: 796, ReferenceSet.EU: 610}
    assert (len(tables.equations), len(tables.activity_levels)) == (117, 20)


@pytest.mark.parametrize(
    ("column", "old", "new", "expected"),
    [
        ("source", ",iom_1997,two,", ",,two,", "without a source"),
        ("source", ",iom_1997,", ",my_aunt,", "'my_aunt' does not stand in sources.csv"),
        ("nutrient", "magnesium_mg,", "unobtainium_mg,", "'unobtainium_mg' is neither"),
        ("life_stage", ",adult,", ",wizard,", "'wizard' is not one of"),
        ("sex", ",female,", ",both,", "'both' is not one of"),
        ("per", ",day,", ",fortnight,", "'fortnight' is not one of"),
        ("subgroup", ",31,,255", ",31,left_handed,255", "'left_handed' is not one of"),
        ("ul_scope", ",supplements_only,", ",everything,", "'everything' is not one of"),
        ("ul_scope", ",350,,mg,,supplements_only,", ",,,mg,,supplements_only,", "a scope without an upper level"),
        ("unit", ",mg,", ",kcal,", "kcal measures energy, mg measures mass"),
        ("unit", ",mg,", ",IU,", "no factor for the unit 'IU'"),
        ("form", ",mg,,", ",mg,RAE,", "magnesium_mg is not counted in 'RAE'"),
        ("ear", ",255,310,", ",311,310,", "the EAR 311 is above the RDA 310"),
        ("ear", ",255,310,", ",255,,", "an EAR without the RDA"),
        ("ai", ",310,,350", ",310,300,350", "an RDA or an AI, never both"),
        ("ul", ",350,,mg,,supplements_only,", ",300,,mg,,total,", "the UL of the total intake 300 is below"),
        ("cdrr", ",,350,,", ",,,200,", "the CDRR 200 is below"),
        ("rda", ",255,310,,350,,mg,,supplements_only,", ",,,,,,mg,,,", "the row has no value"),
        ("rda", ",310,", ",many,", "'many' is not a number"),
        ("rda", ",310,", ",nan,", "'nan' is not a number"),
        ("ul", ",350,", ",-350,", "-350 is below zero"),
        ("age_to_years", ",19,31,", ",31,31,", "the band 31 to 31 years is empty"),
        ("age_from_years", ",19,31,", ",,31,", "is empty"),
        ("checked", ",two,", ",often,", "'often' is not one of"),
    ],
)
def test_a_faulty_cell_is_named_with_its_column(folder: Path, column: str, old: str, new: str, expected: str) -> None:
    change(folder / "us_intakes.csv", MAGNESIUM_ROW, MAGNESIUM_ROW.replace(old, new, 1))
    named = [fault for fault in faults_of(folder) if fault.startswith("us_intakes.csv:") and f": {column}: " in fault]
    assert any(expected in fault for fault in named), faults_of(folder)


@pytest.mark.parametrize(
    ("ages", "expected"), [("19,33", "overlaps the band 19 to 33"), ("19,29", "nothing between 29 and 31")]
)
def test_bands_may_not_overlap_or_leave_a_gap(folder: Path, ages: str, expected: str) -> None:
    change(folder / "us_intakes.csv", MAGNESIUM, MAGNESIUM.replace("19,31", ages))
    assert any(expected in fault and "magnesium_mg" in fault for fault in faults_of(folder))


def test_a_line_of_ages_may_not_end_before_the_oldest(folder: Path) -> None:
    change(folder / "us_intakes.csv", "magnesium_mg,day,female,adult,71,130,", "magnesium_mg,day,female,adult,71,99,")
    assert any("magnesium_mg" in fault and "ends at 99 years" in fault for fault in faults_of(folder))


def test_a_lost_row_leaves_a_gap_or_an_early_end(folder: Path) -> None:
    path = folder / "eu_intakes.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("calcium_mg,day,male,adult,25,130,")))
    assert any("calcium_mg" in fault and "ends at 25 years" in fault for fault in faults_of(folder))


def test_a_pregnant_row_about_men_is_refused(folder: Path) -> None:
    old = "magnesium_mg,day,female,pregnant,19,31,"
    change(folder / "us_intakes.csv", old, old.replace("female", "male"))
    assert any("about women" in fault for fault in faults_of(folder))


FAT = "us,fat_g,AMDR,any,adult,19,130,,20,35,"
INACTIVE = "male,adult,19,130,inactive,,753.07"
LEVEL = "nasem_2023,19,130,inactive,1.0,1.53"
LABEL = "magnesium_mg,from_4_years,420,mg"
SODIUM_BOOK = "nasem_2019,Dietary Reference Intakes for Sodium and Potassium"


@pytest.mark.parametrize(
    ("name", "line", "old", "new", "expected"),
    [
        ("ranges.csv", FAT, ",20,35,", ",40,35,", "40 is above high 35"),
        ("ranges.csv", FAT, ",19,130,", ",18,130,", "overlaps the band 4 to 19"),
        ("ranges.csv", FAT, ",20,35,", ",,,", "do not fit the kind"),
        ("energy_equations.csv", INACTIVE, "inactive", "lazy", "'lazy' is not one of"),
        ("energy_equations.csv", INACTIVE, "753.07", "", "intercept: is empty"),
        ("energy_equations.csv", INACTIVE, ",19,", ",20,", "nothing between 19 and 20"),
        ("activity_levels.csv", LEVEL, "1.0", "1.9", "the range 1.9 to 1.53 is empty"),
        ("label_values.csv", LABEL, "420", "", "value: is empty"),
        ("label_values.csv", LABEL, ",mg", ",kJ", "kJ measures energy"),
        ("sources.csv", SODIUM_BOOK, "Dietary Reference Intakes for Sodium and Potassium", "", "title: is empty"),
        ("sources.csv", SODIUM_BOOK, "nasem_2019", "nasem_2023", "stands twice"),
        ("notes.csv", "vitamin_e_mg,Alpha-tocopherol only.", "Alpha-tocopherol only.", "", "note: is empty"),
    ],
)
def test_the_other_tables_are_read_as_strictly(
    folder: Path, name: str, line: str, old: str, new: str, expected: str
) -> None:
    change(folder / name, line, line.replace(old, new))
    assert any(expected in fault for fault in faults_of(folder)), faults_of(folder)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    path = folder / "us_intakes.csv"
    change(path, MAGNESIUM_ROW, MAGNESIUM_ROW.replace("255", "400").replace(",iom_1997,", ",,"))
    change(folder / "ranges.csv", FAT, FAT.replace("20", "x"))
    (folder / "notes.csv").unlink()
    told = "\n".join(faults_of(folder))
    for expected in ("the EAR 400", "without a source", "'x' is not a number", "notes.csv: the file is missing"):
        assert expected in told


def test_wrong_columns_and_short_rows_are_refused(folder: Path) -> None:
    change(folder / "notes.csv", "nutrient,note,source", "nutrient,remark,source")
    with (folder / "sources.csv").open("a") as file:
        file.write("only,three,cells\n")
    told = "\n".join(faults_of(folder))
    assert "notes.csv:1: the columns must be nutrient,note,source" in told
    assert "the row does not have 8 cells" in told


def test_copper_fluoride_and_water_come_in_the_unit_of_their_key(tables: ReferenceTables) -> None:
    man = Group(ReferenceSet.US, Sex.MALE, 40)
    assert [row.rda for row in tables.needs("copper_mg", man)] == [0.9]
    assert [row.ai for row in tables.needs("fluoride_ug", man)] == [4000]
    assert [row.ai for row in tables.needs("water_g", man)] == [3700]


def test_what_no_food_table_counts_stays_under_its_own_key(tables: ReferenceTables) -> None:
    for key in ("iodine_ug", "biotin_ug", "chromium_ug", "molybdenum_ug", "chloride_mg"):
        assert (ReferenceSet.US, key) in tables.intakes
    assert {key for _, key in tables.intakes} <= {*KEYS, *UNCOUNTED}
    assert not UNCOUNTED & set(KEYS)


@pytest.mark.parametrize(
    ("key", "expected"),
    [("magnesium_mg", 420), ("calcium_mg", 1300), ("potassium_mg", 4700), ("vitamin_d_ug", 20), ("copper_mg", 0.9),
     ("sodium_mg", 2300), ("fibre_g", 28), ("lactose_g", None)],
)  # fmt: skip
def test_daily_values_are_those_of_adults(tables: ReferenceTables, key: str, expected: float | None) -> None:
    assert tables.daily_value(key) == expected


def test_every_source_is_used_and_dated(tables: ReferenceTables) -> None:
    used = set()
    for path in references.FOLDER.glob("*.csv"):
        if path.name != "sources.csv":
            with path.open(newline="") as file:
                used |= {row["source"] for row in csv.DictReader(file)}
    assert used == set(tables.sources)


def test_the_scopes_of_the_upper_levels(tables: ReferenceTables) -> None:
    woman = Group(ReferenceSet.US, Sex.FEMALE, 30)
    scopes = {
        key: tables.ceilings(key, woman)[0].scope for key in ("magnesium_mg", "vitamin_a_ug", "folate_ug", "calcium_mg")
    }
    assert scopes == {
        "magnesium_mg": Scope.SUPPLEMENTS_ONLY,
        "vitamin_a_ug": Scope.PREFORMED,
        "folate_ug": Scope.ADDED_FORMS,
        "calcium_mg": Scope.TOTAL,
    }


def test_pregnancy_reads_its_own_line_and_falls_back_to_the_line_of_ages(tables: ReferenceTables) -> None:
    pregnant = Group(ReferenceSet.EU, Sex.FEMALE, 30, LifeStage.PREGNANT)
    assert [row.ai for row in tables.needs("choline_mg", pregnant)] == [480]
    assert [row.ai for row in tables.needs("fibre_g", pregnant)] == [25]


def test_outside_the_line_of_pregnancy_both_rows_come_back(tables: ReferenceTables) -> None:
    girl = Group(ReferenceSet.EU, Sex.FEMALE, 16, LifeStage.PREGNANT)
    assert sorted(row.rda or 0 for row in tables.needs("calcium_mg", girl)) == [1000, 1150]


def test_a_subgroup_wins_over_the_general_row(tables: ReferenceTables) -> None:
    before = Group(ReferenceSet.EU, Sex.FEMALE, 60)
    after = Group(ReferenceSet.EU, Sex.FEMALE, 60, marks=frozenset({"postmenopausal"}))
    assert [row.ul for row in tables.ceilings("vitamin_a_ug", before)] == [3000]
    assert [row.ul for row in tables.ceilings("vitamin_a_ug", after)] == [1500]


@pytest.mark.parametrize("chosen", ReferenceSet)
@pytest.mark.parametrize("sex", Sex)
def test_no_age_from_4_years_falls_between_the_rows(tables: ReferenceTables, chosen: ReferenceSet, sex: Sex) -> None:
    marks = frozenset({"premenopausal", "phytate_900"})
    keys = [key for reference_set, key in tables.intakes if reference_set is chosen]
    for age in (4, 8.99, 9, 13.9, 18, 18.5, 30, 50.9, 51, 70, 71, 129):
        group = Group(chosen, sex, age, marks=marks)
        found = {key for key in keys if any(len(tables.needs(key, group, per)) == 1 for per in Per)}
        assert set(keys) - found <= {"fat_g", "nicotinic_acid_mg", "nicotinamide_mg"}
