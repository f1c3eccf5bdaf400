"""How would a large release of FoodData Central look? One made by rule, in its format, the same every time.

python -m tests.bench.fdc_release FOLDER [FOODS]

Nineteen of twenty foods are branded, with the fifteen values of a US label; the others are survey foods with 40 values.
The amounts follow from the number of the food, so that nothing is random. Of every thousand branded foods one has an
energy that cannot be, one too much sodium, one a negative amount and one more than 100 g in 100 g.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nutriplan.domain.nutrients import NUTRIENTS

FOODS = 400_000
FIRST_ID = 1_100_000
SURVEY_EVERY = 20
#: id -> the most that a food by this rule has in 100 g.
LABEL = {
    1003: 24.0,
    1004: 30.0,
    1005: 44.0,
    1008: 540.0,
    2000: 20.0,
    1235: 10.0,
    1079: 9.0,
    1087: 400.0,
    1089: 9.0,
    1092: 700.0,
    1093: 1200.0,
    1253: 90.0,
    1257: 1.0,
    1258: 9.0,
    1110: 120.0,
}
_NOT_IN_SURVEY = ("lactose_g", "starch_g", "ash_g", "fluoride_ug", "tryptophan_g", "pantothenic_acid_mg")
SURVEY = tuple(n.fdc for n in NUTRIENTS.values() if n.key not in _NOT_IN_SURVEY)[:40]
KINDS = (
    "yogurt",
    "crackers",
    "tomato soup",
    "oat cereal",
    "almond drink",
    "rye bread",
    "cheddar cheese",
    "apple juice",
)
TASTES = ("plain", "vanilla", "smoky", "unsalted", "spiced", "sweet", "mild", "garden", "toasted", "classic", "lemon")
BRANDS = tuple(
    f"{first} {second}" for first in ("Blue", "Old", "Green", "North", "Sunny") for second in ("Mill", "Farm")
)
Row = Sequence[object]


def is_survey(number: int) -> bool:
    return number % SURVEY_EVERY == 0


def gtin(number: int) -> str:
    digits = f"{number:011}"
    weighed = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


def _share(number: int, nutrient: int) -> float:
    """From 0 to 1, evenly spread: the golden ratio turned round by food and nutrient."""
    return (number * 0.6180339887 + nutrient * 0.7548776662) % 1


def _amount(number: int, nutrient: int, most: float) -> float:
    return round(most * _share(number, nutrient), 2)


def _label(number: int) -> Iterator[tuple[int, float]]:
    faulty = {(8, 1008): 2400.0, (108, 1093): 98_000.0, (208, 1087): -3.0, (308, 1005): 99.0}
    for nutrient, most in LABEL.items():
        yield nutrient, faulty.get((number % 1000, nutrient), _amount(number, nutrient, most))


def _survey(number: int) -> Iterator[tuple[int, float]]:
    for nutrient in SURVEY:
        yield nutrient, _amount(number, nutrient, LABEL.get(nutrient, 4.0))


def _foods(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        kind, taste = KINDS[number % len(KINDS)], TASTES[number % len(TASTES)]
        data_type = "survey_fndds_food" if is_survey(number) else "branded_food"
        category = "1002" if is_survey(number) else ""
        yield FIRST_ID + number, data_type, f"{kind}, {taste}, no. {number}".upper(), category, "2024-04-18"


def _values(count: int) -> Iterator[Row]:
    row = 0
    for number in range(1, count + 1):
        derivation = "" if is_survey(number) else 70
        for nutrient, amount in _survey(number) if is_survey(number) else _label(number):
            row += 1
            yield row, FIRST_ID + number, nutrient, amount, "", derivation, "", "", "", "", "", "", ""


def _branded(count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        if not is_survey(number):
            brand, kind = BRANDS[number % len(BRANDS)], KINDS[number % len(KINDS)]
            serving = (20 + number % 200, "ml" if number % 7 == 0 else "g", "1/2 cup" if number % 3 else "")
            yield FIRST_ID + number, f"{brand} Inc.", brand.upper(), "", gtin(number), "", "", *serving, kind.title()


def _portions(count: int) -> Iterator[Row]:
    for row, number in enumerate(range(SURVEY_EVERY, count + 1, SURVEY_EVERY), start=1):
        yield 2 * row, FIRST_ID + number, 1, "", 9999, "1 cup", "10205", 180 + number % 80, "", "", ""
        yield 2 * row + 1, FIRST_ID + number, 2, "", 9999, "1 piece", "64566", 20 + number % 80, "", "", ""


def write(folder: Path, foods: int = FOODS) -> None:
    """Write a release of so many foods."""
    folder.mkdir(parents=True, exist_ok=True)
    unit = {"kcal": "KCAL", "g": "G", "mg": "MG", "ug": "UG"}
    nutrients: list[Row] = [(n.fdc, n.label, unit[n.unit.value], n.sr, 0) for n in NUTRIENTS.values()]
    nutrients += [
        (1110, "Vitamin D (D2 + D3), International Units", "IU", 324, 0),
        (1235, "Sugars, added", "G", 539, 0),
    ]
    tables: dict[str, tuple[str, Iterable[Row]]] = {
        "food": ("fdc_id,data_type,description,food_category_id,publication_date", _foods(foods)),
        "food_nutrient": (
            (
                "id,fdc_id,nutrient_id,amount,data_points,derivation_id,min,max,median,footnote,min_year_acquired,loq,"
                "percent_daily_value"
            ),
            _values(foods),
        ),
        "branded_food": (
            (
                "fdc_id,brand_owner,brand_name,subbrand_name,gtin_upc,ingredients,not_a_significant_source_of,serving_size,"
                "serving_size_unit,household_serving_fulltext,branded_food_category"
            ),
            _branded(foods),
        ),
        "food_portion": (
            (
                "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,gram_weight,data_points,footnote,"
                "min_year_acquired"
            ),
            _portions(foods),
        ),
        "nutrient": ("id,name,unit_name,nutrient_nbr,rank", nutrients),
        "measure_unit": ("id,name", [(9999, "undetermined")]),
        "wweia_food_category": ("wweia_food_category,wweia_food_category_description", [(1002, "Milk, whole")]),
        "food_nutrient_derivation": ("id,code,description,source_id", [(70, "LCCS", "From the label", 9)]),
        "food_nutrient_source": ("id,code,description", [(9, 12, "Manufacturer's analytical")]),
        "survey_fndds_food": (
            "fdc_id,food_code,wweia_category_number,start_date,end_date",
            ((FIRST_ID + n, 11_000_000 + n, 1002, "", "") for n in range(SURVEY_EVERY, foods + 1, SURVEY_EVERY)),
        ),
    }
    for name, (columns, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, quoting=csv.QUOTE_ALL)
            lines.writerow(columns.split(","))
            lines.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else FOODS)
