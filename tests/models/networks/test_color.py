"""Colour handling: exact round trips, lightness kept, curves by value."""

from __future__ import annotations

from typing import Dict, Tuple

import numpy as np
import pytest
import torch

from image_translation.models.errors import InputError
from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.networks.colorspaces import lab_to_rgb, luma, rgb_to_lab
from image_translation.models.networks.curves import FittedCurve
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.registry import build_translator

BYTE = (0.0, 255.0)
GREY_TO_RGB = Scaling((BYTE,), (BYTE, BYTE, BYTE), BYTE)


def _rgb(seed: int = 0, size: int = 32) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (2, 3, size, size), generator=generator).float()


def _architecture(color_space: str, bands_in: int = 1) -> Dict[str, object]:
    return {
        "ngf": 4,
        "depth": 5,
        "dropout": 0.0,
        "color_space": color_space,
        "input_scale": [BYTE] * bands_in,
        "target_scale": [BYTE] * 3,
        "output_range": BYTE,
    }


def test_lab_values_of_known_colors() -> None:
    """Reference values of the sRGB primaries and greys under D65 (to the rounding of the four-digit matrix)."""
    colors = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0], [0.5, 0.5, 0.5]])
    lightness, ab = rgb_to_lab(colors.T.reshape(1, 3, 1, 6))
    expected_l = [53.24, 87.73, 32.30, 100.0, 0.0, 53.39]
    expected_a = [80.09, -86.18, 79.19, 0.0, 0.0, 0.0]
    expected_b = [67.20, 83.18, -107.86, 0.0, 0.0, 0.0]
    assert lightness[0, 0, 0].tolist() == pytest.approx(expected_l, abs=0.02)
    assert ab[0, 0, 0].tolist() == pytest.approx(expected_a, abs=0.03)
    assert ab[0, 1, 0].tolist() == pytest.approx(expected_b, abs=0.03)


def test_lab_round_trip() -> None:
    rgb = _rgb() / 255.0
    assert float((lab_to_rgb(*rgb_to_lab(rgb)) - rgb).abs().max()) < 0.02 / 255


def test_luma_chroma_round_trip_is_exact() -> None:
    color = color_handling("luma_chroma", GREY_TO_RGB)
    rgb = _rgb()
    grey = luma(rgb)
    assert torch.allclose(color.decode(grey, color.encode_target(grey, rgb)), rgb, atol=2e-3)


def test_luma_chroma_keeps_the_grey_to_the_level_whatever_is_predicted() -> None:
    color = color_handling("luma_chroma", GREY_TO_RGB)
    grey = torch.arange(256.0).reshape(1, 1, 16, 16)
    for seed in range(5):
        code = torch.randn(1, 2, 16, 16, generator=torch.Generator().manual_seed(seed))
        output = color.decode(grey, code)
        assert float(output.min()) >= 0.0
        assert float(output.max()) <= 255.0
        assert float((luma(output) - grey).abs().max()) < 1e-3
        stored = torch.round(output)
        assert float((torch.round(luma(stored)) - grey).abs().max()) <= 1.0


def test_lab_keeps_the_lightness() -> None:
    color = color_handling("lab", GREY_TO_RGB)
    grey = torch.full((1, 1, 4, 4), 120.0)
    output = color.decode(grey, torch.full((1, 2, 4, 4), 0.1))
    kept, ab = rgb_to_lab(output / 255.0)
    assert torch.allclose(kept, rgb_to_lab(grey.expand(-1, 3, -1, -1) / 255.0)[0], atol=1e-3)
    assert torch.allclose(ab, torch.full_like(ab, 11.0), atol=1e-2)


def test_direct_scales_each_band_by_its_range() -> None:
    scaling = Scaling(((-100.0, 300.0), (0.0, 2.0)), ((0.0, 65535.0),), (0.0, 65535.0))
    color = color_handling("direct", scaling)
    code = color.encode_input(torch.tensor([[[[-100.0, 100.0, 300.0]], [[0.0, 0.5, 2.0]]]]))
    assert code[0, 0, 0].tolist() == [-1.0, 0.0, 1.0]
    assert code[0, 1, 0].tolist() == [-1.0, -0.5, 1.0]
    decoded = color.decode(torch.zeros(1), torch.tensor([[[[-1.0, 0.0, 1.5]]]]))
    assert decoded[0, 0, 0].tolist() == [0.0, 32767.5, 65535.0]


@pytest.mark.parametrize("name", ["luma_chroma", "lab"])
def test_lightness_needs_one_band_to_three(name: str) -> None:
    with pytest.raises(InputError, match=f"color_space {name} turns one band into three"):
        color_handling(name, Scaling((BYTE, BYTE), (BYTE, BYTE, BYTE), BYTE))


def _fit(inputs: np.ndarray, targets: np.ndarray) -> FittedCurve:
    curve = FittedCurve(inputs.shape[1], targets.shape[1])
    half = len(inputs) // 2
    curve.fit(iter([(inputs[:half], targets[:half]), (inputs[half:], targets[half:])]))
    return curve


