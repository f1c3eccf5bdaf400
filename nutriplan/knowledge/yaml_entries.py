"""What does one entry of a YAML file say, and what is wrong with it? Faults are collected, never raised here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping that writes what is wrong with it into `faults` as "file: entry: sentence". Every answer has the
    right type even where the cell is at fault, so that reading goes on and finds the other faults too."""

    place: str
    cells: Mapping[str, Any]
    faults: list[str]

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.place}: {sentence}")

    def within(self, name: str, value: object) -> Entry:
        """An entry inside this one; not a mapping is a fault and reads as empty."""
        if not isinstance(value, dict):
            self.fault(f"{name} must be a mapping, not {value!r}")
            value = {}
        return Entry(f"{self.place}: {name}", value, self.faults)

    def allow(self, names: str) -> None:
        """Refuse every cell that is not named: a misspelt word would otherwise silently say nothing."""
        for unknown in sorted(set(map(str, self.cells)) - set(names.split())):
            self.fault(f"{unknown!r} is not one of: {names}")

    def text(self, name: str, default: str | None = None) -> str:
        value = self.cells.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(f"{name} must be a text" + ("" if value is None else f", not {value!r}"))
            return ""
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.cells.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            self.fault(f"{name} must be a number from 0, not {value!r}")
            return 0.0
        return float(value)

    def one_of(self, name: str, words: Collection[str]) -> str:
        return self.known(name, self.cells.get(name), words)

    def known(self, what: str, word: object, words: Collection[str]) -> str:
        """The word, if it is in the vocabulary; a fault and "" otherwise."""
        if isinstance(word, str) and word in words:
            return word
        shown = f": {', '.join(sorted(words))}" if len(words) < 20 else ""
        self.fault(f"{what}: {word!r} is not a known word{shown}")
        return ""

    def words(self, name: str, words: Collection[str], *, required: bool = True) -> frozenset[str]:
        value = self.cells.get(name, [])
        if not isinstance(value, list) or (required and not value):
            self.fault(f"{name} must be a list of words, not {value!r}")
            return frozenset()
        return frozenset(self.known(name, word, words) for word in value) - {""}

    def day(self, name: str) -> date:
        value = self.cells.get(name)
        if not isinstance(value, date):
            self.fault(f"{name} must be a date (2026-01-31), not {value!r}")
            return date.min
        return value

    def review(self) -> tuple[date, date]:
        """When it was reviewed and when it is due again; the second has to come later."""
        done, due = self.day("review_date"), self.day("next_review")
        if due < done or due == done != date.min:
            self.fault("next_review must come after review_date")
        return done, due

    def numbers(self, name: str, keys: Collection[str]) -> dict[str, float]:
        """A mapping of known words to numbers; absent reads as empty."""
        inner = self.within(name, self.cells.get(name, {}))
        return {self.known(name, key, keys): inner.number(key) for key in inner.cells}

    def labels(self, name: str) -> dict[str, str]:
        inner = self.within(name, self.cells.get(name))
        return {key: inner.text(key) for key in inner.cells}

    def entries(self, name: str) -> Iterator[tuple[str, Entry]]:
        inner = self.within(name, self.cells.get(name))
        for key in inner.cells:
            yield key, inner.within(key, inner.cells[key])


class _NoDuplicates(yaml.CSafeLoader):
    """YAML lets a key stand twice and keeps the last; for facts that is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        seen = len({str(key) for key in keys})
        twice = sorted({str(key) for key in keys if keys.count(key) > 1}) if seen < len(keys) else []
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{', '.join(twice)} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_file(path: Path, faults: list[str]) -> Entry:
    """The whole file as one entry; a file that cannot be read is one fault and reads as empty."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoDuplicates)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        faults.append(f"{path.name}: the file is missing")
        content = {}
    except yaml.YAMLError as wrong:
        faults.append(f"{path.name}: {wrong}".replace("\n", " "))
        content = {}
    return Entry(path.name, content, faults) if isinstance(content, dict) else Entry(path.name, {}, faults)


def list_of(entry: Entry, name: str) -> Iterator[Entry]:
    """The mappings of a list, each named by its id in faults."""
    value = entry.cells.get(name)
    if not isinstance(value, list) or not value:
        entry.fault(f"{name} must be a list")
        return
    for place, item in enumerate(value, 1):
        label = str(item.get("id", f"number {place}")) if isinstance(item, dict) else f"number {place}"
        yield entry.within(label, item)
