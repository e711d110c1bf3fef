"""Compare Images: two rasters to a page on which one is swiped over the other."""

from pathlib import Path

from qgis.core import (
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from .figure_outputs import add_figure_outputs, figure_values
from .interface import Algorithm

translate = QCoreApplication.translate
METHODS = {"": "model", "BEFORE_": "copy"}


class CompareImages(Algorithm):
    """QGIS parameters in, :func:`models.comparison.compare_images` out; runs in QGIS's own process."""

    NAME = "compareimages"
    ICON = "compare_images.svg"
    BEFORE = "BEFORE"
    BEFORE_BANDS = "BEFORE_BANDS"
    AFTER = "AFTER"
    AFTER_BANDS = "AFTER_BANDS"
    EXTENT = "EXTENT"
    SIZE = "SIZE"
    TRUTH = "TRUTH"
    TRUTH_BANDS = "TRUTH_BANDS"
    OUTPUT = "OUTPUT"

    def title(self):
        return translate("ImageTranslation", "Compare Images")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Makes a page on which one picture is swiped over another, to see what a translation has changed. It "
            "opens in any browser and can be sent to others.",
        )

    def initAlgorithm(self, configuration=None):
        bands = translate(
            "ImageTranslation", "One band for grey, three for red, green and blue; none chosen means the first ones."
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.BEFORE, translate("ImageTranslation", "Before")),
            translate("ImageTranslation", "The raster on the left, for example the grey air photo."),
        )
        self.add_bands(
            self.BEFORE_BANDS, translate("ImageTranslation", "Bands of before"), bands, self.BEFORE, advanced=True
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.AFTER, translate("ImageTranslation", "After")),
            translate(
                "ImageTranslation",
                "The raster on the right, of the same ground; the other one is brought onto its grid.",
            ),
        )
        self.add_bands(
            self.AFTER_BANDS, translate("ImageTranslation", "Bands of after"), bands, self.AFTER, advanced=True
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, translate("ImageTranslation", "Extent"), optional=True),
            translate(
                "ImageTranslation",
                "Only this part is shown, hence in more detail. Empty means all of the raster after.",
            ),
        )
        self.add_number(
            self.SIZE,
            translate("ImageTranslation", "Size of the pictures (pixels)"),
            translate("ImageTranslation", "The longer side, at most; smaller rasters are shown as they are."),
            1600,
            64,
            8192,
            advanced=True,
        )
        self._add_truth()
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT,
                translate("ImageTranslation", "Comparison"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
            ),
            translate("ImageTranslation", "The page. It holds both pictures and needs no other file."),
        )

    def _add_truth(self):
        self.add(
            QgsProcessingParameterRasterLayer(self.TRUTH, translate("ImageTranslation", "Truth"), optional=True),
            translate(
                "ImageTranslation",
                "What the raster after should be, where that is known: then figures of both rasters against it stand "
                "below the pictures. Evaluate Model tells more.",
            ),
            advanced=True,
        )
        self.add_bands(
            self.TRUTH_BANDS,
            translate("ImageTranslation", "Bands of the truth"),
            translate("ImageTranslation", "None chosen means all, or as many as the other raster has."),
            self.TRUTH,
            advanced=True,
        )
        of = (
            translate("ImageTranslation", "{figure} of the raster after"),
            translate("ImageTranslation", "{figure} of the raster before"),
        )
        add_figure_outputs(self, dict(zip(METHODS, of)))

    def check(self, parameters, context):
        for name in (self.BEFORE, self.AFTER, self.TRUTH):
            self.raster_source(parameters, name, context)

    def call_engine(self, parameters, context, feedback):
        from ..models.comparison import ComparisonSettings, compare_images

        settings = ComparisonSettings(
            before=self.raster_source(parameters, self.BEFORE, context),
            before_bands=self.bands(parameters, self.BEFORE_BANDS, context),
            after=self.raster_source(parameters, self.AFTER, context),
            after_bands=self.bands(parameters, self.AFTER_BANDS, context),
            extent=self.extent(parameters, self.EXTENT, context, self.AFTER),
            size=self.parameterAsInt(parameters, self.SIZE, context),
            output=Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)).absolute(),
            truth=self.raster_source(parameters, self.TRUTH, context),
            truth_bands=self.bands(parameters, self.TRUTH_BANDS, context),
        )
        comparison = compare_images(settings, feedback)
        return {self.OUTPUT: str(comparison.output), **figure_values(comparison.figures, METHODS)}
