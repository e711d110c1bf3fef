"""How far a training is, through JSON and back."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from image_translation.models.training.standing import Standing, evaluation_from_json, evaluation_to_json
from image_translation.models.training.validation import Evaluation

CPU = torch.device("cpu")


def _evaluation() -> Evaluation:
    return Evaluation((3, 7), ({"psnr": 20.5}, {"psnr": 1 / 3}), np.arange(20.0).reshape(2, 2, 5) / 3)


def test_figures_come_back_to_the_last_bit() -> None:
    found = evaluation_from_json(json.loads(json.dumps(evaluation_to_json(_evaluation()))))
    assert (found.indices, found.chips) == ((3, 7), ({"psnr": 20.5}, {"psnr": 1 / 3}))
    assert found.sums.dtype == np.float64 and np.array_equal(found.sums, _evaluation().sums)
    assert evaluation_to_json(None) is None
    whole = {**evaluation_to_json(_evaluation()), "sums": np.ones((2, 1, 5), int).tolist()}
    assert evaluation_from_json(whole).sums.dtype == np.float64


@pytest.mark.parametrize(
    "changes",
    [
        {"sums": [[["many"] * 5]] * 2},
        {"sums": [[[1.0] * 4]] * 2},
        {"sums": [[[1.0] * 5]] * 3},
        {"sums": [[1.0] * 5] * 2},
        {"chips": [{"psnr": 1.0}]},
        {"chips": [{"psnr": "x"}, {}]},
        {"indices": ["a", "b"]},
    ],
)
def test_figures_that_are_none_are_refused(changes: dict) -> None:
    with pytest.raises((TypeError, ValueError)):
        evaluation_from_json({**evaluation_to_json(_evaluation()), **changes})


def test_counts_and_losses_come_back() -> None:
    standing = Standing(batch_size=4, done=24)
    standing.add_losses({"l1": torch.tensor(0.1), "adversarial": torch.tensor(2.0)})
    standing.add_losses({"l1": torch.tensor(0.3)}, 3)
    standing.spend(1.5)
    again = Standing.from_json(json.loads(json.dumps(standing.to_json())), CPU)
    assert again == standing and again.mean_losses() == pytest.approx({"l1": 0.1, "adversarial": 2.0})
    again.next_epoch({"epoch": 1.0})
    assert (again.epoch, again.epoch_seconds, again.training_seconds, again.sums) == (2, 0.0, 1.5, {})
    again.add_losses({"l1": torch.tensor(float("nan"))})
    assert standing.is_finite() and not again.is_finite()
    for changes in ({"batch_size": 0}, {"epoch": 3}, {"counts": {"l1": 4}}):
        with pytest.raises(ValueError, match="do not agree"):
            Standing.from_json({**standing.to_json(), **changes}, CPU)
