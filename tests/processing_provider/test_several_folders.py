"""Several folders of chips, and the recipe's choices, through the algorithm as a chain and a batch run it."""

from pathlib import Path

import pytest

from image_translation.models.package.archive import open_package
from image_translation.tests.processing_provider.conftest import TINY

pytestmark = pytest.mark.qgis
EXPORT, TRAIN = "imagetranslation:exporttrainingchips", "imagetranslation:trainimagetranslationmodel"
CUT = {"GREY_FROM_TARGET": True, "TILE_SIZE": 64, "STRIDE": 64}


def _training(path):
    with open_package(path) as package:
        return package.definition.training


def test_a_chain_trains_on_the_chips_of_two_exports(run, town, tmp_path):
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterRasterLayer,
    )

    source = QgsProcessingModelChildParameterSource
    chain = QgsProcessingModelAlgorithm("two places", "tests")
    chain.addModelParameter(QgsProcessingParameterRasterLayer("ortho", "ortho"), QgsProcessingModelParameter("ortho"))
    fixed = {name: source.fromStaticValue(value) for name, value in CUT.items()}
    children = {
        "east": (EXPORT, {**fixed, "TARGET": source.fromModelParameter("ortho")}),
        "west": (EXPORT, {**fixed, "TARGET": source.fromModelParameter("ortho"), "SEED": source.fromStaticValue(1)}),
        "train": (
            TRAIN,
            {
                **{name: source.fromStaticValue(value) for name, value in TINY.items()},
                "CHIPS": source.fromChildOutput("east", "OUTPUT"),
                "MORE_CHIPS": source.fromChildOutput("west", "OUTPUT"),
            },
        ),
    }
    for child_id, (algorithm, sources) in children.items():
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        for name, value in sources.items():
            child.addParameterSources(name, [value])
        if child_id == "train":
            output = QgsProcessingModelOutput("package", "package")
            output.setChildId(child_id)
            output.setChildOutputName("OUTPUT")
            child.setModelOutputs({"package": output})
        chain.addChildAlgorithm(child)
    destination = next(item.name() for item in chain.parameterDefinitions() if item.isDestination())
    run(chain, {"ortho": town["colour"], destination: str(tmp_path / "m.dlpk")})
    training = _training(tmp_path / "m.dlpk")
    assert len(training["settings"]["chips"]) == len(training["sources"]) == 2
    assert training["train_chips"] >= 20 and training["train_chips"] % 2 == 0


def test_a_row_of_a_batch_with_everything_set(provider, run, chips, town, tmp_path):
    """As batch calls it: not through processing.run, so that nothing has checked or filled in the parameters."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    other = run(EXPORT, {**CUT, "TARGET": town["colour"], "VALIDATION": 0, "OUTPUT": str(tmp_path / "other")})["OUTPUT"]
    checked = run(EXPORT, {**CUT, "TARGET": town["colour"], "VALIDATION": 0, "OUTPUT": str(tmp_path / "checked")})
    parameters = {
        **TINY,
        "CHIPS": f"{chips['OUTPUT']};{other}",
        "VALIDATION_CHIPS": checked["OUTPUT"],
        "PRESET": "Fast",
        "COLOR_SPACE": "residual",
        "ADVERSARIAL_LOSS": "hinge",
        "FEATURE_MATCHING": 2.5,
        "SCHEDULE": "cosine",
        "EMA": 0.9,
        "DECODER": "resize",
        "NORMALIZATION": "instance",
        "DROPOUT": 0.25,
        "DISCRIMINATOR": "two light PatchGANs",
        "MONITOR": "angular error",
        "BATCH_SIZE": None,
        "WORKERS": 1,
        "OUTPUT": str(tmp_path / "m.dlpk"),
        "REPORT": str(tmp_path / "m.html"),
    }
    results, fine = provider.algorithm("trainimagetranslationmodel").run(
        parameters, QgsProcessingContext(), QgsProcessingFeedback(False)
    )
    assert fine and results["BEST_EPOCH"] == 1
    training = _training(tmp_path / "m.dlpk")
    expected = {
        "preset": "fast",
        "chips": [Path(chips["OUTPUT"]).name, "other"],
        "validation_chips": ["checked"],
        "gan_loss": "hinge",
        "lambda_features": 2.5,
        "schedule": "cosine",
        "ema": 0.9,
        "decoder": "resize",
        "norm": "instance",
        "dropout": 0.25,
        "discriminator": "two_light",
        "monitor": "angular_error",
        "ngf": 4,
    }
    assert {name: training["settings"][name] for name in expected} == expected
    assert training["figures_on"] == "validation"
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    for words in ("the best by angular error is 1", ">feature matching<", "Best: ", "Worst: ", "WGS 84 / UTM zone 17N"):
        assert words in page, words
