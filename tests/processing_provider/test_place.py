"""Colours of the place through QGIS: what the parameters ask of the engine."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.jobs import build_settings
from image_translation.tests import helpers

pytestmark = pytest.mark.qgis
CLASSIFY = "imagetranslation:classifypixels"


@pytest.fixture
def ask(provider):
    """The engine's settings for parameters of Classify Pixels, built as the worker builds them."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    from image_translation.processing_provider.interface import QgisFeedback

    project = QgsProject()

    def settings(**parameters):
        context = QgsProcessingContext()
        context.setProject(project)
        algorithm = provider.algorithm("classifypixels").create()
        algorithm.check_place(parameters, context)
        found = algorithm.place(parameters, context, QgisFeedback(QgsProcessingFeedback(False)))
        return build_settings(ClassifySettings, {"input": "i.tif", "model": "starter", "output": "o.tif", **found})

    settings.project = project
    yield settings
    project.clear()


@pytest.fixture
def colour(tmp_path):
    return helpers.make_raster(tmp_path / "colour.tif", np.full((3, 20, 30), 90, np.uint8))


def test_nothing_is_asked_by_default(ask):
    assert ask() == ask(REFERENCE=None, KNOWN_COLOURS=None, ADAPTED_MODEL=None) == ask(REFERENCE=[], ADAPTED_MODEL="")
    assert not ask().of_the_place and ask().adapted_model is None


def test_references_in_all_the_forms_that_qgis_gives(ask, colour, tmp_path, monkeypatch):
    from qgis.core import QgsProperty, QgsRasterLayer

    other = helpers.make_raster(tmp_path / "other.tif", np.full((3, 20, 30), 9, np.uint8))
    layer = QgsRasterLayer(colour, "today")
    ask.project.addMapLayer(layer)
    for value in (colour, [colour], layer, [layer], layer.id(), ["today"], QgsProperty.fromValue(colour)):
        assert ask(REFERENCE=value).reference == (colour,), value
    for value in ([other, layer], f"{other}; {colour}", [f"{other};today"]):
        assert ask(REFERENCE=value).reference == (other, colour), value
    monkeypatch.chdir(tmp_path)
    assert ask(REFERENCE="colour.tif").reference == (colour,)


def test_known_colours_and_the_adapted_model(ask, tmp_path):
    points = tmp_path / "points.geojson"
    points.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"colour": "#010203"}, '
        '"geometry": {"type": "Point", "coordinates": [-82.0, 27.0]}}]}'
    )
    found = ask(KNOWN_COLOURS=str(points), ADAPTED_MODEL=str(tmp_path / "m.dlpk"))
    assert (found.known_colours, found.known_colours_layer) == (str(points), "")
    assert found.reference == () and found.adapted_model == tmp_path / "m.dlpk"


@pytest.mark.parametrize("value", ["nowhere.tif", ["{colour}", "nowhere.tif"], "{colour};nowhere.tif"])
def test_a_reference_that_is_not_there_is_named(ask, colour, value):
    value = [each.format(colour=colour) for each in value] if isinstance(value, list) else value.format(colour=colour)
    with pytest.raises(InputError, match="^REFERENCE cannot be opened as a raster: nowhere.tif$"):
        ask(REFERENCE=value)


def test_a_layer_of_points_is_no_reference(ask):
    from qgis.core import QgsVectorLayer

    with pytest.raises(InputError, match="^REFERENCE cannot be opened as a raster"):
        ask(REFERENCE=[QgsVectorLayer("Point", "points", "memory")])


def test_a_package_of_nothing_is_refused_before_the_run(provider, colour, tmp_path):
    from qgis.core import QgsProcessingContext

    files = {"OUTPUT": str(tmp_path / "o.tif"), "ADAPTED_MODEL": str(tmp_path / "m.dlpk")}
    algorithm = provider.algorithm("classifypixels").create()
    context = QgsProcessingContext()
    fine, message = algorithm.checkParameterValues({"INPUT": colour, **files}, context)
    assert not fine and message.startswith("ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS")
    assert algorithm.checkParameterValues({"INPUT": colour, "REFERENCE": [colour], **files}, context) == (True, "")


def _psnr(made, truth):
    """Without the corner of the town that has no data."""
    apart = (helpers.pixels(made).astype(float) - helpers.pixels(truth))[:, 50:, 60:]
    return 10 * np.log10(255**2 / np.square(apart).mean())


@pytest.fixture(scope="module")
def plain(run, town):
    """PSNR of what the starter makes of the town by itself."""
    output = str(town["folder"] / "plain.tif")
    run(CLASSIFY, {"INPUT": town["grey"], "OUTPUT": output})
    return _psnr(output, town["colour"])


@pytest.fixture(scope="module")
def beside(town):
    """The town in colour as a picture of a place a kilometre away."""
    values = helpers.pixels(town["colour"])
    return helpers.make_raster(town["folder"] / "beside.tif", values, geotransform=(501000, 0.5, 0, 4000000, 0, -0.5))


def test_a_picture_of_the_place_and_its_package(run, town, plain, beside, tmp_path):
    """The package has the colours without the picture."""
    from qgis.core import QgsProcessingFeedback

    feedback, package = QgsProcessingFeedback(False), str(tmp_path / "town.dlpk")
    files = {"OUTPUT": str(tmp_path / "o.tif"), "ADAPTED_MODEL": package}
    results = run(CLASSIFY, {"INPUT": town["grey"], "REFERENCE": [beside], **files}, feedback)
    assert "REFERENCE beside.tif: " in feedback.textLog() and "Colours of the place: " in feedback.textLog()
    assert results["ADAPTED_MODEL"] == package and _psnr(results["OUTPUT"], town["colour"]) > plain + 6
    again = run(CLASSIFY, {"INPUT": town["grey"], "MODEL": package, "OUTPUT": str(tmp_path / "again.tif")})
    assert "ADAPTED_MODEL" not in again
    apart = helpers.pixels(again["OUTPUT"]).astype(int) - helpers.pixels(results["OUTPUT"])
    assert np.abs(apart).max() <= 1


def test_known_colours(run, town, plain, tmp_path):
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

    layer = QgsVectorLayer("Point?crs=EPSG:32617&field=colour:string", "points", "memory")
    truth = helpers.pixels(town["colour"])
    for column in range(70, 300, 20):
        for row in range(70, 300, 60):
            point = QgsFeature(layer.fields())
            point.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(500000 + column / 2, 4000000 - row / 2)))
            point.setAttributes(["#" + bytes(truth[:, row, column]).hex()])
            layer.dataProvider().addFeature(point)
    output = str(tmp_path / "o.tif")
    run(CLASSIFY, {"INPUT": town["grey"], "KNOWN_COLOURS": layer, "OUTPUT": output})
    assert _psnr(output, town["colour"]) > plain + 3
