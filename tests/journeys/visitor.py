"""What a visitor does on the page, in the words of the page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def tell_about(page: Page, *, sex: str = "Male", age: str = "45", height: str = "178", weight: str = "78") -> None:
    page.get_by_label(sex, exact=True).check()
    page.get_by_label("Age", exact=True).fill(age)
    page.get_by_label("Height, cm").fill(height)
    page.get_by_label("Weight, kg").fill(weight)


def go_on(page: Page, *, days: str = "7") -> None:
    """From the answers to the danger signs."""
    page.get_by_label("Days", exact=True).fill(days)
    page.get_by_role("button", name="Next: danger signs").click()


def plan(page: Page, *, days: str = "7") -> None:
    go_on(page, days=days)
    page.get_by_label("None of these fits me").check()
    page.get_by_role("button", name="Plan my days").click()


def axe_faults(page: Page, *, preload: bool = True) -> list[str]:
    """What axe finds on the page as it stands, one line a fault. preload False: it fetches no style sheets of its own,
    for pages whose style sheets import others by an address that axe does not understand."""
    found = Axe().run(page, options={"preload": preload})
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found.response["violations"] for node in fault["nodes"]]


def open_all_folds(page: Page) -> None:
    """So that axe sees what is in them."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")


def overflows(page: Page) -> bool:
    """Whether the page scrolls sideways, which a phone must never do."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
