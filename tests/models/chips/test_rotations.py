"""Turned training chips: pixels, place, and a distance to the chips of other splits."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import ogr

from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import pack
from image_translation.models.chips.touching import touching
from image_translation.models.feedback import Feedback
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

TILE = 32


def export(tmp_path, target, **changes):
    values = {"tile_size": TILE, "stride": 16, "validation": 0.0, "grey_from_target": True, "overwrite": "replace"}
    settings = ExportSettings(target=target, output=tmp_path / "chips", **{**values, **changes})
    result = export_chips(settings, helpers.Recorder())
    return result, ChipFolder.open(tmp_path / "chips"), ChipsDocument.read(tmp_path / "chips")


@pytest.mark.parametrize("image_format", ["TIFF", "PNG"])
@pytest.mark.parametrize("stride", [16, 200])
def test_quarter_turns_are_exact(tmp_path, image_format, stride):
    values = helpers.noise(3, 300, 460)
    path = helpers.make_raster(tmp_path / "b.tif", values)
    result, chips, document = export(
        tmp_path, path, rotations="quarter_turns", image_format=image_format, stride=stride, max_chips=6
    )
    upright = len(chips) // 4
    assert result.chips == len(chips) == len(document) == 24 == 4 * upright
    assert document.angles == (0.0,) * upright + (90.0,) * upright + (180.0,) * upright + (270.0,) * upright
    for index in range(len(chips)):
        x, y, quarters = document.columns[index], document.rows[index], int(document.angles[index] // 90)
        expected = np.rot90(values[:, y : y + TILE, x : x + TILE], quarters, axes=(1, 2))
        np.testing.assert_array_equal(chips.read(index)[1], expected)
        assert helpers.geotransform_of(chips.files[index][0]) == pytest.approx(document.chip_grid(index).geotransform)
        world = chips.files[index][0].with_suffix({"TIFF": ".tfw", "PNG": ".pgw"}[image_format]).read_text().split()
        corner = np.array([float(word) for word in world[4:]]) - [400000, 3000000]
        first = {0: (0.5, 0.5), 1: (31.5, 0.5), 2: (31.5, 31.5), 3: (0.5, 31.5)}[quarters]
        np.testing.assert_allclose(corner, [(x + first[0]) / 2, -(y + first[1]) / 2])


def test_chips_turned_by_an_angle_lie_in_place(tmp_path):
    x, y = Grid(200, 180, helpers.UTM).to_map(*np.meshgrid(np.arange(200) + 0.5, np.arange(180) + 0.5))
    values = np.repeat(helpers.pattern(x, y, 16.0)[None], 3, axis=0).astype(np.float32)
    path = helpers.make_raster(tmp_path / "b.tif", values)
    result, chips, document = export(tmp_path, path, rotations="angle", rotation_angle=30)
    turned = [i for i in range(len(chips)) if document.angles[i] == 30]
    overhang = 16 * (np.sin(np.pi / 6) + np.cos(np.pi / 6)) - 16
    upright = [(x, y) for y in range(0, 149, 16) for x in range(0, 169, 16)]
    inside = [
        (x, y) for x, y in upright if overhang <= x <= 200 - TILE - overhang and overhang <= y <= 180 - TILE - overhang
    ]
    assert [(document.columns[i], document.rows[i]) for i in turned] == inside
    assert result.skipped_by_reason["rotation"] == len(upright) - len(inside) > 0
    assert result.skipped == result.skipped_by_reason["rotation"]
    for index in turned[::9]:
        _, b, valid = chips.read(index)
        grid = Grid(TILE, TILE, helpers.geotransform_of(chips.files[index][1]))
        x, y = grid.to_map(*np.meshgrid(np.arange(TILE) + 0.5, np.arange(TILE) + 0.5))
        assert valid.all()
        np.testing.assert_allclose(b[0], helpers.pattern(x, y, 16.0), atol=0.01)


def test_a_negative_angle_and_a_quarter_given_as_angle(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.noise(3, 100, 100))
    assert set(export(tmp_path, path, rotations="angle", rotation_angle=-30)[2].angles) == {0.0, 330.0}
    _, _, document = export(tmp_path, path, rotations="angle", rotation_angle=90)
    assert document.angles.count(90.0) == document.angles.count(0.0) == 25
    assert export(tmp_path, path, rotations="angle", rotation_angle=360)[2].angles == ()


@pytest.mark.parametrize("rotations", ["quarter_turns", "angle"])
def test_turned_chips_are_for_training_and_keep_their_distance(tmp_path, rotations):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(400, 420))
    result, chips, document = export(tmp_path, path, rotations=rotations, rotation_angle=45, validation=15, test=10)
    turned = np.array(document.angles) != 0
    assert turned.sum() > 100 and set(np.array(chips.splits)[turned]) == {"train"}
    assert result.by_split["validation"] == pytest.approx(0.15 * np.count_nonzero(~turned), abs=2)
    judged = np.zeros((400, 420), dtype=bool)
    for split, x, y in zip(chips.splits, document.columns, document.rows):
        if split != "train":
            judged[y : y + TILE, x : x + TILE] = True
    inner = np.linspace(-0.5, TILE + 0.5, 4 * TILE)
    for index in np.flatnonzero(turned):
        grid = document.chip_grid(index)
        columns, rows = document.grid.to_pixel(*grid.to_map(*np.meshgrid(inner, inner)))
        columns, rows = np.clip(columns, 0, 419).astype(int), np.clip(rows, 0, 399).astype(int)
        if rotations == "angle":
            assert not judged[rows, columns].any()
        else:
            inside = slice(3, -3), slice(3, -3)
            assert not judged[rows[inside], columns[inside]].any()


def test_turned_chips_avoid_nodata_and_leave_no_extent_or_mask(tmp_path):
    values = helpers.noise(3, 200, 200)
    values[:, 90:100, 90:100] = 0
    path = helpers.make_raster(tmp_path / "b.tif", values, nodata=0)
    extent = (400000 + 10, 3000000 - 90, 400000 + 90, 3000000 - 10)
    _, chips, document = export(tmp_path, path, rotations="angle", rotation_angle=45, extent=extent)
    turned = [i for i, angle in enumerate(document.angles) if angle]
    assert len(turned) > 8
    for index in turned:
        assert chips.read(index)[2].all() and document.nodata_shares[index] == 0
        xmin, ymin, xmax, ymax = document.chip_grid(index).extent()
        assert extent[0] <= xmin and extent[1] <= ymin and xmax <= extent[2] and ymax <= extent[3]
    _, chips, document = export(tmp_path, path, rotations="angle", rotation_angle=45, max_nodata=10)
    some = [i for i, angle in enumerate(document.angles) if angle and document.nodata_shares[i]]
    assert some
    for index in some:
        valid = chips.read(index)[2]
        assert 1 - valid.mean() == pytest.approx(document.nodata_shares[index], abs=1e-9) and valid.mean() >= 0.9


def test_footprints_extent_and_packed_chips_know_the_turn(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(160, 160))
    _, chips, document = export(tmp_path, path, rotations="angle", rotation_angle=45)
    dataset = ogr.Open(str(tmp_path / "chips" / "footprints.gpkg"))
    found = {f["name"]: (f["angle"], f.GetGeometryRef().Clone()) for f in dataset.GetLayer(0)}
    for index in range(len(chips)):
        angle, shape = found[chips.names[index]]
        assert angle == document.angles[index] and shape.Area() == pytest.approx(256, rel=1e-6)
        left, right, bottom, top = shape.GetEnvelope()
        assert right - left == pytest.approx(16 if not angle else 16 * np.sqrt(2))
        middle = (400000 + document.columns[index] / 2 + 8, 3000000 - document.rows[index] / 2 - 8)
        assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(middle)
        assert chips.extent[0] <= left and right <= chips.extent[2]
    packed = pack(tmp_path / "chips", Feedback())
    np.testing.assert_array_equal(packed.b[len(chips) - 1], chips.read(len(chips) - 1)[1])


def test_touching_is_what_geometry_says(monkeypatch):
    monkeypatch.setattr("image_translation.models.chips.touching._PAIRS", 37)
    chance = np.random.default_rng(0)
    upright = chance.integers(0, 600, 60), chance.integers(0, 600, 60)
    turned = *chance.integers(0, 600, (2, 80)), chance.choice([0.0, 30.0, 45.0, 90.0, 200.0], 80)

    def shape(x, y, angle, beyond):
        side = TILE + 2 * beyond
        corners = zip(*Grid(side, side, (x - beyond, 1, 0, y - beyond, 0, 1)).turned(angle).corners())
        ring = [f"{a} {b}" for a, b in corners]
        return ogr.CreateGeometryFromWkt(f"POLYGON (({', '.join([*ring, ring[0]])}))")

    squares = [shape(x, y, 0, 0) for x, y in zip(*upright)]
    expected = np.zeros((60, 80), dtype=bool)
    for j, (x, y, angle) in enumerate(zip(*turned)):
        other = shape(x, y, angle, 3 if angle % 90 else 0)
        expected[:, j] = [square.Intersection(other).Area() > 1e-6 for square in squares]
    first, second = touching(upright, turned, TILE)
    np.testing.assert_array_equal(first, expected.any(axis=1))
    np.testing.assert_array_equal(second, expected.any(axis=0))
    assert 0 < first.sum() < 60 and 0 < second.sum() < 80
