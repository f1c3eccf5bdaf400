"""Pages that we wrote ourselves, in the markup of the sites and plug-ins that recipes come from."""

from pathlib import Path

import pytest

from nutriplan.domain.errors import InputFaults
from nutriplan.recipes import pages

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
LINES = ("2 cups all-purpose flour", "3 large eggs, beaten", "1 cup whole milk")


def test_there_are_more_than_twenty_kinds_of_markup() -> None:
    assert len(PAGES) >= 20


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_recipe_is_read_whatever_the_markup(path: Path) -> None:
    found = pages.read(path.read_text(encoding="utf-8"))
    assert (found.name, found.servings, found.lines) == ("Pancakes", 4, LINES)
    assert found.url.startswith("https://")


@pytest.mark.parametrize("kind", ["json_ld_plain", "json_ld_graph", "json_ld_prep_and_cook", "microdata"])
def test_who_wrote_it_and_how_long_it_takes_where_the_page_says_so(kind: str) -> None:
    found = pages.read((Path(__file__).parent / "pages" / f"{kind}.html").read_text(encoding="utf-8"))
    assert (found.author, found.minutes) == ("A. Cook", 30)


def test_json_ld_alone_is_a_page() -> None:
    text = '{"@context": "https://schema.org", "@type": "Recipe", "name": "P", "recipeIngredient": ["1 egg </script>"]}'
    assert pages.read(text).lines == ("1 egg",)


def test_plain_lines_are_read_without_headings_bullets_and_the_method() -> None:
    text = """Grandma's pancakes
    Serves 4
    Ingredients
    For the batter:
    • 2 cups all-purpose flour
    - 3 large eggs, beaten

    1 cup whole milk
    Method
    Mix 2 cups of everything."""
    found = pages.read(text)
    assert (found.name, found.servings, found.lines) == ("Grandma's pancakes", 4, LINES)


def test_the_name_a_person_gives_goes_before_the_pages() -> None:
    assert pages.read("1 egg", name="  Egg  ").name == "Egg"


@pytest.mark.parametrize("text", ["", "   ", "<html><body><p>Nothing to eat</p></body></html>", "For the sauce:"])
def test_what_holds_no_ingredient_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputFaults, match="paste just the list of ingredients"):
        pages.read(text)


def test_too_many_ingredients_are_refused_with_the_limit() -> None:
    with pytest.raises(InputFaults, match="at most 100"):
        pages.read("\n".join(f"{number} eggs" for number in range(1, 102)))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//kitchen.example/x", "https://", "http://[x", "file:///etc"],
)
def test_only_addresses_of_the_web_are_linked_to(address: str) -> None:
    html = f'<link rel="canonical" href="{address}"><h2>Ingredients</h2><ul><li>1 egg</li></ul>'
    assert pages.read(html).url == ""


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    html = '<link rel="canonical" href="http://169.254.169.254/x"><img src="http://localhost/x">'
    html += "<ul class=ingredients><li>1 egg"
    assert pages.read(html).lines == ("1 egg",)
