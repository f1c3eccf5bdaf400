"""What does the ledger on disk say? Claims, the foods they name, their sources and what everybody should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from nutriplan.domain.claims import Backing, Claim, FoodClaim, Grade, Kind, Ledger, Review, Statement, Topic
from nutriplan.domain.nutrients import NUTRIENTS
from nutriplan.domain.rules import Source
from nutriplan.knowledge.csv_rows import Row, columns, read_rows
from nutriplan.knowledge.yaml_entries import Entry, list_of, read_file

FOLDER = Path(__file__).parent / "claims"
SOURCE_COLUMNS = columns("id,title,publisher,year,section,address,kind,read")
CLAIM_COLUMNS = columns("id,status,claim,finding,sources,nutrients,authored,reviewed_by,review_date,next_review")
FOOD_COLUMNS = columns("name,ndb_no,food,nutrient,claims")
READ = ("yes", "copy", "no")

Backings = Mapping[str, Backing]


def read(faults: list[str], folder: Path = FOLDER) -> Ledger:
    """Every claim of the folder. What is at fault is added to `faults`; a ledger read with faults must not be used."""
    backings = _backings(folder / "sources.csv", faults)
    claims = _claims(folder / "ledger", backings, faults)
    return Ledger(
        claims=claims,
        foods=tuple(_foods(folder / "food_claims.csv", claims, faults)),
        statements=tuple(_statements(read_file(folder / "statements.yaml", faults), backings)),
        backings=backings,
    )


def backings_of(entry: Entry, known: Backings) -> tuple[Backing, ...]:
    """The sources that an entry of a YAML file names; none is a fault."""
    ids = entry.cells.get("sources")
    if not isinstance(ids, list) or not ids:
        entry.fault("sources must name at least one source of claims/sources.csv")
        return ()
    return tuple(known[key] for key in (entry.known("sources", key, known.keys()) for key in ids) if key)


def review_of(entry: Entry) -> Review:
    """Who wrote and compared an entry of a YAML file when."""
    done, due = entry.review()
    return Review(entry.day("authored"), done, due, entry.text("reviewed_by", ""))


def _backings(path: Path, faults: list[str]) -> dict[str, Backing]:
    found: dict[str, Backing] = {}
    for row in read_rows(path, SOURCE_COLUMNS, faults):
        cells = row.cells
        if not cells["id"] or not cells["title"] or cells["id"] in found:
            row.fault("id", "every source has an id of its own, and a title")
        source = Source(cells["title"], cells["publisher"], cells["year"], cells["section"], cells["address"])
        kind = row.word("kind", Kind, Kind.TEACHING)
        found[cells["id"]] = Backing(cells["id"], source, kind, row.one_of("read", READ))
    return found


def _claims(folder: Path, backings: Backings, faults: list[str]) -> dict[str, Claim]:
    claims: dict[str, Claim] = {}
    for topic in Topic:
        for row in read_rows(folder / f"{topic.value}.csv", CLAIM_COLUMNS, faults):
            claim = _claim(row, topic, backings)
            if claim.id in claims:
                row.fault("id", f"{claim.id} stands twice")
            claims[claim.id] = claim
    strange = {path.stem for path in folder.glob("*.csv")} - set(Topic)
    faults += [f"{name}.csv: no topic is called so" for name in sorted(strange)]
    return claims


def _claim(row: Row, topic: Topic, backings: Backings) -> Claim:
    for column in ("id", "claim", "finding"):
        if not row.text(column):
            row.fault(column, "is empty")
    ids = row.text("sources").split()
    if not ids:
        row.fault("sources", "a claim without a source is not kept")
    return Claim(
        id=row.text("id"),
        topic=topic,
        status=row.word("status", Grade, Grade.WEAK),
        claim=row.text("claim"),
        finding=row.text("finding"),
        backings=tuple(backings[key] for key in _known(row, "sources", ids, backings)),
        nutrients=frozenset(_known(row, "nutrients", row.text("nutrients").split(), NUTRIENTS)),
        review=_review(row),
    )


def _review(row: Row) -> Review:
    review = Review(row.day("authored"), row.day("review_date"), row.day("next_review"), row.text("reviewed_by"))
    if date.min < review.due <= review.done:
        row.fault("next_review", "must come after review_date")
    return review


def _known(row: Row, column: str, words: Iterable[str], known: Mapping[str, object]) -> Iterator[str]:
    for word in words:
        if word in known:
            yield word
        else:
            row.fault(column, f"{word!r} is not known")


def _foods(path: Path, claims: Mapping[str, Claim], faults: list[str]) -> Iterator[FoodClaim]:
    seen: set[tuple[str, str]] = set()
    for row in read_rows(path, FOOD_COLUMNS, faults):
        name, nutrient = row.text("name"), row.one_of("nutrient", NUTRIENTS)
        ids = tuple(_known(row, "claims", row.text("claims").split(), claims))
        if not name or not row.text("ndb_no") or not ids:
            row.fault("name", "needs a name, an NDB number and a claim that names the food")
        if (name, nutrient) in seen:
            row.fault("name", f"{name} and {nutrient} stand twice")
        seen.add((name, nutrient))
        yield FoodClaim(name, row.text("ndb_no"), row.text("food"), nutrient, ids)


def _statements(file: Entry, backings: Backings) -> Iterator[Statement]:
    file.allow("statements")
    for entry in list_of(file, "statements"):
        entry.allow("id title status text sources authored reviewed_by review_date next_review")
        status = entry.one_of("status", frozenset(Grade))
        yield Statement(
            id=entry.text("id"),
            title=entry.text("title"),
            status=Grade(status) if status else Grade.WEAK,
            text=entry.text("text"),
            backings=backings_of(entry, backings),
            review=review_of(entry),
        )
