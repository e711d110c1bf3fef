"""Export Training Chips: a pair of rasters to a folder of image chips."""

from pathlib import Path

from qgis.core import QgsProcessing, QgsProcessingContext, QgsProcessingOutputLayerDefinition
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import InputError
from .export_parameters import ROTATIONS, ExportParameters
from .styling import FootprintsStyle

translate = QCoreApplication.translate


class ExportTrainingChips(ExportParameters):
    """QGIS parameters in, :func:`models.chips.export.export_chips` out; runs in QGIS's own process."""

    NAME = "exporttrainingchips"
    ICON = "export_training_chips.svg"

    def title(self):
        return translate("ImageTranslation", "Export Training Chips")

    def summary(self):
        return translate(
            "ImageTranslation",
            "Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of "
            "imagery into the second: for example a grey picture into colour.",
        )

    def check(self, parameters, context):
        grey = self.parameterAsBoolean(parameters, self.GREY_FROM_TARGET, context)
        if not grey and not parameters.get(self.INPUT):
            text = translate(
                "ImageTranslation",
                "INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.",
            )
            raise InputError(text)
        for name in (self.TARGET,) if grey else (self.INPUT, self.TARGET):
            self.raster_source(parameters, name, context)

    def call_engine(self, parameters, context, feedback):
        from ..models.chips.export import ExportSettings, export_chips

        settings = ExportSettings(
            **self._rasters(parameters, context),
            **self._place(parameters, context, feedback),
            **self._numbers(parameters, context),
            **self._words(parameters, context),
            **self._outputs(parameters, context),
        )
        result = export_chips(settings, feedback)
        outputs = {
            self.OUTPUT: str(result.folder),
            self.FOOTPRINTS: self._footprints(parameters, context, result.folder),
            self.CHIPS: result.chips,
            self.SKIPPED: result.skipped,
        }
        page = settings.contact_sheet
        return {**outputs, self.CONTACT_SHEET: str(page)} if page and page.is_file() else outputs

    def _rasters(self, parameters, context):
        grey = self.parameterAsBoolean(parameters, self.GREY_FROM_TARGET, context)
        return {
            "grey_from_target": grey,
            "input": "" if grey else self.raster_source(parameters, self.INPUT, context),
            "input_bands": () if grey else self.bands(parameters, self.INPUT_BANDS, context),
            "target": self.raster_source(parameters, self.TARGET, context),
            "target_bands": self.bands(parameters, self.TARGET_BANDS, context),
        }

    def _place(self, parameters, context, feedback):
        place = {"extent": self.extent(parameters, self.EXTENT, context, self.TARGET)}
        if parameters.get(self.MASK):
            place["mask"], place["mask_layer"] = self.polygons(parameters, self.MASK, context, feedback)
        return place

    def _numbers(self, parameters, context):
        whole = (self.TILE_SIZE, self.STRIDE, self.MAX_CHIPS, self.SEED)
        real = (self.CELL_SIZE, self.ROTATION_ANGLE, self.MAX_NODATA, self.VALIDATION, self.TEST)
        return {
            **{name.lower(): self.parameterAsInt(parameters, name, context) for name in whole},
            **{name.lower(): self.parameterAsDouble(parameters, name, context) for name in real},
        }

    def _words(self, parameters, context):
        names = (self.MASK_RULE, self.GRID, self.RESAMPLING, self.IMAGE_FORMAT, self.OVERWRITE)
        words = {name.lower(): self.parameterAsEnumString(parameters, name, context) for name in names}
        return {**words, "rotations": ROTATIONS[self.parameterAsEnumString(parameters, self.ROTATIONS, context)]}

    def _outputs(self, parameters, context):
        page = self.parameterAsFileOutput(parameters, self.CONTACT_SHEET, context)
        return {
            "output": Path(self.parameterAsString(parameters, self.OUTPUT, context)).absolute(),
            "contact_sheet": Path(page).absolute() if page else None,
        }

    def _footprints(self, parameters, context, folder):
        """Where the footprints are; QGIS loads them from there if the user wants that."""
        from ..models.chips.footprints import FILE_NAME, copy_footprints

        value, path = parameters.get(self.FOOTPRINTS), str(folder / FILE_NAME)
        if not value:
            return path
        definition = value if isinstance(value, QgsProcessingOutputLayerDefinition) else None
        sink = definition.sink.staticValue() if definition else value
        if sink != QgsProcessing.TEMPORARY_OUTPUT:
            path = self.parameterAsOutputLayer(parameters, self.FOOTPRINTS, context)
            copy_footprints(folder, Path(path))
        elif definition and definition.destinationProject:
            name = definition.destinationName or self.parameterDefinition(self.FOOTPRINTS).description()
            details = QgsProcessingContext.LayerDetails(name, definition.destinationProject, self.FOOTPRINTS)
            context.addLayerToLoadOnCompletion(path, details)
        FootprintsStyle.apply_on_load(path, context)
        return path
