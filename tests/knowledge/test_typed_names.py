import csv
import time
from pathlib import Path
from statistics import median

import pytest

from nutriplan.domain.medicines import MedicineBook
from nutriplan.knowledge import loader

with (Path(__file__).parent / "typed_names.csv").open(encoding="utf-8", newline="") as file:
    TYPED = list(csv.DictReader(file))


def book() -> MedicineBook:
    return loader.load().cautions.medicines


def wanted(row: dict[str, str]) -> set[str]:
    return {name.strip() for name in row["names"].split(";") if name.strip()}


def test_the_table_is_long_and_names_nothing_twice() -> None:
    assert len(TYPED) >= 150
    assert len({row["typed"] for row in TYPED}) == len(TYPED)


@pytest.mark.requirement("I3", "I4")
@pytest.mark.parametrize("row", TYPED, ids=lambda row: row["typed"])
def test_what_people_type_is_read_asked_about_or_left_unchecked(row: dict[str, str]) -> None:
    """I3, I4: brands and slips; nothing is guessed."""
    read, question = book().resolve(row["typed"]), book().question(row["typed"])
    generics = {medicine.generic for medicine in read.medicines}
    answer = row["answer"]
    if answer == "is":
        assert (generics, read.unread, question) == (wanted(row), (), None)
    elif answer == "partly":
        assert (generics, question) == (wanted(row), None)
        assert read.unread
    elif answer == "unknown":
        assert (generics, question) == (set(), None)
    else:
        assert question is not None
        assert question.several is (answer == "which")
        assert wanted(row) <= set(question.names)
        assert question.several or not wanted(row) & generics


def test_whatever_is_asked_back_resolves_and_asks_no_further() -> None:
    for row in TYPED:
        question = book().question(row["typed"])
        for name in question.names if question else ():
            assert book().resolve(name).classes, name
            assert book().question(name) is None, name


def test_every_name_of_the_list_is_understood_or_asked_about() -> None:
    for medicine in book():
        for name in medicine.names:
            question = book().question(name)
            assert question is None or question.several, name


def test_all_medicines_are_there() -> None:
    """I3: 443 products were listed; one of them, Deviskol, nobody could identify, so it is asked about instead.
    Fourteen combinations were added since."""
    assert len(book()) == 442 + 14
    assert book().resolve("Deviskol").classes == frozenset()


@pytest.mark.parametrize(
    ("typed", "brings"),
    [
        ("Magne-B6", {"magnesium_mg": 48.0, "vitamin_b6_mg": 5.0}),
        ("Calcium-D3 Nycomed", {"calcium_mg": 500.0, "vitamin_d_ug": 5.0}),
        ("magnesium 250 mg", {"magnesium_mg": 250.0}),
        ("calcium 600 mg + vitamin D3 400 IU", {"calcium_mg": 600.0, "vitamin_d_ug": 10.0}),
        ("vitamin D 50,000 IU weekly", {"vitamin_d_ug": 1250.0}),
        ("folic acid 0,4 mg", {"folic_acid_ug": 400.0}),
        ("magnesium", {}),
        ("magnesium citrate 400 mg", {}),
        ("vitamin A 5000 IU", {}),
        ("Lasix 40 mg", {}),
    ],
)
def test_what_a_tablet_brings_is_counted_only_where_it_is_known(typed: str, brings: dict[str, float]) -> None:
    assert book().contents(typed) == pytest.approx(brings)


def test_a_name_is_resolved_and_asked_about_within_two_milliseconds() -> None:
    book().question("warm-up")
    spent = []
    for row in TYPED:
        started = time.process_time()
        book().resolve(row["typed"])
        book().question(row["typed"])
        spent.append(time.process_time() - started)
    assert median(spent) < 0.002
