"""What about this person can make a rule fire? The person as tokens ("cond:ckd_g4", "med:loop_diuretic")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nutriplan.domain.caution_book import UNKNOWN_MEDICINE, CautionBook
from nutriplan.domain.person import LifeStage, Medication, Person
from nutriplan.domain.supplements import taken_daily

#: First week of the second and of the third trimester (weeks 0-13, 14-27, 28 to birth).
SECOND_TRIMESTER_WEEK = 14
THIRD_TRIMESTER_WEEK = 28
TRIMESTERS = ("pregnant_t1", "pregnant_t2", "pregnant_t3")


def tokens_of(person: Person, book: CautionBook) -> frozenset[str]:
    """Every token of the person. What is not known is taken as present where missing it could do harm."""
    return frozenset(
        [
            *(f"cond:{condition}" for condition in person.conditions),
            *(f"lab:{lab}" for lab in person.lab_flags),
            *(f"allergy:{allergy}" for allergy in person.allergies),
            *(f"stage:{stage}" for stage in stages_of(person)),
            *(f"age:{band}" for band in book.bands_of(person.age_years)),
            *(f"med:{drug_class}" for drug_class in drug_classes_of(person, book)),
            *(f"flag:{flag}" for flag in flags_of(person, book)),
            *(f"clinic:{key}" for key in person.clinician_targets),
            f"diet:{person.diet}",
        ]
    )


def stages_of(person: Person) -> tuple[str, ...]:
    """The life stage as tokens; a pregnancy of unknown week is in all three trimesters, so that nothing is missed."""
    if person.life_stage is LifeStage.NONE:
        return ()
    if person.life_stage is not LifeStage.PREGNANT:
        return (person.life_stage.value,)
    if person.pregnancy_week is None:
        return TRIMESTERS
    if person.pregnancy_week < SECOND_TRIMESTER_WEEK:
        return TRIMESTERS[:1]
    return TRIMESTERS[1:2] if person.pregnancy_week < THIRD_TRIMESTER_WEEK else TRIMESTERS[2:]


def classes_of(medication: Medication, book: CautionBook) -> frozenset[str]:
    """The classes of a medicine; looked up once more where the door did not, so that no rule is missed."""
    return medication.classes or book.medicines.resolve(medication.name).classes


def drug_classes_of(person: Person, book: CautionBook) -> frozenset[str]:
    """Classes of all medicines, and of the supplements declared: a magnesium tablet is one, whatever it is called."""
    taken = {book.supplement_classes.get(supplement.nutrient) for supplement in person.supplements}
    return frozenset(word for word in taken if word).union(
        *(classes_of(medicine, book) for medicine in person.medications)
    )


def unresolved(person: Person, book: CautionBook) -> tuple[str, ...]:
    """Names of medicines, or parts of names, that nobody could match with the list."""
    names: list[str] = []
    for medicine in person.medications:
        read = book.medicines.resolve(medicine.name)
        if not (medicine.classes or read.classes):
            names.append(medicine.name)
        elif read.classes and read.unread:
            names.append(f"{' '.join(read.unread)} (in {medicine.name})")
    return tuple(names)


def flags_of(person: Person, book: CautionBook) -> frozenset[str]:
    """Signs reported, and those that follow from the supplements and medicines declared."""
    taken = taken_daily(person)
    bands = book.bands_of(person.age_years)
    computed = {
        flag.key
        for flag in book.flags.values()
        for key, by_band in flag.over.items()
        if taken.get(key, 0.0) > by_age(by_band, bands, min(by_band.values()))
    }
    if unresolved(person, book):
        computed.add(UNKNOWN_MEDICINE)
    return person.flags | computed


def by_age(limits: Mapping[str, float], bands: Iterable[str], otherwise: float) -> float:
    """The lowest limit of the bands the person is in; `otherwise` (the strictest) where the table has none of
    them."""
    return min((limits[band] for band in bands if band in limits), default=otherwise)
