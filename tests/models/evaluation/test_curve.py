"""The fitted curve: what it is fitted on, and that it is the curve of the training."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.evaluation.curve import Curve
from image_translation.models.evaluation.judging import fit_curves, judge
from image_translation.models.evaluation.pairs import RasterPairs
from image_translation.models.evaluation.scale import Scale
from image_translation.models.feedback import Feedback
from image_translation.models.inference.area import Area
from image_translation.models.training.metrics import all_metrics
from image_translation.tests.evaluating import evaluate
from image_translation.tests.helpers import make_raster, pixels


def pairs_of(town, block_size):
    areas = [Area(town[name], ()) for name in ("result", "truth", "input")]
    return RasterPairs(*areas, ("Red", "Green", "Blue"), block_size=block_size)


def test_the_curve_never_sees_the_block_that_it_is_judged_on(town, tmp_path):
    before = fit_curves(pairs_of(town, 32), Scale(255.0), Feedback())
    values = pixels(town["truth"])
    values[:, 32:64, 64:96] = 255 - values[:, 32:64, 64:96]
    altered = {**town, "truth": make_raster(tmp_path / "altered.tif", values)}
    pairs = pairs_of(altered, 32)
    after = fit_curves(pairs, Scale(255.0), Feedback())
    [block] = [one for one in pairs.blocks if one.window == (64, 32, 32, 32)]
    grey = pixels(town["input"])
    np.testing.assert_array_equal(after[block.fold](grey), before[block.fold](grey))
    assert np.abs(after[1 - block.fold](grey) - before[1 - block.fold](grey)).max() > 1
    neighbours = [one for one in pairs.blocks if abs(one.place[0] - 1) + abs(one.place[1] - 2) == 1]
    assert len(neighbours) == 4 and {one.fold for one in neighbours} == {1 - block.fold}


def test_methods_are_what_they_are_called(town):
    judgement = judge(pairs_of(town, 64), Scale(255.0), Feedback())
    colour, grey = pixels(town["truth"]), pixels(town["input"])
    copy = judgement.methods["copy"]
    assert copy.total()["mae"] == pytest.approx(np.abs(colour.astype(int) - grey).mean())
    pairs = pairs_of(town, 64)
    curves = fit_curves(pairs, Scale(255.0), Feedback())
    for block, figures in zip(judgement.blocks, judgement.methods["fitted_curve"].blocks):
        x, y, width, height = block.window
        place = (slice(None), slice(y, y + height), slice(x, x + width))
        output = np.clip(np.rint(curves[block.fold](grey[place])), 0, 255)
        assert figures.values["psnr"] == pytest.approx(all_metrics(output, colour[place], 255.0)["psnr"])
    totals = judgement.totals()
    assert totals["fitted_curve"]["psnr"] > totals["copy"]["psnr"] + 5


def test_without_other_blocks_there_is_no_curve(town, tmp_path):
    found, page, _ = evaluate(tmp_path, **town, block_size=1024)
    assert found.blocks == 1 and set(found.figures) == {"model", "copy"}
    assert "no other pixels on which a curve could have been fitted" in page


@pytest.mark.parametrize(("bands", "dtype"), [(1, "uint8"), (1, "uint16"), (3, "uint8"), (14, "uint16")])
def test_the_curve_is_that_of_the_training(bands, dtype):
    torch = pytest.importorskip("torch")
    from image_translation.models.networks.curves import FittedCurve

    chance = np.random.default_rng(2)
    top = 255.0 if dtype == "uint8" else 9000.0
    inputs = chance.integers(20, int(top * 0.8), (5000, bands)).astype(dtype)
    targets = np.stack([np.sqrt(inputs.mean(1)) * 9, inputs[:, 0] * 0.4 + 20], 1) + chance.normal(0, 2, (5000, 2))
    curve = Curve(inputs, targets, np.dtype(dtype))
    low, high = (0.0, 255.0) if dtype == "uint8" else np.percentile(inputs.astype(float), (0.1, 99.9), axis=0)
    codes = np.clip(2 * (inputs - low) / (high - low) - 1, -1, 1)
    reference = FittedCurve(bands, 2)
    reference.fit(iter([(codes, targets)]))
    image = torch.from_numpy(codes.T[None, :, None].astype(np.float32))
    expected = reference(image)[0, :, 0].numpy()
    assert np.abs(curve(inputs.T[:, None])[:, 0] - expected).max() < 0.05
    outside = np.full((bands, 1, 1), 65000 if dtype == "uint16" else 255)
    at_the_edge = np.minimum(inputs.max(0), high).reshape(bands, 1, 1)
    np.testing.assert_allclose(curve(outside), curve(at_the_edge), rtol=1e-6)
