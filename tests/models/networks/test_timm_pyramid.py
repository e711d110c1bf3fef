"""The feature pyramid: what it sees, what of it learns, and that its ONNX graph agrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import numpy as np
import onnx
import pytest
import torch

from image_translation.models.feedback import Feedback
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx, run_onnx
from image_translation.models.networks.registry import build_translator
from image_translation.models.package.onnx_file import read_onnx

pytest.importorskip("huggingface_hub", reason="timm is not installed")

from image_translation.models.networks.timm_pyramid import TimmPyramid  # noqa: E402

BACKBONE = "mobilenetv2_050"


def _architecture(**changes: Any) -> Dict[str, Any]:
    return {
        "generator": "pyramid",
        "backbone": BACKBONE,
        "ngf": 8,
        "depth": 5,
        "norm": "batch",
        "context": 96,
        "finest": 4,
        "color_space": "luma_chroma",
        "input_scale": [[0.0, 255.0]],
        "target_scale": [[0.0, 255.0]] * 3,
        "output_range": [0.0, 255.0],
        **changes,
    }


def _lively(translator: torch.nn.Module, bands: int = 1) -> torch.nn.Module:
    """Weights and running statistics with which the output differs from place to place."""
    chance = torch.Generator().manual_seed(0)
    initialize(translator.generator, chance, std=0.1)
    for layer in translator.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        translator.train()(127 + 60 * torch.randn(4, bands, 96, 128, generator=chance))
    return translator.eval()


@pytest.mark.parametrize(("finest", "color_space"), [(4, "luma_chroma"), (1, "direct")])
def test_onnx_is_equal_to_torch_at_other_sizes(finest: int, color_space: str, tmp_path: Path) -> None:
    translator = _lively(build_translator("feature_pyramid", _architecture(finest=finest, color_space=color_space)))
    assert translator.size_multiple == 32
    chance = torch.Generator().manual_seed(1)
    export_onnx(translator, 127 + 60 * torch.randn(1, 1, 64, 64, generator=chance), tmp_path / "m.onnx")
    batch = 127 + 60 * torch.randn(2, 1, 96, 160, generator=chance)
    with torch.no_grad():
        expected = translator(batch).numpy()
    assert np.std(expected - batch.numpy()) > 5
    assert np.abs(run_onnx(tmp_path / "m.onnx", batch.numpy()) - expected).max() < 0.05


@pytest.mark.parametrize("finest", [1, 4])
def test_onnx_holds_the_feature_maps_and_gives_the_output_alone(finest: int, tmp_path: Path) -> None:
    """The encoder's as they come out of it, before any norm of the pyramid, and what the last convolution is given."""
    translator = _lively(build_translator("feature_pyramid", _architecture(finest=finest)))
    chance = torch.Generator().manual_seed(1)
    path = tmp_path / "m.onnx"
    export_onnx(translator, 127 + 60 * torch.randn(1, 1, 64, 64, generator=chance), path)
    assert [port.name for port in read_onnx(path).outputs] == ["output"]
    onnx.checker.check_model(str(path), full_check=True)
    assert list(translator.maps) == ["map_2", "map_4", "map_8", "map_16", "map_32", "map_hidden"]
    batch = 127 + 60 * torch.randn(2, 1, 96, 160, generator=chance)
    seen = []
    translator.generator.last.register_forward_hook(lambda layer, inputs, output: seen.append(inputs[0]))
    with torch.no_grad():
        output = translator(batch)
        expected = [*translator.generator.encoder(translator.color.encode_input(batch)), *seen]
    session = OnnxSession(path, "cpu", 1, Feedback(), translator.maps)
    found, maps = session.run_with_maps(batch.numpy())
    assert np.abs(found - output.numpy()).max() < 0.05
    for (name, values), wanted in zip(maps.items(), expected):
        assert np.abs(values - wanted.numpy()).max() < 1e-3 * np.abs(values).max(), name
    assert maps["map_hidden"].shape == (2, 8, 96 // finest, 160 // finest)


def test_naming_the_maps_changes_no_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    translator = _lively(build_translator("feature_pyramid", _architecture()))
    sample = 127 + 60 * torch.randn(1, 1, 64, 64, generator=torch.Generator().manual_seed(1))
    export_onnx(translator, sample, tmp_path / "named.onnx")
    monkeypatch.setattr(TimmPyramid, "maps", {})
    export_onnx(translator, sample, tmp_path / "plain.onnx")
    named, plain = (run_onnx(tmp_path / f"{name}.onnx", sample.numpy()) for name in ("named", "plain"))
    np.testing.assert_array_equal(named, plain)
    assert b"map_2" not in (tmp_path / "plain.onnx").read_bytes()


def test_exporting_leaves_the_mode_as_it_is(tmp_path: Path) -> None:
    translator = build_translator("feature_pyramid", _architecture()).eval()
    export_onnx(translator, torch.rand(1, 1, 64, 64), tmp_path / "m.onnx")
    assert not any(layer.training for layer in translator.modules())


@pytest.mark.parametrize(("finest", "cells"), [(1, 1), (2, 2), (4, 4), (8, 8)])
def test_the_prediction_is_made_at_the_finest_level(finest: int, cells: int) -> None:
    network = TimmPyramid(1, 2, backbone=BACKBONE, ngf=8, finest=finest, tanh=False).eval()
    seen = {}
    network.last.register_forward_hook(lambda layer, inputs, output: seen.update(shape=output.shape))
    assert network(torch.zeros(1, 1, 64, 96)).shape == (1, 2, 64, 96)
    assert seen["shape"] == (1, 2, 64 // cells, 96 // cells)
    assert (network.stem is not None) == (finest == 1)
    assert network.maps["map_hidden"] == {"step": cells, "channels": 8}


def test_a_place_far_away_counts_if_it_is_in_the_window() -> None:
    """A change out of the encoder's reach, seen through the window alone."""
    image = torch.randn(1, 1, 32, 512, generator=torch.Generator().manual_seed(2))
    changed = image.clone()
    changed[..., 320:] = 1.0
    differences = []
    for context in (8, 1024):
        network = TimmPyramid(1, 1, backbone=BACKBONE, ngf=8, depth=2, context=context, tanh=False).eval()
        initialize(network, torch.Generator().manual_seed(0), std=0.2)
        with torch.no_grad():
            differences.append(float((network(image) - network(changed))[..., :16].abs().max()))
    assert differences[0] == 0.0 < differences[1]


def test_what_is_frozen_stays_in_training() -> None:
    network = TimmPyramid(1, 2, backbone=BACKBONE, ngf=8)
    assert all(weight.requires_grad for weight in network.parameters())
    network.freeze()
    before = {key: value.clone() for key, value in network.encoder.state_dict().items()}
    network.train()
    assert network.levels.training and not network.encoder.training
    network(torch.randn(2, 1, 64, 64)).sum().backward()
    assert all(torch.equal(before[key], value) for key, value in network.encoder.state_dict().items())
    learning = {name.partition(".")[0] for name, weight in network.named_parameters() if weight.grad is not None}
    assert learning == {"context", "levels", "finish", "last"}
