"""Pictures, charts and sentences of the report."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from image_translation.models.chips.statistics import BandStatistics
from image_translation.models.training.charts import _ticks, line_chart
from image_translation.models.training.pictures import NO_DATA, error_picture, picture, png, side_by_side, stacked
from image_translation.models.training.report import Report, render, verdict


def _band(dtype: str = "uint8", low: float = 0.0, high: float = 255.0) -> BandStatistics:
    return BandStatistics("band", dtype, low, high, (low + high) / 2, (high - low) / 4)


def _decode(data: bytes) -> np.ndarray:
    """The pixels of a PNG with 8-bit RGB and filter 1 on every row."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    rows = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(height, 1 + width * 3)
    assert set(rows[:, 0]) == {1}
    return np.cumsum(rows[:, 1:].reshape(height, width, 3), axis=1, dtype=np.uint8)


def test_png_holds_the_pixels() -> None:
    image = np.random.default_rng(0).integers(0, 256, (7, 11, 3)).astype(np.uint8)
    assert np.array_equal(_decode(png(image)), image)


def test_picture_shows_bytes_as_they_are_and_missing_pixels_grey() -> None:
    values = np.arange(12, dtype=np.uint8).reshape(3, 2, 2)
    valid = np.array([[True, True], [True, False]])
    shown = picture(values, [_band()] * 3, valid)
    assert shown[0, 1].tolist() == [1, 5, 9]
    assert shown[1, 1].tolist() == [NO_DATA] * 3


def test_picture_stretches_other_types() -> None:
    values = np.array([[[100.0, 200.0, 300.0, np.nan]]])
    shown = picture(values, [_band("float32", 100.0, 300.0)])
    assert shown[0, :3, 0].tolist() == [0, 128, 255]
    assert shown[0, 1].tolist() == [128, 128, 128]


def test_error_goes_from_black_through_red_to_yellow() -> None:
    truth = np.zeros((1, 1, 3))
    shown = error_picture(np.array([[[0.0, 10.0, 40.0]]]), truth, data_range=100.0)
    assert shown[0].tolist() == [[0, 0, 0], [255, 0, 0], [255, 255, 0]]


def test_strip_has_gaps() -> None:
    one = np.zeros((2, 3, 3), np.uint8)
    assert side_by_side([one, one, one]).shape == (2, 3 * 3 + 2 * 4, 3)


def test_chart_draws_lines_levels_and_names() -> None:
    svg = line_chart("PSNR <dB>", [1, 2, 3], {"model": [20.0, float("nan"), 24.0]}, {"curve": 22.0})
    assert "PSNR &lt;dB&gt;" in svg
    assert svg.count("stroke-dasharray") == 1
    assert ">22<" in svg
    assert "nan" not in svg
    assert line_chart("empty", [1], {}, {}) == ""


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (19.7, 24.3, [20.0, 21.0, 22.0, 23.0, 24.0]),
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-0.07, 0.12, [-0.05, 0.0, 0.05, 0.1]),
        (1.0, 50.0, [10.0, 20.0, 30.0, 40.0, 50.0]),
    ],
)
def test_ticks_are_round_and_none_lies_outside(low: float, high: float, ticks: list) -> None:
    assert _ticks(low, high, 5) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("model", "words"),
    [(30.0, "1.00 dB better than the best simple method, fitted curve"), (29.0, "no better than the best simple")],
)
def test_verdict(model: float, words: str) -> None:
    assert words in verdict({"model": {"psnr": model}, "copy": {"psnr": 25.0}, "fitted_curve": {"psnr": 29.0}}, 3)


def test_verdict_of_a_base_model_that_nothing_has_beaten() -> None:
    told = verdict({"model": {"psnr": 27.1}, "fitted_curve": {"psnr": 20.0}, "base_model": {"psnr": 27.1}}, 0)
    assert told.startswith("No epoch was better than the base model (27.10 dB), so this model is the base model")


def test_pictures_stack() -> None:
    one, two = np.zeros((2, 3, 3), np.uint8), np.full((5, 3, 3), 9, np.uint8)
    both = stacked([one, two])
    assert both.shape == (2 + 4 + 5, 3, 3)
    assert both[:, 0, 0].tolist() == [0, 0, 255, 255, 255, 255, 9, 9, 9, 9, 9]


def test_report_tells_every_figure_by_band_beside_the_baselines() -> None:
    names = ("psnr", "ssim", "mae", "rmse", "r2")
    model = {name: 10.0 + i for i, name in enumerate(names)}
    model.update({f"{name}_band_2": 20.0 + i for i, name in enumerate(names)})
    curve = {"psnr": 9.0, "psnr_band_1": 8.5}
    page = render(
        Report(
            title="m",
            lead="",
            checked="3 chips",
            bands=("Red", "Near <infrared>"),
            metrics={"model": model, "fitted_curve": curve},
            history=[{"epoch": 1.0, "l1": 0.5, "psnr": 10.0}],
            best_epoch=1,
            samples=[],
            error_limit="51",
            data={"Cell size": "0.5 × 0.5"},
            recipe={"Preset": "fast"},
            environment={"torch": "2 <cpu>"},
            settings={"ngf": 24},
        )
    )
    assert "<td>10.00</td><td>11.0000</td><td>12.000</td><td>13.000</td><td>14.0000</td>" in page
    assert "<td>Near &lt;infrared&gt;</td><td>This model</td><td>20.00</td><td>21.0000</td><td>22.000</td>" in page
    assert "<td>Red</td><td>Fitted curve</td><td>8.50</td><td>–</td>" in page
    assert "Angular error" not in page and "judge the model with Evaluate Model on other ground" in page
    assert "<td>Cell size</td><td>0.5 × 0.5</td>" in page and "<td>Preset</td><td>fast</td>" in page
    assert "<td>torch</td><td>2 &lt;cpu&gt;</td>" in page and "<td>ngf</td><td>24</td>" in page
