"""The parameters that say what kind of raster is written, with the words that people read."""

from importlib.util import find_spec

from qgis.core import QgsProcessingParameterBoolean, QgsProcessingParameterString
from qgis.PyQt.QtCore import QCoreApplication

from .interface import Algorithm

translate = QCoreApplication.translate

# Stored in people's models and histories by these words; the engine's names stand beside them.
DATA_TYPES = {"of the model": "model", "Byte": "uint8", "UInt16": "uint16", "Int16": "int16", "Float32": "float32"}
OUTPUT_FORMATS = {"GeoTIFF": "geotiff", "cloud optimized GeoTIFF": "cog"}
_OLDER_WIDGET = "processing.algs.gdal.ui.RasterOptionsWidget"


class RasterOutputParameters(Algorithm):
    """Declares and reads them."""

    DATA_TYPE = "DATA_TYPE"
    OUTPUT_FORMAT = "OUTPUT_FORMAT"
    CREATION_OPTIONS = "CREATION_OPTIONS"
    OVERVIEWS = "OVERVIEWS"

    def add_raster_output(self):
        """Declare them, all advanced."""
        self.add_choice(
            self.DATA_TYPE,
            translate("ImageTranslation", "Data type of the output"),
            translate(
                "ImageTranslation",
                "of the model: what it was trained to make, Byte for colour. Other types get the same values, rounded "
                "and clipped to their range.",
            ),
            DATA_TYPES,
            advanced=True,
        )
        self.add_choice(
            self.OUTPUT_FORMAT,
            translate("ImageTranslation", "Format of the output"),
            translate(
                "ImageTranslation",
                "GeoTIFF: tiled and compressed. cloud optimized GeoTIFF: also ordered so that a web server can give "
                "out parts of it; written at the end from a temporary file beside it.",
            ),
            OUTPUT_FORMATS,
            advanced=True,
        )
        options = QgsProcessingParameterString(
            self.CREATION_OPTIONS,
            translate("ImageTranslation", "Creation options"),
            defaultValue="",
            optional=True,
        )
        options.setMetadata({"widget_wrapper": _options_widget()})
        self.add(
            options,
            translate(
                "ImageTranslation",
                "GDAL's options for that format as KEY=VALUE, separated by | signs, in place of those that are set by "
                "default (DEFLATE compression with predictor, tiles): COMPRESS=ZSTD, say.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.OVERVIEWS, translate("ImageTranslation", "Add overviews"), defaultValue=True
            ),
            translate(
                "ImageTranslation",
                "Smaller copies inside the file, so that it is drawn quickly at every scale; a third more space. A "
                "cloud optimized GeoTIFF always has them.",
            ),
            advanced=True,
        )

    def raster_output(self, parameters, context):
        """The engine's settings for them.

        Raises:
            InputError: GDAL does not know a creation option.
        """
        # Imported late: NumPy would double the time that the plugin takes when QGIS starts.
        import numpy as np

        from ..models.rasters.creation_options import cog_options, gtiff_options

        output_format = OUTPUT_FORMATS[self.parameterAsEnumString(parameters, self.OUTPUT_FORMAT, context)]
        options = [part for part in [self.parameterAsString(parameters, self.CREATION_OPTIONS, context)] if part]
        if output_format == "cog":
            cog_options(options)
        else:
            gtiff_options(np.dtype(np.uint8), options)
        return {
            "data_type": DATA_TYPES[self.parameterAsEnumString(parameters, self.DATA_TYPE, context)],
            "output_format": output_format,
            "creation_options": options,
            "overviews": self.parameterAsBoolean(parameters, self.OVERVIEWS, context),
        }


def _options_widget():
    """QGIS's own editor of creation options: in Python up to about 3.38, since then a widget with a name."""
    try:
        older = find_spec(_OLDER_WIDGET) is not None
    except ModuleNotFoundError:
        older = False
    return {"class": f"{_OLDER_WIDGET}.RasterOptionsWidgetWrapper"} if older else {"widget_type": "rasteroptions"}
