import re

import pytest
from django.contrib.staticfiles import finders
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def test_the_page_names_no_outside_host_and_nothing_inline(guest: APIClient) -> None:
    html = guest.get("/api/docs/").content.decode()
    assert "swagger-ui" in html
    assert "//" not in html.replace("<!DOCTYPE html>", "")
    assert not re.search(r"<style|\sstyle=|<script>|\son\w+=", html)


def test_its_files_are_served_from_here(guest: APIClient) -> None:
    html = guest.get("/api/docs/").content.decode()
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', html)
    assert len(files) == 3
    assert all(finders.find(name) for name in files)


def test_its_script_comes_from_the_same_address_and_loads_our_schema(guest: APIClient) -> None:
    html = guest.get("/api/docs/").content.decode()
    script = re.search(r'src="(/api/docs/[^"]*)"', html)
    assert script
    answer = guest.get(script[1].replace("&amp;", "&"))
    assert answer.headers["Content-Type"].startswith("application/javascript")
    # Written as JavaScript escapes it.
    assert rb"\u002Fapi\u002Fschema\u002F" in answer.content or b"/api/schema/" in answer.content


def test_the_policy_of_the_page_allows_this_host_only(guest: APIClient) -> None:
    policy = guest.get("/api/docs/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_schema_is_served_as_yaml_and_as_json(guest: APIClient) -> None:
    assert guest.get("/api/schema/").content.startswith(b"openapi: 3.1.0")
    answer = guest.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    assert answer.json()["info"]["title"] == "NutriPlan"
