"""Colorize historical photos without a training, and what decides whether it trains."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.errors import InputError
from image_translation.tests import helpers
from image_translation.tests.processing_provider.test_batch_and_history import _let_go, _window

pytestmark = pytest.mark.qgis


@pytest.fixture
def chain(provider):
    return provider.algorithm("colorizehistoricalphotos").create()


@pytest.fixture
def context(provider):
    from qgis.core import QgsProcessingContext

    return QgsProcessingContext()


@pytest.mark.parametrize(
    "given",
    [
        {"MAX_MINUTES": 30.0},
        {"MAX_EPOCHS": 1},
        {"BASE_MODEL": "m.dlpk"},
        {"MODEL": "m.dlpk"},
        {"REPORT": "TEMPORARY_OUTPUT"},
        {"PRESET": "Fast"},
        {"TILE_SIZE": 64, "TRAIN": None},
        {"MAX_CHIPS": 0, "TRAIN": ""},
        {"TRAIN": True},
        {"TRAIN": "true"},
    ],
)
def test_calls_that_say_anything_of_a_training_train(chain, context, given):
    assert chain._trains({"TARGET": "t.tif", "INPUT": "i.tif", "OUTPUT": "o.tif", **given}, context)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"MAX_MINUTES": None, "MODEL": ""},
        {"EXTENT": "0,1,0,1", "MATCH_CELL_SIZE": True},
        {"TRAIN": False, "MAX_MINUTES": 30.0, "MODEL": "m.dlpk"},
        {"TRAIN": "false", "PRESET": "Fast"},
    ],
)
def test_others_do_not(chain, context, given):
    assert not chain._trains({"TARGET": "t.tif", "INPUT": "i.tif", "OUTPUT": "o.tif", **given}, context)


def test_the_dialog_says_whether_to_train_also_in_commands_without_defaults(provider, town):
    """Which QGIS writes from the dialog: with a file for the model and no TRAIN it would be taken for an old call."""
    dialog = _window("imagetranslation:colorizehistoricalphotos", {"TARGET": town["colour"], "INPUT": town["grey"]})
    parameters = dialog.createProcessingParameters()
    item = provider.algorithm("colorizehistoricalphotos").parameterDefinition("TRAIN")
    assert parameters["TRAIN"] is False and parameters["TRAIN"] != item.defaultValue()
    _let_go(dialog)


def test_what_is_asked_of_classify_pixels(chain, context, town, tmp_path):
    given = {"TARGET": town["colour"], "INPUT": town["grey"]}
    asked = {"INPUT": town["grey"], "REFERENCE": [town["colour"]]}
    found = chain._for_classify(given, context)
    assert found == {**asked, "MODEL": "starter", "MATCH_CELL_SIZE": False, "ADAPTED_MODEL": None}
    more = {"BASE_MODEL": "b.dlpk", "MODEL": str(tmp_path / "m.dlpk")}
    found = chain._for_classify({**given, **more}, context)
    assert found == {**asked, "MODEL": "b.dlpk", "MATCH_CELL_SIZE": True, "ADAPTED_MODEL": more["MODEL"]}
    assert not chain._for_classify({**given, **more, "MATCH_CELL_SIZE": False}, context)["MATCH_CELL_SIZE"]


def test_only_the_extent_of_the_orthophoto_counts(chain, context, town):
    extent = "500010,500030,3999960,3999990 [EPSG:32617]"
    found = chain._for_classify({"TARGET": town["colour"], "INPUT": town["grey"], "EXTENT": extent}, context)
    part = gdal.Open(found["REFERENCE"][0])
    np.testing.assert_array_equal(part.ReadAsArray(), helpers.pixels(town["colour"])[:, 20:80, 20:60])
    assert part.GetGeoTransform()[:4] == (500010.0, 0.5, 0.0, 3999990.0)
    beside = {"TARGET": town["colour"], "INPUT": town["grey"], "EXTENT": "0,30,0,30 [EPSG:32617]"}
    with pytest.raises(InputError, match=r"^EXTENT chooses no part of TARGET \(colour\) that can be cut out"):
        chain._for_classify(beside, context)


def test_what_is_checked_before_the_run(chain, context, town, tmp_path):
    """A web map serves without a training only; so does a photo without reference system."""
    from qgis.core import QgsRasterLayer

    web = QgsRasterLayer("type=xyz&url=file:///nowhere/{x}/{y}/{z}.png&zmax=1&zmin=0", "street map", "wms")
    scan = helpers.make_raster(tmp_path / "scan.tif", np.full((1, 9, 9), 50, np.uint8), epsg=0, geotransform=None)
    files = {"OUTPUT": str(tmp_path / "o.tif")}
    fine = {"TARGET": web, "INPUT": town["grey"], **files}
    assert chain.checkParameterValues(fine, context) == (True, "")
    refused, message = chain.checkParameterValues({**fine, "TRAIN": True}, context)
    assert not refused and message.startswith("TARGET (street map) is a WMS layer without pixels to read")
    unplaced = {"TARGET": town["colour"], "INPUT": scan, **files}
    assert chain.checkParameterValues(unplaced, context) == (True, "")
    refused, message = chain.checkParameterValues({**unplaced, "TRAIN": True}, context)
    assert not refused and message.startswith("INPUT (scan) has no coordinate reference system")
    with pytest.raises(InputError, match="^TARGET cannot be opened as a raster: nowhere.tif$"):
        chain.check({**unplaced, "TARGET": "nowhere.tif"}, context)


def test_pytorch_is_needed_for_a_training_only(provider, chain, context, town, monkeypatch, tmp_path):
    """And is told before the chips are cut."""
    from image_translation.processing_provider import colorize_historical_photos as module

    monkeypatch.delenv("IMAGE_TRANSLATION_PYTHON")
    monkeypatch.setattr(module.TrainingChain, "PACKAGES", ("nothing_of_this_name",))
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "OUTPUT": str(tmp_path / "o.tif")}
    assert chain.canExecute() == (True, "")
    assert chain.checkParameterValues(parameters, context) == (True, "")
    fine, message = chain.checkParameterValues({**parameters, "TRAIN": True}, context)
    assert not fine and "nothing_of_this_name" in message


def test_the_photo_has_the_colours_of_the_orthophoto_at_once(run, town, tmp_path):
    """With no file for the model, none is made."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputLayerDefinition, QgsProject

    context, project, feedback = QgsProcessingContext(), QgsProject(), QgsProcessingFeedback(False)
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "photo.tif"), project)
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "OUTPUT": output}
    results = run("imagetranslation:colorizehistoricalphotos", parameters, feedback, context=context)
    assert results == {"OUTPUT": str(tmp_path / "photo.tif")} and list(tmp_path.iterdir()) == [tmp_path / "photo.tif"]
    assert "with TRAIN a model learns from it" in feedback.textLog()
    apart = helpers.pixels(results["OUTPUT"]).astype(float) - helpers.pixels(town["colour"])
    assert np.abs(apart)[:, 50:, 60:].mean() < 6
    details = context.layerToLoadOnCompletionDetails(results["OUTPUT"])
    assert details.name == "Colour photo" and details.postProcessor() is not None


def test_at_once_with_a_package_for_more_photos(run, town, tmp_path):
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "TRAIN": False, "REPORT": str(tmp_path / "r.html")}
    files = {"OUTPUT": str(tmp_path / "photo.tif"), "MODEL": str(tmp_path / "town.dlpk")}
    results = run("imagetranslation:colorizehistoricalphotos", {**parameters, **files, "MAX_MINUTES": 30})
    assert results == files and sorted(path.name for path in tmp_path.iterdir()) == ["photo.tif", "town.dlpk"]


def test_a_run_without_training_can_be_cancelled(run, town, tmp_path):
    from qgis.core import QgsProcessingFeedback

    class Cancelling(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.lines = []

        def pushInfo(self, text):
            self.lines.append(text)
            if text.startswith("REFERENCE"):
                self.cancel()

        pushWarning = pushInfo

    feedback = Cancelling()
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "OUTPUT": str(tmp_path / "o.tif")}
    run("imagetranslation:colorizehistoricalphotos", parameters, feedback)
    assert sum("nothing has gone wrong" in line for line in feedback.lines) == 1
    assert not any(tmp_path.iterdir())
