"""What people's models, scripts and histories rely on: ids, parameter names, defaults, help, outputs."""

import os
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
        "CHIPS MORE_CHIPS PRESET MODEL_TYPE BASE_MODEL MAX_EPOCHS MAX_MINUTES STOP_EARLY COLOR_SPACE ADVERSARIAL_LOSS "
        "LAMBDA_L1 PIXEL_LOSS FEATURE_MATCHING PERCEPTUAL WARM_UP AUGMENTATION BATCH_SIZE LEARNING_RATE SCHEDULE EMA "
        "GENERATOR_FILTERS DECODER NORMALIZATION DROPOUT DISCRIMINATOR DISCRIMINATOR_FILTERS BACKBONE PRETRAINED "
        "ENCODER_WEIGHTS VALIDATION_CHIPS VALIDATION_SHARE MONITOR DEVICE PRECISION THREADS WORKERS SEED RESUME OUTPUT "
        "REPORT",
        "OUTPUT REPORT BEST_EPOCH PSNR SSIM TEST_PSNR TEST_SSIM",
    ),
    "classifypixels": (
        "INPUT INPUT_BANDS MODEL REFERENCE KNOWN_COLOURS EXTENT MASK TILE_SIZE OVERLAP BLENDING BATCH_SIZE DEVICE "
        "THREADS ENGINE PRECISION MATCH_TONE MATCH_CELL_SIZE TEST_TIME_AUGMENTATION UNCERTAINTY RESUME SCHEDULER "
        "DATA_TYPE OUTPUT_FORMAT CREATION_OPTIONS OVERVIEWS ADAPTED_MODEL OUTPUT",
        "OUTPUT MODEL_DESCRIPTION ADAPTED_MODEL",
    ),
    "evaluatemodel": (
        "MODEL CHIPS SPLIT INPUT INPUT_BANDS RESULT RESULT_BANDS TRUTH TRUTH_BANDS EXTENT MASK BLOCK_SIZE DATA_RANGE "
        "MATCH_TONE MATCH_CELL_SIZE TEST_TIME_AUGMENTATION TILE_SIZE OVERLAP BLENDING BATCH_SIZE DEVICE THREADS ENGINE "
        "PRECISION OUTPUT TABLE",
        "OUTPUT TABLE BLOCKS PSNR SSIM MAE RMSE R2 ANGULAR_ERROR COPY_PSNR COPY_SSIM COPY_MAE COPY_RMSE COPY_R2 "
        "COPY_ANGULAR_ERROR CURVE_PSNR CURVE_SSIM CURVE_MAE CURVE_RMSE CURVE_R2 CURVE_ANGULAR_ERROR",
    ),
    "compareimages": (
        "BEFORE BEFORE_BANDS AFTER AFTER_BANDS EXTENT SIZE TRUTH TRUTH_BANDS OUTPUT",
        "OUTPUT PSNR SSIM MAE RMSE R2 ANGULAR_ERROR BEFORE_PSNR BEFORE_SSIM BEFORE_MAE BEFORE_RMSE BEFORE_R2 "
        "BEFORE_ANGULAR_ERROR",
    ),
    "colorizehistoricalphotos": (
        "TARGET INPUT TRAIN PRESET MAX_MINUTES EXTENT MAX_EPOCHS TILE_SIZE MAX_CHIPS BASE_MODEL MATCH_CELL_SIZE OUTPUT "
        "MODEL REPORT",
        "OUTPUT MODEL REPORT",
    ),
    "nearinfraredtonaturalcolour": (
        "TARGET TARGET_BANDS INFRARED_BANDS INPUT INPUT_BANDS PRESET MAX_MINUTES EXTENT MAX_EPOCHS TILE_SIZE "
        "MAX_CHIPS BASE_MODEL MATCH_CELL_SIZE OUTPUT MODEL REPORT",
        "OUTPUT MODEL REPORT",
    ),
    "comparebeforeandafter": ("INPUT MODEL EXTENT MATCH_CELL_SIZE OUTPUT COMPARISON", "OUTPUT COMPARISON"),
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
    from image_translation.models.evaluation import settings as evaluation_settings
    from image_translation.models.evaluation.figures import FIGURES
    from image_translation.models.inference import settings as classify_settings
    from image_translation.models.inference.session import DEVICES, ENGINES, PRECISIONS
    from image_translation.models.inference.tiling import BLENDINGS
    from image_translation.models.networks.registry import SYSTEMS
    from image_translation.models.training import settings
    from image_translation.processing_provider import export_parameters, figure_outputs, raster_output_parameters
    from image_translation.processing_provider import recipe_parameters as recipe
    from image_translation.processing_provider import train_parameters as train

    types = {settings.ANY_TYPE: settings.ANY_TYPE, **{one.title: key for key, one in SYSTEMS.items()}}
    assert list(train.MODEL_TYPES.items()) == list(types.items())
    assert tuple(recipe.PRESET_NAMES.values()) == settings.PRESET_NAMES
    assert tuple(recipe.COLOR_SPACES.values()) == settings.COLOR_CHOICES
    assert tuple(train.MONITORS.values()) == settings.MONITORS
    for shown, known in (
        (recipe.ADVERSARIAL_LOSSES, settings.GAN_LOSSES),
        (recipe.AUGMENTATIONS, settings.AUGMENTATIONS),
        (recipe.SCHEDULES, settings.SCHEDULES),
        (recipe.DECODERS, settings.DECODERS),
        (recipe.NORMALIZATIONS, settings.NORMS),
        (recipe.DISCRIMINATORS, settings.DISCRIMINATORS),
    ):
        assert tuple(shown.values()) == (settings.BY_PRESET, *known)
    assert (train.DEVICES, train.PRECISIONS) == (settings.DEVICES, settings.PRECISIONS)
    classify = provider.algorithm("classifypixels")
    for name, known in (("DEVICE", DEVICES), ("ENGINE", ENGINES), ("PRECISION", PRECISIONS), ("BLENDING", BLENDINGS)):
        assert tuple(classify.parameterDefinition(name).options()) == known
    assert tuple(raster_output_parameters.DATA_TYPES.values()) == classify_settings.DATA_TYPES
    assert tuple(raster_output_parameters.OUTPUT_FORMATS.values()) == classify_settings.OUTPUT_FORMATS
    evaluate = provider.algorithm("evaluatemodel")
    assert tuple(evaluate.parameterDefinition("SPLIT").options()) == evaluation_settings.SPLITS
    assert figure_outputs.FIGURES == tuple(figure.key for figure in FIGURES)
    chips = provider.algorithm("exporttrainingchips")
    assert tuple(chips.parameterDefinition("OVERWRITE").options()) == chip_settings.OVERWRITE
    assert tuple(chips.parameterDefinition("MASK_RULE").options()) == chip_settings.MASK_RULES
    assert tuple(chips.parameterDefinition("GRID").options()) == chip_settings.GRIDS
    assert tuple(export_parameters.ROTATIONS.values()) == chip_settings.ROTATIONS
    assert set(chips.parameterDefinition("RESAMPLING").options()) == set(chip_settings.RESAMPLING)
    assert set(chips.parameterDefinition("IMAGE_FORMAT").options()) == set(chip_settings.FORMATS)


