"""Which chips a training is checked on, and by which figure its best epoch is found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.training.best import BestModel, best_epoch
from image_translation.models.training.data import ChipSet
from image_translation.models.training.holdout import hold_out
from image_translation.models.training.plan import make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.validation import Evaluation

SIDE = 20


def _ramp(count: int, size: int = 32, bands: int = 1) -> np.ndarray:
    return np.arange(count * bands * size * size).reshape(count, bands, size, size).astype(np.float32)


def _settings(folder: Path, **changes) -> TrainSettings:
    values = {"model_type": "pix2pix", "ngf": 4, "ndf": 4, "color_space": "direct", **changes}
    return with_preset(TrainSettings(chips=(folder,), output=folder.parent / "m.dlpk", **values))


@pytest.fixture
def grid(make_pack) -> Path:
    """Chips that overlap by half, as Export Training Chips lays them, but for validation chips."""
    a = np.zeros((SIDE * SIDE, 1, 32, 32), np.uint8)
    a[:, :, 0, 0] = 9
    folder = make_pack(a, a, ["train"] * (SIDE * SIDE))
    rows, columns = (16 * values.ravel() for values in np.mgrid[:SIDE, :SIDE])
    document = {"columns": columns.tolist(), "rows": rows.tolist()}
    (folder / "chips.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_blocks_share_no_pixel_with_training_chips(grid: Path) -> None:
    chips = ChipSet([PackedChips.open(grid)])
    assert hold_out(chips, 0.2, np.random.default_rng(0), Feedback()) == ""
    train, validation = chips.split("train"), chips.split("validation")
    assert len(validation) / (len(train) + len(validation)) == pytest.approx(0.2, abs=0.01)
    assert len(train) + len(validation) < len(chips)
    places = np.stack(np.divmod(np.arange(SIDE * SIDE), SIDE), axis=1) * 16
    apart = np.abs(places[train][:, None] - places[validation][None]).max(axis=-1)
    assert apart.min() >= 32


def test_validation_chips_must_be_as_large_as_the_smallest_for_training(make_pack) -> None:
    packs = {
        size: PackedChips.open(make_pack(_ramp(2, size), _ramp(2, size), ["train"] * 2, name=str(size)))
        for size in (32, 64, 96)
    }
    chips = ChipSet([packs[96], packs[64]], [packs[64], packs[96]])
    assert chips.size == 64 and chips.split("validation").tolist() == [4, 5, 6, 7]
    with pytest.raises(InputError, match=r"32 are 32 px wide and the training chips 64 px; export validation"):
        ChipSet([packs[96], packs[64]], [packs[64], packs[32]])


@pytest.mark.parametrize("document", [None, "{", '{"columns": [1], "rows": [1]}', '{"columns": ["a"]}', "[]"])
def test_without_places_a_random_share_is_held_out_with_a_warning(make_pack, document) -> None:
    folder = make_pack(_ramp(20), _ramp(20), ["train"] * 18 + ["test"] * 2)
    if document is not None:
        (folder / "chips.json").write_text(document, encoding="utf-8")
    found = []
    for seed in (0, 0, 1):
        chips = ChipSet([PackedChips.open(folder)])
        told = hold_out(chips, 0.25, np.random.default_rng(seed), Feedback())
        assert "where the chips of chips lie" in told
        found.append(chips.split("validation").tolist())
        assert len(chips.split("train")) == 14
        assert chips.split("test").tolist() == [18, 19]
    assert found[0] == found[1] != found[2]
    assert len(found[0]) == 4


def test_a_share_is_held_out_only_where_the_chips_bring_none(make_pack, recorder) -> None:
    own = make_pack(_ramp(10), _ramp(10) / 2, ["train"] * 9 + ["validation"], name="own")
    plan = make_plan(_settings(own, validation_share=50), ChipSet([PackedChips.open(own)]), recorder)
    assert plan.checked.tolist() == [9]
    bare = make_pack(_ramp(10), _ramp(10) / 2, ["train"] * 10, name="bare")
    plan = make_plan(_settings(bare, validation_share=20), ChipSet([PackedChips.open(bare)]), recorder)
    assert len(plan.checked) == 2
    assert not set(plan.checked.tolist()) & set(plan.train.tolist())
    assert plan.honest
    assert plan.warnings == tuple(recorder.warnings)
    assert "chosen at random" in recorder.warnings[0]


def test_folders_for_validation_take_the_place_of_the_split(make_pack) -> None:
    splits = ["train", "validation", "test", "train"]
    first = make_pack(_ramp(4), _ramp(4), splits, name="first")
    second = make_pack(_ramp(3, 40), _ramp(3, 40), ["train", "validation", "test"], name="second")
    chips = ChipSet.open([first], Feedback(), [second])
    assert chips.split("train").tolist() == [0, 1, 3]
    assert chips.split("test").tolist() == [2]
    assert chips.split("validation").tolist() == [4, 5, 6]
    assert chips.size == 32
    assert chips.fingerprint() != ChipSet.open([first, second], Feedback()).fingerprint()
    with pytest.raises(InputError, match="second are 40 px wide and the training chips 64 px; export validation"):
        ChipSet.open([make_pack(_ramp(2, 64), _ramp(2, 64), ["train"] * 2, name="large")], Feedback(), [second])
    two = make_pack(_ramp(2, bands=2), _ramp(2), ["train"] * 2, name="two")
    with pytest.raises(InputError, match="different input bands"):
        ChipSet.open([first], Feedback(), [two])


def test_no_training_chips_is_one_sentence(make_pack, recorder) -> None:
    folder = make_pack(_ramp(2), _ramp(2), ["validation", "test"])
    with pytest.raises(InputError, match="has no training chips; export more chips or a smaller validation share"):
        make_plan(_settings(folder), ChipSet([PackedChips.open(folder)]), recorder)


def test_an_angle_needs_several_target_bands(make_pack, recorder) -> None:
    folder = make_pack(_ramp(4), _ramp(4), ["train"] * 3 + ["validation"])
    with pytest.raises(InputError, match="monitor is angular_error, .*choose psnr"):
        make_plan(_settings(folder, monitor="angular_error"), ChipSet([PackedChips.open(folder)]), recorder)


def _evaluation(**figures: float) -> Evaluation:
    return Evaluation((0,), (figures,), np.ones((1, 1, 5)))


@pytest.mark.parametrize(
    ("monitor", "best"), [("psnr", 1), ("ssim", 2), ("angular_error", 3)]
)
def test_the_monitored_figure_decides_which_epoch_is_best(monitor: str, best: int) -> None:
    from torch import nn

    kept = BestModel(lambda model: None, monitor)
    figures = [(20.0, 0.5, 9.0), (30.0, 0.6, 8.0), (25.0, 0.9, 7.0), (22.0, 0.7, 2.0)]
    better = [
        kept.offer(nn.Linear(1, 1), epoch, _evaluation(psnr=psnr, ssim=ssim, angular_error=angle))
        for epoch, (psnr, ssim, angle) in enumerate(figures)
    ]
    assert better[0]
    assert kept.epoch == best
    assert kept.psnr == figures[best][0]


@pytest.mark.parametrize(("monitor", "best"), [("psnr", 2), ("mae", 1), ("ssim", 1)])
def test_patience_counts_from_the_first_of_the_best_epochs(monitor: str, best: int) -> None:
    """Whatever the model that the training started from had."""
    rows = [(20.0, 3.0, 0.9), (25.0, 4.0, 0.9), (25.0, 5.0, 0.8)]
    history = [{"epoch": i + 1.0, "psnr": psnr, "mae": mae, "ssim": ssim} for i, (psnr, mae, ssim) in enumerate(rows)]
    assert best_epoch(monitor, history) == best
    assert best_epoch(monitor, []) == 0


@pytest.mark.parametrize("size", [32, 33, 63, 100, 224, 255, 257])
def test_any_chip_size_becomes_a_size_for_the_network(make_pack, size: int) -> None:
    from image_translation.models.networks.unet import unet_depth

    a = _ramp(1, size)
    chips = ChipSet([PackedChips.open(make_pack(a, a, ["train"]))])
    assert chips.size == size // 32 * 32
    batch = chips.random_batch([0], np.random.default_rng(0), augmentation="flips_and_turns")
    assert batch.a.shape == (1, 1, chips.size, chips.size)
    assert chips.size % 2 ** unet_depth(chips.size) == 0
