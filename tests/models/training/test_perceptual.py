"""The perceptual loss by value, through a real encoder of timm."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from image_translation.models.errors import InputError
from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.networks.timm_encoder import check_backbone
from image_translation.models.training.perceptual import PerceptualLoss, perceptual_loss
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

pytestmark = pytest.mark.skipif(find_spec("timm") is None, reason="timm is not installed")
BACKBONE = "mobilenetv2_050"
_RGB = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
SCALING = Scaling(((0.0, 255.0),), ((0.0, 255.0),) * 3, (0.0, 255.0))


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    """A file of weights as timm publishes them, though never trained."""
    check_backbone(BACKBONE)
    import timm

    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("weights") / "encoder.safetensors"
    save_file(timm.create_model(BACKBONE, pretrained=False).state_dict(), str(path))
    return path


def _settings(**values) -> TrainSettings:
    return TrainSettings(chips=("chips",), output="m.dlpk", backbone=BACKBONE, **values)


def _loss(weights: Path) -> PerceptualLoss:
    settings = _settings(lambda_perceptual=1.0, encoder_weights=weights)
    loss = perceptual_loss(settings, color_handling("direct", SCALING))
    assert loss is not None
    return loss


def _target() -> torch.Tensor:
    return torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1)) * 255


def test_it_is_0_for_the_target_itself_and_grows_with_the_difference(weights: Path) -> None:
    loss, target = _loss(weights), _target()
    values = [float(loss(target + shift, target)) for shift in (0.0, 6.0, 40.0)]
    assert values[0] == 0.0
    assert 0.001 < values[1] < values[2] < 2.0


def test_it_passes_gradients_on_to_the_output(weights: Path) -> None:
    loss, target = _loss(weights), _target()
    output = target.clamp(0, 200).requires_grad_()
    loss(output, target).backward()
    assert output.grad is not None and torch.isfinite(output.grad).all() and float(output.grad.abs().max()) > 0


@pytest.mark.parametrize("color_space", ["direct", "lab", "luma_chroma", "residual"])
def test_no_colour_handling_makes_a_gradient_that_is_no_number(weights: Path, color_space: str) -> None:
    """Black, white and colours beyond the range are where the conversions of colour have no slope."""
    color = color_handling(color_space, SCALING)
    loss, target = _loss(weights), _target()
    a = target.mean(dim=1, keepdim=True)
    a[:, :, :8], a[:, :, 8:16] = 0.0, 255.0
    code = torch.zeros(2, color.code_bands, 64, 64)
    code[..., 32:] = 1.5
    code.requires_grad_()
    loss(color.decode(a, code), target).backward()
    assert code.grad is not None and torch.isfinite(code.grad).all() and float(code.grad.abs().max()) > 0


def test_the_encoder_is_never_trained(weights: Path) -> None:
    loss = _loss(weights)
    assert not any(parameter.requires_grad for parameter in loss.encoder.parameters())
    assert not any(layer.training for layer in loss.encoder.modules())


@pytest.mark.parametrize("bands", [1, 3])
def test_the_encoder_is_shown_what_it_has_learned_from(weights: Path, bands: int) -> None:
    scaling = Scaling(((0.0, 255.0),), ((-500.0, 3500.0),) * bands, (-500.0, 3500.0))
    settings = _settings(lambda_perceptual=1.0, encoder_weights=weights)
    loss = perceptual_loss(settings, color_handling("direct", scaling))
    assert loss is not None
    mean, std = ((0.449, 0.226) if bands == 1 else (torch.tensor(v).view(1, 3, 1, 1) for v in _RGB))
    picture = torch.rand(1, bands, 8, 8, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(loss._shown(4000.0 * picture - 500.0), (picture - mean) / std, atol=1e-5)


def test_weight_0_needs_nothing() -> None:
    assert perceptual_loss(_settings(lambda_perceptual=0.0), color_handling("direct", SCALING)) is None


def test_missing_weights_are_one_sentence(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(InputError, match="no weights of mobilenetv2_050 on this machine; give their file"):
        perceptual_loss(_settings(lambda_perceptual=1.0), color_handling("direct", SCALING))


def test_a_training_uses_it_and_tells_what_it_was(weights: Path, make_pack, make_scenes, recorder) -> None:
    folder = make_pack(*make_scenes(6), ["train"] * 4 + ["validation"] * 2)
    settings = _settings(lambda_perceptual=0.5, encoder_weights=weights, ngf=4, ndf=4, max_epochs=1, warmup=1.0)
    train(replace(settings, chips=(folder,), output=folder.parent / "m.dlpk"), recorder)
    assert 0.001 < recorder.epochs[0]["perceptual"] < 3.0
    assert ">perceptual<" in (folder.parent / "m.html").read_text(encoding="utf-8")
