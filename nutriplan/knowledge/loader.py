"""What does NutriPlan know? Every fact of this folder as domain values, refused as a whole when one is at fault."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nutriplan.domain.advice import AdviceBook
from nutriplan.domain.caution_book import CautionBook
from nutriplan.domain.claims import Evidence, Ledger
from nutriplan.domain.errors import KnowledgeFaults
from nutriplan.domain.references import ReferenceTables
from nutriplan.knowledge import advice_reader, cautions_reader, claims_reader, evidence, references

FOLDER = Path(__file__).parent
#: The kinds of file that hold facts; code and prose do not change what is known.
FACT_SUFFIXES = frozenset({".csv", ".yaml", ".yml", ".toml", ".json"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """version: the first 12 hex digits of the SHA-256 over every file of facts; a kept plan remembers it."""

    references: ReferenceTables
    cautions: CautionBook
    evidence: Evidence
    ledger: Ledger
    advice: AdviceBook
    version: str


@cache
def load() -> Knowledge:
    """Everything that is known, read once a process.

    Raises KnowledgeFaults with every fault of every file.
    """
    faults: list[str] = []
    cautions, ledger = cautions_reader.read(faults), claims_reader.read(faults)
    known = Knowledge(
        references=references.read(faults),
        cautions=cautions,
        evidence=evidence.read(faults, ledger.backings),
        ledger=ledger,
        advice=advice_reader.read(faults, ledger, cautions_reader.tokens_of(cautions)),
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