def test_settings_defaults_are_the_dialog_defaults(provider):
    """An empty dialog asks for exactly what the engine does by itself, so that the preset decides the rest."""
    from dataclasses import MISSING, fields

    from image_translation.models.jobs import build_settings
    from image_translation.models.training.settings import TrainSettings

    settings = _train_settings(provider, {"CHIPS": "/chips"})
    assert settings.pop("chips") == [os.path.abspath("/chips")]
    made = build_settings(TrainSettings, {**settings, "chips": ["chips"], "output": "m.dlpk"})
    for item in fields(TrainSettings):
        if item.default is not MISSING:
            assert getattr(made, item.name) == item.default, item.name


def test_what_people_have_stored_means_what_it_meant(provider):
    stored = {"WARM_UP": 50, "GENERATOR_FILTERS": 32, "LAMBDA_L1": 0, "BATCH_SIZE": 0, "LEARNING_RATE": 0.0}
    stored.update({"ADVERSARIAL_LOSS": "vanilla", "AUGMENTATION": "flips and quarter turns", "STOP_EARLY": False})
    algorithm = provider.algorithm("trainimagetranslationmodel")
    for name, value in stored.items():
        assert algorithm.parameterDefinition(name).checkValueIsAcceptable(value), name
    settings = _train_settings(provider, {"CHIPS": "/chips", **stored, "EMA": ""})
    expected = {"warmup": 0.5, "ngf": 32, "lambda_l1": 0.0, "batch_size": 0, "learning_rate": 0.0, "ema": -1.0}
    expected.update({"gan_loss": "vanilla", "augmentation": "flips_and_turns", "patience": 0})
    assert {key: settings[key] for key in expected} == expected


