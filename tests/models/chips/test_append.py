"""Adding chips to a folder: one grid, honest splits, merged statistics, nothing lost."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr

from image_translation.models.chips import append
from image_translation.models.chips import export as export_module
from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import pack
from image_translation.models.errors import Cancelled, InputError
from image_translation.models.feedback import Feedback
from image_translation.tests import helpers

TILE = 32
LEFT, TOP = helpers.UTM[0], helpers.UTM[3]


def extent(left, top, right, bottom):
    """Pixels of a raster at helpers.UTM as a map extent."""
    return LEFT + left / 2, TOP - bottom / 2, LEFT + right / 2, TOP - top / 2


@pytest.fixture
def scene(tmp_path):
    values = helpers.scene(320, 480)
    return values, helpers.make_raster(tmp_path / "b.tif", values)


def settings(tmp_path, target, **changes):
    values = {"tile_size": TILE, "stride": 16, "validation": 0.0, "grey_from_target": True, "overwrite": "append"}
    return ExportSettings(target=target, output=tmp_path / "chips", **{**values, **changes})


def export(*args, **changes):
    return export_chips(settings(*args, **changes), helpers.Recorder())


def assert_statistics(folder):
    """They are those of all chips in the folder."""
    chips = ChipFolder.open(folder)
    read = [chips.read(i) for i in range(len(chips))]
    for k, domain in enumerate((chips.a, chips.b)):
        pixels = np.concatenate([chip[k][:, chip[2]] for chip in read], axis=1).astype(float)
        for got, band in zip(domain.statistics, pixels):
            expected = (band.min(), band.max(), band.mean(), band.std())
            assert (got.minimum, got.maximum, got.mean, got.std) == pytest.approx(expected, rel=1e-9)
    state = json.loads((folder / "esri_accumulated_stats.json").read_text())
    assert state["BandStatsState"][0]["Num"] == sum(np.count_nonzero(chip[2]) for chip in read)
    assert state["NumTiles"] == len(chips)


@pytest.mark.parametrize("image_format", ["TIFF", "PNG", "JPEG"])
def test_append_adds_chips_and_keeps_the_old_ones(tmp_path, scene, image_format):
    values, path = scene
    first = export(tmp_path, path, extent=extent(0, 0, 200, 320), image_format=image_format)
    before = helpers.tree(first.folder)
    result = export(tmp_path, path, extent=extent(160, 0, 480, 320), image_format=image_format)
    assert result.chips > first.chips and result.skipped_by_reason["present"] > 0
    chips, document = ChipFolder.open(first.folder), ChipsDocument.read(first.folder)
    assert len(chips) == result.chips == len(set(zip(document.columns, document.rows)))
    assert chips.names == tuple(f"{i:09d}" for i in range(len(chips)))
    after = helpers.tree(first.folder)
    for name, data in before.items():
        if name.startswith("images"):
            assert after[name] == data, name
    if image_format != "JPEG":
        for index in range(0, len(chips), 7):
            x, y = document.columns[index], document.rows[index]
            np.testing.assert_array_equal(chips.read(index)[1], values[:, y : y + TILE, x : x + TILE])
    assert_statistics(first.folder)
    assert len((first.folder / "map.txt").read_text().splitlines()) == len(chips)
    assert ogr.Open(str(first.folder / "footprints.gpkg")).GetLayer(0).GetFeatureCount() == len(chips)
    assert not [p for p in tmp_path.iterdir() if ".partial." in p.name]


def test_append_to_nothing_is_a_plain_export(tmp_path, scene):
    (tmp_path / "chips").mkdir()
    appended = export(tmp_path, scene[1])
    document = ChipsDocument.read(appended.folder)
    plain = export(tmp_path, scene[1], overwrite="replace")
    assert appended == plain and ChipsDocument.read(plain.folder).columns == document.columns


def test_a_neighbouring_sheet_lands_on_a_grid_that_holds_both(tmp_path, scene):
    values, path = scene
    export(tmp_path, path)
    other = helpers.scene(100, 120, seed=5)
    x0, a, _, y0, _, e = helpers.UTM
    beside = helpers.make_raster(
        tmp_path / "west.tif", other, geotransform=(x0 - 60 - 100 * a, a, 0.0, y0 + 40, 0.0, e)
    )
    export(tmp_path, beside, validation=10)
    chips, document = ChipFolder.open(tmp_path / "chips"), ChipsDocument.read(tmp_path / "chips")
    assert document.b.source == "b.tif, west.tif"
    assert (document.grid.geotransform[0], document.grid.geotransform[3]) == (x0 - 60 - 100 * a, y0 + 40)
    assert min(document.columns) == min(document.rows) == 0
    for index in (0, 100, len(chips) - 1):
        grid = document.chip_grid(index)
        assert helpers.geotransform_of(chips.files[index][0]) == pytest.approx(grid.geotransform)
        source, origin = (values, helpers.UTM) if index < 500 else (other, (x0 - 60 - 100 * a, a, 0, y0 + 40, 0, e))
        x, y = round((grid.geotransform[0] - origin[0]) / a), round((grid.geotransform[3] - origin[3]) / e)
        np.testing.assert_array_equal(chips.read(index)[1], source[:, y : y + TILE, x : x + TILE])
    assert_statistics(tmp_path / "chips")


@pytest.mark.parametrize("rotations", ["none", "angle"])
def test_splits_stay_honest(tmp_path, scene, rotations):
    _, path = scene
    wanted = {"validation": 15, "test": 10, "rotations": rotations}
    first = export(tmp_path, path, extent=extent(0, 0, 250, 320), stride=24, **wanted)
    old = ChipsDocument.read(first.folder)
    result = export(tmp_path, path, extent=extent(100, 0, 480, 320), seed=7, **wanted)
    document = ChipsDocument.read(first.folder)
    assert document.splits[: len(old)] == old.splits
    assert result.by_split["validation"] > first.by_split["validation"] and result.skipped_by_reason["margin"] > 0
    painted = {split: np.zeros((320, 480), dtype=bool) for split in ("train", "validation", "test")}
    inner = np.linspace(0.01, TILE - 0.01, 3 * TILE)
    for index, split in enumerate(document.splits):
        x, y = document.chip_grid(index).to_map(*np.meshgrid(inner, inner))
        columns, rows = document.grid.to_pixel(x, y)
        painted[split][rows.astype(int), columns.astype(int)] = True
    assert not (painted["train"] & painted["validation"]).any()
    assert not (painted["train"] & painted["test"]).any()
    assert not (painted["validation"] & painted["test"]).any()


def test_what_is_there_already_is_told(tmp_path, scene):
    """As when an export was killed after its last step and is run again."""
    export(tmp_path, scene[1], validation=20.0)
    before = helpers.tree(tmp_path / "chips")
    here = len(ChipsDocument.read(tmp_path / "chips"))
    with pytest.raises(InputError, match=rf"{here} are in OUTPUT already, \d+ overlap validation or test chips"):
        export(tmp_path, scene[1], validation=20.0)
    assert helpers.tree(tmp_path / "chips") == before


def test_another_kind_of_chips_is_refused(tmp_path, scene):
    values, path = scene
    x0, a, _, y0, _, e = helpers.UTM
    export(tmp_path, path, extent=extent(0, 0, 200, 200))
    before = helpers.tree(tmp_path / "chips")

    def raster(name, data=values, shift=0.0, cell=a, **options):
        geotransform = (x0 + shift, cell, 0.0, y0, 0.0, -cell)
        return helpers.make_raster(tmp_path / name, data, geotransform=geotransform, **options)

    cases = [
        (path, {"tile_size": 64}, "another tile size \\(32, here 64\\)"),
        (path, {"image_format": "PNG"}, "another image format \\(TIFF, here PNG\\)"),
        (path, {"target_bands": (1, 2, 3), "grey_from_target": False, "input": path}, "another input bands"),
        (raster("deep.tif", values.astype(np.uint16)), {}, "another input type \\(uint8, here uint16\\)"),
        (raster("nodata.tif", nodata=0), {}, "another input NoData value \\(None, here 0.0\\)"),
        (raster("half.tif", shift=0.25), {}, "lie on another grid"),
        (raster("coarse.tif", cell=1.0), {}, "lie on another grid"),
        (raster("zone.tif", epsg=32618), {}, "lie on another grid"),
        (path, {"cell_size": 1.0}, "lie on another grid"),
        (path, {"extent": extent(0, 0, 200, 200)}, "are in OUTPUT already"),
    ]
    for target, changes, message in cases:
        with pytest.raises(InputError, match=message):
            export(tmp_path, target, **changes)
        assert helpers.tree(tmp_path / "chips") == before, message


def test_chips_without_a_place_or_of_another_tool_are_refused(tmp_path, scene):
    bare = helpers.make_raster(tmp_path / "bare.tif", helpers.scene(100, 100), epsg=0, geotransform=None)
    export(tmp_path, bare)
    with pytest.raises(InputError, match="no georeference to tell them apart"):
        export(tmp_path, bare, stride=24)
    (tmp_path / "chips" / "chips.json").unlink()
    with pytest.raises(InputError, match="chips of another tool"):
        export(tmp_path, bare, stride=24)


@pytest.mark.parametrize("failing", ["write_images", "write_footprints", "write_text_files", "carry_over"])
def test_failure_leaves_the_older_folder_whole(tmp_path, scene, monkeypatch, failing):
    _, path = scene
    export(tmp_path, path, extent=extent(0, 0, 200, 200))
    before = helpers.tree(tmp_path)

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(export_module, failing, fail)
        with pytest.raises(InputError, match="No space left on device"):
            export(tmp_path, path)
    assert helpers.tree(tmp_path) == before
    for moment in (3, 10, 60):
        with pytest.raises(Cancelled):
            export_chips(settings(tmp_path, path), helpers.Recorder(cancel_at=moment))
        assert helpers.tree(tmp_path) == before
    assert export(tmp_path, path).chips > 121


def test_disks_without_hard_links_get_copies(tmp_path, scene, monkeypatch):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    export(tmp_path, scene[1], extent=extent(0, 0, 200, 200))
    before = helpers.tree(tmp_path / "chips" / "images2")
    monkeypatch.setattr(append.os, "link", refuse)
    export(tmp_path, scene[1])
    after = helpers.tree(tmp_path / "chips" / "images2")
    assert {name: after[name] for name in before} == before
    assert os.stat(tmp_path / "chips" / "images2" / "000000000.tif").st_nlink == 1


def test_packed_chips_follow(tmp_path, scene):
    first = export(tmp_path, scene[1], extent=extent(0, 0, 200, 200))
    assert len(pack(first.folder, Feedback()).info.names) == first.chips
    result = export_chips(replace(settings(tmp_path, scene[1]), validation=10), helpers.Recorder())
    packed = pack(result.folder, Feedback())
    assert len(packed.info.names) == result.chips and "validation" in packed.info.splits
