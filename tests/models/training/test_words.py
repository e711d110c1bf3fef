"""The line of the log that tells of an epoch."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Optional

import pytest
import torch

from image_translation.models.training.hardware import Hardware
from image_translation.models.training.words import epoch_line, no_number

ROW = {"epoch": 3.0, "psnr": 29.8, "ssim": 0.985, "mae": 4.567, "angular_error": 4.9, "l1": 0.0312, "seconds": 12.0}
ADVERSARIAL = {"adversarial": 0.7, "discriminator": 0.65}


@pytest.mark.parametrize(
    ("monitor", "losses", "left", "words"),
    [
        ("psnr", {}, None, "PSNR 29.80 dB (fitted curve 29.60, best so far), SSIM 0.9850, L1 0.0312, 12 s"),
        ("ssim", {}, None, "PSNR 29.80 dB (fitted curve 29.60), SSIM 0.9850 (best so far), L1 0.0312, 12 s"),
        (
            "angular_error",
            ADVERSARIAL,
            240.0,
            "PSNR 29.80 dB (fitted curve 29.60), SSIM 0.9850, angular error 4.9 (best so far), L1 0.0312, "
            "adversarial 0.70 / 0.65, 12 s, 4 min left",
        ),
    ],
)
def test_epoch_line(monitor: str, losses: dict, left: Optional[float], words: str) -> None:
    plan = SimpleNamespace(settings=SimpleNamespace(monitor=monitor, max_epochs=50))
    assert epoch_line(plan, {**ROW, **losses}, 29.6, True, left) == f"Epoch 3 of 50: {words}"


@pytest.mark.parametrize(("precision", "named"), [("float16", True), ("bfloat16", False), ("float32", False)])
def test_a_loss_that_is_no_number_names_the_way_out(precision: str, named: bool) -> None:
    plan = SimpleNamespace(hardware=Hardware(torch.device("cpu"), getattr(torch, precision), ""))
    text = str(no_number(plan, "nothing is kept"))
    assert ("precision float32" in text) == named
    assert "smaller learning rate" in text and "(nothing is kept)" in text
