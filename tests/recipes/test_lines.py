import subprocess
import sys

import pytest

from nutriplan.recipes.lines import Amount, parse


def test_a_line_is_taken_apart() -> None:
    found = parse("2 (400 g) cans chopped tomatoes, drained and rinsed")
    assert (found.names, found.done) == (("chopped tomatoes",), "drained and rinsed")
    assert found.amounts == (Amount(2, 2, "cans"), Amount(400, 400, "gram", each=True))


def test_ranges_and_sums_of_units() -> None:
    assert parse("2-3 cloves garlic").amounts == (Amount(2, 3, "cloves"),)
    pound = parse("1 lb 2 oz minced beef").amounts
    assert [(round(amount.middle, 3), amount.unit) for amount in pound] == [(1.125, "pound")]


@pytest.mark.parametrize("text", ["", "   ", "---", "123"])
def test_what_is_no_ingredient_has_no_name(text: str) -> None:
    assert parse(text).names == ()


def test_the_parser_is_not_loaded_until_a_line_is_read() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE']='nutriplan.settings'; django.setup();"
        "import nutriplan.recipes.lines, nutriplan.recipes.pages, nutriplan.recipes.matching, nutriplan.urls;"
        "print(sorted({'nltk', 'pint', 'ingredient_parser', 'recipe_scrapers', 'extruct'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_weights_are_found_without_a_network_or_a_home() -> None:
    code = (
        "import socket; socket.socket.connect = None;"
        "from nutriplan.recipes.lines import parse; print(parse('1 cup milk').names)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"HOME": "/nonexistent"}
    )
    assert (shown.stdout.strip(), shown.stderr) == ("('milk',)", "")