def _apply(curve: FittedCurve, inputs: np.ndarray) -> np.ndarray:
    image = torch.from_numpy(inputs.T.astype(np.float32)).reshape(1, inputs.shape[1], 1, -1)
    return curve(image)[0, :, 0].numpy().T


def test_one_band_curve_follows_a_bend_and_holds_its_ends() -> None:
    x = np.random.default_rng(0).uniform(-0.6, 0.8, (20_000, 1))
    y = np.hstack((np.abs(x), 0.3 * x + 0.1))
    curve = _fit(x, y)
    at = np.array([[-0.5], [0.0], [0.5]])
    assert _apply(curve, at) == pytest.approx(np.hstack((np.abs(at), 0.3 * at + 0.1)), abs=0.02)
    beyond = _apply(curve, np.array([[-1.0], [-0.6], [0.8], [1.0]]))
    assert beyond[0] == pytest.approx(beyond[1], abs=1e-3)
    assert beyond[2] == pytest.approx(beyond[3], abs=1e-3)


def test_curve_of_more_bands_is_the_quadratic() -> None:
    x = np.random.default_rng(0).uniform(-1, 1, (5_000, 3))
    y = (0.2 + x[:, 0] - 0.5 * x[:, 1] * x[:, 2] + 0.3 * x[:, 0] ** 2)[:, None]
    assert _apply(_fit(x, y), x[:100]) == pytest.approx(y[:100], abs=1e-4)


def test_constant_input_leaves_the_mean() -> None:
    curve = _fit(np.full((100, 1), 0.25), np.linspace(0, 1, 100)[:, None])
    assert _apply(curve, np.array([[0.25]])) == pytest.approx(np.array([[0.5]]), abs=1e-4)


@pytest.mark.parametrize(("name", "bands"), [("residual", 1), ("residual", 4), ("luma_chroma", 1), ("lab", 1)])
def test_translator_starts_at_its_curve(name: str, bands: int) -> None:
    """Where lightness is kept models of earlier versions have one; their architecture does not say so."""
    translator = build_translator("pix2pix", _architecture(name, bands))
    initialize(translator.generator, torch.Generator().manual_seed(0))
    curve = translator.color.curve
    assert curve is not None
    rng = np.random.default_rng(1)
    curve.fit(iter([(rng.uniform(-1, 1, (999, bands)), rng.uniform(-0.5, 0.5, (999, translator.color.code_bands)))]))
    translator.start_at_zero()
    translator.eval()
    a = _rgb(4)[:, :1].repeat(1, bands, 1, 1)
    with torch.no_grad():
        found = translator(a)
        expected = translator.color.decode(a, curve(translator.color.encode_input(a)))
    assert torch.equal(found, expected)
    assert float(found.std()) > 0.5


@pytest.mark.parametrize("name", ["luma_chroma", "lab"])
def test_where_lightness_is_kept_new_models_start_at_grey(name: str) -> None:
    translator = build_translator("pix2pix", {**_architecture(name, 1), "curve": False}).eval()
    initialize(translator.generator, torch.Generator().manual_seed(0))
    assert translator.color.curve is None and translator.color.corrects
    translator.start_at_zero()
    a = _rgb(4)[:, :1]
    with torch.no_grad():
        assert torch.allclose(translator(a), a.expand(-1, 3, -1, -1), atol=0.01 if name == "luma_chroma" else 0.6)


def _known(pair: Tuple[str, int]) -> str:
    return f"{pair[0]}-{pair[1]}"


@pytest.mark.parametrize("pair", [("direct", 3), ("residual", 4), ("luma_chroma", 1), ("lab", 1)], ids=_known)
def test_onnx_equals_torch_for_other_batches_and_sizes(pair: Tuple[str, int], tmp_path) -> None:  # type: ignore[no-untyped-def]
    from image_translation.models.networks.onnx_export import export_onnx, run_onnx

    translator = build_translator("pix2pix", _architecture(*pair)).eval()
    initialize(translator.generator, torch.Generator().manual_seed(0), std=0.1)
    generator = torch.Generator().manual_seed(9)
    path = tmp_path / "model.onnx"
    worst = export_onnx(translator, 255 * torch.rand(1, pair[1], 32, 32, generator=generator), path)
    assert worst is not None and worst < 0.01
    other = 255 * torch.rand(3, pair[1], 96, 64, generator=generator)
    with torch.no_grad():
        assert np.abs(run_onnx(path, other.numpy()) - translator(other).numpy()).max() < 0.01
    assert [file.name for file in tmp_path.iterdir()] == ["model.onnx"]
    import onnx

    model = onnx.load(str(path))
    assert model.opset_import[0].version == 17
    assert model.ir_version <= 8
    assert [value.name for value in (*model.graph.input, *model.graph.output)] == ["input", "output"]
