"""Classify Pixels as a new user meets it: a raster is picked, nothing else, and it comes out in colour."""

import numpy as np
import pytest

from image_translation.tests import helpers

pytestmark = pytest.mark.qgis
CLASSIFY = "imagetranslation:classifypixels"


def test_a_raster_is_all_that_it_takes(run, town, tmp_path):
    output = tmp_path / "out.tif"
    result = run(CLASSIFY, {"INPUT": town["grey"], "OUTPUT": str(output)})
    grey, made = helpers.pixels(town["grey"]), helpers.pixels(output)
    seen = grey.reshape(300, 300) > 0
    assert made.shape == (3, 300, 300)
    lightness = np.tensordot((0.299, 0.587, 0.114), made.astype(float), 1)
    assert np.abs(lightness - grey)[..., seen].max() < 2.0
    assert np.ptp(made.astype(int), axis=0)[seen].mean() > 2.0
    assert "starter: feature_pyramid" in result["MODEL_DESCRIPTION"] and "Licence: " in result["MODEL_DESCRIPTION"]


def test_it_is_stored_as_a_word_that_every_machine_knows(provider):
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("classifypixels").create()
    parameter = algorithm.parameterDefinition("MODEL")
    assert parameter.defaultValue() == "starter" and parameter.checkValueIsAcceptable(None)
    base = provider.algorithm("trainimagetranslationmodel").parameterDefinition("BASE_MODEL")
    assert base.checkValueIsAcceptable("starter") and base.defaultValue() is None
    command = algorithm.asPythonCommand({"INPUT": "a.tif", "MODEL": parameter.defaultValue()}, QgsProcessingContext())
    assert "'MODEL':'starter'" in command


def test_the_dialog_shows_the_word_and_hands_it_on(provider):
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialog = AlgorithmDialog(provider.algorithm("classifypixels").create())
    assert dialog.mainWidget().wrappers["MODEL"].parameterValue() == "starter"
    dialog.deleteLater()


def test_a_step_of_the_model_designer_has_it_by_default(provider, run, town, tmp_path):
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterRasterLayer,
    )

    model = QgsProcessingModelAlgorithm("chain", "tests")
    model.addModelParameter(QgsProcessingParameterRasterLayer("PHOTO", "Photo"), QgsProcessingModelParameter("PHOTO"))
    child = QgsProcessingModelChildAlgorithm(CLASSIFY)
    child.setChildId("classify")
    child.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromModelParameter("PHOTO")])
    made = QgsProcessingModelOutput("Colour", "Colour")
    made.setChildId("classify")
    made.setChildOutputName("OUTPUT")
    child.setModelOutputs({"Colour": made})
    model.addChildAlgorithm(child)
    path = tmp_path / "chain.model3"
    assert model.toFile(str(path))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(path)) and str(tmp_path) not in path.read_text()
    name = next(item.name() for item in again.parameterDefinitions() if item.isDestination())
    again.initAlgorithm()
    run(again, {"PHOTO": town["grey"], name: str(tmp_path / "out.tif")})
    assert helpers.pixels(tmp_path / "out.tif").shape == (3, 300, 300)
