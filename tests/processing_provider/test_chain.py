"""Raster in, raster out, in real QGIS: the three algorithms one by one, as a saved model, and by qgis_process."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.package.archive import open_package
from image_translation.models.rasters.source import RasterSource
from image_translation.tests.processing_provider.conftest import LUMA, TINY

pytestmark = pytest.mark.qgis
EXPORT = "imagetranslation:exporttrainingchips"
TRAIN = "imagetranslation:trainimagetranslationmodel"
CLASSIFY = "imagetranslation:classifypixels"


def _read(path):
    with RasterSource(str(path)) as source:
        values, valid = source.read(0, 0, source.grid.width, source.grid.height)
        return source.grid, values, valid


def _check_translated(path, grey_path):
    """Grid and NoData of the input, three bands, the input's brightness kept, and some colour."""
    grid, values, valid = _read(path)
    grey_grid, grey, grey_valid = _read(grey_path)
    assert grid == grey_grid
    np.testing.assert_array_equal(valid, grey_valid)
    assert not valid[:40, :50].any() and valid[40:, 50:].all()
    luma = np.tensordot(LUMA, values, 1)
    assert np.abs(luma - grey[0])[valid].mean() < 1.5
    assert np.ptp(values.astype(int), axis=0)[valid].mean() > 5


def test_export_makes_a_chip_folder(chips, town):
    folder = Path(chips["OUTPUT"])
    description = json.loads((folder / "chips.json").read_text())
    assert len(list((folder / "images").glob("*.tif"))) == len(list((folder / "images2").glob("*.tif")))
    assert chips["CHIPS"] == len((folder / "map.txt").read_text().split("\n")[:-1]) > 30
    assert description["tile_size"] == 64
    _, colour, _ = _read(town["colour"])
    _, a, _ = _read(folder / "images" / "000000000.tif")
    _, b, _ = _read(folder / "images2" / "000000000.tif")
    np.testing.assert_array_equal(b, colour[:, :64, :64])
    np.testing.assert_array_equal(a[0], np.rint(np.tensordot(LUMA, b.astype(float), 1)).astype(np.uint8))


def test_training_gives_a_package_and_a_report(model, town):
    assert model["BEST_EPOCH"] == 1 and model["PSNR"] > 15 and 0 < model["SSIM"] <= 1
    with open_package(model["OUTPUT"]) as package:
        assert package.definition.name == "town model"
        assert {"onnx", "weights", "report"} <= set(package.files)
        assert package.definition.metrics["model"]["psnr"] == pytest.approx(model["PSNR"])
        assert {"copy", "fitted_curve"} <= set(package.definition.metrics)
        assert package.definition.cell_size == (0.5, 0.5)
    report = Path(model["REPORT"]).read_text(encoding="utf-8")
    assert "PSNR" in report and "data:image/" in report and "http://" not in report.replace("http://www.w3.org", "")


def test_classify_gives_a_raster_on_the_same_grid(run, model, town):
    output = str(town["folder"] / "colourized.tif")
    result = run(CLASSIFY, {"INPUT": town["grey"], "MODEL": model["OUTPUT"], "OUTPUT": output})
    assert result["OUTPUT"] == output
    _check_translated(output, town["grey"])


