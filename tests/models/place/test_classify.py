"""Colours of a place through Classify Pixels: nearer to the truth than the model's, on all ways and for all models."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from image_translation.models.errors import Cancelled, InputError
from image_translation.models.inference import streaming
from image_translation.models.package.archive import open_package, read_definition, write_package
from image_translation.models.place import adapt
from image_translation.tests import helpers, placing
from image_translation.tests.classifying import classify
from image_translation.tests.packages import MAPS, band, definition, mapped_onnx, package

GREY = ((1.0,), (1.0,), (1.0,))
HEIGHT, WIDTH = 300, 400
TRUTH = placing.ground(HEIGHT, WIDTH)
POINTS = [(column, row) for column in range(16, WIDTH, 32) for row in range(16, HEIGHT, 48)]


@pytest.fixture
def place(tmp_path):
    """A folder with the photo, a model that gives grey, the place's colours beside it and over it, and points."""
    placing.raster(tmp_path / "photo.tif", placing.luma(TRUTH))
    placing.raster(tmp_path / "beside.tif", placing.ground(320, 360, seed=3), east=1000)
    placing.raster(tmp_path / "over.tif", TRUTH)
    placing.known(tmp_path / "known.gpkg", TRUTH, POINTS)
    package(tmp_path, gains=GREY)
    return tmp_path


def _classify(place, *references, model="model.dlpk", photo="photo.tif", known=False, **settings):
    names = tuple(str(place / f"{name}.tif") for name in references)
    points = str(place / "known.gpkg") if known else ""
    model = "starter" if model == "starter" else place / model
    return classify(place, place / photo, model, reference=names, known_colours=points, **settings)


def _error(found, truth=TRUTH):
    return placing.error(found.values[:3], truth)


@pytest.fixture
def without(place):
    """The error of the model's own colours."""
    return _error(_classify(place))


def test_a_reference_beside_the_photo_teaches_what_rough_ground_looks_like(place, without, monkeypatch):
    found = _classify(place, "beside")
    assert _error(found) < 0.4 * without
    assert any(line.startswith("Colours of the place: ") for line in found.infos)
    with monkeypatch.context() as patch:  # the curve alone
        patch.setattr(adapt, "LOOKS_ALIKE", 0.5)
        curve = _error(_classify(place, "beside"))
    assert _error(found) < 0.7 * curve


def test_a_reference_over_the_photo_is_believed_spot_by_spot(place, without):
    found = _classify(place, "over")
    assert _error(found) < 0.15 * without and any("alike by 100%" in line for line in found.infos)
    grey = np.tensordot(placing.WEIGHTS, found.values.astype(float), 1)
    assert np.abs(grey - placing.luma(TRUTH)[0]).max() < 1.5


def test_cells_that_fit_on_no_pixels_of_the_photo_are_of_one_time_with_it(place, without):
    """Means of 9 × 9 pixels, where the photo is seen in cells of 8: compared in the reference's own cells."""
    cells = TRUTH[:, :297, :396].reshape(3, 33, 9, 44, 9).mean(axis=(2, 4))
    placing.raster(place / "coarse.tif", np.rint(cells).astype(np.uint8), cell=4.5)
    found = _classify(place, "coarse")
    [alike] = [line for line in found.infos if line.startswith("Photo and reference are alike")]
    assert int(alike.split("%")[0].split()[-1]) > 95 and _error(found) < 0.5 * without


def test_what_has_changed_since_keeps_what_is_expected(place, without):
    """A quarter of the reference shows another ground."""
    before = TRUTH.copy()
    before[:, :150, :200] = placing.ground(150, 200, seed=8)
    placing.raster(place / "before.tif", before)
    found = _classify(place, "before")
    changed = placing.error(found.values[:, 10:140, 10:190], TRUTH[:, 10:140, 10:190])
    same = placing.error(found.values[:, 170:, 220:], TRUTH[:, 170:, 220:])
    assert same < 0.15 * without and changed < 0.6 * without


