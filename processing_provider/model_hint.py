"""A line below the model in the dialog of Classify Pixels: what the model is, and whether the raster suits it."""

import html
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Tuple

from processing.gui.wrappers import WidgetWrapper
from qgis.core import QgsProcessingContext, QgsProcessingUtils, QgsProject, QgsRasterLayer
from qgis.gui import QgsGui, QgsProcessingGui
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..models.errors import ImageTranslationError
from ..models.feedback import Feedback
from ..models.net import outer_net
from .interface import gdal_name

translate = QCoreApplication.translate
LOOKED_AT = ("INPUT", "INPUT_BANDS", "MODEL", "MATCH_TONE", "MATCH_CELL_SIZE")
MOST_PIXELS = 25_000_000
"""Larger rasters are only looked into when they are translated: that would keep a slow disk busy."""
MOST_LETTERS = 2000
_WAIT_MILLISECONDS = 200
_POLL_MILLISECONDS = 50
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
        self._search, self._again = None, False
        self.hint = QLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)  # words of a stranger: HTML would fetch pictures
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
        self._poll = QTimer(widget)
        self._poll.setInterval(_POLL_MILLISECONDS)
        self._poll.timeout.connect(self._show_found)
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

    @property
    def looking(self):
        """Whether the files are being read for what is to be shown."""
        return self._search is not None

    def look(self):
        """Show what the model is and what speaks against the raster that is chosen, as soon as that is found out.

        The files are read in a thread that knows nothing of the window, which may close in the meantime.
        """
        if self.looking:
            self._again = True
            return
        parameters = {each.parameterDefinition().name(): each.parameterValue() for each in self._others}
        question = ask(self.dialog.algorithm(), parameters, self._context)
        if question is None:
            self._show("", "")
            return
        self._search = _Search(question)
        self._search.start()
        self._poll.start()

    def _show_found(self):
        if self._search.is_alive():
            return
        found, self._search = self._search.found, None
        self._poll.stop()
        if self._again:
            self._again = False
            self.look()
        else:
            self._show(*found)

    def _show(self, line, more):
        self.hint.setText(line[:MOST_LETTERS])
        self.hint.setToolTip(html.escape(more[:MOST_LETTERS]).replace("\n", "<br>"))
        self.hint.setVisible(bool(line))


class _Search(threading.Thread):
    """Answers a question; a daemon, since QGIS must be able to close while a disk does not answer."""

    def __init__(self, question):
        super().__init__(daemon=True)
        self._question, self.found = question, ("", "")

    def run(self):
        try:
            with outer_net([self._question.model, self._question.source]):
                self.found = model_hint(self._question)
        except ImageTranslationError as error:
            self.found = f"{_WARNING}{error}", ""


@dataclass(frozen=True)
class Question:
    """What is chosen in the dialog, read from its widgets, for a thread that must not touch them.

    Attributes:
        model: path or name of the model.
        source: GDAL's name of the raster, "" when none is chosen.
        layer: name of the raster for people.
        band_names: of a raster that is open in QGIS; empty for one that is not.
        bands: numbers of the bands that are chosen, empty for none.
        match_tone, match_cell_size: as in ClassifySettings.
        objection: why the raster cannot be used, "" where it can.
    """

    model: str
    source: str = ""
    layer: str = ""
    band_names: Tuple[str, ...] = ()
    bands: Tuple[int, ...] = ()
    match_tone: str = "none"
    match_cell_size: bool = False
    objection: str = ""


def ask(algorithm, parameters, context):
    """The question about what is chosen, without a look into any file; None when no model is chosen.

    Args:
        algorithm: Classify Pixels.
        parameters: those of LOOKED_AT.
        context: with the project.
    """
    chosen, raster = parameters.get(algorithm.MODEL), parameters.get(algorithm.INPUT)
    if not chosen:
        return None
    layer = QgsProcessingUtils.mapLayerFromString(str(raster), context, False) if raster else None
    source, name, names, objection = gdal_name(str(raster or "")), Path(str(raster or "")).stem, (), ""
    if isinstance(layer, QgsRasterLayer):
        name, names = layer.name(), tuple(map(layer.bandName, range(1, layer.bandCount() + 1)))
        try:
            source = algorithm.raster_source({algorithm.INPUT: layer}, algorithm.INPUT, context)
        except ImageTranslationError as error:
            objection = str(error)
    return Question(
        model=str(chosen),
        source=source,
        layer=name,
        band_names=names,
        bands=algorithm.bands(parameters, algorithm.INPUT_BANDS, context),
        match_tone=algorithm.tone(parameters, context),
        match_cell_size=algorithm.parameterAsBoolean(parameters, algorithm.MATCH_CELL_SIZE, context),
        objection=objection,
    )


class _Warnings(Feedback):
    def __init__(self):
        self.texts = []

    def warning(self, text):
        self.texts.append(text)


def model_hint(question):
    """What to tell before the run, a short text and a longer one; reads the model's definition and the raster."""
    # Imported late: NumPy would double the time that the plugin takes when QGIS starts.
    from ..models.package.archive import read_definition
    from ..models.package.describe import describe
    from ..models.package.starter import model_path

    try:
        definition = read_definition(model_path(question.model))
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
        lines += _objections(question, definition)
    except ImageTranslationError as error:
        lines.append(f"{_WARNING}{error}")
    return "\n".join(lines), "\n".join(describe(definition))


def _objections(question, definition):
    from ..models.inference.area import Area
    from ..models.inference.band_choice import choose_bands
    from ..models.inference.settings import ClassifySettings
    from ..models.inference.suitability import check_suitability
    from ..models.rasters.source import RasterSource

    if question.objection or not question.source:
        return [f"{_WARNING}{question.objection}"] if question.objection else []
    with RasterSource(question.source) as raster:
        large = raster.grid.width * raster.grid.height > MOST_PIXELS
        names = dict(enumerate(question.band_names, start=1)) or {number: _band(number) for number in raster.bands}
    settings = ClassifySettings(
        input=question.source,
        model=Path(question.model),
        output=Path("unused.tif"),
        input_bands=tuple(map(str, question.bands)),
        match_tone="model_statistics" if large else question.match_tone,
        match_cell_size=question.match_cell_size,
    )
    warnings = _Warnings()
    numbers = choose_bands(settings, definition, warnings)
    told, unclear = [], bool(warnings.texts)
    warnings.texts.clear()
    if not question.bands and (unclear or len(names) > len(numbers)):
        text = translate("ImageTranslation", "Of the {count} bands of {layer} it is given: {bands}.")
        given = ", ".join(names.get(number, _band(number)) for number in numbers)
        text = text.format(count=len(names), layer=question.layer, bands=given)
        told.append(f"{_WARNING}{text}" if unclear else text)
    with Area(question.source, numbers) as area:
        check_suitability(settings, definition, area, warnings)
    return [*told, *(f"{_WARNING}{each.replace(question.source, question.layer)}" for each in warnings.texts)]


def _band(number):
    from ..models.inference.area import LUMA

    if number == LUMA:
        return translate("ImageTranslation", "luma")
    return translate("ImageTranslation", "Band {number}").format(number=number)


def _number(bands):
    if len(bands) == 1:
        return translate("ImageTranslation", "1 band")
    return translate("ImageTranslation", "{count} bands").format(count=len(bands))


def _names(bands):
    return ", ".join(band.name for band in bands)
