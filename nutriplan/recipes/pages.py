"""What recipe does a saved page hold? Read from the HTML alone: nothing is ever fetched, whatever address it names.

First what the page says for machines (schema.org, as JSON-LD or microdata), then what the library knows of its site,
then the marks of common recipe plug-ins, and last the list under a heading "Ingredients". Instructions are not taken:
they are somebody's writing, and the link leads to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.recipes.lines import LONGEST_LINE

MOST_LINES = 100
LONGEST_NAME, LONGEST_URL = 160, 500
MOST_SERVINGS, MOST_MINUTES = 24, 1440
#: Where plug-ins and microformats put their ingredients.
_MARKS = (
    ".h-recipe .p-ingredient",
    ".hrecipe .ingredient",
    "[itemprop=recipeIngredient]",
    "[itemprop=ingredients]",
    ".wprm-recipe-ingredient",
    ".tasty-recipes-ingredients li",
    ".tasty-recipe-ingredients li",
    ".mv-create-ingredients li",
    ".easyrecipe .ingredient",
    ".zlrecipe-ingredients li",
    "#zlrecipe-ingredients-list li",
    ".jetpack-recipe-ingredients li",
    ".wp-block-recipe-card-ingredients li, .recipe-card-ingredients li, .ingredients-list li",
    "[class*=ingredient] li",
)
_NAMES = (".h-recipe .p-name", ".hrecipe .fn", "[itemprop=name]", "h1", "title")
_HEADINGS = re.compile(r"^h[1-6]$|^strong$|^b$|^p$|^dt$")
_STARTS = re.compile(r"^\W*(the )?ingredients\b.{0,25}$", re.IGNORECASE)
_ENDS = re.compile(r"^\W*(method|instructions|directions|preparation|steps|how to|to make|notes)\b", re.IGNORECASE)
_SERVES = re.compile(r"\b(?:serves|servings|yield|yields|makes)\b\D{0,12}(\d{1,2})\b", re.IGNORECASE)
_BULLET = re.compile(r"^[\s•·*▢☐□–-]+")
#: No site: only what the page itself says is read.
_NO_SITE = "https://page.invalid/"
#: What a reader of other people's HTML stumbles over.
_STUMBLES = (AttributeError, IndexError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class RecipePage:
    """servings, minutes: None where the page does not say. url: empty, or an http address to link to."""

    name: str = ""
    author: str = ""
    url: str = ""
    servings: int | None = None
    minutes: int | None = None
    lines: tuple[str, ...] = ()


def read(text: str, *, name: str = "") -> RecipePage:
    """A page's HTML, its JSON-LD alone, or plain lines as people type them. name: what the person calls it.

    Raises InputFaults where no ingredient is found.
    """
    kind = text.lstrip()[:1]
    page = ""
    if kind == "<":
        page = text
    elif kind in {"{", "["}:
        page = _as_page(text)
    found = read_html(page) if page else _plain(text)
    found = replace(found, name=(name.strip() or found.name)[:LONGEST_NAME], lines=tuple(_kept(found.lines)))
    if not found.lines:
        raise InputFaults([Fault("/text", "no_ingredients", _NOTHING)])
    if len(found.lines) > MOST_LINES:
        raise InputFaults([Fault("/text", "too_long", f"may have at most {MOST_LINES} ingredients")])
    return found


_NOTHING = "holds no ingredients that we can read; paste just the list of ingredients, one on each line"


def _as_page(text: str) -> str:
    try:
        document = json.loads(text)
    except ValueError:
        return ""
    safe = json.dumps(document).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{safe}</script>'


def read_html(html: str) -> RecipePage:
    """What a page says of its recipe, from the first of the four ways that finds ingredients."""
    soup = BeautifulSoup(html, "lxml")
    html = _without_broken_data(soup) or html
    url = _address(soup)
    ways: tuple[Callable[[], RecipePage], ...] = (
        lambda: _scraped(html, _NO_SITE),
        lambda: _scraped(html, url) if url else RecipePage(),
        lambda: _marked(soup),
        lambda: _headed(soup),
    )
    found = next((page for way in ways if (page := way()).lines), RecipePage())
    return replace(
        found,
        name=found.name or _text_of(soup, _NAMES),
        url=url,
        servings=found.servings or _serves(soup.get_text(" ")),
    )


def _without_broken_data(soup: BeautifulSoup) -> str:
    """The page without the JSON that no one can read, which would hide the rest; empty where all of it can be."""
    broken = [tag for tag in soup.select("script[type='application/ld+json']") if not _is_json(tag.get_text())]
    for tag in broken:
        tag.decompose()
    return str(soup) if broken else ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    return True


def _scraped(html: str, url: str) -> RecipePage:
    from recipe_scrapers import scrape_html  # noqa: PLC0415 - a quarter of a second that only importing a page needs
    from recipe_scrapers._exceptions import RecipeScrapersExceptions  # noqa: PLC0415

    stumbles = (*_STUMBLES, RecipeScrapersExceptions)
    try:
        scraper = scrape_html(html, org_url=url, supported_only=False)
    except stumbles:
        return RecipePage()

    def said(field: str) -> Any:
        try:
            return getattr(scraper, field)()
        except stumbles:
            return None

    minutes = said("total_time")
    return RecipePage(
        name=_clean(said("title")),
        author=_clean(said("author"))[:LONGEST_NAME],
        servings=_whole(str(said("yields") or ""), MOST_SERVINGS),
        minutes=int(minutes) if minutes and 0 < minutes <= MOST_MINUTES else None,
        lines=tuple(_clean(line) for line in said("ingredients") or ()),
    )


def _clean(text: object) -> str:
    return " ".join(str(text).split()) if isinstance(text, str) else ""


def _whole(text: str, most: int) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found and 1 <= int(found[0]) <= most else None


def _marked(soup: BeautifulSoup) -> RecipePage:
    for marks in _MARKS:
        lines = tuple(_text(tag) for tag in soup.select(marks))
        if lines:
            return RecipePage(lines=lines)
    return RecipePage()


def _headed(soup: BeautifulSoup) -> RecipePage:
    """The lists, or failing them the lines, between a heading "Ingredients" and the next heading that ends them."""
    start = next((tag for tag in soup.find_all(_HEADINGS) if _STARTS.match(_heading(tag))), None)
    if start is None:
        return RecipePage()
    lines: list[str] = []
    for tag in start.find_all_next(["li", "tr", _HEADINGS]):
        if tag.name not in {"li", "tr"} and _ENDS.match(_heading(tag)):
            break
        if tag.name in {"li", "tr"}:
            lines.append(_text(tag))
    return RecipePage(lines=tuple(lines))


def _heading(tag: Tag) -> str:
    """The first words in a heading; in a broken page all that follows stands inside it."""
    return _clean(next(tag.stripped_strings, ""))


def _text(tag: Tag) -> str:
    return _clean(tag.get_text(" "))


def _text_of(soup: BeautifulSoup, places: Iterable[str]) -> str:
    return next((found for place in places if (tag := soup.select_one(place)) and (found := _text(tag))), "")


def _address(soup: BeautifulSoup) -> str:
    """The page's own address, to link to; only http and https, so that a link can do no harm."""
    for place, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        tag = soup.select_one(place)
        url = web_address(str(tag.get(attribute) or "")) if tag else ""
        if url:
            return url
    return ""


