"""A page that shows what a folder of training chips holds."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Any, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..files import atomic_file
from ..pages import data_uri, facts_table
from ..rasters.arrays import Array
from ..rasters.crs import reference
from .document import ChipsDocument
from .folder import ChipFolder
from .jpeg_strips import jpegs
from .pair import Domain
from .plan import sample
from .sheet_drawings import footprint_map, histogram
from .statistics import BandStatistics, RunningStatistics

_TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "report" / "contact_sheet.html"
_PAIRS = {"train": 8, "validation": 4, "test": 4}
_MEASURED = 64
_BINS = 64
_SHOWN = 256
_REASONS = {
    "nodata": "more NoData than MAX_NODATA allows",
    "margin": "they overlap chips of another split",
    "rotation": "a turned chip would reach beyond the rasters, or hold NoData",
    "present": "they are in the folder already",
}
_SPLITS = {
    "train": "train: what the model learns from",
    "validation": "validation: by which the best epoch is chosen",
    "test": "test: never used in training",
}


def write_contact_sheet(folder: Path, path: Path, feedback: Feedback, name: str = "") -> None:
    """Write a self-contained HTML page: sample pairs, histograms, counts, a map.

    Args:
        folder: the chip folder, of this plugin or of another tool.
        path: the page.
        feedback: progress and the question whether to stop.
        name: what the folder is called, or will be.

    Raises:
        InputError: the folder cannot be read, or the page not written.
        Cancelled: the user stopped it.
    """
    chips = ChipFolder.open(folder)
    document = ChipsDocument.read(Path(folder)) if chips.own else None
    page = _page(chips, document, name or chips.path.name, feedback)
    try:
        with atomic_file(path) as partial:
            partial.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The contact sheet {path} cannot be written ({error.strerror or error}); choose another file."
        ) from error


def _page(chips: ChipFolder, document: Optional[ChipsDocument], name: str, feedback: Feedback) -> str:
    shown = {split: _chosen(chips, document, split, count) for split, count in _PAIRS.items()}
    measured = _chosen(chips, document, "", _MEASURED)
    total = len(measured) + sum(map(len, shown.values()))
    seen_a, seen_b = [], []
    for number, index in enumerate(measured):
        feedback.check()
        feedback.progress(number / total, "Making the contact sheet")
        a, b, valid = chips.read(index)
        seen_a.append(_thinned(a, valid))
        seen_b.append(_thinned(b, valid))
    domains = [_Shown(domain, seen) for domain, seen in ((chips.a, seen_a), (chips.b, seen_b))]
    samples = []
    for split, indices in shown.items():
        figures = []
        for index in indices:
            feedback.check()
            figures.append(_pair(chips, index, domains))
        if figures:
            samples.append(f'<h3>{escape(split.capitalize())}</h3><div class="pairs">{"".join(figures)}</div>')
    feedback.progress(1.0)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"Training chips: {name}"),
        lead=escape(_lead(chips)),
        splits=_split_table(chips),
        skipped=_skipped_table(document),
        map=footprint_map(document) if document else "<p>The positions of these chips are not recorded.</p>",
        samples_note=escape(_samples_note(chips)),
        samples="".join(samples),
        bands=_band_table(domains),
        histograms="".join(each.histogram(title) for title, each in zip(("Input", "Target"), domains)),
        histograms_note=escape(
            f"Share of the valid pixels by value, from {len(measured):,} chips spread over the area."
        ),
        settings=_settings_table(document),
    )


class _Shown:
    """How one domain is shown.

    Args:
        domain: what the chips hold.
        seen: (C, N) valid pixels of a few chips.
    """

    def __init__(self, domain: Domain, seen: Sequence[Array]) -> None:
        self.domain = domain
        state = RunningStatistics(len(domain.band_names))
        for values in seen:
            state.merge(RunningStatistics.of(values[:, None]))
        self.statistics: Tuple[BandStatistics, ...] = domain.statistics or state.bands(
            domain.band_names, domain.dtype.name
        )
        self._pixels = np.concatenate(list(seen), axis=1)
        bands = len(domain.band_names)
        self._channels = [0, 1, 2] if bands >= 3 else [0]
        self._limits = [self._stretch(band) for band in self._channels]

    def picture(self, values: Array, valid: Array) -> str:
        """A JPEG as data URI: grey, or the first three bands as red, green and blue; white where nothing is valid."""
        step = max(1, -(-values.shape[1] // _SHOWN))
        chosen = values[self._channels, ::step, ::step].astype(np.float64)
        for channel, (low, high) in zip(chosen, self._limits):
            channel[...] = np.clip((channel - low) / (high - low), 0, 1) * 255
        chosen = np.where(valid[::step, ::step] & np.isfinite(chosen).all(axis=0), chosen, 255.0)
        image = np.rint(chosen).astype(np.uint8)
        [(data, _)] = jpegs([image])
        return data_uri(data, "image/jpeg")

    def histogram(self, title: str) -> str:
        """The values of all bands over common bins."""
        low = min(band.minimum for band in self.statistics)
        high = max(band.maximum for band in self.statistics)
        limits = low, high
        bins = _BINS
        if self.domain.dtype.kind in "iu":
            bins = int(min(_BINS, high - low + 1))
            low, high = low - 0.5, high + 0.5
        elif low == high:
            low, high = low - 0.5, high + 0.5
        edges = np.linspace(low, high, bins + 1)
        counts = [np.histogram(band, edges)[0] / max(1, band.size) for band in self._pixels]
        return histogram(f"{title}: {self.domain.source}", self.domain.band_names, limits, counts)

    def _stretch(self, band: int) -> Tuple[float, float]:
        """The values that are shown as black and white."""
        if self.domain.dtype == np.uint8:
            return 0.0, 255.0
        pixels = self._pixels[band]
        low, high = (float(value) for value in np.percentile(pixels, (2, 98))) if pixels.size else (0.0, 1.0)
        return (low, high) if high > low else (low, low + 1.0)


def _chosen(chips: ChipFolder, document: Optional[ChipsDocument], split: str, count: int) -> List[int]:
    """Indices of some chips of a split ("" for any), spread over the area as far as it is known."""
    indices = np.array([i for i, each in enumerate(chips.splits) if split in ("", each)], dtype=np.int64)
    if len(indices) <= count:
        return list(map(int, indices))
    if document is None:
        return list(map(int, indices[np.linspace(0, len(indices) - 1, count).astype(int)]))
    columns, rows = np.array(document.columns)[indices], np.array(document.rows)[indices]
    return list(map(int, indices[sample(columns, rows, count, np.random.default_rng(0))]))


def _thinned(values: Array, valid: Array) -> Array:
    """(C, N): a bounded number of the valid pixels of a chip."""
    step = max(1, values.shape[1] // _SHOWN)
    return np.asarray(values[:, ::step, ::step][:, valid[::step, ::step]])


def _pair(chips: ChipFolder, index: int, domains: Sequence[_Shown]) -> str:
    a, b, valid = chips.read(index)
    name = escape(chips.names[index])
    images = " ".join(
        f'<img src="{shown.picture(values, valid)}" alt="{title} of {name}">'
        for title, shown, values in zip(("Input", "Target"), domains, (a, b))
    )
    missing = 1.0 - np.count_nonzero(valid) / valid.size
    note = f", {missing:.1%} NoData" if missing else ""
    return f'<figure class="pair">{images}<figcaption>{name}{note}</figcaption></figure>'


def _lead(chips: ChipFolder) -> str:
    tile = chips.tile_size
    parts = [
        f"{len(chips):,} pairs of {tile} × {tile} pixels, from {chips.a.source} (input) to {chips.b.source} (target)"
    ]
    if chips.extent is not None:
        x, y = chips.cell_size
        parts.append(f"cell size {x:g}" if x == y else f"cell size {x:g} × {y:g}")
        parts.append(_crs_name(chips.crs))
    return ", ".join(parts) + "."


def _crs_name(crs: str) -> str:
    found = reference(crs)
    name = found.GetName() if found is not None else None
    return str(name or crs or "unknown coordinate reference system")


def _samples_note(chips: ChipFolder) -> str:
    notes = []
    for title, domain in (("Input", chips.a), ("Target", chips.b)):
        bands = len(domain.band_names)
        if bands > 3:
            notes.append(f"{title}: bands {', '.join(domain.band_names[:3])} as red, green and blue.")
        elif bands == 2:
            notes.append(f"{title}: band {domain.band_names[0]} as grey.")
        if domain.dtype != np.uint8:
            notes.append(f"{title}: stretched from the 2nd to the 98th percentile.")
    return " ".join([*notes, "White is NoData."])


def _split_table(chips: ChipFolder) -> str:
    rows = []
    for split, title in _SPLITS.items():
        count = chips.splits.count(split)
        rows.append((title, f"{count:,}", f"{count / len(chips):.1%}"))
    return _table(("", "chips", "share"), [*rows, ("all", f"{len(chips):,}", "")])


def _skipped_table(document: Optional[ChipsDocument]) -> str:
    rows = [
        (_REASONS.get(reason, reason), f"{count:,}")
        for reason, count in (document.skipped.items() if document else ())
        if count
    ]
    return _table(("reason", "chips"), rows) if rows else "<p>Nothing.</p>" if document else "<p>Not recorded.</p>"


def _band_table(domains: Sequence[_Shown]) -> str:
    rows: List[Tuple[str, ...]] = []
    for title, shown in zip(("Input", "Target"), domains):
        nodata = "none" if shown.domain.nodata is None else f"{shown.domain.nodata:g}"
        for band in shown.statistics:
            numbers = (f"{value:.6g}" for value in (band.minimum, band.maximum, band.mean, band.std))
            rows.append((f"{title}: {band.name}", band.dtype, *numbers, nodata))
    return _table(("band", "type", "min", "max", "mean", "std", "NoData"), rows)


def _settings_table(document: Optional[ChipsDocument]) -> str:
    if document is None:
        return "<p>Not recorded.</p>"
    facts: Mapping[str, Any] = {**document.settings, **document.software}
    return facts_table({key: _text(value) for key, value in facts.items()})


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "all"
    return str(value)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(each)}</th>" for each in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>" for row in rows)
    return f"<table><tr>{cells}</tr>{body}</table>"
