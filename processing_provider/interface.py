"""What the algorithms share: the base class, icons, and the bridge from the engine's feedback to QGIS's."""

import html
import os
import re
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsMessageLog,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..models.errors import Cancelled, ImageTranslationError, InputError, UnexpectedError
from ..models.feedback import Feedback, TimeLeft, duration
from ..models.net import outer_net
from ..models.texts import harmless
from .python_environment import documentation, find_python

translate = QCoreApplication.translate
ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
PROGRESS_TEXT_SECONDS = 10.0
_OPTIONS = re.compile(r"\|(?:option:|credential:|layername=)")  # what QGIS appends to the names that it gives GDAL


def gdal_name(source):
    """GDAL's name of a raster that QGIS calls ``source``, with the whole path where it is a file."""
    source = _OPTIONS.split(source)[0]
    return os.path.abspath(source) if os.path.exists(source) else source


def icon(name):
    """The plugin's icon ``name``."""
    return QIcon(str(ICONS / name))


class QgisFeedback(Feedback):
    """Hands the engine's feedback on to a QgsProcessingFeedback.

    Progress texts stay in QGIS's log, so one is shown only every ten seconds.
    """

    def __init__(self, feedback):
        self.qgis = feedback
        self._time_left = TimeLeft()
        self._told = time.monotonic()

    def progress(self, fraction, message=""):
        self.progress_with_time(fraction, message, self._time_left.seconds(fraction))

    def progress_with_time(self, fraction, message, seconds_left):
        """Show progress when the time left was estimated elsewhere (in the worker)."""
        self.qgis.setProgress(100.0 * fraction)
        now = time.monotonic()
        if not message or seconds_left is None or now - self._told < PROGRESS_TEXT_SECONDS:
            return
        self._told = now
        text = translate("ImageTranslation", "{percent} %: {step}, {time} left")
        text = text.format(percent=int(100 * fraction), step=harmless(message), time=duration(seconds_left))
        self.qgis.setProgressText(text)

    def info(self, text):
        self.qgis.pushInfo(harmless(text))

    def warning(self, text):
        self.qgis.pushWarning(harmless(text))

    def is_cancelled(self):
        return self.qgis.isCanceled()


@contextmanager
def cancelled_by_signals(feedback):
    """Let Ctrl+C and SIGTERM cancel, the second of them at once; yields the numbers of those that came.

    Only where QGIS runs algorithms in its main thread, as qgis_process does; and what is to be ignored stays so.
    """
    came, before = [], {}

    def cancel(number, _):
        if came:
            raise KeyboardInterrupt
        came.append(number)
        feedback.cancel()

    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for number, handler in before.items():
            if handler not in (signal.SIG_IGN, None):
                signal.signal(number, cancel)
        yield came
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


