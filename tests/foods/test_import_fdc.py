import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foods import curation, imports, search, selectors, services
from foods.importers import fdc_spool, write_batch
from foods.importers.undo import CannotUndo
from foods.imports import Imported
from foods.models import (
    Food,
    FoodState,
    ImportBatch,
    ImportedFood,
    ImportRejection,
    NutrientAmount,
    Portion,
    Source,
)
from tests.foods import fdc_sample
from tests.foods.factories import FoodFactory, PortionFactory, dish_of

pytestmark = pytest.mark.django_db
BEANS, KEFIR, SOUP, BAR = 900001, 900002, 900003, 900005


def imported(path: Path = fdc_sample.FOLDER, *, again: bool = False) -> Imported:
    return imports.import_fdc(path=path, progress=lambda _: None, again=again)


def amount(fdc_id: int, nutrient: str) -> tuple[float, str]:
    return NutrientAmount.objects.values_list("amount", "origin").get(food__fdc_id=fdc_id, nutrient=nutrient)


def everything() -> tuple[object, ...]:
    foods = Food.objects.filter(fdc_id__isnull=False)
    return (
        list(foods.order_by("pk").values()),
        list(NutrientAmount.objects.filter(food__in=foods).order_by("pk").values()),
        list(Portion.objects.filter(food__in=foods).order_by("pk").values()),
    )


def test_foods_arrive_with_amounts_measures_and_their_source() -> None:
    done = imported()
    assert (done.read, done.created, done.updated, done.rejections) == (10, 6, 0, 10)
    food = Food.objects.select_related("group", "source", "batch").get(fdc_id=BEANS)
    assert (food.ndb_no, food.group.name) == ("FDC900001", "Legumes and Legume Products")
    assert (food.source.title, food.batch_id) == ("USDA FoodData Central: Foundation Foods", done.run)
    assert amount(BEANS, "magnesium_mg") == (171.5, "1")
    assert list(food.portions.values_list("amount", "unit", "grams")) == [(3, "oz", 85), (0.5, "cup, cooked", 88)]


def test_official_foods_are_published_with_the_tags_that_rules_decide() -> None:
    imported()
    soup, beans = Food.objects.get(fdc_id=SOUP), Food.objects.get(fdc_id=BEANS)
    assert soup.state == FoodState.PUBLISHED
    assert soup.tags.filter(tag="dairy", state="present", by_hand=False).exists()
    assert (beans.racc_g or 0) > 0
    assert beans.levels.get(nutrient="magnesium_mg").per_100kcal == "good"


def test_branded_foods_wait_and_nothing_is_decided_about_them() -> None:
    imported()
    bar = Food.objects.get(fdc_id=BAR)
    assert bar.state == FoodState.DRAFT
    assert not bar.tags.exists()
    assert not bar.levels.exists()


def test_publishing_a_branded_food_decides_its_tags() -> None:
    imported()
    bar = Food.objects.get(fdc_id=BAR)
    curation.set_state(food=bar, state=FoodState.PUBLISHED, reason="the label was compared")
    assert bar.tags.filter(by_hand=False).exists()
    assert not Food.objects.filter(state=FoodState.PUBLISHED, tags=None).exists()


def test_an_imported_food_is_found() -> None:
    imported()
    found = search.matching(Food.objects.all(), "dry zq beans")
    assert [food.fdc_id for food in found] == [BEANS]


def test_refused_rows_stand_in_the_database_as_they_were() -> None:
    done = imported()
    row = ImportRejection.objects.get(batch_id=done.run, record="900011", reason__contains="negative")
    assert (row.file, row.row) == ("food_nutrient.csv", 25)
    assert row.content["amount"] == "-120"


def test_the_same_release_changes_nothing_even_when_compared_again() -> None:
    imported()
    before, version = everything(), selectors.data_version()
    assert imported().run is None
    done = imported(again=True)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 6)
    assert everything() == before
    assert selectors.data_version() == version


