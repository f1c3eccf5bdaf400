"""What does a reviewer look at? Facts to search, read and print, what is due, and what other rules would change.

Nothing here writes: facts are files, changed by reviewed commits.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foods import roles
from nutriplan.people import selectors
from nutriplan.plans import rule_changes
from nutriplan.reviewing import entries
from nutriplan.reviewing.entries import Entry
from nutriplan.reviewing.forms import FilesForm, TagForm
from nutriplan.reviewing.shelves import SHELVES, Shelf, find

View = Callable[..., HttpResponse]
PAGE = 50
#: More sheets than these no printer and no browser likes at once.
MOST_SHEETS = 250


def _for(permission: str) -> Callable[[View], View]:
    """A view for those who carry the permission, whatever else they may do."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return guarded


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shared = {
        **admin.site.each_context(request),
        "title": title,
        "shelves": SHELVES,
        "version": selectors.knowledge_version(),
        "may_try": request.user.has_perm(roles.TRY_RULES),
        **context,
    }
    return TemplateResponse(request, f"admin/knowledge/{template}.html", shared)


@require_safe
@_for(roles.READ_KNOWLEDGE)
def home(request: HttpRequest) -> HttpResponse:
    """Every kind of fact with how many there are, and how many of them nobody compared with a source."""
    today = timezone.localdate()
    rows = [
        {
            "key": key,
            "shelf": one,
            "count": len(found := one.read()),
            "unchecked": sum(entry.verification == "knowledge" for entry in found),
            "due": sum(entry.is_due(today) for entry in found),
        }
        for key, one in SHELVES.items()
    ]
    return _page(request, "home", _("Knowledge"), rows=rows)


@require_safe
@_for(roles.READ_KNOWLEDGE)
def shelf(request: HttpRequest, shelf: str) -> HttpResponse:
    """?q= and a parameter for every filter of the kind; fifty facts a page."""
    one = _shelf(shelf)
    found, asked = _asked(request, one)
    filters = [
        {"name": name, "heading": heading, "asked": asked[name], "choices": entries.choices(one.read(), name)}
        for name, heading in one.filters.items()
    ]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return _page(
        request,
        "shelf",
        one.title,
        shelf=one,
        key=shelf,
        filters=filters,
        page=page,
        count=len(found),
        q=request.GET.get("q", ""),
        query=query.urlencode(),
        today=timezone.localdate(),
    )


@require_safe
@_for(roles.READ_KNOWLEDGE)
def fact(request: HttpRequest, shelf: str, key: str) -> HttpResponse:
    one = _shelf(shelf)
    entry = find(shelf, key)
    if entry is None:
        raise Http404
    return _page(
        request, "fact", entry.title, shelf=one, key=shelf, entry=entry, is_due=entry.is_due(timezone.localdate())
    )


@require_safe
@_for(roles.READ_KNOWLEDGE)
def sheets(request: HttpRequest, shelf: str) -> HttpResponse:
    """What was asked for as sheets of paper, one fact each, with room for a reviewer's word and name."""
    one = _shelf(shelf)
    found, _filters = _asked(request, one)
    if key := request.GET.get("fact"):
        found = [entry for entry in found if entry.key == key]
    return _page(
        request, "sheets", one.title, shelf=one, key=shelf, entries=found[:MOST_SHEETS], left_out=found[MOST_SHEETS:]
    )


@require_safe
@_for(roles.READ_KNOWLEDGE)
def table(request: HttpRequest, shelf: str) -> HttpResponse:
    """What was asked for as CSV, with empty columns for a reviewer."""
    one = _shelf(shelf)
    found, _filters = _asked(request, one)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shelf}-{selectors.knowledge_version()}.csv"'
    rows = csv.writer(answer)
    rows.writerow(
        ["key", "fact", "says", "checked", "last compared", "review due", "right?", "remark", "name and date"]
    )
    for entry in found:
        rows.writerow([_cell(text) for text in _cells(entry)] + ["", "", ""])
    return answer


def _cells(entry: Entry) -> list[str]:
    says = " | ".join(f"{part.heading}: {' / '.join(part.lines)}" for part in entry.parts)
    return [
        entry.key,
        entry.title,
        says,
        entry.verification_says,
        entry.reviewed.isoformat() if entry.reviewed else "",
        day.isoformat() if (day := entry.due_on()) else "",
    ]


def _cell(text: str) -> str:
    """A spreadsheet would take text that begins with one of these for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


@require_safe
@_for(roles.READ_KNOWLEDGE)
def due(request: HttpRequest) -> HttpResponse:
    """What has to be looked at again, the longest overdue first, and what nobody compared with its source yet."""
    today = timezone.localdate()
    soon = entries.later(today, 3)
    return _page(
        request,
        "due",
        _("Due for review"),
        queues=(
            _queue(_("Due for another look"), lambda entry: entry.is_due(today)),
            _queue(_("Due within three months"), lambda entry: not entry.is_due(today) and entry.is_due(soon)),
            _queue(_("Not yet checked against its source"), lambda entry: entry.verification == "knowledge"),
        ),
        most=entries.MOST_MONTHS,
    )


def _queue(title: str, belongs: Callable[[Entry], bool]) -> dict[str, Any]:
    """The facts that belong, by kind, what was due first standing first."""
    found = {
        key: sorted((entry for entry in one.read() if belongs(entry)), key=lambda entry: entry.due_on() or date.max)
        for key, one in SHELVES.items()
    }
    groups = [{"key": key, "shelf": SHELVES[key], "entries": group} for key, group in found.items() if group]
    count = sum(map(len, found.values()))
    return {"title": title, "count": count, "groups": groups, "is_open": count <= PAGE}


@require_http_methods(["GET", "HEAD", "POST"])
@_for(roles.TRY_RULES)
def changes(request: HttpRequest) -> HttpResponse:
    """What the rules in force, a changed file of rules, or a tag would change for kept plans; numbers only."""
    tag = TagForm(request.GET if "tag" in request.GET else None)
    files = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    context: dict[str, Any] = {"tag_form": tag, "files_form": files, "found": None, "tag_found": None}
    if request.method == "POST":
        context["found"] = files.tried() if files.is_valid() else None
    elif tag.is_bound:
        context["tag_found"] = tag.tried() if tag.is_valid() else None
    else:
        context["found"] = rule_changes.since_made()
    titles = {entry.key: entry.title for entry in SHELVES["rules"].read()}
    return _page(request, "changes", _("What would change"), titles=titles, **context)


def _shelf(key: str) -> Shelf:
    if key not in SHELVES:
        raise Http404
    return SHELVES[key]


def _asked(request: HttpRequest, one: Shelf) -> tuple[list[Entry], dict[str, str]]:
    asked = {name: request.GET.get(name, "") for name in one.filters}
    return entries.chosen(entries.searched(one.read(), request.GET.get("q", "")), asked), asked
