"""The report of an evaluation: sentences, tables, charts and pictures."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.evaluation.evaluate import EvaluateSettings
from image_translation.models.evaluation.figures import BlockFigures, MethodFigures, Spread
from image_translation.models.evaluation.judging import Judgement, copied
from image_translation.models.evaluation.maps import block_map
from image_translation.models.evaluation.pairs import Block
from image_translation.models.evaluation.report import figures_table, verdict
from image_translation.tests.evaluating import evaluate, grey_of
from image_translation.tests.helpers import make_raster, scene

TITLES = {"model": "Model", "copy": "Input copied", "fitted_curve": "Fitted curve"}


def judgement(**methods) -> Judgement:
    """Blocks whose PSNR and MAE are given by method; all their pixels together have an MAE of 1."""
    count = len(next(iter(methods.values()))["psnr"])
    sums = np.array([[1.0, 1.0, 1.0, 5.0, 30.0]])
    made = {}
    for name, values in methods.items():
        blocks = [BlockFigures({key: row[i] for key, row in values.items()}, sums) for i in range(count)]
        made[name] = MethodFigures(tuple(blocks), np.ones(count, bool))
    places = tuple(Block(f"block {i}", place=(0, i)) for i in range(count))
    return Judgement(places, tuple(range(count)), (1,) * count, made, 255.0, 0)


def test_the_verdict_names_the_best_rival_and_the_spread():
    copy, curve = {"psnr": [20.0, 22.0, 24.0, 26.0]}, {"psnr": [27.0, 24.0, 23.0, 26.0]}
    better = judgement(model={"psnr": [26.0, 28.0, 27.0, 27.0]}, copy=copy, fitted_curve=curve)
    assert verdict(better, "Model") == (
        "With 27.00 dB the model is 2.00 ± 1.22 dB better than the best simple method, fitted curve (25.00 dB), and "
        "better on 75% of the 4 blocks."
    )
    worse = judgement(model={"psnr": [20.0] * 4}, copy=copy, fitted_curve=curve)
    assert "the result is 5.00 ± 0.91 dB worse than" in verdict(worse, "Result")
    assert verdict(judgement(model={"psnr": [30.0]}), "Result") == "PSNR is 30.00 dB."


def test_lower_is_better_for_errors():
    from image_translation.models.evaluation.report import _gains_table

    rows = {"model": ([30.0, 30.0], [1.0, 3.0]), "copy": ([20.0, 31.0], [2.0, 9.0])}
    made = judgement(**{name: {"psnr": psnr, "mae": mae} for name, (psnr, mae) in rows.items()})
    page = _gains_table(made, "Model")
    assert "<td>PSNR</td><td>+4.50 ± 5.50 (50% better)</td>" in page
    assert "<td>MAE</td><td>-3.500 ± 2.500 (100% better)</td>" in page
    assert "<td>SSIM</td><td>–</td>" in page


def test_what_is_pooled_has_no_standard_error():
    table = figures_table(judgement(model={"psnr": [30.0, 32.0], "mae": [1.0, 3.0]}), TITLES)
    assert "<td>31.00 ± 1.00</td>" in table and "<td>1.000</td>" in table


def test_spread():
    spread = Spread.of(np.array([1.0, np.nan, 3.0, 5.0]))
    assert (spread.count, spread.mean, spread.percentiles[2]) == (3, 3.0, 3.0)
    assert spread.error == pytest.approx(2 / np.sqrt(3)) and spread.percentiles[0] == pytest.approx(1.2)
    assert np.isnan(Spread.of(np.array([4.0])).error) and Spread.of(np.array([np.nan])) is None


def shown(html: str) -> np.ndarray:
    """The pixels (3, H, W) of the picture in a piece of HTML."""
    [data] = re.findall(r'src="data:image/png;base64,([^"]+)"', html)
    gdal.FileFromMemBuffer("/vsimem/shown.png", base64.b64decode(data))
    values = gdal.Open("/vsimem/shown.png").ReadAsArray()
    gdal.Unlink("/vsimem/shown.png")
    return values


def test_maps_have_each_block_in_its_place():
    places = [(0, 0), (0, 1), (0, 2), (1, 0)]
    picture = shown(block_map("a <b>", places, np.array([10.0, 20.0, np.nan, 30.0])))
    side = picture.shape[2] // 3
    cell = picture[:, side // 2 :: side, side // 2 :: side]
    np.testing.assert_array_equal(cell[:, 0, 0], (68, 1, 84))
    np.testing.assert_array_equal(cell[:, 0, 1], (33, 145, 140))
    np.testing.assert_array_equal(cell[:, 1, 0], (253, 231, 37))
    for empty in (cell[:, 0, 2], cell[:, 1, 1], cell[:, 1, 2]):
        np.testing.assert_array_equal(empty, (235, 235, 235))
    assert "a &lt;b&gt;: 10.40 to 29.60" in block_map("a <b>", places, np.array([10.0, 20.0, np.nan, 30.0]))
    signed = shown(block_map("gain", [(0, 0), (0, 1)], np.array([0.0, 4.0]), about_zero=True))
    np.testing.assert_array_equal(signed[:, 0, 0], (247, 247, 247))
    np.testing.assert_array_equal(signed[:, 0, -1], (33, 102, 172))


def test_pictures_go_from_the_best_block_to_the_worst(tmp_path):
    """Columns of blocks that get worse from left to right; each strip is input, output, truth and error."""
    colour = scene(64, 64 * 8)
    result = colour.astype(int)
    for number in range(8):
        result[:, :, 64 * number : 64 * number + 64] += 2 + 4 * number
    paths = [make_raster(tmp_path / f"{i}.tif", np.clip(each, 1, 255).astype(np.uint8))
             for i, each in enumerate((result, colour, grey_of(colour)))]  # fmt: skip
    _, page, _ = evaluate(tmp_path, result=paths[0], truth=paths[1], input=paths[2], block_size=64)
    told = re.findall(r'<span class="note">(\w+): row 1, column (\d), PSNR result ([\d.]+),', page)
    assert [(kind, column) for kind, column, _ in told] == [
        ("Best", "1"), ("Best", "2"), ("Middling", "4"), ("Middling", "5"), ("Worst", "7"), ("Worst", "8"),
    ]  # fmt: skip
    assert float(told[0][2]) > float(told[-1][2]) + 10
    strips = re.findall(r'<div class="strip">.*?</div>', page)
    first, last = shown(strips[0]), shown(strips[-1])
    assert first.shape == (3, 64, 4 * 64 + 3 * 4)
    np.testing.assert_array_equal(first[:, :, :64], grey_of(colour)[None, :, :64].repeat(3, 0))
    np.testing.assert_array_equal(first[:, :, 68:132], np.clip(result, 1, 255)[:, :, :64])
    np.testing.assert_array_equal(first[:, :, 136:200], colour[:, :, :64])
    assert last[0, :, 204:].mean() > first[0, :, 204:].mean() + 30


def test_what_can_be_copied():
    grey, two = np.full((1, 4, 4), 7, np.uint8), np.zeros((2, 4, 4), np.uint8)
    uint8, uint16 = np.dtype("uint8"), np.dtype("uint16")
    np.testing.assert_array_equal(copied(grey, 3, uint8, uint8), np.full((3, 4, 4), 7))
    assert copied(two, 2, uint8, uint8).shape == (2, 4, 4)
    assert copied(two, 3, uint8, uint8) is None and copied(grey, 3, uint8, uint16) is None


def test_the_model_is_run_as_it_is_asked(tmp_path):
    asked = {
        "input": "input.tif",
        "input_bands": ("2",),
        "extent": (0.0, 0.0, 1.0, 1.0),
        "mask": "mask.gpkg",
        "mask_layer": "area",
        "match_tone": "model_statistics",
        "match_cell_size": True,
        "test_time_augmentation": True,
        "tile_size": 96,
        "overlap": 12,
        "blending": "hann",
        "batch_size": 3,
        "device": "cpu",
        "threads": 2,
        "engine": "torch",
        "precision": "bfloat16",
    }
    settings = EvaluateSettings(tmp_path / "r.html", model=tmp_path / "m.dlpk", truth="truth.tif", **asked)
    made = settings.classify(tmp_path / "made.tif")
    assert {name: getattr(made, name) for name in asked} == asked
    assert made.output == tmp_path / "made.tif" and not made.resume and not made.overviews
