"""The chain for old photos: the colours of today's orthophoto at once, or a training on it."""

from osgeo import gdal
from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from ..models.package.starter import STARTER
from .classify_pixels import ClassifyPixels
from .python_environment import find_python
from .training_chain import TrainingChain

translate = QCoreApplication.translate


class ColorizeHistoricalPhotos(TrainingChain):
    """Today's colour orthophoto and an old photo in; the old photo in colour out."""

    NAME = "colorizehistoricalphotos"
    PACKAGES = ClassifyPixels.PACKAGES
    TRAIN = "TRAIN"
    NOT_IN_MODEL = (TRAIN,)
    OF_TRAINING = ("PRESET", "MAX_MINUTES", "MAX_EPOCHS", "TILE_SIZE", "MAX_CHIPS", "BASE_MODEL", "MODEL", "REPORT")

    def title(self):
        return translate("ImageTranslation", "Colorize historical photos")

    def summary(self):
        return translate(
            "ImageTranslation",
            "From today's colour orthophoto to a colour version of an old black-and-white photo in one go: in seconds, "
            "by giving the colours of the orthophoto to the model that comes with the plugin, or in minutes, by "
            "training a model on the orthophoto that copes with the faults of old film.",
        )

    def model_summary(self):
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
                "but should show the same kind of landscape. Without a training it may be a web map, too.",
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, translate("ImageTranslation", "Historical photo")),
            translate("ImageTranslation", "The black-and-white photo; its first band is used."),
        )
        self.add(
            # A text, which no widget gives: commands that QGIS writes leave out what is equal to the default, and one
            # that names a file for the model would then be taken for one of the time before this parameter.
            QgsProcessingParameterBoolean(
                self.TRAIN,
                translate("ImageTranslation", "Train a model on the orthophoto (minutes)"),
                defaultValue="false",
            ),
            translate(
                "ImageTranslation",
                "No: the photo has colours in seconds. Yes: the better second step, for which the parameters below "
                "are; it needs PyTorch. A script that sets one of those and not this one trains.",
            ),
        )
        self.add_training()
        self.add_outputs(
            translate("ImageTranslation", "Colour photo"),
            translate("ImageTranslation", "The old photo in colour, on its own grid and with its own detail."),
            translate(
                "ImageTranslation",
                "The trained model, or without a training the base model with the colours of the orthophoto. Keep it "
                "to colorize more photos of the place with Classify Pixels.",
            ),
            optional=True,
        )

    def check(self, parameters, context):
        if self._trains(parameters, context):
            find_python(TrainingChain.PACKAGES)
            super().check(parameters, context)
        else:
            classify = ClassifyPixels().create()
            classify.check(self._for_classify(parameters, context), context)

    def call_engine(self, parameters, context, feedback):
        if self._trains(parameters, context):
            return super().call_engine(
                {**parameters, self.MODEL: parameters.get(self.MODEL) or QgsProcessing.TEMPORARY_OUTPUT},
                context,
                feedback,
            )
        feedback.info(
            translate(
                "ImageTranslation",
                "The photo gets the colours of the orthophoto without a training; with TRAIN a model learns from it.",
            )
        )
        given = {**self._for_classify(parameters, context), self.OUTPUT: parameters[self.OUTPUT]}
        results, fine = ClassifyPixels().create().run(given, context, feedback.qgis, {}, False)
        self.check_run(fine, feedback)
        outputs = {self.OUTPUT: results[ClassifyPixels.OUTPUT]}
        if results.get(ClassifyPixels.ADAPTED_MODEL):
            outputs[self.MODEL] = results[ClassifyPixels.ADAPTED_MODEL]
        self.name_layers(outputs, parameters, context)
        return outputs

    def _trains(self, parameters, context):
        """As TRAIN says; where it says nothing, as in calls older than it, whether anything is said of a training."""
        if parameters.get(self.TRAIN) in (None, ""):
            return any(parameters.get(name) not in (None, "") for name in self.OF_TRAINING)
        return self.parameterAsBoolean(parameters, self.TRAIN, context)

    def _for_classify(self, parameters, context):
        """Parameters of Classify Pixels for a run without training, but for the raster that it writes."""
        base = parameters.get(self.BASE_MODEL)
        match = self.parameterAsBoolean(parameters, self.MATCH_CELL_SIZE, context)
        return {
            ClassifyPixels.INPUT: parameters[self.INPUT],
            ClassifyPixels.MODEL: base or STARTER,
            ClassifyPixels.MATCH_CELL_SIZE: bool(base) and match,  # the place fits the starter to the photo's own cells
            ClassifyPixels.REFERENCE: [self._orthophoto(parameters, context)],
            ClassifyPixels.ADAPTED_MODEL: parameters.get(self.MODEL),
        }

    def _orthophoto(self, parameters, context):
        """What is given for TARGET, or a virtual raster of the part of it that EXTENT chooses.

        Raises:
            InputError: there is no such raster, or no such part of it.
        """
        from ..models.rasters.calls import GdalFailure, checked

        layer = self.parameterAsRasterLayer(parameters, self.TARGET, context)
        if layer is None:
            raise InputError(self.no_raster(self.TARGET, parameters.get(self.TARGET)))
        extent = self.extent(parameters, self.EXTENT, context, self.TARGET)
        if not extent or layer.providerType() != "gdal":
            return parameters[self.TARGET]
        part = QgsRectangle(*extent).intersect(layer.extent())
        window = [part.xMinimum(), part.yMaximum(), part.xMaximum(), part.yMinimum()]
        path = QgsProcessingUtils.generateTempFilename("extent.vrt")
        try:
            if part.isEmpty():
                raise GdalFailure
            checked(gdal.Translate, path, self.gdal_source(layer, self.TARGET), format="VRT", projWin=window)
        except GdalFailure as error:
            text = translate(
                "ImageTranslation",
                "EXTENT chooses no part of TARGET ({layer}) that can be cut out; choose another one, or leave it "
                "empty.",
            )
            raise InputError(text.format(layer=layer.name())) from error
        return path
