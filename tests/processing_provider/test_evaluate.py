"""Evaluate Model in real QGIS: each of its three ways, what it refuses, in a model, and by qgis_process."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.evaluation.evaluate import EvaluateSettings, evaluate_model
from image_translation.models.feedback import Feedback
from image_translation.tests.helpers import make_raster, pixels, tree

pytestmark = pytest.mark.qgis
EVALUATE = "imagetranslation:evaluatemodel"


def figures(result, prefix=""):
    """The figures among the outputs of a run, by the engine's names."""
    keys = ("psnr", "ssim", "mae", "rmse", "r2", "angular_error")
    return {key: result[f"{prefix}{key.upper()}"] for key in keys}


def of_engine(folder, **settings):
    found = evaluate_model(EvaluateSettings(folder / "engine.html", **settings), Feedback())
    return {name: {key: values[key] for key in values if "_band_" not in key} for name, values in found.figures.items()}


@pytest.fixture(scope="module")
def result_raster(town):
    """A finished result on the town's grid: its colours, a little off."""
    path = town["folder"] / "finished.tif"
    values = np.clip(pixels(town["colour"]).astype(int) + [[[6]], [[-4]], [[3]]], 1, 255)
    from image_translation.tests.processing_provider.conftest import write_raster

    return write_raster(path, values.astype(np.uint8))


def test_it_is_found_by_what_people_look_for(provider):
    words = {"PSNR", "accuracy", "validation", "onnx", "deep learning"}
    assert words <= set(provider.algorithm("evaluatemodel").tags())


def test_a_finished_result_needs_no_environment(run, town, result_raster, tmp_path, monkeypatch):
    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", "/nowhere/python")
    parameters = {"RESULT": result_raster, "TRUTH": town["colour"], "INPUT": town["grey"]}
    result = run(EVALUATE, {**parameters, "OUTPUT": str(tmp_path / "r.html"), "TABLE": str(tmp_path / "t.csv")})
    assert {"r.html", "t.csv"} == set(tree(tmp_path))
    assert result["MAE"] == pytest.approx((6 + 4 + 3) / 3, abs=0.1)
    expected = of_engine(tmp_path, result=result_raster, truth=town["colour"], input=town["grey"])
    assert figures(result) == pytest.approx(expected["model"])
    assert figures(result, "COPY_") == pytest.approx(expected["copy"])
    assert figures(result, "CURVE_") == pytest.approx(expected["fitted_curve"])
    assert result["BLOCKS"] == 16 and "finished.tif against colour.tif" in (tmp_path / "r.html").read_text("utf-8")


def test_without_the_input_there_are_no_further_figures(run, town, result_raster, tmp_path):
    result = run(EVALUATE, {"RESULT": result_raster, "TRUTH": town["colour"], "OUTPUT": str(tmp_path / "r.html")})
    assert result["PSNR"] > 30 and not [name for name in result if name.startswith(("COPY_", "CURVE_"))]
    assert set(tree(tmp_path)) == {"r.html"}


def test_a_model_on_chips(run, chips, model, tmp_path):
    parameters = {"MODEL": model["OUTPUT"], "CHIPS": chips["OUTPUT"], "OUTPUT": str(tmp_path / "r.html")}
    result = run(EVALUATE, parameters)
    assert result["PSNR"] == pytest.approx(model["PSNR"], abs=0.02), "as the training found on the same chips"
    assert result["SSIM"] == pytest.approx(model["SSIM"], abs=0.001)
    assert result["CURVE_PSNR"] > result["COPY_PSNR"]
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "There are no test chips; these are validation chips" in page and "training chips of the same folder" in page


