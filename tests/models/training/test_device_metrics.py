"""Figures of batches on a device against those of NumPy, chip by chip, and what is done with them."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import numpy as np
import pytest
import torch

from image_translation.models.feedback import Feedback
from image_translation.models.training import validation
from image_translation.models.training.data import ChipSet
from image_translation.models.training.device_metrics import batch_metrics
from image_translation.models.training.metrics import all_metrics, error_sums
from image_translation.models.training.validation import evaluate

NEAR = 1e-9


def _pair(shape: Tuple[int, ...], span: float, seed: int = 0) -> Tuple[np.ndarray, np.ndarray]:
    """A truth with structure and an output that is somewhat like it, float32."""
    rng = np.random.default_rng(seed)
    truth = span * (0.5 + 0.4 * np.sin(np.cumsum(rng.normal(0, 0.3, shape), axis=-1)))
    return (truth + rng.normal(0, 0.05 * span, shape)).astype(np.float32), truth.astype(np.float32)


def _masks(shape: Tuple[int, ...]) -> np.ndarray:
    """All valid, a corner missing, a third missing here and there, nothing valid."""
    valid = np.ones((4, 1, *shape[2:]), bool)
    valid[1, :, : shape[2] // 3, shape[3] // 2 :] = False
    valid[2] = np.random.default_rng(1).uniform(size=valid[2].shape) > 0.001
    valid[3] = False
    return valid


@pytest.mark.parametrize(
    ("bands", "height", "width", "span"),
    [(3, 96, 130, 255.0), (1, 40, 11, 1.0), (2, 32, 32, 9.0), (8, 10, 64, 65535.0)],
)
def test_figures_are_those_of_numpy(bands: int, height: int, width: int, span: float) -> None:
    shape = (4, bands, height, width)
    output, truth = _pair(shape, span)
    output[0, :, 3, 3] = truth[0, :, 3, 4] = 0.0
    truth[0, :, 3, 3] = 0.0
    valid = _masks(shape)
    output[np.broadcast_to(~valid, shape)] = np.nan
    figures, sums = batch_metrics(*(torch.from_numpy(part) for part in (output, truth, valid)), span)
    for number in range(4):
        expected = all_metrics(output[number], truth[number], span, valid[number, 0])
        assert list(figures[number]) == list(expected)
        assert figures[number] == pytest.approx(expected, rel=NEAR, abs=NEAR, nan_ok=True)
        np.testing.assert_allclose(sums[number], error_sums(output[number], truth[number], valid[number, 0]), rtol=NEAR)


def test_equal_images_are_perfect() -> None:
    image = torch.from_numpy(_pair((2, 3, 32, 32), 255.0)[1])
    figures, _ = batch_metrics(image, image, torch.ones(2, 1, 32, 32, dtype=torch.bool), 255.0)
    assert figures[1]["psnr"] == pytest.approx(100.0) and figures[1]["ssim"] == pytest.approx(1.0)
    assert figures[1]["angular_error"] == pytest.approx(0.0, abs=1e-5)


def test_large_batches_are_measured_in_parts(monkeypatch) -> None:
    output, truth = (torch.from_numpy(part) for part in _pair((5, 3, 32, 32), 255.0))
    valid = torch.ones(5, 1, 32, 32, dtype=torch.bool)
    whole = batch_metrics(output, truth, valid, 255.0)
    monkeypatch.setattr("image_translation.models.training.device_metrics._MOST_VALUES", 2 * 3 * 32 * 32)
    parts = batch_metrics(output, truth, valid, 255.0)
    assert whole[0] == parts[0]
    np.testing.assert_array_equal(whole[1], parts[1])


@pytest.fixture
def chips(make_pack, make_scenes) -> ChipSet:
    grey, rgb = make_scenes(16)
    valid = np.ones((16, 32, 32), bool)
    valid[3, :5] = False
    folder: Path = make_pack(grey, rgb, ["train"] * 4 + ["validation"] * 12, valid)
    return ChipSet.open([folder], Feedback())


def _method(a: torch.Tensor) -> torch.Tensor:
    return torch.cat((a * 1.1, a * 0.93, a + 7.3), dim=1)


def test_an_evaluation_on_a_card_is_that_on_a_cpu(chips: ChipSet, monkeypatch) -> None:
    expected = evaluate(_method, chips, range(2, 16), 255.0, Feedback())
    monkeypatch.setattr(validation, "_measures_itself", lambda device: True)
    found = evaluate(_method, chips, range(2, 16), 255.0, Feedback())
    assert found.mean == pytest.approx(expected.mean, rel=NEAR)
    assert found.indices == expected.indices and found.ranked() == expected.ranked()


def test_a_lack_of_memory_lets_smaller_batches_be_measured(chips: ChipSet) -> None:
    sizes = []

    def greedy(a: torch.Tensor) -> torch.Tensor:
        sizes.append(len(a))
        if len(a) > 2:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return _method(a)

    found = evaluate(greedy, chips, range(8), 255.0, Feedback())
    assert sizes == [8, 4, 2, 2, 4, 2, 2]
    assert found.mean == pytest.approx(evaluate(_method, chips, range(8), 255.0, Feedback()).mean)

    def broken(a: torch.Tensor) -> torch.Tensor:
        raise RuntimeError("a defect")

    with pytest.raises(RuntimeError, match="a defect"):
        evaluate(broken, chips, range(8), 255.0, Feedback())
