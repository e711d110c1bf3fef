"""Export Training Chips: pixels, georeference, masks, statistics, splits, failures."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal, ogr

from image_translation.models.chips import export as export_module
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import Cancelled, InputError
from image_translation.tests import helpers

TILE, STRIDE = 64, 32


def settings(tmp_path, target, source="", **changes):
    values = {"tile_size": TILE, "stride": STRIDE, "validation": 0.0}
    return ExportSettings(target=target, input=source, output=tmp_path / "chips", **{**values, **changes})


def pair(tmp_path, dtype="uint8", height=200, width=260, bands=(1, 3), **options):
    a = helpers.noise(bands[0], height, width, dtype, seed=1)
    b = helpers.noise(bands[1], height, width, dtype, seed=2)
    return (
        a,
        b,
        helpers.make_raster(tmp_path / "a.tif", a, **options),
        helpers.make_raster(tmp_path / "b.tif", b, **options),
    )


def document(folder):
    return json.loads((folder / "chips.json").read_text())


def windows(folder):
    """(index, column, row) of each chip."""
    values = document(folder)
    return list(zip(range(values["count"]), values["columns"], values["rows"]))


@pytest.mark.parametrize(
    "image_format, dtype, bands",
    [("TIFF", "uint8", (1, 3)), ("TIFF", "uint16", (4, 13)), ("TIFF", "int16", (2, 1)), ("TIFF", "float32", (3, 4)),
     ("PNG", "uint8", (1, 3)), ("PNG", "uint16", (3, 1))],
)  # fmt: skip
def test_chips_are_the_source_windows(tmp_path, image_format, dtype, bands):
    a, b, path_a, path_b = pair(tmp_path, dtype, bands=bands)
    result = export_chips(settings(tmp_path, path_b, path_a, image_format=image_format), helpers.Recorder())
    assert result.chips == 7 * 5 and result.skipped == 0
    assert result.by_split == {"train": 35, "validation": 0, "test": 0}
    chips = ChipFolder.open(result.folder)
    suffix = {"TIFF": "tif", "PNG": "png"}[image_format]
    for index, x, y in windows(result.folder):
        part = np.s_[:, y : y + TILE, x : x + TILE]
        got_a, got_b, valid = chips.read(index)
        np.testing.assert_array_equal(got_a, a[part])
        np.testing.assert_array_equal(got_b, b[part])
        assert got_a.dtype == got_b.dtype == np.dtype(dtype) and valid.all()
        for name in ("images", "images2"):
            file = result.folder / name / f"{index:09d}.{suffix}"
            assert helpers.epsg_of(file) == 32617
            assert helpers.geotransform_of(file) == (400000 + x / 2, 0.5, 0, 3000000 - y / 2, 0, -0.5)


def test_positions_are_the_multiples_of_the_stride_that_fit(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    result = export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder())
    values = document(result.folder)
    expected = [(x, y) for y in range(0, 200 - 63, 32) for x in range(0, 260 - 63, 32)]
    assert list(zip(values["columns"], values["rows"])) == expected


def test_stride_beyond_the_tile(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    result = export_chips(settings(tmp_path, path_b, path_a, stride=100), helpers.Recorder())
    assert [(x, y) for _, x, y in windows(result.folder)] == [(0, 0), (100, 0), (0, 100), (100, 100)]


@pytest.mark.parametrize("image_format, world", [("TIFF", "tfw"), ("PNG", "pgw"), ("JPEG", "jgw")])
def test_world_files(tmp_path, image_format, world):
    _, _, path_a, path_b = pair(tmp_path)
    folder = export_chips(settings(tmp_path, path_b, path_a, image_format=image_format), helpers.Recorder()).folder
    index, x, y = windows(folder)[9]
    lines = (folder / "images" / f"{index:09d}.{world}").read_text().split()
    assert [float(line) for line in lines] == [0.5, 0, 0, -0.5, 400000 + x / 2 + 0.25, 3000000 - y / 2 - 0.25]


@pytest.mark.parametrize("geotransform", [(100.0, 0.5, 0.0, 200.0, 0.0, 0.5), (100.0, 0.4, 0.3, 200.0, 0.3, -0.4)])
def test_south_up_and_rotated_rasters(tmp_path, geotransform):
    a, b, path_a, path_b = pair(tmp_path, geotransform=geotransform)
    folder = export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder()).folder
    x0, p, q, y0, r, s = geotransform
    for index, x, y in windows(folder)[::8]:
        file = folder / "images2" / f"{index:09d}.tif"
        np.testing.assert_array_equal(helpers.pixels(file), b[:, y : y + TILE, x : x + TILE])
        expected = (x0 + p * x + q * y, p, q, y0 + r * x + s * y, r, s)
        assert helpers.geotransform_of(file) == pytest.approx(expected)


def test_no_georeference_at_all(tmp_path):
    a, b, path_a, path_b = pair(tmp_path, epsg=0, geotransform=None)
    folder = export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder()).folder
    assert not list(folder.glob("images*/*.tfw"))
    chips = ChipFolder.open(folder)
    assert chips.crs == "" and chips.extent is None
    np.testing.assert_array_equal(chips.read(8)[1], b[:, 32:96, 32:96])


def test_same_raster_band_one_to_all(tmp_path):
    _, b, _, path = pair(tmp_path)
    folder = export_chips(settings(tmp_path, path, path, input_bands=(1,)), helpers.Recorder()).folder
    got_a, got_b, _ = ChipFolder.open(folder).read(5)
    np.testing.assert_array_equal(got_a, b[:1, :64, 160:224])
    np.testing.assert_array_equal(got_b, b[:, :64, 160:224])


def test_chosen_target_bands(tmp_path):
    _, b, path_a, path_b = pair(tmp_path, bands=(1, 4))
    folder = export_chips(settings(tmp_path, path_b, path_a, target_bands=(4, 2)), helpers.Recorder()).folder
    np.testing.assert_array_equal(ChipFolder.open(folder).read(0)[1], b[[3, 1], :64, :64])


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_grey_from_target(tmp_path, dtype):
    _, b, _, path = pair(tmp_path, dtype, bands=(1, 4))
    folder = export_chips(settings(tmp_path, path, grey_from_target=True), helpers.Recorder()).folder
    chips = ChipFolder.open(folder)
    got = chips.read(0)[0]
    luma = np.tensordot([299, 587, 114], b[:3, :64, :64].astype(float), axes=1)
    expected = luma / 1000 if dtype == "float32" else (luma + 500) // 1000
    assert got.dtype == np.dtype(dtype) and got.shape == (1, 64, 64)
    np.testing.assert_allclose(got[0], expected, rtol=1e-6)
    assert chips.a.band_names == ("Luma",)


@pytest.mark.parametrize("image_format", ["TIFF", "PNG"])
def test_nodata_chips_are_skipped_or_kept_with_their_mask(tmp_path, image_format):
    a, b = helpers.noise(1, 200, 260, seed=1), helpers.noise(3, 200, 260, seed=2)
    hole_a, hole_b = np.zeros((2, 200, 260), dtype=bool)
    hole_a[70:80, 70:100] = True
    hole_b[100:200, 200:260] = True
    a[:, hole_a] = 0
    path_a = helpers.make_raster(tmp_path / "a.tif", a, nodata=0)
    path_b = helpers.make_raster(tmp_path / "b.tif", b, mask=~hole_b)
    plain = settings(tmp_path, path_b, path_a, image_format=image_format)
    shares = {
        (x, y): (hole_a | hole_b)[y : y + TILE, x : x + TILE].mean()
        for y in range(0, 137, 32)
        for x in range(0, 197, 32)
    }
    for limit in (0.0, 10.0, 100.0):
        result = export_chips(replace(plain, max_nodata=limit, overwrite="replace"), helpers.Recorder())
        wanted = [place for place, share in shares.items() if share * 100 <= limit and share < 1]
        assert [(x, y) for _, x, y in windows(result.folder)] == wanted
        assert result.skipped == result.skipped_by_reason["nodata"] == len(shares) - len(wanted)
        chips = ChipFolder.open(result.folder)
        for index, x, y in windows(result.folder):
            part = slice(y, y + TILE), slice(x, x + TILE)
            got_a, got_b, valid = chips.read(index)
            np.testing.assert_array_equal(got_a, a[(slice(None), *part)])
            np.testing.assert_array_equal(got_b, b[(slice(None), *part)])
            np.testing.assert_array_equal(valid, ~(hole_a | hole_b)[part])
            file = chips.files[index][1]
            np.testing.assert_array_equal(helpers.mask_of(file), valid)
        assert document(result.folder)["nodata_shares"] == pytest.approx([shares[p] for p in wanted], abs=1e-6)


def test_nodata_tag_and_legitimate_zeros(tmp_path):
    b = helpers.noise(3, 200, 260)
    b[0, 10, 10] = 0
    b[:, 180:, 250:] = 0
    path = helpers.make_raster(tmp_path / "b.tif", b, nodata=0)
    folder = export_chips(settings(tmp_path, path, path, input_bands=(1,)), helpers.Recorder()).folder
    assert helpers.nodata_of(folder / "images" / "000000000.tif") == [0]
    got_a, _, valid = ChipFolder.open(folder).read(0)
    assert got_a[0, 10, 10] == 0 and valid.all()


def test_target_that_is_all_nodata(tmp_path):
    _, _, path_a, _ = pair(tmp_path)
    path_b = helpers.make_raster(tmp_path / "b.tif", np.zeros((3, 200, 260), np.uint8), nodata=0)
    for limit in (0.0, 100.0):
        with pytest.raises(InputError, match="NoData"):
            export_chips(settings(tmp_path, path_b, path_a, max_nodata=limit), helpers.Recorder())
    assert not (tmp_path / "chips").exists()


@pytest.mark.parametrize("image_format", ["TIFF", "PNG", "JPEG"])
def test_statistics_are_those_of_the_chips(tmp_path, image_format):
    b = helpers.scene(200, 260)
    valid = np.ones((200, 260), dtype=bool)
    valid[50:60, 50:60] = False
    path = helpers.make_raster(tmp_path / "b.tif", b, mask=valid)
    folder = export_chips(
        settings(tmp_path, path, path, input_bands=(2,), image_format=image_format, max_nodata=50),
        helpers.Recorder(),
    ).folder
    chips = ChipFolder.open(folder)
    pixels = [np.concatenate([c[k][:, c[2]] for c in map(chips.read, range(len(chips)))], axis=1) for k in (0, 1)]
    emd = json.loads((folder / "esri_model_definition.emd").read_text())
    for values, domain, key in zip(pixels, (chips.a, chips.b), ("AllTilesStats", "AllTilesStats2")):
        for band, got, esri in zip(values.astype(float), domain.statistics, emd[key]):
            expected = (band.min(), band.max(), band.mean(), band.std())
            assert (got.minimum, got.maximum, got.mean, got.std) == pytest.approx(expected, rel=1e-9)
            assert (esri["Min"], esri["Max"], esri["Mean"], esri["StdDev"]) == pytest.approx(expected, rel=1e-9)
    state = json.loads((folder / "esri_accumulated_stats.json").read_text())["BandStatsState"][0]
    band = pixels[0][0].astype(float)
    assert (state["M1"], state["M2"], state["Num"]) == pytest.approx(
        (band.mean(), ((band - band.mean()) ** 2).sum(), band.size)
    )


def test_layout_of_the_folder(tmp_path):
    _, _, path_a, path_b = pair(tmp_path, bands=(2, 3))
    folder = export_chips(settings(tmp_path, path_b, path_a, validation=10), helpers.Recorder()).folder
    values = document(folder)
    names = [f"{index:09d}" for index in range(values["count"])]
    assert sorted(p.name for p in folder.iterdir()) == [
        "chips.json", "esri_accumulated_stats.json", "esri_model_definition.emd", "footprints.gpkg",
        "images", "images2", "map.txt", "stats.txt",
    ]  # fmt: skip
    for images in ("images", "images2"):
        assert sorted(p.name for p in (folder / images).iterdir()) == sorted(
            f"{name}.{suffix}" for name in names for suffix in ("tfw", "tif")
        )
    assert (folder / "map.txt").read_text().splitlines() == [f"images/{n}.tif images2/{n}.tif" for n in names]
    state = json.loads((folder / "esri_accumulated_stats.json").read_text())
    assert (state["MetaDataMode"], state["NumBands"], state["NumTiles"]) == ("Export_Tiles", 2, len(names))
    assert (state["TileSizeX"], state["TileSizeY"], state["Classes"]) == (64, 64, [])
    emd = json.loads((folder / "esri_model_definition.emd").read_text())
    assert emd["MinCellSize"] == {"x": 0.5, "y": 0.5, "spatialReference": {"wkid": 32617}}
    assert (emd["ImageHeight"], emd["ExtractBands"], emd["ImageSpaceUsed"]) == (64, [0, 1], "MAP_SPACE")
    assert str(tmp_path) not in (folder / "chips.json").read_text()


def test_split_and_footprints(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(600, 700))
    result = export_chips(settings(tmp_path, path, grey_from_target=True, validation=15, test=10), helpers.Recorder())
    chips = ChipFolder.open(result.folder)
    by_split = {split: chips.splits.count(split) for split in ("train", "validation", "test")}
    assert result.by_split == by_split and sum(by_split.values()) == result.chips == len(chips)
    assert by_split["validation"] == pytest.approx(0.15 * len(chips), abs=2)
    assert by_split["test"] == pytest.approx(0.10 * len(chips), abs=2)
    assert result.skipped == result.skipped_by_reason["margin"] == 17 * 20 - len(chips) > 0
    painted = {split: np.zeros((600, 700), dtype=bool) for split in by_split}
    for (_, x, y), split in zip(windows(result.folder), chips.splits):
        painted[split][y : y + TILE, x : x + TILE] = True
    assert not (painted["train"] & painted["validation"]).any()
    assert not ((painted["train"] | painted["validation"]) & painted["test"]).any()

    dataset = ogr.Open(str(result.folder / "footprints.gpkg"))
    layer = dataset.GetLayer(0)
    features = {f["name"]: (f["split"], f["nodata"], f.GetGeometryRef().GetEnvelope()) for f in layer}
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32617"
    for index, x, y in windows(result.folder):
        left, top = 400000 + x / 2, 3000000 - y / 2
        assert features[chips.names[index]] == (chips.splits[index], 0.0, (left, left + 32, top - 32, top))


def test_small_area_is_warned_about(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(96, 96))
    recorder = helpers.Recorder()
    result = export_chips(settings(tmp_path, path, path, validation=10), recorder)
    assert result.by_split == {"train": 4, "validation": 0, "test": 0}
    assert "too small" in recorder.warnings[0]


def test_max_chips_is_a_spread_out_sample(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.noise(1, 1024, 1024))
    chosen = settings(tmp_path, path, path, max_chips=64, seed=3)
    result = export_chips(chosen, helpers.Recorder())
    assert result.chips == 64
    places = [(x, y) for _, x, y in windows(result.folder)]
    quarters = np.bincount([(x >= 480) + 2 * (y >= 480) for x, y in places], minlength=4)
    assert quarters.min() >= 12
    again = export_chips(replace(chosen, overwrite="replace"), helpers.Recorder())
    assert [(x, y) for _, x, y in windows(again.folder)] == places


def test_warped_input_shows_the_same_places(tmp_path):
    x0, a, _, y0, _, e = helpers.UTM
    rows, columns = np.mgrid[:300, :300] + 0.5
    target = helpers.pattern(x0 + a * columns, y0 + e * rows, 12.0).astype(np.float32)
    coarse_rows, coarse_columns = np.mgrid[:300, :300] + 0.5
    origin = (x0 + 40.17, 0.7, 0.0, y0 - 30.29, 0.0, -0.7)
    coarse = helpers.pattern(origin[0] + 0.7 * coarse_columns, origin[3] - 0.7 * coarse_rows, 12.0)
    path_b = helpers.make_raster(tmp_path / "b.tif", target)
    path_a = helpers.make_raster(tmp_path / "a.tif", coarse.astype(np.float32), geotransform=origin)
    recorder = helpers.Recorder()
    result = export_chips(settings(tmp_path, path_b, path_a), recorder)
    assert any("a.tif lies on another grid" in line for line in recorder.infos)
    chips = ChipFolder.open(result.folder)
    assert min(x for _, x, _ in windows(result.folder)) >= 80 and len(chips) == 25
    for got_a, got_b, valid in map(chips.read, range(len(chips))):
        shift = np.abs(got_a[0] - got_b[0])[valid] / (np.abs(np.gradient(got_b[0])).max())
        assert valid.all() and shift.max() < 0.3 and shift.mean() < 0.1


def test_input_that_covers_part_of_the_target(tmp_path):
    b = helpers.noise(3, 200, 260)
    path_b = helpers.make_raster(tmp_path / "b.tif", b)
    part = (helpers.UTM[0] + 50, *helpers.UTM[1:3], helpers.UTM[3] - 20, *helpers.UTM[4:])
    a = helpers.noise(1, 100, 130, seed=7)
    path_a = helpers.make_raster(tmp_path / "a.tif", a, geotransform=part)
    result = export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder())
    assert [(x, y) for _, x, y in windows(result.folder)] == [(x, y) for y in (40, 72) for x in (100, 132, 164)]
    np.testing.assert_array_equal(ChipFolder.open(result.folder).read(4)[0], a[:, 32:96, 32:96])


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"tile_size": 16}, "TILE_SIZE is 16"),
        ({"stride": 0}, "STRIDE is 0"),
        ({"max_nodata": 101}, "MAX_NODATA is 101"),
        ({"validation": 60, "test": 50}, "VALIDATION and TEST together"),
        ({"image_format": "GIF"}, "IMAGE_FORMAT is 'GIF'"),
        ({"resampling": "x"}, "RESAMPLING is 'x'"),
        ({"overwrite": "maybe"}, "OVERWRITE is 'maybe'"),
        ({"target": ""}, "TARGET is empty"),
        ({"input": ""}, "INPUT is empty"),
    ],
)
def test_settings_are_checked_at_the_door(tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        replace(settings(tmp_path, "b.tif", "a.tif"), **changes)


@pytest.mark.parametrize(
    "image_format, dtype, bands, message",
    [
        ("PNG", "uint8", (4, 3), "PNG chips hold 1 or 3 bands and INPUT has 4"),
        ("JPEG", "uint8", (1, 2), "JPEG chips hold 1 or 3 bands and TARGET has 2"),
        ("PNG", "float32", (1, 3), "PNG chips hold uint8 or uint16 values and INPUT has float32"),
        ("JPEG", "uint16", (1, 3), "JPEG chips hold uint8 values and INPUT has uint16"),
    ],
)
def test_formats_refuse_what_they_cannot_hold(tmp_path, image_format, dtype, bands, message):
    _, _, path_a, path_b = pair(tmp_path, dtype, bands=bands)
    with pytest.raises(InputError, match=message):
        export_chips(settings(tmp_path, path_b, path_a, image_format=image_format), helpers.Recorder())
    assert not (tmp_path / "chips").exists()


def test_bad_pairs(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    far = helpers.make_raster(
        tmp_path / "far.tif", helpers.noise(1, 50, 50), geotransform=(500000, 0.5, 0, 3000000, 0, -0.5)
    )
    bare = helpers.make_raster(tmp_path / "bare.tif", helpers.noise(1, 50, 50), epsg=0, geotransform=None)
    cases = [
        (far, path_b, {}, "far.tif and the other raster do not overlap"),
        (bare, path_b, {}, "bare.tif has no coordinate reference system"),
        (path_a, str(tmp_path / "none.tif"), {}, "none.tif cannot be opened"),
        (path_a, path_b, {"tile_size": 256}, "TILE_SIZE 256 does not fit into the 260 x 200 pixels"),
        (path_a, path_b, {"input_bands": (2,)}, "a.tif has no data band 2"),
        ("", path_a, {"grey_from_target": True}, "grey of .*a.tif needs three target bands"),
    ]
    for source, target, changes, message in cases:
        with pytest.raises(InputError, match=message):
            export_chips(settings(tmp_path, target, source, **changes), helpers.Recorder())
        assert not (tmp_path / "chips").exists()


def test_other_peoples_folders_are_left_alone(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    wanted = settings(tmp_path, path_b, path_a)
    (tmp_path / "chips").mkdir()
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(tmp_path / "chips")
    with pytest.raises(InputError, match="not empty"):
        export_chips(wanted, helpers.Recorder())
    (tmp_path / "chips" / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(InputError, match="thesis.docx"):
        export_chips(replace(wanted, overwrite="replace"), helpers.Recorder())
    assert helpers.tree(tmp_path / "chips") == {**before, "thesis.docx": b"mine"}
    with pytest.raises(InputError, match="not part of training chips"):
        export_chips(replace(wanted, output=tmp_path, overwrite="replace"), helpers.Recorder())
    (tmp_path / "plain").write_bytes(b"")
    with pytest.raises(InputError, match="plain is a file"):
        export_chips(replace(wanted, output=tmp_path / "plain"), helpers.Recorder())


def test_sources_inside_the_folder_to_replace(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    wanted = settings(tmp_path, path_b, path_a)
    export_chips(wanted, helpers.Recorder())
    chip = str(tmp_path / "chips" / "images2" / "000000003.tif")
    with pytest.raises(InputError, match="holds the raster"):
        export_chips(replace(wanted, target=chip, overwrite="replace"), helpers.Recorder())


@pytest.mark.parametrize("cancel_at", [1, 2, 5, 20, 36, 38])
def test_cancelled_export_leaves_nothing(tmp_path, cancel_at):
    _, _, path_a, path_b = pair(tmp_path)
    with pytest.raises(Cancelled):
        export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder(cancel_at=cancel_at))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tif", "b.tif"]


@pytest.mark.parametrize("failing", ["write_footprints", "write_text_files"])
def test_failing_export_keeps_the_older_one(tmp_path, monkeypatch, failing):
    _, _, path_a, path_b = pair(tmp_path)
    wanted = settings(tmp_path, path_b, path_a)
    export_chips(wanted, helpers.Recorder())
    before = helpers.tree(tmp_path)

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(export_module, failing, fail)
        with pytest.raises(InputError, match="No space left on device"):
            export_chips(replace(wanted, overwrite="replace", stride=64), helpers.Recorder())
    assert helpers.tree(tmp_path) == before
    result = export_chips(replace(wanted, overwrite="replace", stride=64), helpers.Recorder())
    assert result.chips == 12


@pytest.mark.parametrize("image_format", ["TIFF", "PNG", "JPEG"])
def test_full_disk(tmp_path, image_format):
    _, _, path_a, path_b = pair(tmp_path)
    wanted = settings(tmp_path, path_b, path_a, image_format=image_format)
    with helpers.largest_file(2000):
        with pytest.raises(InputError, match="chips cannot be written"):
            export_chips(wanted, helpers.Recorder())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tif", "b.tif"]


def test_files_do_not_depend_on_the_number_of_threads(tmp_path, monkeypatch):
    _, _, path_a, path_b = pair(tmp_path)
    trees = []
    for threads in (1, 7):
        monkeypatch.setattr(os, "cpu_count", lambda threads=threads: threads)
        folder = export_chips(
            settings(tmp_path, path_b, path_a, validation=10, overwrite="replace"), helpers.Recorder()
        ).folder
        trees.append({name: data for name, data in helpers.tree(folder).items() if "footprints" not in name})
    assert trees[0] == trees[1]


def test_palettes_are_expanded(tmp_path):
    """To grey where all of their colours are grey, and to red, green and blue where one is not."""
    _, _, path_a, path_b = pair(tmp_path)
    dataset = gdal.Open(path_a, gdal.GA_Update)
    table = gdal.ColorTable()
    for entry in range(256):
        table.SetColorEntry(entry, (entry, entry, entry, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    dataset.FlushCache()
    recorder = helpers.Recorder()
    export_chips(settings(tmp_path, path_b, path_a), recorder)
    assert not recorder.warnings
    assert len(ChipFolder.open(tmp_path / "chips").a.band_names) == 1
    table.SetColorEntry(7, (200, 10, 10, 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    dataset.FlushCache()
    export_chips(settings(tmp_path, path_b, path_a, overwrite="replace"), recorder)
    assert not recorder.warnings
    assert len(ChipFolder.open(tmp_path / "chips").a.band_names) == 3


def test_gdals_cache_size_comes_back(tmp_path):
    _, _, path_a, path_b = pair(tmp_path)
    before = gdal.GetCacheMax()
    export_chips(settings(tmp_path, path_b, path_a), helpers.Recorder())
    assert gdal.GetCacheMax() == before


def test_progress_rises_to_one(tmp_path):
    b = helpers.noise(3, 200, 260)
    path = helpers.make_raster(tmp_path / "b.tif", b, nodata=0)
    recorder = helpers.Recorder()
    export_chips(settings(tmp_path, path, path), recorder)
    assert recorder.fractions == sorted(recorder.fractions) and recorder.fractions[-1] == 1.0
    assert recorder.messages[-1] == "Wrote 35 chips"


@pytest.mark.parametrize("kind", ["vrt", "cog", "alpha", "thirteen"])
def test_other_kinds_of_input(tmp_path, kind):
    b = helpers.noise(13 if kind == "thirteen" else 3, 200, 260, "uint16" if kind == "thirteen" else "uint8")
    path = helpers.make_raster(tmp_path / "plain.tif", b, alpha=np.full((200, 260), 255) if kind == "alpha" else None)
    if kind == "vrt":
        gdal.BuildVRT(str(tmp_path / "b.vrt"), [path]).FlushCache()
        path = str(tmp_path / "b.vrt")
    elif kind == "cog":
        gdal.Translate(str(tmp_path / "cog.tif"), path, format="COG").FlushCache()
        path = str(tmp_path / "cog.tif")
    folder = export_chips(settings(tmp_path, path, path, input_bands=(1,)), helpers.Recorder()).folder
    np.testing.assert_array_equal(ChipFolder.open(folder).read(0)[1], b[:, :64, :64])
