"""However chips are fed to the training, they are the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from image_translation.models.chips.packed import PackedChips
from image_translation.models.training import gan
from image_translation.models.training.data import ChipSet, Pass
from image_translation.models.training.resident import ResidentChips
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

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


def _refuse(*arguments):
    raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")


def test_chips_that_a_card_has_no_room_for_after_all_stay_on_disk(chips: ChipSet, monkeypatch) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (1 << 40, 1 << 40))
    monkeypatch.setattr(ResidentChips, "__init__", _refuse)
    chips.feed(1, torch.device("cuda"))
    assert chips._resident is None and not chips.leave_device()
    assert len(chips.random_batch([0, 1], np.random.default_rng(0), "none")) == 2


def test_chips_leave_the_device_before_a_batch_is_halved(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    """A card on which the chips and a step do not fit together."""
    grey, rgb = make_scenes(16)
    folder = make_pack(grey, rgb, ["train"] * 12 + ["validation"] * 4, name="scenes")
    seen, sizes, backward = [], [], gan.Pix2PixStep._backward_g

    def feed(self, threads, device):
        self._resident = ResidentChips(self.packs, *self.values, device)
        seen.append(self)

    def limited(self, adversarial):
        if seen[0]._resident is not None:
            _refuse()
        sizes.append(len(self._input))
        backward(self, adversarial)

    monkeypatch.setattr(ChipSet, "feed", feed)
    monkeypatch.setattr(gan.Pix2PixStep, "_backward_g", limited)
    values = {"ngf": 4, "ndf": 4, "batch_size": 4, "max_epochs": 1, "model_type": "pix2pix", "device": "cpu"}
    values.update(augmentation="flips_and_turns")
    train(TrainSettings(chips=(folder,), output=tmp_path / "m.dlpk", **values), recorder)
    assert sizes == [4, 4, 4]
    assert not [text for text in recorder.warnings if "Memory" in text]


def test_a_batch_goes_to_a_card_without_pinned_memory(chips: ChipSet, monkeypatch) -> None:
    batch, asked = chips.fixed_batch([0, 1]), []
    monkeypatch.setattr(torch.Tensor, "pin_memory", _refuse)
    monkeypatch.setattr(torch.Tensor, "to", lambda self, device, non_blocking: asked.append(non_blocking) or self)
    assert torch.equal(batch.to(torch.device("cuda")).a, batch.a)
    assert asked == [True] * 3
