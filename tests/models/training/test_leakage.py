"""What validation and test chips hold has no part in a training: whatever they are, it begins bit by bit alike."""

from __future__ import annotations

import importlib.util
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy as np
import pytest
import torch

from image_translation.models.feedback import Feedback
from image_translation.models.training.data import ChipSet
from image_translation.models.training.distributed import ALONE
from image_translation.models.training.loop import Training
from image_translation.models.training.plan import Plan
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import _agreed_plan

DTYPES = ["uint8", "uint16", "int16", "float32"]
SPLITS = ["train"] * 6 + ["validation"] * 3 + ["test"] * 2


def _drawn(dtype: str, bands: int, count: int, seed: int, wild: bool = False) -> np.ndarray:
    """Chips of a moderate range, or of the whole range of the type."""
    chance = np.random.default_rng(seed)
    shape = (count, bands, 32, 32)
    if not wild:
        return chance.integers(20, 120, shape).astype(dtype)
    if dtype == "float32":
        return (chance.normal(size=shape) * 1e30).astype(dtype)
    limits = np.iinfo(dtype)
    return chance.integers(limits.min, limits.max + 1, shape).astype(dtype)


def _chips(make_pack, name: str, dtype_a: str, dtype_b: str, splits, changed=None, bands: int = 3) -> Path:
    """Chips that are the same but for those that ``changed`` names, some pixels without data."""
    count = len(splits)
    a, b = _drawn(dtype_a, 1, count, 0), _drawn(dtype_b, bands, count, 1)
    valid = np.random.default_rng(2).random((count, 32, 32)) < 0.9
    if changed is not None:
        a[changed] = _drawn(dtype_a, 1, len(changed), 5, wild=True)
        b[changed] = _drawn(dtype_b, bands, len(changed), 6, wild=True)
    return make_pack(a, b, splits, valid, name=name)


def _settings(folder: Path, **changes: Any) -> TrainSettings:
    values: Dict[str, Any] = {"ngf": 4, "ndf": 4, "device": "cpu", "precision": "float32", "warmup": 0.0, "threads": 1}
    values.update({"chips": (folder,), "output": folder.parent / "m.dlpk", "batch_size": 3, **changes})
    return TrainSettings(**values)


def _begun(settings: TrainSettings) -> Tuple[Plan, Dict[str, Any]]:
    """The plan and all that a training makes of its chips until its first step is done."""
    plan = _agreed_plan(settings, Feedback(), ALONE)
    first = plan.first_translator(Feedback()).state_dict()
    batch = plan.chips.random_batch(plan.train[[0, 2, 5]], np.random.default_rng(4), plan.settings.augmentation)
    training = Training(plan, Feedback(), time.monotonic())
    training.rehearse()
    found = {f"first {key}": value for key, value in first.items()}
    found.update({f"after a step {key}": value for key, value in training._parts.tensors().items()})
    found.update({"a": batch.a, "b": batch.b, "valid": batch.valid})
    kept = (plan.architecture, plan.data_range, plan.chips.values, plan.train.tolist(), plan.settings)
    return plan, {**found, "plan": kept}


def _check_alike(first: Dict[str, Any], second: Dict[str, Any]) -> None:
    for architecture, other in zip(first.pop("plan"), second.pop("plan")):
        assert architecture == other
    assert first.keys() == second.keys()
    for key, value in first.items():
        assert torch.equal(value, second[key]), key


@pytest.mark.parametrize("augmentation", ["flips_and_turns", "tone"])
@pytest.mark.parametrize("color_space", ["automatic", "direct"])
@pytest.mark.parametrize(("dtype_a", "dtype_b"), [*zip(DTYPES, DTYPES), ("uint8", "float32"), ("uint16", "uint8")])
def test_other_validation_and_test_chips_change_nothing(
    make_pack, dtype_a: str, dtype_b: str, color_space: str, augmentation: str
) -> None:
    found = []
    for name, changed in (("one", None), ("two", range(6, 11))):
        folder = _chips(make_pack, name, dtype_a, dtype_b, SPLITS, changed)
        plan, begun = _begun(_settings(folder, color_space=color_space, augmentation=augmentation))
        begun["plan"] = (*begun["plan"][:-1], replace(plan.settings, chips=("chips",)))
        found.append(begun)
    _check_alike(*found)


@pytest.mark.parametrize("dtype", DTYPES)
def test_nor_do_those_that_are_held_out(make_pack, dtype: str) -> None:
    chosen = ["train"] * 12
    one = _chips(make_pack, "one", dtype, dtype, chosen)
    plan, first = _begun(_settings(one, validation_share=25))
    assert len(plan.checked) == 3
    two = _chips(make_pack, "two", dtype, dtype, chosen, plan.checked)
    again, second = _begun(_settings(two, validation_share=25))
    for begun in (first, second):
        begun["plan"] = begun["plan"][:-1]
    assert again.checked.tolist() == plan.checked.tolist()
    _check_alike(first, second)


@pytest.mark.parametrize("dtype", DTYPES)
def test_nor_do_folders_for_validation(make_pack, dtype: str) -> None:
    folder = _chips(make_pack, "own", dtype, dtype, ["train"] * 4 + ["validation"] * 2)
    found = []
    for name, changed in (("one", None), ("two", range(3))):
        other = _chips(make_pack, name, dtype, dtype, ["train"] * 3, changed)
        plan, begun = _begun(_settings(folder, validation_chips=(other,)))
        assert len(plan.train) == 6
        begun["plan"] = begun["plan"][:-1]
        found.append(begun)
    _check_alike(*found)


@pytest.mark.skipif(importlib.util.find_spec("timm") is None, reason="timm is not installed")
def test_the_model_is_not_chosen_by_chips_that_are_held_out(make_pack, make_scenes, recorder) -> None:
    grey, rgb = make_scenes(12, size=64)
    found = []
    for name in ("one", "two"):
        folder = make_pack(grey, rgb, ["train"] * 12, name=name)
        settings = TrainSettings((folder,), folder / "m.dlpk", validation_share=25, device="cpu")
        plan = _agreed_plan(settings, recorder, ALONE)
        found.append((plan.settings.model_type, plan.settings.base_model, plan.checked.tolist()))
        grey = grey.copy()
        grey[plan.checked] = 255 - grey[plan.checked]
    assert found[0][0] == "feature_pyramid"
    assert found[0] == found[1]


def test_the_folder_s_own_statistics_are_not_asked(make_pack) -> None:
    folder = _chips(make_pack, "own", "uint16", "uint16", SPLITS, range(6, 11))
    told = json.loads((folder / "packed" / "packed.json").read_text(encoding="utf-8"))["info"]["bands_b"][0]
    chips = ChipSet.open([folder], Feedback())
    assert told["maximum"] > 60_000
    assert [(band.minimum, band.maximum) for band in chips.bands_b] == [(20.0, 119.0)] * 3
