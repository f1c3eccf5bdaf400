"""How does a visitor bring a recipe? Pasted or as a file, looked through line by line, and then a dish of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nutriplan.domain.errors import Fault, InputFaults
from nutriplan.people.limits import ImportThrottle
from nutriplan.plans import own_dishes
from nutriplan.plans.own_dishes import Fit
from nutriplan.recipes import decisions, selectors, services
from nutriplan.recipes.document import recipe_document, summary_document
from nutriplan.recipes.models import Recipe
from nutriplan.web.presenters import recipes as shown
from nutriplan.web.presenters.words import joined
from nutriplan.web.views.answers import KEPT_SECONDS, profile_of

RECIPES = "recipes"
Json = dict[str, Any]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recipes(request: HttpRequest) -> HttpResponse:
    """The visitor's recipes, and a place to paste another."""
    if request.method != "POST":
        return _list(request)
    wait = ImportThrottle().seconds_to_wait(request)
    if wait:
        fault = f"That was many recipes in a short time. Please wait {wait:.0f} seconds and press the button again."
        return _list(request, [fault], status=429)
    text, name = _pasted(request), request.POST.get("name", "")
    if not text.strip():
        return _list(request, ["Please paste a recipe, or choose a file."])
    owner = request.user if request.user.is_authenticated else None
    try:
        recipe = services.import_recipe(text=text, name=name, owner=owner, now=timezone.now())
    except InputFaults as wrong:
        return _list(request, [f"What you gave {fault.detail}." for fault in wrong.faults])
    if owner is None:
        request.session[RECIPES] = [*request.session.get(RECIPES, []), recipe.key]
        request.session.set_expiry(KEPT_SECONDS)
    return redirect("web:recipe", key=recipe.key)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recipe(request: HttpRequest, key: str) -> HttpResponse:
    found = _mine(request, key)
    if request.method != "POST":
        return _page(request, found)
    document = recipe_document(found)
    try:
        services.decide(recipe=found, decisions=decisions.read(_decided(request.POST, document)))
    except InputFaults as wrong:
        return _page(request, _mine(request, key), wrong.faults)
    return redirect("web:recipe", key=key)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    services.delete_recipe(recipe=_mine(request, key))
    kept = [one for one in request.session.get(RECIPES, []) if one != key]
    request.session[RECIPES] = kept
    return redirect("web:recipes")


@require_POST
def promote(request: HttpRequest, key: str) -> HttpResponse:
    """A curator's own recipe as a draft for the library."""
    user = request.user
    found = _mine(request, key)
    if not user.is_authenticated or not user.has_perm("foods.add_dish"):
        raise Http404
    try:
        dish_key = services.promote(recipe=found, by=user)
    except InputFaults as wrong:
        return _page(request, found, wrong.faults, posted=False)
    messages.info(
        request,
        f"“{found.name}” is a draft with the key {dish_key}. Its amounts are as bought: change those of foods that are "
        "eaten cooked before you publish it.",
    )
    return redirect(f"{reverse('admin:foods_dish_changelist')}?{urlencode({'q': dish_key})}")


def mine(request: HttpRequest) -> list[Recipe]:
    """The recipes of whoever is signed in, and those that this session brought as a guest's."""
    found = list(_of_account(request)) if request.user.is_authenticated else []
    return [*found, *selectors.recipes_with(request.session.get(RECIPES, []), now=timezone.now())]


def _of_account(request: HttpRequest) -> QuerySet[Recipe]:
    return selectors.recipes_of(request.user)  # type: ignore[arg-type]


def _mine(request: HttpRequest, key: str) -> Recipe:
    """Somebody else's recipe is as absent as one that never was, whoever holds its key."""
    found = next((one for one in mine(request) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, faults: list[str] | None = None, *, status: int = 200) -> HttpResponse:
    return render(
        request,
        "web/recipes.html",
        {
            "recipes": [summary_document(one) for one in mine(request)],
            "faults": faults or [],
            "text": request.POST.get("text", ""),
            "name": request.POST.get("name", ""),
            "guest": not request.user.is_authenticated,
            "hours": services.KEPT // timedelta(hours=1),
        },
        status=400 if faults and status == 200 else status,
    )


def _pasted(request: HttpRequest) -> str:
    """The file where there is one, else what was pasted. A byte past the limit is read, so that it is seen."""
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile):
        return str(upload.read(services.MOST_BYTES + 1), "utf-8", "replace")
    return request.POST.get("text", "")


