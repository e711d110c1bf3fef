"""What each parameter of Export Training Chips does to the chips."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr, osr

from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.errors import InputError
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

TILE, STRIDE = 32, 16
LEFT, TOP = helpers.UTM[0], helpers.UTM[3]


def settings(tmp_path, target, source="", **changes):
    values = {"tile_size": TILE, "stride": STRIDE, "validation": 0.0}
    return ExportSettings(target=target, input=source, output=tmp_path / "chips", **{**values, **changes})


def export(tmp_path, target, source="", **changes):
    recorder = helpers.Recorder()
    export_chips(settings(tmp_path, target, source or target, overwrite="replace", **changes), recorder)
    return ChipFolder.open(tmp_path / "chips"), ChipsDocument.read(tmp_path / "chips"), recorder


def places(document):
    return list(zip(document.columns, document.rows))


def polygons(path, shapes, epsg=32617):
    """A GeoPackage with one polygon for each list of map coordinates."""
    reference = osr.SpatialReference(helpers.wkt(epsg)) if epsg else None
    if reference:
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("areas", reference, ogr.wkbPolygon)
    for shape in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        ring = ", ".join(f"{x!r} {y!r}" for x, y in [*shape, shape[0]])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)
    return str(path)


def box(left, top, width, height):
    """Map coordinates of a rectangle of pixels of a raster at helpers.UTM."""
    x, y, w, h = LEFT + left / 2, TOP - top / 2, width / 2, height / 2
    return [(x, y), (x + w, y), (x + w, y - h), (x, y - h)]


@pytest.fixture
def raster(tmp_path):
    values = helpers.noise(3, 160, 200)
    return values, helpers.make_raster(tmp_path / "b.tif", values)


def test_extent_starts_the_chips_at_its_first_whole_pixel(tmp_path, raster):
    values, path = raster
    extent = (LEFT + 20.3, TOP - 60.2, LEFT + 60.2, TOP - 25.1)
    chips, document, _ = export(tmp_path, path, extent=extent)
    assert places(document) == [(x, y) for y in (51, 67, 83) for x in (41, 57, 73)][: len(document)]
    assert (max(document.columns) + TILE, max(document.rows) + TILE) <= (120, 120)
    for index, (x, y) in enumerate(places(document)):
        np.testing.assert_array_equal(chips.read(index)[1], values[:, y : y + TILE, x : x + TILE])
        xmin, ymin, xmax, ymax = document.chip_grid(index).extent()
        assert extent[0] <= xmin and extent[1] <= ymin and xmax <= extent[2] and ymax <= extent[3]


def test_extent_on_the_pixels_edges_is_used_up(tmp_path, raster):
    extent = (LEFT + 16, TOP - 48, LEFT + 48, TOP - 16)
    _, document, _ = export(tmp_path, raster[1], extent=extent)
    assert places(document) == [(x, y) for y in (32, 48, 64) for x in (32, 48, 64)]


def test_extent_on_a_rotated_raster_holds_every_corner(tmp_path):
    path = helpers.make_raster(
        tmp_path / "b.tif", helpers.noise(3, 200, 200), geotransform=(LEFT, 0.4, 0.3, TOP, 0.3, -0.4)
    )
    extent = (LEFT + 40.0, TOP - 20.0, LEFT + 90.0, TOP + 20.0)
    _, document, _ = export(tmp_path, path, extent=extent)
    corners = [document.chip_grid(i).extent() for i in range(len(document))]
    assert len(corners) > 3
    assert min(c[0] for c in corners) >= extent[0] and max(c[2] for c in corners) <= extent[2]
    assert min(c[1] for c in corners) >= extent[1] and max(c[3] for c in corners) <= extent[3]


@pytest.mark.parametrize(
    "extent, message",
    [
        ((0, 0, 1, 1), "EXTENT lies outside"),
        ((5, 5, 1, 9), "EXTENT .* must be xmin, ymin, xmax, ymax"),
        ((1, 2, 3), "EXTENT .* must be"),
        ((LEFT, TOP - 10, LEFT + 50, TOP), "TILE_SIZE 32 does not fit into the 100 x 20 pixels"),
    ],
)
def test_wrong_extents_are_one_sentence(tmp_path, raster, extent, message):
    with pytest.raises(InputError, match=message):
        export(tmp_path, raster[1], extent=extent)
    assert not (tmp_path / "chips").exists()


@pytest.mark.parametrize("rule", ["intersects", "within"])
def test_mask_keeps_chips_by_their_footprints(tmp_path, raster, rule):
    mask = polygons(tmp_path / "m.gpkg", [box(30, 30, 70, 50), box(100, 30, 40, 50)])
    _, document, _ = export(tmp_path, raster[1], mask=mask, mask_rule=rule)
    every = [(x, y) for y in range(0, 129, STRIDE) for x in range(0, 169, STRIDE)]
    inside = [(x, y) for x, y in every if 30 <= x <= 140 - TILE and 30 <= y <= 80 - TILE]
    at = [(x, y) for x, y in every if 30 - TILE < x < 140 and 30 - TILE < y < 80]
    assert places(document) == (inside if rule == "within" else at)
    assert len(inside) == 10 < len(at)


def test_mask_of_any_shape_equals_an_exact_rasterization(tmp_path, raster):
    places_of_corners = ((5, 6), (93, 10), (60, 41), (95, 77), (10, 70))
    corners = [(LEFT + x, TOP - y) for x, y in places_of_corners]
    mask = polygons(tmp_path / "m.gpkg", [corners])
    ring = ", ".join(f"{x!r} {y!r}" for x, y in [*corners, corners[0]])
    polygon = ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))").MakeValid()
    for rule in ("intersects", "within"):
        _, document, _ = export(tmp_path, raster[1], mask=mask, mask_rule=rule, stride=8)
        wanted = []
        for y in range(0, 129, 8):
            for x in range(0, 169, 8):
                ring = ", ".join(f"{a} {b}" for a, b in [*box(x, y, TILE, TILE), box(x, y, TILE, TILE)[0]])
                share = polygon.Intersection(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))")).Area() / 256
                if share > (1 - 1e-9 if rule == "within" else 1e-9):
                    wanted.append((x, y))
        assert places(document) == wanted and wanted


def test_mask_in_another_crs_and_layers_by_name(tmp_path, raster):
    here, there = osr.SpatialReference(helpers.wkt(32617)), osr.SpatialReference(helpers.wkt(4326))
    there.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    moved = [p[:2] for p in osr.CoordinateTransformation(here, there).TransformPoints(box(31, 31, 70, 50))]
    mask = polygons(tmp_path / "m.gpkg", [moved], epsg=4326)
    _, document, _ = export(tmp_path, raster[1], mask=mask, mask_layer="areas", mask_rule="within")
    assert places(document) == [(x, y) for y in (32, 48) for x in (32, 48, 64)]


def test_masks_that_leave_nothing_are_one_sentence(tmp_path, raster):
    empty = polygons(tmp_path / "empty.gpkg", [])
    far = polygons(tmp_path / "far.gpkg", [[(x + 5000, y) for x, y in box(0, 0, 50, 50)]])
    small = polygons(tmp_path / "small.gpkg", [box(10, 10, 20, 20)])
    for mask, rule, message in (
        (empty, "intersects", "empty.gpkg holds no polygon"),
        (far, "intersects", "far.gpkg has no polygon where the rasters are"),
        (small, "within", "No chip lies within the polygons of MASK .*small.gpkg"),
        (str(tmp_path / "none.gpkg"), "within", "none.gpkg cannot be read"),
        (raster[1], "within", "b.tif cannot be read as a polygon layer"),
    ):
        with pytest.raises(InputError, match=message):
            export(tmp_path, raster[1], mask=mask, mask_rule=rule)
    assert not (tmp_path / "chips").exists()


def test_mask_on_a_raster_without_georeference_lies_as_qgis_shows_it(tmp_path):
    path = helpers.make_raster(tmp_path / "b.tif", helpers.noise(3, 160, 200), epsg=0, geotransform=None)
    mask = polygons(tmp_path / "m.gpkg", [[(0, -31), (49, -31), (49, -64), (0, -64)]], epsg=0)
    _, document, _ = export(tmp_path, path, mask=mask, mask_rule="within")
    assert places(document) == [(0, 32), (16, 32)]
    _, document, _ = export(tmp_path, path, extent=(0, -64, 48, -32))
    assert places(document) == [(0, 32), (16, 32)]


def grids(tmp_path):
    """A target of half a metre and an input of 0.8 m that is shifted and larger, both showing the pattern."""
    target = Grid(240, 200, helpers.UTM, helpers.wkt(32617))
    given = Grid(160, 140, (LEFT - 3.3, 0.8, 0.0, TOP + 2.7, 0.0, -0.8), helpers.wkt(32617))
    paths = []
    for name, grid in (("b.tif", target), ("a.tif", given)):
        x, y = grid.to_map(*np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5))
        values = helpers.pattern(x, y, 14.0).astype(np.float32)
        paths.append(helpers.make_raster(tmp_path / name, values, geotransform=grid.geotransform))
    return target, given, paths[0], paths[1]


def shift(grid, values):
    """By how many pixels (columns, rows) ``values`` are displaced against the pattern, by least squares."""
    columns, rows = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    step, period = 0.05, 14.0

    def seen(across=0.0, down=0.0):
        return helpers.pattern(*grid.to_map(columns + across, rows + down), period)

    base = seen()
    system = np.column_stack([(seen(step) - base).ravel(), (seen(0.0, step) - base).ravel()]) / step
    return np.abs(np.linalg.lstsq(system, (values - base).ravel(), rcond=None)[0]).max()


@pytest.mark.parametrize("choice, cell, exact", [("target", 0.5, 1), ("input", 0.8, 0), ("finer", 0.5, 1)])
def test_grid_decides_whose_pixels_stay(tmp_path, choice, cell, exact):
    target, given, path_b, path_a = grids(tmp_path)
    chips, document, recorder = export(tmp_path, path_b, path_a, grid=choice)
    own = (given, target)[exact]
    assert chips.cell_size == pytest.approx((cell, cell)) and document.grid == own
    source = helpers.pixels((path_a, path_b)[exact])
    for index in range(0, len(chips), 5):
        x, y = places(document)[index]
        images = chips.read(index)[:2]
        np.testing.assert_array_equal(images[exact], source[:, y : y + TILE, x : x + TILE])
        for image in images:
            assert shift(document.chip_grid(index), image[0]) < 0.1
    assert [("a.tif" in line, "b.tif" in line) for line in recorder.infos] == [(bool(exact), not exact)]


@pytest.mark.parametrize("cell", [0.8, 1.0, 0.37])
def test_cell_size_brings_both_onto_a_grid_of_its_own(tmp_path, cell):
    _, _, path_b, path_a = grids(tmp_path)
    chips, document, _ = export(tmp_path, path_b, path_a, cell_size=cell)
    assert chips.cell_size == pytest.approx((cell, cell))
    assert (document.grid.geotransform[0], document.grid.geotransform[3]) == (LEFT, TOP)
    assert helpers.geotransform_of(chips.files[0][0])[1] == pytest.approx(cell)
    for index in range(0, len(chips), 7):
        a, b, valid = chips.read(index)
        grid = document.chip_grid(index)
        assert valid.all() and shift(grid, a[0]) < 0.1 and shift(grid, b[0]) < 0.1


def test_cell_size_of_the_grid_itself_changes_no_pixel(tmp_path, raster):
    values, path = raster
    chips, _, recorder = export(tmp_path, path, cell_size=0.5)
    np.testing.assert_array_equal(chips.read(0)[1], values[:, :TILE, :TILE])
    assert not recorder.infos and not recorder.warnings


def test_cell_size_far_below_both_rasters_is_warned_about(tmp_path, raster):
    _, _, recorder = export(tmp_path, raster[1], cell_size=0.2, max_chips=3)
    assert any("no more detail" in line for line in recorder.warnings)


def test_cell_size_needs_a_crs_and_a_sane_number_of_chips(tmp_path, raster):
    bare = helpers.make_raster(tmp_path / "bare.tif", helpers.noise(3, 100, 100), epsg=0, geotransform=None)
    with pytest.raises(InputError, match="CELL_SIZE needs rasters with a coordinate reference system"):
        export(tmp_path, bare, cell_size=2.0)
    with pytest.raises(InputError, match="chips, which is too many; choose a larger STRIDE or CELL_SIZE"):
        export(tmp_path, raster[1], cell_size=0.0001)
    with pytest.raises(InputError, match="TILE_SIZE 32 does not fit into the 1 x 1 pixels"):
        export(tmp_path, raster[1], cell_size=5000)


@pytest.mark.parametrize("choice", ["target", "input"])
def test_two_crs_show_the_same_places(tmp_path, choice):
    """A geographic input of uint16 in south-up order and a projected target of uint8."""
    target = Grid(200, 180, (500000.0, 1.0, 0.0, 5000000.0, 0.0, -1.0), helpers.wkt(32633))
    there = osr.SpatialReference(helpers.wkt(4326))
    there.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    move = osr.CoordinateTransformation(osr.SpatialReference(target.crs), there)
    back = osr.CoordinateTransformation(there, osr.SpatialReference(target.crs))
    x, y, _ = np.array(move.TransformPoints(np.column_stack(target.corners()).tolist())).T
    given = Grid(240, 210, (x.min(), 1.1e-5, 0.0, y.min(), 0.0, 0.9e-5), helpers.wkt(4326))

    def paint(grid, levels):
        x, y = grid.to_map(*np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5))
        if grid is given:
            x, y, _ = np.array(back.TransformPoints(np.column_stack([x.ravel(), y.ravel()]).tolist())).T
        return np.rint(1 + levels * helpers.pattern(x, y, 25.0)).reshape(grid.height, grid.width)

    path_b = helpers.make_raster(
        tmp_path / "b.tif", paint(target, 250).astype(np.uint8), epsg=32633, geotransform=target.geotransform
    )
    path_a = helpers.make_raster(
        tmp_path / "a.tif", paint(given, 60000).astype(np.uint16), epsg=4326, geotransform=given.geotransform
    )
    chips, document, _ = export(tmp_path, path_b, path_a, grid=choice)
    assert len(chips) > 30 and document.grid == (target if choice == "target" else given)
    for index in range(0, len(chips), 6):
        a, b, _ = chips.read(index)
        a, b = (a[0] - 1.0) / 60000, (b[0] - 1.0) / 250
        slopes = np.column_stack([np.gradient(b, axis=1).ravel(), np.gradient(b, axis=0).ravel()])
        moved = np.linalg.lstsq(slopes, (a - b).ravel(), rcond=None)[0]
        assert np.abs(moved).max() < 0.1, (index, moved)


def test_resampling_changes_pixels_and_nearest_is_warned_about(tmp_path):
    _, _, path_b, path_a = grids(tmp_path)
    source = np.unique(helpers.pixels(path_a))
    seen = {}
    for method in ("nearest", "bilinear", "cubic", "cubicspline", "lanczos", "average"):
        chips, _, recorder = export(tmp_path, path_b, path_a, resampling=method)
        seen[method] = chips.read(5)[0]
        assert any("RESAMPLING nearest shifts" in line for line in recorder.warnings) == (method == "nearest")
    assert np.isin(seen["nearest"], source).all() and not np.isin(seen["bilinear"], source).all()
    smooth = [seen[method].tobytes() for method in ("bilinear", "cubic", "cubicspline", "lanczos")]
    assert len(set(smooth)) == 4


def test_max_chips_is_met_in_spite_of_nodata_and_margins(tmp_path):
    b = helpers.noise(3, 640, 640)
    b[:, :, :320] = 0
    b[:, 500:, :] = 0
    path = helpers.make_raster(tmp_path / "b.tif", b, nodata=0)
    wanted = settings(tmp_path, path, path, max_chips=60, validation=20, test=10, overwrite="replace")
    result = export_chips(wanted, helpers.Recorder())
    assert result.chips == 60 and result.by_split == {"train": 42, "validation": 12, "test": 6}
    document = ChipsDocument.read(tmp_path / "chips")
    assert min(document.columns) >= 320 and max(document.rows) <= 500 - TILE
    cells = np.bincount([(x >= 464) + 2 * (y >= 234) for x, y in places(document)], minlength=4)
    assert cells.min() >= 8
    everything = export_chips(replace(wanted, max_chips=0), helpers.Recorder()).chips
    most = export_chips(replace(wanted, max_chips=10_000), helpers.Recorder())
    assert most.chips == everything
    again = export_chips(replace(wanted, max_chips=everything - 1), helpers.Recorder())
    assert again.chips == everything - 1


def test_max_chips_looks_at_little_of_a_raster_without_nodata(tmp_path, monkeypatch):
    from image_translation.models.chips import selection

    looked = []
    inner = selection.nodata_shares

    def counted(pair, columns, *rest):
        looked.append(len(columns))
        return inner(pair, columns, *rest)

    monkeypatch.setattr(selection, "nodata_shares", counted)
    path = helpers.make_raster(tmp_path / "b.tif", helpers.noise(1, 600, 600), nodata=0)
    export(tmp_path, path, max_chips=20, validation=10)
    assert 20 <= sum(looked) <= 40


def test_every_setting_that_shapes_the_chips_is_kept(tmp_path, raster):
    mask = polygons(tmp_path / "m.gpkg", [box(0, 0, 150, 150)])
    export(tmp_path, raster[1], mask=mask, mask_rule="within", cell_size=0.5, rotations="angle", rotation_angle=30)
    text = (tmp_path / "chips" / "chips.json").read_text()
    kept = json.loads(text)["settings"]
    assert (kept["mask_rule"], kept["rotations"], kept["rotation_angle"], kept["grid"]) == (
        "within", "angle", 30, "target",
    )  # fmt: skip
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"mask_rule": "near"}, "MASK_RULE is 'near'"),
        ({"grid": "mine"}, "GRID is 'mine'"),
        ({"rotations": "all"}, "ROTATIONS is 'all'"),
        ({"rotation_angle": 500}, "ROTATION_ANGLE is 500"),
        ({"cell_size": -1}, "CELL_SIZE is -1"),
    ],
)
def test_new_settings_are_checked_at_the_door(tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        settings(tmp_path, "b.tif", "a.tif", **changes)


def test_contact_sheet_is_made_of_the_finished_folder(tmp_path, raster, monkeypatch):
    page = tmp_path / "pages" / "sheet.html"
    export(tmp_path, raster[1], contact_sheet=page)
    assert "<html" in page.read_text(encoding="utf-8").lower()

    def fail(folder, path, feedback, name):
        assert ChipFolder.open(folder).names
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("image_translation.models.chips.contact_sheet.write_contact_sheet", fail)
    chips, _, recorder = export(tmp_path, raster[1], contact_sheet=tmp_path / "other.html")
    assert "other.html cannot be made" in recorder.warnings[-1] and len(chips) == 99


def test_contact_sheet_must_lie_elsewhere(tmp_path):
    with pytest.raises(InputError, match="lies in OUTPUT"):
        settings(tmp_path, "b.tif", "a.tif", contact_sheet=tmp_path / "chips" / "page.html")


def test_many_chips_lost_to_a_few_invalid_pixels_are_worth_a_warning(tmp_path):
    values = helpers.noise(3, 256, 256)
    values[:, ::40, ::40] = 0
    target = helpers.make_raster(tmp_path / "speckled.tif", values, nodata=0)
    feedback, options = helpers.Recorder(), {"stride": TILE, "overwrite": "replace"}
    lost = export_chips(settings(tmp_path, target, target, **options), feedback)
    (warning,) = [line for line in feedback.warnings if "MAX_NODATA" in line]
    percent = float(re.search(r"set MAX_NODATA to ([\d.]+)", warning).group(1))
    kept = export_chips(settings(tmp_path, target, target, max_nodata=percent, **options), helpers.Recorder())
    assert kept.chips - lost.chips >= lost.skipped // 2 > 10
