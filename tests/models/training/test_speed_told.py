"""Chips a second are those that a card has learned from, not those that it was told of."""

from __future__ import annotations

import time
from pathlib import Path

import torch

from image_translation.models.training.hardware import Hardware, Pace
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


def test_no_more_than_two_steps_are_given_out_ahead(monkeypatch) -> None:
    """Of a hundred steps, each event is waited for once two more are under way."""
    waited, made = [], []

    class Event:
        def __init__(self, blocking: bool) -> None:
            assert blocking, "the processor has other things to do than turn in circles"
            self.number = len(made)
            made.append(self)

        def record(self, stream: str) -> None:
            assert stream == "current"

        def synchronize(self) -> None:
            waited.append((self.number, len(made)))

    monkeypatch.setattr(torch.cuda, "Event", Event)
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: "current")
    for kind in ("cpu", "cuda"):
        pace = Pace(torch.device(kind))
        for _ in range(5):
            pace.step()
    assert waited == [(0, 3), (1, 4), (2, 5)]
