"""The architecture that settings and chips ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict

import numpy as np
import pytest

from image_translation.models.feedback import Feedback
from image_translation.models.training.data import ChipSet
from image_translation.models.training.fitting import architecture_for
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings


@pytest.mark.parametrize(
    ("model_type", "of_its_kind"),
    [
        ("pix2pix", {"generator": "unet", "depth": 6, "decoder": "resize"}),
        ("pix2pix_resnet_6", {"generator": "resnet_6"}),
        (
            "pix2pix_timm",
            {
                "generator": "timm",
                "depth": 5,
                "decoder": "resize",
                "backbone": "mobilenetv2_100",
                "encoder_normalization": [[0.449, 0.226]],
            },
        ),
        (
            "feature_pyramid",
            {
                "generator": "pyramid",
                "depth": 4,
                "backbone": "tf_efficientnet_lite0",
                "encoder_normalization": [[0.5, 0.5]],
                "context": 272,
                "finest": 1,
            },
        ),
    ],
)
def test_each_generator_gets_the_keys_of_its_kind(
    make_pack, make_scenes, model_type: str, of_its_kind: Dict[str, Any]
) -> None:
    folder = make_pack(*make_scenes(3, size=64), ["train"] * 3)
    chips = ChipSet.open([folder], Feedback())
    settings = TrainSettings(
        (folder,), folder / "m.dlpk", model_type=model_type, preset="classic", decoder="resize", norm="instance"
    )
    common = {"norm": "instance", "dropout": 0.5, "color_space": "direct", "curve": False, "output_range": [0.0, 255.0]}
    common["ngf"] = with_preset(settings).ngf
    found = architecture_for(with_preset(settings), chips, "direct")
    if "backbone" in found:
        assert np.allclose(found["encoder_normalization"], of_its_kind["encoder_normalization"], atol=1e-12)
        found["encoder_normalization"] = of_its_kind["encoder_normalization"]
    scales = {key: found.pop(key) for key in ("input_scale", "target_scale")}
    assert found == {**common, **of_its_kind}
    assert scales == {"input_scale": [[0.0, 255.0]], "target_scale": [[0.0, 255.0]] * 3}
    if model_type == "pix2pix_timm":
        other = replace(with_preset(settings), backbone="resnet34")
        assert architecture_for(other, chips, "direct")["backbone"] == "resnet34"
    if "depth" in of_its_kind:
        assert architecture_for(replace(with_preset(settings), depth=3), chips, "direct")["depth"] == 3
