"""The training report: one HTML file with nothing outside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from ..pages import facts_table, strip
from .baselines import TITLES
from .charts import line_chart
from .metrics import of_band
from .pictures import Picture, png

_TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "report" / "training.html"
_COLUMNS = (
    ("psnr", "PSNR", 2),
    ("ssim", "SSIM", 4),
    ("mae", "MAE", 3),
    ("rmse", "RMSE", 3),
    ("r2", "R²", 4),
    ("angular_error", "Angular error", 2),
)
_FIGURE_CHARTS = (
    ("psnr", "PSNR on the chips checked (dB)"),
    ("ssim", "SSIM on the chips checked"),
    ("mae", "MAE on the chips checked (target's units)"),
    ("angular_error", "Angular error on the chips checked (degrees)"),
)
_LOSS_CHARTS = (
    ("Pixel loss", [("l1", "L1 on training chips"), ("l2", "L2 on training chips")]),
    ("Adversarial losses", [("adversarial", "generator"), ("discriminator", "discriminator")]),
    ("Further losses", [("features", "feature matching"), ("perceptual", "perceptual")]),
)


Spreads = Mapping[str, Tuple[float, float]]


@dataclass(frozen=True)
class Sample:
    """A strip of pictures of one chip: input, output, truth, error."""

    title: str
    strip: Picture


@dataclass(frozen=True)
class Report:
    """Everything the report shows.

    Attributes:
        title: the model's name.
        lead: one sentence on what it does.
        warnings: sentences that a reader must not miss.
        checked: what the figures were measured on, in words (``16 validation chips that ...``).
        bands: names of the target's bands.
        metrics: figures by method, ``model`` first, on the chips that the epoch was chosen by.
        spreads: between which two PSNRs the middle half of these chips lies, by method.
        history: one mapping an epoch (``epoch``, losses, figures, ``seconds``).
        best_epoch: the epoch that was kept.
        samples: strips, best first.
        error_limit: the error shown as yellow, in words.
        data, recipe, environment, settings: facts by title.
        tested, test_metrics, test_spreads: as ``checked``, ``metrics`` and ``spreads``, on test chips, which nothing
            was chosen by; empty without any, and while the training goes on.
    """

    title: str
    lead: str
    checked: str
    bands: Sequence[str]
    metrics: Mapping[str, Mapping[str, float]]
    history: Sequence[Mapping[str, float]]
    best_epoch: int
    samples: Sequence[Sample]
    error_limit: str
    data: Mapping[str, Any]
    recipe: Mapping[str, Any]
    environment: Mapping[str, Any]
    settings: Mapping[str, Any]
    warnings: Sequence[str] = field(default=())
    spreads: Spreads = field(default_factory=dict)
    tested: str = ""
    test_metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    test_spreads: Spreads = field(default_factory=dict)


def render(report: Report) -> str:
    """The report as HTML text."""
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(report.title),
        lead=escape(report.lead),
        warnings="".join(f'<p class="warning">{escape(text)}</p>' for text in report.warnings),
        verdict=f"<p>{escape(verdict(report.test_metrics or report.metrics, report.best_epoch))}</p>",
        figures=_figures(report),
        samples="".join(strip(sample.title, png(sample.strip)) for sample in report.samples),
        error_limit=escape(report.error_limit),
        charts="".join(_charts(report)),
        data=facts_table(report.data),
        recipe=facts_table(report.recipe),
        environment=facts_table(report.environment),
        settings=facts_table(report.settings),
    )


def _figures(report: Report) -> str:
    """The figures to expect and those that the epoch was chosen by, apart where there are both."""
    selection = f"{_metrics_table(report.metrics, report.spreads)}{_bands_table(report.metrics, report.bands)}"
    over = f"Over {escape(report.checked)}, by which the best epoch was chosen"
    if not report.test_metrics:
        hint = "to have others, export chips with a test share, or judge the model with Evaluate Model on other ground"
        return f'{selection}<p class="note">{over}: figures on other ground are mostly a little lower; {hint}.</p>'
    test = report.test_metrics
    expected = f"{_metrics_table(test, report.test_spreads)}{_bands_table(test, report.bands)}"
    return (
        f'<h3>Test: the figures to expect</h3>{expected}<p class="note">Over {escape(report.tested)}, on which neither '
        f'the model nor its epoch depends.</p><h3>Selection</h3>{selection}<p class="note">{over}.</p>'
    )


def verdict(metrics: Mapping[str, Mapping[str, float]], best_epoch: int) -> str:
    """The model against the best baseline in one sentence; epoch 0 is the base model as it was."""
    model = metrics["model"].get("psnr", float("nan"))
    if best_epoch == 0:
        return (
            f"No epoch was better than the base model ({model:.2f} dB), so this model is the base model unchanged; "
            "train longer, with a smaller learning rate or with more chips."
        )
    others = {name: row["psnr"] for name, row in metrics.items() if name != "model" and "psnr" in row}
    if not others:
        return f"PSNR is {model:.2f} dB."
    best = max(others, key=lambda name: others[name])
    gain = model - others[best]
    rival = f"{TITLES[best].lower()} ({others[best]:.2f} dB)"
    if gain > 0.05:
        return f"With {model:.2f} dB the model is {gain:.2f} dB better than the best simple method, {rival}."
    return (
        f"With {model:.2f} dB the model is no better than the best simple method, {rival}; "
        "train longer or with more chips."
    )


def _metrics_table(metrics: Mapping[str, Mapping[str, float]], spreads: Spreads) -> str:
    columns = [column for column in _COLUMNS if any(column[0] in row for row in metrics.values())]
    head = "".join(f"<th>{title}</th>" for _, title, _ in columns)
    if spreads:
        head += "<th>PSNR, middle half of the chips</th>"
    rows = []
    for name, row in metrics.items():
        cells = _cells(row, [(key, digits) for key, _, digits in columns])
        if spreads:
            cells += "<td>{:.2f} to {:.2f}</td>".format(*spreads[name]) if name in spreads else "<td>–</td>"
        rows.append(f"<tr{_style(name)}><td>{escape(TITLES.get(name, name))}</td>{cells}</tr>")
    return f"<table><tr><th>Method</th>{head}</tr>{''.join(rows)}</table>"


def _bands_table(metrics: Mapping[str, Mapping[str, float]], bands: Sequence[str]) -> str:
    """The same figures of each band, nothing where there is one."""
    if len(bands) < 2:
        return ""
    columns = [column for column in _COLUMNS if column[0] != "angular_error"]
    head = "".join(f"<th>{title}</th>" for _, title, _ in columns)
    rows = []
    for i, band in enumerate(bands):
        for name, row in metrics.items():
            cells = _cells(row, [(of_band(key, i), digits) for key, _, digits in columns])
            title = escape(TITLES.get(name, name))
            rows.append(f"<tr{_style(name)}><td>{escape(band)}</td><td>{title}</td>{cells}</tr>")
    table = f"<table><tr><th>Band</th><th>Method</th>{head}</tr>{''.join(rows)}</table>"
    return f"<details><summary>By band</summary>{table}</details>"


def _cells(row: Mapping[str, float], keys: Sequence[Tuple[str, int]]) -> str:
    return "".join(f"<td>{row[key]:.{digits}f}</td>" if key in row else "<td>–</td>" for key, digits in keys)


def _style(method: str) -> str:
    return ' class="model"' if method == "model" else ""


def _charts(report: Report) -> List[str]:
    epochs = [row["epoch"] for row in report.history]

    def series(names: Sequence[Tuple[str, str]]) -> Dict[str, List[float]]:
        found = {title: [row.get(key, float("nan")) for row in report.history] for key, title in names}
        return {title: line for title, line in found.items() if any(value == value for value in line)}

    def levels(key: str) -> Dict[str, float]:
        wanted = {name: report.metrics.get(name, {}) for name in ("copy", "fitted_curve", "base_model")}
        return {TITLES[name]: row[key] for name, row in wanted.items() if key in row}

    figures = [
        line_chart(title, epochs, series([(key, "model")]), levels(key), report.best_epoch)
        for key, title in _FIGURE_CHARTS
    ]
    losses = [line_chart(title, epochs, series(names), {}, report.best_epoch) for title, names in _LOSS_CHARTS]
    return [chart for chart in figures + losses if chart]
