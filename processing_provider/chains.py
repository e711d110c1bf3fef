"""The ready-made chains: their parameters, with the words that people read. What they do is in resources/models/."""

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from .chain import Chain
from .classify_pixels import ClassifyPixels
from .recipe_parameters import PRESET_NAMES
from .train_image_translation_model import TrainImageTranslationModel

translate = QCoreApplication.translate


class TrainingChain(Chain):
    """A raster to learn from and another one to translate; in between chips, which are temporary, and a model."""

    PACKAGES = (*TrainImageTranslationModel.PACKAGES, *ClassifyPixels.PACKAGES)
    DESTINATIONS = {"OUTPUT": ("classify", "OUTPUT"), "MODEL": ("train", "OUTPUT"), "REPORT": ("train", "REPORT")}
    TARGET = "TARGET"
    INPUT = "INPUT"
    EXTENT = "EXTENT"
    PRESET = "PRESET"
    MAX_MINUTES = "MAX_MINUTES"
    MAX_EPOCHS = "MAX_EPOCHS"
    TILE_SIZE = "TILE_SIZE"
    MAX_CHIPS = "MAX_CHIPS"
    BASE_MODEL = "BASE_MODEL"
    MATCH_CELL_SIZE = "MATCH_CELL_SIZE"
    OUTPUT = "OUTPUT"
    MODEL = "MODEL"
    REPORT = "REPORT"

    def add_training(self):
        """Declare how long and on what to train."""
        self.add_choice(
            self.PRESET,
            translate("ImageTranslation", "Preset"),
            translate(
                "ImageTranslation",
                "The recipe of the training. Fast: something good in ten minutes on a laptop. Balanced: the best "
                "result for the time on most computers. Classic: the original Pix2Pix. Best: for a graphics card.",
            ),
            PRESET_NAMES,
            default="Balanced",
        )
        self.add_number(
            self.MAX_MINUTES,
            translate("ImageTranslation", "Minutes of training, at most (0: no limit)"),
            translate(
                "ImageTranslation",
                "More minutes give better results. The training ends earlier when nothing improves any more.",
            ),
            30.0,
            0.0,
            1e6,
            real=True,
            decimals=1,
        )
        self.add(
            QgsProcessingParameterExtent(
                self.EXTENT, translate("ImageTranslation", "Extent to learn from"), optional=True
            ),
            translate(
                "ImageTranslation",
                "The model learns from this part of the raster only, best one that looks like the raster to "
                "translate. Empty means all of it.",
            ),
            advanced=True,
        )
        self.add_number(
            self.MAX_EPOCHS,
            translate("ImageTranslation", "Epochs, at most"),
            translate("ImageTranslation", "How often the training goes through all chips."),
            200,
            1,
            1_000_000,
            advanced=True,
        )
        self.add_number(
            self.TILE_SIZE,
            translate("ImageTranslation", "Chip size (pixels)"),
            translate(
                "ImageTranslation",
                "Width and height of the pieces that the model learns from; half a chip lies between one and the "
                "next. Smaller ones suit small rasters.",
            ),
            256,
            32,
            8192,
            advanced=True,
        )
        self.add_number(
            self.MAX_CHIPS,
            translate("ImageTranslation", "Largest number of chips (0: no limit)"),
            translate("ImageTranslation", "A larger raster is sampled, spread evenly over its area."),
            3000,
            0,
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile(
                self.BASE_MODEL,
                translate("ImageTranslation", "Base model"),
                optional=True,
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk starter)"),
            ),
            translate(
                "ImageTranslation",
                "A model package of the same bands to start from, so that a few minutes are enough, for example one "
                "from an earlier run of this chain. Empty: from 8-bit grey to colour the starter model, which comes "
                "with the plugin; else afresh.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.MATCH_CELL_SIZE,
                translate("ImageTranslation", "Match the cell size of the model"),
                defaultValue=True,
            ),
            translate(
                "ImageTranslation",
                "Works on the raster to translate at the cell size of the one that the model learns from, and brings "
                "the result back to its own grid. Both need a coordinate reference system for it.",
            ),
            advanced=True,
        )

    def check(self, parameters, context):
        super().check(parameters, context)
        if not self.parameterAsBoolean(parameters, self.MATCH_CELL_SIZE, context):
            return
        for name in (self.TARGET, self.INPUT):
            layer = self.parameterAsRasterLayer(parameters, name, context)
            if not layer.crs().isValid():
                text = translate(
                    "ImageTranslation",
                    "{parameter} ({layer}) has no coordinate reference system: assign one, or switch MATCH_CELL_SIZE "
                    "off.",
                )
                raise InputError(text.format(parameter=name, layer=layer.name()))

    def add_outputs(self, label, text):
        """Declare what is written, the raster with the words of the chain."""
        self.add(QgsProcessingParameterRasterDestination(self.OUTPUT, label), text)
        self.add(
            QgsProcessingParameterFileDestination(
                self.MODEL,
                translate("ImageTranslation", "Model package"),
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk)"),
            ),
            translate(
                "ImageTranslation",
                "The trained model. Keep it to translate more rasters of the same kind with Classify Pixels.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT,
                translate("ImageTranslation", "Training report"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
                optional=True,
                createByDefault=True,
            ),
            translate("ImageTranslation", "A page with curves, sample pictures and figures. It opens in any browser."),
        )


