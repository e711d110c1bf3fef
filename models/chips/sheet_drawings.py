"""The drawings of a contact sheet as inline SVG: histograms and a map."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Sequence, Tuple

import numpy as np

from ..rasters.arrays import Array
from .document import ChipsDocument

SPLIT_COLORS = {"train": "#1f78b4", "validation": "#ff7f00", "test": "#d01c8b"}
_BAND_COLORS = ("#1f5fa8", "#c4501b", "#2f8f4e", "#7a4fa3", "#555555", "#b8860b", "#008b8b", "#8b3a62")
_NAMED_COLORS = {"red": "#c0392b", "green": "#2f8f4e", "blue": "#1f5fa8", "luma": "#555555", "gray": "#555555"}
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 460, 200, 10, 24, 24
_MAP, _MAX_OUTLINES, _CELLS = 420, 2500, 100


def histogram(title: str, names: Sequence[str], limits: Tuple[float, float], counts: Sequence[Array]) -> str:
    """A figure with a line for each band.

    Args:
        title: shown above.
        names: of the bands.
        limits: smallest and largest value, common to all bands.
        counts: (bins,) for each band.
    """
    plot_width, plot_height = _WIDTH - 2 * _LEFT, _HEIGHT - _TOP - _BOTTOM
    tallest = max(float(each.max()) for each in counts) or 1.0
    x = _LEFT + plot_width * np.linspace(0.0, 1.0, len(counts[0]) + 1)
    parts = [f'<text x="{_LEFT}" y="14" class="title">{escape(title)}</text>']
    floor = _HEIGHT - _BOTTOM
    for index, (name, each) in enumerate(zip(names, counts)):
        color = band_color(name, index)
        heights = floor - plot_height * each / tallest
        steps = "".join(f"V{y:.1f}H{right:.1f}" for y, right in zip(heights.tolist(), x[1:].tolist()))
        parts.append(f'<path d="M{_LEFT} {floor}{steps}V{floor}Z" fill="{color}" fill-opacity=".12" stroke="{color}"/>')
    parts.append(f'<path d="M{_LEFT} {floor}H{_WIDTH - _LEFT}" stroke="#888"/>')
    low, high = limits
    for value, at, anchor in ((low, 0.0, "start"), ((low + high) / 2, 0.5, "middle"), (high, 1.0, "end")):
        x_label = _LEFT + plot_width * at
        parts.append(f'<text x="{x_label:.1f}" y="{_HEIGHT - 8}" text-anchor="{anchor}">{value:.6g}</text>')
    legend = "".join(_legend_entry(name, band_color(name, index)) for index, name in enumerate(names))
    return (
        f'<figure class="chart"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{"".join(parts)}</svg>'
        f"<figcaption>{legend}</figcaption></figure>"
    )


def band_color(name: str, index: int) -> str:
    """The colour in which a band is drawn."""
    return _NAMED_COLORS.get(name.lower(), _BAND_COLORS[index % len(_BAND_COLORS)])


def footprint_map(document: ChipsDocument) -> str:
    """A figure of the chips' outlines, coloured by split; of many chips, of cells that hold any."""
    if len(document) <= _MAX_OUTLINES:
        corners = [document.corners(index) for index in range(len(document))]
        x, y = (np.array([each[axis] for each in corners]) for axis in (0, 1))
        splits: Sequence[str] = document.splits
    else:
        x, y, splits = _cells(document)
    left, bottom = float(x.min()), float(y.min())
    span = max(float(x.max()) - left, float(y.max()) - bottom) or 1.0
    x = (x - left) / span * _MAP
    y = (float(y.max()) - y) / span * _MAP
    parts = []
    for split, color in SPLIT_COLORS.items():
        outlines = "".join(
            "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(xs, ys)) + "Z"
            for xs, ys, each in zip(x.tolist(), y.tolist(), splits)
            if each == split
        )
        if outlines:
            parts.append(f'<path d="{outlines}" fill="{color}" fill-opacity=".25" stroke="{color}" stroke-width=".6"/>')
    legend = "".join(_legend_entry(split, color) for split, color in SPLIT_COLORS.items() if split in document.splits)
    width, height = float(x.max()), float(y.max())
    return (
        f'<figure class="chart"><svg viewBox="-1 -1 {width + 2:.0f} {height + 2:.0f}" width="{width + 2:.0f}" '
        f'role="img">{"".join(parts)}</svg><figcaption>{legend}</figcaption></figure>'
    )


def _cells(document: ChipsDocument) -> Tuple[Array, Array, List[str]]:
    """Corners (N, 4) in pixels and the split of each cell of a coarse grid that holds the centre of a chip.

    A cell of several splits is shown as the rarest of them, so that no validation block disappears.
    """
    columns, rows = np.array(document.columns), np.array(document.rows)
    size = max(1, max(int(np.ptp(columns)), int(np.ptp(rows))) // _CELLS)
    rank = {split: number for number, split in enumerate(SPLIT_COLORS)}
    cells: Dict[Tuple[int, int], str] = {}
    for column, row, split in zip((columns // size).tolist(), (rows // size).tolist(), document.splits):
        if rank[split] >= rank.get(cells.get((column, row), ""), -1):
            cells[column, row] = split
    corner = np.array(list(cells)) * size
    x = corner[:, :1] + np.array([0, size, size, 0])
    y = corner[:, 1:] + np.array([0, 0, size, size])
    x, y = document.grid.on_map().to_map(x, y)
    return x, y, list(cells.values())


def _legend_entry(name: str, color: str) -> str:
    return f'<span><i style="background:{color}"></i>{escape(name)}</span>'
