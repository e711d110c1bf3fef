"""The figures of every block as CSV."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Dict, List, Mapping, Union

from .figures import FIGURES, PERCENTILES
from .judging import Judgement

_PLACE = ("kind", "block", "method", "column", "row", "width", "height", "pixels", "counted")
Row = Dict[str, Union[str, float]]


def write_table(path: Path, judgement: Judgement) -> None:
    """Write a row for each block and method, and below them what all blocks have together.

    ``kind`` is ``block`` for a block; ``total`` for the figures of the whole; ``standard_error`` and ``percentile_5``
    to ``percentile_95`` for the spread over the blocks. ``column``, ``row``, ``width`` and ``height`` are pixels of the
    result and empty for chips; ``pixels`` are those that are valid; ``counted`` is 1 where means and spread take the
    block in. A figure that cannot be had is empty.
    """
    names = [figure.key for figure in FIGURES]
    bands = [key for key in judgement.methods["model"].blocks[0].values if key not in names]
    keys = names + bands
    rows = _block_rows(judgement, keys) + _rows_of_all(judgement, keys)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*_PLACE, *keys], restval="")
        writer.writeheader()
        writer.writerows(rows)


def _block_rows(judgement: Judgement, keys: List[str]) -> List[Row]:
    rows: List[Row] = []
    for number, block in enumerate(judgement.blocks):
        place: Row = {"kind": "block", "block": block.name, "pixels": judgement.pixels[number]}
        if block.window is not None:
            place.update(zip(("column", "row", "width", "height"), block.window))
        for name, method in judgement.methods.items():
            counted = int(method.counted[number])
            values = _known(method.blocks[number].values, keys)
            rows.append({**place, "method": name, "counted": counted, **values})
    return rows


def _rows_of_all(judgement: Judgement, keys: List[str]) -> List[Row]:
    rows: List[Row] = []
    for name, method in judgement.methods.items():
        counted = int(method.counted.sum())
        total: Row = {"kind": "total", "method": name, "pixels": sum(judgement.pixels), "counted": counted}
        rows.append({**total, **_known(method.total(), keys)})
        spreads = {key: spread for key in keys for spread in [method.spread(key)] if spread is not None}
        errors = {key: spread.error for key, spread in spreads.items()}
        rows.append({"kind": "standard_error", "method": name, **_known(errors, keys)})
        for place, percent in enumerate(PERCENTILES):
            values = {key: spread.percentiles[place] for key, spread in spreads.items()}
            rows.append({"kind": f"percentile_{percent}", "method": name, **_known(values, keys)})
    return rows


def _known(values: Mapping[str, float], keys: List[str]) -> Row:
    """Seven digits, as much as a figure of 32-bit values means."""
    return {key: f"{values[key]:.7g}" for key in keys if key in values and math.isfinite(values[key])}
