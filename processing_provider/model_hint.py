"""A line below the model in the dialog of Classify Pixels: what the model is, and whether the raster suits it."""

from pathlib import Path

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingContext, QgsProject
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..models.errors import ImageTranslationError
from ..models.feedback import Feedback

translate = QCoreApplication.translate
LOOKED_AT = ("INPUT", "INPUT_BANDS", "MODEL", "MATCH_TONE", "MATCH_CELL_SIZE")
MOST_PIXELS = 25_000_000
"""Larger rasters are only looked into when they are translated: a dialog must not wait for a slow disk."""
_WAIT_MILLISECONDS = 200
_WARNING = "⚠ "


class ModelWidget:
    """QGIS's own file widget, with the line in the dialog of the algorithm; as it is in batch and in the Designer."""

    def __new__(cls, parameter, dialog, row=0, col=0):
        kind = type(dialog).__name__
        if kind == "AlgorithmDialog":
            return _ModelWidgetWithHint(parameter, dialog, row, col)
        registry = QgsGui.processingGuiRegistry()
        if kind == "ModelerParametersDialog":
            wrapper = registry.createModelerParameterWidget(dialog.model, dialog.childId, parameter, dialog.context)
        else:
            batch = kind == "BatchAlgorithmDialog"
            types = QgsProcessingGui.WidgetType
            wrapper = registry.createParameterWidgetWrapper(parameter, types.Batch if batch else types.Standard)
        wrapper.setDialog(dialog)
        return wrapper


class _ModelWidgetWithHint(WidgetWrapper):
    def createWidget(self, **_):
        self._context, self._others = QgsProcessingContext(), []
        self._context.setProject(QgsProject.instance())
        self._file = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
            self.parameterDefinition(), QgsProcessingGui.WidgetType.Standard
        )
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.hide()
        widget = QWidget()
        layout = QVBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._file.createWrappedWidget(self._context))
        layout.addWidget(self.hint)
        self._timer = QTimer(widget)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._file.widgetValueHasChanged.connect(self._changed)
        return widget

    def setWidgetContext(self, context):
        super().setWidgetContext(context)
        self._file.setWidgetContext(context)

    def setValue(self, value):
        self._file.setParameterValue(value, self._context)

    def value(self):
        return self._file.parameterValue()

    def postInitialize(self, wrappers):
        self._others = [each for each in wrappers if each.parameterDefinition().name() in LOOKED_AT]
        for wrapper in self._others:
            if wrapper is not self:
                wrapper.widgetValueHasChanged.connect(self._look_soon)
        self._look_soon()

    def _changed(self, *_):
        self.widgetValueHasChanged.emit(self)
        self._look_soon()

    def _look_soon(self, *_):
        if not sip.isdeleted(self._timer):  # it goes with the dialog, whose other parts may go later
            self._timer.start()

    def look(self):
        """Show what the model is and what speaks against the raster that is chosen."""
        parameters = {each.parameterDefinition().name(): each.parameterValue() for each in self._others}
        line, more = model_hint(self.dialog.algorithm(), parameters, self._context)
        self.hint.setText(line)
        self.hint.setToolTip(more)
        self.hint.setVisible(bool(line))


class _Warnings(Feedback):
    def __init__(self):
        self.texts = []

    def warning(self, text):
        self.texts.append(text)


def model_hint(algorithm, parameters, context):
    """What to tell before the run; reads the model's definition, and a sample of the raster.

    Args:
        algorithm: Classify Pixels.
        parameters: those of LOOKED_AT.
        context: with the project.

    Returns:
        a short text, "" when no model is chosen, and a longer one.
    """
    # Imported late: NumPy would double the time that the plugin takes when QGIS starts.
    from ..models.package.archive import read_definition
    from ..models.package.describe import describe
    from ..models.package.starter import model_path

    chosen = parameters.get(algorithm.MODEL)
    if not chosen:
        return "", ""
    try:
        definition = read_definition(model_path(chosen))
    except ImageTranslationError as error:
        return f"{_WARNING}{error}", ""
    text = translate("ImageTranslation", "From {input} ({from_names}) to {output} ({to_names}).")
    lines = [
        text.format(
            input=_number(definition.input_bands),
            from_names=_names(definition.input_bands),
            output=_number(definition.output_bands),
            to_names=_names(definition.output_bands),
        )
    ]
    try:
        lines += _objections(algorithm, parameters, context, definition, chosen)
    except ImageTranslationError as error:
        lines.append(f"{_WARNING}{error}")
    return "\n".join(lines), "\n".join(describe(definition))


def _objections(algorithm, parameters, context, definition, model):
    from ..models.inference.area import Area
    from ..models.inference.band_choice import choose_bands
    from ..models.inference.settings import ClassifySettings
    from ..models.inference.suitability import check_suitability

    layer = algorithm.parameterAsRasterLayer(parameters, algorithm.INPUT, context)
    if layer is None:
        return []
    source = algorithm.raster_source(parameters, algorithm.INPUT, context)
    bands = algorithm.bands(parameters, algorithm.INPUT_BANDS, context)
    large = layer.width() * layer.height() > MOST_PIXELS
    settings = ClassifySettings(
        input=source,
        model=Path(model),
        output=Path("unused.tif"),
        input_bands=tuple(map(str, bands)),
        match_tone="model_statistics" if large else algorithm.tone(parameters, context),
        match_cell_size=algorithm.parameterAsBoolean(parameters, algorithm.MATCH_CELL_SIZE, context),
    )
    warnings = _Warnings()
    numbers = choose_bands(settings, definition, warnings)
    told = []
    if not bands and layer.bandCount() > len(numbers):
        text = translate("ImageTranslation", "Of the {count} bands of {layer} it is given: {bands}.")
        told.append(
            text.format(count=layer.bandCount(), layer=layer.name(), bands=", ".join(map(layer.bandName, numbers)))
        )
    with Area(source, numbers) as area:
        check_suitability(settings, definition, area, warnings)
    return [*told, *(f"{_WARNING}{each.replace(source, layer.name())}" for each in warnings.texts)]


def _number(bands):
    if len(bands) == 1:
        return translate("ImageTranslation", "1 band")
    return translate("ImageTranslation", "{count} bands").format(count=len(bands))


def _names(bands):
    return ", ".join(band.name for band in bands)
