"""Training with an encoder of timm."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from image_translation.models.errors import InputError
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.archive import open_package
from image_translation.models.training.data import ChipSet
from image_translation.models.training.plan import make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

pytest.importorskip("huggingface_hub", reason="timm is not installed")

from image_translation.models.networks.timm_encoder import check_backbone  # noqa: E402

check_backbone("mobilenetv2_050")
import huggingface_hub  # noqa: E402
import timm  # noqa: E402

BACKBONE = "mobilenetv2_050"


@pytest.fixture
def settings(make_pack, make_scenes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainSettings:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    grey, rgb = make_scenes(4, size=64)
    return TrainSettings(
        chips=(make_pack(grey, rgb, ["train"] * 3 + ["validation"]),),
        output=tmp_path / "model.dlpk",
        model_type="pix2pix_timm",
        backbone=BACKBONE,
        ngf=4,
        ndf=4,
        max_epochs=1,
        batch_size=1,
        learning_rate=1e-6,
        ema=0.0,
        device="cpu",
        precision="float32",
    )


def _with(settings: TrainSettings, **changes: object) -> TrainSettings:
    return TrainSettings(**{**vars(settings), **changes})  # type: ignore[arg-type]


def test_training_starts_from_the_weights_and_its_package_needs_them_no_more(
    settings: TrainSettings, tmp_path: Path, recorder
) -> None:
    classifier = timm.create_model(BACKBONE, pretrained=False)
    initialize(classifier, torch.Generator().manual_seed(8), std=0.1)
    path = tmp_path / "encoder.safetensors"
    save_file(classifier.state_dict(), str(path))
    train(_with(settings, encoder_weights=path), recorder)
    assert f"The encoder starts with {path}." in recorder.lines
    path.unlink()
    with open_package(settings.output) as package:
        definition = package.definition
        state = load_file(str(package.files["weights"]))
    assert (definition.model_type, definition.size_multiple) == ("pix2pix_timm", 32)
    assert definition.architecture["backbone"] == BACKBONE
    build_translator(definition.model_type, definition.architecture).load_state_dict(state)
    trained = state["generator.encoder.blocks.3.0.conv_pw.weight"]
    started = classifier.blocks[3][0].conv_pw.weight.detach()
    assert 0 < float((trained - started).abs().max()) < 1e-4


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("from_base", [False, True])
def test_the_pyramid_s_encoder_stays_as_it_is(
    settings: TrainSettings, tmp_path: Path, recorder, precision: str, from_base: bool
) -> None:
    """In a training from photographs' weights, and in one from a package that holds them."""
    classifier = timm.create_model(BACKBONE, pretrained=False)
    initialize(classifier, torch.Generator().manual_seed(8), std=0.1)
    path = tmp_path / "encoder.safetensors"
    save_file(classifier.state_dict(), str(path))
    changes = {"model_type": "feature_pyramid", "learning_rate": 1e-2, "precision": precision}
    train(_with(settings, encoder_weights=path, **changes), recorder)
    with open_package(settings.output) as package:
        first = load_file(str(package.files["weights"]))
    kept = {f"generator.encoder.{key}": value for key, value in classifier.state_dict().items()}
    kept = {key: value for key, value in kept.items() if key in first and key != "generator.encoder.conv_stem.weight"}
    assert len(kept) > 100 and all(torch.equal(first[key], value) for key, value in kept.items())
    if not from_base:
        assert float(first["generator.last.weight"].abs().max()) > 0
        return
    again = tmp_path / "again.dlpk"
    train(_with(settings, base_model=settings.output, output=again, **changes), recorder)
    with open_package(again) as package:
        second = load_file(str(package.files["weights"]))
    assert all(torch.equal(second[key], value) for key, value in kept.items())
    norms = [key for key in first if "running" in key and ("context.norm" in key or "lateral" in key)]
    assert len(norms) == 10 and all(torch.equal(second[key], first[key]) for key in norms)
    assert not torch.equal(second["generator.finish.0.running_mean"], first["generator.finish.0.running_mean"])
    assert not torch.equal(second["generator.last.weight"], first["generator.last.weight"])


def test_weights_that_cannot_be_had_end_it_before_the_first_step(settings: TrainSettings, recorder) -> None:
    with pytest.raises(InputError, match="could not be downloaded.*PRETRAINED off"):
        train(settings, recorder)
    assert not recorder.epochs
    assert not settings.output.exists()


def test_without_weights(settings: TrainSettings, recorder) -> None:
    chosen = with_preset(_with(settings, pretrained=False))
    plan = make_plan(chosen, ChipSet.open(chosen.chips, recorder), recorder)
    weights = plan.first_translator(recorder).generator.state_dict()["encoder.blocks.3.0.conv_pw.weight"]
    assert float(weights.std()) == pytest.approx(0.02, rel=0.1)
    assert not any("encoder" in line for line in recorder.lines)


def test_unknown_backbone_and_small_chips_are_refused(settings, make_pack, make_scenes, recorder) -> None:
    with pytest.raises(InputError, match="BACKBONE 'resnet_34' is no network of timm"):
        train(_with(settings, backbone="resnet_34"), recorder)
    grey, rgb = make_scenes(2, size=32)
    small = make_pack(grey, rgb, ["train", "validation"], name="small")
    with pytest.raises(InputError, match="cannot be trained on 32 px tiles"):
        train(_with(settings, chips=(small,)), recorder)