class ColorizeHistoricalPhotos(TrainingChain):
    """Today's colour orthophoto and an old photo in; the old photo in colour out."""

    NAME = "colorizehistoricalphotos"

    def title(self):
        return translate("ImageTranslation", "Colorize historical photos")

    def summary(self):
        return translate(
            "ImageTranslation",
            "From today's colour orthophoto to a colour version of an old black-and-white photo in one go: cuts "
            "training chips from the orthophoto and its grey picture, trains a model on them that copes with the "
            "faults of old film, and runs it over the old photo.",
        )

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterRasterLayer(self.TARGET, translate("ImageTranslation", "Colour orthophoto of today")),
            translate(
                "ImageTranslation",
                "Its first three bands are red, green and blue. It need not show the same ground as the old photo, "
                "but should show the same kind of landscape.",
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, translate("ImageTranslation", "Historical photo")),
            translate("ImageTranslation", "The black-and-white photo; its first band is used."),
        )
        self.add_training()
        self.add_outputs(
            translate("ImageTranslation", "Colour photo"),
            translate("ImageTranslation", "The old photo in colour, on its own grid and with its own detail."),
        )


class NearInfraredToNaturalColour(TrainingChain):
    """A raster with colours and near infrared, and one without some of the colours, in; natural colour out."""

    NAME = "nearinfraredtonaturalcolour"
    TARGET_BANDS = "TARGET_BANDS"
    INFRARED_BANDS = "INFRARED_BANDS"
    INPUT_BANDS = "INPUT_BANDS"

    def title(self):
        return translate("ImageTranslation", "Near infrared to natural colour")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Learns on a raster with red, green, blue and near infrared how natural colours follow from infrared "
            "imagery, and gives natural colours to another raster that has the infrared only, such as infrared film.",
        )

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterRasterLayer(
                self.TARGET, translate("ImageTranslation", "Raster with red, green, blue and near infrared")
            ),
            translate("ImageTranslation", "What the model learns from, for example an orthophoto with four bands."),
        )
        self._add_learned_bands(
            self.TARGET_BANDS,
            translate("ImageTranslation", "Its red, green and blue band"),
            translate(
                "ImageTranslation",
                "The bands that the model must produce, in this order; none chosen means 1, 2 and 3.",
            ),
            [1, 2, 3],
        )
        self._add_learned_bands(
            self.INFRARED_BANDS,
            translate("ImageTranslation", "Its bands that the other raster has too"),
            translate(
                "ImageTranslation",
                "Near infrared alone, or also others, in the order of the other raster: for infrared film (near "
                "infrared, red, green) that is usually 4, 1, 2. None chosen means 4.",
            ),
            [4],
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, translate("ImageTranslation", "Infrared raster")),
            translate("ImageTranslation", "The raster to give natural colours to."),
        )
        self.add_bands(
            self.INPUT_BANDS,
            translate("ImageTranslation", "Bands of the infrared raster"),
            translate(
                "ImageTranslation",
                "As many as above and in the same order. None chosen means those that have the same names, or the "
                "first ones where such names are not found.",
            ),
            self.INPUT,
        )
        self.add_training()
        self.add_outputs(
            translate("ImageTranslation", "Natural colours"),
            translate("ImageTranslation", "Red, green and blue on the grid of the infrared raster."),
        )

    def _add_learned_bands(self, name, label, text, default):
        self.add(
            QgsProcessingParameterBand(
                name,
                label,
                defaultValue=default,
                parentLayerParameterName=self.TARGET,
                optional=True,
                allowMultiple=True,
            ),
            text,
        )


class CompareBeforeAndAfter(Chain):
    """A raster and a model in; the translated raster, and a page to compare the two, out."""

    NAME = "comparebeforeandafter"
    PACKAGES = ClassifyPixels.PACKAGES
    DESTINATIONS = {"OUTPUT": ("classify", "OUTPUT"), "COMPARISON": ("compare", "OUTPUT")}
    INPUT = "INPUT"
    MODEL = "MODEL"
    EXTENT = "EXTENT"
    MATCH_CELL_SIZE = "MATCH_CELL_SIZE"
    OUTPUT = "OUTPUT"
    COMPARISON = "COMPARISON"

    def title(self):
        return translate("ImageTranslation", "Compare before and after")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Runs a trained model over a raster and makes a page on which the result is swiped over the raster, to "
            "judge the model or to show it to others.",
        )

    def initAlgorithm(self, configuration=None):
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, translate("ImageTranslation", "Input raster")),
            translate("ImageTranslation", "The raster to translate, of the kind that the model was trained on."),
        )
        self.add(
            QgsProcessingParameterFile(
                self.MODEL,
                translate("ImageTranslation", "Model package"),
                fileFilter=translate("ImageTranslation", "Model (*.dlpk *.emd *.onnx)"),
            ),
            translate("ImageTranslation", "The .dlpk made by Train Image Translation Model or by a ready-made chain."),
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, translate("ImageTranslation", "Extent"), optional=True),
            translate(
                "ImageTranslation",
                "Only this part of the raster is translated and shown, hence in more detail. Empty means all of it.",
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(
                self.MATCH_CELL_SIZE,
                translate("ImageTranslation", "Match the cell size of the model"),
                defaultValue=False,
            ),
            translate(
                "ImageTranslation",
                "Resamples the raster to the cell size that the model was trained on, and the result back to the "
                "raster's own grid.",
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, translate("ImageTranslation", "Translated raster")),
            translate("ImageTranslation", "A GeoTIFF on the grid of the input. It appears only when it is complete."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.COMPARISON,
                translate("ImageTranslation", "Comparison"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
            ),
            translate("ImageTranslation", "The page. It holds both pictures and needs no other file."),
        )


CHAINS = (ColorizeHistoricalPhotos, NearInfraredToNaturalColour, CompareBeforeAndAfter)
