from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from nutriplan.people import selectors
from nutriplan.web.presenters import evidence
from tests.web.cast import KIDNEY, MAN_45, with_danger_sign

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.requirement("H1", "H2")
def test_the_page_on_evidence_grades_every_statement_and_says_what_it_must(client: Client) -> None:
    page = page_of(client, "/evidence/")
    statements = page[: page.index('id="ledger"')]
    assert statements.count("<h2>") == statements.count("Evidence: ") == len(selectors.ledger().statements)
    for part in (
        "stretch",
        "over 55",
        "older adults",
        "pregnancy",
        "calcium, vitamin D and B vitamins",
        "not a treatment",
    ):
        assert part in statements


def test_the_chart_counts_every_claim_and_draws_the_most_widest() -> None:
    bars = evidence.bars(selectors.ledger().counts())
    assert sum(bar.count for bar in bars) == len(selectors.ledger().claims)
    assert max(bars, key=lambda bar: bar.width) == max(bars, key=lambda bar: bar.count)


def test_claims_are_narrowed_and_turned_over_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    selectors.ledger()
    with django_assert_num_queries(0):
        page = page_of(client, "/evidence/?status=contradicted&topic=timing")
    assert "before lunch" in page
    assert "1 claim" in page
    second = page_of(client, "/evidence/?status=mixed&page=2")
    assert 'rel="prev"' in second
    assert "status=mixed&amp;page=3" in second


@pytest.mark.requirement("C15")
@pytest.mark.parametrize("address", ["/evidence/?q=quinine", "/advice/?q=quinine", "/foods/?q=tonic+water"])
def test_a_search_for_something_unsafe_shows_its_warning(client: Client, address: str) -> None:
    assert "No quinine, no tonic water" in page_of(client, address)


def test_what_is_typed_is_escaped_and_what_is_not_known_is_said(client: Client) -> None:
    page = page_of(client, "/advice/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "does not mean that it is safe" in page
    assert "We looked at nothing like that" in page_of(client, "/evidence/?q=zebra&status=nonsense")


@pytest.mark.requirement("D7")
def test_foods_are_shown_as_holding_weak_or_failing(client: Client) -> None:
    page = page_of(client, "/evidence/foods/")
    apples = page[page.index(">Apples<") :]
    assert "does not hold" in apples[: apples.index("</tr>")]
    bran = page[page.index(">Wheat bran<") :]
    assert ">holds<" in bran[: bran.index("</tr>")]
    oil = page[page.index(">Cod-liver oil<") :]
    assert "no fish-liver oil at all" in oil[: oil.index("</tr>")]
    assert "says nothing about cramps" in page


@pytest.mark.requirement("A1")
def test_first_aid_needs_no_login_and_begins_with_the_calf_stretch(client: Client) -> None:
    page = page_of(client, "/first-aid/")
    assert re.search(r"<h3>([^<]+)", page).group(1) == "Stretch the calf"  # type: ignore[union-attr]
    assert "ten seconds" in page
    assert page.index("Stretch the calf") < page.index("When to get help")


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(
    "address", ["/", "/evidence/", "/foods/", "/recipes/", "/advice/", "/can-i-eat/", "/nothing/here/"]
)
def test_first_aid_is_one_tap_from_every_page(client: Client, address: str) -> None:
    assert 'href="/first-aid/"' in client.get(address).content.decode()


def test_what_is_kept_offline_is_the_page_of_first_aid_alone(client: Client) -> None:
    response = client.get("/first-aid/offline.js")
    assert response["Content-Type"].startswith("text/javascript")
    script = response.content.decode()
    files = re.search(r"FILES = \[(.*?)\]", script).group(1)  # type: ignore[union-attr]
    assert re.findall(r'"([^"]+)"', files) == ["/first-aid/", "/static/css/nutriplan.css", "/static/img/favicon.svg"]
    assert 'credentials: "omit"' in script


@pytest.mark.requirement("A4", "C1")
def test_kidney_disease_hides_what_raises_potassium_and_shows_the_stop_sign(client: Client) -> None:
    assert "Potassium, with a stop sign" in page_of(client, "/advice/")
    client.post("/", KIDNEY)
    page = page_of(client, "/advice/")
    assert "Chosen for your answers" in page
    assert "Potassium, with a stop sign" not in page
    assert "Magnesium on the plate" not in page
    assert "Kidney disease: a stop sign" in page


def test_somebody_of_whom_nothing_is_known_sees_whom_a_card_is_not_for(client: Client) -> None:
    page = page_of(client, "/advice/")
    assert "Not if" in page
    assert "you have kidney disease" in page


def test_a_danger_sign_stands_above_the_advice(client: Client) -> None:
    client.post("/", with_danger_sign(MAN_45))
    page = page_of(client, "/advice/")
    assert page.index("Please get help first") < page.index("Stretch the calf")
    assert "Potassium, with a stop sign" not in page


def test_the_advice_is_never_kept_by_a_cache_and_reading_writes_nothing(client: Client) -> None:
    assert "no-store" in client.get("/advice/")["Cache-Control"]
    assert not client.session.keys()


@pytest.mark.requirement("H2")
def test_every_plan_links_to_what_is_proven(kidney_page: str) -> None:
    assert 'href="/evidence/"' in kidney_page
    assert 'href="/advice/"' in kidney_page
