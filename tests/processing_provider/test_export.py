"""Export Training Chips through QGIS: parameters reach the pixels, layers are styled, mistakes are one sentence."""

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.folder import ChipFolder
from image_translation.tests import helpers

pytestmark = pytest.mark.qgis
EXPORT = "imagetranslation:exporttrainingchips"
X0, Y0, CELL = 500000.0, 4000000.0, 0.5


def parameters(town, folder, **changes):
    values = {"TARGET": town["colour"], "GREY_FROM_TARGET": True, "TILE_SIZE": 32, "STRIDE": 32, "VALIDATION": 0}
    return {**values, "OUTPUT": str(folder / "chips"), **changes}


def places(folder):
    document = ChipsDocument.read(folder / "chips")
    return list(zip(document.columns, document.rows))


def polygon_layer(*boxes, crs="EPSG:32617"):
    """A layer in memory with a rectangle of pixels (left, top, right, bottom) of the town for each box."""
    from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

    layer = QgsVectorLayer(f"Polygon?crs={crs}", "areas", "memory")
    for left, top, right, bottom in boxes:
        feature = QgsFeature()
        rectangle = QgsRectangle(X0 + left * CELL, Y0 - bottom * CELL, X0 + right * CELL, Y0 - top * CELL)
        feature.setGeometry(QgsGeometry.fromRect(rectangle))
        layer.dataProvider().addFeature(feature)
    return layer


