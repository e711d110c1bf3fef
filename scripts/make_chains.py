"""Writes the models behind the ready-made chains: resources/models/*.model3.

    /usr/bin/python3 scripts/make_chains.py     with the oldest QGIS that the plugin supports, so that all can read them

Inputs, labels and help are those of the algorithms in processing_provider/; here is what the chains do.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QGIS_PLUGINS = "/usr/share/qgis/python/plugins"
EXPORT = "imagetranslation:exporttrainingchips"
TRAIN = "imagetranslation:trainimagetranslationmodel"
CLASSIFY = "imagetranslation:classifypixels"
COMPARE = "imagetranslation:compareimages"
TRAINING = {
    "CHIPS": "export.OUTPUT",
    "PRESET": "@PRESET",
    "BASE_MODEL": "@BASE_MODEL",
    "MAX_EPOCHS": "@MAX_EPOCHS",
    "MAX_MINUTES": "@MAX_MINUTES",
}
CLASSIFICATION = {"INPUT": "@INPUT", "MODEL": "train.OUTPUT", "MATCH_CELL_SIZE": "@MATCH_CELL_SIZE"}
CHIPS = {
    "TARGET": "@TARGET",
    "EXTENT": "@EXTENT",
    "TILE_SIZE": "@TILE_SIZE",
    "STRIDE": "=@TILE_SIZE / 2",
    "MAX_CHIPS": "@MAX_CHIPS",
}
# Child by child: where each parameter comes from. "@NAME" is an input of the model, "child.NAME" an output of a child,
# "=…" an expression; anything else is the value itself.
STEPS = {
    "colorizehistoricalphotos": {
        "export": (EXPORT, {**CHIPS, "GREY_FROM_TARGET": True}),
        "train": (TRAIN, {**TRAINING, "AUGMENTATION": "historic film"}),
        "classify": (CLASSIFY, {**CLASSIFICATION, "REFERENCE": "@TARGET"}),
    },
    "nearinfraredtonaturalcolour": {
        "export": (
            EXPORT,
            {**CHIPS, "INPUT": "@TARGET", "INPUT_BANDS": "@INFRARED_BANDS", "TARGET_BANDS": "@TARGET_BANDS"},
        ),
        "train": (TRAIN, TRAINING),
        "classify": (CLASSIFY, {**CLASSIFICATION, "INPUT_BANDS": "@INPUT_BANDS"}),
    },
    "comparebeforeandafter": {
        "classify": (CLASSIFY, {name: f"@{name}" for name in ("INPUT", "MODEL", "EXTENT", "MATCH_CELL_SIZE")}),
        "compare": (COMPARE, {"BEFORE": "@INPUT", "AFTER": "classify.OUTPUT"}),
    },
}


def build(chain):
    """The model of a chain.

    Args:
        chain: a :class:`processing_provider.chain.Chain`, initialized.
    """
    from qgis.core import QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm, QgsProcessingModelParameter
    from qgis.PyQt.QtCore import QPointF

    model = QgsProcessingModelAlgorithm(chain.displayName(), chain.group())
    own = [item for item in chain.parameterDefinitions() if item.name() not in chain.NOT_IN_MODEL]
    inputs = [item for item in own if not item.isDestination()]
    for row, item in enumerate(inputs):
        place = QgsProcessingModelParameter(item.name())
        place.setPosition(QPointF(120, 60 + 70 * row))
        model.addModelParameter(item.clone(), place)
    model.setParameterOrder([item.name() for item in inputs])
    for row, (name, (algorithm, values)) in enumerate(STEPS[chain.name()].items()):
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(name)
        child.setDescription(child.algorithm().displayName())
        child.setPosition(QPointF(420, 100 + 180 * row))
        for parameter, value in {**_defaults(child.algorithm()), **values}.items():
            child.addParameterSources(parameter, [_source(value)])
        child.setModelOutputs({output.name(): output for output in _outputs(chain, name, 100 + 180 * row)})
        model.addChildAlgorithm(child)
    helps = {item.name(): item.help() for item in inputs}
    model.setHelpContent({"ALG_DESC": chain.model_summary(), **helps})
    return model


def write(chain, path):
    """Write the model of a chain as the Model Designer does."""
    if not build(chain).toFile(str(path)):
        raise OSError(f"{path} cannot be written.")


def _defaults(algorithm):
    """What the Model Designer would write down too; it takes a model for broken that leaves them out."""
    from qgis.core import QgsProcessingParameterDefinition

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    items = [item for item in algorithm.parameterDefinitions() if not item.isDestination()]
    return {item.name(): item.defaultValue() for item in items if not item.flags() & optional}


def _source(value):
    from qgis.core import QgsProcessingModelChildParameterSource as Source

    if isinstance(value, str) and value.startswith("@"):
        return Source.fromModelParameter(value[1:])
    if isinstance(value, str) and value.startswith("="):
        return Source.fromExpression(value[1:])
    if isinstance(value, str) and "." in value:
        return Source.fromChildOutput(*value.split("."))
    return Source.fromStaticValue(value)


def _outputs(chain, child, top):
    """The outputs of a child that the model gives out; QGIS calls a loaded layer by their name."""
    from qgis.core import QgsProcessingModelOutput
    from qgis.PyQt.QtCore import QPointF

    for row, (name, (owner, output)) in enumerate(chain.DESTINATIONS.items()):
        if owner == child:
            label = chain.parameterDefinition(name).description()
            item = QgsProcessingModelOutput(label, label)
            item.setChildId(child)
            item.setChildOutputName(output)
            item.setPosition(QPointF(720, top + 70 * row))
            yield item


def main():
    """Start QGIS with the plugin in it, and write all models."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_HASH_SEED"] = "0"  # else the attributes stand in another order each time
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.environ["XDG_RUNTIME_DIR"] = folder
        Path(folder, "image_translation").symlink_to(ROOT)
        sys.path[:0] = [folder, QGIS_PLUGINS]
        from qgis.core import QgsApplication

        application = QgsApplication([], False)
        application.initQgis()
        from processing.core.Processing import Processing

        Processing.initialize()
        from image_translation import classFactory
        from image_translation.processing_provider.chain import Chain

        plugin = classFactory(None)
        plugin.initProcessing()
        for algorithm in plugin.provider.algorithms():
            if isinstance(algorithm, Chain):
                algorithm.path().parent.mkdir(exist_ok=True)
                write(algorithm, algorithm.path())
                print(algorithm.path().relative_to(ROOT.resolve()))
        plugin.unload()
        application.exitQgis()


if __name__ == "__main__":
    main()
