"""What do the cautions on disk say? Rules, vocabularies, medicines and red flags as one book; all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from nutriplan.domain.caution_book import AgeBand, Allergen, CautionBook, Doctor, Flag, FoodTag, RedFlag
from nutriplan.domain.diet import DIETS
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.rules import VERIFICATION_SAYS, Source
from nutriplan.knowledge.caution_rules import URGENCIES, Words, read_rules
from nutriplan.knowledge.medicines_reader import read_medicines
from nutriplan.knowledge.yaml_entries import Entry, list_of, read_file

FOLDER = Path(__file__).parent
READ = frozenset({"yes", "copy", "no"})
#: Nutrients that only supplements are declared in; no food table counts them.
SUPPLEMENT_KEYS = frozenset({"iodine_ug"})

__all__ = ["CautionBook", "read"]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What vocabulary.yaml says."""

    life_stages: Mapping[str, str]
    age_bands: tuple[AgeBand, ...]
    conditions: Mapping[str, str]
    lab_flags: Mapping[str, str]
    flags: Mapping[str, Flag]
    allergens: Mapping[str, Allergen]
    nutrients: Mapping[str, str | None]
    supplement_classes: Mapping[str, str]
    supplements: frozenset[str]
    clinicians: Mapping[str, str]


def read(faults: list[str], folder: Path = FOLDER) -> CautionBook:
    """The book of cautions below the folder. Whatever is at fault is added to `faults`; a book read with faults
    must not be used."""
    cautions = folder / "cautions"
    tags = _food_tags(read_file(cautions / "food_tags.yaml", faults))
    sources = _sources(read_file(cautions / "sources.yaml", faults))
    medicines = read_medicines(folder / "medications", SUPPLEMENT_KEYS, faults)
    vocabulary = _vocabulary(read_file(cautions / "vocabulary.yaml", faults), tags, medicines.classes)
    words = Words(
        tokens=frozenset(_tokens(vocabulary, medicines.classes)),
        food_tags=frozenset(tags),
        nutrients=vocabulary.nutrients,
        age_bands=frozenset(band.key for band in vocabulary.age_bands),
        clinicians=frozenset(vocabulary.clinicians),
        supplements=vocabulary.supplements | medicines.classes,
        sources=sources,
    )
    flags_file = read_file(folder / "triage" / "red_flags.yaml", faults)
    red_flags = _red_flags(flags_file, words)
    return CautionBook(
        rules=read_rules(cautions, words, faults),
        life_stages=vocabulary.life_stages,
        age_bands=vocabulary.age_bands,
        conditions=vocabulary.conditions,
        lab_flags=vocabulary.lab_flags,
        flags=vocabulary.flags,
        allergens=vocabulary.allergens,
        clinicians=vocabulary.clinicians,
        food_tags=tags,
        supplement_classes=vocabulary.supplement_classes,
        medicines=medicines,
        red_flags=red_flags,
        sources=sources,
        medicines_review=_medicines_review(read_file(folder / "medications" / "about.yaml", faults)),
        red_flags_review=flags_file.review(),
        doctors=tuple(_doctors(read_file(folder / "triage" / "doctors.yaml", faults), words, red_flags)),
    )


def tokens_of(book: CautionBook) -> frozenset[str]:
    """Every token that a rule, or anything else that speaks of people, may name."""
    return frozenset(_tokens(book, book.medicines.classes))


def _tokens(vocabulary: _Vocabulary | CautionBook, classes: frozenset[str]) -> Iterator[str]:
    kinds = {
        "med": classes,
        "cond": vocabulary.conditions,
        "stage": vocabulary.life_stages,
        "lab": vocabulary.lab_flags,
        "age": [band.key for band in vocabulary.age_bands],
        "allergy": vocabulary.allergens,
        "diet": DIETS,
        "flag": vocabulary.flags,
        "clinic": NUTRIENTS,
    }
    return (f"{kind}:{key}" for kind, keys in kinds.items() for key in keys)


def _food_tags(file: Entry) -> dict[str, FoodTag]:
    file.allow("tags")
    tags: dict[str, FoodTag] = {}
    for key, entry in file.entries("tags"):
        entry.allow("label definition")
        tags[key] = FoodTag(key, entry.text("label"), entry.text("definition"))
    return tags


def _sources(file: Entry) -> dict[str, Source]:
    file.allow("sources")
    sources: dict[str, Source] = {}
    for key, entry in file.entries("sources"):
        entry.allow("title publisher year section address read")
        entry.one_of("read", READ)
        section, address = entry.text("section", ""), entry.text("address", "")
        sources[key] = Source(entry.text("title"), entry.text("publisher"), entry.text("year"), section, address)
    return sources


