"""Packed chips made by hand, so that training is tested without GDAL."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Callable, List, Optional, Sequence

import numpy as np
import pytest

from image_translation.models.chips.statistics import RunningStatistics
from image_translation.models.feedback import Feedback
from image_translation.models.networks.timm_encoder import bind_torchvision

PackMaker = Callable[..., Path]
with contextlib.suppress(ImportError):
    bind_torchvision()  # torchmetrics imports it too


class Recorder(Feedback):
    """Keeps what a job tells, and may ask to stop."""

    def __init__(self) -> None:
        self.lines: List[str] = []
        self.warnings: List[str] = []
        self.epochs: List[dict] = []
        self.fractions: List[float] = []
        self.stop_when: Callable[[], bool] = lambda: False

    def progress(self, fraction: float, message: str = "") -> None:
        self.fractions.append(fraction)

    def info(self, text: str) -> None:
        self.lines.append(text)

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def epoch(self, values) -> None:
        self.epochs.append(dict(values))

    def is_cancelled(self) -> bool:
        return self.stop_when()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def _statistics(values: np.ndarray, valid: np.ndarray, names: Sequence[str]) -> list:
    seen = RunningStatistics(values.shape[1])
    for chip, mask in zip(values, valid):
        seen.merge(RunningStatistics.of(chip, mask & np.isfinite(chip).all(axis=0)))
    return [band.to_json() for band in seen.bands(names, values.dtype.name)]


@pytest.fixture
def make_pack(tmp_path: Path) -> PackMaker:
    """A function that writes a chip folder which holds nothing but packed arrays."""

    def write(
        a: np.ndarray,
        b: np.ndarray,
        splits: Sequence[str],
        valid: Optional[np.ndarray] = None,
        name: str = "chips",
    ) -> Path:
        packed = tmp_path / name / "packed"
        packed.mkdir(parents=True)
        mask = np.ones((len(a), *a.shape[2:]), bool) if valid is None else valid
        for key, values in (("a", a), ("b", b), ("valid", mask)):
            np.save(packed / f"{key}.npy", values)
        info = {
            "tile_size": a.shape[-1],
            "bands_a": _statistics(a, mask, [f"a{i}" for i in range(a.shape[1])]),
            "bands_b": _statistics(b, mask, [f"b{i}" for i in range(b.shape[1])]),
            "nodata_a": None,
            "nodata_b": None,
            "cell_size": [0.5, 0.5],
            "crs": "",
            "extent": None,
            "source_a": "grey.tif",
            "source_b": "color.tif",
            "splits": list(splits),
            "names": [f"{i:09d}" for i in range(len(a))],
        }
        document = {"format_version": 1, "fingerprint": "", "info": info}
        (packed / "packed.json").write_text(json.dumps(document), encoding="utf-8")
        return packed.parent

    return write


@pytest.fixture
def make_scenes() -> Callable[..., tuple]:
    """A function that draws chips with two kinds of ground that only their texture tells apart.

    Smooth ground is green, striped ground is red, both of the same mean brightness: a curve cannot colour them.
    """

    def draw(count: int, size: int = 32, seed: int = 0) -> tuple:
        rng = np.random.default_rng(seed)
        grey = rng.uniform(100, 150, (count, 1, 1)) + rng.normal(0, 2, (count, size, size))
        stripes = 12 * np.where(np.arange(size) // 2 % 2, 1, -1)
        striped = np.zeros((count, size, size), bool)
        striped[:, :, size // 2 :] = True
        turned = rng.integers(0, 2, count).astype(bool)
        striped[turned] = ~striped[turned]
        grey = np.rint(np.where(striped, grey + stripes[None, :, None], grey))
        red, blue = np.where(striped, 25.0, -25.0), np.full(grey.shape, -15.0)
        green = -(0.299 * red + 0.114 * blue) / 0.587
        rgb = grey[:, None] + np.stack((red, green, blue), axis=1)
        return grey[:, None].astype(np.uint8), np.clip(np.rint(rgb), 0, 255).astype(np.uint8)

    return draw
