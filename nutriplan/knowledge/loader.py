"""What does NutriPlan know? Every fact of this folder as domain values, refused as a whole when one is at fault."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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


def tried(files: Mapping[str, bytes]) -> Knowledge:
    """What would be known with these files of cautions, medications or triage in place of those of the same name; a new
    file of rules is read beside the others. Nothing is kept.

    Raises KnowledgeFaults with every fault, also of a file that there is none of.
    """
    faults: list[str] = []
    with TemporaryDirectory() as held:
        folder = Path(held)
        for part in _TRIED:
            shutil.copytree(FOLDER / part, folder / part)
        for name, content in files.items():
            place = _place_of(name, folder)
            if place is None:
                faults.append(f"{name}: there is no file of rules, medicines or danger signs with this name")
            elif _is_text(content):
                place.write_bytes(content)
            else:
                faults.append(f"{name}: this is no text in UTF-8")
        book = cautions_reader.read(faults, folder)
    if faults:
        raise KnowledgeFaults(faults)
    return replace(load(), cautions=book, version="tried")


#: The folders that the cautions are read from.
_TRIED = ("cautions", "medications", "triage")


def _place_of(name: str, folder: Path) -> Path | None:
    """Where a file of this name stands or, with new rules, would stand."""
    if Path(name).name != name:
        return None
    for part in _TRIED:
        place = folder / part / name
        if place.suffix in FACT_SUFFIXES and place.exists():
            return place
    return folder / "cautions" / name if re.fullmatch(r"rules_[a-z_]+\.yaml", name) else None


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def version_of(folder: Path) -> str:
    """The content hash of the files of facts below the folder: names and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in FACT_SUFFIXES):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