def test_a_food_of_sr28_learns_its_id_and_stays_as_it_is() -> None:
    sr28 = Source.objects.get(key="usda-sr28")
    known = FoodFactory.create(ndb_no="77001", name="Zqkefir of SR28", source=sr28, by_hand=False)
    NutrientAmount.objects.create(food=known, nutrient="magnesium_mg", amount=12, origin="1")
    done = imported()
    known.refresh_from_db()
    assert (known.fdc_id, known.name) == (KEFIR, "Zqkefir of SR28")
    assert amount(KEFIR, "magnesium_mg") == (12, "1")
    assert (done.created, done.updated) == (5, 1)


def test_two_foods_for_one_are_refused_and_named() -> None:
    sr28 = Source.objects.get(key="usda-sr28")
    FoodFactory.create(ndb_no="77001", source=sr28)
    FoodFactory.create(ndb_no="77002", source=sr28, fdc_id=KEFIR)
    done = imported()
    reasons = ImportRejection.objects.filter(batch_id=done.run, record=f"FDC{KEFIR}").values_list("reason", flat=True)
    assert list(reasons) == ["food 77002 has this FoodData Central id, food 77001 its SR number"]


def test_a_later_release_renews_what_differs_and_keeps_what_a_curator_decided(tmp_path: Path) -> None:
    imported()
    beans, bar = Food.objects.get(fdc_id=BEANS), Food.objects.get(fdc_id=BAR)
    services.set_amount(food=beans, nutrient="magnesium_mg", amount=180, reason="our own analysis")
    services.set_amount(food=beans, nutrient="copper_mg", amount=None, reason="cannot be")
    later = fdc_sample.changed(tmp_path / "later", "food_nutrient.csv", '"1090","171.5"', '"1090","165"')
    text = (later / "food_nutrient.csv").read_text(encoding="utf-8")
    (later / "food_nutrient.csv").write_text(text.replace('"900005","1087","250"', '"900005","1087","260"'))
    done = imported(later)
    assert (done.created, done.updated, done.unchanged) == (0, 2, 4)
    assert amount(BEANS, "magnesium_mg") == (180, "curated")
    assert not NutrientAmount.objects.filter(food=beans, nutrient="copper_mg").exists()
    assert amount(bar.fdc_id or 0, "calcium_mg") == (260, "8")
    services.revert_amount(food=beans, nutrient="magnesium_mg", reason="the later release is right")
    assert amount(BEANS, "magnesium_mg") == (165, "1")


def test_what_follows_from_an_amount_follows_its_change_and_its_return(tmp_path: Path) -> None:
    imported()
    level = Food.objects.get(fdc_id=BEANS).levels.filter(nutrient="magnesium_mg")
    assert level.get().per_100kcal == "good"
    done = imported(fdc_sample.changed(tmp_path / "later", "food_nutrient.csv", '"1090","171.5"', '"1090","15"'))
    assert level.get().per_100kcal == "low"
    imports.roll_back(run=done.run or 0)
    assert level.get().per_100kcal == "good"


def test_a_new_edition_of_a_packaged_food_renews_it_and_an_older_one_does_not(tmp_path: Path) -> None:
    imported()
    food = Food.objects.get(fdc_id=BAR)
    later = fdc_sample.changed(tmp_path / "later", "food.csv", "900005", "950005")
    for name in ("branded_food.csv", "food_nutrient.csv"):
        path = later / name
        path.write_text(path.read_text(encoding="utf-8").replace("900005", "950005"), encoding="utf-8")
    done = imported(later)
    assert (done.created, done.updated) == (0, 1)
    food.refresh_from_db()
    assert food.fdc_id == 950005
    imported()
    food.refresh_from_db()
    assert food.fdc_id == 950005
    assert ImportRejection.objects.filter(reason__contains="an older edition of food FDC900005").exists()


def test_what_a_curator_changed_by_hand_keeps_its_name_and_measures(tmp_path: Path) -> None:
    imported()
    food = Food.objects.get(fdc_id=BEANS)
    food.name, food.by_hand = "Zq beans as we call them", True
    services.save_food(food=food)
    PortionFactory.create(food=food, position=9, unit="handful", grams=30)
    later = fdc_sample.changed(tmp_path / "later", "food_nutrient.csv", '"1090","171.5"', '"1090","165"')
    imported(later)
    food.refresh_from_db()
    assert food.name == "Zq beans as we call them"
    assert food.portions.filter(unit="handful").exists()
    assert amount(BEANS, "magnesium_mg") == (165, "1")


