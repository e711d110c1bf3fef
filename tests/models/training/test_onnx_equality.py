"""Every network in the registry gives through ONNX what it gives in PyTorch, on imagery."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

import image_translation
from image_translation.models.networks.initialization import initialize
from image_translation.models.networks.onnx_export import export_onnx, run_onnx
from image_translation.models.networks.registry import SYSTEMS, build_translator
from image_translation.models.rasters.source import RasterSource
from image_translation.models.training.data import ChipSet
from image_translation.models.training.fitting import architecture_for
from image_translation.models.training.settings import TrainSettings

SIZE = 64
DEMO = Path(image_translation.__file__).parent / "demo" / "imagery"


@pytest.fixture
def colour(make_scenes) -> np.ndarray:
    """(N, 3, SIZE, SIZE) cut from the demo's airborne imagery where it has been fetched, else drawn."""
    found = sorted([*DEMO.glob("*.png"), *DEMO.glob("*.tif")])
    if not found:
        return make_scenes(6, SIZE)[1]
    chips = []
    for path in found:
        with RasterSource(str(path)) as source:
            width, height = source.grid.width, source.grid.height
            for share in (0.2, 0.6):
                values, _ = source.read(int(share * width), int(share * height), SIZE, SIZE)
                chips.append(values[:3].astype(np.uint8))
    return np.stack(chips)


@pytest.mark.parametrize("model_type", SYSTEMS)
def test_onnx_differs_by_less_than_a_grey_level(model_type: str, colour, make_pack, tmp_path: Path, recorder) -> None:
    if SYSTEMS[model_type].generator in ("timm", "pyramid", "fusion") and importlib.util.find_spec("timm") is None:
        pytest.skip("timm is not installed")
    grey = np.rint(np.tensordot((0.299, 0.587, 0.114), colour, ((0,), (1,))))[:, None].astype(np.uint8)
    folder = make_pack(grey, colour, ["train"] * len(colour))
    chips = ChipSet.open([folder], recorder)
    recipe = {"ngf": 8, "norm": "batch", "decoder": "transposed", "dropout": 0.5}
    if SYSTEMS[model_type].generator == "fusion":
        recipe["backbone"] = "mobilenetv2_050"
    settings = TrainSettings(chips=(folder,), output=tmp_path / "m.dlpk", model_type=model_type, **recipe)
    translator = build_translator(model_type, architecture_for(settings, chips, "luma_chroma"))
    initialize(translator.generator, torch.Generator().manual_seed(0), std=0.15)
    translator.eval()
    raw = torch.from_numpy(grey.astype(np.float32))
    path = tmp_path / "model.onnx"
    assert export_onnx(translator, raw[:1], path) < 1.0
    with torch.no_grad():
        expected = translator(raw).numpy()
    assert np.ptp(expected - grey, axis=(0, 2, 3)).max() > 5
    assert np.abs(run_onnx(path, raw.numpy()) - expected).max() < 1.0
