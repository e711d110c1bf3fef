"""What an encoder tells of a place's context."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from image_translation.models.networks.context import Context


def _maps(sizes, channels):
    generator = torch.Generator().manual_seed(3)
    return [torch.randn(1, count, side, side + 4, generator=generator) for side, count in zip(sizes, channels)]


def _figures(context: Context, maps) -> np.ndarray:
    """What the last layer is given, (C, H, W)."""
    seen = {}
    context.mix.register_forward_hook(lambda layer, inputs, output: seen.update(figures=inputs[0]))
    context.eval()(maps)
    return seen["figures"][0].detach().numpy()


@pytest.mark.parametrize("window", [12, 20, 100])
def test_mean_and_deviation_in_a_window_that_ends_with_the_image(window: int) -> None:
    """Two maps of cells of 4 px, by brute force."""
    context = Context({4: 3}, window, 2)
    maps = _maps([8], [3])
    figures = _figures(context, maps)
    reach = window // 4 // 2
    values = maps[0][0].numpy()
    scale = np.sqrt(1 + context.norm.eps)
    for y in range(values.shape[1]):
        for x in range(values.shape[2]):
            part = values[:, max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
            expected = [*part.mean((1, 2)), *np.maximum(part.std((1, 2)), 0.01)]
            np.testing.assert_allclose(figures[:, y, x] * scale, expected, atol=1e-5)


def test_finer_maps_count_with_all_their_cells() -> None:
    context = Context({2: 1, 4: 2}, 1000, 5)
    maps = _maps([8, 4], [1, 2])
    maps[0] = maps[0].repeat(1, 1, 1, 2)[..., : 2 * maps[1].shape[-1]]
    figures = _figures(context, maps) * np.sqrt(1 + context.norm.eps)
    expected = [float(one[0, i].mean()) for one in maps for i in range(one.shape[1])]
    expected += [float(one[0, i].std(correction=0)) for one in maps for i in range(one.shape[1])]
    np.testing.assert_allclose(figures, np.broadcast_to(np.reshape(expected, (-1, 1, 1)), figures.shape), atol=1e-5)
    assert context(maps).shape == (1, 5, 4, 8)


def test_sixteen_bits_in_and_out_but_not_between() -> None:
    """A large mean with a small deviation, which 16 bits cannot hold."""
    context = Context({4: 1}, 12, 1)
    values = 100 + torch.randn(1, 1, 6, 6, generator=torch.Generator().manual_seed(0)).mul(0.5)
    figures = _figures(context, [values])
    reduced = values.to(torch.bfloat16)
    half = _figures(Context({4: 1}, 12, 1).to(torch.float32), [reduced.float()])
    assert np.abs(figures[1] - half[1]).max() < 0.2
    with torch.autocast("cpu", torch.bfloat16):
        assert context([reduced]).dtype == torch.bfloat16
