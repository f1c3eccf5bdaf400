"""How does a plan read in a terminal of 100 columns? From the same document that the API answers with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS, display
from nutriplan.plans.wording import at_most_per_cent, bought_how, cooked, halves, is_bought

WIDTH = 100
BAR_CELLS = 27
#: The bar ends at this share of the aim, so that the aim stands at two thirds and a surplus still shows.
BAR_END = 1.5

_SEVERITY_STYLE = {
    "contraindicated": "bold white on red",
    "major": "bold red",
    "moderate": "yellow",
    "minor": "cyan",
    "info": "dim",
}
_SHORT = {"magnesium_mg": "Mg", "calcium_mg": "Ca", "potassium_mg": "K", "vitamin_d_ug": "D"}

Document = Mapping[str, Any]


def show_plan(console: Console, document: Document, *, shopping: bool) -> None:
    """Print the week, a bar per nutrient, cautions, shortfalls and, if asked, the shopping list."""
    parts = plan_of_one(document)
    if document["days"]:
        if shopping and document["shopping_list"]:
            parts += shopping_parts(document["shopping_list"])
        parts.append(footer(document))
    console.print(Group(*parts), soft_wrap=False)


def plan_of_one(document: Document) -> list[RenderableType]:
    """The cautions of one person, and where there is a plan the week, the bars and what is missed."""
    parts: list[RenderableType] = [*_cautions(document)]
    if document["days"]:
        parts += [*_week(document), *_doses(document), *_bars(document), *_shortfalls(document)]
    return parts


def heading(text: str) -> Text:
    return Text(f"\n{text}\n{'─' * len(text)}", style="bold")


# The week ------------------------------------------------------------------------------------------------------------


def _week(document: Document) -> Iterator[RenderableType]:
    yield heading("Your week" if len(document["days"]) > 1 else "Your day")
    targets = document["targets"]
    for day in document["days"]:
        table = Table(box=None, width=WIDTH, padding=(0, 1), show_edge=False)
        table.add_column(_day_name(day["date"]), width=15, style="bold", no_wrap=True)
        table.add_column("", ratio=1)
        for key in PRIORITY_KEYS:
            table.add_column(_column_name(key, targets), justify="right", width=6, header_style="dim")
        for meal in day["meals"]:
            table.add_row(*_meal_row(meal, targets))
        work = f"the day: {day['hands_on_minutes']} minutes of work"
        table.add_row("", Text(work, style="dim italic"), *_shares(day["totals"], targets, total=True))
        yield table
        yield Text("")
    yield Text(
        "Per cent of your aim for magnesium, calcium, potassium and vitamin D. “–”: no aim, or not known.", "dim"
    )


def _day_name(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%a %-d %b %Y")


def _column_name(key: str, targets: Mapping[str, Any]) -> str:
    unit = "" if _aim(key, targets) else " µg" if key.endswith("_ug") else " mg"
    return f"{_SHORT[key]}{unit}"


def _aim(key: str, targets: Mapping[str, Any]) -> float | None:
    aim: float | None = targets[key]["aim"] if key in targets else None
    return aim


def _meal_row(meal: Mapping[str, Any], targets: Mapping[str, Any]) -> list[RenderableType]:
    is_main = meal["role"] == "main"
    when = f"{meal['time']} {meal['slot'].split('_')[-1]}" if is_main else ""
    amount = "" if meal["servings"] == 1 else f" ×{halves(meal['servings'])}"
    dish = Text(f"{'' if is_main else '+ '}{meal['dish']['name']}{amount}")
    work = cooked(meal["cooking"], "%a")
    dish.append(f"\n  {work}" if work else "", style="dim italic")
    return [Text(when, style="" if is_main else "dim"), dish, *_shares(meal["nutrients"], targets, total=False)]


def _shares(amounts: Mapping[str, Any], targets: Mapping[str, Any], *, total: bool) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for key in PRIORITY_KEYS:
        amount = amounts[key]["amount"] if total else amounts[key]
        aim = _aim(key, targets)
        text = (
            "–" if amount is None else f"{amount / aim:.0%}" if aim else f"{amount:.{1 if key.endswith('_ug') else 0}f}"
        )
        shown.append(Text(text, style="bold" if total else ""))
    return shown


def _doses(document: Document) -> Iterator[RenderableType]:
    """The day by the clock, for those who take something at a time."""
    entries = document["timeline"]
    if all(entry["kind"] == "meal" for entry in entries):
        return
    yield heading("Your day by the clock")
    for entry in entries:
        if entry["kind"] == "keep_apart":
            away = " and ".join(entry["from_what"])
            yield Text(f"{entry['time']} to {entry['until']}  keep {away} away from {entry['what']}", style="yellow")
        else:
            yield Text(f"{entry['time']}  {entry['what'].replace('_', ' ')}")


# Bars ----------------------------------------------------------------------------------------------------------------


def _bars(document: Document) -> Iterator[RenderableType]:
    yield heading("An average day against your targets")
    table = Table(box=None, width=WIDTH, padding=(0, 1), show_header=False)
    table.add_column(width=21, no_wrap=True)
    table.add_column(width=BAR_CELLS, no_wrap=True)
    table.add_column(width=5, justify="right", no_wrap=True)
    table.add_column(ratio=1, no_wrap=True)
    order = (*PRIORITY_KEYS, *(key for key in NUTRIENTS if key not in PRIORITY_KEYS))
    for key in (key for key in order if key in document["attainment"]):
        row = _bar_row(key, document["attainment"][key], document["targets"][key])
        if row:
            table.add_row(*row)
    yield table
    yield Text("│ marks your aim. “≥” where a part is not known: unknown is not counted as zero.", style="dim")


def _bar_row(key: str, found: Mapping[str, Any], target: Mapping[str, Any]) -> list[RenderableType] | None:
    label = NUTRIENTS[key].label
    if found["mean"] is None:
        return [label, "", "", Text("not known", style="dim")]
    partly = "≥ " if found["known_share"] < 0.995 else ""
    amount = partly + display(key, found["mean"])
    limits = _limits(key, target)
    if target["clinician_sets"]:
        return [label, Text("your clinician sets this", style="dim"), "", f"{amount}{limits}"]
    share = found["share_of_aim"]
    if share is None:
        return [label, "", "", f"{amount}{limits}"] if limits else None
    return [label, _bar(share), f"{share:.0%}", f"{amount} of {display(key, target['aim'])}{limits}"]


def _limits(key: str, target: Mapping[str, Any]) -> str:
    if target["max"] is None or target["scope"] not in ("total", "preformed"):
        return ""
    return f", max {display(key, target['max'])}"


def _bar(share: float, best: float = 0.0) -> Text:
    cells = min(BAR_CELLS, round(share / BAR_END * BAR_CELLS))
    could = min(BAR_CELLS, round(best / BAR_END * BAR_CELLS))
    aim = round(BAR_CELLS / BAR_END)
    style = "green" if share >= 0.995 else "yellow" if share >= 0.9 else "red"
    drawn = ["█" if cell < cells else "▒" if cell < could else "·" for cell in range(BAR_CELLS)]
    drawn[aim - 1 if cells >= aim else aim] = "│"
    return Text("".join(drawn), style=style)


# Words ---------------------------------------------------------------------------------------------------------------


def _cautions(document: Document) -> Iterator[RenderableType]:
    seen = [reason["sign"].rstrip(".") for reason in document["triage"]["reasons"] if reason["acknowledged"]]
    if seen:
        yield Text(f"! {'; '.join(seen)}. {document['triage']['advice']}", style="bold yellow")
    for warning in (*document["warnings"], *document["notes"]):
        yield Text(f"Note: {warning}", style="yellow")
    for line in document["not_checked"]:
        yield Text(f"! {line}", style="bold yellow")
    if not document["cautions"]:
        return
    yield heading("Cautions for you")
    for severity, group in groupby(document["cautions"], key=lambda caution: str(caution["severity"])):
        yield Text(severity, style=_SEVERITY_STYLE[severity])
        for caution in group:
            yield Padding(Text(f"• {caution['message']}"), (0, 0, 0, 2))


def _shortfalls(document: Document) -> Iterator[RenderableType]:
    if not document["shortfalls"]:
        return
    yield heading("Where this plan stays below your aims, and why")
    for found in document["shortfalls"]:
        label = NUTRIENTS[found["nutrient"]].label
        text = Text(f"• {label}: {found['share_of_aim']:.0%} of the aim. ", style="")
        text.append(f"{found['because']}. What would help: {found['would_help']}.", style="dim")
        if found["holds"]:
            text.append(f" In the way: {'; '.join(found['holds'])}.", style="dim")
        yield text
    yield from _attainable(document)


def _attainable(document: Document) -> Iterator[RenderableType]:
    """Reached, attainable and aim of what is missed."""
    missed = [one for one in document["shortfalls"] if one["best_possible"] is not None]
    table = Table(box=None, width=WIDTH, padding=(0, 1), show_header=False)
    table.add_column(width=21, no_wrap=True)
    table.add_column(width=BAR_CELLS, no_wrap=True)
    table.add_column(ratio=1, no_wrap=True)
    for one in missed:
        reached, best = one["share_of_aim"], one["best_possible"]
        said = f"{int(reached * 100)} % reached, at most {at_most_per_cent(best)} attainable"
        table.add_row(NUTRIENTS[one["nutrient"]].label, _bar(reached, best), said)
    if missed:
        yield table
        yield Text("█ reached, ▒ what no plan can pass, │ your aim.", style="dim")


def shopping_parts(shopping: Mapping[str, Any]) -> list[RenderableType]:
    people = shopping["household"]
    parts: list[RenderableType] = [heading(f"Shopping list for {people} {'person' if people == 1 else 'people'}")]
    for aisle in shopping["aisles"]:
        to_buy = [line for line in aisle["lines"] if is_bought(line)]
        if not to_buy:
            continue
        parts.append(Text(aisle["aisle"], style="bold underline"))
        table = Table(box=None, width=WIDTH, padding=(0, 1), show_header=False)
        table.add_column(width=44)
        table.add_column(width=28)
        table.add_column(ratio=1, style="dim")
        for line in to_buy:
            table.add_row(f"□ {line['name']}", _to_buy(line), bought_how(line))
        parts.append(table)
    return [*parts, *_pantry(shopping["pantry"]), _waste(shopping["waste"])]


def _pantry(pantry: Sequence[Mapping[str, Any]]) -> Iterator[RenderableType]:
    if pantry:
        yield Text("From your kitchen", style="bold underline")
    for used in pantry:
        days = ", ".join(date.fromisoformat(day).strftime("%a %-d %b") for day in used["days"])
        eaten = f"{_grams(used['used_g'])} of {_grams(used['grams'])}, {days}" if days else "not in this plan"
        late = f" (use by {used['use_by']})" if used["use_by"] else ""
        yield Text(f"  {used['food']['name']}{late}: {eaten}")


def _waste(waste: Mapping[str, Any]) -> Text:
    """Fresh food that its packs leave over."""
    share = f" ({waste['share']:.0%} of the fresh food bought)" if waste["bought_g"] else ""
    cooked = f"; cooked and not eaten: {_grams(waste['uneaten_g'])}" if waste["uneaten_g"] else ""
    left = _grams(waste["left_g"]) if waste["left_g"] else "nothing"
    return Text(f"Left over of fresh food in packs: {left}{cooked}{share}")


def _to_buy(line: Mapping[str, Any]) -> str:
    if line["staple"]:
        return f"{_grams(line['bought_g'])}, if you are out of it"
    if not line["packs"]:
        return _grams(line["bought_g"])
    packs = " + ".join(f"{pack['count']} × {pack['pack']}" for pack in line["packs"])
    return f"{packs} ({_grams(line['bought_g'])})"


def _grams(grams: float) -> str:
    if grams < 1:
        return "a pinch"
    return f"{grams / 1000:.2f} kg" if grams >= 1000 else f"{grams:.0f} g"


def footer(document: Document) -> Text:
    solver, data = document["solver"], document["data"]
    return Text(
        f"\n{document['evidence']['message']} (evidence: {document['evidence']['grade']}; "
        f"{document['evidence']['sources'][0]['title']})\n"
        f"Planned in {solver['seconds']:.1f} s by {solver['engine']}, proven within {solver['gap']:.1%} of the best "
        f"plan, seed {solver['seed']}. Foods {data['foods_version']}, rules {data['rules_version']}.\n"
        "NutriPlan informs. It does not diagnose or treat; ask your doctor, midwife or pharmacist before you change "
        "what they advised.",
        style="dim",
    )
