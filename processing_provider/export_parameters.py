"""The parameters of Export Training Chips, with the words that people read."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from .interface import Algorithm

translate = QCoreApplication.translate
MASK_RULES = ("intersects", "within")
GRIDS = ("target", "input", "finer")
RESAMPLING = ("bilinear", "nearest", "cubic", "cubicspline", "lanczos", "average")
ROTATIONS = {"none": "none", "quarter turns": "quarter_turns", "angle": "angle"}
OVERWRITE = ("refuse", "append", "replace")


class ExportParameters(Algorithm):
    """Declares them; :class:`ExportTrainingChips` reads them."""

    INPUT = "INPUT"
    INPUT_BANDS = "INPUT_BANDS"
    TARGET = "TARGET"
    TARGET_BANDS = "TARGET_BANDS"
    GREY_FROM_TARGET = "GREY_FROM_TARGET"
    TILE_SIZE = "TILE_SIZE"
    STRIDE = "STRIDE"
    EXTENT = "EXTENT"
    MASK = "MASK"
    MASK_RULE = "MASK_RULE"
    GRID = "GRID"
    CELL_SIZE = "CELL_SIZE"
    RESAMPLING = "RESAMPLING"
    IMAGE_FORMAT = "IMAGE_FORMAT"
    MAX_NODATA = "MAX_NODATA"
    ROTATIONS = "ROTATIONS"
    ROTATION_ANGLE = "ROTATION_ANGLE"
    MAX_CHIPS = "MAX_CHIPS"
    SEED = "SEED"
    VALIDATION = "VALIDATION"
    TEST = "TEST"
    OVERWRITE = "OVERWRITE"
    OUTPUT = "OUTPUT"
    FOOTPRINTS = "FOOTPRINTS"
    CONTACT_SHEET = "CONTACT_SHEET"
    CHIPS = "CHIPS"
    SKIPPED = "SKIPPED"

    def initAlgorithm(self, configuration=None):
        self._add_rasters()
        self._add_place()
        self._add_grid()
        self._add_chips()
        self._add_turns()
        self._add_sample()
        self._add_split()
        self._add_outputs()

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
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer(
                self.TARGET, translate("ImageTranslation", "Target raster (what the model must produce)")
            ),
            translate(
                "ImageTranslation",
                "The kind of imagery that you want to get, for example today's colour orthophoto.",
            ),
        )
        self.add_bands(
            self.TARGET_BANDS,
            translate("ImageTranslation", "Target bands"),
            translate("ImageTranslation", "Bands of the target raster to use; none chosen means all of them."),
            self.TARGET,
            advanced=True,
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

    def _add_place(self):
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, translate("ImageTranslation", "Extent"), optional=True),
            translate(
                "ImageTranslation",
                "Only chips that lie wholly in this rectangle are exported. Empty means all of the area that both "
                "rasters cover.",
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.MASK,
                translate("ImageTranslation", "Mask polygons"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            ),
            translate("ImageTranslation", "Only chips at these polygons are exported, by the rule that comes next."),
            advanced=True,
        )
        self.add_choice(
            self.MASK_RULE,
            translate("ImageTranslation", "Chips to take at the mask"),
            translate(
                "ImageTranslation",
                "intersects: every chip that touches a polygon; within: only chips that lie wholly in the polygons.",
            ),
            MASK_RULES,
            advanced=True,
        )

    def _add_grid(self):
        self.add_choice(
            self.GRID,
            translate("ImageTranslation", "Grid of the chips"),
            translate(
                "ImageTranslation",
                "Where the rasters differ in coordinate reference system, cell size or position, both are brought onto "
                "one grid: that of the target, that of the input, or the finer one. The raster that lies on it already "
                "is not changed by a single pixel.",
            ),
            GRIDS,
            advanced=True,
        )
        self.add_number(
            self.CELL_SIZE,
            translate("ImageTranslation", "Cell size (0: that of the grid)"),
            translate(
                "ImageTranslation",
                "Width and height of a pixel of the chips, in units of the grid's coordinate reference system. A model "
                "works best at the cell size that it was trained at.",
            ),
            0.0,
            0.0,
            advanced=True,
            real=True,
            decimals=10,
        )
        self.add_choice(
            self.RESAMPLING,
            translate("ImageTranslation", "Resampling"),
            translate(
                "ImageTranslation",
                "How pixels are brought onto the grid; used only for a raster that lies on another one, and for chips "
                "turned by an angle. nearest suits classes and is half a pixel off for pictures.",
            ),
            RESAMPLING,
            advanced=True,
        )

    def _add_chips(self):
        self.add_number(
            self.TILE_SIZE,
            translate("ImageTranslation", "Chip size (pixels)"),
            translate("ImageTranslation", "Width and height of a chip. 256 suits Pix2Pix; at least 32."),
            256,
            32,
            8192,
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
            decimals=2,
        )

    def _add_turns(self):
        self.add_choice(
            self.ROTATIONS,
            translate("ImageTranslation", "Turned chips"),
            translate(
                "ImageTranslation",
                "More training chips: each one again by 90, 180 and 270 degrees (quarter turns), or once by an angle "
                "of your choice. They are read from the rasters, so that no corner is black. Training turns and flips "
                "chips by quarters anyway.",
            ),
            ROTATIONS,
            advanced=True,
        )
        self.add_number(
            self.ROTATION_ANGLE,
            translate("ImageTranslation", "Angle of the turned chips (degrees)"),
            translate("ImageTranslation", "Counter-clockwise; used when turned chips are set to angle."),
            45.0,
            -360.0,
            360.0,
            advanced=True,
            real=True,
            decimals=2,
        )

    def _add_sample(self):
        self.add_number(
            self.MAX_CHIPS,
            translate("ImageTranslation", "Largest number of chips (0: no limit)"),
            translate(
                "ImageTranslation",
                "For huge rasters: take a random sample, spread evenly over the area. Turned chips are not counted.",
            ),
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
            advanced=True,
            real=True,
            decimals=2,
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
            decimals=2,
        )

    def _add_outputs(self):
        self.add_choice(
            self.OVERWRITE,
            translate("ImageTranslation", "If the folder already holds chips"),
            translate(
                "ImageTranslation",
                "refuse: stop without touching them; append: add the new chips, which must be of the same kind and "
                "grid; replace: put the new chips in their place once they are complete.",
            ),
            OVERWRITE,
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
        self.add(
            QgsProcessingParameterVectorDestination(
                self.FOOTPRINTS,
                translate("ImageTranslation", "Chip footprints"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=True,
            ),
            translate(
                "ImageTranslation",
                "The outline of each chip with its split, its share of NoData and its angle, in a colour for each "
                "split. Left temporary it is the file footprints.gpkg in the folder of the chips; else a copy of it.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.CONTACT_SHEET,
                translate("ImageTranslation", "Contact sheet"),
                fileFilter=translate("ImageTranslation", "HTML files (*.html)"),
                optional=True,
                createByDefault=True,
            ),
            translate(
                "ImageTranslation",
                "A page with sample pairs, histograms and counts, to see at a glance whether the chips are what you "
                "want. It opens in any browser.",
            ),
        )
        self.addOutput(QgsProcessingOutputNumber(self.CHIPS, translate("ImageTranslation", "Number of chips")))
        self.addOutput(QgsProcessingOutputNumber(self.SKIPPED, translate("ImageTranslation", "Chips left out")))