def _vocabulary(file: Entry, tags: Mapping[str, FoodTag], classes: frozenset[str]) -> _Vocabulary:
    file.allow(
        "life_stages age_bands conditions lab_flags flags allergens nutrients supplement_classes supplements clinicians"
    )
    bands = tuple(_age_bands(file))
    return _Vocabulary(
        life_stages=file.labels("life_stages"),
        age_bands=bands,
        conditions=file.labels("conditions"),
        lab_flags=file.labels("lab_flags"),
        flags=_flags(file, frozenset(band.key for band in bands)),
        allergens=_allergens(file, tags),
        nutrients=_nutrients(file),
        supplement_classes=_supplement_classes(file, classes),
        supplements=frozenset(str(word) for word in file.cells.get("supplements", [])),
        clinicians=file.labels("clinicians"),
    )


def _age_bands(file: Entry) -> Iterator[AgeBand]:
    bands = file.within("age_bands", file.cells.get("age_bands"))
    for key, years in bands.cells.items():
        if isinstance(years, list) and len(years) == 2 and 0 <= years[0] < years[1]:
            yield AgeBand(key, float(years[0]), float(years[1]))
        else:
            bands.fault(f"{key} must be [from, below] in years, not {years!r}")


def _flags(file: Entry, bands: frozenset[str]) -> dict[str, Flag]:
    flags: dict[str, Flag] = {}
    for key, entry in file.entries("flags"):
        entry.allow("label over")
        limits = entry.within("over", entry.cells.get("over", {}))
        over = {
            limits.known("over", nutrient, NUTRIENTS.keys() | SUPPLEMENT_KEYS): limits.numbers(nutrient, bands)
            for nutrient in limits.cells
        }
        if not all(over.values()):
            limits.fault("each nutrient needs a limit for at least one age band")
        flags[key] = Flag(key, entry.text("label"), MappingProxyType(over))
    return flags


def _allergens(file: Entry, tags: Mapping[str, FoodTag]) -> dict[str, Allergen]:
    allergens: dict[str, Allergen] = {}
    for key, entry in file.entries("allergens"):
        entry.allow("label tags")
        allergens[key] = Allergen(key, entry.text("label"), entry.words("tags", tags.keys()))
    return allergens


def _nutrients(file: Entry) -> dict[str, str | None]:
    inner = file.within("nutrients", file.cells.get("nutrients"))
    return {
        word: None if key is None else inner.known(word, key, NUTRIENTS.keys()) or None
        for word, key in inner.cells.items()
    }


def _supplement_classes(file: Entry, classes: frozenset[str]) -> dict[str, str]:
    inner = file.within("supplement_classes", file.cells.get("supplement_classes"))
    return {
        inner.known("supplement_classes", key, NUTRIENTS.keys() | SUPPLEMENT_KEYS): inner.known(key, word, classes)
        for key, word in inner.cells.items()
    }


def _medicines_review(file: Entry) -> tuple[date, date]:
    file.allow("title source verification review_date next_review")
    file.text("title")
    file.text("source")
    file.one_of("verification", VERIFICATION_SAYS.keys())
    return file.review()


def _red_flags(file: Entry, words: Words) -> dict[str, RedFlag]:
    file.allow("review_date next_review red_flags")
    flags: dict[str, RedFlag] = {}
    for entry in list_of(file, "red_flags"):
        entry.allow("id sign urgency everybody asked_when why clinician source address verification")
        flag = RedFlag(
            id=entry.text("id"),
            sign=entry.text("sign"),
            urgency=entry.one_of("urgency", URGENCIES) or "emergency",
            why=entry.text("why"),
            clinician=entry.one_of("clinician", words.clinicians),
            source=entry.text("source"),
            verification=entry.one_of("verification", VERIFICATION_SAYS.keys()),
            address=entry.text("address", ""),
            everybody=entry.number("everybody") if "everybody" in entry.cells else None,
            asked_when=entry.words("asked_when", words.tokens, required=False),
        )
        if flag.id in flags:
            entry.fault("the id stands twice")
        flags[flag.id] = flag
    return flags


def _doctors(file: Entry, words: Words, red_flags: Mapping[str, RedFlag]) -> Iterator[Doctor]:
    file.allow("review_date next_review doctors")
    file.review()
    for entry in list_of(file, "doctors"):
        entry.allow("id cause straight when signs clinician source verification")
        doctor = Doctor(
            id=entry.text("id"),
            cause=entry.text("cause"),
            clinician=entry.one_of("clinician", words.clinicians),
            source=entry.text("source"),
            verification=entry.one_of("verification", VERIFICATION_SAYS.keys()),
            when=entry.words("when", words.tokens, required=False),
            signs=entry.words("signs", red_flags.keys(), required=False),
            straight=entry.cells.get("straight") is True,
        )
        if not doctor.when and not doctor.signs:
            entry.fault("needs a token in when or a sign in signs")
        yield doctor