def alone(provider, values, feedback=None):
    """Run as a model or a batch does: without the dialog's checks."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    algorithm = provider.algorithm("exporttrainingchips").create()
    feedback = feedback or QgsProcessingFeedback(False)
    return algorithm.run(values, QgsProcessingContext(), feedback, {}, catchExceptions=False)


def test_outputs_name_the_folder_and_its_footprints(run, town, tmp_path):
    result = run(EXPORT, parameters(town, tmp_path))
    assert result["OUTPUT"] == str(tmp_path / "chips") and result["CHIPS"] == 81 and result["SKIPPED"] == 0
    assert result["FOOTPRINTS"] == str(tmp_path / "chips" / "footprints.gpkg")
    assert "CONTACT_SHEET" not in result
    json.dumps(result)


def test_extent_is_brought_into_the_targets_crs(run, town, tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

    rectangle = QgsRectangle(X0 + 30, Y0 - 70, X0 + 70, Y0 - 30)
    here = f"{X0 + 30},{X0 + 70},{Y0 - 70},{Y0 - 30} [EPSG:32617]"
    run(EXPORT, parameters(town, tmp_path, EXTENT=here))
    assert places(tmp_path) == [(60, 60), (92, 60), (60, 92), (92, 92)]
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:32617"), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    there = transform.transformBoundingBox(rectangle)
    text = f"{there.xMinimum()},{there.xMaximum()},{there.yMinimum()},{there.yMaximum()} [EPSG:4326]"
    run(EXPORT, parameters(town, tmp_path, EXTENT=text, OVERWRITE="replace"))
    assert all(55 <= x <= 145 - 32 and 55 <= y <= 145 - 32 for x, y in places(tmp_path)) and len(places(tmp_path)) == 4


@pytest.mark.parametrize("rule, wanted", [("within", 4), ("intersects", 16)])
def test_mask_layers_in_memory(run, town, tmp_path, rule, wanted):
    layer = polygon_layer((30, 30, 110, 110))
    run(EXPORT, parameters(town, tmp_path, MASK=layer, MASK_RULE=rule, STRIDE=32))
    assert len(places(tmp_path)) == wanted


def test_selected_polygons_only(run, town, tmp_path):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    layer = polygon_layer((0, 0, 64, 64), (128, 128, 200, 200))
    QgsProject.instance().addMapLayer(layer)
    try:
        layer.selectByIds([2])
        source = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
        run(EXPORT, parameters(town, tmp_path, MASK=source, MASK_RULE="within"))
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    assert places(tmp_path) == [(128, 128), (160, 128), (128, 160), (160, 160)]


def test_grid_cell_size_and_resampling(run, town, tmp_path):
    coarse = str(tmp_path / "coarse.tif")
    gdal.Translate(coarse, town["grey"], xRes=1.0, yRes=1.0, resampleAlg="average").FlushCache()
    pair = {"INPUT": coarse, "GREY_FROM_TARGET": False, "OVERWRITE": "replace", "MAX_NODATA": 50}
    for changes, cell in (
        ({}, 0.5),
        ({"GRID": "input"}, 1.0),
        ({"GRID": "finer"}, 0.5),
        ({"CELL_SIZE": 0.75, "RESAMPLING": "cubic"}, 0.75),
    ):
        run(EXPORT, parameters(town, tmp_path, **pair, **changes))
        chips = ChipFolder.open(tmp_path / "chips")
        assert chips.cell_size == pytest.approx((cell, cell))
        a, b, valid = chips.read(len(chips) - 1)
        grey = np.tensordot([0.299, 0.587, 0.114], b.astype(float), 1)
        assert np.corrcoef(grey[valid], a[0][valid])[0, 1] > 0.8


def test_turned_and_appended_chips(run, town, tmp_path):
    half = f"{X0},{X0 + 75},{Y0 - 150},{Y0} [EPSG:32617]"
    turned = {"ROTATIONS": "quarter turns", "OVERWRITE": "append"}
    first = run(EXPORT, parameters(town, tmp_path, EXTENT=half, **turned))
    assert first["CHIPS"] == 4 * 4 * 9
    second = run(EXPORT, parameters(town, tmp_path, **turned))
    assert second["CHIPS"] == 4 * 81 and second["SKIPPED"] == 36
    third = run(EXPORT, parameters(town, tmp_path, ROTATIONS="angle", ROTATION_ANGLE=30, OVERWRITE="replace"))
    document = ChipsDocument.read(Path(third["OUTPUT"]))
    assert set(document.angles) == {0.0, 30.0}


def test_footprints_are_loaded_and_coloured_by_split(provider, town, tmp_path):
    from qgis.core import (
        QgsProcessing,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
        QgsProperty,
        QgsVectorLayer,
    )

    for target, expected in (
        (QgsProcessing.TEMPORARY_OUTPUT, tmp_path / "chips" / "footprints.gpkg"),
        (str(tmp_path / "shapes.shp"), tmp_path / "shapes.shp"),
        (str(tmp_path / "shapes.gpkg"), tmp_path / "shapes.gpkg"),
    ):
        project, context, feedback = QgsProject(), QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(project)
        definition = QgsProcessingOutputLayerDefinition(target, project)
        definition.sink = QgsProperty.fromValue(target)
        values = parameters(town, tmp_path, STRIDE=16, VALIDATION=10, TEST=10, OVERWRITE="replace")
        algorithm = provider.algorithm("exporttrainingchips").create()
        result, fine = algorithm.run({**values, "FOOTPRINTS": definition}, context, feedback)
        assert fine and Path(result["FOOTPRINTS"]) == expected
        assert list(context.layersToLoadOnCompletion()) == [str(expected)]
        details = context.layerToLoadOnCompletionDetails(str(expected))
        assert details.outputName == "FOOTPRINTS" and details.name
        layer = QgsVectorLayer(str(expected), details.name, "ogr")
        assert layer.isValid() and layer.featureCount() == result["CHIPS"]
        details.postProcessor().postProcessLayer(layer, context, feedback)
        renderer = layer.renderer()
        assert renderer.classAttribute() == "split"
        colors = {item.value(): item.symbol().symbolLayer(0).strokeColor().name() for item in renderer.categories()}
        assert colors == {"train": "#1f78b4", "validation": "#ff7f00", "test": "#d01c8b"}
        assert all(item.symbol().symbolLayer(0).brushStyle() == 0 for item in renderer.categories())
        assert {feature["split"] for feature in layer.getFeatures()} <= set(colors)


def test_nothing_is_loaded_that_was_not_asked_for(provider, town, tmp_path):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    context = QgsProcessingContext()
    context.setProject(QgsProject())
    algorithm = provider.algorithm("exporttrainingchips").create()
    for value in (None, "TEMPORARY_OUTPUT"):
        values = parameters(town, tmp_path, FOOTPRINTS=value, OVERWRITE="replace")
        assert algorithm.run(values, context, QgsProcessingFeedback(False))[1]
    assert not context.layersToLoadOnCompletion()


@pytest.mark.parametrize("wanted", [False, True])
def test_a_model_loads_the_footprints_only_when_they_are_its_output(provider, town, tmp_path, wanted):
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )

    model = QgsProcessingModelAlgorithm("chips", "tests")
    child = QgsProcessingModelChildAlgorithm(EXPORT)
    child.setChildId("export")
    for name, value in parameters(town, tmp_path).items():
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    if wanted:
        output = QgsProcessingModelOutput("outlines", "outlines")
        output.setChildId("export")
        output.setChildOutputName("FOOTPRINTS")
        child.setModelOutputs({"outlines": output})
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    names = [item.name() for item in model.destinationParameterDefinitions()]
    values = {name: QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project) for name in names}
    result, fine = model.create().run(values, context, QgsProcessingFeedback(False))
    assert fine and len(places(tmp_path)) == 81
    loaded = context.layersToLoadOnCompletion()
    assert [details.name for details in loaded.values()] == (["outlines"] if wanted else [])
    assert [Path(path).is_file() for path in loaded] == [True] * len(loaded)


def test_contact_sheet_is_an_output(run, town, tmp_path):
    page = tmp_path / "pages" / "sheet.html"
    result = run(EXPORT, parameters(town, tmp_path, CONTACT_SHEET=str(page)))
    assert result["CONTACT_SHEET"] == str(page) and "<html" in page.read_text(encoding="utf-8").lower()


def test_the_first_page_is_short(provider):
    from qgis.core import QgsProcessingParameterDefinition

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    algorithm = provider.algorithm("exporttrainingchips")
    shown = [item.name() for item in algorithm.parameterDefinitions() if not item.flags() & advanced]
    assert shown == [
        "INPUT", "TARGET", "GREY_FROM_TARGET", "EXTENT", "TILE_SIZE", "STRIDE", "OUTPUT", "FOOTPRINTS", "CONTACT_SHEET",
    ]  # fmt: skip


def test_dialog_defaults_are_the_engines(provider):
    from image_translation.models.chips.settings import ExportSettings

    algorithm = provider.algorithm("exporttrainingchips")
    for name in ("TILE_SIZE", "STRIDE", "CELL_SIZE", "ROTATION_ANGLE", "MAX_NODATA", "MAX_CHIPS", "SEED", "VALIDATION",
                 "TEST", "MASK_RULE", "GRID", "RESAMPLING", "ROTATIONS", "IMAGE_FORMAT", "OVERWRITE",
                 "GREY_FROM_TARGET"):  # fmt: skip
        assert algorithm.parameterDefinition(name).defaultValue() == getattr(ExportSettings, name.lower()), name


def test_every_mistake_is_one_sentence(provider, town, tmp_path):
    from qgis.core import QgsProcessingException, QgsRasterLayer

    values = helpers.noise(4, 100, 100)
    utm = (X0, CELL, 0.0, Y0, 0.0, -CELL)
    four = helpers.make_raster(tmp_path / "four.tif", values, geotransform=utm)
    real = helpers.make_raster(tmp_path / "real.tif", values[:3].astype("float32"), geotransform=utm)
    empty = helpers.make_raster(tmp_path / "empty.tif", np.zeros((3, 100, 100), "uint8"), geotransform=utm, nodata=0)
    far = helpers.make_raster(tmp_path / "far.tif", values, geotransform=(9e5, CELL, 0.0, Y0, 0.0, -CELL))
    bare = helpers.make_raster(tmp_path / "bare.tif", values, epsg=0, geotransform=None)
    (tmp_path / "broken.tif").write_bytes(b"II*\0 not a raster")
    web = QgsRasterLayer("type=xyz&url=file:///nowhere/{x}/{y}/{z}.png&zmax=1&zmin=0", "street map", "wms")
    other = tmp_path / "other"
    alone(provider, parameters(town, other))
    before = helpers.tree(tmp_path)
    pair = {"GREY_FROM_TARGET": False}
    cases = [
        ({"TARGET": web}, "TARGET .street map. is a WMS layer"),
        ({**pair, "INPUT": web}, "INPUT .street map. is a WMS layer"),
        ({"TARGET": str(tmp_path / "broken.tif")}, "TARGET cannot be opened as a raster: .*broken.tif"),
        ({**pair, "INPUT": far}, "far.tif and the other raster do not overlap"),
        ({**pair, "INPUT": bare}, "bare.tif has no coordinate reference system"),
        ({"TARGET": empty}, "NoData"),
        ({"TILE_SIZE": 512}, "TILE_SIZE 512 does not fit"),
        ({**pair, "INPUT": four, "IMAGE_FORMAT": "PNG"}, "PNG chips hold 1 or 3 bands and INPUT has 4"),
        ({**pair, "INPUT": real, "IMAGE_FORMAT": "PNG"}, "PNG chips hold uint8 or uint16 values and INPUT has float32"),
        ({"MASK": polygon_layer()}, "MASK .* holds no polygon"),
        ({"MASK": polygon_layer((9000, 9000, 9100, 9100))}, "has no polygon where the rasters are"),
        ({"MASK": polygon_layer((3, 3, 9, 9)), "MASK_RULE": "within"}, "No chip lies within"),
        ({"MASK": "/nowhere/areas.gpkg"}, "MASK"),
        ({"EXTENT": "0,1,0,1 [EPSG:32617]"}, "EXTENT lies outside"),
        ({"CELL_SIZE": 1e-6}, "too many"),
        ({"OUTPUT": str(other / "chips")}, "is not empty"),
        ({"OUTPUT": str(other / "chips"), "CELL_SIZE": 1.0, "OVERWRITE": "append"}, "lie on another grid"),
        ({"OUTPUT": str(other / "chips"), "TILE_SIZE": 64, "OVERWRITE": "append"}, "another tile size"),
        ({"OUTPUT": str(tmp_path), "OVERWRITE": "replace"}, "is left alone"),
        ({"CONTACT_SHEET": str(tmp_path / "chips" / "page.html")}, "CONTACT_SHEET .* lies in OUTPUT"),
        ({**pair}, "INPUT is empty"),
    ]
    for changes, words in cases:
        with pytest.raises(QgsProcessingException, match=words) as caught:
            alone(provider, parameters(town, tmp_path, **changes))
        text = str(caught.value).strip()
        assert "Traceback" not in text and "\n" not in text, changes
    after = {name: data for name, data in helpers.tree(tmp_path).items() if not name.endswith(".aux.xml")}
    assert after == before


def test_a_defect_is_one_sentence_and_its_traceback_is_in_the_log(provider, town, tmp_path, monkeypatch):
    """The export runs in QGIS's own process, so the worker's net does not hold it."""
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    from image_translation.models.rasters import bands

    monkeypatch.setattr(bands, "read", lambda *arguments: [][0])
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException, match="cannot be used: it is damaged.*IndexError") as caught:
        alone(provider, parameters(town, tmp_path), feedback)
    assert town["colour"] in str(caught.value) and "Traceback" not in str(caught.value)
    assert "Traceback" in feedback.textLog() and "in _read_inside" in feedback.textLog()
    assert not (tmp_path / "chips").exists()


def test_a_defect_in_the_dialogs_check_is_one_sentence_too(provider, town, tmp_path, monkeypatch):
    from qgis.core import Qgis, QgsApplication, QgsProcessingContext

    algorithm, logged = provider.algorithm("exporttrainingchips").create(), []
    monkeypatch.setattr(type(algorithm), "raster_source", lambda *arguments: [][0])
    log = QgsApplication.messageLog()
    log.messageReceived[str, str, Qgis.MessageLevel].connect(lambda *words: logged.append(words))
    fine, message = algorithm.checkParameterValues(parameters(town, tmp_path), QgsProcessingContext())
    assert not fine and "in a way that nobody foresaw" in message and "IndexError" in message and "\n" not in message
    assert "Traceback" in logged[0][0] and logged[0][1] == "Image Translation"


def test_warnings_come_first_in_the_log(run, town, tmp_path):
    from qgis.core import QgsProcessingFeedback

    class Listening(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.warnings = []

        def pushWarning(self, text):
            self.warnings.append(text)

    half = str(tmp_path / "half.tif")
    gdal.Translate(half, town["grey"], xRes=0.7, yRes=0.7).FlushCache()
    feedback = Listening()
    pair = {"INPUT": half, "GREY_FROM_TARGET": False, "RESAMPLING": "nearest", "MAX_NODATA": 50}
    run(EXPORT, parameters(town, tmp_path, **pair), feedback)
    assert len(feedback.warnings) == 1 and "RESAMPLING nearest shifts pixels" in feedback.warnings[0]
