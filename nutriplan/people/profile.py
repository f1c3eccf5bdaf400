"""Who is asking? The profile JSON of every door, read once into a Person, with every fault named at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from nutriplan.domain.diet import DIET_RULES, DIETS
from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.domain.medicines import MedicineBook
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.person import (
    DEFAULT_MEALS,
    Activity,
    ClinicianTarget,
    LifeStage,
    MealTime,
    Medication,
    Person,
    ReferenceSet,
    Sex,
    SlotName,
    Stock,
    Supplement,
)
from nutriplan.knowledge.loader import Knowledge
from nutriplan.people.reader import Reader

#: Reference heights (cm) and weights (kg) by age, for who does not tell theirs (IOM 2005, table 1-1).
_REFERENCE_BODIES: tuple[tuple[float, Mapping[Sex, tuple[float, float]]], ...] = (
    (19, {Sex.MALE: (177, 70), Sex.FEMALE: (163, 57)}),
    (14, {Sex.MALE: (174, 61), Sex.FEMALE: (163, 54)}),
    (9, {Sex.MALE: (144, 36), Sex.FEMALE: (144, 37)}),
    (4, {Sex.MALE: (115, 20), Sex.FEMALE: (115, 20)}),
    (0, {Sex.MALE: (86, 12), Sex.FEMALE: (86, 12)}),
)


#: What nobody has more of in a day.
MOST_DRINKS: Mapping[str, float] = MappingProxyType(
    {
        "coffee_cups": 30,
        "tea_cups": 40,
        "cola_cans": 30,
        "energy_drink_cans": 20,
        "sweet_drink_glasses": 30,
        "alcohol_units": 40,
    }
)
#: A kitchen holds more, but what is worth planning around fits in so many lines.
MOST_STOCKS = 40


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """warnings: values that are unlikely but possible; they are used and shown for a second look."""

    person: Person
    warnings: tuple[str, ...]


def read_profile(data: object, knowledge: Knowledge, *, today: date) -> ReadProfile:
    """Translate a profile. Raises InputFaults that names every wrong field and its limit.

    today: the day that ages and weeks of pregnancy are counted to.
    """
    if not isinstance(data, Mapping):
        raise InputFaults([Fault("", "not_an_object", "the profile must be a JSON object")])
    reader = Reader(data)
    person = _read_person(reader, knowledge, today)
    warnings = tuple(_unlikely(person)) if person else ()
    reader.refuse_unknown()
    if reader.faults or person is None:
        raise InputFaults(reader.faults)
    return ReadProfile(person, warnings)


def _read_person(reader: Reader, knowledge: Knowledge, today: date) -> Person | None:
    book = knowledge.cautions
    age = _age(reader, today)
    sex = reader.choice("sex", Sex)
    stage = reader.choice("life_stage", LifeStage)
    details = _read_details(reader, book.conditions, book.lab_flags, book.allergens, book.food_tags)
    red_flags = reader.keys("red_flags", book.red_flags)
    details["acknowledged"] = reader.keys("acknowledged", {*book.red_flags, *(rule.id for rule in book.rules)})
    details["flags"] = reader.keys("flags", book.reported_flags)
    week, months = _weeks(reader, today)
    body = (reader.number("height_cm", 40, 250), reader.number("weight_kg", 8, 400))
    before = reader.number("pre_pregnancy_weight_kg", 25, 400)
    medications = _medications(reader, book.medicines)
    supplements = _supplements(reader)
    clinician = _clinician_targets(reader)
    _habits(reader, details)
    if age is None or sex is None or stage is None:
        return None
    _check_stage(reader, sex, stage, age, week, months)
    reference = next(bodies[sex] for youngest, bodies in _REFERENCE_BODIES if age >= youngest)
    return replace(
        Person(
            age_years=age,
            sex=sex,
            life_stage=stage,
            height_cm=body[0] if body[0] is not None else reference[0],
            weight_kg=body[1] if body[1] is not None else reference[1],
            pregnancy_week=week,
            months_postpartum=months,
            pre_pregnancy_weight_kg=before,
            medications=medications,
            supplements=supplements,
            clinician_targets=clinician,
            red_flags=red_flags,
            assumed=reader.assumed(_DEFAULTED),
        ),
        **details,
    )


#: Fields whose default the answer names.
_DEFAULTED = (
    "height_cm", "weight_kg", "activity", "conditions", "allergies", "medications", "supplements", "diet", "meals",
    "household", "buys_fortified", "reference_set",
)  # fmt: skip


def _read_details(
    reader: Reader,
    conditions: Mapping[str, object],
    lab_flags: Mapping[str, object],
    allergens: Mapping[str, object],
    food_tags: Mapping[str, object],
) -> dict[str, Any]:
    """The fields that go into a Person under their own name, defaults filled in."""
    found: dict[str, Any] = {
        "activity": reader.choice("activity", Activity, required=False),
        "conditions": reader.keys("conditions", conditions),
        "lab_flags": reader.keys("lab_flags", lab_flags),
        "allergies": reader.keys("allergies", allergens),
        "diet": reader.word("diet", DIETS),
        "diet_rules": reader.keys("rules", DIET_RULES),
        "avoid_tags": reader.keys("avoid_tags", food_tags),
        "avoid_foods": reader.ids("avoid_foods"),
        "buys_fortified": reader.flag("buys_fortified"),
        "household": reader.whole("household", 1, 20),
        "pantry": _pantry(reader),
        "max_minutes": reader.whole("max_minutes", 5, 480),
        "budget_tier": reader.whole("budget_tier", 1, 3),
        "usual_soya_portions": reader.number("usual_soya_portions", 0, 6),
        "usual_vitamin_k_ug": reader.number("usual_vitamin_k_ug", 10, 2000),
        "reference_set": reader.choice("reference_set", ReferenceSet, required=False),
        "meals": _meals(reader),
    }
    return {name: value for name, value in found.items() if value is not None}


def _age(reader: Reader, today: date) -> float | None:
    if reader.has("birth_date") and reader.has("age_years"):
        reader.fault("age_years", "conflict", "give age_years or birth_date, not both")
    born = reader.day("birth_date")
    if born is not None:
        years = (today - born).days / 365.2425
        if not 0 <= years <= 120:
            reader.fault("birth_date", "out_of_range", f"must lie within the last 120 years and not after {today}")
            return None
        return years
    if reader.has("birth_date"):
        return None
    return reader.number("age_years", 0, 120, required=True)


def _weeks(reader: Reader, today: date) -> tuple[int | None, float | None]:
    """The week of pregnancy, given or counted from the due date, and the months since birth."""
    week = reader.whole("pregnancy_week", 1, 42)
    due = reader.day("due_date")
    if due is not None:
        counted = 40 - (due - today).days // 7
        if not 1 <= counted <= 42:
            reader.fault("due_date", "out_of_range", "must lie between 2 weeks ago and 39 weeks from today")
        elif week is not None and abs(week - counted) > 2:
            reader.fault("pregnancy_week", "conflict", f"is {week}, but the due date makes it week {counted}")
        else:
            week = week or counted
    return week, reader.number("months_postpartum", 0, 36)


def _check_stage(
    reader: Reader, sex: Sex, stage: LifeStage, age: float, week: int | None, months: float | None
) -> None:
    if stage in (LifeStage.PREGNANT, LifeStage.LACTATING):
        if sex is not Sex.FEMALE:
            reader.fault("life_stage", "conflict", f"{stage} needs sex female")
        if not 10 <= age < 60:
            reader.fault("life_stage", "conflict", f"{stage} is known here from age 10 to 59")
    if week is not None and stage is not LifeStage.PREGNANT:
        reader.fault("pregnancy_week", "conflict", "is given, but life_stage is not pregnant")
    if months is not None and stage is not LifeStage.LACTATING:
        reader.fault("months_postpartum", "conflict", "is given, but life_stage is not lactating")


def _meals(reader: Reader) -> tuple[MealTime, ...] | None:
    entries = reader.objects("meals", 3, 6)
    if entries is None:
        return None
    meals = []
    for entry in entries:
        slot = entry.choice("slot", SlotName)
        at = entry.clock("time", required=True)
        entry.refuse_unknown()
        if slot is not None and at is not None:
            meals.append(MealTime(slot, at))
    if len({meal.slot for meal in meals}) < len(meals):
        reader.fault("meals", "duplicate", "each slot may stand only once")
    order = list(SlotName)
    meals.sort(key=lambda meal: order.index(meal.slot))
    if any(later.at <= earlier.at for earlier, later in pairwise(meals)):
        reader.fault(
            "meals", "order", "the times must follow the order breakfast, lunch, dinner and the snacks between"
        )
    return tuple(meals) or DEFAULT_MEALS


def _pantry(reader: Reader) -> tuple[Stock, ...] | None:
    """What is in the kitchen. Which food a name means is looked up by who has the foods."""
    entries = reader.objects("pantry", 0, MOST_STOCKS)
    if entries is None:
        return None
    stocks = []
    for entry in entries:
        asked = entry.name_or_id("food")
        grams = entry.number("grams", 1, 50_000, required=True)
        use_by = entry.day("use_by")
        entry.refuse_unknown()
        if asked is not None and grams is not None:
            stocks.append(Stock(asked, grams, use_by))
    return tuple(stocks)


def _medications(reader: Reader, known: MedicineBook) -> tuple[Medication, ...]:
    found = []
    for entry in reader.objects("medications", 0, 40) or ():
        name = entry.text("name", 120)
        times = entry.clocks("times", 12)
        as_written = entry.flag("as_written")
        entry.refuse_unknown()
        if name is not None:
            if not as_written:
                _ask_back(entry, name, known)
            found.append(Medication(name, times, known.resolve(name).classes, known.contents(name)))
    return tuple(found)


def _ask_back(entry: Reader, name: str, known: MedicineBook) -> None:
    """A name that may be a slip, or several medicines, is asked about: to guess could miss a caution. One that looks
    like nothing we know is let through, and the plan says that it was not checked."""
    question = known.question(name)
    if question is None:
        return
    shown = ", ".join(question.answers)
    asked = f"can be several medicines; which one is it: {shown}" if question.several else f"did you mean {shown}"
    code = "which_one" if question.several else "did_you_mean"
    says = f"{asked}? If it is written as you wrote it, say so with as_written"
    entry.fault("name", code, says, question.answers)


def _supplements(reader: Reader) -> tuple[Supplement, ...]:
    found = []
    for entry in reader.objects("supplements", 0, 40) or ():
        nutrient = entry.word("nutrient", tuple(NUTRIENTS), required=True)
        amount = entry.number("amount", 0, 1_000_000, required=True)
        times = entry.clocks("times", 12)
        entry.refuse_unknown()
        if nutrient is not None and amount is not None:
            found.append(Supplement(nutrient, amount, times))
    return tuple(found)


def _clinician_targets(reader: Reader) -> dict[str, ClinicianTarget]:
    found = {}
    for key, entry in reader.mapping("clinician_targets").items():
        least, most = entry.number("min", 0, 1_000_000), entry.number("max", 0, 1_000_000)
        entry.refuse_unknown()
        if key not in NUTRIENTS:
            reader.fault(f"clinician_targets/{key}", "unknown_key", "is not a nutrient key; see /api/v1/nutrients/")
        elif least is None and most is None:
            reader.fault(f"clinician_targets/{key}", "required", "needs a min, a max or both")
        elif least is not None and most is not None and least > most:
            reader.fault(f"clinician_targets/{key}", "conflict", "min is above max")
        else:
            found[key] = ClinicianTarget(least, most)
    return found


def _habits(reader: Reader, details: dict[str, Any]) -> None:
    habits = reader.child("habits")
    if habits is not None:
        for name, most in MOST_DRINKS.items():
            value = habits.number(name, 0, most)
            if value is not None:
                details[name] = value
        smoker = habits.flag("smoker")
        if smoker is not None:
            details["smoker"] = smoker
        habits.refuse_unknown()
    hours = reader.number("heat_or_sport_hours", 0, 24)
    if hours is not None:
        details["heat_or_sport_hours"] = hours
    sun = reader.child("sun")
    if sun is not None:
        sun.number("minutes_outdoors", 0, 1440)
        sun.number("latitude", -90, 90)
        sun.refuse_unknown()
    _cramps(reader, details)


def _cramps(reader: Reader, details: dict[str, Any]) -> None:
    cramps = reader.child("cramps")
    if cramps is None:
        return
    per_week = cramps.number("per_week", 0, 200)
    if per_week is not None:
        details["cramps_per_week"] = per_week
    cramps.text("when", 200, required=False)
    cramps.text("where", 200, required=False)
    cramps.number("minutes", 0, 1440)
    cramps.number("pain", 0, 10)
    cramps.refuse_unknown()


def _unlikely(person: Person) -> list[str]:
    found = []
    index = person.weight_kg / (person.height_cm / 100) ** 2
    if person.age_years >= 19 and not 14 <= index <= 60:
        found.append(f"height and weight give a body mass index of {index:.0f}: please check both")
    if person.age_years > 105:
        found.append(f"age {person.age_years:.0f}: please check it")
    if person.height_cm < 130 and person.age_years >= 19:
        found.append(f"height {person.height_cm:.0f} cm: please check it")
    return found
