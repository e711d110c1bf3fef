"""Settings are checked at the door."""

from __future__ import annotations

from pathlib import Path

import pytest

from image_translation.models.errors import InputError
from image_translation.models.training.presets import PRESETS, with_preset
from image_translation.models.training.settings import PRESET_NAMES, TrainSettings

GOOD = {"chips": (Path("chips"),), "output": Path("model.dlpk")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"chips": ()}, "No folder of training chips"),
        ({"output": Path("model.zip")}, "ends in .dlpk"),
        ({"report": Path("report.pdf")}, "ends in .html"),
        ({"model_type": "bicyclegan"}, "model_type is 'bicyclegan'"),
        ({"color_space": "hsv"}, "color_space is 'hsv'"),
        ({"gan_loss": "wgan"}, "gan_loss is 'wgan'"),
        ({"ngf": -2}, "ngf is -2; give a number from 0"),
        ({"ngf": 1.5}, "ngf is 1.5; give a whole number"),
        ({"warmup": 1.5}, "warmup is 1.5"),
        ({"max_minutes": float("nan")}, "max_minutes is nan"),
        ({"max_epochs": -1}, "max_epochs is -1"),
        ({"decoder": "bilinear"}, "decoder is 'bilinear'"),
        ({"monitor": "lpips"}, "monitor is 'lpips'"),
        ({"lambda_features": -2.0}, "lambda_features is -2.0; give a number from 0 to 1e.06, or -1"),
        ({"validation_share": 95.0}, "validation_share is 95.0; give a number from 0 to 90"),
        ({"validation_chips": (Path("chips"),)}, "chips is given for training and for validation"),
        ({"encoder_weights": Path("encoder.onnx")}, "encoder.onnx are not in a known format"),
    ],
)
def test_bad_settings_get_one_sentence(change: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        TrainSettings(**{**GOOD, **change})


def test_report_lies_beside_the_package_unless_set() -> None:
    assert TrainSettings(**GOOD).report_path == Path("model.html")
    assert TrainSettings(**GOOD, report=Path("r.html")).report_path == Path("r.html")


def test_stored_settings_hold_no_paths() -> None:
    extra = {"validation_chips": (Path("/data/checked"),), "encoder_weights": Path("/data/encoder.pth")}
    stored = TrainSettings(chips=(Path("/data/chips"),), output=Path("/home/me/model.dlpk"), **extra).as_json()
    assert stored["chips"] == ["chips"]
    assert stored["output"] == "model.dlpk"
    assert (stored["validation_chips"], stored["encoder_weights"]) == (["checked"], "encoder.pth")


def test_classic_is_the_reference() -> None:
    settings = with_preset(TrainSettings(**GOOD, preset="classic", max_epochs=200, seed=4))
    assert (settings.ngf, settings.ndf, settings.batch_size) == (64, 64, 1)
    assert (settings.learning_rate, settings.beta1, settings.lambda_l1) == (2e-4, 0.5, 100.0)
    assert (settings.color_space, settings.gan_loss, settings.schedule) == ("direct", "vanilla", "epochs")
    assert (settings.warmup, settings.ema, settings.dropout, settings.precision) == (0.0, 0.0, 0.5, "float32")
    assert (settings.decoder, settings.norm, settings.discriminator) == ("transposed", "batch", "patchgan")
    assert (settings.lambda_features, settings.lambda_perceptual, settings.patience) == (0.0, 0.0, 0)
    assert (settings.max_epochs, settings.seed) == (200, 4)


def test_what_is_set_is_kept_and_the_rest_is_the_presets() -> None:
    settings = with_preset(TrainSettings(**GOOD, warmup=0.0, patience=0, ema=0.0, lambda_l1=0.0, ngf=48))
    assert (settings.warmup, settings.patience, settings.ema, settings.lambda_l1, settings.ngf) == (0, 0, 0, 0, 48)
    for name in PRESET_NAMES:
        filled = with_preset(TrainSettings(**GOOD, preset=name))
        assert {key: getattr(filled, key) for key in PRESETS[name]} == dict(PRESETS[name])
        assert with_preset(filled) == filled


def test_a_base_model_keeps_its_colour_handling() -> None:
    settings = TrainSettings(**GOOD, preset="classic", base_model=Path("base.dlpk"))
    assert with_preset(settings).color_space == "automatic"


def test_a_pretrained_encoder_comes_with_its_own_decoder_unless_set() -> None:
    assert with_preset(TrainSettings(**GOOD, model_type="pix2pix_timm")).decoder == "resize"
    assert with_preset(TrainSettings(**GOOD, model_type="pix2pix_timm", decoder="shuffle")).decoder == "shuffle"
