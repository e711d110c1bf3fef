"""Batches: pairs stay pairs, invalid pixels are filled, splits and statistics are those of the folders."""

from __future__ import annotations

import json

import numpy as np
import pytest

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import InputError
from image_translation.models.training.data import ChipSet, Pass
from image_translation.models.training.fitting import choose_color_space, scaling_for


def _open(*folders) -> ChipSet:
    return ChipSet([PackedChips.open(folder) for folder in folders])


def _ramp(count: int, bands: int, size: int, dtype: str = "uint16") -> np.ndarray:
    return np.arange(count * bands * size * size).reshape(count, bands, size, size).astype(dtype)


def test_flips_and_turns_keep_pairs_together(make_pack) -> None:
    a = _ramp(1, 1, 32)
    b = np.concatenate((a + 7, a + 9), axis=1)
    valid = np.ones((1, 32, 32), bool)
    valid[0, :3, :5] = False
    chips = _open(make_pack(a, b, ["train"], valid))
    chance = np.random.default_rng(0)
    seen = set()
    for _ in range(60):
        batch = chips.random_batch([0], chance, augmentation="flips_and_turns")
        mask = batch.valid[0, 0]
        for band, offset in ((0, 7), (1, 9)):
            assert bool(((batch.b[0, band] - batch.a[0, 0])[mask] == offset).all())
        assert int((~mask).sum()) == 15
        assert sorted(batch.a[0, 0][mask].tolist()) == sorted(a[0, 0][valid[0]].tolist())
        seen.add(tuple(batch.a[0, 0, 8, 8:12].tolist()))
    assert len(seen) == 8


def test_without_augmentation_a_chip_comes_as_it_is(make_pack) -> None:
    a = _ramp(2, 1, 32)
    chips = _open(make_pack(a, a, ["train", "train"]))
    batch = chips.random_batch([1, 0], np.random.default_rng(0), augmentation="none")
    assert np.array_equal(batch.a.numpy(), a[[1, 0]])


def test_odd_sizes_are_cut_to_a_multiple_of_32_at_random(make_pack) -> None:
    a = _ramp(1, 1, 40)
    chips = _open(make_pack(a, a, ["train"]))
    assert chips.size == 32
    assert np.array_equal(chips.fixed_batch([0]).a[0, 0].numpy(), a[0, 0, :32, :32])
    batches = [chips.random_batch([0], np.random.default_rng(seed), augmentation="none") for seed in range(50)]
    corners = {batch.a[0, 0, 0, 0].item() for batch in batches}
    assert len(corners) > 20
    assert max(corners) <= a[0, 0, 8, 8]


@pytest.mark.parametrize("bad", [np.nan, -9999.0])
def test_invalid_pixels_hold_the_mean(make_pack, bad: float) -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.uniform(10, 20, (2, 1, 32, 32)).astype(np.float32) for _ in range(2))
    valid = np.ones((2, 32, 32), bool)
    valid[1, :4, :4] = False
    a[1, :, :4, :4] = bad
    b[1, :, :4, :4] = bad
    chips = _open(make_pack(a, b, ["train", "train"], valid))
    batch = chips.fixed_batch([0, 1])
    assert batch.a[1, 0, :4, :4].numpy() == pytest.approx(a[0:2, 0][valid].mean(), abs=1e-3)
    assert batch.b[1, 0, :4, :4].numpy() == pytest.approx(b[0:2, 0][valid].mean(), abs=1e-3)
    assert np.array_equal(batch.a[1, 0, 4:].numpy(), a[1, 0, 4:])


def test_a_pass_shows_every_training_chip_once_and_no_other(make_pack) -> None:
    a = np.full((10, 1, 32, 32), 1, np.uint16) * np.arange(10, dtype=np.uint16)[:, None, None, None]
    splits = ["train", "validation"] * 4 + ["test", "train"]
    chips = _open(make_pack(a, a, splits))
    one = Pass(chips, chips.split("train"), np.random.default_rng(0), augmentation="flips_and_turns")
    batches = []
    while not one.finished:
        batches.append(one.next(2))
    shown = sorted(int(value) for batch in batches for value in batch.a[:, 0, 0, 0])
    assert shown == [0, 2, 4, 6, 9]
    assert chips.split("validation").tolist() == [1, 3, 5, 7]
    assert [len(batch.a) for batch in batches] == [2, 2, 1]


