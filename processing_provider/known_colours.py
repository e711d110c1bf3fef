"""Points of known colour: from a layer in QGIS to what the engine reads."""

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsRenderContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError

translate = QCoreApplication.translate
CHANNELS = (("red", "r"), ("green", "g"), ("blue", "b"))
TEXTS = ("colour", "color", "ground")
WEIGHT = "weight"
# QgsField itself is made of other types from QGIS to QGIS.
_FIELDS = "NoGeometry?field=red:double&field=green:double&field=blue:double&field=weight:double"


def says_colours(fields):
    """Whether ``QgsFields`` hold the colours of points, by the names that the engine knows."""
    names = {field.name().lower() for field in fields}
    return all(names.intersection(channel) for channel in CHANNELS) or not names.isdisjoint(TEXTS)


def known_colours(algorithm, parameters, name, context, feedback):
    """File name and layer name of the points in parameter ``name``; only selected ones, when that is chosen.

    What is being edited is written to a temporary file as it stands. The points of a layer of the project that has no
    field for colours have those of their symbols.

    Args:
        algorithm: the :class:`.interface.Algorithm` that has the parameter.
        feedback: the engine's, see :class:`.interface.QgisFeedback`.

    Raises:
        InputError: there is no such layer, or its points have no symbols.
    """
    layer = _layer(algorithm, parameters, name, context)
    if layer is not None and layer.isSpatial():
        source = algorithm.parameterAsSource(parameters, name, context)
        if says_colours(layer.fields()):
            if layer.isModified():
                return _write(name, source, context, *_by_fields(layer, source)), ""
        elif context.project() is not None and context.project().mapLayer(layer.id()) is not None:
            return _write(name, source, context, *_by_symbols(name, layer, source, feedback)), ""
    refusal = translate("ImageTranslation", "{parameter} cannot be opened as a point layer: {value}")
    return algorithm.vectors(parameters, name, context, feedback, refusal)


def _layer(algorithm, parameters, name, context):
    value = parameters[name]
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    return algorithm.parameterAsVectorLayer({**parameters, name: value}, name, context)


def _by_fields(layer, source):
    """The fields that the engine looks at, and for each feature what they hold."""
    wanted = {*sum(CHANNELS, ()), *TEXTS, WEIGHT}
    fields = QgsFields()
    indices = [i for i, field in enumerate(layer.fields()) if field.name().lower() in wanted]
    for i in indices:
        fields.append(layer.fields()[i])
    return fields, ((feature, [feature.attribute(i) for i in indices]) for feature in source.getFeatures())


def _by_symbols(name, layer, source, feedback):
    """Fields for a colour and a weight, and what they hold for each feature that the layer shows."""
    if layer.renderer() is None:
        raise InputError(_colourless(name, layer))
    fields = QgsVectorLayer(_FIELDS, "", "memory").fields()
    weight = layer.fields().lookupField(WEIGHT)
    renderer, render_context = layer.renderer().clone(), QgsRenderContext()
    render_context.setExpressionContext(layer.createExpressionContext())
    rows = []
    renderer.startRender(render_context, layer.fields())
    try:
        for feature in source.getFeatures():
            render_context.expressionContext().setFeature(feature)
            symbols = renderer.symbolsForFeature(feature, render_context)
            if symbols:
                colour = symbols[0].color()
                own = None if weight < 0 else feature.attribute(weight)
                rows.append((feature, [colour.red(), colour.green(), colour.blue(), own]))
    finally:
        renderer.stopRender(render_context)
    if not rows:
        raise InputError(_colourless(name, layer))
    text = translate(
        "ImageTranslation", "{parameter} ({layer}) has no field for colours: those of its symbols are taken."
    )
    feedback.warning(text.format(parameter=name, layer=layer.name()))
    return fields, rows


def _colourless(name, layer):
    text = translate(
        "ImageTranslation",
        "{parameter} ({layer}) has neither a field for colours (red, green and blue, or colour, or ground) nor symbols "
        "that show one; add such a field, or style the layer.",
    )
    return text.format(parameter=name, layer=layer.name())


def _write(name, source, context, fields, rows):
    """Write points with attributes to a temporary GeoPackage; its name."""
    path = QgsProcessingUtils.generateTempFilename("known_colours.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    writer = QgsVectorFileWriter.create(
        path, fields, source.wkbType(), source.sourceCrs(), context.transformContext(), options
    )
    for feature, attributes in rows:
        point = QgsFeature(fields)
        point.setGeometry(feature.geometry())
        point.setAttributes(attributes)
        writer.addFeature(point)
    writer.flushBuffer()
    problem = writer.errorMessage()
    del writer  # which completes the file
    if problem:
        text = translate(
            "ImageTranslation", "The points of {parameter} cannot be written to a temporary file: {problem}"
        )
        raise InputError(text.format(parameter=name, problem=problem))
    return path
