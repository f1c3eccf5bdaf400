"""How does a published number read as an entry? Intakes, ranges and limits, equations of energy, values of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nutriplan.domain.references import Band, EnergyEquation, IntakeRange, LabelValue, Per, ReferenceIntake
from nutriplan.reviewing.entries import Entry, Part
from nutriplan.reviewing.rule_words import nutrient, plain

#: How many listings a reference value was compared with, as far as a fact of another kind would say it.
_CHECKED: Mapping[str, str] = {"two": "read", "one": "partial", "none": "knowledge"}
_BOTH = "both sets"


def of_intake(place: int, row: ReferenceIntake) -> Entry:
    label = nutrient(row.key)
    return Entry(
        key=str(place),
        title=f"{label}: {_whom(row.band)}",
        facets={
            "set": frozenset({row.reference_set.value.upper()}),
            "nutrient": frozenset({label}),
            "verification": frozenset({_CHECKED[row.checked]}),
        },
        parts=(Part("Published values", tuple(_values(row))), *_note(row.note)),
        sources=(row.source,),
        verification=_CHECKED[row.checked],
        reviewed=row.source.checked_on,
        due=row.source.review_due,
    )


def of_range(place: int, row: IntakeRange) -> Entry:
    label = nutrient(row.key)
    return Entry(
        key=str(place),
        title=f"{label}, {plain(row.kind)}: {_whom(row.band)}",
        facets={
            "set": frozenset({row.reference_set.value.upper() if row.reference_set else _BOTH}),
            "nutrient": frozenset({label}),
            "kind": frozenset({plain(row.kind)}),
            "verification": frozenset({_CHECKED[row.checked]}),
        },
        parts=(Part("Published range", (_span(row),)), *_note(row.note)),
        sources=(row.source,),
        verification=_CHECKED[row.checked],
        reviewed=row.source.checked_on,
        due=row.source.review_due,
    )


def of_equation(place: int, row: EnergyEquation) -> Entry:
    return Entry(
        key=str(place),
        title=f"{row.equation_set}, {row.output}, {plain(row.activity)}: {_whom(row.band)}",
        facets={"equations": frozenset({row.equation_set}), "output": frozenset({row.output})},
        parts=(Part("kcal a day", (_sum(row),)),),
        sources=(row.source,),
        reviewed=row.source.checked_on,
        due=row.source.review_due,
    )


def of_label_value(place: int, row: LabelValue) -> Entry:
    label = nutrient(row.key)
    return Entry(
        key=str(place),
        title=f"{label}, {plain(row.kind)}: {plain(row.population)}",
        facets={
            "set": frozenset({row.reference_set.value.upper()}),
            "nutrient": frozenset({label}),
            "kind": frozenset({plain(row.kind)}),
        },
        parts=(Part("For labels, never a person's target", (f"{row.amount:g} {_unit(row.key)}",)),),
        sources=(row.source,),
        reviewed=row.source.checked_on,
        due=row.source.review_due,
    )


def _whom(band: Band) -> str:
    sex = band.sex.value if band.sex else "both sexes"
    whom = f"{sex}, {plain(band.stage.value)}, {band.age_from:g} to below {band.age_to:g} years"
    return f"{whom}, {plain(band.subgroup)}" if band.subgroup else whom


def _note(note: str) -> tuple[Part, ...]:
    return (Part("Note", (note,)),) if note else ()


def _unit(key: str) -> str:
    return key.rsplit("_", 1)[-1].replace("ug", "µg")


def _values(row: ReferenceIntake) -> Iterator[str]:
    per = "" if row.per is Per.DAY else f" per {plain(row.per.value)}"
    for name in ("ear", "rda", "ai", "ul", "cdrr"):
        amount = getattr(row, name)
        if amount is not None:
            scope = f", counted on {plain(row.scope.value)}" if name in ("ul", "cdrr") else ""
            yield f"{name.upper()} {amount:g} {_unit(row.key)}{per}{scope}"


def _span(row: IntakeRange) -> str:
    """Both ends, one of them, or only that less is better; in the unit of the key, or in per cent where `per` says."""
    ends = [f"{word} {end:g}" for word, end in (("from", row.low), ("to", row.high)) if end is not None]
    share = row.per is Per.ENERGY_PERCENT
    unit = "% of energy" if share else f"{_unit(row.key)} per {plain(row.per.value)}"
    return f"{' '.join(ends)} {unit}" if ends else plain(row.kind)


def _sum(row: EnergyEquation) -> str:
    """The equation with its numbers; terms of nothing are left out."""
    body = [
        f"{by:g} × {what}" for by, what in ((row.per_kg, "kg"), (row.per_height, f"height in {row.height_unit}")) if by
    ]
    terms = [
        f"{row.intercept:g}" if row.intercept else "",
        f"{row.per_year:g} × years" if row.per_year else "",
        _times(row.activity_factor, " + ".join(body)),
        f"{row.per_week:g} × week" if row.per_week else "",
        f"{row.add_kcal:g}" if row.add_kcal else "",
    ]
    return " + ".join(term for term in terms if term).replace("+ -", "− ") or "0"


def _times(factor: float, body: str) -> str:
    return body if factor == 1 or not body else f"{factor:g} × ({body})"
