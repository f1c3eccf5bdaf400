"""Which words may foods use? Nutrient keys, food tags and where a value can come from, read from their one place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from nutriplan import knowledge
from nutriplan.domain.nutrients import NUTRIENTS

_CAUTIONS = Path(next(iter(knowledge.__path__))) / "cautions"


@cache
def tag_labels() -> Mapping[str, str]:
    """Every food tag there is, with the words for it."""
    document = yaml.safe_load((_CAUTIONS / "food_tags.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({key: str(entry["label"]) for key, entry in document["tags"].items()})


@cache
def allergen_labels() -> Mapping[str, str]:
    """Every food tag that is an allergen, with the word that labels have for it."""
    document = yaml.safe_load((_CAUTIONS / "vocabulary.yaml").read_text(encoding="utf-8"))
    found = ((tag, str(entry["label"])) for entry in document["allergens"].values() for tag in entry["tags"])
    return MappingProxyType(dict(found))


def nutrient_choices() -> list[tuple[str, str]]:
    return [(key, nutrient.label) for key, nutrient in NUTRIENTS.items()]


def tag_choices() -> list[tuple[str, str]]:
    return list(tag_labels().items())
