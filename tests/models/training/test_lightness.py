"""Every colour handling with every type and number of bands: as good as the plainest, or a sentence that it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
import pytest
import torch

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import InputError, PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.networks.color import COLOR_SPACES, LIGHTNESS_KEPT
from image_translation.models.networks.registry import build_translator
from image_translation.models.training import lightness
from image_translation.models.training.data import ChipSet
from image_translation.models.training.fitting import as_image, fit_curve
from image_translation.models.training.plan import Plan, make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.validation import evaluate

UNITS: Dict[str, Tuple[float, float]] = {"uint8": (0.0, 255.0), "uint16": (700.0, 3600.0), "float32": (-0.1, 0.9)}
SPLITS = ["train"] * 6 + ["validation"] * 2


def _in_units(unit: np.ndarray, dtype: str) -> np.ndarray:
    """Values from 0 to 1 in a type's own units."""
    low, high = UNITS[dtype]
    values = low + unit * (high - low)
    return (np.rint(values) if dtype != "float32" else values).astype(dtype)


def _ground() -> np.ndarray:
    """(8, 3, 32, 32), 0 to 1: brown to green with the brightness, and tints that the brightness does not tell."""
    chance = np.random.default_rng(0)
    grey = np.kron(chance.uniform(0.2, 0.8, (8, 8, 8)), np.ones((4, 4))) + chance.normal(0, 0.02, (8, 32, 32))
    red = 0.15 * (0.5 - grey) + np.kron(chance.normal(0, 0.03, (8, 4, 4)), np.ones((8, 8)))
    blue = -0.1 + np.kron(chance.normal(0, 0.02, (8, 4, 4)), np.ones((8, 8)))
    green = -(0.299 * red + 0.114 * blue) / 0.587
    return (grey[:, None] + np.stack((red, green, blue), axis=1)).clip(0, 1)


def _plan(folder: Path, color_space: str) -> Plan:
    settings = TrainSettings((folder,), folder / "m.dlpk", model_type="cnn", color_space=color_space, ngf=4)
    return make_plan(with_preset(settings), ChipSet([PackedChips.open(folder)]), Feedback())


def _fitted(plan: Plan) -> float:
    """PSNR on the validation chips of the least of networks: a curve from the handling's input code to its output."""
    color = build_translator("cnn", {**plan.architecture, "curve": True}).color
    fit_curve(color, plan.chips, plan.train, np.random.default_rng(0))

    def method(a: torch.Tensor) -> torch.Tensor:
        return color.decode(a, color.complete(color.encode_input(a), torch.zeros(())))

    checked = [int(i) for i in plan.checked]
    return evaluate(method, plan.chips, checked, plan.data_range, Feedback()).mean["psnr"]


@pytest.mark.parametrize("color_space", COLOR_SPACES)
@pytest.mark.parametrize("bands", [1, 3])
@pytest.mark.parametrize("dtype_b", UNITS)
@pytest.mark.parametrize("dtype_a", UNITS)
def test_a_handling_works_or_refuses(make_pack, dtype_a: str, dtype_b: str, bands: int, color_space: str) -> None:
    ground = _ground()
    luma = np.tensordot((0.299, 0.587, 0.114), ground, ((0,), (1,)))[:, None]
    a = _in_units(luma if bands == 1 else ground[:, [1, 2, 0]], dtype_a)
    folder = make_pack(a, _in_units(ground, dtype_b), SPLITS)
    if bands == 3 and color_space in LIGHTNESS_KEPT:
        with pytest.raises(InputError, match=f"^color_space {color_space} turns one band into three, .*residual or"):
            _plan(folder, color_space)
        return
    plan = _plan(folder, color_space)
    loss = 1.2 if "lab" in color_space else 0.3  # L* of a grey is not quite that of colours with this luma
    assert _fitted(plan) > _fitted(_plan(folder, "direct")) - loss
    assert _fitted(plan) > 27
    if color_space in LIGHTNESS_KEPT:
        translator = build_translator("cnn", {**plan.architecture, "curve": False}).eval()
        translator.start_at_zero()
        batch = plan.chips.fixed_batch([0, 7])
        shown = translator(batch.a).detach()
        wanted = as_image(_in_units(luma[[0, 7]], dtype_b).reshape(-1, 1)).reshape(2, 1, 32, 32)
        assert float((shown - wanted).abs().max()) < 0.02 * plan.data_range


@pytest.mark.parametrize("color_space", sorted(LIGHTNESS_KEPT))
@pytest.mark.parametrize(("dtype_a", "dtype_b"), [("uint16", "uint16"), ("uint8", "float32"), ("float32", "uint8")])
def test_lightness_that_the_input_does_not_tell_is_refused(make_pack, dtype_a, dtype_b, color_space) -> None:
    """A near infrared that is bright where the target is dark and bright, and noise."""
    ground = _ground()
    luma = np.tensordot((0.299, 0.587, 0.114), ground, ((0,), (1,)))[:, None]
    noise = np.random.default_rng(3).uniform(0, 1, luma.shape)
    for name, unit in (("bent", 4 * (luma - luma.mean()) ** 2), ("noise", noise)):
        folder = make_pack(_in_units(unit.clip(0, 1), dtype_a), _in_units(ground, dtype_b), SPLITS, name=name)
        with pytest.raises(InputError, match=f"^color_space is {color_space}, which keeps .*choose automatic, "):
            _plan(folder, color_space)


def test_a_negative_is_turned(make_pack) -> None:
    ground = _ground()
    luma = np.tensordot((0.299, 0.587, 0.114), ground, ((0,), (1,)))[:, None]
    plan = _plan(make_pack(_in_units(1 - luma, "uint16"), _in_units(ground, "uint16"), SPLITS), "luma_chroma")
    black, white = plan.architecture["grey_scale"]
    assert black > white
    assert _fitted(plan) > 27


def test_black_and_white_are_those_of_a_sample_that_the_seed_draws(make_pack, monkeypatch) -> None:
    monkeypatch.setattr(lightness, "_PIXELS", 1)
    ground = _ground()
    luma = np.tensordot((0.299, 0.587, 0.114), ground, ((0,), (1,)))[:, None]
    chips = ChipSet([PackedChips.open(make_pack(_in_units(luma, "uint16"), _in_units(ground, "uint16"), SPLITS))])
    found = [lightness.lightness_keys("luma_chroma", chips, chips.split("train"), seed) for seed in (1, 1, 1, 2, 3, 4)]
    assert found[0] == found[1] == found[2]
    assert any(one != found[0] for one in found[3:])
    assert found[0]["grey_scale"] == pytest.approx(UNITS["uint16"], abs=400)


def _architecture(**changes: Any) -> Dict[str, Any]:
    scales = {"input_scale": [[0.0, 100.0]], "target_scale": [[0.0, 4000.0]] * 3, "output_range": [0.0, 4000.0]}
    return {"generator": "cnn", "ngf": 4, "color_space": "luma_chroma", "curve": False, **scales, **changes}


def test_models_of_earlier_versions_take_the_input_for_what_it_is() -> None:
    a = torch.full((1, 1, 4, 4), 50.0)
    for changes, grey in (({}, 50.0), ({"grey_scale": [0.0, 100.0]}, 2000.0)):
        translator = build_translator("cnn", _architecture(**changes)).eval()
        translator.start_at_zero()
        assert torch.allclose(translator(a), torch.full((1, 3, 4, 4), grey))
    with pytest.raises(PackageError, match="grey_scale is 7"):
        build_translator("cnn", _architecture(grey_scale=[7.0, 7.0]))