def test_a_pass_is_taken_up_where_it_was_left(make_pack) -> None:
    a = _ramp(9, 1, 40)
    chips = _open(make_pack(a, a, ["train"] * 9))
    indices, chance = chips.split("train"), np.random.default_rng(5)
    whole = Pass(chips, indices, chance, augmentation="flips_and_turns")
    whole.next(4)
    place = json.loads(json.dumps(whole.place()))
    rest = [whole.next(2), whole.next(9)]
    after = chance.integers(0, 1000, 5).tolist()
    other = np.random.default_rng(77)
    again = Pass.taken_up(place, chips, indices, other, augmentation="flips_and_turns")
    for expected in rest:
        assert np.array_equal(again.next(len(expected)).a.numpy(), expected.a.numpy())
    assert again.finished
    assert other.integers(0, 1000, 5).tolist() == after


def test_fingerprint_tells_chips_apart(make_pack) -> None:
    a = _ramp(3, 1, 32)
    first = _open(make_pack(a, a, ["train"] * 3, name="one")).fingerprint()
    assert _open(make_pack(a, a, ["train"] * 3, name="two")).fingerprint() == first
    assert _open(make_pack(a, a[..., ::-1], ["train"] * 3, name="three")).fingerprint() != first


def test_several_folders_are_one(make_pack) -> None:
    first, second = _ramp(2, 1, 32), _ramp(3, 1, 64)
    chips = _open(
        make_pack(first, first, ["train"] * 2, name="one"), make_pack(second, second, ["validation"] * 3, name="two")
    )
    assert len(chips) == 5
    assert chips.size == 32
    assert chips.split("validation").tolist() == [2, 3, 4]
    assert chips.bands_a[0].maximum == first.max()
    chips.use_splits(["train"] * 5)
    assert chips.bands_a[0].maximum == second.max()
    with pytest.raises(InputError, match="different target bands"):
        _open(make_pack(first, first, ["train"] * 2, name="3"), make_pack(first, first / 2.0, ["train"] * 2, name="4"))


def test_constant_and_small_chips_are_refused(make_pack) -> None:
    ramp = _ramp(1, 1, 32)
    with pytest.raises(InputError, match="Band 1 of the target has the same value"):
        _open(make_pack(ramp, np.full_like(ramp, 5), ["train"], name="constant")).fixed_batch([0])
    small = _ramp(1, 1, 16)
    with pytest.raises(InputError, match="16 px wide; export chips of at least 32 px"):
        _open(make_pack(small, small, ["train"], name="small"))


def test_scaling_by_type(make_pack) -> None:
    a, b = _ramp(1, 2, 32, "uint8"), _ramp(1, 1, 32, "int16") - np.int16(300)
    scaling = scaling_for(_open(make_pack(a, b, ["train"])))
    assert scaling.input == ((0.0, 255.0), (0.0, 255.0))
    assert scaling.target == ((-300.0, 723.0),)
    assert scaling.output_range == (-300.0, 723.0)


def test_automatic_color_space(make_pack, make_scenes) -> None:
    grey, rgb = make_scenes(4)
    chance = np.random.default_rng(0)

    def choice(a: np.ndarray, b: np.ndarray, name: str) -> str:
        chips = _open(make_pack(a, b, ["train"] * 4, name=name))
        return choose_color_space(chips, chips.split("train"), chance)[0]

    assert choice(grey, rgb, "luma") == "luma_chroma"
    assert choice(255 - grey, rgb, "inverse") == "residual"
    assert choice(rgb, rgb, "three") == "residual"
    assert choice(grey, rgb.astype(np.uint16), "wide") == "residual"
