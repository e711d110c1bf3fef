"""Line charts as inline SVG."""

from __future__ import annotations

import math
from html import escape
from typing import List, Mapping, Optional, Sequence, Tuple

_WIDTH, _HEIGHT = 460, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 26, 30
_COLORS = ("#1f5fa8", "#c4501b", "#2f8f4e", "#7a4fa3", "#555555")


def line_chart(
    title: str,
    x: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    levels: Mapping[str, float],
    marked: Optional[float] = None,
) -> str:
    """An SVG element.

    Args:
        title: shown above.
        x: one value a point, the epoch.
        lines: values by name, drawn against ``x``; NaN leaves a gap.
        levels: constants by name, drawn as dashed lines across.
        marked: a place on the x axis that gets a line from top to bottom.
    """
    values = [v for line in lines.values() for v in line if math.isfinite(v)]
    values += [v for v in levels.values() if math.isfinite(v)]
    if not values or not x:
        return ""
    low, high = min(values), max(values)
    margin = (high - low) * 0.06 or max(abs(high) * 0.05, 1e-6)
    scale = _Scale(min(x), max(x), low - margin, high + margin)
    parts = [f'<text x="{_LEFT}" y="14" class="title">{escape(title)}</text>', *scale.axes()]
    entries: List[Tuple[str, str, bool]] = []
    for color, (name, line) in zip(_COLORS, lines.items()):
        parts += scale.path(x, line, color)
        entries.append((name, color, False))
    for color, (name, level) in zip(reversed(_COLORS), levels.items()):
        y = scale.y(level)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{color}" stroke-dasharray="5 4"/>')
        entries.append((name, color, True))
    if marked is not None:
        at = f"M{scale.x(marked):.1f} {_TOP}V{_HEIGHT - _BOTTOM}"
        parts.append(f'<path d="{at}" stroke="#999" stroke-width="1" stroke-dasharray="2 3"/>')
    legend = "".join(_entry(*entry) for entry in entries)
    svg = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" fill="none" stroke-width="1.6">{"".join(parts)}</svg>'
    return f'<figure class="chart">{svg}<figcaption>{legend}</figcaption></figure>'


class _Scale:
    """Data units to the drawing's."""

    def __init__(self, left: float, right: float, low: float, high: float) -> None:
        self.left, self.right, self.low, self.high = left, max(right, left + 1), low, high

    def x(self, value: float) -> float:
        return _LEFT + (value - self.left) / (self.right - self.left) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _TOP + (self.high - value) / (self.high - self.low) * (_HEIGHT - _TOP - _BOTTOM)

    def axes(self) -> List[str]:
        parts = []
        for value in _ticks(self.low, self.high, 5):
            y = self.y(value)
            parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd" stroke-width="1"/>')
            parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
        for value in _ticks(self.left, self.right, 6):
            if value == int(value):
                parts.append(f'<text x="{self.x(value):.1f}" y="{_HEIGHT - 12}" text-anchor="middle">{value:g}</text>')
        return parts

    def path(self, x: Sequence[float], line: Sequence[float], color: str) -> List[str]:
        points = [(self.x(p), self.y(v)) for p, v in zip(x, line) if math.isfinite(v)]
        if len(points) < 2:
            return [f'<circle cx="{p:.1f}" cy="{v:.1f}" r="3" fill="{color}"/>' for p, v in points]
        drawn = "L".join(f"{p:.1f} {v:.1f}" for p, v in points)
        return [f'<path d="M{drawn}" stroke="{color}"/>']


def _entry(name: str, color: str, dashed: bool) -> str:
    style = "dashed" if dashed else "solid"
    return f'<span><i style="border-top:2px {style} {color}"></i>{escape(name)}</span>'


def _ticks(low: float, high: float, count: int) -> List[float]:
    """Round values between the two, at 1, 2 or 5 times a power of ten."""
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
    first = math.ceil(low / step)
    return [round(i * step, 10) for i in range(first, math.floor(high / step) + 1)]
