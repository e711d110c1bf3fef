"""Chips a second are those that a card has learned from, not those that it was told of."""

from __future__ import annotations

import time
from pathlib import Path

import torch

from image_translation.models.training.hardware import Hardware
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

LATE = 0.5


def test_the_speed_counts_what_a_card_still_has_to_do(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    monkeypatch.setattr(Hardware, "wait", lambda self: time.sleep(LATE))
    grey, rgb = make_scenes(8)
    chips = make_pack(grey, rgb, ["train"] * 4 + ["validation"] * 4)
    values = {"ngf": 4, "ndf": 4, "batch_size": 4, "max_epochs": 2, "model_type": "pix2pix", "device": "cpu"}
    result = train(TrainSettings(chips=(chips,), output=tmp_path / "m.dlpk", **values), recorder)
    assert result.images_per_second < 4 / LATE
    assert all(row["seconds"] > LATE for row in recorder.epochs)


def test_who_is_waited_for(monkeypatch) -> None:
    waited = []
    monkeypatch.setattr(torch.cuda, "synchronize", waited.append)
    monkeypatch.setattr(torch.mps, "synchronize", lambda: waited.append("mps"))
    for kind in ("cpu", "mps", "cuda"):
        Hardware(torch.device(kind), torch.float32, "").wait()
    assert waited == ["mps", torch.device("cuda")]
