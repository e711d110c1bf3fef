"""One pixel without meaning changes neither the ranges of a training nor its figures."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import numpy as np
import pytest
import torch

from image_translation.models.chips.packed import PackedChips
from image_translation.models.errors import InputError
from image_translation.models.feedback import Feedback
from image_translation.models.networks.color import Scaling, color_handling
from image_translation.models.package.archive import open_package
from image_translation.models.training import ranges
from image_translation.models.training.data import ChipSet
from image_translation.models.training.plan import Plan, make_plan
from image_translation.models.training.presets import with_preset
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 9 + ["validation"] * 3
EXTREMES = [("uint16", 65535), ("int16", -32768), ("int32", 2**31 - 1), ("float32", 1e30), ("float64", -1e300)]


def _scenes(dtype: str, seed: int = 0) -> Tuple[np.ndarray, np.ndarray]:
    """Smooth ground as a sensor of 12 bits sees it: input and three target bands."""
    chance = np.random.default_rng(seed)
    coarse = np.kron(chance.uniform(200, 2800, (12, 1, 8, 8)), np.ones((4, 4)))
    a = coarse + chance.normal(0, 60, (12, 1, 32, 32))
    b = np.concatenate((0.5 * a + 300, 0.8 * a, 3000 - a), axis=1) + chance.normal(0, 30, (12, 3, 32, 32))
    return np.rint(a).clip(0, 3060).astype(dtype), np.rint(b).clip(0, 3060).astype(dtype)


def _open(folder: Path) -> ChipSet:
    return ChipSet([PackedChips.open(folder)])


def _plan(folder: Path, **changes) -> Plan:
    settings = TrainSettings((folder,), folder / "m.dlpk", model_type="pix2pix", ngf=4, ndf=4, **changes)
    return make_plan(with_preset(settings), _open(folder), Feedback())


@pytest.mark.parametrize(("dtype", "extreme"), EXTREMES)
@pytest.mark.parametrize("chip", [0, 11], ids=["training", "validation"])
@pytest.mark.parametrize("masked", [False, True], ids=["amid data", "beside pixels without data"])
def test_a_pixel_changes_nothing_by_a_hundredth(make_pack, dtype: str, extreme: float, chip: int, masked: bool) -> None:
    found = []
    valid = np.ones((12, 32, 32), bool)
    valid[:, :5, :5] = not masked
    for name in ("clean", "spoilt"):
        a, b = _scenes(dtype)
        if name == "spoilt":
            a[chip, 0, 5, 5] = b[chip, 1, 5, 5] = extreme
        plan = _plan(make_pack(a, b, SPLITS, valid, name=name))
        batch = plan.chips.random_batch(list(range(9)), np.random.default_rng(0), "none")
        color = plan.new_translator().color
        figures = [plan.baselines["mean"].mean[key] for key in ("psnr", "ssim", "mae", "rmse")]
        if chip in plan.train:
            figures += [plan.baselines["fitted_curve"].mean[key] for key in ("psnr", "ssim", "mae", "rmse")]
        spread = color.encode_target(batch.a, batch.b).std(dim=(0, 2, 3)).tolist()
        ranges = [value for pair in plan.architecture["target_scale"] for value in pair]
        assert min(spread) > 0.3
        found.append([*figures, *spread, plan.data_range, *ranges, float(batch.a.std()), float(batch.b.mean())])
        assert float(color.encode_input(plan.chips.fixed_batch([chip]).a).abs().max()) <= 2.0
    assert found[1] == pytest.approx(found[0], rel=0.01, abs=1e-6)


def test_of_large_chips_as_many_pixels_are_looked_at_from_each(monkeypatch) -> None:
    monkeypatch.setattr(ranges, "_SAMPLED_PIXELS", 200)
    chips = [np.arange(2048.0).reshape(2, 32, 32), np.arange(2048.0).reshape(2, 32, 32) + 10_000]
    valid = np.ones((32, 32), bool)
    valid[:16] = False
    found = ranges._sample(lambda: ((chip, valid) for chip in chips), 2)
    assert [len(values) for values in found] == [200, 200]
    for band, values in enumerate(found):
        assert np.array_equal(values, np.sort(values))
        first = values[:100] - 1024 * band
        assert 512 <= first.min() < 580 and 960 < first.max() < 1024 and len(set(first)) > 80
        assert 10_512 <= values[100:].min() - 1024 * band


def test_what_has_no_outliers_keeps_all_of_its_values(make_pack) -> None:
    chance = np.random.default_rng(0)
    kinds = {"normal": chance.normal(0, 1, (9, 1, 32, 32)), "flat": chance.uniform(0, 1, (9, 1, 32, 32))}
    for name, values in kinds.items():
        for dtype in ("float32", "int16"):
            chips = (1000 * values).astype(dtype)
            found = _open(make_pack(chips, chips, ["train"] * 9, name=f"{name}{dtype}")).values[0]
            assert found.extremes == ((float(chips.min()), float(chips.max())),)
            assert (found.bands[0].minimum, found.bands[0].maximum) == found.extremes[0]
            assert found.beyond == (0.0,)
            assert found.bands[0].mean == pytest.approx(float(chips.mean()), rel=1e-4)
            assert found.bands[0].std == pytest.approx(float(chips.std()), rel=1e-4)


@pytest.mark.parametrize("dtype", ["int16", "int32", "float32"])
def test_extreme_values_count_as_the_ends_of_the_range(make_pack, dtype: str) -> None:
    chips = np.tile(np.arange(1024).reshape(1, 1, 32, 32), (8, 1, 1, 1)).astype(dtype)
    chips[0, 0, 0, :3], chips[1, 0, 0, 0] = 30_000, -30_000
    found = _open(make_pack(chips, chips, ["train"] * 8)).values[0]
    held = np.clip(chips, 0, 1023)
    assert (found.bands[0].minimum, found.bands[0].maximum) == (0.0, 1023.0)
    assert found.extremes == ((-30_000.0, 30_000.0),)
    assert found.beyond == (pytest.approx(4 / 8192),)
    assert (found.bands[0].mean, found.bands[0].std) == (pytest.approx(held.mean()), pytest.approx(held.std()))


def test_8_bits_keep_all_of_their_values_and_a_sparse_band_its_own(make_pack) -> None:
    chips = np.full((6, 1, 32, 32), 100, np.uint8)
    chips[0, 0, 0, :2] = 0, 255
    found = _open(make_pack(chips, chips, ["train"] * 6, name="bytes")).values[0]
    assert (found.bands[0].minimum, found.bands[0].maximum, found.beyond) == (0.0, 255.0, (0.0,))
    sparse = np.zeros((6, 1, 32, 32), np.float32)
    sparse[0, 0, 0, :2] = 7.0, 12.0
    found = _open(make_pack(sparse, sparse, ["train"] * 6, name="sparse")).values[0]
    assert (found.bands[0].minimum, found.bands[0].maximum) == (0.0, 12.0)


def test_infinite_pixels_are_extreme_and_those_that_are_no_numbers_refused(make_pack) -> None:
    a, b = _scenes("float32")
    b[0, 0, 0, :2] = np.inf, -np.inf
    chips = _open(make_pack(a, b, SPLITS, name="infinite"))
    assert all(band.maximum <= 3060 for band in chips.bands_b)
    assert torch.isfinite(chips.random_batch([0], np.random.default_rng(0), "none").b).all()
    b[0, 0, 0, 0] = np.nan
    with pytest.raises(InputError, match="Band 1 of the target holds pixels that are no numbers"):
        _open(make_pack(a, b, SPLITS, name="none")).fixed_batch([0])


def test_a_network_holds_its_input_and_older_ones_do_not() -> None:
    scales = (((0.0, 100.0),), ((0.0, 100.0),), (0.0, 100.0))
    a = torch.tensor([[[[-1e30, -40.0, 50.0, 140.0, 1e30]]]])
    limited = color_handling("direct", Scaling(*scales, ((-50.0, 150.0),)))
    assert limited.encode_input(a).flatten().tolist() == pytest.approx([-2.0, -1.8, 0.0, 1.8, 2.0])
    assert "least" not in limited.state_dict()
    assert float(color_handling("direct", Scaling(*scales)).encode_input(a).max()) > 1e28


def test_the_report_tells_the_range_and_the_package_holds_it(make_pack, recorder) -> None:
    a, b = _scenes("uint16")
    a[0, 0, 0, 0] = 65535
    folder = make_pack(a, b, SPLITS)
    settings = TrainSettings(
        (folder,), folder / "m.dlpk", model_type="pix2pix", ngf=4, ndf=4, max_epochs=1, warmup=1.0, threads=1
    )
    result = train(settings, recorder)
    report = result.report.read_text(encoding="utf-8")
    top = a[:9].ravel()
    top = int(top[top < 65535].max())
    assert f"to {top}, mean" in report
    assert "values beyond, as far as 65535, count as the ends: 0.011 %" in report
    with open_package(result.package) as package:
        definition = package.definition
        assert definition.input_bands[0].maximum == top
        assert definition.training["data_range"] == definition.output_range[1] - definition.output_range[0]
        low, high = definition.architecture["input_scale"][0]
        half = (high - low) / 2
        assert definition.architecture["input_limits"] == [[low - half, high + half]]
        assert definition.input_quantiles[0][-1] <= top
