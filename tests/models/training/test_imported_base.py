"""A training goes on from weights of the reference implementation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from image_translation.models.package.archive import open_package, read_definition
from image_translation.models.package.importing import ImportSettings, import_model
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train
from image_translation.tests.reference_networks import filled, reference_unet


def test_training_starts_from_imported_weights(make_pack, make_scenes, tmp_path: Path, recorder) -> None:
    network = filled(reference_unet(1, 3))
    torch.save(network.state_dict(), tmp_path / "latest_net_G.pth")
    base = tmp_path / "base.dlpk"
    import_model(ImportSettings(tmp_path / "latest_net_G.pth", base), recorder)
    grey, rgb = make_scenes(8)
    folder = make_pack(grey, rgb, ["train"] * 6 + ["validation"] * 2)
    with torch.no_grad():
        given = torch.from_numpy(grey[6:].astype(np.float32)) / 127.5 - 1.0
        expected = (network.model(given).numpy() + 1.0) * 127.5
    error = np.mean((expected - rgb[6:]) ** 2, axis=(1, 2, 3))
    figures = {"ndf": 4, "max_epochs": 1, "precision": "float32", "batch_size": 2}
    result = train(
        TrainSettings(chips=(folder,), output=tmp_path / "fine.dlpk", base_model=base, **figures), recorder
    )
    with open_package(result.package) as package:
        known = replace(read_definition(package.onnx), files=package.definition.files)
        history = package.definition.training["history"]
        assert replace(known, training={**known.training, "history": history}) == package.definition
    assert abs(result.metrics["base_model"]["psnr"] - np.mean(10 * np.log10(255.0**2 / error))) < 0.01
