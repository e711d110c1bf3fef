"""The report of an evaluation: one HTML page with nothing outside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..chips.statistics import RunningStatistics
from ..pages import facts_table, strip
from ..rasters.arrays import Array, DType
from ..training.charts import line_chart
from ..training.metrics import of_band
from ..training.pictures import ERROR_SHARE, Picture, error_picture, picture, png, side_by_side
from .figures import FIGURES, PERCENTILES, Figure, MethodFigures, Spread
from .judging import COPY, CURVE, MODEL, TITLES, Judgement
from .maps import block_map
from .pairs import Pairs, Sample

_TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "report" / "evaluation.html"
Titles = Mapping[str, str]
_OF_EACH_KIND = 2
_MOST_PIXELS = 320
_BINS = 30


@dataclass(frozen=True)
class Evaluation:
    """What the page says besides the figures.

    Attributes:
        subject: what is judged, ``Model`` or ``Result``.
        title: its name.
        judged: on what, in words.
        notes: sentences that a reader must not miss.
        facts: by title.
    """

    subject: str
    title: str
    judged: str
    notes: Sequence[str]
    facts: Mapping[str, Any]


def render(evaluation: Evaluation, pairs: Pairs, judgement: Judgement) -> str:
    """The page; some blocks are read once more for their pictures."""
    chosen = _typical(judgement)
    titles = {**TITLES, MODEL: evaluation.subject}
    heads = ([] if pairs.input_dtype is None else ["Input"]) + ["Output", "Truth"]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"{evaluation.title}: evaluation"),
        lead=escape(evaluation.judged),
        notes="".join(f'<p class="warning">{escape(note)}</p>' for note in evaluation.notes),
        verdict=f"<p>{escape(verdict(judgement, evaluation.subject))}</p>",
        figures=figures_table(judgement, titles),
        bands=_bands_table(judgement, pairs.band_names, titles),
        gains=_gains_table(judgement, evaluation.subject),
        blocks=len(judgement.blocks),
        spread=_spread_table(judgement, titles),
        data_range=escape(f"{judgement.data_range:g}"),
        curve=_curve_words(judgement, pairs),
        charts=_histogram(judgement, titles) + _maps(judgement),
        heads="".join(f"<td>{head}</td>" for head in heads),
        error_limit=escape(f"{ERROR_SHARE * judgement.data_range:g}"),
        samples="".join(_strip(kind, place, pairs, judgement, titles) for kind, place in chosen),
        facts=facts_table(evaluation.facts),
    )


def verdict(judgement: Judgement, subject: str) -> str:
    """What is judged against the best simple method, in one sentence."""
    model = judgement.methods[MODEL]
    value = model.total().get("psnr", math.nan)
    rivals = {key: one.total().get("psnr", -math.inf) for key, one in judgement.methods.items() if key != MODEL}
    if not rivals:
        return f"PSNR is {value:.2f} dB."
    best = max(rivals, key=lambda key: rivals[key])
    gain = model.gain(judgement.methods[best], "psnr")
    rival = f"{TITLES[best].lower()} ({rivals[best]:.2f} dB)"
    if gain is None:
        return f"PSNR is {value:.2f} dB."
    share = _better_share(model, judgement.methods[best], FIGURES[0])
    more = f"{abs(gain.mean):.2f}{_plus_minus(gain, 2)} dB {'better' if gain.mean >= 0 else 'worse'}"
    return (
        f"With {value:.2f} dB the {subject.lower()} is {more} than the best simple method, {rival}, and better on "
        f"{share:.0%} of the {gain.count} blocks."
    )


def figures_table(judgement: Judgement, titles: Titles) -> str:
    """The figures of the whole by method, those that are means over the blocks with their standard error."""
    columns = [one for one in FIGURES if any(one.key in method.total() for method in judgement.methods.values())]
    head = "".join(f"<th>{column.title}</th>" for column in columns)
    rows = []
    for name, method in judgement.methods.items():
        total = method.total()
        cells = "".join(f"<td>{_figure(total, method, column)}</td>" for column in columns)
        rows.append(f"<tr{_style(name)}><td>{escape(titles[name])}</td>{cells}</tr>")
    return f"<table><tr><th>Method</th>{head}</tr>{''.join(rows)}</table>"


def _figure(total: Mapping[str, float], method: MethodFigures, figure: Figure) -> str:
    if figure.key not in total:
        return "–"
    spread = None if figure.pooled else method.spread(figure.key)
    return f"{total[figure.key]:.{figure.digits}f}{'' if spread is None else _plus_minus(spread, figure.digits)}"


def _plus_minus(spread: Spread, digits: int) -> str:
    return f" ± {spread.error:.{digits}f}" if math.isfinite(spread.error) else ""


def _bands_table(judgement: Judgement, bands: Sequence[str], titles: Titles) -> str:
    if len(bands) < 2:
        return ""
    columns = [figure for figure in FIGURES if figure.by_band]
    head = "".join(f"<th>{column.title}</th>" for column in columns)
    rows = []
    for i, band in enumerate(bands):
        for name, method in judgement.methods.items():
            total = method.total()
            values = [(total.get(of_band(column.key, i)), column.digits) for column in columns]
            cells = "".join(f"<td>{'–' if value is None else f'{value:.{digits}f}'}</td>" for value, digits in values)
            rows.append(f"<tr{_style(name)}><td>{escape(band)}</td><td>{titles[name]}</td>{cells}</tr>")
    table = f"<table><tr><th>Band</th><th>Method</th>{head}</tr>{''.join(rows)}</table>"
    return f"<details><summary>By band</summary>{table}</details>"


def _gains_table(judgement: Judgement, subject: str) -> str:
    """What is judged against each simple method, block by block."""
    rivals = [name for name in judgement.methods if name != MODEL]
    if not rivals:
        return ""
    model = judgement.methods[MODEL]
    head = "".join(f"<th>{TITLES[name]}</th>" for name in rivals)
    rows = []
    for figure in FIGURES:
        cells = "".join(f"<td>{_gain(model, judgement.methods[name], figure)}</td>" for name in rivals)
        rows.append(f"<tr><td>{figure.title}</td>{cells}</tr>")
    return (
        "<h2>Block by block</h2>"
        f"<table><tr><th>{escape(subject)} minus</th>{head}</tr>{''.join(rows)}</table>"
        '<p class="note">Mean of the differences block by block, its standard error, and on how many of the blocks the '
        f"{subject.lower()} is better.</p>"
    )


def _gain(model: MethodFigures, other: MethodFigures, figure: Figure) -> str:
    gain = model.gain(other, figure.key)
    if gain is None:
        return "–"
    share = _better_share(model, other, figure)
    return f"{gain.mean:+.{figure.digits}f}{_plus_minus(gain, figure.digits)} ({share:.0%} better)"


def _better_share(model: MethodFigures, other: MethodFigures, figure: Figure) -> float:
    difference = model.of_blocks(figure.key) - other.of_blocks(figure.key)
    difference = difference[np.isfinite(difference)]
    better = difference > 0 if figure.higher_is_better else difference < 0
    return float(better.mean()) if len(better) else math.nan


def _spread_table(judgement: Judgement, titles: Titles) -> str:
    head = "".join(f"<th>{'median' if percent == 50 else f'{percent} %'}</th>" for percent in PERCENTILES)
    rows = []
    for figure in FIGURES:
        for name, method in judgement.methods.items():
            spread = method.spread(figure.key)
            if spread is None:
                continue
            values = (spread.mean, spread.error, *spread.percentiles)
            cells = "".join(f"<td>{value:.{figure.digits}f}</td>" for value in values)
            rows.append(f"<tr{_style(name)}><td>{figure.title}</td><td>{titles[name]}</td>{cells}</tr>")
    return (
        f"<table><tr><th>Figure</th><th>Method</th><th>mean</th><th>standard error</th>{head}</tr>"
        f"{''.join(rows)}</table>"
    )


def _curve_words(judgement: Judgement, pairs: Pairs) -> str:
    if CURVE in judgement.methods:
        return escape(f"The curve was fitted on {pairs.curve_words}.")
    if pairs.input_dtype is None:
        return "Without the input there is no other method to compare with."
    return "There were no other pixels on which a curve could have been fitted."


def _histogram(judgement: Judgement, titles: Titles) -> str:
    """How the PSNR of the blocks is spread, a line a method."""
    found = {titles[name]: method.of_blocks("psnr") for name, method in judgement.methods.items()}
    found = {name: values[np.isfinite(values)] for name, values in found.items()}
    every = np.concatenate(list(found.values()))
    if len(every) < 2 or np.ptp(every) == 0:
        return ""
    bins = int(min(_BINS, max(5, math.sqrt(len(judgement.blocks)) * 2)))
    edges = np.linspace(every.min(), every.max(), bins + 1)
    lines = {name: (100.0 * np.histogram(values, edges)[0] / len(values)).tolist() for name, values in found.items()}
    return line_chart("Share of the blocks (%) by their PSNR (dB)", ((edges[1:] + edges[:-1]) / 2).tolist(), lines, {})


def _maps(judgement: Judgement) -> str:
    """Where the blocks of a raster are good, and where they are better than the curve."""
    places = [block.place for block in judgement.blocks]
    known = [place for place in places if place is not None]
    if len(known) != len(places) or len(places) < 2:
        return ""
    model = judgement.methods[MODEL]
    maps = [block_map("PSNR of each block (dB)", known, model.of_blocks("psnr"))]
    rival: Optional[str] = next((name for name in (CURVE, COPY) if name in judgement.methods), None)
    if rival is not None:
        gain = model.of_blocks("psnr") - judgement.methods[rival].of_blocks("psnr")
        title = f"dB more (blue) or less (orange) than {TITLES[rival].lower()}"
        maps.append(block_map(title, known, gain, about_zero=True))
    return "".join(maps)


def _typical(judgement: Judgement) -> List[Tuple[str, int]]:
    """The best, the middling and the worst blocks, each once."""
    ranked = judgement.ranked()
    middle = max(0, len(ranked) // 2 - _OF_EACH_KIND // 2)
    kinds = (
        ("Best", ranked[:_OF_EACH_KIND]),
        ("Middling", ranked[middle : middle + _OF_EACH_KIND]),
        ("Worst", ranked[-_OF_EACH_KIND:]),
    )
    chosen: Dict[int, str] = {}
    for kind, places in kinds:
        for place in places:
            chosen.setdefault(place, kind)
    return [(kind, place) for place, kind in chosen.items()]


def _strip(kind: str, place: int, pairs: Pairs, judgement: Judgement, titles: Titles) -> str:
    block, sample = judgement.blocks[place], pairs.read(judgement.indices[place])
    told = [
        f"{titles[name].lower()} {value:.2f}"
        for name, method in judgement.methods.items()
        for value in [method.of_blocks("psnr")[place]]
    ]
    title = f"{kind}: {block.name}, PSNR {', '.join(told)} dB"
    return strip(title, png(_pictures(sample, pairs, judgement.data_range)))


def _pictures(sample: Sample, pairs: Pairs, data_range: float) -> Picture:
    """Input, output, truth and error side by side; output and truth are stretched alike."""
    step = max(1, -(-max(sample.valid.shape) // _MOST_PIXELS))
    near = (..., slice(None, None, step), slice(None, None, step))
    valid, truth = sample.valid[near], sample.truth[near]
    output = np.where(valid, sample.output[near], 0)
    bands = _statistics(truth, valid, pairs.truth_dtype)
    pictures = [picture(output, bands, valid), picture(truth, bands, valid)]
    if sample.input is not None and pairs.input_dtype is not None:
        values = sample.input[near]
        pictures.insert(0, picture(values, _statistics(values, valid, pairs.input_dtype), valid))
    return side_by_side([*pictures, error_picture(output, truth, data_range, valid)])


def _statistics(values: Array, valid: Array, dtype: DType) -> Any:
    return RunningStatistics.of(values, valid).bands([str(i) for i in range(len(values))], dtype.name)


def _style(method: str) -> str:
    return ' class="model"' if method == MODEL else ""
