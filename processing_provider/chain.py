"""What the ready-made chains share: each runs a model of the Model Designer that the plugin brings along.

A model that is added to a provider as it is would have other parameter names in each QGIS (its raster is
``classify:OUTPUT`` in 3.22 and ``colour_photo`` in 3.40) and no translated words. So an algorithm with names that stay
stands before it.
"""

from pathlib import Path

from qgis.core import QgsProcessingException, QgsProcessingModelAlgorithm
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import Cancelled, InputError
from .interface import Algorithm

translate = QCoreApplication.translate
MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


class Chain(Algorithm):
    """Runs ``resources/models/NAME.model3``, whose inputs have the names of the parameters.

    DESTINATIONS tells for each destination which output of which child of the model is written there; the parameters in
    NOT_IN_MODEL are for the algorithm alone.
    """

    ICON = "chain.svg"
    DESTINATIONS = {}
    NOT_IN_MODEL = ()

    def group(self):
        return translate("ImageTranslation", "Ready-made chains")

    def groupId(self):
        return "chains"

    def model_summary(self):
        """What the model does, where the algorithm can do more."""
        return self.summary()

    @classmethod
    def path(cls):
        """The model, which the Model Designer can open."""
        return MODELS / f"{cls.NAME}.model3"

    def check(self, parameters, context):
        for item in self.parameterDefinitions():
            if item.type() == "raster":
                self.raster_source(parameters, item.name(), context)

    def call_engine(self, parameters, context, feedback):
        model = QgsProcessingModelAlgorithm()
        if not model.fromFile(str(self.path())):
            text = translate("ImageTranslation", "{path} cannot be read; install the plugin again.")
            raise InputError(text.format(path=self.path()))
        names = self._names_in(model)
        filled = {name: value for name, value in self._filled(parameters).items() if name not in self.NOT_IN_MODEL}
        given = {names.get(name, name): value for name, value in filled.items()}
        results, fine = model.run(given, context, feedback.qgis, {}, False)
        self.check_run(fine, feedback)
        outputs = {name: results[names[name]] for name in self.DESTINATIONS if results.get(names[name])}
        self.name_layers(outputs, parameters, context)
        return outputs

    def check_run(self, fine, feedback):
        """Raise what tells that a run of another algorithm has not ended well."""
        if feedback.is_cancelled():
            raise Cancelled("")  # the step that was stopped has told what is kept
        if not fine:
            raise QgsProcessingException(translate("ImageTranslation", "The chain has stopped; see the log above."))

    def name_layers(self, outputs, parameters, context):
        """Let QGIS call the layers that it is going to load as the parameters are called."""
        for name, path in outputs.items():
            if context.willLoadLayerOnCompletion(path):
                details = context.layerToLoadOnCompletionDetails(path)
                given_name = getattr(parameters.get(name), "destinationName", "")
                details.name = given_name or self.parameterDefinition(name).description()

    def _filled(self, parameters):
        """The parameters, with the defaults of those that are empty."""
        inputs = (item for item in self.parameterDefinitions() if not item.isDestination())
        defaults = {item.name(): item.defaultValue() for item in inputs}
        given = {name: value for name, value in parameters.items() if value not in (None, "", [])}
        return {**defaults, **given}

    def _names_in(self, model):
        """What this QGIS calls the destinations of the model: {own name: name in the model}."""
        by_label = {item.description(): item.name() for item in model.parameterDefinitions() if item.isDestination()}
        outputs = {
            (child, output.childOutputName()): output.description()
            for child, algorithm in model.childAlgorithms().items()
            for output in algorithm.modelOutputs().values()
        }
        return {name: by_label[outputs[place]] for name, place in self.DESTINATIONS.items()}
