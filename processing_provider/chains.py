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

from .chain import Chain
from .classify_pixels import ClassifyPixels
from .colorize_historical_photos import ColorizeHistoricalPhotos
from .training_chain import TrainingChain

translate = QCoreApplication.translate


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
