"""However chips are fed to the training, they are the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from image_translation.models.chips.packed import PackedChips
from image_translation.models.training.data import ChipSet, Pass
from image_translation.models.training.resident import ResidentChips

DTYPES = ["uint8", "uint16", "int16", "int32", "float32", "float64"]


@pytest.fixture
def chips(make_pack, request) -> ChipSet:
    """Two folders with chips of 40 and 48 px, some pixels without data."""
    dtype = getattr(request, "param", "uint16")
    chance, packs = np.random.default_rng(0), []
    for name, size in (("one", 40), ("two", 48)):
        a, b = (chance.integers(0, 250, (6, bands, size, size)).astype(dtype) for bands in (2, 3))
        valid = chance.random((6, size, size)) < 0.9
        if "float" in dtype:
            b[~np.broadcast_to(valid[:, None], b.shape)] = np.nan
        packs.append(PackedChips.open(make_pack(a, b, ["train"] * 6, valid, name=name)))
    return ChipSet(packs)


@pytest.mark.parametrize("chips", DTYPES, indirect=True)
@pytest.mark.parametrize("augmentation", ["none", "flips_and_turns"])
def test_chips_on_the_device_are_those_on_disk(chips: ChipSet, augmentation: str) -> None:
    resident = ResidentChips(chips.packs, *chips.values, torch.device("cpu"))
    chance, again = np.random.default_rng(1), np.random.default_rng(1)
    indices = [0, 3, 7, 11, 3, 5, 6, 8, 1, 2]
    expected = chips.random_batch(indices, chance, augmentation)
    chips._resident = resident
    found = chips.random_batch(indices, again, augmentation)
    assert (found.a.dtype, found.b.dtype, found.valid.dtype) == (torch.float32, torch.float32, torch.bool)
    assert torch.equal(found.valid, expected.valid)
    assert torch.equal(found.a, expected.a)
    assert torch.equal(found.b, expected.b)
    assert chance.bit_generator.state == again.bit_generator.state


@pytest.mark.parametrize("augmentation", ["flips_and_turns", "tone", "historic_film"])
def test_threads_change_nothing(chips: ChipSet, augmentation: str) -> None:
    passes = []
    for threads in (1, 4):
        chips.feed(threads, torch.device("cpu"))
        one = Pass(chips, chips.split("train"), np.random.default_rng(2), augmentation)
        passes.append([one.next(5) for _ in range(3)])
    for first, second in zip(*passes):
        assert torch.equal(first.a, second.a)
        assert torch.equal(first.b, second.b)


def test_only_cards_keep_chips(chips: ChipSet) -> None:
    assert not ResidentChips.fit(chips.packs, torch.device("cpu"))
