"""What does NutriPlan know? Every fact of this folder as domain values, refused as a whole when one is at fault."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.claims import Evidence
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.domain.references import ReferenceTables
from nutriplan.knowledge import cautions_reader, evidence, references

FOLDER = Path(__file__).parent
#: The kinds of file that hold facts; code and prose do not change what is known.
FACT_SUFFIXES = frozenset({".csv", ".yaml", ".yml", ".toml", ".json"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """version: the first 12 hex digits of the SHA-256 over every file of facts; a kept plan remembers it."""

    references: ReferenceTables
    cautions: CautionBook
    evidence: Evidence
    version: str


@cache
def load() -> Knowledge:
    """Everything that is known, read once a process.

    Raises KnowledgeFaults with every fault of every file.
    """
    faults: list[str] = []
    known = Knowledge(
        references=references.read(faults),
        cautions=cautions_reader.read(faults),
        evidence=evidence.read(faults),
        version=version_of(FOLDER),
    )
    if faults:
        raise KnowledgeFaults(faults)
    return known


def version_of(folder: Path) -> str:
    """The content hash of the files of facts below the folder: names and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in FACT_SUFFIXES):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
