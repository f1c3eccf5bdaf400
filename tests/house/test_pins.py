"""Can everything pinned be installed with the oldest Python that we promise?"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_no_pin_asks_for_a_newer_python_than_the_readme_does() -> None:
    """A release may ask for 3.11.5 and Debian 12 has 3.11.2: `make setup` then ends with a conflict."""
    oldest = re.sub(r"[^\d.]", "", PROJECT["requires-python"]) + ".0"
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    asked = {canonicalize_name(one.metadata["Name"]): one.metadata["Requires-Python"] or "" for one in distributions()}
    needs = {name: asked[canonicalize_name(name)] for name in pinned}
    newer = {name: need for name, need in needs.items() if oldest not in SpecifierSet(need)}
    assert not newer, f"these need more than Python {oldest}: {newer}"
