"""Distortions of the input: only there, only where there is data, in the data's own range, and the same again."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from image_translation.models.chips.packed import PackedChips
from image_translation.models.chips.statistics import BandStatistics, RunningStatistics
from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.training import augmentation
from image_translation.models.training.augmentation import DISTORTIONS, Levels, ToneCurve, augment_input
from image_translation.models.training.data import ChipSet, Pass
from image_translation.models.training.settings import AUGMENTATIONS

KINDS = sorted(DISTORTIONS)
BYTE = Levels.of([BandStatistics("grey", "uint8", 0.0, 255.0, 128.0, 50.0)])


def _scene(size: int = 96, seed: int = 0) -> np.ndarray:
    """(1, size, size): smooth ground from 40 to 200."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    ground = np.sin(x * rng.uniform(0.05, 0.1) + rng.uniform(0, 6)) + np.cos(y * rng.uniform(0.05, 0.1))
    return (120 + 40 * ground)[None].astype(np.float32)


def _distorted(kind: str, seed: int, chip: np.ndarray, valid=None, levels: Levels = BYTE) -> np.ndarray:
    valid = np.ones(chip.shape[1:], bool) if valid is None else valid
    return augment_input(chip, valid, kind, np.random.default_rng(seed), levels)


def _roughness(chip: np.ndarray) -> float:
    """Standard deviation of what the neighbours left and right do not tell."""
    return float((chip[..., 1:-1] - (chip[..., :-2] + chip[..., 2:]) / 2).std())


