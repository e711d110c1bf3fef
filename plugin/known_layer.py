"""The layer of the tool *Known Colour*: points that are shown in the colours that they tell."""

from qgis.core import (
    QgsExpression,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsMemoryProviderUtils,
    QgsProject,
    QgsProperty,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate
CHANNELS = ("red", "green", "blue")
GROUND = "ground"
# QgsField itself is made of other types from QGIS to QGIS.
_FIELDS = "NoGeometry?field=red:integer&field=green:integer&field=blue:integer&field=ground:string"
_OURS = "image_translation/known_colours"
_SHOWN = "color_rgb(coalesce({red}, 128), coalesce({green}, 128), coalesce({blue}, 128))"


def known_layer(current):
    """The layer that takes known colours: ``current`` when it can, else that of the project; None without one."""
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty(_OURS)]
    return next((layer for layer in (current, *layers) if _takes_colours(layer)), None)


def make_layer(crs):
    """A new scratch layer on top of the project."""
    fields = QgsVectorLayer(_FIELDS, "", "memory").fields()
    name = translate("ImageTranslation", "Known colours")
    layer = QgsMemoryProviderUtils.createMemoryLayer(name, fields, QgsWkbTypes.Type.Point, crs)
    layer.setCustomProperty(_OURS, True)
    layer.setRenderer(QgsSingleSymbolRenderer(_symbol()))
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    return layer


def add_point(layer, point, colour, ground):
    """Add a point as one step that can be undone; whether the layer took it.

    Args:
        point: in the layer's CRS.
        colour: ``QColor``.
        ground: the engine's name of a ground, "" for another colour.
    """
    if not layer.isEditable() and not layer.startEditing():
        return False
    geometry = QgsGeometry.fromPointXY(point)
    if QgsWkbTypes.isMultiType(layer.wkbType()):
        geometry.convertToMultiType()
    said = {"red": colour.red(), "green": colour.green(), "blue": colour.blue(), GROUND: ground or None}
    indices = {name: layer.fields().lookupField(name) for name in said}
    attributes = {index: said[name] for name, index in indices.items() if index >= 0}
    layer.beginEditCommand(translate("ImageTranslation", "Known Colour"))
    feature = QgsVectorLayerUtils.createFeature(layer, geometry, attributes)
    if not layer.addFeature(feature):
        layer.destroyEditCommand()
        return False
    layer.endEditCommand()
    layer.triggerRepaint()
    return True


def _takes_colours(layer):
    if not isinstance(layer, QgsVectorLayer) or not layer.supportsEditing():
        return False
    if layer.geometryType() != QgsWkbTypes.GeometryType.PointGeometry:
        return False
    return all(layer.fields().lookupField(name) >= 0 for name in CHANNELS)


def _symbol():
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "size": "3.6", "outline_color": "white"})
    circle = symbol.symbolLayer(0)
    circle.setStrokeWidth(0.5)
    shown = _SHOWN.format(**{name: QgsExpression.quotedColumnRef(name) for name in CHANNELS})
    circle.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromExpression(shown))
    return symbol
