"""Export Training Chips: a pair of rasters to a folder of image chips."""

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from .interface import Algorithm

translate = QCoreApplication.translate


class ExportTrainingChips(Algorithm):
    """QGIS parameters in, :func:`models.chips.export.export_chips` out; runs in QGIS's own process."""

    NAME = "exporttrainingchips"
    ICON = "export_training_chips.svg"
    INPUT = "INPUT"
    INPUT_BANDS = "INPUT_BANDS"
    TARGET = "TARGET"
    TARGET_BANDS = "TARGET_BANDS"
    GREY_FROM_TARGET = "GREY_FROM_TARGET"
    TILE_SIZE = "TILE_SIZE"
    STRIDE = "STRIDE"
    RESAMPLING = "RESAMPLING"
    IMAGE_FORMAT = "IMAGE_FORMAT"
    MAX_NODATA = "MAX_NODATA"
    MAX_CHIPS = "MAX_CHIPS"
    SEED = "SEED"
    VALIDATION = "VALIDATION"
    TEST = "TEST"
    OVERWRITE = "OVERWRITE"
    OUTPUT = "OUTPUT"
    CHIPS = "CHIPS"
    SKIPPED = "SKIPPED"

    def title(self):
        return translate("ImageTranslation", "Export Training Chips")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of "
            "imagery into the second: for example a grey picture into colour.",
        )

    def initAlgorithm(self, configuration=None):
        self._add_rasters()
        self._add_chips()
        self._add_split()
        self.add_choice(
            self.OVERWRITE,
            translate("ImageTranslation", "If the folder already holds chips"),
            translate(
                "ImageTranslation",
                "refuse: stop without touching them; replace: put the new chips in their place once they are "
                "complete.",
            ),
            ("refuse", "replace"),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFolderDestination(self.OUTPUT, translate("ImageTranslation", "Training chips")),
            translate(
                "ImageTranslation",
                "The folder to make. It holds images/ (the input), images2/ (the target) and chips.json, in the "
                "layout of ArcGIS's Export Tiles, and appears only when the export is complete.",
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(self.CHIPS, translate("ImageTranslation", "Number of chips")))
        self.addOutput(QgsProcessingOutputNumber(self.SKIPPED, translate("ImageTranslation", "Chips left out")))

    def _add_rasters(self):
        self.add(
            QgsProcessingParameterRasterLayer(
                self.INPUT, translate("ImageTranslation", "Input raster (what the model will be given)"), optional=True
            ),
            translate(
                "ImageTranslation",
                "The kind of imagery that you want to translate, over the same ground as the target. It may be the "
                "same raster as the target. Leave it empty when the grey picture is made from the target.",
            ),
        )
        self.add_bands(
            self.INPUT_BANDS,
            translate("ImageTranslation", "Input bands"),
            translate("ImageTranslation", "Bands of the input raster to use; none chosen means all of them."),
            self.INPUT,
        )
        self.add(
            QgsProcessingParameterRasterLayer(
                self.TARGET, translate("ImageTranslation", "Target raster (what the model must produce)")
            ),
            translate(
                "ImageTranslation",
                "The kind of imagery that you want to get, for example today's colour orthophoto. Its grid is the "
                "grid of the chips.",
            ),
        )
        self.add_bands(
            self.TARGET_BANDS,
            translate("ImageTranslation", "Target bands"),
            translate("ImageTranslation", "Bands of the target raster to use; none chosen means all of them."),
            self.TARGET,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.GREY_FROM_TARGET,
                translate("ImageTranslation", "Make the input from the target: its grey picture"),
                defaultValue=False,
            ),
            translate(
                "ImageTranslation",
                "The input is the brightness of the target's first three bands (Rec. 601 luma), so that one colour "
                "orthophoto is enough to learn colorization.",
            ),
        )
        self.add_choice(
            self.RESAMPLING,
            translate("ImageTranslation", "Resampling of the input onto the target's grid"),
            translate("ImageTranslation", "Used only where the grids differ; on equal grids no pixel is changed."),
            ("bilinear", "nearest", "cubic"),
            advanced=True,
        )

    def _add_chips(self):
        self.add_number(
            self.TILE_SIZE,
            translate("ImageTranslation", "Chip size (pixels)"),
            translate("ImageTranslation", "Width and height of a chip. 256 suits Pix2Pix; at least 32."),
            256,
            32,
            4096,
        )
        self.add_number(
            self.STRIDE,
            translate("ImageTranslation", "Stride (pixels)"),
            translate(
                "ImageTranslation",
                "Distance from one chip to the next. Half the chip size gives overlapping chips, hence more of them "
                "from a small area; the chip size or more gives chips without overlap.",
            ),
            128,
            1,
        )
        self.add_choice(
            self.IMAGE_FORMAT,
            translate("ImageTranslation", "Image format"),
            translate(
                "ImageTranslation",
                "TIFF holds every data type and any number of bands; PNG holds 1 or 3 bands of whole numbers; JPEG "
                "changes pixels a little and holds 8-bit pictures.",
            ),
            ("TIFF", "PNG", "JPEG"),
            advanced=True,
        )
        self.add_number(
            self.MAX_NODATA,
            translate("ImageTranslation", "Largest share of NoData in a chip (%)"),
            translate("ImageTranslation", "Chips with more invalid pixels than this, in input or target, are skipped."),
            0.0,
            0.0,
            100.0,
            advanced=True,
            real=True,
        )
        self.add_number(
            self.MAX_CHIPS,
            translate("ImageTranslation", "Largest number of chips (0: no limit)"),
            translate("ImageTranslation", "For huge rasters: take a random sample, spread evenly over the area."),
            0,
            0,
            advanced=True,
        )
        self.add_number(
            self.SEED,
            translate("ImageTranslation", "Seed"),
            translate("ImageTranslation", "The same seed gives the same sample and the same split."),
            0,
            0,
            advanced=True,
        )

    def _add_split(self):
        self.add_number(
            self.VALIDATION,
            translate("ImageTranslation", "Chips kept for validation (%)"),
            translate(
                "ImageTranslation",
                "Share of the chips that training never sees, so that its figures are honest. They are taken in "
                "blocks, and training chips that overlap them are left out.",
            ),
            10.0,
            0.0,
            50.0,
            real=True,
        )
        self.add_number(
            self.TEST,
            translate("ImageTranslation", "Chips kept for a final test (%)"),
            translate("ImageTranslation", "A further share, used neither for training nor to choose the best epoch."),
            0.0,
            0.0,
            50.0,
            advanced=True,
            real=True,
        )

    def check(self, parameters, context):
        grey = self.parameterAsBoolean(parameters, self.GREY_FROM_TARGET, context)
        if not grey and not parameters.get(self.INPUT):
            text = translate(
                "ImageTranslation",
                "INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.",
            )
            raise InputError(text)

    def call_engine(self, parameters, context, feedback):
        from ..models.chips.export import ExportSettings, export_chips

        grey = self.parameterAsBoolean(parameters, self.GREY_FROM_TARGET, context)
        settings = ExportSettings(
            input="" if grey else self.raster_source(parameters, self.INPUT, context),
            target=self.raster_source(parameters, self.TARGET, context),
            output=Path(self.parameterAsString(parameters, self.OUTPUT, context)).absolute(),
            input_bands=() if grey else self.bands(parameters, self.INPUT_BANDS, context),
            target_bands=self.bands(parameters, self.TARGET_BANDS, context),
            grey_from_target=grey,
            tile_size=self.parameterAsInt(parameters, self.TILE_SIZE, context),
            stride=self.parameterAsInt(parameters, self.STRIDE, context),
            image_format=self.parameterAsEnumString(parameters, self.IMAGE_FORMAT, context),
            max_nodata=self.parameterAsDouble(parameters, self.MAX_NODATA, context),
            validation=self.parameterAsDouble(parameters, self.VALIDATION, context),
            test=self.parameterAsDouble(parameters, self.TEST, context),
            resampling=self.parameterAsEnumString(parameters, self.RESAMPLING, context),
            max_chips=self.parameterAsInt(parameters, self.MAX_CHIPS, context),
            seed=self.parameterAsInt(parameters, self.SEED, context),
            overwrite=self.parameterAsEnumString(parameters, self.OVERWRITE, context),
        )
        result = export_chips(settings, feedback)
        return {self.OUTPUT: str(result.folder), self.CHIPS: result.chips, self.SKIPPED: result.skipped}
