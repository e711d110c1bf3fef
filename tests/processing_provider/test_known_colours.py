"""Points of known colour come from any layer that QGIS has: from its fields, or from its symbols."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.place.known import read_known_colours
from image_translation.models.rasters.grid import Grid
from image_translation.tests import helpers

pytestmark = pytest.mark.qgis
LEFT, TOP = helpers.UTM[0], helpers.UTM[3]
GRID = Grid(200, 160, helpers.UTM, helpers.wkt(32617))
RGB = "field=red:integer&field=green:integer&field=blue:integer"


def layer_of(fields, *rows, kind="Point"):
    """A layer in memory with a point in column 10, 20... of GRID for each row of attributes."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32617&{fields}", "points", "memory")
    assert layer.dataProvider().addFeatures([feature(layer, i, row) for i, row in enumerate(rows)])[0]
    return layer


def feature(layer, i, row):
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY

    made = QgsFeature(layer.fields())
    place = QgsPointXY(LEFT + 5 * (i + 1), TOP - 5)
    multi = layer.wkbType() == 4
    made.setGeometry(QgsGeometry.fromMultiPointXY([place]) if multi else QgsGeometry.fromPointXY(place))
    made.setAttributes(list(row))
    return made


@pytest.fixture
def project(provider):
    from qgis.core import QgsProject

    project = QgsProject()
    yield project
    project.clear()


@pytest.fixture
def colours(project):
    """What the engine reads of a value of the parameter, (column, red, green, blue, weight) of each; what is said."""
    from qgis.core import (
        QgsProcessing,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingParameterFeatureSource,
    )

    from image_translation.processing_provider.classify_pixels import ClassifyPixels
    from image_translation.processing_provider.interface import QgisFeedback
    from image_translation.processing_provider.known_colours import known_colours

    algorithm = ClassifyPixels().create()
    if algorithm.parameterDefinition("POINTS") is None:
        algorithm.addParameter(
            QgsProcessingParameterFeatureSource("POINTS", "", [QgsProcessing.SourceType.TypeVectorPoint])
        )

    def read(value):
        context = QgsProcessingContext()
        context.setProject(project)
        feedback = QgsProcessingFeedback(False)
        path, name = known_colours(algorithm, {"POINTS": value}, "POINTS", context, QgisFeedback(feedback))
        known = read_known_colours(path, name, GRID, helpers.Recorder())
        columns = np.rint(known.columns).astype(int)
        rows = zip(columns.tolist(), *known.colours.T.tolist(), known.weights.tolist())
        return list(rows), feedback.textLog()

    return read


def test_fields_of_a_layer_in_memory(colours, project):
    layer = layer_of(RGB + "&field=weight:double", (1, 2, 3, 0.5), (4, 5, 6, None))
    assert colours(layer)[0] == [(10, 1, 2, 3, 0.5), (20, 4, 5, 6, 1)]
    project.addMapLayer(layer)
    assert colours(layer.id())[0] == [(10, 1, 2, 3, 0.5), (20, 4, 5, 6, 1)]


def test_a_file_is_read_where_it_lies(colours, tmp_path, project):
    from qgis.core import QgsVectorFileWriter, QgsVectorLayer

    path = str(tmp_path / "p.gpkg")
    written = layer_of("field=Colour:string", ("#010203",))
    QgsVectorFileWriter.writeAsVectorFormatV3(
        written, path, project.transformContext(), QgsVectorFileWriter.SaveVectorOptions()
    )
    assert colours(path)[0] == [(10, 1, 2, 3, 1)]
    layer = QgsVectorLayer(f"{path}|subset=\"Colour\" = 'none'", "p")
    with pytest.raises(InputError, match="holds no point"):
        colours(layer)


def test_what_is_being_edited(colours):
    layer = layer_of(RGB + "&field=fid:integer&field=ground:string", (1, 2, 3, 7, ""))
    layer.startEditing()
    layer.addFeature(feature(layer, 1, (None, None, None, 7, "snow")))
    layer.changeAttributeValue(1, 0, 9)
    assert sorted(colours(layer)[0]) == [(10, 9, 2, 3, 1), (20, 236, 240, 245, 1)]
    layer.rollBack()


def test_only_what_is_selected(colours, project):
    from qgis.core import QgsProcessingFeatureSourceDefinition

    layer = layer_of(RGB, (1, 2, 3), (4, 5, 6))
    layer.selectByIds([2])
    project.addMapLayer(layer)
    layer.startEditing()
    layer.changeAttributeValue(2, 0, 40)
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert colours(chosen)[0] == [(20, 40, 5, 6, 1)]
    layer.rollBack()
    assert colours(chosen)[0] == [(20, 4, 5, 6, 1)]


def categorized(layer, field, **shown):
    from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory

    categories = [
        QgsRendererCategory(value, QgsMarkerSymbol.createSimple({"color": colour}), value)
        for value, colour in shown.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))


@pytest.mark.parametrize("kind", ["Point", "MultiPoint", "PointZ"])
def test_colours_of_categories(colours, project, kind):
    layer = layer_of("field=kind:string&field=weight:double", ("roof", 2), ("lawn", None), ("other", 1), kind=kind)
    categorized(layer, "kind", roof="#0a141e", lawn="1,2,3,128")
    project.addMapLayer(layer)
    found, said = colours(layer)
    assert found == [(10, 10, 20, 30, 2), (20, 1, 2, 3, 1)]
    assert "POINTS (points) has no field for colours: those of its symbols are taken." in said
    layer.startEditing()
    layer.changeAttributeValue(3, 0, "roof")
    assert colours(layer)[0][2] == (30, 10, 20, 30, 1)
    layer.rollBack()


def test_colours_of_rules_and_of_a_single_symbol(colours, project):
    from qgis.core import QgsMarkerSymbol, QgsRuleBasedRenderer, QgsSingleSymbolRenderer

    layer = layer_of("field=size:integer", (1,), (5,))
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"color": "#0a141e"})))
    project.addMapLayer(layer)
    assert colours(layer)[0] == [(10, 10, 20, 30, 1), (20, 10, 20, 30, 1)]
    root = QgsRuleBasedRenderer.Rule(None)
    for rule, colour in (('"size" > 3', "#010203"), ("\"size\" <= 3 and @layer_name = 'points'", "#040506")):
        symbol = QgsMarkerSymbol.createSimple({"color": colour})
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, rule))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    assert colours(layer)[0] == [(10, 4, 5, 6, 1), (20, 1, 2, 3, 1)]


def test_what_shows_no_colour_is_one_sentence(colours, project):
    from qgis.core import QgsNullSymbolRenderer

    layer = layer_of("field=kind:string", ("roof",))
    with pytest.raises(InputError, match="KNOWN_COLOURS .* says no colours"):
        colours(layer)
    project.addMapLayer(layer)
    for hide in (lambda: categorized(layer, "kind", lawn="red"), lambda: layer.setRenderer(QgsNullSymbolRenderer())):
        hide()
        with pytest.raises(InputError, match=r"POINTS \(points\) has neither a field for colours .* nor symbols"):
            colours(layer)
    with pytest.raises(InputError, match="POINTS cannot be opened as a point layer: nowhere.gpkg"):
        colours("nowhere.gpkg")