def test_a_model_on_a_part_of_a_pair_of_rasters(run, town, model, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsReferencedRectangle

    part, utm = QgsRectangle(500020, 3999900, 500120, 3999980), QgsCoordinateReferenceSystem("EPSG:32617")
    extent = QgsReferencedRectangle(part, utm)
    parameters = {"MODEL": model["OUTPUT"], "INPUT": town["grey"], "TRUTH": town["colour"], "EXTENT": extent}
    result = run(EVALUATE, {**parameters, "BLOCK_SIZE": 64, "OUTPUT": str(tmp_path / "r.html")})
    classified = run(
        "imagetranslation:classifypixels",
        {"INPUT": town["grey"], "MODEL": model["OUTPUT"], "EXTENT": extent, "OUTPUT": str(tmp_path / "c.tif")},
    )
    expected = of_engine(tmp_path, result=classified["OUTPUT"], truth=town["colour"], block_size=64)
    assert figures(result) == pytest.approx(expected["model"])
    assert result["BLOCKS"] == 6 and result["COPY_PSNR"] > 5


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "There is nothing to judge"),
        ({"MODEL": "starter", "CHIPS": "/nowhere"}, "CHIPS /nowhere does not exist"),
        ({"MODEL": "/nowhere.dlpk", "INPUT": "grey", "TRUTH": "colour"}, "nowhere.dlpk"),
        ({"RESULT": "colour", "TRUTH": "colour", "BLOCK_SIZE": 5}, "BLOCK_SIZE is 5"),
        ({"RESULT": "colour"}, "TRUTH is empty"),
        ({"MODEL": "starter", "CHIPS": "folder", "EXTENT": "0,1,0,1 [EPSG:32617]"}, "EXTENT is for rasters"),
    ],
)
def test_what_cannot_work_is_told_before_the_run(provider, town, parameters, words):
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("evaluatemodel")
    given = {name: str(town[value]) if value in town else value for name, value in parameters.items()}
    fine, message = algorithm.checkParameterValues({**given, "OUTPUT": "TEMPORARY_OUTPUT"}, QgsProcessingContext())
    assert not fine and words in message


def test_a_model_needs_the_environment(provider, town, monkeypatch):
    from qgis.core import QgsProcessingContext

    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", "/nowhere/python")
    parameters = {"MODEL": "starter", "INPUT": town["grey"], "TRUTH": town["colour"], "OUTPUT": "TEMPORARY_OUTPUT"}
    algorithm = provider.algorithm("evaluatemodel")
    fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not fine and "/nowhere/python" in message and algorithm.canExecute() == (True, "")


def test_in_a_model_of_the_designer_its_figures_can_be_used(run, town, result_raster, tmp_path):
    """The page is an output of the model, and the PSNR goes on as a number."""
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )

    child = QgsProcessingModelChildAlgorithm(EVALUATE)
    child.setChildId("evaluate")
    fixed = QgsProcessingModelChildParameterSource.fromStaticValue
    child.addParameterSources("RESULT", [fixed(result_raster)])
    child.addParameterSources("TRUTH", [fixed(town["colour"])])
    output = QgsProcessingModelOutput("Report", "Report")
    output.setChildId("evaluate")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"Report": output})
    made = QgsProcessingModelAlgorithm("judge", "")
    made.addChildAlgorithm(child)
    made.updateDestinationParameters()
    [destination] = [item.name() for item in made.destinationParameterDefinitions()]
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    results, fine = made.run({destination: str(tmp_path / "r.html")}, context, feedback)
    assert fine and Path(results[destination]).is_file()
    assert results["CHILD_RESULTS"]["evaluate"]["PSNR"] > 30


def test_by_qgis_process(provider, root, town, result_raster, tmp_path):
    command = [
        root / "scripts" / "qgis_process.sh", "--json", "run", EVALUATE, "--", f"RESULT={result_raster}",
        f"TRUTH={town['colour']}", f"OUTPUT={tmp_path / 'r.html'}",
    ]  # fmt: skip
    environment = {key: value for key, value in os.environ.items() if key != "QGIS_CUSTOM_CONFIG_PATH"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    assert results["PSNR"] == pytest.approx(34.5, abs=1.0) and (tmp_path / "r.html").is_file()


def test_rasters_of_two_places_are_told(run, town, tmp_path):
    from qgis.core import QgsProcessingException

    there = make_raster(tmp_path / "there.tif", pixels(town["colour"]), geotransform=(9e5, 0.5, 0, 3e6, 0, -0.5))
    with pytest.raises(QgsProcessingException, match="no valid pixel in common"):
        run(EVALUATE, {"RESULT": there, "TRUTH": town["colour"], "OUTPUT": str(tmp_path / "r.html")})
    assert not (tmp_path / "r.html").exists()


def test_compare_images_tells_the_figures_of_both_rasters(run, town, result_raster, tmp_path):
    parameters = {"BEFORE": town["grey"], "AFTER": result_raster, "TRUTH": town["colour"]}
    result = run("imagetranslation:compareimages", {**parameters, "OUTPUT": str(tmp_path / "c.html")})
    expected = of_engine(tmp_path, result=result_raster, truth=town["colour"], input=town["grey"])
    assert figures(result) == pytest.approx(expected["model"])
    assert figures(result, "BEFORE_") == pytest.approx(expected["copy"])
    assert "Against the truth: colour.tif" in (tmp_path / "c.html").read_text("utf-8")
