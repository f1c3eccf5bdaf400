"""How much of the Daily Value of the four nutrients is that? Bars drawn here: the page needs no script or style."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nutriplan.domain.nutrients import NUTRIENTS, PRIORITY_KEYS, display
from nutriplan.knowledge import loader

#: Half of the Daily Value fills the bar: a serving that holds more is rich whatever it is.
FULL_SHARE = 0.5
_LABEL, _TRACK, _ROW = 92, 240, 26


def daily_value_bars(amounts: Mapping[str, float | None], *, at_least: frozenset[str] = frozenset()) -> SafeString:
    """amounts: nutrient key -> amount, None where nobody knows: that is a hatched track, never an empty one.

    at_least: nutrients of which a part is not known, so that the bar shows only what is.
    """
    rows = [_row(index, key, amounts.get(key), key in at_least) for index, key in enumerate(PRIORITY_KEYS)]
    height = _ROW * len(rows) + 18
    return format_html(
        '<svg class="dv-bars" viewBox="0 0 520 {}" width="520" height="{}" role="img" aria-label="{}">'
        '<defs><pattern id="dv-unknown" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M0 6L6 0" class="dv-hatch"/></pattern></defs>{}'
        '<text x="{}" y="{}" class="dv-small">0</text>'
        '<text x="{}" y="{}" class="dv-small" text-anchor="end">{}</text></svg>',
        height,
        height,
        "; ".join(label for label, _svg in rows),
        format_html_join("", "{}", ((svg,) for _label, svg in rows)),
        _LABEL,
        height - 4,
        _LABEL + _TRACK,
        height - 4,
        _("50 % of the Daily Value"),
    )


def _row(index: int, key: str, amount: float | None, at_least: bool) -> tuple[str, SafeString]:
    label, daily = NUTRIENTS[key].label, loader.load().references.daily_value(key)
    top = index * _ROW
    if amount is None or not daily:
        said, width, kind = _("not measured"), float(_TRACK), "dv-none"
    else:
        share = amount / daily
        said = f"{'≥ ' if at_least else ''}{display(key, amount)} · {share:.0%} DV"
        width, kind = min(share / FULL_SHARE, 1) * _TRACK, "dv-high" if share >= 0.2 else "dv-some"
    return f"{label}: {said}", format_html(
        '<text x="0" y="{}" class="dv-label">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="14" rx="3" class="dv-track"/>'
        '<rect x="{}" y="{}" width="{}" height="14" rx="3" class="{}"/>'
        '<text x="{}" y="{}" class="dv-value">{}</text>',
        top + 15,
        label,
        _LABEL,
        top + 4,
        _TRACK,
        _LABEL,
        top + 4,
        f"{width:.1f}",
        kind,
        _LABEL + _TRACK + 8,
        top + 15,
        said,
    )
