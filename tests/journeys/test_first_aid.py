from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.visitor import axe_faults, open_all_folds, overflows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("A1")
def test_first_aid_opens_without_a_network_once_it_was_seen(open_page: OpenPage, live_server: Any) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Cramp now?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A cramp, now")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/first-aid/').then(Boolean)")
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/first-aid/")
    expect(page.get_by_role("heading", name="Stretch the calf")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.now')).borderRadius") != "0px"
    page.context.set_offline(False)


@pytest.mark.parametrize("address", ["/first-aid/", "/advice/", "/evidence/?q=magnesium", "/evidence/foods/"])
@pytest.mark.parametrize(("viewport", "look"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_pages_of_advice_and_evidence_are_accessible(
    open_page: OpenPage, address: str, viewport: dict[str, int], look: Any
) -> None:
    page = open_page(address, viewport=viewport, color_scheme=look)
    open_all_folds(page)
    assert axe_faults(page) == []
    assert not overflows(page)