def test_a_stopped_import_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fdc_spool, "FOODS_A_HEAP", 3)
    real = write_batch.write
    written: list[int] = []

    def stopping(*args: object) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(1)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(write_batch, "write", stopping)
    with pytest.raises(KeyboardInterrupt):
        imported()
    run = ImportBatch.objects.get()
    assert (run.position, run.finished) == (2, None)
    half = Food.objects.filter(batch=run).count()
    monkeypatch.setattr(write_batch, "write", real)
    done = imported()
    assert done.resumed
    assert (done.run, done.created, done.rejections) == (run.pk, 6, 10)
    assert 0 < half < Food.objects.filter(batch=run).count() == 6


def test_rolling_back_takes_away_what_came_and_nothing_else() -> None:
    foods, amounts = Food.objects.count(), NutrientAmount.objects.count()
    done = imported()
    undone = imports.roll_back(run=done.run or 0)
    assert (undone.deleted, undone.restored, undone.retired) == (6, 0, 0)
    assert (Food.objects.count(), NutrientAmount.objects.count()) == (foods, amounts)
    assert imported().created == 6


def test_rolling_back_a_later_release_restores_the_earlier_one(tmp_path: Path) -> None:
    sr28 = Source.objects.get(key="usda-sr28")
    known = FoodFactory.create(ndb_no="77001", source=sr28, by_hand=False)
    first = imported()
    before = {key: amount(BEANS, key) for key in ("magnesium_mg", "energy_kcal")}
    later = fdc_sample.changed(tmp_path / "later", "food_nutrient.csv", '"1090","171.5"', '"1090","165"')
    second = imported(later)
    with pytest.raises(CannotUndo, match=f"import {second.run} changed foods"):
        imports.roll_back(run=first.run or 0)
    assert imports.roll_back(run=second.run or 0).restored == 1
    assert {key: amount(BEANS, key) for key in before} == before
    imports.roll_back(run=first.run or 0)
    known.refresh_from_db()
    assert known.fdc_id is None
    with pytest.raises(CannotUndo, match="already"):
        imports.roll_back(run=first.run or 0)


def test_a_food_that_is_in_use_is_retired_and_not_deleted() -> None:
    done = imported()
    beans, soup = Food.objects.get(fdc_id=BEANS), Food.objects.get(fdc_id=SOUP)
    dish_of((beans, 200))
    services.set_amount(food=soup, nutrient="calcium_mg", amount=90, reason="analysed here")
    assert imports.roll_back(run=done.run or 0).retired == 2
    beans.refresh_from_db()
    assert beans.state == FoodState.RETIRED
    assert amount(SOUP, "calcium_mg") == (90, "curated")


def test_what_an_import_did_to_each_food_is_kept() -> None:
    done = imported()
    assert ImportedFood.objects.filter(batch_id=done.run, before__isnull=True).count() == 6


def called(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_fdc", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_reports_imports_and_rolls_back(tmp_path: Path) -> None:
    report = tmp_path / "refused.csv"
    said = called(fdc_sample.as_zip(tmp_path / "FoodData_Central_csv_2024-04-18.zip"), "--report", report)
    assert "10 foods read, 6 new, 0 changed, 0 unchanged, 10 rows refused" in said
    assert "1 values of 1 nutrient ids that nutrient.csv does not hold" in said
    assert "900008: sodium_mg: 98000 in 100 g" in said
    with report.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 10
    run = ImportBatch.objects.get()
    assert Food.objects.get(fdc_id=BEANS).source.version == "2024-04-18"
    assert "6 foods deleted" in called("--rollback", run.pk)


def test_the_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    for arguments, said in (
        ((tmp_path,), "holds no food.csv"),
        ((), "Which file"),
        (("--rollback", 4711), "there is no import 4711"),
    ):
        with pytest.raises(CommandError, match=said):
            called(*arguments)