@pytest.mark.parametrize("times", [4, 16])
def test_coarser_references_over_the_photo(place, without, times):
    shape = HEIGHT // times * times, WIDTH // times * times
    cells = TRUTH[:, : shape[0], : shape[1]].reshape(3, shape[0] // times, times, shape[1] // times, times)
    placing.raster(place / "coarse.tif", np.rint(cells.mean(axis=(2, 4))).astype(np.uint8), cell=0.5 * times)
    assert _error(_classify(place, "coarse")) < {4: 0.2, 16: 0.75}[times] * without


def test_a_part_of_the_photo_is_enough_for_the_spots_in_it(place, without):
    """The right lower corner only, which a first window of the photo does not show."""
    corner = placing.ORIGIN[0] + 100, 0.5, 0, placing.ORIGIN[1] - 60, 0, -0.5
    helpers.make_raster(place / "corner.tif", TRUTH[:, 120:, 200:], geotransform=corner)
    found = _classify(place, "corner")
    assert placing.error(found.values[:, 130:, 210:], TRUTH[:, 130:, 210:]) < 0.2 * without
    assert _error(found) < 0.85 * without


def test_known_colours_and_both(place, without):
    known = _classify(place, known=True)
    assert _error(known) < 0.5 * without
    assert any("KNOWN_COLOURS: 72 points" in line for line in known.infos)
    assert _error(_classify(place, "beside", known=True)) < 0.5 * without
    assert _error(_classify(place, "over", known=True)) < 0.15 * without


def test_a_colour_comes_back_at_its_point(place):
    """Other than anything that grey or the model tell."""
    placing.points(place / "roof.gpkg", [(201.0, 151.0)], ["#b04030"])
    found = classify(place, place / "photo.tif", place / "model.dlpk", known_colours=str(place / "roof.gpkg"))
    red, _, blue = found.values[:, 151, 201].astype(int)
    assert 0.6 * 112 < red - blue < 1.1 * 112
    plain = found.values.astype(int)
    assert red - blue > (plain[0] - plain[2]).mean() + 10


@pytest.mark.parametrize("way", ["plain", "cells", "tta"])
def test_the_adapted_model_gives_the_same_without_the_reference(place, way):
    more = {
        "plain": {},
        "cells": {"match_cell_size": True},
        "tta": {"test_time_augmentation": True, "uncertainty": True},
    }[way]
    package(place, gains=GREY, crs=helpers.wkt(32617), cell_size=(0.8, 0.8) if way == "cells" else (0.5, 0.5))
    found = _classify(place, "beside", adapted_model=place / "adapted.dlpk", **more)
    again = _classify(place, model="adapted.dlpk", **more)
    assert np.abs(found.values.astype(int) - again.values).max() <= 1
    assert len(found.values) == 3 + (way == "tta") and np.ptp(found.values[0].astype(int) - found.values[2]) > 10
    told = read_definition(place / "adapted.dlpk")
    assert told.name == "adapted" and set(told.place) == {"curve", "mixing", "weights", "offset"} and not told.metrics


def test_an_adapted_model_is_adapted_again(place, without):
    _classify(place, "beside", adapted_model=place / "first.dlpk")
    placing.raster(place / "other.tif", 255 - placing.ground(320, 360, seed=5), east=3000)
    found = _classify(place, "other", model="first.dlpk", adapted_model=place / "second.dlpk")
    again = _classify(place, model="second.dlpk")
    apart = np.abs(found.values.astype(int) - again.values)  # some where the first one's colours end at the range's
    assert np.quantile(apart, 0.999) <= 1 and apart.mean() < 0.05
    back = _classify(place, "beside", model="second.dlpk")
    assert _error(back) < 0.5 * without < _error(again)


def test_known_colours_alone_make_a_curve_of_the_adapted_model(place, without):
    _classify(place, known=True, adapted_model=place / "adapted.dlpk")
    assert _error(_classify(place, model="adapted.dlpk")) < without


def test_models_with_feature_maps_hand_them_on(place, without):
    """Its own output is halved, and so is what becomes of it."""
    graph = mapped_onnx(place / "graph.onnx")
    write_package(place / "mapped.dlpk", definition(maps=MAPS, color_space="residual"), {"onnx": graph})
    found = _classify(place, "beside", model="mapped.dlpk", adapted_model=place / "adapted.dlpk")
    assert _error(found) < 0.45 * without
    again = _classify(place, model="adapted.dlpk")
    assert np.abs(found.values.astype(int) - again.values).max() <= 1
    assert read_definition(place / "adapted.dlpk").maps == MAPS
    assert _error(_classify(place, "over", model="mapped.dlpk", known=True)) < 0.5 * without


@pytest.mark.parametrize("kind", ["uint16", "float32", "residual"])
def test_other_data_types_and_kinds_of_models(place, kind):
    dtype, high = {"uint16": ("uint16", 10_000.0), "float32": ("float32", 1.0), "residual": ("uint8", 255.0)}[kind]
    truth = (TRUTH * (high / 255)).astype(dtype)
    names = [band(name, dtype, high) for name in ("Grey", "Red", "Green", "Blue")]
    package(
        place,
        gains=GREY,
        input_bands=tuple(names[:1]),
        output_bands=tuple(names[1:]),
        output_range=(0.0, high),
        **({"color_space": "residual"} if kind == "residual" else {}),
    )
    grey = np.tensordot(placing.WEIGHTS, truth.astype(np.float64), 1)[None]
    placing.raster(place / "photo.tif", grey.astype(dtype))
    placing.raster(place / "over.tif", truth)
    beside = placing.ground(320, 360, seed=3) * (high / 255)
    placing.raster(place / "beside.tif", beside.astype(dtype), east=1000)
    before, found = _classify(place), _classify(place, "beside", adapted_model=place / "adapted.dlpk")
    assert found.values.dtype == dtype
    scale = 255 / high
    without = placing.error(before.values * scale, TRUTH)
    assert placing.error(found.values * scale, TRUTH) < 0.5 * without
    again = _classify(place, model="adapted.dlpk").values
    assert np.abs(found.values.astype(float) - again).max() * scale < 1.5
    assert placing.error(_classify(place, "over").values * scale, TRUTH) < 0.25 * without
    assert placing.error(_classify(place, "over", known=True).values * scale, TRUTH) < 0.25 * without


def test_four_bands_to_three(place):
    """Near infrared tells the rough ground apart, which the model does not know."""
    rough = TRUTH[1].astype(int) - TRUTH[0]
    names = ("Red", "Green", "Blue", "NIR")
    several = np.concatenate([TRUTH[::-1] // 2 + 30, np.clip(100 + 3 * rough, 1, 255)[None].astype(np.uint8)])
    bands = tuple(band(name) for name in names)
    package(
        place,
        gains=np.eye(3, 4),
        color_space="direct",
        input_bands=bands,
        output_bands=tuple(band(f"True {name}") for name in names[:3]),
    )
    placing.raster(place / "photo.tif", several, names=names)
    both = np.concatenate([several, TRUTH])
    placing.raster(place / "both.tif", both, names=(*names, "True Red", "True Green", "True Blue"), east=1000)
    before, found = _classify(place), _classify(place, "both", adapted_model=place / "adapted.dlpk")
    assert _error(found) < 0.3 * _error(before)
    assert np.abs(found.values.astype(int) - _classify(place, model="adapted.dlpk").values).max() <= 1


def test_near_infrared_to_colour_over_the_same_ground(place):
    """The reference has no near infrared: what it shows at the same spot is all there is to learn from."""
    package(place, gains=GREY, color_space="residual", input_bands=(band("Near infrared"),))
    placing.raster(place / "photo.tif", placing.luma(TRUTH), names=("Near infrared",))
    assert _error(_classify(place, "over")) < 0.2 * _error(_classify(place))
    with pytest.raises(InputError, match=r"^REFERENCE has too little ground, or not the bands that the model takes"):
        _classify(place, "beside")


def test_extents_masks_and_nodata(place):
    whole = _classify(place, "beside")
    grey = placing.luma(TRUTH)
    grey[:, 40:90, 100:333] = 0
    placing.raster(place / "holes.tif", grey, nodata=0)
    holes = _classify(place, "beside", "over", photo="holes.tif", known=True)
    assert (holes.valid == (grey[0] > 0)).all() and holes.values[:, holes.valid].min() > 0
    assert placing.error(holes.values[:, holes.valid], TRUTH[:, holes.valid]) < 2
    x, y = placing.ORIGIN
    extent = (x + 50, y - 100, x + 150, y - 20)
    part = _classify(place, "beside", extent=extent)
    assert part.values.shape == (3, 160, 200)
    assert np.abs(part.values.astype(int) - whole.values[:, 40:200, 100:300])[:, 30:-30, 30:-30].mean() < 1


@pytest.mark.parametrize("nodata", [0, None])
def test_a_photo_of_floats_with_holes_that_are_no_numbers(place, nodata):
    names = [band(name, "float32", 255.0) for name in ("Grey", "Red", "Green", "Blue")]
    package(place, gains=GREY, input_bands=tuple(names[:1]), output_bands=tuple(names[1:]))
    grey = placing.luma(TRUTH).astype(np.float32)
    grey[:, 40:290, 100:390] = np.nan
    placing.raster(place / "photo.tif", grey, nodata=np.nan if nodata is None else nodata)
    placing.raster(place / "over.tif", TRUTH.astype(np.float32))
    found = _classify(place, "over", known=True)
    assert np.isfinite(found.values[:, found.valid]).all() and found.valid.sum() == np.isfinite(grey).sum()
    assert placing.error(found.values[:, found.valid], TRUTH[:, found.valid]) < 2


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (40, 30), (100, 100), (1, 300), (257, 301)])
def test_rasters_of_any_size(place, shape):
    truth = placing.ground(*shape)
    placing.raster(place / "photo.tif", placing.luma(truth))
    placing.raster(place / "over.tif", truth)
    found = _classify(place, "over", "beside")
    assert found.values.shape == truth.shape
    if min(shape) >= 30:
        assert placing.error(found.values, truth) < 4
    row, column = shape[0] - 1, shape[1] - 1
    placing.known(place / "known.gpkg", np.pad(truth, ((0, 0), (0, 1), (0, 1)), "edge"), [(0, 0), (column, row)])
    assert _classify(place, known=True).values.shape == truth.shape


@pytest.mark.parametrize("side", [50, 75, 100])
def test_models_that_take_one_size_of_tile(place, without, side):
    package(place, gains=GREY, tile_size=side, size_multiple=side, fixed_size=True)
    cells = TRUTH.reshape(3, HEIGHT // 4, 4, WIDTH // 4, 4).mean(axis=(2, 4))
    placing.raster(place / "coarse.tif", np.rint(cells).astype(np.uint8), cell=2.0)
    for name in ("over", "coarse"):
        assert _error(_classify(place, name)) < 0.3 * without
    assert _error(_classify(place, known=True)) < 0.6 * without


def test_tiles_panels_and_threads_make_no_difference(place, monkeypatch):
    """What a tile sees at its edge differs as it does for the model itself, by little."""
    one = _classify(place, "over", known=True, threads=1)
    assert (_classify(place, "over", known=True, threads=2).values == one.values).all()
    monkeypatch.setattr(streaming, "PANEL_TILES", 2)
    several = _classify(place, "over", known=True, tile_size=64, overlap=24)
    assert several.result.tiles > 30
    difference = np.abs(several.values.astype(int) - one.values)
    assert difference.mean() < 0.2 and difference.max() < 10


def test_a_journal_is_of_one_place(place, monkeypatch):
    """Rows of an interrupted run are used for the same references, points and adapted model only."""
    for name, settings in {"one": {}, "two": {"known": True}}.items():
        _classify(place, "beside" if name == "one" else "over", adapted_model=place / f"{name}.dlpk", **settings)
    shutil.copy(place / "one.dlpk", place / "adapted.dlpk")
    shutil.copy(place / "over.tif", place / "other.tif")
    placing.raster(place / "photo.tif", placing.luma(TRUTH)[:, :128, :192])
    monkeypatch.setattr(streaming, "RESUME_PIXELS", 1)
    tiles = {"tile_size": 64, "batch_size": 1}

    def interrupted(*references, **settings):
        log = helpers.Recorder()
        _classify(place, *references, resume=False, feedback=log, **tiles, **settings)
        with pytest.raises(Cancelled, match="goes on from here"):
            _classify(place, *references, feedback=helpers.Recorder(log._questions - 5), **tiles, **settings)
        shutil.move(place / ".out.tif.resume", place / "kept")

    def goes_on(*references, **settings):
        shutil.copytree(place / "kept", place / ".out.tif.resume")
        return any("Going on" in line for line in _classify(place, *references, **tiles, **settings).infos)

    interrupted("over")
    assert goes_on("over") and not goes_on("other") and not goes_on("over", "beside")
    assert not goes_on("over", known=True) and not goes_on()
    shutil.rmtree(place / "kept")
    interrupted(model="adapted.dlpk")
    assert goes_on(model="adapted.dlpk")
    _replace_place(place / "adapted.dlpk", place / "two.dlpk")
    assert not goes_on(model="adapted.dlpk")


def _replace_place(path, other):
    """The same model with the colours of another place."""
    with open_package(path) as package:
        write_package(path, replace(package.definition, place=read_definition(other).place), package.files)


@pytest.mark.parametrize("known", [False, True])
def test_a_cancel_in_the_middle_of_the_fit_leaves_nothing(place, known):
    log = helpers.Recorder(cancel_at=3)
    with pytest.raises(Cancelled, match="nothing was written"):
        classify(
            place,
            place / "photo.tif",
            place / "model.dlpk",
            log,
            reference=() if known else (str(place / "beside.tif"), str(place / "over.tif")),
            known_colours=str(place / "known.gpkg") if known else "",
            adapted_model=place / "adapted.dlpk",
        )
    assert not (place / "adapted.dlpk").exists() and not (place / "out.tif").exists()
    assert not [path for path in place.iterdir() if path.name.startswith(".")]


def test_the_starter_learns_the_place_too(place, without):
    assert _error(_classify(place, "beside", model="starter")) < 0.5 * without
