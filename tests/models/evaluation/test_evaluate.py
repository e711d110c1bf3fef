"""Evaluate Model: figures by hand, NoData, rasters and what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import Cancelled, InputError
from image_translation.models.evaluation.evaluate import EvaluateSettings
from image_translation.models.evaluation.figures import FIGURES
from image_translation.models.evaluation.judging import judge
from image_translation.models.evaluation.pairs import RasterPairs
from image_translation.models.evaluation.scale import Scale
from image_translation.models.feedback import Feedback
from image_translation.models.inference.area import Area
from image_translation.models.inference.classify import ClassifySettings, classify_pixels
from image_translation.models.training.metrics import all_metrics, error_sums, pooled_metrics
from image_translation.tests.evaluating import LUMA, evaluate, grey_of, rows_of
from image_translation.tests.helpers import UTM, Recorder, make_raster, pixels, scene, tree
from image_translation.tests.packages import band, package


def test_figures_by_hand(tmp_path):
    """Two blocks of 32 x 16: errors 0 and 5 in the first, 10 everywhere in the second."""
    truth = np.full((1, 16, 32), 100, np.uint8)
    truth[0, :, ::2] = 50
    result = truth.copy()
    result[0, :8, :16] += 5
    result[0, :, 16:] += 10
    made = make_raster(tmp_path / "result.tif", result)
    found, page, table = evaluate(
        tmp_path, result=made, truth=make_raster(tmp_path / "truth.tif", truth), block_size=16
    )
    model = found.figures["model"]
    first, second = 10 * np.log10(255**2 / 12.5), 10 * np.log10(255**2 / 100)
    assert model["psnr"] == pytest.approx((first + second) / 2)
    assert model["mae"] == pytest.approx(6.25) and model["rmse"] == pytest.approx(np.sqrt(56.25))
    assert model["r2"] == pytest.approx(1 - 56.25 / 625)
    assert "angular_error" not in model and set(found.figures) == {"model"}
    assert (found.blocks, found.pixels, found.data_range) == (2, 512, 255.0)
    one, two = rows_of(table, "block")
    assert (one["column"], one["row"], one["width"], one["height"]) == ("0", "0", "16", "16")
    assert float(one["psnr"]) == pytest.approx(first, abs=1e-4) and float(two["mae"]) == 10
    assert two["column"] == "16" and two["angular_error"] == ""
    [total], [error] = rows_of(table, "total"), rows_of(table, "standard_error")
    assert float(total["psnr"]) == pytest.approx(model["psnr"], abs=1e-4)
    assert float(error["psnr"]) == pytest.approx((first - second) / 2, abs=1e-4)
    [low], [middle] = rows_of(table, "percentile_5"), rows_of(table, "percentile_50")
    assert float(low["psnr"]) == pytest.approx(second + 0.05 * (first - second), abs=1e-4)
    assert float(middle["mae"]) == pytest.approx(6.25)
    assert f"PSNR is {model['psnr']:.2f} dB." in page and "Without INPUT" in page


def test_every_figure_is_that_of_the_training_report(tmp_path):
    colour = scene(64, 64)
    result = np.clip(colour.astype(int) + np.random.default_rng(0).integers(-9, 10, colour.shape), 1, 255)
    paths = [
        make_raster(tmp_path / f"{i}.tif", values.astype(np.uint8)) for i, values in enumerate((result, colour))
    ]
    found, _, table = evaluate(tmp_path, result=paths[0], truth=paths[1], block_size=64)
    expected = {**all_metrics(result, colour, 255.0), **pooled_metrics(error_sums(result, colour))}
    assert found.figures["model"] == pytest.approx(expected)
    assert {figure.key for figure in FIGURES} <= set(expected)
    [row] = rows_of(table, "block")
    assert {key: float(row[key]) for key in expected} == pytest.approx(expected, rel=1e-6)


def test_invalid_pixels_count_for_nothing_whichever_raster_lacks_them(tmp_path):
    colour = scene(96, 96)
    grey = grey_of(colour)
    result = np.clip(colour.astype(int) + 4, 1, 255).astype(np.uint8)
    clean = evaluate(
        tmp_path,
        result=make_raster(tmp_path / "r.tif", result),
        truth=make_raster(tmp_path / "t.tif", colour),
        input=make_raster(tmp_path / "i.tif", grey),
        extent=(UTM[0], UTM[3] - 48, UTM[0] + 24, UTM[3]),
        block_size=48,
    )[0]
    spoiled = {"r": result.copy(), "t": colour.copy(), "i": grey.copy()[None]}
    for number, name in enumerate("rti"):
        spoiled[name][:, 32 * number : 32 * number + 32, 48:] = 0
    paths = {name: make_raster(tmp_path / f"{name}0.tif", values, nodata=0) for name, values in spoiled.items()}
    dirty, _, table = evaluate(
        tmp_path, result=paths["r"], truth=paths["t"], input=paths["i"], block_size=48
    )
    assert clean.pixels == dirty.pixels == 48 * 96
    assert dirty.figures == clean.figures
    assert len(rows_of(table, "block")) == 2


def test_blocks_with_few_valid_pixels_count_in_what_is_pooled_only(tmp_path):
    truth = np.full((1, 32, 64), 100, np.uint8)
    result = truth + np.uint8(1)
    result[:, :, 32:] += 50
    result[:, 4:, 32:] = 0
    found, _, table = evaluate(
        tmp_path,
        result=make_raster(tmp_path / "r.tif", result, nodata=0),
        truth=make_raster(tmp_path / "t.tif", truth),
        block_size=32,
    )
    assert [row["counted"] for row in rows_of(table, "block")] == ["1", "0"]
    assert found.figures["model"]["psnr"] == pytest.approx(20 * np.log10(255))
    assert found.figures["model"]["mae"] == pytest.approx((1024 + 128 * 51) / 1152)


def test_a_model_on_rasters_is_classify_pixels(town, tmp_path):
    """Same figures as those of the raster that Classify Pixels writes, read whole; no raster stays behind."""
    model = package(tmp_path, gains=((0.8,), (0.9,), (0.7,)), kernel=3)
    output = tmp_path / "classified.tif"
    classify_pixels(ClassifySettings(town["input"], model, output), Feedback())
    folder = tmp_path / "out"
    found, page, _ = evaluate(folder, model=model, input=town["input"], truth=town["truth"], block_size=1024)
    whole = all_metrics(pixels(output), pixels(town["truth"]), 255.0)
    assert {key: found.figures["model"][key] for key in whole} == pytest.approx(whole)
    assert sorted(tree(folder)) == ["report.html", "table.csv"]
    in_blocks, _, _ = evaluate(folder, model=model, input=town["input"], truth=town["truth"], block_size=32)
    assert in_blocks.blocks == 30
    for key in ("mae", "rmse", "r2", "angular_error"):
        assert in_blocks.figures["model"][key] == pytest.approx(found.figures["model"][key]), key
    assert "data:image/png" in page and not re.search(r"(src|href)=\"(?!data:)|https?://(?!www\.w3\.org)", page)


def test_extent_bands_and_a_finer_truth(town, tmp_path):
    """The truth has twice as many pixels, its bands turned round, and only a part is judged."""
    colour, grey = pixels(town["truth"]), pixels(town["input"])
    finer = np.kron(colour[::-1], np.ones((2, 2))).astype(np.uint8)
    truth = make_raster(tmp_path / "finer.tif", finer, geotransform=(UTM[0], 0.25, 0, UTM[3], 0, -0.25))
    model = package(tmp_path, gains=((1.0,), (1.0,), (1.0,)))
    extent = (UTM[0] + 16, UTM[3] - 48, UTM[0] + 64, UTM[3] - 16)
    found, page, table = evaluate(
        tmp_path, model=model, input=town["input"], truth=truth, truth_bands=(3, 2, 1), extent=extent, block_size=32
    )
    error = np.abs(colour.astype(int) - grey)[:, 32:96, 32:128]
    assert found.figures["model"]["mae"] == pytest.approx(error.mean())
    assert found.figures["copy"]["mae"] == pytest.approx(error.mean())
    assert found.pixels == 64 * 96 and "resampled onto the grid of the result" in page
    assert rows_of(table, "block")[0]["column"] == "0"


def test_bands_that_do_not_go_together(town, tmp_path):
    four = make_raster(tmp_path / "four.tif", np.concatenate([pixels(town["truth"]), pixels(town["input"])]))
    exact, _, _ = evaluate(tmp_path, result=four, truth=town["truth"])
    assert exact.figures["model"]["psnr"] == 100.0
    feedback = Recorder()
    model = package(tmp_path, gains=((1.0,), (1.0,), (1.0,)))
    evaluate(tmp_path, feedback, model=model, input=town["input"], truth=four)
    assert "Of the 4 bands of the truth, the first 3 are taken." in feedback.infos
    with pytest.raises(InputError, match="gives 1 band.*the result has 3; choose as many with TRUTH_BANDS"):
        evaluate(tmp_path, model=model, input=town["input"], truth=town["truth"], truth_bands=(1,))


def test_ranges_of_other_types(town, tmp_path):
    """One hot pixel does not stretch the range of the truth; a package says its own; DATA_RANGE is taken as it is."""
    chance = np.random.default_rng(3)
    truth = chance.integers(1000, 2000, (1, 128, 128)).astype(np.uint16)
    result = truth + np.uint16(10)
    truth[0, 5, 5] = result[0, 5, 5] = 65535
    paths = [make_raster(tmp_path / f"{i}.tif", values) for i, values in enumerate((truth, result))]
    found, page, _ = evaluate(tmp_path, result=paths[1], truth=paths[0])
    assert found.data_range == pytest.approx(1000, abs=5)
    assert found.figures["model"]["rmse"] == pytest.approx(10, abs=0.01)
    assert "the range of the truth but for its extreme thousandths" in page
    set_by_hand, _, _ = evaluate(tmp_path, result=paths[1], truth=paths[0], data_range=4000.0)
    assert set_by_hand.data_range == 4000.0
    wide = band("Grey", "uint16", 5000.0)
    model = package(tmp_path, gains=((1.0,),), input_bands=(wide,), output_bands=(wide,), output_range=(500.0, 3500.0))
    by_model, page, _ = evaluate(tmp_path, model=model, input=paths[1], truth=paths[0])
    assert by_model.data_range == 3000.0 and "the range that the model writes, 500 to 3500" in page


def test_pixels_without_meaning_do_not_decide(tmp_path):
    """Dead pixels in the truth are held within the range of the others, for every method; the report says how many."""
    truth = scene(128, 128)[:1].astype(np.uint16) * 40
    grey, spoiled = truth + np.uint16(300), truth.copy()
    spoiled[0, 70:73, 70:73] = 65535
    rasters = {"result": make_raster(tmp_path / "r.tif", grey), "input": make_raster(tmp_path / "i.tif", grey)}
    clean, _, _ = evaluate(tmp_path, **rasters, truth=make_raster(tmp_path / "clean.tif", truth))
    found, page, _ = evaluate(tmp_path, **rasters, truth=make_raster(tmp_path / "spoiled.tif", spoiled))
    assert clean.figures["model"]["rmse"] == pytest.approx(300)
    for name in ("psnr", "rmse", "r2"):
        assert found.figures["model"][name] == pytest.approx(clean.figures["model"][name], rel=0.25), name
    assert found.figures["fitted_curve"]["psnr"] > 60
    assert "(values of the truth beyond: 9)" in page


def test_different_types_are_told(town, tmp_path):
    feedback = Recorder()
    result = make_raster(tmp_path / "float.tif", pixels(town["result"]).astype(np.float32))
    evaluate(tmp_path, feedback, result=result, truth=town["truth"])
    assert any("result is float32 and the truth uint8" in text for text in feedback.warnings)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "There is nothing to judge; give MODEL with CHIPS"),
        ({"model": "m.dlpk"}, "TRUTH is empty"),
        ({"model": "m.dlpk", "truth": "t.tif"}, "INPUT is empty"),
        ({"model": "m.dlpk", "result": "r.tif", "truth": "t.tif"}, "MODEL and RESULT are both given"),
        ({"chips": ("c",)}, "CHIPS needs MODEL"),
        ({"chips": ("c",), "model": "m.dlpk", "truth": "t.tif"}, "CHIPS and TRUTH are both given"),
        ({"chips": ("c",), "model": "m.dlpk", "match_cell_size": True}, "MATCH_CELL_SIZE is for rasters"),
        ({"result": "r.tif"}, "TRUTH is empty"),
        ({"result": "r.tif", "truth": "t.tif", "block_size": 8}, "BLOCK_SIZE is 8"),
        ({"result": "r.tif", "truth": "t.tif", "data_range": -1.0}, "DATA_RANGE -1.0 must not be negative"),
        ({"result": "r.tif", "truth": "t.tif", "split": "some"}, "SPLIT 'some'"),
        ({"result": "r.tif", "truth": "t.tif", "output": Path("r.txt")}, "OUTPUT r.txt must be an HTML page"),
        ({"result": "r.tif", "truth": "t.tif", "table": Path("r.txt")}, "TABLE r.txt must be a CSV file"),
    ],
)
def test_what_cannot_be_asked(settings, words):
    with pytest.raises(InputError, match=re.escape(words)):
        EvaluateSettings(**{"output": Path("r.html"), **settings})


def test_a_truth_of_values_too_far_apart(town, tmp_path):
    values = scene(64, 64).astype(np.float64)
    values[:, :, :32] = 1.5e300
    truth = make_raster(tmp_path / "wide.tif", values)
    with pytest.raises(InputError, match=r"values of 1.5e\+300, .* too large for PSNR and SSIM; set DATA_RANGE"):
        evaluate(tmp_path / "out", result=make_raster(tmp_path / "r.tif", scene(64, 64)), truth=truth)
    assert not tree(tmp_path / "out")


def test_too_many_blocks_for_a_report_are_refused(tmp_path):
    raster = tmp_path / "huge.vrt"
    raster.write_text(
        '<VRTDataset rasterXSize="2147483647" rasterYSize="2147483647"><VRTRasterBand dataType="Byte" band="1"/>'
        "</VRTDataset>"
    )
    with pytest.raises(InputError, match=r"are 70,368,744,177,664 blocks, which is too many"):
        evaluate(tmp_path / "out", result=str(raster), truth=str(raster))
    assert not tree(tmp_path / "out")


def test_rasters_of_two_places(town, tmp_path):
    there = make_raster(tmp_path / "there.tif", scene(64, 64), geotransform=(500000, 0.5, 0, 3100000, 0, -0.5))
    with pytest.raises(InputError, match="no valid pixel in common"):
        evaluate(tmp_path / "out", result=there, truth=town["truth"])
    assert not tree(tmp_path / "out")


def test_from_the_command_line(town, tmp_path, capsys):
    from image_translation.models.cli import main

    names = ("result", "truth", "input")
    paths = [part for name in names for part in (f"--{name}", town[name])]
    assert main(["evaluate", *paths, "--output", str(tmp_path / "cli.html")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["blocks"] == 16 and set(told["figures"]) == {"model", "copy", "fitted_curve"}
    assert told["figures"]["fitted_curve"]["psnr"] > told["figures"]["model"]["psnr"] > told["figures"]["copy"]["psnr"]
    assert main(["evaluate", "--output", str(tmp_path / "cli.html")]) == 1
    assert "There is nothing to judge" in capsys.readouterr().err


def test_a_table_of_colours_stands_for_its_colours(town, tmp_path):
    colours = np.array([[200, 10, 30], [20, 180, 60], [90, 90, 90]], np.uint8)
    numbers = np.random.default_rng(4).integers(0, 3, (64, 64))
    shown = colours[numbers].transpose(2, 0, 1)
    table = gdal.ColorTable()
    for number, colour in enumerate(colours):
        table.SetColorEntry(number, (*map(int, colour), 255))
    path = make_raster(tmp_path / "paletted.tif", numbers.astype(np.uint8))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    del dataset
    result = make_raster(tmp_path / "shown.tif", shown - np.uint8(5))
    assert evaluate(tmp_path, result=result, truth=path)[0].figures["model"]["mae"] == pytest.approx(5.0)


def test_a_grey_model_is_judged_on_the_luma_of_the_truth_itself(town, tmp_path):
    """One raster is input and truth, in a part of it."""
    model = package(tmp_path, gains=((1.0,), (1.0,), (1.0,)))
    extent = (UTM[0] + 16, UTM[3] - 48, UTM[0] + 64, UTM[3] - 16)
    both = {"input": town["truth"], "truth": town["truth"]}
    found, _, _ = evaluate(tmp_path, model=model, **both, extent=extent)
    colour = pixels(town["truth"])[:, 32:96, 32:128].astype(float)
    error = np.abs(colour - np.rint(np.tensordot(LUMA, colour, 1)))
    assert found.figures["model"]["mae"] == pytest.approx(error.mean(), abs=0.01)
    assert found.figures["copy"] == pytest.approx(found.figures["model"])


def test_a_mask_of_polygons(town, tmp_path):
    """The same pixels count for a model and for its result."""
    mask = tmp_path / "mask.geojson"
    ring = [(UTM[0] + x, UTM[3] - y) for x, y in ((5, 5), (85, 5), (85, 65), (5, 65), (5, 5))]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32617"}}
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    mask.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    model, output = package(tmp_path), tmp_path / "whole.tif"
    classify_pixels(ClassifySettings(town["input"], model, output), Feedback())
    rasters = {"input": town["input"], "truth": town["truth"], "mask": str(mask), "block_size": 64}
    of_model, _, _ = evaluate(tmp_path, model=model, **rasters)
    of_result, _, _ = evaluate(tmp_path, result=str(output), **rasters)
    assert of_model.pixels == of_result.pixels == 160 * 120
    assert of_model.figures == of_result.figures


def test_no_more_than_a_block_is_read_at_once(town):
    windows = []

    class Watched(Area):
        def read(self, *window):
            windows.append(window)
            return super().read(*window)

    parts = [Watched(town[name], ()) for name in ("result", "truth", "input")]
    pairs = RasterPairs(*parts, ("Red", "Green", "Blue"), block_size=32)
    judge(pairs, Scale(255.0), Feedback())
    assert max(max(window[2:]) for window in windows) == 32
    assert sum(width * height for _, _, width, height in windows) <= 3 * 2 * 160 * 192


def test_a_cancelled_model_leaves_nothing(town, tmp_path):
    model = package(tmp_path)
    for question in (2, 8, 40):
        with pytest.raises(Cancelled):
            evaluate(
                tmp_path / "out",
                Recorder(cancel_at=question),
                model=model,
                input=town["input"],
                truth=town["truth"],
                block_size=16,
            )
        assert not tree(tmp_path / "out")


def test_a_cancelled_evaluation_leaves_what_was_there(town, tmp_path):
    folder = tmp_path / "out"
    evaluate(folder, result=town["result"], truth=town["truth"])
    before = tree(folder)
    with pytest.raises(Cancelled):
        evaluate(folder, Recorder(cancel_at=3), result=town["result"], truth=town["truth"], block_size=16)
    assert tree(folder) == before
