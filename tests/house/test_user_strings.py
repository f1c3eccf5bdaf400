"""What a user reads promises nothing, diagnoses nothing, doses nothing, and sends nobody the wrong way."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutriplan.domain.advice import named_remedies
from nutriplan.domain.advice_checks import instructs_wrongly
from nutriplan.knowledge import loader

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = ROOT / "nutriplan/knowledge"
#: Titles of publications are theirs, not ours; keys and names of medicines are no sentences.
NOT_OURS = {"sources.yaml", "sources.csv", "medicines.csv", "contents.csv", "vague_names.csv"}

PROMISE = re.compile(
    r"\b(cur(e|es|ed|ing)|treat(s|ed|ing|ment|ments)?|prevent(s|ed|ing|ion|ive)?|get(s|ting)? rid of|remed(y|ies)|"
    r"heal(s|ed|ing)?|relieve(s|d)?|banish(es)?)\b",
    re.IGNORECASE,
)
CRAMP = re.compile(r"\bcramp", re.IGNORECASE)
#: Sentences with such a word that say no, or speak of something else. Reviewed by hand; each must still be in use.
NO_PROMISE = (
    "It does not diagnose or treat.",
    "It informs; it never diagnoses or treats.",
    "It is not a treatment, and a gap on paper is not a diagnosis.",
    "it is not a remedy for cramps.",
    "Leave out harsh home remedies",
    "home remedy",
    "folk remedy",
    "folk remedies",
    "home remedies",
    "Home remedies",
    "Folk remedies are said to be cheaper and better, with no need for a doctor.",
    "Folk remedies only after asking a doctor.",
)
DEFICIENCY = re.compile(r"\bdeficien(t|cy|cies)\b", re.IGNORECASE)
#: An illness that is called so, as its name.
NO_DIAGNOSIS = ("G6PD deficiency", "g6pd_deficiency")
#: "take 400 mg", and "400 mg tablets" after such a word; a limit or a reference intake is neither.
DOSE = re.compile(
    r"\b(take|swallow|start with|add|use)\b[^.;:]{0,40}?\b\d[\d,.]*\s?(mg|µg|ug|mcg|iu|units?)\b",
    re.IGNORECASE,
)
MODEST = re.compile(r"\b(all|every|most|always|per cent)\b|\d ?%", re.IGNORECASE)
#: What such a word may count beside women: said of time or of harm, and read by hand.
MODEST_ALREADY = (
    "up to about half of pregnant women have them",
    "Cramps are said to be a part of every pregnancy.",
    "Most people with cramps are said to be pregnant women and teenagers.",
)
BIRTH = re.compile(r"\b(caesarean|c-section|forceps|induc(e|ed|tion) (of )?labour)\b", re.IGNORECASE)

Said = tuple[str, str]


def of_templates() -> Iterator[Said]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = re.sub(r"{#.*?#}|{%.*?%}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        yield path.name, " ".join(text.split())


def of_knowledge() -> Iterator[Said]:
    for path in sorted(path for path in KNOWLEDGE.rglob("*") if path.name not in NOT_OURS):
        if path.suffix == ".yaml":
            yield from ((path.name, text) for text in texts_in(loaded(path)))
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from ((path.name, cell) for row in csv.reader(file) for cell in row if " " in cell)


def of_dishes() -> Iterator[Said]:
    for path in sorted((ROOT / "fixtures/sources/dishes").glob("*.toml")):
        yield from ((path.name, text) for text in texts_in(tomllib.loads(path.read_text(encoding="utf-8"))))


def of_code() -> Iterator[Said]:
    """Every text in the code that is no docstring, and what the schema of the API says (its docstrings among it)."""
    for path in sorted([*(ROOT / "nutriplan").rglob("*.py"), *(ROOT / "foods").rglob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                yield path.name, node.value
    yield from (("openapi.yaml", text) for text in texts_in(loaded(ROOT / "docs/openapi.yaml")))


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def texts_in(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for part in node.values():
            yield from texts_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from texts_in(part)


@cache
def sentences() -> tuple[Said, ...]:
    """(file, sentence) of everything that a user may read."""
    said = [*of_templates(), *of_knowledge(), *of_dishes(), *of_code()]
    parts = ((where, " ".join(part.split())) for where, text in said for part in re.split(r"(?<=[.!?])\s+", text))
    return tuple(dict.fromkeys(part for part in parts if part[1]))


def without(text: str, allowed: tuple[str, ...]) -> str:
    for phrase in allowed:
        text = text.replace(phrase, "")
    return text


#: Files that speak of cramps throughout: there such a word is a promise in any sentence.
def is_about_cramps(where: str, sentence: str) -> bool:
    page = where.endswith(".html") or where.startswith(("cards_", "statements", "plan_evidence"))
    ledger = (KNOWLEDGE / "claims/ledger" / where).is_file()
    return page or ledger or CRAMP.search(sentence) is not None


@pytest.mark.requirement("H3")
def test_nothing_promises_to_act_on_cramps() -> None:
    found = [
        (where, sentence)
        for where, sentence in sentences()
        if is_about_cramps(where, sentence) and PROMISE.search(without(sentence, NO_PROMISE))
    ]
    assert found == []


@pytest.mark.requirement("H4")
def test_too_little_is_a_gap_and_never_a_deficiency() -> None:
    assert [one for one in sentences() if DEFICIENCY.search(without(one[1], NO_DIAGNOSIS))] == []


@pytest.mark.requirement("C14")
def test_nothing_says_how_much_of_a_supplement_to_take() -> None:
    assert [one for one in sentences() if DOSE.search(one[1])] == []


@pytest.mark.requirement("G5")
def test_what_is_said_of_cramps_in_pregnancy_is_modest_and_birth_is_left_to_others() -> None:
    both = [one for one in sentences() if CRAMP.search(one[1]) and re.search("pregnan", one[1], re.IGNORECASE)]
    assert both
    assert [one for one in both if MODEST.search(without(one[1], MODEST_ALREADY))] == []
    assert [one for one in sentences() if BIRTH.search(one[1])] == []


@pytest.mark.requirement("A2")
def test_nothing_sends_the_toes_down() -> None:
    spoken = [one for one in sentences() if one[0].endswith((".html", ".yaml")) and one[0] != "blocklist.yaml"]
    assert [one for one in spoken if instructs_wrongly(one[1])] == []


@pytest.mark.requirement("C15")
def test_no_dish_names_what_may_never_be_recommended() -> None:
    # Mustard oil, hot water and the pricking of potatoes belong into kitchens.
    kitchen = {"mustard_plaster", "very_hot_water", "pricking"}
    blocked = [one for one in loader.load().advice.blocklist if one.key not in kitchen]
    texts = list(of_dishes())
    assert texts
    assert [one for one in texts if named_remedies(one[1], blocked)] == []


@pytest.mark.parametrize("phrase", [*NO_PROMISE, *NO_DIAGNOSIS, *MODEST_ALREADY])
def test_every_allowed_phrase_is_still_in_use(phrase: str) -> None:
    assert any(phrase in sentence for _, sentence in sentences())


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (PROMISE, "This plan prevents cramps"),
        (PROMISE, "Get rid of cramps"),
        (PROMISE, "Magnesium cures cramps"),
        (PROMISE, "It treats cramps"),
        (DEFICIENCY, "You have a magnesium deficiency"),
        (DOSE, "Take 400 mg of magnesium"),
        (DOSE, "take vitamin D, 1,000 IU"),
        (MODEST, "70 % of pregnant women have cramps"),
        (BIRTH, "A caesarean is needed"),
    ],
)
def test_what_must_not_be_said_would_be_found(pattern: re.Pattern[str], said: str) -> None:
    assert pattern.search(said)


def test_every_kind_of_text_is_read() -> None:
    files = {where for where, _ in sentences()}
    assert {"home.html", "rules_kidney.yaml", "red_flags.yaml", "breakfasts.toml", "triage.py", "openapi.yaml"} <= files