def test_settings_know_every_kind() -> None:
    assert set(DISTORTIONS) < set(AUGMENTATIONS)
    assert {"flips_and_turns", "none"} == set(AUGMENTATIONS) - set(DISTORTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_same_seed_same_chip(kind: str) -> None:
    chip = _scene()
    kept = chip.copy()
    first = _distorted(kind, 5, chip)
    assert first.dtype == np.float32
    assert np.array_equal(chip, kept)
    assert np.array_equal(first, _distorted(kind, 5, chip))
    assert any(not np.array_equal(first, _distorted(kind, seed, chip)) for seed in (6, 7, 8, 9))


def test_mixed_leaves_half_of_the_chips_and_ages_some() -> None:
    chip = _scene()
    chips = [_distorted("mixed", seed, chip) for seed in range(300)]
    clean = sum(np.allclose(one, chip, atol=1e-3) for one in chips)
    aged = sum(_roughness(one) > 3 * _roughness(chip) for one in chips)
    assert 120 < clean < 200
    assert 40 < aged < 110


@pytest.mark.parametrize("kind", KINDS)
def test_tones_change_by_what_they_should(kind: str) -> None:
    chip = _scene()
    chips = [_distorted(kind, seed, chip) for seed in range(60)]
    shifts = [float(one.mean() - chip.mean()) for one in chips]
    contrasts = [float(one.std() / chip.std()) for one in chips]
    most = {"tone": 60.0, "historic_film": 110.0, "mixed": 110.0}[kind]
    assert max(np.abs(shifts)) < most
    assert np.std(shifts) > most / (16 if kind == "mixed" else 8)
    assert abs(np.mean(shifts)) < most / 4
    assert min(contrasts) < 0.9
    assert max(contrasts) > 1.05
    assert min(float(one.min()) for one in chips) >= 0
    assert max(float(one.max()) for one in chips) <= 255


def test_tone_is_one_rising_curve_and_film_has_grain() -> None:
    chip = _scene()
    order = np.argsort(chip, axis=None)
    for seed in range(20):
        assert np.diff(_distorted("tone", seed, chip).ravel()[order]).min() > -1e-3
    rough = [_roughness(_distorted("historic_film", seed, chip)) for seed in range(40)]
    clean = sum(one == pytest.approx(_roughness(chip)) for one in rough)
    assert 1 <= clean <= 14
    assert np.median(rough) > 5 * _roughness(chip)


def test_grain_is_as_strong_as_drawn_and_clumps(monkeypatch) -> None:
    monkeypatch.setattr(augmentation, "_GRAIN", (0.05, 0.05))
    for size, alike in ((0.3, 0.1), (1.0, 0.6)):
        monkeypatch.setattr(augmentation, "_GRAIN_SIZE", (size, size))
        grain = augmentation._grain(256, 256, np.random.default_rng(0))
        assert grain.std() == pytest.approx(0.05, rel=0.03)
        assert np.corrcoef(grain[:, 1:].ravel(), grain[:, :-1].ravel())[0, 1] == pytest.approx(alike, abs=0.2)


def test_specks_are_up_to_five_pixels_wide(monkeypatch) -> None:
    """Of 0.7 to 2.2 pixels in radius they cover 7.2 on average, and as much again in part around their edge."""
    monkeypatch.setattr(augmentation, "_SPECKS_A_CHIP", 20)
    covered, specks = 0, 0
    for seed in range(30):
        tones = np.full((1, 256, 256), 0.5, np.float32)
        augmentation._dust(tones, np.random.default_rng(seed))
        covered += int((tones != 0.5).sum())
        specks += int(np.random.default_rng(seed).poisson(20))
    assert specks > 400 and 10.5 < covered / specks < 16.5


def test_curve_by_value() -> None:
    tones = np.array([-0.5, 0.0, 0.25, 0.5, 1.0, 1.5], np.float32)
    assert ToneCurve(1.0, 0.0, 1.0, 0.0)(tones) == pytest.approx(tones, abs=1e-5)
    assert ToneCurve(2.0, 0.0, 1.0, 0.1)(tones) == pytest.approx([-0.4, 0.1, 0.1625, 0.35, 1.1, 1.6], abs=1e-5)
    assert ToneCurve(1.0, 1.0, 0.5, 0.0)(tones)[[1, 2, 3]] == pytest.approx([0.25, 0.328125, 0.5], abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", [0.0, -9999.0, 1e30])
def test_pixels_without_data_stay_and_leak_nothing(kind: str, bad: float) -> None:
    chip, other = _scene(), _scene()
    valid = np.ones(chip.shape[1:], bool)
    valid[:20, 30:60] = valid[50, 50] = False
    chip[:, ~valid], other[:, ~valid] = bad, 128.0
    for seed in range(12):
        one, two = _distorted(kind, seed, chip, valid), _distorted(kind, seed, other, valid)
        assert np.array_equal(one[:, ~valid], chip[:, ~valid])
        assert np.array_equal(one[:, valid], two[:, valid])
        assert np.isfinite(one).all()


def test_blur_does_not_darken_towards_a_hole() -> None:
    flat = np.full((1, 40, 40), 0.7, np.float32)
    valid = np.ones((40, 40), bool)
    valid[10:30, 10:30] = False
    flat[:, ~valid] = 0.0
    assert augmentation._blurred(flat, valid, 1.5)[:, valid] == pytest.approx(0.7, abs=1e-5)
    dot = np.zeros((1, 21, 21), np.float32)
    dot[0, 10, 10] = 1.0
    spread = augmentation._blurred(dot, np.ones((21, 21), bool), 1.2)[0]
    assert spread.sum() == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(spread, spread.T)
    assert spread[10, 10] == pytest.approx(1 / (2 * np.pi * 1.2**2), rel=0.1)


@pytest.mark.parametrize(("offset", "scale"), [(0.0, 10.0), (-3.0, 1e-3), (2000.0, 50.0)])
@pytest.mark.parametrize("kind", KINDS)
def test_works_in_the_datas_own_range(kind: str, offset: float, scale: float) -> None:
    grey = _scene(64)
    bands = np.concatenate([grey, 2 * grey + 5]) * np.float32(scale) + np.float32(offset)
    bands[:, 0, 0] *= 40
    statistics = RunningStatistics.of(bands, np.ones((64, 64), bool)).bands(["one", "two"], "float32")
    levels = Levels.of(statistics)
    shifts = []
    for seed in range(20):
        found = _distorted(kind, seed, bands, levels=levels)
        assert np.isfinite(found).all()
        for band, one in zip(found, statistics):
            assert one.minimum <= band.min() <= band.max() <= np.float32(one.maximum)
            shifts.append(abs(float(np.median(band) - one.mean)) / (one.maximum - one.minimum) * 40)
        assert np.corrcoef(found[0].ravel(), found[1].ravel())[0, 1] > 0.98
    assert 0.01 < max(shifts) < 2.0


def _chips(make_pack, count: int = 4) -> ChipSet:
    rng = np.random.default_rng(0)
    a = np.stack([_scene(64, seed) for seed in range(count)]).astype(np.uint8)
    b = np.concatenate([a, 255 - a, rng.integers(0, 255, a.shape, dtype=np.uint8)], axis=1)
    valid = np.ones((count, 64, 64), bool)
    valid[1, :9] = False
    return ChipSet([PackedChips.open(make_pack(a, b, ["train"] * count, valid))])


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_input_of_a_batch_is_distorted(make_pack, kind: str) -> None:
    chips = _chips(make_pack)
    seen = set()
    for seed in range(12):
        batch = chips.random_batch([1], np.random.default_rng(seed), kind)
        plain = chips.random_batch([1], np.random.default_rng(seed), "flips_and_turns")
        assert torch.equal(batch.b, plain.b)
        assert torch.equal(batch.valid, plain.valid)
        hidden = ~batch.valid[:, 0]
        assert torch.equal(batch.a[:, 0][hidden], plain.a[:, 0][hidden])
        seen.add(tuple(batch.b[0, 0, 30, 28:36].tolist()))
        assert np.corrcoef(batch.b[0, 0][~hidden[0]], batch.a[0, 0][~hidden[0]])[0, 1] > 0.8
    assert len(seen) > 4
    assert np.array_equal(chips.fixed_batch([0]).a[0].numpy(), chips.read(0)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_pass_goes_on_with_the_same_distortions(make_pack, kind: str) -> None:
    chips = _chips(make_pack)
    indices, chance = chips.split("train"), np.random.default_rng(5)
    whole = Pass(chips, indices, chance, kind)
    whole.next(1)
    place = json.loads(json.dumps(whole.place()))
    rest = whole.next(3)
    again = Pass.taken_up(place, chips, indices, np.random.default_rng(77), kind)
    assert torch.equal(again.next(3).a, rest.a)


def test_processes_share_a_batch_as_one_would_have_it(make_pack) -> None:
    chips = _chips(make_pack)
    whole = chips.random_batch([0, 1, 2, 3], np.random.default_rng(2), "historic_film")
    half = chips.random_batch([0, 1, 2, 3], np.random.default_rng(2), "historic_film", slice(2, 4))
    assert torch.equal(half.a, whole.a[2:])


@pytest.mark.parametrize("name", ["luma_chroma", "lab"])
def test_what_is_to_be_learned_stays_the_color_of_the_target(name: str) -> None:
    color = color_handling(name, Scaling(((0.0, 255.0),), ((0.0, 255.0),) * 3, (0.0, 255.0)))
    b = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * 255
    grey = torch.from_numpy(_scene(32))[None]
    film = torch.from_numpy(_distorted("historic_film", 3, grey[0].numpy()))[None]
    assert not torch.equal(grey, film)
    assert torch.equal(color.encode_target(grey, b), color.encode_target(film, b))
