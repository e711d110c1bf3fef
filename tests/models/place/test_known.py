"""Points of known colour: where they lie, what colours are read, and what is said of those that cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import ogr, osr

from image_translation.models.errors import InputError
from image_translation.models.place.known import MAX_POINTS, read_known_colours
from image_translation.models.place.palette import GROUNDS, parse_colour
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

LEFT, TOP = helpers.UTM[0], helpers.UTM[3]
GRID = Grid(200, 160, helpers.UTM, helpers.wkt(32617))
TYPES = {int: ogr.OFTInteger, float: ogr.OFTReal, str: ogr.OFTString}
RGB = {"red": int, "green": int, "blue": int}


def at(column, row):
    """Map coordinates of a place in GRID."""
    return f"POINT ({LEFT + column / 2!r} {TOP - row / 2!r})"


def points(path, fields, features, epsg=32617, name="points", driver="GPKG"):
    """A layer with fields (name: type) and features (WKT, value of each field...)."""
    reference = None
    if epsg:
        reference = osr.SpatialReference(helpers.wkt(epsg))
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = dataset.CreateLayer(name, reference, ogr.wkbUnknown)
    for field, kind in fields.items():
        layer.CreateField(ogr.FieldDefn(field, TYPES[kind]))
    layer.StartTransaction()
    for shape, *values in features:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in zip(fields, values):
            if value is not None:
                feature.SetField(field, value)
        if shape:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return str(path)


def read(path, layer="", grid=GRID):
    recorder = helpers.Recorder()
    return read_known_colours(path, layer, grid, recorder), recorder


def test_places_colours_and_weights(tmp_path):
    fields = {"Red": int, "G": float, "BLUE": int, "Weight": float}
    path = points(tmp_path / "p.gpkg", fields, [(at(3.5, 7.25), 200, 30.5, 0, 2.5), (at(0, 0), 1, 2, 255, None)])
    known, recorder = read(path)
    np.testing.assert_allclose(known.columns, [3.5, 0], atol=1e-6)
    np.testing.assert_allclose(known.rows, [7.25, 0], atol=1e-6)
    np.testing.assert_array_equal(known.colours, np.float32([[200, 30.5, 0], [1, 2, 255]]))
    np.testing.assert_array_equal(known.weights, np.float32([2.5, 1]))
    assert len(known) == 2 and known.columns.dtype == np.float64 and known.colours.dtype == np.float32
    assert recorder.infos == recorder.warnings == []


@pytest.mark.parametrize(
    "text, colour",
    [
        ("#ff8000", (255, 128, 0)),
        (" #F80 ", (255, 136, 0)),
        ("1, 2.5,255", (1, 2.5, 255)),
        ("1 2 3", (1, 2, 3)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("190,178,151,255", (190, 178, 151)),
        ("190,178,151,255,rgb:0.745,0.698,0.592,1", (190, 178, 151)),
        ("Red Tiles", GROUNDS["red tiles"]),
        ("red_tiles", GROUNDS["red tiles"]),
        ("Dark-Green", (0, 100, 0)),
        ("grey", (128, 128, 128)),
        ("", None),
        ("#ff80", None),
        ("ff8000", None),
        ("1,2", None),
        ("1,2,256", None),
        ("-1,2,3", None),
        ("1,2,3\n4", None),
        ("nan,nan,nan", None),
        ("purpel", None),
        ("1" * 100_000, None),
        ("1," * 100_000, None),
    ],
)
def test_forms_of_colours(text, colour):
    assert parse_colour(text) == colour


def test_the_palette_is_of_natural_colours_that_differ():
    colours = np.array(list(GROUNDS.values()), float)
    assert len(GROUNDS) == 16 and all(parse_colour(name) == colour for name, colour in GROUNDS.items())
    apart = np.abs(colours[:, None] - colours).max(axis=2)[~np.eye(16, dtype=bool)]
    assert apart.min() >= 10
    assert (colours.max(axis=1) - colours.min(axis=1)).max() < 80, "muted"
    assert np.argmax(GROUNDS["grass"]) == np.argmax(GROUNDS["woods"]) == 1
    assert np.argmax(GROUNDS["red tiles"]) == 0 and np.argmax(GROUNDS["clear water"]) == 2


def test_the_first_field_that_is_filled_counts(tmp_path):
    fields = {**RGB, "Color": str, "ground": str}
    rows = [
        (at(1, 1), 1, 2, 3, "#ff0000", "sand"),
        (at(2, 1), 1, None, 3, "#ff0000", "sand"),
        (at(3, 1), None, None, None, " ", "sand"),
    ]
    known, _ = read(points(tmp_path / "p.gpkg", fields, rows))
    np.testing.assert_array_equal(known.colours, np.float32([(1, 2, 3), (255, 0, 0), GROUNDS["sand"]]))


def test_multipoints_points_of_other_shapes_and_those_outside(tmp_path):
    several = f"MULTIPOINT ({at(1, 1)[6:]}, {at(5, 6)[6:]}, {at(-1, 5)[6:]})"
    rows = [
        (several, "sand"),
        (at(200, 5), "no colour, and nobody minds"),
        (at(199.9, 159.9), "snow"),
        ("POINT EMPTY", "snow"),
        (None, "snow"),
        (f"LINESTRING ({at(1, 1)[7:-1]}, {at(5, 6)[7:-1]})", "snow"),
        (at(7, 8).replace("(", "Z (").replace(")", " 90)"), "woods"),
    ]
    known, recorder = read(points(tmp_path / "p.gpkg", {"ground": str}, rows))
    np.testing.assert_allclose(known.columns, [1, 5, 199.9, 7], atol=1e-6)
    np.testing.assert_allclose(known.rows, [1, 6, 159.9, 8], atol=1e-6)
    assert known.colours[:, 0].tolist() == [GROUNDS[name][0] for name in ("sand", "sand", "snow", "woods")]
    assert len(recorder.infos) == 1 and "2 of 6 points lie outside of the photo" in recorder.infos[0]


def test_another_crs_and_layers_by_name(tmp_path):
    here, there = osr.SpatialReference(helpers.wkt(32617)), osr.SpatialReference(helpers.wkt(4326))
    there.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    longitude, latitude, _ = osr.CoordinateTransformation(here, there).TransformPoint(LEFT + 30, TOP - 20)
    beyond = "POINT (1000 95)"
    rows = [(f"POINT ({longitude!r} {latitude!r})", "sand"), (beyond, "sand"), ("POINT (nan nan)", "sand")]
    path = points(tmp_path / "p.gpkg", {"ground": str}, rows, epsg=4326, name="ground")
    known, _ = read(path, "ground")
    np.testing.assert_allclose((known.columns[0], known.rows[0]), (60, 40), atol=1e-3)
    assert len(known) == 1
    with pytest.raises(InputError, match=r"KNOWN_COLOURS .*p.gpkg \(roofs\) cannot be read"):
        read(path, "roofs")


def test_without_crs_the_points_are_taken_as_they_are(tmp_path):
    plain = points(tmp_path / "p.gpkg", {"ground": str}, [(at(4, 2), "sand")], epsg=0)
    known, _ = read(plain)
    np.testing.assert_allclose((known.columns[0], known.rows[0]), (4, 2), atol=1e-6)
    placed = points(tmp_path / "q.gpkg", {"ground": str}, [("POINT (4 2)", "sand")])
    known, _ = read(placed, grid=Grid(10, 10))
    np.testing.assert_allclose((known.columns[0], known.rows[0]), (4, 2), atol=1e-6)


def test_a_table_of_coordinates(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(f"x,y,red,green,blue,weight\n{LEFT + 2},{TOP - 1},10,20,30,\n{LEFT + 3},{TOP - 1},10,20,40,3\n")
    known, recorder = read(str(path))
    np.testing.assert_allclose(known.columns, [4, 6], atol=1e-6)
    assert known.colours.tolist() == [[10, 20, 30], [10, 20, 40]] and known.weights.tolist() == [1, 3]


def test_too_many_points_are_thinned_evenly(tmp_path):
    generator = np.random.default_rng(1)
    places = generator.uniform((0, 0), (100, 160), (5_800, 2)).tolist() + [[190.5, 3.5], [191.5, 3.5]]
    rows = [(at(*place), "sand") for place in places]
    known, recorder = read(points(tmp_path / "p.gpkg", {"ground": str}, rows))
    assert MAX_POINTS / 1.6 < len(known) <= MAX_POINTS
    assert (known.columns > 190).sum() == 2, "lone ones stay"
    assert f"{len(known):,} of 5,802 points are used" in recorder.infos[0]
    counts = np.histogram(known.rows, 4, (0, 160))[0]
    assert counts.min() > 0.9 * counts.max()


def test_weight_nothing_is_left_out(tmp_path):
    fields = {"ground": str, "weight": float}
    known, _ = read(points(tmp_path / "p.gpkg", fields, [(at(1, 1), "sand", 0), (at(2, 1), "sand", 0.5)]))
    assert known.weights.tolist() == [0.5]
    with pytest.raises(InputError, match=r"KNOWN_COLOURS .*q.gpkg in the photo have the weight 0"):
        read(points(tmp_path / "q.gpkg", fields, [(at(1, 1), "sand", 0)]))


@pytest.mark.parametrize(
    "fields, rows, message",
    [
        ({"name": str}, [(at(1, 1), "sand")], "says no colours; give its points .*red, green and blue"),
        ({"red": int, "green": int}, [(at(1, 1), 1, 2)], "says no colours"),
        ({"ground": str}, [], "holds no point"),
        ({"ground": str}, [("POLYGON ((0 0, 1 0, 1 1, 0 0))", "sand")], "holds no point"),
        ({"ground": str}, [(at(-1, -1), "sand"), (at(900, 1), "sand")], "None of the 2 points of .* in the photo"),
        ({"ground": str}, [(at(1, 1), "mud pie")], r"Feature 1 of .*p.gpkg has the colour 'mud pie'.*#rrggbb.*asphalt"),
        ({"color": str}, [(at(1, 1), "red"), (at(1, 1), None)], "Feature 2 of .* has no colour"),
        (RGB, [(at(1, 1), 1, 2, 256)], r"Feature 1 of .* has the colour \[1, 2, 256\], which cannot be read"),
        (RGB, [(at(1, 1), 1, 2, None)], "Feature 1 of .* has no colour"),
        ({"ground": str, "weight": float}, [(at(1, 1), "sand", -1)], "Feature 1 of .* has the weight -1.0"),
        ({"ground": str, "weight": str}, [(at(1, 1), "sand", "much")], "Feature 1 of .* has the weight 'much'"),
        ({"ground": str, "weight": str}, [(at(1, 1), "sand", "nan")], "Feature 1 of .* has the weight 'nan'"),
        ({"ground": str, "weight": float}, [(at(1, 1), "sand", 1e9)], "from 0 to 1000, or none"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, fields, rows, message):
    with pytest.raises(InputError, match=f"KNOWN_COLOURS|{message}") as caught:
        read(points(tmp_path / "p.gpkg", fields, rows))
    assert "KNOWN_COLOURS" in str(caught.value) and caught.match(message)


def test_files_that_are_no_points(tmp_path):
    raster = helpers.make_raster(tmp_path / "b.tif", helpers.noise(1, 20, 20))
    damaged = tmp_path / "d.gpkg"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(2000))
    for path in (str(tmp_path / "none.gpkg"), raster, str(damaged)):
        with pytest.raises(InputError, match="KNOWN_COLOURS .* cannot be read as a point layer"):
            read(path)


def test_a_layer_whose_crs_leads_nowhere(tmp_path):
    path = points(tmp_path / "p.gpkg", {"ground": str}, [(at(1, 1), "sand")])
    local = Grid(200, 160, helpers.UTM, 'LOCAL_CS["mine",UNIT["metre",1]]')
    with pytest.raises(InputError, match="KNOWN_COLOURS .*p.gpkg cannot be converted into the photo's"):
        read(path, grid=local)


def test_it_stops_when_asked(tmp_path):
    from image_translation.models.errors import Cancelled

    path = points(tmp_path / "p.gpkg", {"ground": str}, [(at(1, 1), "sand")])
    with pytest.raises(Cancelled):
        read_known_colours(path, "", GRID, helpers.Recorder(cancel_at=1))