class Algorithm(QgsProcessingAlgorithm):
    """An algorithm that calls the engine.

    A subclass says what it is (NAME, ICON, ``title``, ``summary``), which packages the worker needs (PACKAGES),
    declares its parameters with :meth:`add`, and implements :meth:`check` (the rules that need no run) and
    :meth:`call_engine`.
    """

    NAME = ""
    ICON = ""
    PACKAGES = ()

    def title(self):
        """The name that people see."""
        raise NotImplementedError

    def summary(self):
        """A paragraph for people who have never used the tool."""
        raise NotImplementedError

    def check(self, parameters, context):
        """Raise an ImageTranslationError about parameters that cannot work; QGIS asks before the run and in it."""

    def call_engine(self, parameters, context, feedback):
        """Do the job and return the outputs; ``feedback`` is the engine's."""
        raise NotImplementedError

    def kept(self, parameters, context):
        """The outputs that a cancelled run leaves."""
        return {}

    def add(self, parameter, text, advanced=False):
        """Declare a parameter with its help text."""
        parameter.setHelp(text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_number(self, name, label, text, default, low, high=None, advanced=False, real=False, decimals=None):
        """Declare a number with its limits, which may be left empty where there is no default.

        ``decimals`` where more than QGIS's usual six matter.
        """
        kind = QgsProcessingParameterNumber.Type.Double if real else QgsProcessingParameterNumber.Type.Integer
        limits = {"minValue": low} if high is None else {"minValue": low, "maxValue": high}
        parameter = QgsProcessingParameterNumber(
            name, label, type=kind, defaultValue=default, optional=default is None, **limits
        )
        if decimals is not None:
            parameter.setMetadata({"widget_wrapper": {"decimals": decimals}})
        self.add(parameter, text, advanced)

    def add_choice(self, name, label, text, options, advanced=False, default=None):
        """Declare a choice; the first option is the default unless named, and the words themselves are stored."""
        self.add(
            QgsProcessingParameterEnum(
                name, label, options=list(options), usesStaticStrings=True, defaultValue=default or next(iter(options))
            ),
            text,
            advanced,
        )

    def add_bands(self, name, label, text, raster, advanced=False):
        """Declare an optional choice of bands of the raster parameter ``raster``."""
        self.add(
            QgsProcessingParameterBand(
                name, label, parentLayerParameterName=raster, optional=True, allowMultiple=True
            ),
            text,
            advanced,
        )

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return self.title()

    def group(self):
        return ""

    def groupId(self):
        return ""

    def icon(self):
        return icon(self.ICON)

    def shortDescription(self):
        return self.summary()

    def helpUrl(self):
        return documentation(f"algorithms/{self.NAME}.md")

    def shortHelpString(self):
        shown = [
            f"<p><b>{html.escape(item.description())}</b><br>{html.escape(item.help())}</p>"
            for item in self.parameterDefinitions()
        ]
        return f"<p>{html.escape(self.summary())}</p>" + "".join(shown)

    def canExecute(self):
        try:
            if self.PACKAGES:
                find_python(self.PACKAGES)
        except ImageTranslationError as error:
            return False, str(error)
        return True, ""

    def checkParameterValues(self, parameters, context):
        fine, message = super().checkParameterValues(parameters, context)
        if not fine:
            return fine, message
        try:
            with outer_net(passing=(QgsProcessingException,)):
                self.check(parameters, context)
        except UnexpectedError as error:
            QgsMessageLog.logMessage(error.trace, translate("ImageTranslation", "Image Translation"))
            return False, str(error)
        except ImageTranslationError as error:
            return False, str(error)
        return True, ""

    def processAlgorithm(self, parameters, context, feedback):
        try:
            with outer_net(passing=(QgsProcessingException,)), cancelled_by_signals(feedback) as signals:
                self.check(parameters, context)
                return self.call_engine(parameters, context, QgisFeedback(feedback))
        except Cancelled as error:
            # qgis_process must not return 0, also where its own handler of Ctrl+C has cancelled.
            if signals or QgsApplication.platform() == "qgis_process":
                raise QgsProcessingException(str(error) or translate("ImageTranslation", "Cancelled.")) from error
            if str(error):
                feedback.pushWarning(str(error))
                feedback.pushInfo(
                    translate(
                        "ImageTranslation",
                        "Where QGIS writes below that the execution failed, it means that you have stopped it: nothing "
                        "has gone wrong.",
                    )
                )
            return self.kept(parameters, context)
        except ImageTranslationError as error:
            if isinstance(error, UnexpectedError):
                for line in error.trace.splitlines():
                    feedback.pushInfo(line)
            raise QgsProcessingException(str(error)) from error

    def raster_source(self, parameters, name, context):
        """The GDAL name of the raster layer in parameter ``name``, or "" when it is empty.

        Raises:
            InputError: the layer does not come from GDAL (a web map, say), so that it has no pixels to read.
        """
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is not None:
            return self.gdal_source(layer, name)
        if parameters.get(name):
            raise InputError(self.no_raster(name, parameters[name]))
        return ""

    def no_raster(self, name, value):
        """What is said of a value of parameter ``name`` that is no raster."""
        text = translate("ImageTranslation", "{parameter} cannot be opened as a raster: {value}")
        return text.format(parameter=name, value=value)

    def gdal_source(self, layer, name):
        """The GDAL name of a raster layer that was given for parameter ``name``.

        Raises:
            InputError: the layer does not come from GDAL.
        """
        if layer.providerType() != "gdal":
            text = translate(
                "ImageTranslation",
                "{parameter} ({layer}) is a {kind} layer without pixels to read; save it as a GeoTIFF first.",
            )
            raise InputError(text.format(parameter=name, layer=layer.name(), kind=layer.providerType().upper()))
        return gdal_name(layer.source())

    def bands(self, parameters, name, context):
        """Band numbers of a multiple band parameter, empty for all."""
        return tuple(self.parameterAsInts(parameters, name, context)) if parameters.get(name) else ()

    def folders(self, parameters, name, context):
        """The folders in a folder parameter, where several are separated by semicolons."""
        text = self.parameterAsFile(parameters, name, context)
        parts = [text] if Path(text).is_dir() else text.split(";")
        return [str(Path(part.strip()).absolute()) for part in parts if part.strip()]

    def polygons(self, parameters, name, context, feedback):
        """File name and layer name of a polygon parameter, see :meth:`vectors`."""
        refusal = translate("ImageTranslation", "{parameter} cannot be opened as a polygon layer: {value}")
        return self.vectors(parameters, name, context, feedback, refusal)

    def vectors(self, parameters, name, context, feedback, refusal):
        """File name and layer name of a vector parameter; only selected features, when that is chosen.

        Layers that OGR cannot open by name (in memory, filtered) are written to a temporary file first.

        Args:
            refusal: what is said of a layer that is none, with places for ``parameter`` and ``value``.

        Raises:
            InputError: there is no such layer.
        """
        path, layer = self.parameterAsCompatibleSourceLayerPathAndLayerName(
            parameters, name, context, ["gpkg", "shp", "geojson"], "gpkg", feedback.qgis
        )
        if not path:
            raise InputError(refusal.format(parameter=name, value=parameters[name]))
        return path, layer

    def extent(self, parameters, name, context, raster):
        """(xmin, ymin, xmax, ymax) in the CRS of the raster parameter ``raster``; empty when none is chosen."""
        if not parameters.get(name):
            return ()
        crs = self.parameterAsRasterLayer(parameters, raster, context).crs()
        extent = self.parameterAsExtent(parameters, name, context, crs)
        return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
