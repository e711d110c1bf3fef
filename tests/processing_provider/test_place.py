"""Colours of the place through QGIS: what the parameters ask of the engine."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.inference.settings import ClassifySettings
from image_translation.models.jobs import build_settings
from image_translation.tests import helpers

pytestmark = pytest.mark.qgis


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