def test_extent_and_a_mask_layer_in_memory(run, model, town):
    """An extent in another CRS, and a polygon layer that no file holds."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsFeature,
        QgsGeometry,
        QgsProject,
        QgsRectangle,
        QgsReferencedRectangle,
        QgsVectorLayer,
    )

    utm, web = QgsCoordinateReferenceSystem("EPSG:32617"), QgsCoordinateReferenceSystem("EPSG:3857")
    inner = QgsRectangle(500050, 3999900, 500120, 3999950)
    polygons = QgsVectorLayer("Polygon?crs=EPSG:32617", "study area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(inner))
    polygons.dataProvider().addFeatures([feature])
    extent = QgsCoordinateTransform(utm, web, QgsProject()).transformBoundingBox(inner.buffered(10))
    result = run(
        CLASSIFY,
        {
            "INPUT": town["grey"],
            "MODEL": model["OUTPUT"],
            "EXTENT": QgsReferencedRectangle(extent, web),
            "MASK": polygons,
            "OUTPUT": str(town["folder"] / "part.tif"),
        },
    )
    grid, _, valid = _read(result["OUTPUT"])
    columns, rows = grid.to_pixel(np.array([500050.0, 500120.0]), np.array([3999950.0, 3999900.0]))
    expected = np.zeros(valid.shape, bool)
    expected[round(rows[0]) : round(rows[1]), round(columns[0]) : round(columns[1])] = True
    np.testing.assert_array_equal(valid, expected)
    assert 160 <= grid.width <= 190 and 120 <= grid.height <= 150


def test_layer_that_qgis_loads_is_styled(run, model, town):
    from qgis.core import (
        QgsContrastEnhancement,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
        QgsRasterLayer,
    )

    context, project = QgsProcessingContext(), QgsProject()
    context.setProject(project)
    destination = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project)
    parameters = {"INPUT": town["grey"], "MODEL": model["OUTPUT"], "OUTPUT": destination}
    result = run(CLASSIFY, parameters, context=context)
    details = context.layerToLoadOnCompletionDetails(result["OUTPUT"])
    layer = QgsRasterLayer(result["OUTPUT"], "colour")
    details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback(False))
    assert layer.renderer().type() == "multibandcolor"
    enhancement = layer.renderer().redContrastEnhancement()
    plain = QgsContrastEnhancement.ContrastEnhancementAlgorithm.NoEnhancement
    assert enhancement is None or enhancement.contrastEnhancementAlgorithm() == plain


def _designer_model(path):
    """The chain as a user saves it in the Model Designer: folder to folder, package to package."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterRasterLayer,
    )

    source = QgsProcessingModelChildParameterSource
    chain = QgsProcessingModelAlgorithm("colourize", "tests")
    for name in ("ortho", "old"):
        chain.addModelParameter(QgsProcessingParameterRasterLayer(name, name), QgsProcessingModelParameter(name))
    static = {
        "export": {"GREY_FROM_TARGET": True, "TILE_SIZE": 64, "STRIDE": 32},
        "train": TINY,
        "classify": {},
    }
    linked = {
        "export": {"TARGET": source.fromModelParameter("ortho")},
        "train": {"CHIPS": source.fromChildOutput("export", "OUTPUT")},
        "classify": {
            "MODEL": source.fromChildOutput("train", "OUTPUT"),
            "INPUT": source.fromModelParameter("old"),
        },
    }
    for child_id, algorithm in (("export", EXPORT), ("train", TRAIN), ("classify", CLASSIFY)):
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        for name, value in static[child_id].items():
            child.addParameterSources(name, [source.fromStaticValue(value)])
        for name, value in linked[child_id].items():
            child.addParameterSources(name, [value])
        if child_id == "classify":
            output = QgsProcessingModelOutput("colour", "colour")
            output.setChildId(child_id)
            output.setChildOutputName("OUTPUT")
            child.setModelOutputs({"colour": output})
        chain.addChildAlgorithm(child)
    assert chain.toFile(str(path))
    return path


@pytest.fixture(scope="module")
def designer_model(provider, town):
    return _designer_model(town["folder"] / "colourize.model3")


def test_saved_model_runs_the_whole_chain(run, designer_model, town):
    from qgis.core import QgsProcessingModelAlgorithm

    chain = QgsProcessingModelAlgorithm()
    assert chain.fromFile(str(designer_model))
    chain.initAlgorithm()
    output = str(town["folder"] / "by model.tif")
    destination = next(item.name() for item in chain.parameterDefinitions() if item.isDestination())
    run(chain, {"ortho": town["colour"], "old": town["grey"], destination: output})
    _check_translated(output, town["grey"])


def _qgis_process(root, *arguments, cwd):
    command = [str(root / "scripts" / "qgis_process.sh"), "--json", "run", *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "QGIS_CUSTOM_CONFIG_PATH"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=240)


def test_qgis_process_runs_an_algorithm_from_any_folder(root, model, town):
    done = _qgis_process(
        root, CLASSIFY, "--", "INPUT=grey.tif", f"MODEL={model['OUTPUT']}", "OUTPUT=relative.tif", cwd=town["folder"]
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["OUTPUT"].endswith("relative.tif")
    _check_translated(town["folder"] / "relative.tif", town["grey"])


def test_qgis_process_runs_the_saved_model(root, designer_model, town):
    output = town["folder"] / "by qgis_process.tif"
    names = ("classify:colour", "colour")
    for name in names:
        done = _qgis_process(
            root,
            str(designer_model),
            "--",
            f"ortho={town['colour']}",
            f"old={town['grey']}",
            f"{name}={output}",
            cwd=town["folder"],
        )
        if output.exists():
            break
    assert done.returncode == 0, done.stderr
    _check_translated(output, town["grey"])


def test_qgis_process_fails_loudly_with_one_sentence(root, town):
    arguments = ("INPUT=grey.tif", "MODEL=absent.dlpk", "OUTPUT=x.tif")
    done = _qgis_process(root, CLASSIFY, "--", *arguments, cwd=town["folder"])
    assert done.returncode != 0
    assert "absent.dlpk does not exist" in done.stdout + done.stderr
    assert not (town["folder"] / "x.tif").exists()
