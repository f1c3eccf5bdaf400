"""What does every plan say about its own evidence? Read from one reviewed file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from nutriplan.domain.claims import Evidence, Grade
from nutriplan.domain.rules import Source

FILE = Path(__file__).parent / "claims/plan_evidence.yaml"


def read(faults: list[str], path: Path = FILE) -> Evidence:
    """The evidence line. What is missing or unknown is added to faults."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    grade = data.get("grade")
    if grade not in set(Grade):
        faults.append(f"{path.name}: the grade {grade!r} is not one of {', '.join(Grade)}")
    sources = tuple(
        Source(title=entry.get("title", ""), address=entry.get("address", "")) for entry in data.get("sources") or ()
    )
    if not sources or not all(source.title for source in sources):
        faults.append(f"{path.name}: no source, or one without a title")
    if not data.get("next_review"):
        faults.append(f"{path.name}: no date of the next review")
    return Evidence(Grade(grade) if grade in set(Grade) else Grade.WEAK, data.get("message", "").strip(), sources)
