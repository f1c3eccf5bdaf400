"""The knowledge in the admin: read, searched, printed, tried; never written."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nutriplan.knowledge import loader
from nutriplan.reviewing.shelves import SHELVES
from tests.foods.admin.browser_forms import page
from tests.plans.kept import keep

pytestmark = pytest.mark.django_db
CHANGES = reverse("reviewing:changes")


def shelf(key: str, name: str = "shelf") -> str:
    return reverse(f"reviewing:{name}", args=[key])


def test_the_home_page_counts_every_kind(admin_client: Client) -> None:
    text = page(admin_client, reverse("reviewing:home"))
    assert all(one.title in text for one in SHELVES.values())
    assert loader.load().version in text


@pytest.mark.parametrize("key", SHELVES)
def test_every_kind_can_be_listed_read_and_printed(admin_client: Client, key: str) -> None:
    entry = SHELVES[key].read()[0]
    text = page(admin_client, shelf(key), q=entry.title)
    assert entry.title in text.replace("&#x27;", "'")
    fact = page(admin_client, reverse("reviewing:fact", args=[key, entry.key]))
    assert "No health professional has approved it yet." in fact
    sheets = page(admin_client, shelf(key, "sheets"), fact=entry.key)
    assert sheets.count("curation-sheet-head") == 1
    for said in (text, fact, sheets):
        assert not re.search(r"\s(style|on\w+)=\"", said)


def test_rules_are_searched_by_words_and_filtered(admin_client: Client) -> None:
    text = page(admin_client, shelf("rules"), q="ckd potassium", severity="contraindicated")
    assert "curation-severity-contraindicated" in text
    assert "curation-severity-minor" not in text
    assert "Nothing was found" in page(admin_client, shelf("rules"), q="zqnothing")


def test_what_nobody_compared_with_its_source_says_so(admin_client: Client) -> None:
    text = page(admin_client, shelf("rules"), verification="knowledge")
    assert "Not yet checked against its source." in text
    assert "Compared with the source itself." not in text


def test_a_rule_is_a_sheet_with_room_for_a_name(admin_client: Client) -> None:
    text = page(admin_client, shelf("rules", "sheets"), severity="minor")
    count = sum(rule.severity.value == "minor" for rule in loader.load().cautions.rules)
    assert text.count("curation-sheet-head") == text.count("curation-signed") == count
    assert "For whom" in text
    assert "It does not speak to" in text


def test_what_tablets_bring_is_a_table_for_a_pharmacist(admin_client: Client) -> None:
    answer = admin_client.get(shelf("tablets", "table"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == len(loader.load().cautions.medicines.brought)
    assert any("Calcium: 600 mg" in row["says"] for row in rows if "Adcal-D3" in row["fact"])
    assert {row["right?"] for row in rows} == {""}


def test_a_cell_is_no_formula(admin_client: Client) -> None:
    rows = csv.reader(io.StringIO(admin_client.get(shelf("medicines", "table")).content.decode()))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("path", ["rules/nonsense/", "nonsense/", "rules/fact/NO-SUCH/"])
def test_what_there_is_not_is_not_found(admin_client: Client, path: str) -> None:
    assert admin_client.get(f"{reverse('reviewing:home')}{path}").status_code == 404


@pytest.mark.parametrize("name", ["home", "due", "changes"])
def test_it_is_closed_to_visitors_and_to_staff_without_a_role(client: Client, name: str) -> None:
    assert client.get(reverse(f"reviewing:{name}")).status_code == 302
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(reverse(f"reviewing:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["home", "due"])
def test_no_page_of_facts_takes_a_post(admin_client: Client, name: str) -> None:
    assert admin_client.post(reverse(f"reviewing:{name}"), {}).status_code == 405
    assert admin_client.post(shelf("rules"), {"q": "x"}).status_code == 405


# What would change ---------------------------------------------------------------------------------------------------


def test_what_would_change_is_counted_and_nobody_is_named(admin_client: Client) -> None:
    keep(medications=[{"name": "warfarin", "times": ["18:00"]}])
    path = loader.FOLDER / "cautions/rules_blood_thinners.yaml"
    changed = path.read_bytes().replace(b'message: "', b'message: "Zq ')
    file = SimpleUploadedFile(path.name, changed)
    text = admin_client.post(CHANGES, {"file": file}).content.decode()
    assert re.search(r"<strong>1 to 4</strong>\s*would change", text)
    assert "ann" not in text.split()
    assert "No rule says anything else" in page(admin_client, CHANGES)


def test_a_file_at_fault_names_every_fault(admin_client: Client) -> None:
    file = SimpleUploadedFile("rules_kidney.yaml", b"rules:\n- id: bad\n  colour: red\n")
    text = admin_client.post(CHANGES, {"file": file}).content.decode()
    assert "must look like CND-CKD-K" in text
    assert "colour" in text


def test_a_tag_is_tried(admin_client: Client) -> None:
    keep(allergies=["sesame"])
    text = page(admin_client, CHANGES, food="01001", tag="sesame")
    assert "hold the food" in text
    assert "no food with this number" in page(admin_client, CHANGES, food="nonsense", tag="sesame")
