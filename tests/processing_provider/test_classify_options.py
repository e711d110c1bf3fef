"""Classify Pixels through QGIS: what the parameters of the output do to pixels, and how the result is shown."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from image_translation.tests import helpers
from image_translation.tests.packages import band, package

pytestmark = pytest.mark.qgis
CLASSIFY = "imagetranslation:classifypixels"


@pytest.fixture
def grey(tmp_path):
    values = np.random.default_rng(1).integers(20, 240, (300, 340)).astype(np.uint8)
    return helpers.make_raster(tmp_path / "grey.tif", values), values


class _Words:
    """A QgsProcessingFeedback that keeps warnings."""

    @staticmethod
    def make():
        from qgis.core import QgsProcessingFeedback

        class Feedback(QgsProcessingFeedback):
            def __init__(self):
                super().__init__(False)
                self.warnings = []

            def pushWarning(self, text):
                self.warnings.append(text)

        return Feedback()


def _run(run, tmp_path, raster, model, feedback=None, **parameters):
    output = str(tmp_path / "out.tif")
    run(CLASSIFY, {"INPUT": raster, "MODEL": str(model), "OUTPUT": output, **parameters}, feedback)
    return gdal.Open(output)


def test_type_format_options_and_overviews(run, tmp_path, grey):
    raster, values = grey
    dataset = _run(
        run,
        tmp_path,
        raster,
        package(tmp_path, gains=((200.0,), (1.0,), (0.5,))),
        DATA_TYPE="UInt16",
        OUTPUT_FORMAT="cloud optimized GeoTIFF",
        CREATION_OPTIONS="COMPRESS=LZW|BLOCKSIZE=128",
    )
    np.testing.assert_array_equal(dataset.ReadAsArray()[0], values.astype(np.uint16) * 200)
    structure = dataset.GetMetadata("IMAGE_STRUCTURE")
    assert structure["LAYOUT"] == "COG" and structure["COMPRESSION"] == "LZW"
    assert dataset.GetRasterBand(1).GetBlockSize() == [128, 128] and dataset.GetRasterBand(1).GetOverviewCount() == 1
    dataset = _run(run, tmp_path, raster, package(tmp_path), OVERVIEWS=False)
    assert dataset.GetRasterBand(1).DataType == gdal.GDT_Byte and dataset.GetRasterBand(1).GetOverviewCount() == 0


def test_cell_size_is_matched_and_its_warning_is_shown(run, tmp_path, grey):
    raster, values = grey
    coarse = {"crs": helpers.wkt(32617), "cell_size": (2.0, 2.0)}
    model = package(tmp_path, gains=((1.0,),) * 3, **coarse)
    words = _Words.make()
    _run(run, tmp_path, raster, model, words)
    assert len(words.warnings) == 1 and "MATCH_CELL_SIZE" in words.warnings[0]
    words = _Words.make()
    dataset = _run(run, tmp_path, raster, model, words, MATCH_CELL_SIZE=True)
    assert words.warnings == []
    assert np.abs(dataset.ReadAsArray()[0].astype(int) - values).max() <= 1
    blurred = _run(
        run, tmp_path, raster, package(tmp_path, name="direct", color_space="direct", **coarse), MATCH_CELL_SIZE=True
    )
    assert blurred.ReadAsArray()[0].std() < values.std() / 2
    helpers.assert_same_grid(raster, tmp_path / "out.tif")


def test_named_bands_are_found(run, tmp_path):
    bands = np.stack([np.full((64, 64), value, np.uint8) for value in (10, 60, 110)])
    raster = helpers.make_raster(tmp_path / "bgr.tif", bands, names=("Blue", "Green", "Red"))
    model = package(tmp_path, gains=np.eye(3).tolist(), input_bands=(band("Red"), band("Green"), band("Blue")))
    assert _run(run, tmp_path, raster, model).ReadAsArray()[:, 0, 0].tolist() == [110, 60, 10]
    chosen = _run(run, tmp_path, raster, model, INPUT_BANDS=[1, 2, 3])
    assert chosen.ReadAsArray()[:, 0, 0].tolist() == [10, 60, 110]


@pytest.mark.parametrize(
    "parameters, words",
    [
        ({"CREATION_OPTIONS": "COMPRESS=NOTHING"}, "COMPRESS must be one of"),
        ({"CREATION_OPTIONS": "TILED=YES", "OUTPUT_FORMAT": "cloud optimized GeoTIFF"}, "has no option TILED"),
    ],
)
def test_wrong_options_are_refused_before_the_run(provider, tmp_path, grey, parameters, words):
    from qgis.core import QgsProcessingContext

    parameters = {"INPUT": grey[0], "MODEL": str(package(tmp_path)), "OUTPUT": str(tmp_path / "o.tif"), **parameters}
    algorithm = provider.algorithm("classifypixels").create()
    fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
    assert not fine and words in message and "\n" not in message


def test_web_map_and_output_over_the_input_are_refused(provider, run, tmp_path, grey):
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject, QgsRasterLayer

    before = (tmp_path / "grey.tif").read_bytes()
    model = str(package(tmp_path))
    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{x}/{y}/{z}.png&zmax=1&zmin=0", "street map", "wms")
    QgsProject.instance().addMapLayer(layer)
    try:
        parameters = {"INPUT": layer, "MODEL": model, "OUTPUT": str(tmp_path / "o.tif")}
        algorithm = provider.algorithm("classifypixels").create()
        fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
        assert not fine and "street map" in message and "GeoTIFF" in message
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    (tmp_path / "link.tif").symlink_to(grey[0])
    for output in ("grey.tif", "link.tif"):
        with pytest.raises(QgsProcessingException, match="is the input raster itself"):
            run(CLASSIFY, {"INPUT": grey[0], "MODEL": model, "OUTPUT": str(tmp_path / output)})
    assert (tmp_path / "grey.tif").read_bytes() == before and not (tmp_path / "o.tif").exists()


def _loaded(run, tmp_path, raster, model, **parameters):
    """The layer as QGIS loads and styles it."""
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
        QgsRasterLayer,
    )

    context, project = QgsProcessingContext(), QgsProject()
    context.setProject(project)
    destination = QgsProcessingOutputLayerDefinition(str(tmp_path / "styled.tif"), project)
    parameters = {"INPUT": raster, "MODEL": str(model), "OUTPUT": destination, **parameters}
    result = run(CLASSIFY, parameters, context=context)
    details = context.layerToLoadOnCompletionDetails(result["OUTPUT"])
    layer = QgsRasterLayer(result["OUTPUT"], "styled")
    details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback(False))
    return layer


def test_results_are_gathered_in_a_group_unless_processing_has_one_of_its_own(provider, run, tmp_path):
    from processing.core.ProcessingConfig import ProcessingConfig
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )

    project, feedback = QgsProject(), QgsProcessingFeedback(False)
    raster, model = helpers.make_raster(tmp_path / "grey.tif", helpers.noise(1, 40, 40)), str(package(tmp_path))
    own = ProcessingConfig.getSetting(ProcessingConfig.RESULTS_GROUP_NAME)
    try:
        for name, group in (("one", ""), ("two", ""), ("three", "Mine")):
            ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, group)
            context = QgsProcessingContext()
            context.setProject(project)
            destination = QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project)
            run(CLASSIFY, {"INPUT": raster, "MODEL": model, "OUTPUT": destination}, context=context)
            assert handleAlgorithmResults(provider.algorithm("classifypixels"), context, feedback)
    finally:
        ProcessingConfig.setSettingValue(ProcessingConfig.RESULTS_GROUP_NAME, own)
    root = project.layerTreeRoot()
    groups = {node.name(): [layer.layer().source() for layer in node.findLayers()] for node in root.findGroups()}
    assert groups == {
        "Image Translation": [str(tmp_path / "two.tif"), str(tmp_path / "one.tif")],
        "Mine": [str(tmp_path / "three.tif")],
    }
    assert len(root.findLayers()) == len(project.mapLayers()) == 3


def _limits(stretch):
    from qgis.core import QgsContrastEnhancement

    stretched = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    if stretch.contrastEnhancementAlgorithm() != stretched:
        return None
    return stretch.minimumValue(), stretch.maximumValue()


def _shown(layer):
    """Bands and limits of red, green and blue."""
    renderer = layer.renderer()
    assert renderer.type() == "multibandcolor"
    limits = [
        _limits(renderer.redContrastEnhancement()),
        _limits(renderer.greenContrastEnhancement()),
        _limits(renderer.blueContrastEnhancement()),
    ]
    return (renderer.redBand(), renderer.greenBand(), renderer.blueBand()), limits


def test_colour_is_shown_as_it_is_also_beside_an_uncertainty_band(run, tmp_path, grey):
    assert _shown(_loaded(run, tmp_path, grey[0], package(tmp_path))) == ((1, 2, 3), [None] * 3)
    layer = _loaded(run, tmp_path, grey[0], package(tmp_path), UNCERTAINTY=True)
    assert layer.bandCount() == 4 and _shown(layer) == ((1, 2, 3), [None] * 3)


def test_many_16_bit_bands_are_stretched_by_their_statistics(run, tmp_path, grey):
    raster, values = grey
    names = ("Coastal", "Blue", "Green", "Red", "NIR")
    gains = ((5.0,), (10.0,), (20.0,), (30.0,), (40.0,))
    model = package(
        tmp_path,
        gains=gains,
        output_bands=tuple(band(name, "uint16", 10200.0) for name in names),
        output_range=(0.0, 10200.0),
        color_space="direct",
    )
    bands, limits = _shown(_loaded(run, tmp_path, raster, model))
    assert bands == (4, 3, 2) and len(set(limits)) == 1
    grey_mean, grey_std = values.mean(), values.std()
    low = max(10.0 * values.min(), 10.0 * (grey_mean - 2 * grey_std))
    high = min(30.0 * values.max(), 30.0 * (grey_mean + 2 * grey_std))
    np.testing.assert_allclose(limits[0], (low, high), rtol=1e-3)


def test_floating_point_and_single_bands(run, tmp_path, grey):
    raster, values = grey
    direct = {"color_space": "direct", "output_range": (0.0, 1.0)}
    model = package(
        tmp_path, "one", ((1 / 255,),), output_bands=(band("Height", "float32", 1.0),), **direct
    )
    layer = _loaded(run, tmp_path, raster, model, UNCERTAINTY=True)
    renderer = layer.renderer()
    assert renderer.type() == "singlebandgray" and renderer.grayBand() == 1
    limits = _limits(renderer.contrastEnhancement())
    np.testing.assert_allclose(limits, (values.min() / 255, values.max() / 255), rtol=0.1)
    names = tuple(band(name, "float32", 1.0) for name in ("A", "B", "C"))
    many = package(tmp_path, "many", ((0.001,), (0.002,), (0.003,)), output_bands=names, **direct)
    bands, limits = _shown(_loaded(run, tmp_path, raster, many))
    assert bands == (1, 2, 3) and limits[2][1] == pytest.approx(3 * limits[0][1], rel=1e-3)


def test_the_picture_on_the_map_is_that_of_the_pixels(run, tmp_path, grey):
    """Rendered by QGIS: an 8-bit colour raster pixel by pixel, a 16-bit one over its full contrast."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
    from qgis.PyQt.QtCore import QSize

    raster, values = grey
    model = package(tmp_path, gains=((1.0,), (0.5,), (0.25,)))
    for data_type in ("of the model", "UInt16"):
        layer = _loaded(run, tmp_path, raster, model, DATA_TYPE=data_type)
        view = QgsMapSettings()
        view.setLayers([layer])
        view.setExtent(layer.extent())
        view.setDestinationCrs(layer.crs())
        view.setOutputSize(QSize(340, 300))
        job = QgsMapRendererParallelJob(view)
        job.start()
        job.waitForFinished()
        image = job.renderedImage()
        reds = np.array([[image.pixelColor(x, y).red() for x in range(0, 340, 17)] for y in range(0, 300, 15)])
        expected = values[::15, ::17].astype(float)
        if data_type == "UInt16":
            assert np.corrcoef(reds.ravel(), expected.ravel())[0, 1] > 0.97 and np.ptp(reds) > 200
        else:
            assert np.abs(reds - expected).max() <= 1


@pytest.mark.parametrize("bands", [{}, {"INPUT_BANDS": [1]}])
def test_a_raster_with_a_colour_table_gives_its_colours(run, tmp_path, bands):
    colors = np.array([(200, 10, 10), (10, 180, 40), (30, 60, 250)], np.uint8)
    numbers = np.random.default_rng(4).integers(0, 3, (90, 100)).astype(np.uint8)
    dataset = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "table.tif"), 100, 90, 1)
    table = gdal.ColorTable()
    for number, color in enumerate(colors):
        table.SetColorEntry(number, (*map(int, color), 255))
    dataset.GetRasterBand(1).SetColorTable(table)
    dataset.GetRasterBand(1).WriteRaster(0, 0, 100, 90, numbers.tobytes())
    del dataset
    three = tuple(map(band, ("Red", "Green", "Blue")))
    model = package(tmp_path, gains=np.eye(3).tolist(), input_bands=three, output_bands=three)
    output = _run(run, tmp_path, str(tmp_path / "table.tif"), model, **bands)
    np.testing.assert_array_equal(output.ReadAsArray(), colors.T[:, numbers])
