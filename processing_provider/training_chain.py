"""What the ready-made chains share that train a model: their parameters, with the words that people read."""

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
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

    def add_outputs(self, label, text, model=None, optional=False):
        """Declare what is written, the raster with the words of the chain.

        Args:
            label, text: of the raster.
            model: help of the model package, where it is not simply the trained one.
            optional: whether the package may be left out.
        """
        self.add(QgsProcessingParameterRasterDestination(self.OUTPUT, label), text)
        self.add(
            QgsProcessingParameterFileDestination(
                self.MODEL,
                translate("ImageTranslation", "Model package"),
                fileFilter=translate("ImageTranslation", "Model package (*.dlpk)"),
                optional=optional,
                createByDefault=True,
            ),
            model
            or translate(
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
