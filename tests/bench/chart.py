"""What do figures look like? Horizontal bars as a drawing (SVG) that is read on light and on dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 720, 220, 130
ROW, BAR, GAP, TOP = 24, 15, 18, 46
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .group { font-weight: 600 }
  .page { fill: #ffffff }
  .bar { fill: #b0652a }
  .ours { fill: #1f6f50 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .page { fill: #0d1117 } .bar { fill: #e0924f } .ours { fill: #4fb98c }
  }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """said: the value in words, written behind the bar. value None: no bar, only the words."""

    label: str
    value: float | None
    said: str
    ours: bool = False


def bars(title: str, groups: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """The drawing; all bars have one scale, which begins at 0."""
    largest = max((bar.value for _, own in groups for bar in own if bar.value is not None), default=0.0) or 1.0
    lines, y = [], TOP
    for heading, own in groups:
        lines.append(f'  <text class="group" x="12" y="{y + BAR}">{escape(heading)}</text>')
        y += ROW
        for bar in own:
            lines += _drawn(bar, y, largest)
            y += ROW
        y += GAP
    said = ". ".join(f"{heading}: {'; '.join(f'{bar.label} {bar.said}' for bar in own)}" for heading, own in groups)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img">',
            f"  <title>{escape(title)}</title>",
            f"  <desc>{escape(said)}</desc>",
            f"  <style>{STYLE}  </style>",
            f'  <rect class="page" width="{WIDTH}" height="{y}"/>',
            f'  <text class="title" x="12" y="26">{escape(title)}</text>',
            *lines,
            "</svg>\n",
        ]
    )


def _drawn(bar: Bar, y: int, largest: float) -> list[str]:
    length = 0.0 if bar.value is None else (WIDTH - LEFT - RIGHT) * bar.value / largest
    kind = "ours" if bar.ours else "bar"
    return [
        f'  <text x="{LEFT - 8}" y="{y + BAR - 3}" text-anchor="end">{escape(bar.label)}</text>',
        f'  <rect class="{kind}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2"/>',
        f'  <text x="{LEFT + length + 6:.1f}" y="{y + BAR - 3}">{escape(bar.said)}</text>',
    ]
