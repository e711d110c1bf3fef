"""The colours of a place inside a network: as NumPy computes them, in PyTorch and in ONNX."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
import onnx
import pytest
import torch

from image_translation.models.errors import PackageError
from image_translation.models.feedback import Feedback
from image_translation.models.inference.onnx_session import OnnxSession
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx
from image_translation.models.networks.registry import MOST_PLACES, build_translator
from image_translation.models.networks.translator import Translator
from image_translation.models.package.definition import ModelDefinition
from image_translation.models.place.codes import Codes
from image_translation.models.place.colour import KNOTS, PlaceColour, place_of
from image_translation.models.place.features import width
from image_translation.models.place.session import PlaceSession
from image_translation.models.training.base_place import taken_over
from image_translation.tests.packages import band, definition

pytest.importorskip("huggingface_hub", reason="timm is not installed")

PYRAMID = {"generator": "pyramid", "backbone": "mobilenetv2_050", "ngf": 8, "norm": "batch", "context": 96, "depth": 4}
UNET = {"generator": "unet", "ngf": 4, "depth": 4, "dropout": 0.0}
BYTES, WIDE = [0.0, 255.0], [100.0, 4000.0]
GREY = {"color_space": "luma_chroma", "input_scale": [BYTES], "target_scale": [BYTES] * 3, "output_range": BYTES}
BANDS = {"input_scale": [WIDE] * 2, "target_scale": [WIDE, [90.0, 900.0]], "output_range": [90.0, 4000.0]}
KINDS: Dict[str, Dict[str, Any]] = {
    "starter's": {**PYRAMID, **GREY, "finest": 2},
    "full size": {**PYRAMID, **GREY, "finest": 1, "grey_scale": [20.0, 200.0]},
    "bands, residual": {**PYRAMID, **BANDS, "color_space": "residual", "finest": 4},
    "bands, no maps": {**UNET, **BANDS, "color_space": "direct", "input_limits": [[-9e3, 9e3]] * 2},
}


def _base(kind: str) -> Tuple[Translator, ModelDefinition]:
    """A network whose output differs from place to place, and what a package would say of it."""
    architecture = KINDS[kind]
    model_type = "feature_pyramid" if architecture["generator"] == "pyramid" else "pix2pix"
    translator = build_translator(model_type, architecture)
    chance = torch.Generator().manual_seed(0)
    initialize(translator.generator, chance, std=0.1)
    for layer in translator.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        translator.train()(_values(translator, (4, 96, 128)))
    changes = (
        {}
        if translator.color.input_bands == 1
        else {
            "input_bands": tuple(replace(band(name, "float32", 5000.0), minimum=-50.0) for name in "AB"),
            "output_bands": (band("C", "float32", 4000.0), band("D", "float32", 900.0)),
        }
    )
    told = definition(
        model_type=model_type,
        architecture=architecture,
        color_space=architecture["color_space"],
        output_range=tuple(architecture["output_range"]),
        maps=translator.maps,
        **changes,
    )
    return translator.eval(), told


def _values(translator: Translator, shape: Tuple[int, int, int], seed: int = 1) -> torch.Tensor:
    """Inputs with a smooth part, grain, and flat ground at both ends of their range and beyond."""
    count, height, width = shape
    bands = translator.color.input_bands
    low, high = (0.0, 255.0) if bands == 1 else (-50.0, 5000.0)
    grain = torch.randn(count, bands, height, width, generator=torch.Generator().manual_seed(seed))
    slope = torch.linspace(-0.2, 1.2, width).expand(count, bands, height, width)
    values = low + (high - low) * (slope + 0.1 * grain)
    return values.clamp(low, high) if bands == 1 else values


def _colour(told: ModelDefinition, with_weights: bool = True) -> PlaceColour:
    chance, bands, count = np.random.default_rng(3), len(told.input_bands), Codes(told).count
    features = width(bands, told.maps) if with_weights else 0
    tables = (
        chance.normal(0, 10, (bands, KNOTS, count)),
        0.7 * np.eye(count) + chance.normal(0, 0.2, (count, count)),
        chance.normal(0, 0.4, (features, count)),
        chance.normal(0, 5, count),
    )
    colour = PlaceColour(*(np.asarray(table, np.float32) for table in tables))
    return place_of(replace(told, place=colour.as_json()))  # with the digits that a package keeps


def _with(base: Translator, told: ModelDefinition, colour: PlaceColour) -> Tuple[Translator, Dict[str, Any]]:
    taken = taken_over(replace(told, place=colour.as_json()), base)
    assert not isinstance(taken, str)
    architecture = {**told.architecture, "place": taken[0]}
    translator = build_translator(told.model_type, architecture)
    translator.load_state_dict({**base.state_dict(), **taken[1]})
    return translator.eval(), architecture


@pytest.mark.parametrize("kind", list(KINDS))
def test_it_is_equal_to_numpy(kind: str) -> None:
    base, told = _base(kind)
    colour, codes = _colour(told), Codes(told)
    translator, _ = _with(base, told, colour)
    batch = _values(base, (2, 64, 112))
    with torch.no_grad():
        x = base.color.encode_input(batch)
        output, maps = base.with_maps(batch)
        named = dict(zip(base.maps, maps))
        code = torch.stack([torch.from_numpy(codes.encode(answer)) for answer in output.numpy()])
        gain, rest = _affine(base, codes)
        found = gain * translator.places[0](x, (code - rest) / gain, named) + rest
    for number in range(2):
        mine = {name: planes[number].numpy() for name, planes in named.items()}
        unit = codes.unit(batch[number].numpy())
        expected = colour.code(unit, code[number].numpy(), mine, told.maps)
        assert expected.std() > 10
        assert np.abs(found[number].numpy() - expected).max() < 1e-5 * np.abs(expected).max()


def _affine(base: Translator, codes: Codes) -> Tuple[Any, Any]:
    """What makes the place's code of the translator's, measured by two codes."""
    if codes.keeps:
        return 127.5, 0.0
    zero = torch.zeros(1, base.color.code_bands, 1, 1)
    ends = [base.color.decode(zero, zero + value) for value in (0.0, 0.01)]
    first, second = (torch.from_numpy(codes.encode(end[0].numpy()))[None] for end in ends)
    return (second - first) / 0.01, first


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_whole_network_is_equal_to_the_adapted_package_and_onnx_to_both(kind: str, tmp_path: Path) -> None:
    """Exported at one size and run at another; clipped pixels are many."""
    base, told = _base(kind)
    colour = _colour(told)
    translator, _ = _with(base, told, colour)
    sample, batch = _values(base, (1, 32, 48), 5), _values(base, (2, 64, 112))
    for name, model in (("base", base), ("place", translator)):
        export_onnx(model, sample, tmp_path / f"{name}.onnx")
    onnx.checker.check_model(str(tmp_path / "place.onnx"), full_check=True)
    session = OnnxSession(tmp_path / "base.onnx", "cpu", 1, Feedback(), told.maps)
    expected = PlaceSession(session, colour, told).run(batch.numpy())
    with torch.no_grad():
        found = translator(batch).numpy()
    span = told.output_range[1] - told.output_range[0]
    assert np.abs(expected - session.run(batch.numpy())).mean() > 0.01 * span
    assert np.abs(found - expected).max() < 1e-4 * span
    inside = OnnxSession(tmp_path / "place.onnx", "cpu", 1, Feedback(), told.maps)
    output, maps = inside.run_with_maps(batch.numpy())
    assert np.abs(output - expected).max() < 1e-4 * span
    assert maps.keys() == told.maps.keys()
    for name, planes in session.run_with_maps(batch.numpy())[1].items():
        np.testing.assert_allclose(maps[name], planes, atol=1e-4 * np.abs(planes).max())


def test_a_curve_alone_needs_no_maps() -> None:
    base, told = _base("starter's")
    colour = _colour(told, with_weights=False)
    translator, architecture = _with(base, told, colour)
    assert architecture["place"] == [[]] and translator.places[0].weights.numel() == 0
    batch, codes = _values(base, (1, 32, 48)), Codes(told)
    with torch.no_grad():
        output, found = base(batch)[0].numpy(), translator(batch)[0].numpy()
    expected = codes.decode(output, colour.prior(codes.unit(batch[0].numpy()), codes.encode(output)))
    assert np.abs(found - expected).max() < 1e-3 < np.abs(found - output).mean()


def test_what_is_learned_passes_and_the_place_stays() -> None:
    """Also where the base model's own colour is clipped, and on flat ground, whose deviation has no slope."""
    base, told = _base("starter's")
    translator, _ = _with(base, told, _colour(told))
    assert not list(translator.places.parameters())
    x = base.color.encode_input(torch.cat((torch.full((1, 1, 32, 32), 2.0), torch.full((1, 1, 32, 32), 255.0))))
    code = torch.full((2, 2, 32, 32), 0.9, requires_grad=True)
    with torch.no_grad():
        maps = base.generator.with_maps(x)[1]
    translator._completed(x, code, maps).sum().backward()
    assert code.grad is not None and bool((code.grad.abs() > 0.1).all())
    translator.predict(x).sum().backward()
    gradients = [weight.grad for weight in translator.generator.parameters() if weight.grad is not None]
    assert gradients and all(bool(gradient.isfinite().all()) for gradient in gradients)


@pytest.mark.parametrize(
    "place", [[["map_2"]], [["input", "map_3"]], [["input", "map_2", "map_2"]], [[]] * (MOST_PLACES + 1), 7, [7]]
)
def test_an_architecture_that_makes_no_sense_is_refused(place: Any) -> None:
    with pytest.raises(PackageError, match="incomplete or damaged"):
        build_translator("feature_pyramid", {**KINDS["starter's"], "place": place})


def test_why_it_cannot_be_taken_over() -> None:
    base, told = _base("starter's")
    told = replace(told, place=_colour(told).as_json())
    assert "lab has other codes" in taken_over(replace(told, color_space="lab"), base)
    often = {**told.architecture, "place": [[]] * MOST_PLACES}
    assert f"from {MOST_PLACES} places" in taken_over(replace(told, architecture=often), base)
    other = build_translator("feature_pyramid", {**told.architecture, "ngf": 9})
    assert "other bands or feature maps" in taken_over(told, other)