def _page(request: HttpRequest, recipe: Recipe, faults: tuple[Fault, ...] = (), *, posted: bool = True) -> HttpResponse:
    """posted: whether the answers that were sent are shown again, or else those that are kept."""
    document = recipe_document(recipe)
    answers, answered = request.POST, bool(faults) and posted
    given = {name: str(value) for name, value in answers.items()} if answered else {}
    changes = _changes(answers, document) if answered else []
    return render(
        request,
        "web/recipe.html",
        {
            "recipe": document,
            "lines": shown.line_rows(document, given, _by_line(faults, changes)),
            "slots": shown.slot_choices(document, answers.getlist("slots") if answered else None),
            "amounts": shown.amounts(document),
            "given": given,
            "role": given.get("role", document["role"]),
            "cooked": "cooked_through" in given if answered else document["cooked_through"],
            "faults": [shown.in_words(fault, _text_of(fault, changes, document)) for fault in faults],
            "lacks": joined(document["missing"]) if document["missing"] else "",
            "uncounted": sum(line["grams"] is None and line["match"] != shown.LEFT_OUT for line in document["lines"]),
            "steps": answers.get("steps", "") if answered else "\n".join(document["steps"]),
            "fit": _fit(request, recipe),
            "may_promote": request.user.has_perm("foods.add_dish"),
            "knows_you": profile_of(request) is not None,
        },
        status=400 if faults else 200,
    )


def _fit(request: HttpRequest, recipe: Recipe) -> Fit | None:
    profile = profile_of(request)
    if profile is None:
        return None
    try:
        return own_dishes.fit(profile=profile, today=timezone.localdate(), recipe=recipe)
    except InputFaults:
        return None


# From the page to decisions -------------------------------------------------------------------------------------------


def _decided(posted: QueryDict, document: Json) -> Json:
    """The answers of the page as the body that the API takes."""
    body: Json = {"slots": posted.getlist("slots"), "cooked_through": "cooked_through" in posted}
    body["steps"] = [line.strip() for line in posted.get("steps", "").splitlines() if line.strip()]
    body |= {name: _number(text) for name in ("servings", "minutes") if (text := posted.get(name, "").strip())}
    body |= {name: posted[name] for name in ("name", "role") if posted.get(name, "").strip()}
    body["lines"] = _changes(posted, document)
    return body


def _changes(posted: QueryDict, document: Json) -> list[Json]:
    """Only what differs from what stands there, so that a confirmed page changes nothing."""
    changes = []
    for line in document["lines"]:
        change = _change(posted, line)
        if change:
            changes.append({"position": line["position"], **change})
    return changes


def _change(posted: QueryDict, line: Json) -> Json:
    name = f"line-{line['position']}"
    text, food, grams = (posted.get(f"{name}-{part}", "").strip() for part in ("text", "food", "grams"))
    change: Json = {}
    if text and text != line["text"]:
        return {"text": text}
    if food and food != shown.chosen_of(line):
        change |= {"food_id": int(food)} if food.isdecimal() else {"decision": food}
    if grams and grams != shown.grams_of(line):
        change["grams"] = _number(grams)
    return change


def _number(text: str) -> float | int | str:
    """The number, with a comma too; what is none goes on as it is, to be named as a fault."""
    text = text.strip().replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _by_line(faults: tuple[Fault, ...], changes: list[Json]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for fault in faults:
        position = _position(fault, changes)
        if position is not None:
            found[position] = (*found.get(position, ()), shown.in_words(fault))
    return found


def _position(fault: Fault, changes: list[Json]) -> int | None:
    """Of the line that a fault belongs to; None where it belongs to the whole dish."""
    _, part, place, *_ = [*fault.pointer.split("/"), "", ""]
    if part != "lines" or not place.isdecimal() or int(place) >= len(changes):
        return None
    return int(changes[int(place)]["position"])


def _text_of(fault: Fault, changes: list[Json], document: Json) -> str:
    position = _position(fault, changes)
    return next((line["text"] for line in document["lines"] if line["position"] == position), "")
