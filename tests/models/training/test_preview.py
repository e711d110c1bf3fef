"""The picture that shows a training under way."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.errors import Cancelled
from image_translation.models.training import preview as module
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train


def _pixels(path: Path) -> np.ndarray:
    data = path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    rows = np.frombuffer(zlib.decompress(data[start : start + length]), np.uint8).reshape(height, 1 + width * 3)
    return np.cumsum(rows[:, 1:].reshape(height, width, 3), axis=1, dtype=np.uint8)


def test_preview_shows_input_output_and_truth_of_validation_chips(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    monkeypatch.setattr(module, "_MOST_SHARE", float("inf"))
    grey, rgb = make_scenes(10)
    folder = make_pack(grey, rgb, ["train"] * 8 + ["validation"] * 2)
    seen = []

    def look() -> bool:
        path = tmp_path / "m.preview.png"
        if path.exists() and len(seen) < len(recorder.epochs):
            seen.append(_pixels(path))
        return len(seen) == 3

    recorder.stop_when = look
    settings = TrainSettings(
        chips=(folder,),
        output=tmp_path / "m.dlpk",
        ngf=4,
        ndf=4,
        max_epochs=50,
        learning_rate=1e-2,
        precision="float32",
        ema=0.0,
    )
    with pytest.raises(Cancelled):
        train(settings, recorder)
    first, last = seen[0], seen[2]
    assert first.shape == (2 * 32 + 4, 3 * 32 + 2 * 4, 3)
    for row, chip in enumerate((8, 9)):
        rows = slice(36 * row, 36 * row + 32)
        assert np.array_equal(first[rows, :32, 0], grey[chip, 0])
        assert np.array_equal(first[rows, 72:], np.moveaxis(rgb[chip], 0, -1))
        assert not np.array_equal(first[rows, 36:68], last[rows, 36:68])
    assert np.array_equal(first[:, 72:], last[:, 72:])
    assert sum("m.preview.png" in line for line in recorder.lines) == 1
    assert (tmp_path / "m.preview.png").exists()