def test_names_of_augmentations_mean_what_they_meant(provider):
    for shown, known in (("historic film", "historic_film"), ("tone", "tone"), ("none", "none")):
        assert _train_settings(provider, {"CHIPS": "/chips", "AUGMENTATION": shown})["augmentation"] == known


def test_several_chip_folders(provider, tmp_path):
    for name in ("a", "b", "c; d"):
        (tmp_path / name).mkdir()
    a, b, odd = (str(tmp_path / name) for name in ("a", "b", "c; d"))
    parameters = {"CHIPS": f"{a}; {b}", "MORE_CHIPS": odd, "VALIDATION_CHIPS": f"{a};"}
    settings = _train_settings(provider, parameters)
    assert (settings["chips"], settings["validation_chips"]) == ([a, b, odd], [a])


def test_help_tells_what_the_presets_have(provider):
    from image_translation.models.training.presets import PRESETS

    text = provider.algorithm("trainimagetranslationmodel").parameterDefinition("GENERATOR_FILTERS").help()
    assert "By preset: " in text and "Classic" in text
    assert {f"{PRESETS[name]['ngf']}" for name in PRESETS} <= set(text.replace(":", " ").split())


def test_first_page_is_short(provider):
    from qgis.core import QgsProcessingParameterDefinition

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    definitions = provider.algorithm("trainimagetranslationmodel").parameterDefinitions()
    shown = [item.name() for item in definitions if not item.flags() & advanced]
    assert shown == "CHIPS PRESET MODEL_TYPE BASE_MODEL MAX_EPOCHS MAX_MINUTES OUTPUT REPORT".split()


def _train_settings(provider, parameters):
    """The engine's settings for these parameters of the training, but for the outputs."""
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("trainimagetranslationmodel").create()
    return algorithm.settings(parameters, QgsProcessingContext())


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


def test_missing_packages_are_told_in_one_sentence(provider, monkeypatch, tmp_path):
    """Another plugin that is called like a package is not taken for it."""
    monkeypatch.delenv("IMAGE_TRANSLATION_PYTHON")
    from image_translation.processing_provider import python_environment

    (tmp_path / "onnxruntime").mkdir()
    (tmp_path / "onnxruntime" / "__init__.py").touch()
    monkeypatch.setattr(python_environment, "__file__", str(tmp_path / "image_translation" / "a" / "b.py"))
    monkeypatch.setattr(python_environment.sys, "path", [str(tmp_path)])
    fine, message = provider.algorithm("classifypixels").canExecute()
    assert not fine and "onnxruntime" in message and "Settings > Options" in message
    assert provider.algorithm("exporttrainingchips").canExecute() == (True, "")


def test_settings_path_to_nowhere_is_named(provider, monkeypatch):
    monkeypatch.setenv("IMAGE_TRANSLATION_PYTHON", "/nowhere/python")
    fine, message = provider.algorithm("trainimagetranslationmodel").canExecute()
    assert not fine and "/nowhere/python" in message