def web_address(text: str) -> str:
    """The text, if it is an address of the web; else nothing."""
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname and len(text) <= LONGEST_URL else ""


def _serves(text: str) -> int | None:
    found = _SERVES.search(text)
    return _whole(found[1], MOST_SERVINGS) if found else None


def _plain(text: str) -> RecipePage:
    """One ingredient on each line, up to a heading that begins the method; what stands before a heading "Ingredients"
    is the name."""
    lines = [_clean(line) for line in text.splitlines()]
    start = next((at for at, line in enumerate(lines) if _STARTS.match(line)), None)
    name = next((line for line in lines[: start or 0] if line and not _SERVES.search(line)), "")
    listed: list[str] = []
    for line in lines[0 if start is None else start + 1 :]:
        if _ENDS.match(line):
            break
        listed.append(line)
    return RecipePage(name=name, servings=_serves(text), lines=tuple(listed))


def _kept(lines: Iterable[str]) -> Iterator[str]:
    """The lines that are ingredients: no empty ones, no headings ("For the sauce:"), no "Serves 4"."""
    for line in lines:
        told = _BULLET.sub("", line)[:LONGEST_LINE]
        if told and not told.endswith(":") and not _STARTS.match(told) and not re.match(r"(?i)serves \d+\W*$", told):
            yield told
