"""What people's models, scripts and histories rely on: ids, parameter names, defaults, help, outputs."""

import subprocess
import sys

import pytest

ALGORITHMS = {
    "exporttrainingchips": (
        "INPUT INPUT_BANDS TARGET TARGET_BANDS GREY_FROM_TARGET EXTENT MASK MASK_RULE GRID CELL_SIZE RESAMPLING "
        "TILE_SIZE STRIDE IMAGE_FORMAT MAX_NODATA ROTATIONS ROTATION_ANGLE MAX_CHIPS SEED VALIDATION TEST OVERWRITE "
        "OUTPUT FOOTPRINTS CONTACT_SHEET",
        "OUTPUT FOOTPRINTS CONTACT_SHEET CHIPS SKIPPED",
    ),
    "trainimagetranslationmodel": (
        "CHIPS MODEL_TYPE BASE_MODEL MAX_EPOCHS MAX_MINUTES STOP_EARLY COLOR_SPACE ADVERSARIAL_LOSS LAMBDA_L1 WARM_UP "
        "AUGMENTATION BATCH_SIZE LEARNING_RATE GENERATOR_FILTERS DISCRIMINATOR_FILTERS DEVICE PRECISION THREADS SEED "
        "RESUME OUTPUT REPORT",
        "OUTPUT REPORT BEST_EPOCH PSNR SSIM",
    ),
    "classifypixels": (
        "INPUT INPUT_BANDS MODEL EXTENT MASK TILE_SIZE OVERLAP BATCH_SIZE DEVICE THREADS MATCH_TONE "
        "TEST_TIME_AUGMENTATION UNCERTAINTY RESUME OUTPUT",
        "OUTPUT MODEL_DESCRIPTION",
    ),
}
pytestmark = pytest.mark.qgis


def test_ids_never_change(provider):
    assert provider.id() == "imagetranslation"
    assert {algorithm.name() for algorithm in provider.algorithms()} == set(ALGORITHMS)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_parameters_and_outputs_never_change(provider, name):
    algorithm = provider.algorithm(name)
    parameters, outputs = ALGORITHMS[name]
    assert sorted(item.name() for item in algorithm.parameterDefinitions()) == sorted(parameters.split())
    assert sorted(item.name() for item in algorithm.outputDefinitions()) == sorted(outputs.split())


@pytest.mark.parametrize("name", ALGORITHMS)
def test_everything_has_words_and_a_picture(provider, name):
    algorithm = provider.algorithm(name)
    for item in algorithm.parameterDefinitions():
        assert item.description() and len(item.help()) > 20, item.name()
        assert item.help() in algorithm.shortHelpString().replace("&#x27;", "'").replace("&quot;", '"'), item.name()
    assert algorithm.displayName() and algorithm.summary().endswith(".")
    assert not algorithm.icon().pixmap(32, 32).toImage().isNull()
    assert not provider.icon().pixmap(32, 32).toImage().isNull()


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_default_is_accepted_by_its_parameter(provider, name):
    for item in provider.algorithm(name).parameterDefinitions():
        if not item.isDestination() and item.defaultValue() is not None:
            assert item.checkValueIsAcceptable(item.defaultValue()), item.name()
        for option in item.options() if item.type() == "enum" else ():
            assert item.checkValueIsAcceptable(option), f"{item.name()}: QGIS splits options at commas"


def test_engine_names_match_the_choices(provider):
    from image_translation.models.chips import settings as chip_settings
    from image_translation.models.inference.session import DEVICES
    from image_translation.models.networks.registry import SYSTEMS
    from image_translation.models.training import settings
    from image_translation.processing_provider import export_parameters
    from image_translation.processing_provider import train_image_translation_model as train

    assert {name: SYSTEMS[key].title for name, key in train.MODEL_TYPES.items()} == {n: n for n in train.MODEL_TYPES}
    assert tuple(train.MODEL_TYPES.values()) == tuple(SYSTEMS)
    assert tuple(train.COLOR_SPACES.values()) == settings.COLOR_CHOICES
    assert set(train.ADVERSARIAL_LOSSES.values()) == set(settings.GAN_LOSSES)
    assert set(train.AUGMENTATIONS.values()) == set(settings.AUGMENTATIONS)
    assert (train.DEVICES, train.PRECISIONS) == (settings.DEVICES, settings.PRECISIONS)
    classify = provider.algorithm("classifypixels")
    assert tuple(classify.parameterDefinition("DEVICE").options()) == DEVICES
    chips = provider.algorithm("exporttrainingchips")
    assert tuple(chips.parameterDefinition("OVERWRITE").options()) == chip_settings.OVERWRITE
    assert tuple(chips.parameterDefinition("MASK_RULE").options()) == chip_settings.MASK_RULES
    assert tuple(chips.parameterDefinition("GRID").options()) == chip_settings.GRIDS
    assert tuple(export_parameters.ROTATIONS.values()) == chip_settings.ROTATIONS
    assert set(chips.parameterDefinition("RESAMPLING").options()) == set(chip_settings.RESAMPLING)
    assert set(chips.parameterDefinition("IMAGE_FORMAT").options()) == set(chip_settings.FORMATS)


def test_settings_defaults_are_the_dialog_defaults(provider):
    from image_translation.models.training.settings import TrainSettings

    algorithm = provider.algorithm("trainimagetranslationmodel")
    for parameter, attribute, scale in (
        ("MAX_EPOCHS", "max_epochs", 1),
        ("MAX_MINUTES", "max_minutes", 1),
        ("GENERATOR_FILTERS", "ngf", 1),
        ("DISCRIMINATOR_FILTERS", "ndf", 1),
        ("LAMBDA_L1", "lambda_l1", 1),
        ("WARM_UP", "warmup", 100),
        ("BATCH_SIZE", "batch_size", 1),
        ("SEED", "seed", 1),
    ):
        shown = algorithm.parameterDefinition(parameter).defaultValue()
        assert shown == getattr(TrainSettings, attribute) * scale, parameter


def test_loading_the_plugin_imports_nothing_heavy(provider):
    code = (
        "import sys; sys.path[:0] = {paths!r}; from qgis.core import QgsApplication; a = QgsApplication([], False); "
        "a.initQgis(); from processing.core.Processing import Processing; Processing.initialize(); "
        "before = set(sys.modules); from image_translation import classFactory; p = classFactory(None); "
        "p.initProcessing(); [x.canExecute() for x in p.provider.algorithms()]; "
        "print(sorted({{'torch', 'onnx', 'onnxruntime', 'safetensors', 'matplotlib'}} & (set(sys.modules) - before))); "
        "p.unload()"
    ).format(paths=[path for path in sys.path if path.endswith("plugins")])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip().splitlines()[-1] == "[]", done.stderr


def test_missing_packages_are_told_in_one_sentence(provider, monkeypatch):
    monkeypatch.delenv("IMAGE_TRANSLATION_PYTHON")
    from image_translation.processing_provider import python_environment

    monkeypatch.setattr(python_environment.importlib.util, "find_spec", lambda name: None)
    fine, message = provider.algorithm("classifypixels").canExecute()
    assert not fine and "onnxruntime" in message and "Settings > Options" in message
    assert provider.algorithm("exporttrainingchips").canExecute() == (True, "")


def test_settings_path_to_nowhere_is_named(provider, monkeypatch):
    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", "/nowhere/python")
    fine, message = provider.algorithm("trainimagetranslationmodel").canExecute()
    assert not fine and "/nowhere/python" in message
